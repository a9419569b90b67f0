"""Compare every formula as printed with the code, over all of its inputs.

>>> verify("sigmoid").max_ulp < 2
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from . import ulp
from .book import Book
from .code import inputs
from .compare import Disagreement, agree, elements, short, shown, to_float, to_mp
from .derivative import check_derivative
from .latex import LatexError
from .latex.evaluate import number
from .latex.tokens import canonical, tokenize
from .pages import printed_formulas
from .program import BOUNDS, Program
from .registry import Formula, load

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Result:
    """What a verification found; `max_ulp` is None where there is nothing to measure."""

    name: str
    kind: str
    inputs: int = 0
    max_ulp: float | None = None
    worst: str = ""


@cache
def the_book(pages: str = str(ROOT / "book")) -> Book:
    """Return the book as it is on disk."""
    return Book(load(), {p.label: p.latex for p in printed_formulas(Path(pages)) if p.label})


def verify(name: str, book: Book | None = None) -> Result:
    """Verify one formula; raise `Disagreement` or `LatexError` with a sentence that says what is wrong."""
    book = book or the_book()
    formula = book.formulas[name]
    book.machine.restart()
    try:
        if formula.kind == "illustrative":
            return Result(name, formula.kind)
        if formula.latex:
            _same_latex(formula, book.printed[name])
        if formula.kind == "reference":
            return _compared(formula, book, None)
        if not formula.symbols and formula.kind == "statement":
            return Result(name, formula.kind)
        program = book.program(name)
        if formula.parent is not None:
            check_derivative(program, book, inputs(formula))
        return (
            _compared(formula, book, program) if formula.kind == "evaluated" else _sides_agree(program, book)
        )
    except LatexError as error:
        if not error.latex:
            error.latex = book.printed.get(name, "")
        raise


def _same_latex(formula: Formula, printed: str) -> None:
    """Compare what is not evaluated with the registry, so that a change on the page is noticed."""
    if canonical(tokenize(formula.latex)) != canonical(tokenize(printed)):
        raise Disagreement(f"formula {formula.name!r} is not printed as registered ({formula.latex})")


def _compared(formula: Formula, book: Book, program: Program | None) -> Result:
    """Compare the code with the oracle at every input."""
    worst, where, count = 0.0, "", 0
    for arguments, outputs in book.computed(formula):
        count += 1
        bindings = {key: to_mp(book.machine.context, value) for key, value in arguments.items()}
        try:
            true = _oracle(program, bindings, arguments) if program else _reference(formula, book, bindings)
        except LatexError as error:
            error.message += f"; with {shown(arguments)}"
            raise
        found = _error(formula, arguments, outputs, true)
        if found > worst:
            worst, where = found, shown(arguments)
        if found > formula.max_ulp:
            raise Disagreement(
                f"formula {formula.name!r} and {formula.function} differ by {found:.3g} ULP "
                f"(allowed: {formula.max_ulp:g}) at {shown(arguments)}: "
                f"printed {short(true)}, code {', '.join(str(np.asarray(o).tolist()) for o in outputs)}"
            )
    return Result(formula.name, formula.kind, count, worst, where)


def _oracle(program: Program, bindings: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[Any]:
    """Evaluate the printed formula; all of its sides must agree."""
    results = program.sides(bindings)
    for sides in results:
        for other in sides[1:]:
            if not agree(sides[0], other):
                raise Disagreement(
                    f"the sides of formula {program.formula.name!r} disagree at {shown(arguments)}: "
                    f"{short(sides[0])} and {short(other)}"
                )
    return [sides[0] for sides in results]


def _reference(formula: Formula, book: Book, bindings: Mapping[str, Any]) -> list[Any]:
    assert formula.reference is not None
    true = formula.reference(book.machine.context, **bindings)
    return list(true) if isinstance(true, tuple) else [true]


def _error(formula: Formula, arguments: Mapping[str, Any], outputs: list[Any], true: list[Any]) -> float:
    """Return the largest error of all elements, in units in the last place."""
    if len(outputs) != len(true):
        raise Disagreement(
            f"{formula.function} returns {len(outputs)} results, {formula.name!r} prints {len(true)}"
        )
    magnitudes: list[Any] = [0.0] * len(true)
    if formula.scale:
        with np.errstate(all="ignore"):
            found = formula.scale(*map(to_float, true), **arguments)
        magnitudes = list(found) if isinstance(found, tuple) else [found]
    worst = 0.0
    for output, exact, magnitude in zip(outputs, true, magnitudes, strict=True):
        expected = elements(exact)
        if np.shape(output) != expected.shape:
            raise Disagreement(
                f"{formula.function} returns shape {np.shape(output)}, {formula.name!r} has {expected.shape}"
            )
        size = np.broadcast_to(np.nan_to_num(magnitude), expected.shape)
        for index, t in np.ndenumerate(expected):
            worst = max(worst, ulp.error(float(np.asarray(output)[index]), t, float(abs(size[index]))))
    return worst


def _sides_agree(program: Program, book: Book) -> Result:
    """Evaluate all sides of a statement; a bound must hold everywhere and be reached somewhere."""
    formula, reached, count = program.formula, False, 0
    for arguments in inputs(formula):
        count += 1
        bindings = {key: to_mp(book.machine.context, value) for key, value in arguments.items()}
        for sides, (_, links) in zip(program.sides(bindings), program.outputs, strict=True):
            for a, link, b in zip(sides, links, sides[1:], strict=False):
                equal = agree(a, b)
                reached |= equal or link == "="
                if not (equal or (link in BOUNDS and BOUNDS[link](number(a), number(b)))):
                    raise Disagreement(f"formula {formula.name!r} does not hold at {shown(arguments)}")
    if not reached:
        raise Disagreement(f"the bound of formula {formula.name!r} is reached nowhere: it could be sharper")
    return Result(formula.name, formula.kind, count)
