"""The parts of a page that the ledger adds, as placeholders that are filled when the whole book has been read.

Citations must be known while a page is read, so a placeholder carries its citation already.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from .registry import Formula


class ledger_line(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """The line below a formula: what was checked, with links."""

    @classmethod
    def of(
        cls, formula: Formula, document: nodes.document, env: BuildEnvironment, index: bool = False
    ) -> ledger_line:
        """Return the placeholder for the line of a formula; `index` asks for the longer line of the index."""
        line = cls("", formula=formula.name, index=index)
        if formula.source:
            line += citation(formula.source, document, env)
        return line


class formula_reprint(nodes.General, nodes.Element):  # noqa: N801
    """A formula that another page displays."""


class formula_index(nodes.General, nodes.Element):  # noqa: N801
    """The list of all formulas; its children are their lines."""


class ledger_box(nodes.General, nodes.TextElement):  # noqa: N801
    """A line as it is written: a `div` in HTML, a paragraph elsewhere."""


class ledger_test(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The test behind a formula: folded in HTML, plain text elsewhere."""


def citation(key: str, document: nodes.document, env: BuildEnvironment) -> nodes.Node:
    """Return a citation as the role `cite:t` makes it, or the plain key where the book has no bibliography."""
    if "cite" not in env.domains:
        return nodes.inline("", key, classes=["ledger-source"])
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets
    from sphinxcontrib.bibtex.roles import CitationRef

    reference = addnodes.pending_xref(
        "",
        nodes.inline("", key),
        refdomain="cite",
        reftype="t",
        reftarget=key,
        refdoc=env.docname,
        refwarn=True,
    )
    identifier = document.set_id(reference)
    targets = list(parse_citation_targets(key))
    env.get_domain("cite").citation_refs.append(  # type: ignore[attr-defined]
        CitationRef(citation_ref_id=identifier, docname=env.docname, line=document.line or 0, targets=targets)
    )
    return reference


def visit_box(self: Any, node: ledger_box) -> None:
    """Open the line in HTML."""
    self.body.append(self.starttag(node, "div"))


def depart_box(self: Any, node: ledger_box) -> None:
    """Close it."""
    self.body.append("</div>\n")


def visit_test(self: Any, node: ledger_test) -> None:
    """Open the folded part."""
    self.body.append('<details class="ledger-test"><summary>test</summary> ')


def depart_test(self: Any, node: ledger_test) -> None:
    """Close it."""
    self.body.append("</details>")


def visit_plain_test(self: Any, node: ledger_test) -> None:
    """Say what follows, where nothing is folded."""
    self.visit_Text(nodes.Text("test "))


def visit_plain_box(self: Any, node: ledger_box) -> None:
    """Begin a paragraph of its own."""
    self.visit_paragraph(node)


def depart_plain_box(self: Any, node: ledger_box) -> None:
    """End it."""
    self.depart_paragraph(node)


def depart_nothing(self: Any, node: nodes.Node) -> None:
    """Do nothing."""
