"""Which classes are taken for which."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array
from nnbook._typing import Integer, shaped
from nnbook.metrics._shared import Classes, classes_of, unless

__all__ = ["confusion_matrix", "f1_score", "precision", "recall"]

Average: TypeAlias = Literal["binary", "macro"] | None


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
    c = classes_of("confusion_matrix", prediction, target, threshold, classes)
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


@shaped
def _confusion(who: str, c: Classes) -> Integer[Array, "*S K K"]:
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
    c = classes_of(who, prediction, target, threshold)
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
        return unless(c.broken[..., None], value)
    if average == "binary":
        return unless(c.broken, value[..., 1])
    occurs = predicted + true > 0
    return unless(c.broken, value.sum(axis=-1) / occurs.sum(axis=-1))
