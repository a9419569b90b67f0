"""Numbers of high precision beside numbers of NumPy: convert, compare, show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import ulp
from .latex import DIGITS, values

AGREE = 200  # printed sides agree when their difference is 2^200 (60 digits) smaller than they are ...
AGREE_NEAR_ZERO = -1260  # ... or below 2^-1260 (10^-380), where 1 + e^{-900} has used up the 400 digits


class Disagreement(AssertionError):  # noqa: N818  (it reads as what it is)
    """A printed formula and something that it must equal are different."""


def to_mp(context: Any, value: Any) -> Any:
    """Turn a float or an array into exact high-precision numbers; infinity becomes 10^400."""
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return values.vector([to_mp(context, float(x)) for x in value])
    if isinstance(value, np.ndarray):
        return values.matrix([[to_mp(context, float(x)) for x in row] for row in value])
    if math.isinf(value):
        return math.copysign(1, value) * context.mpf(10) ** DIGITS
    return context.mpf(value)


def to_float(value: Any) -> Any:
    """Round to float64."""
    return np.vectorize(float, otypes=[float])(elements(value))[()]


def elements(value: Any) -> np.ndarray:
    """Return the elements as an object array of NumPy's shape."""
    if not isinstance(value, values.Array):
        found = np.empty((), dtype=object)
        found[()] = value
        return found
    found = np.empty(value.shape, dtype=object)
    for row, column in np.ndindex(value.shape):
        found[row, column] = value.rows[row][column]
    return found[:, 0] if value.kind == "vector" else found


def agree(a: Any, b: Any) -> bool:
    """Say whether two high-precision results are equal, up to rounding of the high-precision arithmetic."""
    if isinstance(a, values.Array) != isinstance(b, values.Array):
        return False
    if isinstance(a, values.Array) and (a.kind, a.shape) != (b.kind, b.shape):
        return False
    return all(
        ulp.exponent(p - q) <= max(ulp.exponent(p) - AGREE, AGREE_NEAR_ZERO)
        for p, q in zip(elements(a).flat, elements(b).flat, strict=True)
    )


def short(value: Any) -> str:
    """Write a result with the digits of float64."""
    if isinstance(value, list):
        return ", ".join(map(short, value))
    found = elements(value)
    if found.shape:
        return f"[{', '.join(short(v) for v in found.flat)}]"
    return str(value.context.nstr(value, 17)) if hasattr(value, "context") else str(value)


def shown(arguments: Mapping[str, Any]) -> str:
    """Write inputs as a reader would type them."""
    return ", ".join(
        f"{k} = {v.tolist() if isinstance(v, np.ndarray) else v!r}" for k, v in arguments.items()
    )
