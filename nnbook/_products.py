"""Products of matrices, and sums as products with ones, for one network or for a population of them.

On the thin matrices of small networks, ``a.dot(b)`` is up to 8 times faster than ``a @ b``, and a product with ones
faster than a sum over rows or columns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from nnbook._checks import Array
from nnbook._typing import Inexact, shaped

__all__ = ["column_sums", "product", "row_sums"]


def product(a: Array, b: Array) -> Array:
    """Return a @ b, as one product of matrices where one of them is shared by a population."""
    if b.ndim == 2 and a.ndim <= 2:
        return a.dot(b)
    if a.ndim == 2 and b.ndim == 3:  # (n, d) by (S, d, m): the columns of all networks side by side
        side_by_side = a.dot(b.swapaxes(0, 1).reshape(b.shape[1], -1))
        return side_by_side.reshape(len(a), len(b), -1).swapaxes(0, 1)
    if a.ndim == 3 and b.ndim == 2:  # (S, m, n) by (n, d): the rows of all networks below each other
        return a.reshape(-1, a.shape[2]).dot(b).reshape(*a.shape[:2], -1)
    return a @ b


@shaped
def column_sums(a: Inexact[Array, "*S n K"]) -> Inexact[Array, "*S K"]:
    """Return the sum over the rows: ones @ a."""
    return product(_ones(a.shape[-2], a.dtype), a)


@shaped
def row_sums(a: Inexact[Array, "*S n K"]) -> Inexact[Array, "*S n"]:
    """Return the sum of each row: a @ ones."""
    return a.reshape(-1, a.shape[-1]).dot(_ones(a.shape[-1], a.dtype)).reshape(a.shape[:-1])


@lru_cache(maxsize=32)
def _ones(n: int, dtype: np.dtype[Any]) -> Array:
    ones = np.ones(n, dtype)
    ones.flags.writeable = False
    return ones
