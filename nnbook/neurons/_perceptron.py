"""Learning by mistakes: the perceptron."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.neurons._neuron import neuron

__all__ = ["PerceptronFit", "perceptron_fit", "perceptron_update"]


def perceptron_update(
    x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike, learning_rate: float = 1.0
) -> tuple[Array, Array]:
    """Correct a neuron with a step after one sample; nothing changes if it was right.

    Parameters
    ----------
    x : array_like, shape (d,)
        One sample.
    y : {0, 1}
        Its label.
    weight : array_like, shape (d,) or (m, d)
        The weights so far; one row per neuron.
    bias : array_like, shape () or (m,)
        The bias so far.
    learning_rate : float, default 1
        Length of the correction, positive.

    Returns
    -------
    weight, bias : ndarray
        The new weights and bias; the old ones are left as they are.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit, y is neither 0 nor 1, or `learning_rate` is not positive.

    References
    ----------
    Rosenblatt, F. (1962). Principles of neurodynamics: perceptrons and the theory of brain mechanisms.
    Spartan Books.

    Examples
    --------
    The neuron says 1 and should say 0, so it moves away from x:

    >>> from nnbook import perceptron_update
    >>> perceptron_update([2, 1], 0, weight=[1, 1], bias=0)
    (array([-1.,  0.]), np.float64(-1.0))
    """
    x, y, weight, bias = _checks.one_sample("perceptron_update", x, y, weight, bias)
    _checks.label(y, "perceptron_update")
    learning_rate = _checks.positive(learning_rate, "perceptron_update", what="learning_rate")
    error = y - neuron(x, weight, bias)  # −1, 0 or 1
    return weight + learning_rate * error[..., None] * x, bias + learning_rate * error


class PerceptronFit(NamedTuple):
    """What `perceptron_fit` found."""

    weight: Array
    """The last weights, (d,) or (m, d)."""
    bias: Array
    """The last bias, () or (m,)."""
    mistakes: Array
    """Wrong answers in each epoch, (epochs,) or (epochs, m); the last entry is 0 if learning was complete."""


def perceptron_fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float = 1.0,
    epochs: int = 100,
    weight: ArrayLike | None = None,
    bias: ArrayLike = 0.0,
) -> PerceptronFit:
    """Correct a neuron sample by sample, in order, until a whole epoch passes without a mistake.

    Parameters
    ----------
    X : array_like, shape (n, d)
        One sample per row.
    y : array_like, shape (n,)
        Labels, 0 or 1.
    learning_rate : float, default 1
        Length of a correction, positive.
    epochs : int, default 100
        Visits to the whole data set after which to give up.
    weight : array_like, shape (d,) or (m, d), optional
        Weights to start from; zeros if left out.  Several rows are several neurons that learn side by side.
    bias : array_like, shape () or (m,), default 0
        Bias to start from.

    Returns
    -------
    PerceptronFit
        ``(weight, bias, mistakes)``.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit, X is empty, a number is not finite, a label is neither 0 nor 1,
        `learning_rate` is not positive, or `epochs` is less than 1.

    References
    ----------
    Rosenblatt, F. (1962). Principles of neurodynamics: perceptrons and the theory of brain mechanisms.
    Spartan Books.

    Examples
    --------
    AND can be learned, XOR cannot:

    >>> from nnbook import perceptron_fit
    >>> X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> perceptron_fit(X, [0, 0, 0, 1]).mistakes
    array([2, 3, 3, 2, 1, 0])
    >>> int(perceptron_fit(X, [0, 1, 1, 0], epochs=1000).mistakes.min())
    3
    """
    X, y = _checks.samples("perceptron_fit", X, y)
    weight = np.zeros(X.shape[1], X.dtype) if weight is None else weight
    _, weight, bias = _checks.neurons("perceptron_fit", X, weight, bias)
    mistakes = []
    for _ in range(_checks.whole_number(epochs, "perceptron_fit", what="epochs")):
        wrong = np.zeros(weight.shape[:-1], int)
        for x_i, y_i in zip(X, y, strict=True):
            wrong += neuron(x_i, weight, bias) != y_i
            weight, bias = perceptron_update(x_i, y_i, weight, bias, learning_rate)
        mistakes.append(wrong)
        if not wrong.any():
            break
    return PerceptronFit(weight, bias, np.array(mistakes))
