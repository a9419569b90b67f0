"""Learning by degrees: the delta rule."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.neurons._neuron import weighted_sum

__all__ = ["DeltaRuleFit", "delta_rule_fit", "delta_rule_update", "squared_error_gradient"]


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
    for epoch in range(_checks.whole_number(epochs, "delta_rule_fit", what="epochs")):
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
