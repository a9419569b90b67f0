"""How far predicted numbers are from the true ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array

__all__ = ["r2_score", "root_mean_squared_error"]


def root_mean_squared_error(prediction: ArrayLike, target: ArrayLike) -> Array:
    """Return √(mean of (ŷ − y)²), in the units of the target; with several outputs, the mean of their roots.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, K) or (S, n, K)
        Predictions ŷ.
    target : array_like
        Targets y, in the shape of the prediction, or without its population axis.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,), in the precision of the prediction.

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    ValueError
        If the shapes differ, there is no sample, or a target is not finite.

    Examples
    --------
    >>> from nnbook import root_mean_squared_error
    >>> float(root_mean_squared_error([1, 5], [4, 1])).__round__(3)
    3.536
    """
    y_hat, y, dtype = _outputs("root_mean_squared_error", prediction, target)
    return np.sqrt(((y_hat - y) ** 2).mean(axis=-2)).mean(axis=-1).astype(dtype)[()]


def r2_score(prediction: ArrayLike, target: ArrayLike) -> Array:
    """Return 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 no better than the mean; a mean over the outputs.

    Where a target does not vary, it is 1 if the prediction is exact and 0 otherwise, as in scikit-learn.

    Parameters
    ----------
    prediction, target
        As in `root_mean_squared_error`, with at least two samples.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,), in the precision of the prediction.

    Raises
    ------
    TypeError, ValueError
        As in `root_mean_squared_error`, and if there is only one sample.

    Examples
    --------
    >>> from nnbook import r2_score
    >>> float(r2_score([2.5, 0, 2, 8], [3, -0.5, 2, 7])).__round__(3)
    0.949
    """
    y_hat, y, dtype = _outputs("r2_score", prediction, target)
    if y.shape[-2] < 2:
        raise ValueError(f"r2_score expected at least two samples, got a prediction of shape {y.shape[:-1]}")
    shifted = y - y[..., :1, :]  # exactly 0 where a target does not vary
    total = ((shifted - shifted.mean(axis=-2, keepdims=True)) ** 2).sum(axis=-2)
    error = ((y_hat - y) ** 2).sum(axis=-2)
    error, total = np.broadcast_arrays(error, total)
    varies = np.where(total > 0, total, 1)
    r2 = np.where((total > 0) | np.isnan(error), 1 - error / varies, error == 0)
    return r2.mean(axis=-1).astype(dtype)[()]


def _outputs(who: str, prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array, Any]:
    """Return prediction and target (..., n, K) in float64, and the precision to return."""
    y_hat = _checks.numbers(prediction, who, what="prediction", real=True)
    y = _checks.finite(target, who, what="target")
    if y_hat.ndim not in (1, 2, 3):
        raise ValueError(
            f"{who} expected a prediction of shape (n,), (n, K) or (S, n, K), got shape {y_hat.shape}"
        )
    if y_hat.size == 0:
        raise ValueError(f"{who} expected at least one sample, got a prediction of shape {y_hat.shape}")
    if y.shape != y_hat.shape and not (y_hat.ndim == 3 and y.shape == y_hat.shape[1:]):
        raise ValueError(
            f"{who} expected a target in the shape of the prediction, {y_hat.shape}, got shape {y.shape}"
        )
    if y_hat.ndim == 1:
        return y_hat[:, None].astype(np.float64), y[:, None].astype(np.float64), y_hat.dtype
    return y_hat.astype(np.float64), y.astype(np.float64), y_hat.dtype
