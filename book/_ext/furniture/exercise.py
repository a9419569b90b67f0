"""``{exercise}``: numbered like figures, so that ``{numref}`` can point at it."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


class exercise(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """An exercise: its title, then its text."""


class exercise_title(nodes.Part, nodes.TextElement):  # noqa: N801
    """The title of an exercise; the writer puts the number before it."""


class Exercise(SphinxDirective):
    """``{exercise} Title`` with ``:name: ex-…``; the body states the task."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Build the exercise, or say what is missing."""
        name = self.options.get("name", "")
        if not name.startswith("ex-"):
            logger.warning(
                f"exercise: a :name: that starts with ex- is missing, got {name!r}",
                location=self.get_location(),
                type="furniture",
            )
            return []
        if not any(line.strip() for line in self.content):
            logger.warning(
                f"exercise {name}: the body is empty", location=self.get_location(), type="furniture"
            )
            return []
        title, messages = self.parse_inline(self.arguments[0])
        node = exercise("", exercise_title("", "", *title), *self.parse_content_to_nodes())
        self.set_source_info(node)
        self.add_name(node)
        return [node, *messages]


def title_of(node: nodes.Node) -> str:
    """Return the title of an exercise, by which references are checked."""
    return next(iter(node.findall(exercise_title))).astext()


def _visit(self: Any, node: exercise) -> None:
    self.body.append(self.starttag(node, "div", CLASS="exercise"))


def _depart(self: Any, node: exercise) -> None:
    self.body.append("</div>\n")


def _visit_title(self: Any, node: exercise_title) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS="exercise-title"))
    self.add_fignumber(node.parent)


def _depart_title(self: Any, node: exercise_title) -> None:
    if node.parent["ids"]:
        self.add_permalink_ref(node.parent, "Link to this exercise")
    self.body.append("</p>\n")


def _pass(self: Any, node: nodes.Node) -> None:
    pass


def _visit_title_text(self: Any, node: exercise_title) -> None:
    self.visit_paragraph(node)
    numbered = self.builder.env.toc_fignumbers.get(self.builder.current_docname, {}).get("exercise", {})
    numbers = numbered.get(node.parent["ids"][0], ())
    if numbers:
        prefix = self.config.numfig_format["exercise"] % ".".join(map(str, numbers))
        self.add_text(f"{prefix}: ")


def _depart_title_text(self: Any, node: exercise_title) -> None:
    self.depart_paragraph(node)


def _visit_title_latex(self: Any, node: exercise_title) -> None:
    self.body.append("\n\n\\textbf{")


def _depart_title_latex(self: Any, node: exercise_title) -> None:
    self.body.append("}\n\n")


def _name_numbers(app: Sphinx, config: Config) -> None:
    """Say ``Figure 1.2`` and ``Exercise 1.2`` unless the configuration says otherwise."""
    config.numfig_format = {"figure": "Figure %s", "exercise": "Exercise %s"} | config.numfig_format


def setup(app: Sphinx) -> None:
    """Register the node as something that is counted, and the directive."""
    app.add_enumerable_node(
        exercise,
        "exercise",
        title_of,
        html=(_visit, _depart),
        latex=(_pass, _pass),
        text=(_pass, _pass),
    )
    app.add_node(
        exercise_title,
        html=(_visit_title, _depart_title),
        latex=(_visit_title_latex, _depart_title_latex),
        text=(_visit_title_text, _depart_title_text),
    )
    app.add_directive("exercise", Exercise)
    app.connect("config-inited", _name_numbers, priority=400)
