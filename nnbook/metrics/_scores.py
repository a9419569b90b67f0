"""How far scores can be trusted, beyond which one is largest."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.metrics._shared import classes_of, unless

__all__ = ["expected_calibration_error", "roc_auc"]


def roc_auc(prediction: ArrayLike, target: ArrayLike) -> Array:
    """Return the share of pairs, one sample of each class, in which class 1 scores higher; ties count half.

    It is the area under the receiver operating characteristic, and needs no threshold.

    Parameters
    ----------
    prediction : array_like, shape (n,), (n, 1) or (S, n, 1)
        One score per sample; a pair of logits becomes one by their difference, ``z[:, 1] - z[:, 0]``.
    target : array_like
        The classes 0 and 1, as in `accuracy`.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError
        As in `accuracy`.
    ValueError
        As in `accuracy`, and if there is more than one score per sample or only one class.

    Examples
    --------
    >>> from nnbook import roc_auc
    >>> float(roc_auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]))
    0.75
    """
    scores = _checks.numbers(prediction, "roc_auc", what="prediction", real=True)
    if scores.ndim > 1:
        if scores.shape[-1] != 1:
            raise ValueError(
                f"roc_auc expected one score per sample, got shape {scores.shape}; "
                "for two logits pass z[:, 1] - z[:, 0]"
            )
        scores = scores[..., 0]
    c = classes_of("roc_auc", scores[..., None], target, 0)
    ones = c.true.sum(axis=-1)
    if not ((ones > 0) & (ones < c.true.shape[-1])).all():
        raise ValueError("roc_auc expected samples of both classes as target, got only one class")
    result = np.empty(c.broken.shape)
    for member in np.ndindex(result.shape):
        z, y = scores[member], c.true[member]
        one, zero = z[y == 1], np.sort(z[y == 0])
        wins = np.searchsorted(zero, one, "left") + np.searchsorted(zero, one, "right")  # each counts twice
        result[member] = wins.sum() / (2 * one.size * zero.size)
    return unless(c.broken, result)


def expected_calibration_error(prediction: ArrayLike, target: ArrayLike, *, bins: int = 15) -> Array:
    """Return how far confidence is from accuracy, in a mean over bins of samples with like confidence.

    The confidence is the probability of the predicted class.  Bins are of equal width and closed above, and
    each counts with its samples.  The number of bins and of samples changes the result, so it compares
    networks only where both are equal.

    Parameters
    ----------
    prediction : array_like, shape (n, K), (n, 1), (n,), or (S, n, K) or (S, n, 1)
        Probabilities of the classes, or of class 1.
    target : array_like
        True classes, as in `accuracy`.
    bins : int, default 15
        The number of bins from 0 to 1.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError
        As in `accuracy`, and if `bins` is not a whole number.
    ValueError
        As in `accuracy`, and if these are no probabilities or `bins` is below 1.

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y. and Weinberger, K. Q. (2017). On calibration of modern neural networks. ICML,
    PMLR 70, 1321–1330.

    Examples
    --------
    Always 90 % sure, and right in three of four cases:

    >>> from nnbook import expected_calibration_error
    >>> float(expected_calibration_error([0.9, 0.9, 0.9, 0.1], [1, 1, 0, 0])).__round__(3)
    0.15
    """
    who = "expected_calibration_error"
    p = _checks.numbers(prediction, who, what="prediction", real=True)
    bins = _checks.whole_number(bins, who, what="bins")
    c = classes_of(who, p, target, 0.5)
    if p.ndim == 1 or p.shape[-1] == 1:
        p = p.reshape(c.true.shape)
        p = np.stack([1 - p, p], axis=-1)
    if (p < 0).any() or (np.abs(p.sum(axis=-1) - 1) > 1e-3).any():  # NaN passes
        raise ValueError(f"{who} expected probabilities: numbers from 0 to 1, rows of them that add up to 1")
    confidence = p.max(axis=-1).astype(np.float64)
    surplus = (c.predicted == c.true) - np.nan_to_num(confidence)
    where = np.clip(np.ceil(np.nan_to_num(confidence) * bins).astype(int) - 1, 0, bins - 1)
    gaps = [(surplus * (where == b)).sum(axis=-1) for b in range(bins)]
    return unless(c.broken, np.abs(gaps).sum(axis=0) / surplus.shape[-1])
