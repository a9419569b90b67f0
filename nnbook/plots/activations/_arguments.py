"""Checks of what the figures of activations are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook.activations import ACTIVATIONS, ActivationInfo
from nnbook.plots.activations._look import CYCLE

Array = NDArray[np.floating[Any]]


def as_array(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as floats, or say what was expected."""
    array = np.asarray(value, dtype=float)
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty; there is nothing to draw")
    return array


def check_curves(name: str, mapping: Mapping[str, Any]) -> None:
    """Refuse no curve at all, and more curves than can be told apart."""
    if not mapping:
        raise ValueError(f"{name} is empty; name at least one curve")
    if len(mapping) > len(CYCLE):
        raise ValueError(f"{name} holds {len(mapping)} curves; more than {len(CYCLE)} cannot be told apart")


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
