"""The loss of one class among K, from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, finite, numbers
from nnbook._products import row_sums
from nnbook._typing import Inexact, shaped
from nnbook.losses._shared import Reduction, divisor, reduce

__all__ = ["cross_entropy", "cross_entropy_gradient", "cross_entropy_value_and_gradient"]


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
    z, y, count = _classes("cross_entropy", prediction, target, reduction)
    return reduce(_class_value_and_gradient(z, y, count)[0], reduction, samples=True)


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
    return _class_value_and_gradient(z, y, count)[1]


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
    value, gradient = _class_value_and_gradient(z, y, count)
    return reduce(value, reduction, samples=True), gradient


@shaped
def _class_value_and_gradient(
    z: Inexact[Array, "*S n K"], y: Array, count: int
) -> tuple[Inexact[Array, "*S n"], Inexact[Array, "*S n K"]]:
    """Return the loss (..., n) and its gradient (..., n, K) over `count`; y holds labels or probabilities."""
    shifted = z - _largest(z)
    e = np.exp(shifted, order="C")
    if y.ndim == z.ndim:
        total = row_sums(e)[..., None]
        value = (y * (np.log(total) - shifted)).sum(axis=-1)
        return value, (e / total - y) / count
    true = np.arange(0, z.size, z.shape[-1]) + y.reshape(-1)  # where the true classes lie in the flat arrays
    flat, z_true = e.reshape(-1), shifted.reshape(-1)[true].reshape(y.shape)
    e_true = flat[true].reshape(y.shape)
    flat[true] = 0  # in e, of which it is a view
    others = row_sums(e)
    flat[true] = -others.reshape(-1)  # p - 1 of the true class, where p would lose the digits of a small loss
    value = np.log1p(others + (e_true - 1)) - z_true
    return value, e / (count * (others + e_true))[..., None]


def _largest(z: Array) -> Array:
    """Return the largest logit of each row, by its real part."""
    if z.dtype.kind == "c":
        return np.take_along_axis(z, z.real.argmax(axis=-1, keepdims=True), -1)
    return np.maximum.reduce(z, axis=-1, keepdims=True)


def _classes(
    who: str, prediction: ArrayLike, target: ArrayLike, reduction: Reduction
) -> tuple[Array, Array, int]:
    """Return logits, labels in the shape of the samples or probabilities, and the number of samples."""
    z = numbers(prediction, who, what="prediction")
    if z.ndim not in (2, 3):
        raise ValueError(f"{who} expected logits of shape (n, K), one sample per row, got shape {z.shape}")
    count = divisor(who, z, reduction, axes=1)
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
