"""Losses of predicted numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, positive
from nnbook.losses._shared import Reduction, pair, reduce

__all__ = [
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
    y_hat, y, _ = pair("mean_squared_error", prediction, target, reduction)
    error = y_hat - y
    return reduce(error * error, reduction)


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
    y_hat, y, count = pair("mean_squared_error_gradient", prediction, target, reduction)
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
    y_hat, y, count = pair("mean_squared_error_value_and_gradient", prediction, target, reduction)
    error = y_hat - y
    return reduce(error * error, reduction), 2 / count * error


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
    y_hat, y, _ = pair("mean_absolute_error", prediction, target, reduction)
    error = y_hat - y
    return reduce(np.sign(error.real) * error, reduction)


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
    y_hat, y, count = pair("mean_absolute_error_gradient", prediction, target, reduction)
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
    y_hat, y, count = pair("mean_absolute_error_value_and_gradient", prediction, target, reduction)
    error = y_hat - y
    sign = np.sign(error.real)
    return reduce(sign * error, reduction), 1 / count * sign


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
    y_hat, y, _ = pair("huber", prediction, target, reduction)
    error, delta = y_hat - y, positive(delta, "huber", what="delta")
    clipped = _clip(error, delta)
    return reduce(clipped * (error - clipped / 2), reduction)


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
    y_hat, y, count = pair("huber_gradient", prediction, target, reduction)
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
    y_hat, y, count = pair("huber_value_and_gradient", prediction, target, reduction)
    error, delta = y_hat - y, positive(delta, "huber_value_and_gradient", what="delta")
    clipped = _clip(error, delta)
    return reduce(clipped * (error - clipped / 2), reduction), 1 / count * clipped


def _clip(error: Array, delta: float) -> Array:
    """Cut errors off at ±delta, by their real part."""
    return np.where(np.abs(error.real) > delta, delta * np.sign(error.real), error)
