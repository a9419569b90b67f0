"""The neuron: a weighted sum, and what an activation makes of it."""

from __future__ import annotations

from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, OnNumbers
from nnbook.neurons._step import step

__all__ = ["neuron", "weighted_sum"]


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
