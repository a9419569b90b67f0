"""Find everything that is wrong with the formulas of the book, in every build.

Runs when all pages have been read, also when none had to be: a fault does not go away because nobody touched its
page.  Results are kept beside the doctrees under a key of the printed formulas and the code, so that a build without
changes verifies nothing again.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .book import Book
from .domain import LedgerDomain, ledger
from .pages import displays as formulas_in
from .registry import Formula
from .verify import Result, verify

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One fault and where it is."""

    message: str
    place: tuple[str, int | None] | str


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Verify every formula, warn of every fault, and return the pages whose lines have changed."""
    domain = ledger(env)
    formulas = domain.formulas
    printed = {s.label: s.latex for d in _displays(domain) for s in [d[1]] if s.label in formulas}
    findings = [*_faults_of_pages(domain), *_faults_of_entries(domain, Path(app.confdir), _left_out(app))]
    results = domain.data["results"] = {}
    kept = Kept(Path(app.doctreedir) / "ledger.json", Book(formulas, printed))
    for docname, shown in _displays(domain):
        if shown.label in formulas:
            try:
                results[shown.label] = kept.verify(shown.label)
            except (ValueError, AssertionError, LookupError) as error:
                sentence = error.args[0] if isinstance(error, LookupError) else str(error)
                findings.append(Finding(f"formula {shown.label!r}: {sentence}", (docname, shown.line)))
    kept.save()
    for finding in findings:
        logger.warning(finding.message, location=finding.place, type="ledger")
    return _changed(domain)


def _displays(domain: LedgerDomain) -> Iterator[tuple[str, Any]]:
    for docname, displays in sorted(domain.data["displays"].items()):
        for shown in displays:
            yield docname, shown


def _faults_of_pages(domain: LedgerDomain) -> Iterator[Finding]:
    """Yield what pages display or reprint without the registry's knowledge, or twice."""
    formulas = domain.formulas
    times = Counter(shown.label for _, shown in _displays(domain))
    for docname, shown in _displays(domain):
        place = (docname, shown.line)
        if shown.label is None:
            yield Finding(f"this display formula has no label: {' '.join(shown.latex.split())[:60]}", place)
        elif shown.label not in formulas:
            yield Finding(f"formula {shown.label!r} is not registered in book/_ext/ledger/formulas", place)
        elif times[shown.label] > 1:
            yield Finding(
                f"formula {shown.label!r} is printed {times[shown.label]} times: "
                "print it once and reprint it with the directive {formula}",
                place,
            )
    for docname, reprints in sorted(domain.data["reprints"].items()):
        for name, line in reprints:
            if name not in times:
                yield Finding(f"formula {name!r} cannot be reprinted: no page prints it", (docname, line))


def _left_out(app: Sphinx) -> set[str | None]:
    """Return the formulas of the pages whose text this build leaves out."""
    pages = [(name, Path(app.srcdir, f"{name}.md")) for name in app.config.ledger_left_out]
    return {shown.label for name, page in pages for shown in formulas_in(page.read_text("utf-8"), name)}


def _faults_of_entries(domain: LedgerDomain, root: Path, left_out: set[str | None]) -> Iterator[Finding]:
    """Yield what entries of the registry promise and the book does not keep."""
    printed = {shown.label for _, shown in _displays(domain)}
    figures = {name for names in domain.data["figures"].values() for name in names}
    for formula in domain.formulas.values():
        if formula.name in left_out - printed:
            continue
        if formula.name not in printed:
            yield Finding(f"formula {formula.name!r} is registered, but printed on no page", _entry(formula))
        if formula.figure and formula.figure not in figures:
            yield Finding(
                f"formula {formula.name!r} is shown by figure {formula.figure!r}, which is on no page",
                formula.file,
            )
        if formula.kind == "statement" and not proof_exists(formula, root):
            yield Finding(
                f"formula {formula.name!r} is proved by {formula.proof}, which does not exist",
                _entry(formula),
            )


def _entry(formula: Formula) -> str:
    """Return file and line of an entry."""
    lines = Path(formula.file).read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if f'"{formula.name}"' in text), 1)
    return f"{formula.file}:{line}"


def proof_exists(formula: Formula, root: Path) -> bool:
    """Say whether the test that proves a statement is there."""
    file, _, name = (formula.proof or "").partition("::")
    path = root / file
    if not (name and path.is_file()):
        return False
    wanted = name.partition("[")[0].split("::")[-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == wanted for node in ast.walk(tree))


class Kept:
    """Results of earlier builds, by a key of everything that they depend on."""

    def __init__(self, file: Path, book: Book) -> None:
        self.file, self.book = file, book
        self.old: dict[str, Any] = json.loads(file.read_text()) if file.is_file() else {}
        self.new: dict[str, Any] = {}

    def verify(self, name: str) -> Result:
        """Return the kept result, or verify."""
        key = self._key(name)
        result = Result(**self.old[key]) if key in self.old else verify(name, self.book)
        self.new[key] = asdict(result)
        return result

    def _key(self, name: str) -> str:
        formula = self.book.formulas[name]
        evaluated = formula.kind == "evaluated" or (formula.kind == "statement" and formula.symbols)
        used = {name}
        if evaluated:
            used |= self.book.needs(name)
            if formula.parent and formula.parent not in formula.where:
                used |= self.book.needs(formula.parent)
        text = json.dumps([name, sorted((other, self.book.printed[other]) for other in used)])
        return hashlib.sha256(f"{_code(formula.file)}{text}".encode()).hexdigest()

    def save(self) -> None:
        """Write the results of this build."""
        if self.new != self.old:
            self.file.write_text(json.dumps(self.new, indent=1, sort_keys=True))


@cache
def _code(entry: str) -> str:
    """Hash the package, the ledger, the file of the entry, and the libraries that both compute with."""
    import mpmath
    import numpy as np
    import scipy

    import nnbook

    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__} {mpmath.__version__}".encode())
    folders = [Path(__file__).parent, Path(nnbook.__file__).parent]
    for file in [*sorted(f for folder in folders for f in folder.rglob("*.py")), Path(entry)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _changed(domain: LedgerDomain) -> list[str]:
    """Return the pages on which a formula or its result is not what it was when the page was last written."""
    signatures: dict[str, str] = {}
    everything = json.dumps([asdict(r) for r in domain.results.values()])
    for docname in {name for kind in domain.by_page for name in domain.data[kind]}:
        names = [shown.label for shown in domain.data["displays"].get(docname, ())]
        names += [name for name, _ in domain.data["reprints"].get(docname, ())]
        found: list[Any] = [everything] if docname in domain.data["indexes"] else []
        for name in filter(None, names):
            home, result = domain.home(name), domain.results.get(name)
            found.append([name, home and home[0], home and home[1].latex, result and asdict(result)])
        signatures[docname] = hashlib.sha256(json.dumps(found).encode()).hexdigest()
    before, domain.data["signatures"] = domain.data["signatures"], signatures
    return [docname for docname, signature in signatures.items() if before.get(docname) != signature]
