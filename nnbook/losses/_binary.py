"""Losses of yes or no, from probabilities and from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, finite, numbers
from nnbook._typing import Inexact, shaped
from nnbook.losses._shared import Reduction, pair, reduce

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "binary_cross_entropy_value_and_gradient",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_gradient",
    "binary_cross_entropy_with_logits_value_and_gradient",
]


def binary_cross_entropy(prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Return -y ln p - (1 - y) ln(1 - p) for probabilities p.

    Logarithms stop at -100, as in PyTorch, so a certain and wrong answer costs 100 and not infinity.  To
    train, use `binary_cross_entropy_with_logits`: a probability near 1 has lost the digits that count.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Probabilities p between 0 and 1.
    target : array_like
        Targets y between 0 and 1, in the shape of the prediction, or without its population axis.
    reduction : {"mean", "sum", "none"}
        What is taken of the losses of one network's entries.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,); for "none" the shape of the prediction.

    Raises
    ------
    TypeError
        If one of them does not hold numbers.
    ValueError
        If the shapes differ, the batch is empty, a number lies outside 0 to 1, or the reduction is unknown.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy
    >>> print(f"{binary_cross_entropy([0.9, 0.1, 0.8, 0.7], [1, 0, 1, 1]):.4f}")
    0.1976
    """
    p, y, _ = _probabilities("binary_cross_entropy", prediction, target, reduction)
    return reduce(-y * _cut_off(np.log, p) - (1 - y) * _cut_off(np.log1p, -p), reduction)


def binary_cross_entropy_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `binary_cross_entropy`: (p - y) / (p (1 - p)) over n K.

    The denominator is at least 1e-12, as in PyTorch.

    Parameters
    ----------
    prediction, target, reduction
        As in `binary_cross_entropy`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `binary_cross_entropy`.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy_gradient
    >>> binary_cross_entropy_gradient([0.5, 0.5], [1, 0])
    array([-1.,  1.])
    """
    p, y, count = _probabilities("binary_cross_entropy_gradient", prediction, target, reduction)
    return (p - y) / np.maximum(p * (1 - p), 1e-12) / count


def binary_cross_entropy_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `binary_cross_entropy` and its gradient.

    Parameters
    ----------
    prediction, target, reduction
        As in `binary_cross_entropy`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `binary_cross_entropy`.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy_value_and_gradient
    >>> value, gradient = binary_cross_entropy_value_and_gradient([0.5, 0.5], [1, 0])
    >>> round(float(value), 4), gradient.tolist()
    (0.6931, [-1.0, 1.0])
    """
    p, y, count = _probabilities("binary_cross_entropy_value_and_gradient", prediction, target, reduction)
    value = reduce(-y * _cut_off(np.log, p) - (1 - y) * _cut_off(np.log1p, -p), reduction)
    return value, (p - y) / np.maximum(p * (1 - p), 1e-12) / count


def binary_cross_entropy_with_logits(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the binary cross-entropy of σ(z), computed from the logit z without overflow or lost digits.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Logits z.
    target : array_like
        Targets y between 0 and 1, in the shape of the prediction, or without its population axis.
    reduction : {"mean", "sum", "none"}
        What is taken of the losses of one network's entries.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,); for "none" the shape of the prediction.

    Raises
    ------
    TypeError
        If one of them does not hold numbers.
    ValueError
        If the shapes differ, the batch is empty, a target lies outside 0 to 1, or the reduction is unknown.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy_with_logits
    >>> binary_cross_entropy_with_logits([0, 800, -800], [1, 1, 1], reduction="none").round(4).tolist()
    [0.6931, 0.0, 800.0]
    """
    z, y, _ = _logits("binary_cross_entropy_with_logits", prediction, target, reduction)
    return reduce(_binary_value_and_gradient(z, y)[0], reduction)


def binary_cross_entropy_with_logits_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `binary_cross_entropy_with_logits`: (σ(z) - y) over n K.

    Parameters
    ----------
    prediction, target, reduction
        As in `binary_cross_entropy_with_logits`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `binary_cross_entropy_with_logits`.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy_with_logits_gradient
    >>> binary_cross_entropy_with_logits_gradient([0, 0], [1, 0])
    array([-0.25,  0.25])
    """
    z, y, count = _logits("binary_cross_entropy_with_logits_gradient", prediction, target, reduction)
    return _binary_value_and_gradient(z, y)[1] / count


def binary_cross_entropy_with_logits_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `binary_cross_entropy_with_logits` and its gradient.

    Parameters
    ----------
    prediction, target, reduction
        As in `binary_cross_entropy_with_logits`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `binary_cross_entropy_with_logits`.

    Examples
    --------
    >>> from nnbook import binary_cross_entropy_with_logits_value_and_gradient
    >>> value, gradient = binary_cross_entropy_with_logits_value_and_gradient([0, 0], [1, 0])
    >>> round(float(value), 4), gradient.tolist()
    (0.6931, [-0.25, 0.25])
    """
    who = "binary_cross_entropy_with_logits_value_and_gradient"
    z, y, count = _logits(who, prediction, target, reduction)
    value, gradient = _binary_value_and_gradient(z, y)
    return reduce(value, reduction), gradient / count


def _cut_off(logarithm: np.ufunc, p: Array) -> Array:
    """Return a logarithm of probabilities that stops at -100."""
    with np.errstate(divide="ignore"):  # log(0) = -∞ is cut off
        log = logarithm(p)
    return np.where(log.real < -100, -100, log)


@shaped
def _binary_value_and_gradient(
    z: Inexact[Array, "*S n"], y: Inexact[Array, "*y"]
) -> tuple[Inexact[Array, "*S n"], Inexact[Array, "*S n"]]:
    """Return softplus(-z) for y = 1, softplus(z) for y = 0, in between what lies between, and the slope σ(z) - y.

    Both are written in -abs(z) and in how far y is from what the sign of z says, so no digit of a small loss or
    of a small slope is lost.
    """
    half = np.copysign(0.5, z.real)
    wrong = half + 0.5 - y  # 1 where z says yes, 0 where it says no
    minus_size = np.minimum(z, -z)
    e = np.exp(minus_size)
    return np.log1p(e) - np.abs(wrong) * minus_size, wrong - half * (e + e) / (1 + e)


def _probabilities(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction
) -> tuple[Array, Array, int]:
    p, y, count = _logits(who, prediction, target, reduction)
    if ((p.real < 0) | (p.real > 1)).any():  # NaN passes
        raise ValueError(
            f"{who} expected probabilities between 0 and 1 as prediction, got {_outside(p.real):g}"
        )
    return p, y, count


def _logits(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction
) -> tuple[Array, Array, int]:
    return pair(who, prediction, target, reduction, check=_from_0_to_1)


# Read as unsigned numbers, the bits of floats from 0 to 1 go up to those of 1, of negative ones and NaN beyond: one
# search for the largest is twice as fast as one for the largest and one for the smallest.
_BITS_OF_1 = {
    "f": (np.uint32, np.float32(1).view(np.uint32)),
    "d": (np.uint64, np.float64(1).view(np.uint64)),
}


def _from_0_to_1(value: ArrayLike, who: str, *, what: str) -> Array:
    """Return an array of numbers between 0 and 1, or say which one is not."""
    array = numbers(value, who, what=what, real=True)
    if array.dtype.char in _BITS_OF_1 and array.size:
        unsigned, one = _BITS_OF_1[array.dtype.char]
        if np.maximum.reduce(array.view(unsigned), axis=None) <= one:
            return array
    if array.size and not (array.min() >= 0 and array.max() <= 1):  # NaN is neither
        raise ValueError(
            f"{who} expected {what}s between 0 and 1, got {_outside(finite(array, who, what=what)):g}"
        )
    return array


def _outside(value: Array) -> float:
    return float(value[(value < 0) | (value > 1)][0])
