"""Checks of what the figures of neurons are given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_array(value: ArrayLike, name: str, ndim: int) -> Array:
    """Return ``value`` as floats, or say what was expected."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must hold numbers, got {value!r}") from None
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} must be a non-empty array with {ndim} axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers to be drawn")
    return array


def as_pair(weight: ArrayLike, bias: float) -> tuple[Array, float]:
    """Return the weights and bias of a neuron with two inputs, or say why they are not that."""
    w = as_array(weight, "weight", 1)
    if w.shape != (2,) or not w.any():
        raise ValueError(f"the picture needs two weights that are not both zero, got {w.tolist()}")
    return w, float(as_array(bias, "bias", 0))


def as_named(x: ArrayLike, weight: ArrayLike, names: Sequence[str]) -> tuple[Array, Array]:
    """Return inputs and weights, one of each per name."""
    inputs, weights = as_array(x, "x", 1), as_array(weight, "weight", 1)
    lengths = len(inputs), len(weights), len(names)
    if len(set(lengths)) > 1:
        raise ValueError(f"x, weight and names must have one entry per input, got {lengths}")
    return inputs, weights


def as_samples(X: ArrayLike, y: ArrayLike, features: int) -> tuple[Array, Array]:
    """Return samples and targets with matching lengths."""
    samples, targets = as_array(X, "X", 2), as_array(y, "y", 1)
    if samples.shape[1] != features:
        raise ValueError(f"X must have {features} columns to be drawn, got {samples.shape[1]}")
    if len(samples) != len(targets):
        raise ValueError(f"X has {len(samples)} rows, y has {len(targets)} values: they must be equal")
    return samples, targets
