"""``{fold-start} Solution`` … ``{fold-end}``: everything between the two is folded, code cells included.

A pair of gates, since a directive's body cannot hold executed cells.  Folded cells run like any others.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .box import box, box_label

logger = logging.getLogger(__name__)


class gate(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """One end of a fold: ``opens`` tells which."""


class FoldStart(SphinxDirective):
    """Open a fold; the argument is its label."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave a gate that holds the label."""
        title, messages = self.parse_inline(self.arguments[0])
        node = gate("", box_label("", "", *title, tag="summary"), opens=True)
        self.set_source_info(node)
        return [node, *messages]


class FoldEnd(SphinxDirective):
    """Close the fold that was opened last."""

    def run(self) -> list[nodes.Node]:
        """Leave a gate."""
        node = gate("", opens=False)
        self.set_source_info(node)
        return [node]


class Fold(SphinxTransform):
    """Gather what stands between two gates."""

    default_priority = 200

    def apply(self, **options: object) -> None:
        """Fold every pair on the page, and complain about gates without a partner."""
        for parent in {id(node.parent): node.parent for node in self.document.findall(gate)}.values():
            self._fold(parent)
        for node in list(self.document.findall(gate)):
            node.parent.remove(node)

    def _fold(self, parent: nodes.Element) -> None:
        """Fold the pairs among the children of one node, the innermost first."""
        opened: list[gate] = []
        for node in [child for child in parent.children if isinstance(child, gate)]:
            if node["opens"]:
                opened.append(node)
            elif opened:
                self._gather(parent, opened.pop(), node)
            else:
                self._complain(node, "fold-end without a fold-start before it in the same section")
        for node in opened:
            self._complain(node, "fold-start without a fold-end after it in the same section")

    @staticmethod
    def _gather(parent: nodes.Element, start: gate, end: gate) -> None:
        first, last = parent.index(start), parent.index(end)
        inside = parent.children[first + 1 : last]
        body = box.of("div", *inside, classes="fold-body")
        folded = box.of("details", *start.children, body, classes="fold")
        folded.source, folded.line = start.source, start.line
        parent[first : last + 1] = [folded]

    @staticmethod
    def _complain(node: gate, message: str) -> None:
        logger.warning(message, location=node, type="furniture")


def setup(app: Sphinx) -> None:
    """Register the gates and the transform that folds."""
    app.add_node(gate)
    app.add_directive("fold-start", FoldStart)
    app.add_directive("fold-end", FoldEnd)
    app.add_transform(Fold)
