"""How many predictions are right, and how sure that share is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.metrics._shared import classes_of, unless

__all__ = ["accuracy", "accuracy_interval", "top_k_accuracy"]


def accuracy(prediction: ArrayLike, target: ArrayLike, *, threshold: float = 0.0) -> Array:
    """Return the share of samples whose class is predicted right.

    Parameters
    ----------
    prediction : array_like, shape (n, K), (n, 1), (n,) or with a population's axis in front
        Scores, or whole numbers for classes.
    target : array_like, shape (n,) or (n, 1), or with a population's axis in front
        True classes.
    threshold : float, default 0
        With one score per sample, class 1 is above it: 0 for logits, 0.5 for probabilities.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    ValueError
        If the shapes do not fit, there is no sample, or a target is not one of the classes.

    Examples
    --------
    >>> from nnbook import accuracy
    >>> float(accuracy([[2.0, 1.0], [0.3, 0.4], [5.0, 0.0]], [0, 1, 1])).__round__(3)
    0.667
    >>> float(accuracy([0.9, 0.2, 0.6, 0.4], [1, 0, 0, 1], threshold=0.5))
    0.5
    """
    c = classes_of("accuracy", prediction, target, threshold)
    return unless(c.broken, (c.predicted == c.true).mean(axis=-1))


def top_k_accuracy(prediction: ArrayLike, target: ArrayLike, *, k: int = 2) -> Array:
    """Return the share of samples whose true class is among the k with the largest scores.

    Parameters
    ----------
    prediction : array_like, shape (n, K) or (S, n, K)
        Scores.  Where several tie, the first classes come first, as in `accuracy`.
    target : array_like
        As in `accuracy`.
    k : int, default 2
        How many guesses there are, at most K.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError, ValueError
        As in `accuracy`, and if `k` is not a whole number from 1 to K.

    Examples
    --------
    >>> from nnbook import top_k_accuracy
    >>> float(top_k_accuracy([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]], [1, 2], k=2))
    0.5
    """
    scores = _checks.numbers(prediction, "top_k_accuracy", what="prediction", real=True)
    k = _checks.whole_number(k, "top_k_accuracy", what="k")
    if scores.ndim < 2 or not 2 <= scores.shape[-1] >= k:
        raise ValueError(
            f"top_k_accuracy expected scores of shape (n, K) with K of at least 2 and k = {k}, "
            f"got shape {scores.shape}"
        )
    c = classes_of("top_k_accuracy", scores, target, 0)
    guesses = np.argsort(-scores, axis=-1, kind="stable")[..., :k]
    return unless(c.broken, (guesses == c.true[..., None]).any(axis=-1).mean(axis=-1))


def accuracy_interval(correct: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    """Return the accuracies that `correct` right answers out of `n` leave plausible: Wilson's interval.

    The familiar p ± 1.96 √(p(1 − p)/n) is too short for small samples, and has length 0 when all are right.

    Parameters
    ----------
    correct : array_like of int
        Right answers, from 0 to `n`.
    n : array_like of int
        Answers, each an independent sample.
    confidence : float, default 0.95
        How often the interval holds the true accuracy, between 0 and 1.

    Returns
    -------
    tuple of ndarray
        Lower and upper end, numbers or arrays.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If `correct` and `n` are not whole numbers with 0 ≤ correct ≤ n and n ≥ 1, or the confidence is not
        between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of
    the American Statistical Association 22, 209–212.

    Examples
    --------
    30 of 30 is no proof of perfection:

    >>> from nnbook import accuracy_interval
    >>> low, high = accuracy_interval(30, 30)
    >>> round(float(low), 3), float(high)
    (0.886, 1.0)
    """
    from statistics import NormalDist

    k = _checks.finite(correct, "accuracy_interval", what="correct").astype(np.float64)
    total = _checks.finite(n, "accuracy_interval", what="n").astype(np.float64)
    if not ((k >= 0) & (k <= total) & (total >= 1) & (k % 1 == 0) & (total % 1 == 0)).all():
        raise ValueError(
            "accuracy_interval expected whole numbers with 0 ≤ correct ≤ n and n of at least 1, "
            f"got correct = {correct!r} and n = {n!r}"
        )
    confidence = _checks.number(confidence, "accuracy_interval", what="confidence")
    if not 0 < confidence < 1:
        raise ValueError(f"accuracy_interval expected a confidence between 0 and 1, got {confidence:g}")
    z = -NormalDist().inv_cdf((1 - confidence) / 2)
    p = k / total
    middle = (p + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * np.sqrt(p * (1 - p) / total + (z / (2 * total)) ** 2)
    low, high = np.where(k == 0, 0, middle - half), np.where(k == total, 1, middle + half)
    return low[()], high[()]
