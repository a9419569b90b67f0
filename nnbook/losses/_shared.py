"""What the losses share: the arguments that come in, and the mean that goes out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, finite, numbers

Check: TypeAlias = Callable[..., Array]

Reduction: TypeAlias = Literal["mean", "sum", "none"]


def reduce(losses: Array, reduction: Reduction, *, samples: bool = False) -> Array:
    """Take the mean, the sum or nothing over all axes but the population's."""
    if reduction == "none":
        return losses
    network = 1 if samples else 2  # the axes of one network's losses
    total = np.add.reduce(losses, axis=None if losses.ndim <= network else tuple(range(-network, 0)))
    return total if reduction == "sum" else total / (losses.size // total.size)


def pair(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction, *, check: Check = finite
) -> tuple[Array, Array, int]:
    """Return prediction, target, and the number that a mean divides by."""
    y_hat = numbers(prediction, who, what="prediction")
    y = check(target, who, what="target").astype(y_hat.real.dtype, copy=False)
    count = divisor(who, y_hat, reduction, axes=2)
    if y.shape != y_hat.shape and not (y_hat.ndim == 3 and y.shape == y_hat.shape[1:]):
        raise ValueError(
            f"{who} expected a target in the shape of the prediction, {y_hat.shape}, got shape {y.shape}"
        )
    return y_hat, y, count


def divisor(who: str, prediction: Array, reduction: Reduction, *, axes: int) -> int:
    """Return what a mean divides by; `axes` is the number of axes in one network's losses."""
    if prediction.ndim > 3:
        raise ValueError(
            f"{who} expected a prediction of shape (n,), (n, K) or (S, n, K), got {prediction.shape}"
        )
    if prediction.size == 0:
        raise ValueError(f"{who} expected at least one sample, got a prediction of shape {prediction.shape}")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"{who} expected 'mean', 'sum' or 'none' as reduction, got {reduction!r}")
    if reduction != "mean":
        return 1
    return math.prod(prediction.shape[-2:]) if axes == 2 else prediction.shape[-2]
