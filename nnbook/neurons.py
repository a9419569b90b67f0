"""One neuron: a weighted sum, a bias, a function of the result, and the two oldest ways to make it learn.

The chapter *Neurons* builds every function of this module.  A sample ``x`` has d features; a batch holds one
sample per row.  ``weight`` is the (d,) of one neuron or, one neuron per row, the (m, d) of m neurons that
see the same samples: m starts of one experiment, or the beginning of a layer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, OnNumbers

__all__ = [
    "DeltaRuleFit",
    "PerceptronFit",
    "delta_rule_fit",
    "delta_rule_update",
    "least_squares",
    "neuron",
    "perceptron_fit",
    "perceptron_update",
    "squared_error_gradient",
    "step",
    "weighted_sum",
]


# The neuron


@_checks.real_elementwise
def step(z: Array) -> Array:
    """Fire or not: 1 where z ≥ 0, else 0.

    At z = 0 the neuron fires; this is a convention.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape.

    Returns
    -------
    ndarray
        Zeros and ones in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.

    References
    ----------
    McCulloch, W. S. and Pitts, W. (1943). A logical calculus of the ideas immanent in nervous activity.
    Bulletin of Mathematical Biophysics 5, 115–133.

    Examples
    --------
    >>> from nnbook import step
    >>> step([-0.1, 0, 2.35])
    array([0., 1., 1.])
    """
    return np.heaviside(z, 1)


def weighted_sum(x: ArrayLike, weight: ArrayLike, bias: ArrayLike) -> Array:
    """Return z = w·x + b, what a neuron makes of its inputs before it decides.

    Parameters
    ----------
    x : array_like, shape (..., d)
        One sample (d,), or a batch with one sample per row (n, d).
    weight : array_like, shape (d,) or (m, d)
        One weight per feature; one row per neuron.
    bias : array_like, shape () or (m,)
        One number per neuron.

    Returns
    -------
    ndarray, shape (...) or (..., m)
        One number per sample, and per neuron where there are several.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit together.

    References
    ----------
    Rosenblatt, F. (1962). Principles of neurodynamics: perceptrons and the theory of brain mechanisms.
    Spartan Books.

    Examples
    --------
    A student's hours of study, previous score and attendance, each with its weight:

    >>> from nnbook import weighted_sum
    >>> weighted_sum([8, 75, 80], weight=[0.4, 0.01, 0.005], bias=-2).round(2)
    np.float64(2.35)

    Two students, one per row:

    >>> weighted_sum([[8, 75, 80], [1, 40, 30]], weight=[0.4, 0.01, 0.005], bias=-2).round(2)
    array([ 2.35, -1.05])
    """
    x, weight, bias = _checks.neurons("weighted_sum", x, weight, bias)
    return x @ weight.T + bias


def neuron(x: ArrayLike, weight: ArrayLike, bias: ArrayLike, activation: OnNumbers[[]] = step) -> Array:
    """Return the output of a neuron, a = φ(w·x + b).

    Parameters
    ----------
    x : array_like, shape (..., d)
        One sample, or a batch with one sample per row.
    weight : array_like, shape (d,) or (m, d)
        One weight per feature; one row per neuron.
    bias : array_like, shape () or (m,)
        One number per neuron.
    activation : callable, default `step`
        The function φ.

    Returns
    -------
    ndarray, shape (...) or (..., m)
        One output per sample, and per neuron where there are several.

    Raises
    ------
    TypeError
        If an argument does not hold numbers, or `activation` is not a function.
    ValueError
        If the shapes do not fit together.

    References
    ----------
    Rosenblatt, F. (1962). Principles of neurodynamics: perceptrons and the theory of brain mechanisms.
    Spartan Books.

    Examples
    --------
    The same neuron as a decision and as a probability:

    >>> from nnbook import neuron, sigmoid
    >>> neuron([8, 75, 80], [0.4, 0.01, 0.005], -2)
    np.float64(1.0)
    >>> neuron([8, 75, 80], [0.4, 0.01, 0.005], -2, sigmoid).round(3)
    np.float64(0.913)
    """
    _checks.function(activation, "neuron", what="activation")
    return activation(weighted_sum(x, weight, bias))


# Learning by mistakes: the perceptron


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
    for _ in range(_checks.positive_integer(epochs, "perceptron_fit", what="epochs")):
        wrong = np.zeros(weight.shape[:-1], int)
        for x_i, y_i in zip(X, y, strict=True):
            wrong += neuron(x_i, weight, bias) != y_i
            weight, bias = perceptron_update(x_i, y_i, weight, bias, learning_rate)
        mistakes.append(wrong)
        if not wrong.any():
            break
    return PerceptronFit(weight, bias, np.array(mistakes))


# Learning by degrees: the delta rule


def squared_error_gradient(x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike) -> tuple[Array, Array]:
    """Return the slopes of L = (y − ŷ)² for one sample and a linear neuron ŷ = w·x + b.

    Parameters
    ----------
    x : array_like, shape (d,)
        One sample.
    y : float
        Its target.
    weight : array_like, shape (d,) or (m, d)
        The weights; one row per neuron.
    bias : array_like, shape () or (m,)
        The bias.

    Returns
    -------
    d_weight, d_bias : ndarray
        ∂L/∂w in the shape of `weight`, ∂L/∂b one per neuron.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit, or y is not finite.

    Examples
    --------
    The neuron says 1 where 3 is wanted: raising a weight or the bias lowers the error.

    >>> from nnbook import squared_error_gradient
    >>> squared_error_gradient([1, 2], 3, weight=[1, 0], bias=0)
    (array([-4., -8.]), np.float64(-4.0))
    """
    x, y, weight, bias = _checks.one_sample("squared_error_gradient", x, y, weight, bias)
    error = y - weighted_sum(x, weight, bias)
    return -2 * error[..., None] * x, -2 * error


def delta_rule_update(
    x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike, learning_rate: float
) -> tuple[Array, Array]:
    """Correct a linear neuron in proportion to its error on one sample.

    This is a step down the slope of the squared error, with the slope's factor 2 taken into the rate.

    Parameters
    ----------
    x : array_like, shape (d,)
        One sample.
    y : float
        Its target.
    weight : array_like, shape (d,) or (m, d)
        The weights so far; one row per neuron.
    bias : array_like, shape () or (m,)
        The bias so far.
    learning_rate : float
        Share of the error that is corrected, per unit of input; positive.

    Returns
    -------
    weight, bias : ndarray
        The new weights and bias; the old ones are left as they are.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit, y is not finite, or `learning_rate` is not positive.

    References
    ----------
    Widrow, B. and Hoff, M. E. (1960). Adaptive switching circuits. IRE WESCON Convention Record, part 4,
    96–104.

    Examples
    --------
    >>> from nnbook import delta_rule_update
    >>> delta_rule_update([1, 2], 3, weight=[1, 0], bias=0, learning_rate=0.5)
    (array([2., 2.]), np.float64(1.0))
    """
    x, y, weight, bias = _checks.one_sample("delta_rule_update", x, y, weight, bias)
    learning_rate = _checks.positive(learning_rate, "delta_rule_update", what="learning_rate")
    error = y - weighted_sum(x, weight, bias)
    return weight + learning_rate * error[..., None] * x, bias + learning_rate * error


class DeltaRuleFit(NamedTuple):
    """What `delta_rule_fit` found, and the way there."""

    weight: Array
    """The last weights, (d,) or (m, d)."""
    bias: Array
    """The last bias, () or (m,)."""
    path: Array
    """(w₁, …, w_d, b) at the start and after every update, (epochs·n + 1, d + 1) or (epochs·n + 1, m, d + 1)."""


def delta_rule_fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    epochs: int,
    weight: ArrayLike | None = None,
    bias: ArrayLike = 0.0,
) -> DeltaRuleFit:
    """Correct a linear neuron sample by sample, in order, for a number of epochs.

    Parameters
    ----------
    X : array_like, shape (n, d)
        One sample per row.
    y : array_like, shape (n,)
        Targets.
    learning_rate : float
        Share of the error that is corrected, per unit of input; positive.
    epochs : int
        Visits to the whole data set.
    weight : array_like, shape (d,) or (m, d), optional
        Weights to start from; zeros if left out.  Several rows are several neurons that learn side by side.
    bias : array_like, shape () or (m,), default 0
        Bias to start from.

    Returns
    -------
    DeltaRuleFit
        ``(weight, bias, path)``.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If the shapes do not fit, X is empty, a number is not finite, `learning_rate` is not positive, or
        `epochs` is less than 1.
    FloatingPointError
        If the weights grow beyond all numbers, of every neuron where there are several.

    References
    ----------
    Widrow, B. and Hoff, M. E. (1960). Adaptive switching circuits. IRE WESCON Convention Record, part 4,
    96–104.

    Examples
    --------
    One neuron finds y = 2x + 1:

    >>> from nnbook import delta_rule_fit
    >>> fit = delta_rule_fit([[1], [2], [3], [4]], [3, 5, 7, 9], learning_rate=0.01, epochs=1000)
    >>> fit.weight.round(4), fit.bias.round(4)
    (array([2.0002]), np.float64(0.9994))
    """
    X, y = _checks.samples("delta_rule_fit", X, y)
    weight = np.zeros(X.shape[1], X.dtype) if weight is None else weight
    _, weight, bias = _checks.neurons("delta_rule_fit", X, weight, bias)
    path = [_point(weight, bias)]
    for epoch in range(_checks.positive_integer(epochs, "delta_rule_fit", what="epochs")):
        with np.errstate(over="ignore", invalid="ignore"):  # a neuron that diverges is reported below
            for x_i, y_i in zip(X, y, strict=True):
                weight, bias = delta_rule_update(x_i, y_i, weight, bias, learning_rate)
                path.append(_point(weight, bias))
        if not np.isfinite(path[-1]).all(axis=-1).any():
            raise FloatingPointError(
                f"delta_rule_fit diverged in epoch {epoch + 1}: the weights have become too large for a "
                f"number; try a learning_rate below {learning_rate:g}"
            )
    return DeltaRuleFit(weight, bias, np.array(path))


def _point(weight: Array, bias: Array) -> Array:
    """Return (w₁, …, w_d, b), of each neuron where there are several."""
    column = np.broadcast_to(bias, weight.shape[:-1])[..., None]
    return np.concatenate([weight, column], axis=-1)


# Without learning: the best linear neuron in one line


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
