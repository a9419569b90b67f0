"""Checks of what the figures are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook.plots._look import CYCLE

Array = NDArray[np.float64]


def as_array(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as floats, or say what was expected."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must hold numbers, got {value!r}") from None
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty; there is nothing to draw")
    return array


def finite(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as finite floats, or say what was expected."""
    array = as_array(name, value, ndim)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite to be drawn")
    return array


def positive(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as finite floats above zero, which an axis in powers of ten needs."""
    array = finite(name, value, ndim)
    if array.min() <= 0:
        raise ValueError(f"{name} must be positive: the axis is logarithmic")
    return array


def as_long_as(name: str, array: Array, x: Array) -> Array:
    """Return ``array`` if it has one row for each entry of ``x``, or say that it has not."""
    if len(array) != len(x):
        raise ValueError(f"{name} needs one entry for each of the {len(x)} of the axis, got {len(array)}")
    return array


def check_curves(name: str, mapping: Mapping[str, Any]) -> None:
    """Refuse no curve at all, and more curves than can be told apart."""
    if not mapping:
        raise ValueError(f"{name} is empty; name at least one curve")
    if len(mapping) > len(CYCLE):
        raise ValueError(f"{name} holds {len(mapping)} curves; more than {len(CYCLE)} cannot be told apart")
