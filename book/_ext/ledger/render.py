"""Write what the ledger knows onto the pages: the line below each formula, reprints, and the formula index.

All of it waits until every page has been read, so a formula may be reprinted before its own page, and from
docstrings.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from late import figure_link, reading_order
from sphinx import addnodes
from sphinx.ext.viewcode import is_supported_builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from .domain import LedgerDomain, ledger
from .nodes import formula_index, formula_reprint, ledger_box, ledger_line, ledger_test
from .registry import Formula


class FormulaDirective(SphinxDirective):
    """``{formula} name``: display a formula that another place defines."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder."""
        name = self.arguments[0]
        ledger(self.env).data["reprints"].setdefault(self.env.docname, []).append((name, self.lineno))
        return [formula_reprint("", formula=name)]


class FormulaIndexDirective(SphinxDirective):
    """``{formula-index}``: list every formula of the book."""

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder; the page is read again in every build, because any page may change the index."""
        domain = ledger(self.env)
        domain.data["indexes"][self.env.docname] = True
        self.env.note_reread()
        lines = [
            ledger_line.of(f, self.state.document, self.env, index=True) for f in domain.formulas.values()
        ]
        return [formula_index("", *lines)]


class FillIn(SphinxPostTransform):
    """Replace the placeholders, before references are resolved."""

    default_priority = 5

    def run(self, **options: object) -> None:
        """Fill in the index first, because it holds lines."""
        domain = ledger(self.env)
        for index in list(self.document.findall(formula_index)):
            index.replace_self(list(self._chapters(domain, index)))
        for reprint in list(self.document.findall(formula_reprint)):
            reprint.replace_self(list(_reprinted(domain, reprint["formula"], self.env.docname)))
        for line in list(self.document.findall(ledger_line)):
            line.replace_self(self._line(domain, line))

    def _chapters(self, domain: LedgerDomain, index: formula_index) -> Iterator[nodes.Node]:
        """Yield for each page its title, its counts and its formulas."""
        lines = {line["formula"]: line for line in index.findall(ledger_line)}
        for docname in reading_order(self.env):
            shown = [s for s in domain.data["displays"].get(docname, ()) if s.label in lines]
            if not shown:
                continue
            title = nodes.Text(self.env.titles[docname].astext())
            uri = self.app.builder.get_relative_uri(self.env.docname, docname)
            yield nodes.rubric("", "", nodes.reference("", "", title, internal=True, refuri=uri))
            yield nodes.paragraph("", _in_words(domain.counts(docname)), classes=["formula-counts"])
            items = []
            for s in shown:
                math = nodes.math_block(s.latex, s.latex, nowrap=False, number=None)
                kind = nodes.inline("", f" {s.label}, {domain.formulas[s.label].kind}")
                head = nodes.paragraph(
                    "", "", _equation(s.label, self.env.docname), kind, classes=["formula-name"]
                )
                items.append(nodes.list_item("", head, math, lines[s.label]))
            yield nodes.bullet_list("", *items, classes=["formula-index"])

    def _line(self, domain: LedgerDomain, line: ledger_line) -> nodes.Node:
        """Write the line of one formula: parts with dots between them."""
        formula = domain.formulas[line["formula"]]
        parts = list(self._parts(domain, formula, list(line.children), line["index"]))
        box = ledger_box("", "", classes=["ledger-line", f"ledger-{formula.kind}"])
        for number, part in enumerate(parts):
            box += [nodes.inline("", " · ", classes=["ledger-dot"]), part] if number else [part]
        return box

    def _parts(
        self, domain: LedgerDomain, formula: Formula, source: list[nodes.Node], index: bool
    ) -> Iterator[nodes.Node]:
        result = domain.results.get(formula.name)
        if formula.kind == "illustrative":
            yield nodes.inline("", "illustrative, not checked", classes=["ledger-result"])
        elif result is None:
            yield nodes.inline("", "✗ not verified", classes=["ledger-result", "ledger-failed"])
        else:
            mark = nodes.inline("", "✓", classes=["ledger-mark"])
            said = nodes.Text(" checked" + _summary(formula, result.max_ulp, result.inputs))
            yield nodes.inline("", "", mark, said, classes=["ledger-result"])
        if formula.function:
            name = formula.function.rpartition(".")[2]
            yield addnodes.pending_xref(
                "",
                nodes.literal("", f"{name}()", classes=["xref", "py", "py-func"]),
                refdomain="py",
                reftype="func",
                reftarget=formula.function,
                refdoc=self.env.docname,
                refexplicit=True,
                refwarn=True,
            )
            yield from self._source(formula.function)
        home = next((page for page, names in domain.data["figures"].items() if formula.figure in names), None)
        if index and formula.figure and home:
            yield figure_link(self.app, self.env.docname, home, formula.figure)
        yield from source
        if formula.test and self.app.builder.name != "epub":  # reading devices do not fold
            parts: list[nodes.Node] = [nodes.literal("", formula.test)]
            if result and result.worst:
                parts.append(nodes.Text(f" – largest error at {_cut(result.worst)}"))
            if formula.scaled:
                parts.append(nodes.Text(f"; the unit is the last place {formula.scaled}"))
            yield ledger_test("", "", *parts)

    def _source(self, function: str) -> Iterator[nodes.Node]:
        """Link to the highlighted source, where the builder writes it."""
        module, _, name = function.rpartition(".")
        entry = getattr(self.env, "_viewcode_modules", {}).get(module)
        if not entry or name not in entry[1]:
            return
        if not is_supported_builder(type(self.app.builder), self.config.viewcode_enable_epub):
            return
        page = "_modules/" + module.replace(".", "/")
        uri = self.app.builder.get_relative_uri(self.env.docname, page) + "#" + name
        yield nodes.reference("", "source", internal=True, refuri=uri, classes=["ledger-code"])


def _summary(formula: Formula, max_ulp: float | None, inputs: int) -> str:
    """Say in a few words how it was checked."""
    tried = f"{inputs:,} inputs"
    if max_ulp is not None:
        how = "" if formula.kind == "evaluated" else " against mpmath"
        unit = "scaled ULP" if formula.scaled else "ULP"
        return f"{how}: {f'{max_ulp:.1f} {unit}' if max_ulp else 'exact'} over {tried}"
    return f": holds at {tried}, and by a test" if inputs else " by a test"


def _in_words(counts: dict[str, int]) -> str:
    """Write the counts of a page.

    >>> _in_words({"evaluated": 2, "reference": 0, "statement": 1, "illustrative": 0, "inputs": 120})
    '2 evaluated as printed, 1 statement, 0 illustrative; 120 inputs.'
    """
    parts = [f"{counts['evaluated']} evaluated as printed"]
    if counts["reference"]:
        parts.append(f"{counts['reference']} compared with a reference")
    parts.append(f"{counts['statement']} statement{'s' * (counts['statement'] != 1)}")
    parts.append(f"{counts['illustrative']} illustrative")
    return ", ".join(parts) + f"; {counts['inputs']:,} inputs."


def _cut(worst: str, length: int = 60) -> str:
    return worst if len(worst) <= length else worst[:length].rsplit(" ", 1)[0] + " …"


def _equation(name: str, docname: str) -> nodes.Node:
    """Return a link to a displayed formula; its text is the number."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", name),
        refdomain="math",
        reftype="eq",
        reftarget=name,
        refdoc=docname,
        refwarn=True,
        refexplicit=False,
    )


def _reprinted(domain: LedgerDomain, name: str, docname: str) -> Iterator[nodes.Node]:
    """Yield the formula again, without a number, and where it comes from."""
    home = domain.home(name)
    if home is None:
        return
    yield nodes.math_block(
        home[1].latex, home[1].latex, nowrap=False, number=None, classes=["formula-reprint"]
    )
    title = domain.env.titles[home[0]].astext()
    yield ledger_box(
        "",
        "",
        nodes.inline("", "formula "),
        _equation(name, docname),
        nodes.inline("", " on this page" if home[0] == docname else f" of {title}"),
        classes=["ledger-line", "formula-home"],
    )
