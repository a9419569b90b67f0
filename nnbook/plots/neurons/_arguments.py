"""Checks of what the figures of neurons are given."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite


def as_pair(weight: ArrayLike, bias: float) -> tuple[Array, float]:
    """Return the weights and bias of a neuron with two inputs, or say why they are not that."""
    w = finite("weight", weight, 1)
    if w.shape != (2,) or not w.any():
        raise ValueError(f"the picture needs two weights that are not both zero, got {w.tolist()}")
    return w, float(finite("bias", bias, 0))


def as_named(x: ArrayLike, weight: ArrayLike, names: Sequence[str]) -> tuple[Array, Array]:
    """Return inputs and weights, one of each per name."""
    inputs, weights = finite("x", x, 1), finite("weight", weight, 1)
    lengths = len(inputs), len(weights), len(names)
    if len(set(lengths)) > 1:
        raise ValueError(f"x, weight and names must have one entry per input, got {lengths}")
    return inputs, weights


def as_samples(X: ArrayLike, y: ArrayLike, features: int) -> tuple[Array, Array]:
    """Return samples and targets with matching lengths."""
    samples, targets = finite("X", X, 2), finite("y", y, 1)
    if samples.shape[1] != features:
        raise ValueError(f"X must have {features} columns to be drawn, got {samples.shape[1]}")
    if len(samples) != len(targets):
        raise ValueError(f"X has {len(samples)} rows, y has {len(targets)} values: they must be equal")
    return samples, targets
