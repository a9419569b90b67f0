"""Checks of what the figures of activations are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.activations import ACTIVATIONS, ActivationInfo

Array = NDArray[np.floating[Any]]


def look_up(names: Sequence[str]) -> list[ActivationInfo]:
    """Return the entries of `nnbook.ACTIVATIONS` with these names."""
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence of names, got the single string {names!r}")
    unknown = [name for name in names if name not in ACTIVATIONS]
    if unknown or not names:
        raise ValueError(f"expected names from {sorted(ACTIVATIONS)}, got {list(names)}")
    return [ACTIVATIONS[name] for name in names]


def around_zero(limits: tuple[float, float]) -> Array:
    """Return pre-activations on both sides of zero, from the lower limit to the upper."""
    low, high = limits
    if not low < 0 < high:
        raise ValueError(f"limits must enclose zero, where the activations bend; got {limits}")
    return np.linspace(low, high, 402)  # an even count: zero itself is no grid point
