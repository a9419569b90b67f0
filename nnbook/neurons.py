"""One neuron: a weighted sum, a bias, and a function of the result; and the two oldest ways to make it learn.

The chapter *Neurons* builds every function of this module.  ``x`` is one sample of d features or a batch
with one sample per row; ``weight`` is one neuron's (d,) or, one neuron per row, the (m, d) of m neurons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array

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


@_checks.real_elementwise
def step(z: Array) -> Array:
    """Fire or not: 1 where z ≥ 0, else 0."""
    return np.heaviside(z, 1)


def weighted_sum(x: ArrayLike, weight: ArrayLike, bias: ArrayLike) -> Array:
    """Return z = w·x + b."""
    x, weight, bias = _checks.neurons("weighted_sum", x, weight, bias)
    return x @ weight.T + bias


def neuron(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike, activation: Callable[..., Array] = step
) -> Array:
    """Return the neuron's output a = φ(w·x + b)."""
    _checks.function(activation, "neuron", what="activation")
    return activation(weighted_sum(x, weight, bias))


def perceptron_update(
    x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike, learning_rate: float = 1.0
) -> tuple[Array, Array]:
    """Move the boundary towards one sample that stands on the wrong side of it."""
    x, y, weight, bias = _checks.one_sample("perceptron_update", x, y, weight, bias)
    _checks.label(y, "perceptron_update")
    learning_rate = _checks.positive(learning_rate, "perceptron_update", what="learning_rate")
    error = y - neuron(x, weight, bias, step)  # −1, 0 or 1
    return weight + learning_rate * error[..., None] * x, bias + learning_rate * error


class PerceptronFit(NamedTuple):
    """What `perceptron_fit` learned."""

    weight: Array
    bias: Array
    mistakes: Array


def perceptron_fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float = 1.0,
    epochs: int = 100,
    weight: ArrayLike | None = None,
    bias: ArrayLike = 0.0,
) -> PerceptronFit:
    """Visit the samples in order, epoch after epoch, until a whole epoch needs no correction."""
    X, y = _checks.samples("perceptron_fit", X, y)
    weight = np.zeros(X.shape[1], X.dtype) if weight is None else weight
    _, weight, bias = _checks.neurons("perceptron_fit", X, weight, bias)
    mistakes = []
    for _ in range(_checks.positive_integer(epochs, "perceptron_fit", what="epochs")):
        wrong = np.zeros(weight.shape[:-1], int)
        for x_i, y_i in zip(X, y, strict=True):
            wrong += neuron(x_i, weight, bias, step) != y_i
            weight, bias = perceptron_update(x_i, y_i, weight, bias, learning_rate)
        mistakes.append(wrong)
        if not wrong.any():
            break
    return PerceptronFit(weight, bias, np.array(mistakes))


def squared_error_gradient(x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike) -> tuple[Array, Array]:
    """Return the slopes of the squared error L = (y − ŷ)² of one linear neuron ŷ = w·x + b."""
    x, y, weight, bias = _checks.one_sample("squared_error_gradient", x, y, weight, bias)
    error = y - weighted_sum(x, weight, bias)
    return -2 * error[..., None] * x, -2 * error


def delta_rule_update(
    x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike, learning_rate: float
) -> tuple[Array, Array]:
    """Correct a linear neuron in proportion to its error on one sample."""
    x, y, weight, bias = _checks.one_sample("delta_rule_update", x, y, weight, bias)
    learning_rate = _checks.positive(learning_rate, "delta_rule_update", what="learning_rate")
    error = y - weighted_sum(x, weight, bias)
    return weight + learning_rate * error[..., None] * x, bias + learning_rate * error


class DeltaRuleFit(NamedTuple):
    """What `delta_rule_fit` learned, and the way there."""

    weight: Array
    bias: Array
    path: Array


def delta_rule_fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    epochs: int,
    weight: ArrayLike | None = None,
    bias: ArrayLike = 0.0,
) -> DeltaRuleFit:
    """Visit the samples in order, epoch after epoch, one correction per sample."""
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
                f"delta_rule_fit diverged in epoch {epoch + 1}: the weights are no longer finite; "
                f"try a learning_rate below {learning_rate:g}"
            )
    return DeltaRuleFit(weight, bias, np.array(path))


def _point(weight: Array, bias: Array) -> Array:
    bias = np.broadcast_to(bias, weight.shape[:-1])
    return np.concatenate([weight, bias[..., None]], axis=-1, dtype=weight.dtype)


def least_squares(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return the weights and bias of the linear neuron with the smallest squared error."""
    X, y = _checks.samples("least_squares", X, y)
    X = X.astype(np.result_type(X, np.float32))  # LAPACK has no float16
    ones = np.ones((len(X), 1), X.dtype)
    solution, *_ = np.linalg.lstsq(np.hstack([X, ones]), y.astype(X.dtype))
    return solution[:-1], solution[-1]
