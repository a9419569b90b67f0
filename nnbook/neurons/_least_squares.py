"""Without learning: the best linear neuron in one line."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array

__all__ = ["least_squares"]


def least_squares(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return the linear neuron with the smallest sum of squared errors.

    Parameters
    ----------
    X : array_like, shape (n, d)
        One sample per row.
    y : array_like, shape (n,)
        Targets.

    Returns
    -------
    weight : ndarray, shape (d,)
        The weights.  Where the samples leave some freedom, the shortest (w, b) of all the best ones.
    bias : ndarray, shape ()
        The bias.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit, X is empty, or a number is not finite.

    References
    ----------
    Legendre, A.-M. (1805). Nouvelles méthodes pour la détermination des orbites des comètes. Courcier,
    Paris, appendix.

    Examples
    --------
    >>> from nnbook import least_squares
    >>> weight, bias = least_squares([[1], [2], [3], [4]], [3, 5, 7, 9])
    >>> weight.round(4), bias.round(4)
    (array([2.]), np.float64(1.0))
    """
    X, y = _checks.samples("least_squares", X, y)
    X = X.astype(np.result_type(X, np.float32))  # LAPACK has no float16
    ones = np.ones((len(X), 1), X.dtype)
    solution, *_ = np.linalg.lstsq(np.hstack([X, ones]), y.astype(X.dtype))
    return solution[:-1], solution[-1]
