"""Vectors and matrices of high-precision numbers, with the strictness of mathematics.

A vector is a column.
Shapes and kinds must fit exactly: nothing is broadcast, and a vector times a vector is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .tokens import LatexError


@dataclass(frozen=True)
class Array:
    """Rows of numbers; kind is `vector` (one column), `row` (one row) or `matrix`."""

    kind: str
    rows: tuple[tuple[Any, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])

    def map(self, function: Callable[[Any], Any]) -> Array:
        """Apply a function to every element."""
        return Array(self.kind, tuple(tuple(function(x) for x in row) for row in self.rows))

    def transposed(self) -> Array:
        """Exchange rows and columns."""
        kind = {"vector": "row", "row": "vector", "matrix": "matrix"}[self.kind]
        return Array(kind, tuple(zip(*self.rows, strict=True)))

    def __str__(self) -> str:
        return f"a {self.kind} of shape {self.shape}"


Value = Any  # an mpf or an Array


def vector(elements: Sequence[Any]) -> Array:
    """Return a column."""
    return Array("vector", tuple((x,) for x in elements))


def matrix(rows: Sequence[Sequence[Any]]) -> Array:
    """Return a matrix."""
    return Array("matrix", tuple(tuple(row) for row in rows))


def elementwise(operator: str, f: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
    """Combine two numbers, or two arrays of one kind and shape, element by element."""
    if isinstance(a, Array) != isinstance(b, Array):
        raise LatexError(f"{_of(a)} {operator} {_of(b)} does not fit")
    if not isinstance(a, Array):
        return f(a, b)
    if (a.kind, a.shape) != (b.kind, b.shape):
        raise LatexError(f"{a} {operator} {b} does not fit")
    pairs = zip(a.rows, b.rows, strict=True)
    return Array(a.kind, tuple(tuple(f(x, y) for x, y in zip(r, s, strict=True)) for r, s in pairs))


_PRODUCTS = {
    ("matrix", "vector"): "vector",
    ("matrix", "matrix"): "matrix",
    ("row", "matrix"): "row",
    ("row", "vector"): "number",
    ("vector", "row"): "matrix",
}


def product(a: Value, b: Value) -> Value:
    """Multiply as printed side by side: numbers, scaling, matrix products."""
    if not isinstance(a, Array):
        return b.map(lambda x: a * x) if isinstance(b, Array) else a * b
    if not isinstance(b, Array):
        return a.map(lambda x: x * b)
    kind = _PRODUCTS.get((a.kind, b.kind))
    if kind is None or a.shape[1] != b.shape[0]:
        raise LatexError(f"the product of {a} and {b} is not defined")
    columns = list(zip(*b.rows, strict=True))
    rows = tuple(tuple(_sum(row, column) for column in columns) for row in a.rows)
    return rows[0][0] if kind == "number" else Array(kind, rows)


def dot(a: Value, b: Value) -> Value:
    r"""Multiply with `\cdot`: numbers, scaling, or the dot product of two vectors."""
    if not isinstance(a, Array) or not isinstance(b, Array):
        return product(a, b)
    if a.kind != "vector" or b.kind != "vector" or a.shape != b.shape:
        raise LatexError(rf"{a} \cdot {b} is not defined")
    return _sum([x for (x,) in a.rows], [y for (y,) in b.rows])


def divide(a: Value, b: Value) -> Value:
    """Divide a number or an array by a number."""
    if isinstance(b, Array):
        raise LatexError(f"division by {b} is not defined")
    if b == 0:
        raise LatexError("division by zero")
    return a.map(lambda x: x / b) if isinstance(a, Array) else a / b


def inverse(a: Array, context: Any) -> Array:
    """Invert a square matrix."""
    if a.kind != "matrix" or a.shape[0] != a.shape[1]:
        raise LatexError(f"the inverse of {a} is not defined")
    try:
        return matrix((context.matrix([list(row) for row in a.rows]) ** -1).tolist())
    except ZeroDivisionError:
        raise LatexError("the inverse of a singular matrix is not defined") from None


def component(a: Value, indices: Sequence[int]) -> Any:
    """Return an element; the first has index 1."""
    if not isinstance(a, Array) or (a.kind == "matrix") != (len(indices) == 2):
        raise LatexError(f"{_of(a)} has no component with {len(indices)} indices")
    full = {"vector": (indices[0], 1), "row": (1, indices[0]), "matrix": tuple(indices)}[a.kind]
    if not all(1 <= i <= n for i, n in zip(full, a.shape, strict=True)):
        raise LatexError(f"the index {tuple(indices)} is outside of {a}")
    return a.rows[full[0] - 1][full[1] - 1]


def _sum(row: Sequence[Any], column: Sequence[Any]) -> Any:
    total = row[0] * column[0]
    for x, y in zip(row[1:], column[1:], strict=True):
        total += x * y
    return total


def _of(a: Value) -> str:
    return str(a) if isinstance(a, Array) else "a number"
