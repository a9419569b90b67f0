"""``{margin}`` notes, the ``{takeaway}`` box, and ``{question}`` with its folded answer."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .box import box, box_label

logger = logging.getLogger(__name__)


class _Furniture(SphinxDirective):
    """A directive with a body that must not be empty, and perhaps a title."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def _is_empty(self) -> bool:
        if any(line.strip() for line in self.content):
            return False
        logger.warning(f"{self.name}: the body is empty", location=self.get_location(), type="furniture")
        return True

    def _title(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return self.parse_inline(self.arguments[0]) if self.arguments else ([], [])


class Margin(_Furniture):
    """A note beside the text; on a phone it stands in the text."""

    def run(self) -> list[nodes.Node]:
        """Build the note."""
        if self._is_empty():
            return []
        title, messages = self._title()
        heading = [box_label("", "", *title, classes=["furniture-label"])] if title else []
        note = box.of("div", *heading, *self.parse_content_to_nodes(), classes="margin-note", role="note")
        return [note, *messages]


class Takeaway(_Furniture):
    """What to remember."""

    def run(self) -> list[nodes.Node]:
        """Build the box."""
        if self._is_empty():
            return []
        title, messages = self._title()
        heading = box_label("", "", *(title or [nodes.Text("Key takeaway")]), classes=["furniture-label"])
        return [box.of("div", heading, *self.parse_content_to_nodes(), classes="takeaway"), *messages]


class Question(_Furniture):
    """A review question; the body is its folded answer."""

    optional_arguments = 0
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the question."""
        if self._is_empty():
            return []
        title, messages = self._title()
        answer = box.of("div", *self.parse_content_to_nodes(), classes="fold-body")
        asked = box_label("", "", *title, tag="summary")
        return [box.of("details", asked, answer, classes="question"), *messages]


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("margin", Margin)
    app.add_directive("takeaway", Takeaway)
    app.add_directive("question", Question)
