"""Metrics: numbers for people, which training does not need to differentiate.

The chapter *Overfitting* teaches them.  As the losses do, they take the prediction first and then the target
(scikit-learn takes them the other way round), and a population of networks, with its axis in front, gets one
result per network; its target may be shared, or one per network.

Predictions of classes come as scores (n, K), of which the largest wins, the first one where several tie; as
one score per sample, (n,) or (n, 1), which means class 1 above the threshold; or as whole numbers, which are
the classes themselves.  Populations are (S, n, K), (S, n, 1), or (S, n) whole numbers.  Classes are 0, …,
K − 1.  A network with a NaN among its predictions gets NaN, `confusion_matrix` refuses it, and targets must
be finite.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook._typing import Integer, shaped

__all__ = [
    "accuracy",
    "accuracy_interval",
    "confusion_matrix",
    "expected_calibration_error",
    "f1_score",
    "precision",
    "r2_score",
    "recall",
    "roc_auc",
    "root_mean_squared_error",
    "top_k_accuracy",
]

Average: TypeAlias = Literal["binary", "macro"] | None


# How many are right


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
    c = _classes("accuracy", prediction, target, threshold)
    return _unless(c.broken, (c.predicted == c.true).mean(axis=-1))


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
    k = _checks.positive_integer(k, "top_k_accuracy", what="k")
    if scores.ndim < 2 or not 2 <= scores.shape[-1] >= k:
        raise ValueError(
            f"top_k_accuracy expected scores of shape (n, K) with K of at least 2 and k = {k}, "
            f"got shape {scores.shape}"
        )
    c = _classes("top_k_accuracy", scores, target, 0)
    guesses = np.argsort(-scores, axis=-1, kind="stable")[..., :k]
    return _unless(c.broken, (guesses == c.true[..., None]).any(axis=-1).mean(axis=-1))


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


# Which are right


def confusion_matrix(
    prediction: ArrayLike, target: ArrayLike, *, classes: int | None = None, threshold: float = 0.0
) -> Array:
    """Count how often each class is taken for each other one.

    Parameters
    ----------
    prediction, target, threshold
        As in `accuracy`.
    classes : int, optional
        K, where whole numbers are predicted; otherwise it is what the largest of them needs, at least 2.

    Returns
    -------
    ndarray of int, shape (K, K) or (S, K, K)
        Row i, column j: the number of samples of class i that were predicted as class j.

    Raises
    ------
    TypeError
        As in `accuracy`, and if `classes` is not a whole number.
    ValueError
        As in `accuracy`, and if a prediction is NaN, or is not one of the classes.

    Examples
    --------
    >>> from nnbook import confusion_matrix
    >>> confusion_matrix([0, 1, 1, 2, 0], [0, 1, 2, 2, 2])
    array([[1, 0, 0],
           [0, 1, 0],
           [1, 1, 1]])
    """
    c = _classes("confusion_matrix", prediction, target, threshold, classes)
    if c.broken.any():
        raise ValueError("confusion_matrix expected a class for each sample, got a NaN prediction")
    return _confusion("confusion_matrix", c)


def precision(
    prediction: ArrayLike, target: ArrayLike, *, average: Average = "binary", threshold: float = 0.0
) -> Array:
    """Return the share that really are of a class among those predicted to be, 0 if none is predicted.

    Parameters
    ----------
    prediction, target, threshold
        As in `accuracy`.
    average : {"binary", "macro", None}, default "binary"
        The precision of class 1 of the two classes; the mean over the classes that occur among the
        predictions or targets; or each class for itself.

    Returns
    -------
    ndarray
        One number, or one for each network, (S,); for None with an axis of classes at the end.

    Raises
    ------
    TypeError
        As in `accuracy`.
    ValueError
        As in `accuracy`, for "binary" with more than two classes, and if `average` is another word.

    Examples
    --------
    >>> from nnbook import precision
    >>> float(precision([1, 1, 1, 0], [1, 0, 1, 1])).__round__(3)
    0.667
    """
    return _by_class("precision", prediction, target, average, threshold)


def recall(
    prediction: ArrayLike, target: ArrayLike, *, average: Average = "binary", threshold: float = 0.0
) -> Array:
    """Return the share that is found among those that really are of a class, 0 if there are none.

    Parameters
    ----------
    prediction, target, average, threshold
        As in `precision`.

    Returns
    -------
    ndarray
        As in `precision`.

    Raises
    ------
    TypeError, ValueError
        As in `precision`.

    Examples
    --------
    >>> from nnbook import recall
    >>> recall([0, 1, 1, 2, 0], [0, 1, 2, 2, 2], average=None).round(3)
    array([1.   , 1.   , 0.333])
    """
    return _by_class("recall", prediction, target, average, threshold)


def f1_score(
    prediction: ArrayLike, target: ArrayLike, *, average: Average = "binary", threshold: float = 0.0
) -> Array:
    """Return the harmonic mean of `precision` and `recall`, 0 if a class is neither predicted nor there.

    Parameters
    ----------
    prediction, target, average, threshold
        As in `precision`.

    Returns
    -------
    ndarray
        As in `precision`.

    Raises
    ------
    TypeError, ValueError
        As in `precision`.

    Examples
    --------
    >>> from nnbook import f1_score
    >>> float(f1_score([1, 1, 1, 0], [1, 0, 0, 1])).__round__(3)
    0.4
    """
    return _by_class("f1_score", prediction, target, average, threshold)


# How far scores can be trusted


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
    c = _classes("roc_auc", scores[..., None], target, 0)
    ones = c.true.sum(axis=-1)
    if not ((ones > 0) & (ones < c.true.shape[-1])).all():
        raise ValueError("roc_auc expected samples of both classes as target, got only one class")
    result = np.empty(c.broken.shape)
    for member in np.ndindex(result.shape):
        z, y = scores[member], c.true[member]
        one, zero = z[y == 1], np.sort(z[y == 0])
        wins = np.searchsorted(zero, one, "left") + np.searchsorted(zero, one, "right")  # each counts twice
        result[member] = wins.sum() / (2 * one.size * zero.size)
    return _unless(c.broken, result)


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
    bins = _checks.positive_integer(bins, who, what="bins")
    c = _classes(who, p, target, 0.5)
    if p.ndim == 1 or p.shape[-1] == 1:
        p = p.reshape(c.true.shape)
        p = np.stack([1 - p, p], axis=-1)
    if (p < 0).any() or (np.abs(p.sum(axis=-1) - 1) > 1e-3).any():  # NaN passes
        raise ValueError(f"{who} expected probabilities: numbers from 0 to 1, rows of them that add up to 1")
    confidence = p.max(axis=-1).astype(np.float64)
    surplus = (c.predicted == c.true) - np.nan_to_num(confidence)
    where = np.clip(np.ceil(np.nan_to_num(confidence) * bins).astype(int) - 1, 0, bins - 1)
    gaps = [(surplus * (where == b)).sum(axis=-1) for b in range(bins)]
    return _unless(c.broken, np.abs(gaps).sum(axis=0) / surplus.shape[-1])


# Regression


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


# What comes in


class _Classes(NamedTuple):
    """Predicted and true classes (..., n), the number of classes, and which networks predicted NaN (...)."""

    predicted: Array
    true: Array
    K: int
    broken: Array


def _classes(
    who: str, prediction: ArrayLike, target: ArrayLike, threshold: float, classes: int | None = None
) -> _Classes:
    predicted, broken, K = _decide(who, prediction, _checks.number(threshold, who, what="threshold"))
    y = _whole(who, target)
    came = np.shape(prediction)
    if predicted.shape == y.shape == came and came[1:] == (1,):  # two columns of classes, not n networks
        predicted, y, broken = predicted[:, 0], y[:, 0], np.zeros((), bool)
    shape = predicted.shape
    if y.shape in ((*shape, 1), (*shape[-1:], 1)) and y.shape != shape:
        y = y[..., 0]
    if y.shape not in (shape, shape[-1:]):
        hint = "; for one-hot rows pass target.argmax(axis=-1)" if y.shape == came else ""
        raise ValueError(
            f"{who} expected one class per sample as target, shape {shape[-1:]}, got shape {y.shape}{hint}"
        )
    if classes is not None:
        K = _checks.positive_integer(classes, who, what="classes")
    K = K or max(2, 1 + int(predicted.max()), 1 + int(y.max()))
    for labels, what in ((predicted, "prediction"), (y, "target")):
        if labels.min() < 0 or labels.max() >= K:
            wrong = labels.min() if labels.min() < 0 else labels.max()
            raise ValueError(f"{who} expected classes from 0 to {K - 1} as {what}, got {wrong}")
    return _Classes(predicted, np.broadcast_to(y, shape), K, broken)


def _decide(who: str, prediction: ArrayLike, threshold: float) -> tuple[Array, Array, int | None]:
    """Return the predicted classes, which networks predicted NaN, and K where the scores tell it."""
    p = _checks.numbers(prediction, who, what="prediction", real=True)
    whole = np.asarray(prediction).dtype.kind in "biu"
    if p.ndim not in ((1, 2) if whole else (1, 2, 3)):
        shapes = "classes of shape (n,) or (S, n)" if whole else "scores of shape (n,), (n, K) or (S, n, K)"
        raise ValueError(f"{who} expected {shapes} as prediction, got shape {p.shape}")
    if p.size == 0:
        raise ValueError(f"{who} expected at least one sample, got a prediction of shape {p.shape}")
    if whole:
        return p.astype(np.intp), np.zeros(p.shape[:-1], bool), None
    if p.ndim == 1:
        p = p[:, None]
    broken: Array = np.asarray(np.isnan(p).any(axis=(-2, -1)))
    if p.shape[-1] == 1:
        return (p[..., 0] > threshold).astype(np.intp), broken, 2
    return p.argmax(axis=-1), broken, p.shape[-1]


def _whole(who: str, target: ArrayLike) -> Array:
    """Return true classes as integers; losses of two classes want them as 0.0 and 1.0."""
    y = _checks.finite(target, who, what="target")
    no_class = (y % 1 != 0) | (np.abs(y) > 2**53)
    if no_class.any():
        raise ValueError(f"{who} expected whole numbers from 0 as target, got {y[no_class][0]:g}")
    return y.astype(np.intp)


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


# What goes out


def _unless(broken: Array, value: Array) -> Array:
    return np.where(broken, np.nan, value)[()]


@shaped
def _confusion(who: str, c: _Classes) -> Integer[Array, "*S K K"]:
    """Count the pairs of true and predicted class, with one number for each pair and network."""
    if c.K > 10_000:  # K² counts
        raise ValueError(f"{who} expected at most 10000 classes, got {c.K}")
    networks = c.predicted.shape[:-1]
    member = np.arange(c.broken.size).reshape(*networks, 1)
    pair = (member * c.K + c.true) * c.K + c.predicted
    counts = np.bincount(pair.ravel(), minlength=c.broken.size * c.K**2)
    return counts.reshape(*networks, c.K, c.K)


def _by_class(
    who: str, prediction: ArrayLike, target: ArrayLike, average: Average, threshold: float
) -> Array:
    if average not in ("binary", "macro", None):
        raise ValueError(f"{who} expected 'binary', 'macro' or None as average, got {average!r}")
    c = _classes(who, prediction, target, threshold)
    if average == "binary" and c.K > 2:
        raise ValueError(f"{who} expected the classes 0 and 1, got {c.K} classes; pass average='macro'")
    counts = _confusion(who, c)
    hits = np.diagonal(counts, axis1=-2, axis2=-1)
    predicted, true = counts.sum(axis=-2), counts.sum(axis=-1)
    share, total = {
        "precision": (hits, predicted),
        "recall": (hits, true),
        "f1_score": (2 * hits, predicted + true),
    }[who]
    value = share / np.maximum(total, 1)  # no hits where there is no one: 0
    if average is None:
        return _unless(c.broken[..., None], value)
    if average == "binary":
        return _unless(c.broken, value[..., 1])
    occurs = predicted + true > 0
    return _unless(c.broken, value.sum(axis=-1) / occurs.sum(axis=-1))
