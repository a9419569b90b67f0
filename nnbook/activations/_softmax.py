"""From many logits to one distribution."""

from __future__ import annotations

import numpy as np

from nnbook._checks import Array, along_axis

__all__ = ["log_softmax", "log_sum_exp", "softmax", "softmax_jacobian"]


@along_axis
def softmax(z: Array, axis: int = -1) -> Array:
    """Turn logits into probabilities that sum to 1.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    ndarray
        Probabilities in the shape of z.  A logit of −∞ has probability 0; where the largest logit is
        infinite there is no answer, and the whole row is NaN.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Bridle, J. S. (1990). Probabilistic interpretation of feedforward classification network outputs, with
    relationships to statistical pattern recognition. In Neurocomputing, Springer, 227–236.

    Examples
    --------
    >>> from nnbook import softmax
    >>> softmax([2, 1, 0.1]).round(3)
    array([0.659, 0.242, 0.099])

    Only differences count, so that large logits are no different from small ones:

    >>> softmax([1002, 1001, 1000.1]).round(3)
    array([0.659, 0.242, 0.099])
    """
    e = np.exp(_minus_largest(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


@along_axis
def log_softmax(z: Array, axis: int = -1) -> Array:
    """Return the natural logarithm of `softmax`.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    ndarray
        Log-probabilities in the shape of z, with ±∞ treated as in `softmax`.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Blanchard, P., Higham, D. J. and Higham, N. J. (2021). Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41(4), 2311–2330.

    Examples
    --------
    >>> from nnbook import log_softmax
    >>> log_softmax([0, 800])
    array([-800.,    0.])
    """
    # log(softmax(z)) is -∞ once the probability underflows.
    shifted = _minus_largest(z, axis)
    return shifted - np.log1p(_exponentials_minus_one(shifted, axis))


@along_axis
def log_sum_exp(z: Array, axis: int = -1) -> Array:
    """Return log Σ exp(z), a smooth maximum.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis to sum over.

    Returns
    -------
    ndarray
        The shape of z without that axis.  If all logits are −∞ so is the result; if one is +∞ so is the
        result.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Blanchard, P., Higham, D. J. and Higham, N. J. (2021). Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41(4), 2311–2330.

    Examples
    --------
    Two equal logits add log 2 to their maximum:

    >>> from nnbook import log_sum_exp
    >>> f"{log_sum_exp([1000, 1000]) - 1000:.4f}"
    '0.6931'
    """
    largest = z.max(axis=axis, keepdims=True)
    limit = np.finfo(z.dtype).max
    with np.errstate(over="ignore", divide="ignore"):  # log1p(-1) = -∞ is right
        shifted = z - np.clip(largest, -limit, limit)  # ∞ - ∞ would be NaN
        return (largest + np.log1p(_exponentials_minus_one(shifted, axis))).squeeze(axis)


@along_axis
def softmax_jacobian(z: Array) -> Array:
    """Return the derivative of every probability with respect to every logit.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits of K classes.

    Returns
    -------
    ndarray, shape (..., K, K)
        ∂pᵢ/∂zⱼ in row i, column j.  Rows and columns sum to 0.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    Examples
    --------
    >>> from nnbook import softmax_jacobian
    >>> softmax_jacobian([0, 0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(z)
    identity_matrix = np.eye(p.shape[-1], dtype=p.dtype)
    off_diagonal = (identity_matrix - 1) * p[..., :, None] * p[..., None, :]
    # p (1 - p) on the diagonal would be 0 where p rounds to 1; the row sum is not.
    return off_diagonal - identity_matrix * off_diagonal.sum(axis=-1, keepdims=True)


def _minus_largest(z: Array, axis: int) -> Array:
    """Return z minus its largest value, so that no exponential overflows."""
    with np.errstate(over="ignore", invalid="ignore"):  # below the largest float is -∞; ∞ - ∞ is NaN
        return z - z.max(axis=axis, keepdims=True)


def _exponentials_minus_one(shifted: Array, axis: int) -> Array:
    """Return Σ exp(shifted) - 1 for shifted values whose largest is 0, keeping what is small beside that 1."""
    e = np.exp(shifted)
    largest = shifted.argmax(axis=axis, keepdims=True)
    np.put_along_axis(e, largest, np.take_along_axis(e, largest, axis) - 1, axis)
    return e.sum(axis=axis, keepdims=True)
