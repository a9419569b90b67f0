"""Measure errors in units in the last place of float64, at the true value, subnormal numbers included.

>>> import mpmath
>>> error(1.0000000000000002, mpmath.mpf(1)), error(1e-323, mpmath.mpf(0))
(1.0, 2.0)
"""

from __future__ import annotations

import math
from typing import Any

LARGEST_EXPONENT = 1024
_LARGEST = 2**LARGEST_EXPONENT  # what infinity stands for: the first power of two beyond float64


def error(computed: float, true: Any, magnitude: float = 0.0) -> float:
    """Return |computed − true| in units in the last place of `true`, or of `magnitude` where that is larger."""
    if math.isnan(computed):
        return math.inf
    unit = max(exponent(true), _float_exponent(magnitude))
    unit = min(max(unit, -1021), LARGEST_EXPONENT) - 53  # the last place of 2^(e-1) <= x < 2^e is 2^(e-53)
    distance = abs(
        _clip(true) - (_LARGEST if computed > 0 else -_LARGEST)
        if math.isinf(computed)
        else _clip(true) - computed
    )
    if not distance:
        return 0.0
    size = exponent(distance) - unit
    return math.inf if size > 200 else 0.0 if size < -60 else float(distance * type(distance)(2) ** -unit)


def exponent(x: Any) -> int:
    """Return e with 2^(e-1) <= |x| < 2^e, of an mpmath number; very small for zero."""
    return int(x.exp + x.bc) if x.man else -(10**9)


def _float_exponent(x: float) -> int:
    return math.frexp(x)[1] if x and math.isfinite(x) else -(10**9) if not x else LARGEST_EXPONENT


def _clip(x: Any) -> Any:
    return max(min(x, _LARGEST), -_LARGEST) + 0 * x
