"""Losses: how wrong a prediction is, as one number, and which way to move the prediction.

The chapter *Losses* teaches them.  Each loss comes as a value, as its gradient with respect to the
prediction, and as both at once, which computes nothing twice.

A batch holds one sample per row: predictions have shape (n,) or (n, K).  A population of networks has its
axis in front, (S, n, K), and gets one value per network; the target may be shared, (n, K), or one per
network.  ``reduction="mean"`` takes the mean over all entries of a network's prediction, for `cross_entropy`
over its samples, as PyTorch does; ``"sum"`` adds them up; ``"none"`` keeps them apart, with the gradient of
the sum.  Predictions keep their precision (integers become float64), NaN predictions give NaN, targets must
be finite, and nothing is modified.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, finite, numbers, positive
from nnbook._typing import Inexact, shaped

__all__ = [
    "LOSSES",
    "LossInfo",
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "binary_cross_entropy_value_and_gradient",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_gradient",
    "binary_cross_entropy_with_logits_value_and_gradient",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_value_and_gradient",
    "huber",
    "huber_gradient",
    "huber_value_and_gradient",
    "mean_absolute_error",
    "mean_absolute_error_gradient",
    "mean_absolute_error_value_and_gradient",
    "mean_squared_error",
    "mean_squared_error_gradient",
    "mean_squared_error_value_and_gradient",
]

Check: TypeAlias = Callable[..., Array]
Reduction: TypeAlias = Literal["mean", "sum", "none"]


# Differences between numbers


def mean_squared_error(prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Return the mean of (ŷ - y)²: the loss of a number with Gaussian noise.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Predictions ŷ.
    target : array_like
        Targets y, in the shape of the prediction, or without its population axis.
    reduction : {"mean", "sum", "none"}
        What is taken of the squared errors of one network.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,); for "none" the shape of the prediction.

    Raises
    ------
    TypeError
        If one of them does not hold numbers.
    ValueError
        If the shapes differ, the batch is empty, a target is not finite, or the reduction is unknown.

    Examples
    --------
    >>> from nnbook import mean_squared_error
    >>> float(mean_squared_error([2.5, 0, 2, 8], [3, -0.5, 2, 7]))
    0.375
    """
    y_hat, y, _ = _pair("mean_squared_error", prediction, target, reduction)
    error = y_hat - y
    return _reduce(error * error, reduction)


def mean_squared_error_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `mean_squared_error` with respect to the prediction: 2 (ŷ - y) / (n K).

    Parameters
    ----------
    prediction, target, reduction
        As in `mean_squared_error`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `mean_squared_error`.

    Examples
    --------
    >>> from nnbook import mean_squared_error_gradient
    >>> mean_squared_error_gradient([1, 5], [3, 5])
    array([-2.,  0.])
    """
    y_hat, y, count = _pair("mean_squared_error_gradient", prediction, target, reduction)
    return 2 / count * (y_hat - y)


def mean_squared_error_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `mean_squared_error` and its gradient.

    Parameters
    ----------
    prediction, target, reduction
        As in `mean_squared_error`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `mean_squared_error`.

    Examples
    --------
    >>> from nnbook import mean_squared_error_value_and_gradient
    >>> value, gradient = mean_squared_error_value_and_gradient([1, 5], [3, 5])
    >>> float(value), gradient.tolist()
    (2.0, [-2.0, 0.0])
    """
    y_hat, y, count = _pair("mean_squared_error_value_and_gradient", prediction, target, reduction)
    error = y_hat - y
    return _reduce(error * error, reduction), 2 / count * error


def mean_absolute_error(prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Return the mean of the absolute error, which forgives an outlier more easily than its square.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Predictions ŷ.
    target : array_like
        Targets y, in the shape of the prediction, or without its population axis.
    reduction : {"mean", "sum", "none"}
        What is taken of the absolute errors of one network.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,); for "none" the shape of the prediction.

    Raises
    ------
    TypeError
        If one of them does not hold numbers.
    ValueError
        If the shapes differ, the batch is empty, a target is not finite, or the reduction is unknown.

    Examples
    --------
    >>> from nnbook import mean_absolute_error
    >>> float(mean_absolute_error([2.5, 0, 2, 8], [3, -0.5, 2, 7]))
    0.5
    """
    y_hat, y, _ = _pair("mean_absolute_error", prediction, target, reduction)
    error = y_hat - y
    return _reduce(np.sign(error.real) * error, reduction)


def mean_absolute_error_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `mean_absolute_error`: the sign of ŷ - y over n K; 0 where the error is 0.

    Parameters
    ----------
    prediction, target, reduction
        As in `mean_absolute_error`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `mean_absolute_error`.

    Examples
    --------
    >>> from nnbook import mean_absolute_error_gradient
    >>> mean_absolute_error_gradient([1, 5], [3, 5])
    array([-0.5,  0. ])
    """
    y_hat, y, count = _pair("mean_absolute_error_gradient", prediction, target, reduction)
    return 1 / count * np.sign((y_hat - y).real)


def mean_absolute_error_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `mean_absolute_error` and its gradient.

    Parameters
    ----------
    prediction, target, reduction
        As in `mean_absolute_error`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `mean_absolute_error`.

    Examples
    --------
    >>> from nnbook import mean_absolute_error_value_and_gradient
    >>> value, gradient = mean_absolute_error_value_and_gradient([1, 5], [3, 5])
    >>> float(value), gradient.tolist()
    (1.0, [-0.5, 0.0])
    """
    y_hat, y, count = _pair("mean_absolute_error_value_and_gradient", prediction, target, reduction)
    error = y_hat - y
    sign = np.sign(error.real)
    return _reduce(sign * error, reduction), 1 / count * sign


def huber(
    prediction: ArrayLike, target: ArrayLike, *, delta: float = 1.0, reduction: Reduction = "mean"
) -> Array:
    """Return the Huber loss: half the squared error up to `delta`, beyond it a straight line.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Predictions ŷ.
    target : array_like
        Targets y, in the shape of the prediction, or without its population axis.
    delta : float, default 1.0
        The error at which the square goes over into the line, in units of y.
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
        If the shapes differ, the batch is empty, a target is not finite, delta is not positive, or the
        reduction is unknown.

    References
    ----------
    Huber, P. J. (1964). Robust estimation of a location parameter. Annals of Mathematical Statistics 35(1),
    73–101.

    Examples
    --------
    >>> from nnbook import huber
    >>> huber([0.5, 3], [0, 0], reduction="none")
    array([0.125, 2.5  ])
    """
    y_hat, y, _ = _pair("huber", prediction, target, reduction)
    error, delta = y_hat - y, positive(delta, "huber", what="delta")
    clipped = _clip(error, delta)
    return _reduce(clipped * (error - clipped / 2), reduction)


def huber_gradient(
    prediction: ArrayLike, target: ArrayLike, *, delta: float = 1.0, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `huber`: the error, cut off at plus and minus `delta`, over n K.

    Parameters
    ----------
    prediction, target, delta, reduction
        As in `huber`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `huber`.

    Examples
    --------
    >>> from nnbook import huber_gradient
    >>> huber_gradient([0.5, 3], [0, 0], reduction="sum")
    array([0.5, 1. ])
    """
    y_hat, y, count = _pair("huber_gradient", prediction, target, reduction)
    return 1 / count * _clip(y_hat - y, positive(delta, "huber_gradient", what="delta"))


def huber_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, delta: float = 1.0, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `huber` and its gradient.

    Parameters
    ----------
    prediction, target, delta, reduction
        As in `huber`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `huber`.

    Examples
    --------
    >>> from nnbook import huber_value_and_gradient
    >>> value, gradient = huber_value_and_gradient([0.5, 3], [0, 0], reduction="sum")
    >>> float(value), gradient.tolist()
    (2.625, [0.5, 1.0])
    """
    y_hat, y, count = _pair("huber_value_and_gradient", prediction, target, reduction)
    error, delta = y_hat - y, positive(delta, "huber_value_and_gradient", what="delta")
    clipped = _clip(error, delta)
    return _reduce(clipped * (error - clipped / 2), reduction), 1 / count * clipped


# Yes or no


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
    return _reduce(-y * _cut_off(np.log, p) - (1 - y) * _cut_off(np.log1p, -p), reduction)


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
    value = _reduce(-y * _cut_off(np.log, p) - (1 - y) * _cut_off(np.log1p, -p), reduction)
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
    return _reduce(_binary_value_and_gradient(z, y)[0], reduction)


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
    return _reduce(value, reduction), gradient / count


# One of K classes


def cross_entropy(prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean") -> Array:
    """Return -ln p of the true class, where p is the softmax of the logits.

    Parameters
    ----------
    prediction : array_like, shape (n, K) or (S, n, K)
        Logits z, one sample per row.
    target : array_like
        Labels: whole numbers from 0 to K - 1, shape (n,), or (S, n) with one row per network.  Or class
        probabilities: one row per sample that adds up to 1, shape (n, K) or (S, n, K).
    reduction : {"mean", "sum", "none"}
        What is taken over the samples of one network.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,); for "none" one for each sample.

    Raises
    ------
    TypeError
        If the prediction does not hold numbers.
    ValueError
        If a label is not one of the K classes, probabilities do not add up to 1, the shapes do not fit, the
        batch is empty, or the reduction is unknown.

    Examples
    --------
    >>> from nnbook import cross_entropy
    >>> print(f"{cross_entropy([[2, 1, 0.1]], [0]):.4f}")
    0.4170
    """
    z, y, _ = _classes("cross_entropy", prediction, target, reduction)
    return _reduce(_class_value_and_gradient(z, y)[0], reduction, samples=True)


def cross_entropy_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> Array:
    """Return the gradient of `cross_entropy` with respect to the logits: p - y over n, with y one-hot.

    Parameters
    ----------
    prediction, target, reduction
        As in `cross_entropy`.

    Returns
    -------
    ndarray
        The gradient, in the shape of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `cross_entropy`.

    Examples
    --------
    >>> from nnbook import cross_entropy_gradient
    >>> cross_entropy_gradient([[2, 1, 0.1]], [0]).round(3)
    array([[-0.341,  0.242,  0.099]])
    """
    z, y, count = _classes("cross_entropy_gradient", prediction, target, reduction)
    return _class_value_and_gradient(z, y)[1] / count


def cross_entropy_value_and_gradient(
    prediction: ArrayLike, target: ArrayLike, *, reduction: Reduction = "mean"
) -> tuple[Array, Array]:
    """Return `cross_entropy` and its gradient.

    Parameters
    ----------
    prediction, target, reduction
        As in `cross_entropy`.

    Returns
    -------
    tuple of ndarray
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `cross_entropy`.

    Examples
    --------
    >>> from nnbook import cross_entropy_value_and_gradient
    >>> value, gradient = cross_entropy_value_and_gradient([[2, 1, 0.1]], [0])
    >>> round(float(value), 4), gradient.round(3).tolist()
    (0.417, [[-0.341, 0.242, 0.099]])
    """
    z, y, count = _classes("cross_entropy_value_and_gradient", prediction, target, reduction)
    value, gradient = _class_value_and_gradient(z, y)
    return _reduce(value, reduction, samples=True), gradient / count


# The table


@dataclass(frozen=True)
class LossInfo:
    """What `LOSSES` holds for each loss.

    Parameters
    ----------
    function : callable
        The loss itself.
    gradient : callable
        Its gradient with respect to the prediction.
    value_and_gradient : callable
        Both.

    Examples
    --------
    >>> from nnbook import LOSSES
    >>> LOSSES["huber"].name, LOSSES["huber"].gradient.__name__
    ('huber', 'huber_gradient')
    """

    function: Callable[..., Array]
    gradient: Callable[..., Array]
    value_and_gradient: Callable[..., tuple[Array, Array]]

    @property
    def name(self) -> str:
        """The name of the loss."""
        return self.function.__name__


LOSSES: Mapping[str, LossInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            LossInfo(mean_squared_error, mean_squared_error_gradient, mean_squared_error_value_and_gradient),
            LossInfo(
                mean_absolute_error, mean_absolute_error_gradient, mean_absolute_error_value_and_gradient
            ),
            LossInfo(huber, huber_gradient, huber_value_and_gradient),
            LossInfo(
                binary_cross_entropy, binary_cross_entropy_gradient, binary_cross_entropy_value_and_gradient
            ),
            LossInfo(
                binary_cross_entropy_with_logits,
                binary_cross_entropy_with_logits_gradient,
                binary_cross_entropy_with_logits_value_and_gradient,
            ),
            LossInfo(cross_entropy, cross_entropy_gradient, cross_entropy_value_and_gradient),
        )
    }
)
"""Every loss by name."""


# The mathematics that value and gradient share


def _clip(error: Array, delta: float) -> Array:
    """Cut errors off at ±delta, by their real part."""
    return np.where(np.abs(error.real) > delta, delta * np.sign(error.real), error)


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
    says_one = (z.real >= 0).astype(z.real.dtype)
    wrong = np.abs(y - says_one)
    minus_size = np.minimum(z, -z)
    e = np.exp(minus_size)
    return np.log1p(e) - wrong * minus_size, (2 * says_one - 1) * (wrong - e / (1 + e))


@shaped
def _class_value_and_gradient(
    z: Inexact[Array, "*S n K"], y: Array
) -> tuple[Inexact[Array, "*S n"], Inexact[Array, "*S n K"]]:
    """Return the loss (..., n) and its gradient (..., n, K) for each sample; y holds labels or probabilities."""
    shifted = z - _largest(z)
    e = np.exp(shifted, order="C")
    if y.ndim == z.ndim:
        total = e.sum(axis=-1, keepdims=True)
        value = (y * (np.log(total) - shifted)).sum(axis=-1)
        return value, e / total - y
    true = np.arange(0, z.size, z.shape[-1]) + y.ravel()  # where the true classes lie in the flat arrays
    flat = e.reshape(-1)  # a view
    e_true = flat[true].reshape(y.shape)
    flat[true] = 0
    others = np.add.reduce(e, axis=-1)
    flat[true] = -others.ravel()  # p - 1 of the true class, where p would lose the digits of a small loss
    value = np.log1p(others + (e_true - 1)) - shifted.reshape(-1)[true].reshape(y.shape)
    return value, e / (others + e_true)[..., None]


def _largest(z: Array) -> Array:
    """Return the largest logit of each row, by its real part."""
    if z.dtype.kind == "c":
        return np.take_along_axis(z, z.real.argmax(axis=-1, keepdims=True), -1)
    return np.maximum.reduce(z, axis=-1, keepdims=True)


# What comes in, and what goes out


def _reduce(losses: Array, reduction: Reduction, *, samples: bool = False) -> Array:
    """Take the mean, the sum or nothing over all axes but the population's."""
    if reduction == "none":
        return losses
    network = 1 if samples else 2  # the axes of one network's losses
    total = np.add.reduce(losses, axis=None if losses.ndim <= network else tuple(range(-network, 0)))
    return total if reduction == "sum" else total / (losses.size // total.size)


def _pair(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction, *, check: Check = finite
) -> tuple[Array, Array, int]:
    """Return prediction, target, and the number that a mean divides by."""
    y_hat = numbers(prediction, who, what="prediction")
    y = check(target, who, what="target").astype(y_hat.real.dtype, copy=False)
    count = _count(who, y_hat, reduction, axes=2)
    if y.shape != y_hat.shape and not (y_hat.ndim == 3 and y.shape == y_hat.shape[1:]):
        raise ValueError(
            f"{who} expected a target in the shape of the prediction, {y_hat.shape}, got shape {y.shape}"
        )
    return y_hat, y, count


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
    return _pair(who, prediction, target, reduction, check=_from_0_to_1)


def _from_0_to_1(value: ArrayLike, who: str, *, what: str) -> Array:
    """Return an array of numbers between 0 and 1, or say which one is not."""
    array = numbers(value, who, what=what, real=True)
    if array.size and not (array.min() >= 0 and array.max() <= 1):  # NaN is neither
        raise ValueError(
            f"{who} expected {what}s between 0 and 1, got {_outside(finite(array, who, what=what)):g}"
        )
    return array


def _outside(value: Array) -> float:
    return float(value[(value < 0) | (value > 1)][0])


def _classes(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction
) -> tuple[Array, Array, int]:
    """Return logits, labels in the shape of the samples or probabilities, and the number of samples."""
    z = numbers(prediction, who, what="prediction")
    if z.ndim not in (2, 3):
        raise ValueError(f"{who} expected logits of shape (n, K), one sample per row, got shape {z.shape}")
    count = _count(who, z, reduction, axes=1)
    y = np.asarray(target)
    if y.dtype.kind in "biu" and y.shape in (z.shape[:-1], z.shape[-2:-1]):
        labels = y.astype(np.intp, copy=False)
        if labels.view(np.uintp).max() >= z.shape[-1]:  # as unsigned numbers, negative labels are very large
            wrong = y.min() if y.min() < 0 else y.max()
            raise ValueError(f"{who} expected labels from 0 to {z.shape[-1] - 1}, got {wrong}")
        return z, labels if y.shape == z.shape[:-1] else np.broadcast_to(labels, z.shape[:-1]), count
    y = finite(target, who, what="target")
    if y.shape not in (z.shape, z.shape[-2:]):
        hint = ""
        if y.shape in (z.shape[:-1], z.shape[-2:-1]):
            hint = "; labels are whole numbers: write target.astype(int)"
        raise ValueError(
            f"{who} expected labels of shape {z.shape[:-1]} or probabilities of shape {z.shape}, "
            f"got {y.dtype} of shape {y.shape}{hint}"
        )
    if y.min() < 0 or (np.abs(y.sum(axis=-1) - 1) > 1e-3).any():
        raise ValueError(f"{who} expected class probabilities: rows of numbers from 0 that add up to 1")
    return z, np.broadcast_to(y.astype(z.real.dtype), z.shape), count


def _count(who: str, prediction: Array, reduction: Reduction, *, axes: int) -> int:
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
