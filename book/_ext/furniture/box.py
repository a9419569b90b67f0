"""One HTML element around other nodes; writers that know no HTML write the nodes alone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


class box(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """An HTML element: ``tag`` is its name, ``html`` holds attributes that docutils does not know."""

    @classmethod
    def of(cls, tag: str, *children: nodes.Node, classes: str = "", **html: str) -> box:
        """Wrap nodes.

        >>> box.of("aside", nodes.paragraph("", "Look."), classes="margin", role="note").astext()
        'Look.'
        """
        attributes = {name.replace("_", "-"): value for name, value in html.items()}
        return cls("", *children, tag=tag, classes=classes.split(), html=attributes)


class box_label(nodes.Part, nodes.TextElement):  # noqa: N801
    """A line that names a box: a ``<p>`` of its own class, or a ``<summary>``."""


def _visit_box(self: Any, node: box) -> None:
    self.body.append(self.starttag(node, node["tag"], **node["html"]))


def _depart_box(self: Any, node: box) -> None:
    self.body.append(f"</{node['tag']}>\n")


def _visit_label(self: Any, node: box_label) -> None:
    self.body.append(self.starttag(node, node.get("tag", "p"), ""))


def _depart_label(self: Any, node: box_label) -> None:
    self.body.append(f"</{node.get('tag', 'p')}>\n")


def _pass(self: Any, node: nodes.Node) -> None:
    pass


def _visit_label_text(self: Any, node: box_label) -> None:
    self.visit_paragraph(node)


def _depart_label_text(self: Any, node: box_label) -> None:
    self.depart_paragraph(node)


def _visit_label_latex(self: Any, node: box_label) -> None:
    self.body.append("\n\n\\textbf{")


def _depart_label_latex(self: Any, node: box_label) -> None:
    self.body.append("}\n\n")


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(box, html=(_visit_box, _depart_box), latex=(_pass, _pass), text=(_pass, _pass))
    app.add_node(
        box_label,
        html=(_visit_label, _depart_label),
        latex=(_visit_label_latex, _depart_label_latex),
        text=(_visit_label_text, _depart_label_text),
    )
