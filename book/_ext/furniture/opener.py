"""``{opener}``: a chapter opens with its question, what will be learned, what is needed, and how long it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .box import box, box_label

logger = logging.getLogger(__name__)


class Opener(SphinxDirective):
    """The question of a chapter; the body lists what the reader will learn."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "question": directives.unchanged_required,
        "minutes": directives.positive_int,
        "need": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the opener, or say what is missing."""
        missing = [f":{name}:" for name in self.option_spec if name not in self.options]
        if not any(line.strip() for line in self.content):
            missing.append("a list of what the reader will learn")
        if missing:
            logger.warning(
                f"opener: {', '.join(missing)} missing", location=self.get_location(), type="furniture"
            )
            return []
        question, messages = self.parse_inline(self.options["question"])
        need, more = self.parse_inline(self.options["need"])
        facts = box.of(
            "div",
            self._block("learn", "You will learn", *self.parse_content_to_nodes()),
            self._block("need", "You need", nodes.paragraph("", "", *need)),
            self._block("time", "Time", nodes.paragraph("", f"about {self.options['minutes']} minutes")),
            classes="opener-facts",
        )
        asked = box_label("", "", *question, classes=["opener-question"])
        return [box.of("div", asked, facts, classes="opener"), *messages, *more]

    @staticmethod
    def _block(name: str, title: str, *children: nodes.Node) -> box:
        heading = box_label("", title, classes=["furniture-label"])
        return box.of("div", heading, *children, classes=f"opener-{name}")


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("opener", Opener)
