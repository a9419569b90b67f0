"""The book's smallest data sets, which fit on a line of paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook.datasets._dataset import Dataset

__all__ = ["consecutive", "line", "logical_and", "logical_or", "student", "xor"]


def logical_and() -> Dataset:
    """Return the four rows of AND: 1 if both inputs are.

    Returns
    -------
    Dataset
        X (4, 2) and the classes y (4,).

    Examples
    --------
    >>> from nnbook.datasets import logical_and
    >>> logical_and().y.tolist()
    [0, 0, 0, 1]
    """
    return _gate([0, 0, 0, 1], "AND: 1 if both inputs are.")


def logical_or() -> Dataset:
    """Return the four rows of OR: 1 if at least one input is.

    Returns
    -------
    Dataset
        X (4, 2) and the classes y (4,).

    Examples
    --------
    >>> from nnbook.datasets import logical_or
    >>> logical_or().y.tolist()
    [0, 1, 1, 1]
    """
    return _gate([0, 1, 1, 1], "OR: 1 if at least one input is.")


def xor() -> Dataset:
    """Return the four rows of XOR: 1 if exactly one input is, which no single neuron can learn.

    Returns
    -------
    Dataset
        X (4, 2) and the classes y (4,).

    Examples
    --------
    >>> from nnbook.datasets import xor
    >>> X, y = xor()
    >>> X.tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> y.tolist()
    [0, 1, 1, 0]
    """
    return _gate([0, 1, 1, 0], "XOR: 1 if exactly one input is.")


def student() -> Dataset:
    """Return one student, who studied for 8 hours, scored 75 before, attended 80 %, and passed.

    Returns
    -------
    Dataset
        X (1, 3) and the class y (1,).

    Examples
    --------
    >>> from nnbook import neuron
    >>> from nnbook.datasets import student
    >>> X, y = student()
    >>> neuron(X, [0.4, 0.01, 0.005], -2) == y
    array([ True])
    """
    names = ("hours studied", "last score", "attendance in percent")
    return _table([[8, 75, 80]], np.array([1]), names, ("fails", "passes"), "One student.")


def consecutive() -> Dataset:
    """Return four runs of three consecutive numbers, of which the two higher ones are class 1.

    Returns
    -------
    Dataset
        X (4, 3), from 1, 2, 3 to 4, 5, 6, and the classes y (4,).

    Examples
    --------
    >>> from nnbook.datasets import consecutive
    >>> X, y = consecutive()
    >>> X[-1].tolist(), y.tolist()
    ([4.0, 5.0, 6.0], [0, 0, 1, 1])
    """
    X = [[1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6]]
    return _table(X, np.array([0, 0, 1, 1]), ("x1", "x2", "x3"), ("low", "high"), "Consecutive numbers.")


def line() -> Dataset:
    """Return four points on the line y = 2x + 1.

    Returns
    -------
    Dataset
        X (4, 1) and the numbers y (4,).

    Examples
    --------
    >>> from nnbook import least_squares
    >>> from nnbook.datasets import line
    >>> weight, bias = least_squares(*line())
    >>> weight.round(12), round(float(bias), 12)
    (array([2.]), 1.0)
    """
    return _table([[1], [2], [3], [4]], np.array([3.0, 5, 7, 9]), ("x",), ("y",), "Points on y = 2x + 1.")


def _gate(y: list[int], description: str) -> Dataset:
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    return _table(X, np.array(y), ("x1", "x2"), ("0", "1"), description)


def _table(
    X: ArrayLike, y: np.ndarray, features: tuple[str, ...], targets: tuple[str, ...], description: str
) -> Dataset:
    return Dataset(np.array(X, float), y, features, targets, description)
