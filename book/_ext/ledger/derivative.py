"""Compare a printed derivative with the numerical derivative of the printed formula that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from .compare import Disagreement, agree, short, shown, to_mp
from .inputs import Real
from .latex import values
from .program import Program
from .registry import Formula

if TYPE_CHECKING:
    from .book import Book

STEP = 120  # numerical derivatives step by 10^-120 ...
STEP_DIGITS = 560  # ... and are computed with so many digits that 60 remain of a slope of 10^-330
NEAR_A_KINK = 1e-100


def check_derivative(program: Program, book: Book, inputs: list[dict[str, Any]]) -> None:
    """Differentiate the printed parent at some of the inputs, and raise where the printed derivative is different."""
    formula, context = program.formula, book.machine.context
    chosen = [given for given in inputs if _differentiable(formula, given)]
    enough = 60 if isinstance(formula.arguments[formula.by[0]], Real) else 8
    for given in chosen[:: max(1, len(chosen) // enough)]:
        bindings = {key: to_mp(context, value) for key, value in given.items()}
        for argument, sides in zip(formula.by, program.sides(bindings), strict=True):
            with _digits(context, STEP_DIGITS):
                numerical = _numerical(program, book, bindings, argument)
            if not agree(sides[0], numerical):
                raise Disagreement(
                    f"formula {formula.name!r} is not the derivative of {formula.parent!r} by {argument} at "
                    f"{shown(given)}: printed {short(sides[0])}, numerical {short(numerical)}"
                )


def _numerical(program: Program, book: Book, bindings: Mapping[str, Any], argument: str) -> Any:
    """Return the central difference of the parent by every component of an argument."""
    parent, context = program.formula.parent or "", book.machine.context

    def value(x: Any) -> Any:
        inner = {**bindings, argument: x}
        if parent in program.formula.where:
            return program.local(parent, inner)
        return book.program(parent).value(inner)

    def slope(at: Any, moved: Any) -> Any:
        h = context.mpf(10) ** -STEP * max(1, abs(at))
        difference = values.elementwise("-", lambda a, b: a - b, value(moved(at + h)), value(moved(at - h)))
        return values.divide(difference, 2 * h)

    x = bindings[argument]
    if not isinstance(x, values.Array):
        return slope(x, lambda moved: moved)
    if x.kind == "matrix":
        return values.matrix(
            [[slope(e, _exchange(x, i, j)) for j, e in enumerate(row)] for i, row in enumerate(x.rows)]
        )
    entries = [row[0] for row in x.rows]
    columns = [
        slope(e, lambda moved, j=j: values.vector([*entries[:j], moved, *entries[j + 1 :]]))
        for j, e in enumerate(entries)
    ]
    if not isinstance(columns[0], values.Array):
        return values.vector(columns)
    return values.matrix([[column.rows[i][0] for column in columns] for i in range(columns[0].shape[0])])


def _exchange(x: values.Array, i: int, j: int) -> Callable[[Any], values.Array]:
    """Return a function that puts a number in the place of one entry of a matrix."""

    def moved(entry: Any) -> values.Array:
        rows = [list(row) for row in x.rows]
        rows[i][j] = entry
        return values.matrix(rows)

    return moved


def _differentiable(formula: Formula, given: Mapping[str, Any]) -> bool:
    """Say whether an input is finite and not at a kink."""
    at = given[formula.by[0]]
    return bool(np.isfinite(at).all()) and not any(np.any(abs(at - k) < NEAR_A_KINK) for k in formula.kinks)


@contextmanager
def _digits(context: Any, digits: int) -> Iterator[None]:
    before = context.dps
    context.dps = digits
    try:
        yield
    finally:
        context.dps = before
