"""Remember, for the whole book, which formulas are displayed and reprinted where, and what verifying them found.

Pages are read in several processes and kept between builds, so everything that a page contributes is in the data of
this domain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from .nodes import ledger_line
from .registry import Formula, load
from .verify import Result


@dataclass(frozen=True)
class Shown:
    """A displayed formula on a page."""

    label: str | None
    latex: str
    line: int | None


class LedgerDomain(Domain):
    """What the pages display, by page; and the results, by formula."""

    name = "ledger"
    label = "formula ledger"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        "displays": {},  # docname -> [Shown]
        "reprints": {},  # docname -> [(name, line)]
        "figures": {},  # docname -> [name]
        "indexes": {},  # docname -> True
        "results": {},  # name -> Result
        "signatures": {},  # docname -> what its formulas looked like when it was last written
    }
    by_page: ClassVar[tuple[str, ...]] = ("displays", "reprints", "figures", "indexes")

    @property
    def formulas(self) -> dict[str, Formula]:
        """The registry that the configuration names."""
        return load(self.env.config.ledger_formulas)

    @property
    def results(self) -> dict[str, Result]:
        """What was verified, by formula."""
        found: dict[str, Result] = self.data["results"]
        return found

    def home(self, name: str) -> tuple[str, Shown] | None:
        """Return the page that displays a formula, and the display."""
        for docname, displays in self.data["displays"].items():
            for shown in displays:
                if shown.label == name:
                    return docname, shown
        return None

    def counts(self, docname: str | None = None) -> dict[str, int]:
        """Count the formulas of a page, or of the book, by kind; `formulas` are those that were verified."""
        pages: Iterable[str] = [docname] if docname else self.data["displays"]
        names = {shown.label for page in pages for shown in self.data["displays"].get(page, ())}
        found = [result for name, result in self.results.items() if name in names]
        kinds = ("evaluated", "reference", "statement", "illustrative")
        counted = {kind: sum(result.kind == kind for result in found) for kind in kinds}
        counted["formulas"] = len(found) - counted["illustrative"]
        counted["inputs"] = sum(result.inputs for result in found)
        return counted

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for kind in self.by_page:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: set[str], otherdata: dict[str, Any]) -> None:  # type: ignore[override]
        """Take over the pages that another process has read."""
        for kind in self.by_page:
            self.data[kind] |= {name: data for name, data in otherdata[kind].items() if name in docnames}

    def resolve_any_xref(self, *arguments: Any) -> list[Any]:
        """Offer nothing to the role `any`: formulas are referred to with `eq`."""
        return []


def ledger(env: BuildEnvironment) -> LedgerDomain:
    """Return the domain of a build."""
    domain = env.get_domain("ledger")
    assert isinstance(domain, LedgerDomain)
    return domain


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note the displayed formulas and the figures of a page, and leave room for a line below each formula."""
    domain, docname = ledger(app.env), app.env.docname
    displays = []
    for node in list(doctree.findall(nodes.math_block)):
        if _in_output(node):
            continue
        label = node.get("label")
        displays.append(Shown(label, node.astext().strip(), node.line))
        formula = domain.formulas.get(label)
        if formula is not None:
            app.env.note_dependency(formula.file)
            node.parent.insert(node.parent.index(node) + 1, ledger_line.of(formula, doctree, app.env))
    if displays:
        domain.data["displays"][docname] = displays
    figures = [name for node in doctree.findall(nodes.figure) for name in (*node["names"], *node["ids"])]
    if figures:
        domain.data["figures"][docname] = figures


def _in_output(node: nodes.Node) -> bool:
    """Say whether a formula is what a code cell printed."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_output":
            return True
    return False
