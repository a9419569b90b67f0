"""The four equations of backpropagation, and the same put together for a multilayer perceptron."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, Parameters
from nnbook.activations import ACTIVATIONS, ActivationInfo

__all__ = [
    "Backward",
    "backward_by_equations",
    "bias_gradient",
    "hidden_error",
    "output_error",
    "weight_gradient",
]

Elementwise: TypeAlias = Callable[[Array], Array]
Loss: TypeAlias = Callable[[Array, Any], tuple[Array, Array]]


# The four equations


def output_error(output_gradient: ArrayLike, z: ArrayLike, activation_derivative: Elementwise) -> Array:
    """Return the error δ of the output layer: the slope of the loss with respect to its pre-activations.

    Parameters
    ----------
    output_gradient : array_like, shape (K,), (n, K) or (S, n, K)
        ∂L/∂a, the gradient of the loss with respect to the network's output.
    z : array_like
        The pre-activations of the output layer, in the same shape.
    activation_derivative : callable
        φ′, such as `sigmoid_derivative`; for logits `identity_derivative`.

    Returns
    -------
    ndarray
        ∂L/∂a ⊙ φ′(z).

    Raises
    ------
    TypeError
        If an array does not hold numbers, or the derivative is not a function.
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> from nnbook import output_error, sigmoid_derivative
    >>> output_error([0.8, -0.4], [0, 0], sigmoid_derivative)
    array([ 0.2, -0.1])
    """
    who = "output_error"
    dL_da, z = (
        _checks.numbers(output_gradient, who, what="output_gradient"),
        _checks.numbers(z, who, what="z"),
    )
    _same_shape(who, "output_gradient", dL_da, z)
    _checks.function(activation_derivative, who, what="activation_derivative")
    return dL_da * activation_derivative(z)


def hidden_error(
    next_error: ArrayLike, next_weight: ArrayLike, z: ArrayLike, activation_derivative: Elementwise
) -> Array:
    """Return the error δ of a hidden layer from that of the next one.

    Parameters
    ----------
    next_error : array_like, shape (m,), (n, m) or (S, n, m)
        The error of the next layer.
    next_weight : array_like, shape (m, d) or (S, m, d)
        The weight of the next layer, by which this layer's activations reach it.
    z : array_like, shape (d,), (n, d) or (S, n, d)
        The pre-activations of this layer.
    activation_derivative : callable
        φ′ of this layer, such as `relu_derivative`.

    Returns
    -------
    ndarray
        (Wᵀδ) ⊙ φ′(z) for one sample and (δ W) ⊙ φ′(z) for a batch, in the shape of z.

    Raises
    ------
    TypeError
        If an array does not hold numbers, or the derivative is not a function.
    ValueError
        If the shapes do not fit.

    Examples
    --------
    Two units behind, one of which is switched off:

    >>> from nnbook import hidden_error, relu_derivative
    >>> hidden_error([0.5], [[2, 4]], [3, -1], relu_derivative)
    array([1., 0.])
    """
    who = "hidden_error"
    delta, W = _error(who, next_error), _checks.numbers(next_weight, who, what="next_weight")
    z = _checks.numbers(z, who, what="z")
    if W.ndim not in (2, delta.ndim) or W.ndim < 2 or W.shape[-2] != delta.shape[-1]:
        raise ValueError(
            f"{who} expected next_error of shape (n, m) and next_weight of shape (m, d), "
            f"got {delta.shape} and {W.shape}"
        )
    passed_back = delta @ W  # for one sample, where delta is a vector, NumPy reads this as Wᵀδ
    _same_shape(who, "the error passed back", passed_back, z)
    _checks.function(activation_derivative, who, what="activation_derivative")
    return passed_back * activation_derivative(z)


def bias_gradient(error: ArrayLike) -> Array:
    """Return ∂L/∂b of a layer from its error: the error itself, added up over a batch.

    Parameters
    ----------
    error : array_like, shape (m,), (n, m) or (S, n, m)
        The error δ of the layer.

    Returns
    -------
    ndarray, shape (m,) or (S, m)
        The gradient of the bias.

    Raises
    ------
    TypeError
        If the error does not hold numbers.
    ValueError
        If it is one number.

    Examples
    --------
    >>> from nnbook import bias_gradient
    >>> bias_gradient([[1, 2], [3, 4], [5, 6]])
    array([ 9., 12.])
    """
    delta = _error("bias_gradient", error)
    return +delta if delta.ndim == 1 else delta.sum(axis=-2)


def weight_gradient(error: ArrayLike, previous_activation: ArrayLike) -> Array:
    """Return ∂L/∂W of a layer: each error times each activation that came in, added up over a batch.

    Parameters
    ----------
    error : array_like, shape (m,), (n, m) or (S, n, m)
        The error δ of the layer.
    previous_activation : array_like, shape (d,), (n, d) or (S, n, d)
        What the layer multiplied by its weight.  A population may share it.

    Returns
    -------
    ndarray, shape (m, d) or (S, m, d)
        The gradient of the weight: δ aᵀ for one sample, δᵀ a for a batch.

    Raises
    ------
    TypeError
        If an array does not hold numbers.
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> from nnbook import weight_gradient
    >>> weight_gradient([1, -1], [2, 3])
    array([[ 2.,  3.],
           [-2., -3.]])
    """
    delta = _error("weight_gradient", error)
    a = _checks.numbers(previous_activation, "weight_gradient", what="previous_activation")
    shared = delta.ndim == 3 and a.ndim == 2
    if a.ndim == 0 or a.shape[:-1] != delta.shape[shared:-1]:
        raise ValueError(
            "weight_gradient expected error of shape (n, m) and previous_activation of shape (n, d), "
            f"got {delta.shape} and {a.shape}"
        )
    return np.outer(delta, a) if delta.ndim == 1 else delta.mT @ a


# The equations put together


class Backward(NamedTuple):
    """What `backward_by_equations` found on its way forward and back.

    Parameters
    ----------
    value : ndarray
        The loss.
    grads : dict of ndarray
        Its gradients by parameter name.
    pre_activations : list of ndarray
        z of every layer.
    activations : list of ndarray
        The input, and a of every layer: one array more.
    errors : list of ndarray
        δ of every layer.
    """

    value: Array
    grads: dict[str, Array]
    pre_activations: list[Array]
    activations: list[Array]
    errors: list[Array]


def backward_by_equations(
    params: Parameters, x: ArrayLike, target: ArrayLike, *, activations: Sequence[str], loss: Loss
) -> Backward:
    """Return the loss of a multilayer perceptron and its gradients, by the four equations.

    Parameters
    ----------
    params : mapping of str to ndarray
        "0.weight", "0.bias" and so on, as `mlp` names them; other numbers than 0, 2, 4 will do.
    x : array_like, shape (n, d) or (S, n, d)
        A batch.
    target : array_like
        What the loss expects.
    activations : sequence of str
        The activation of each layer by its name in `ACTIVATIONS`; "identity" for logits.
    loss : callable
        ``loss(prediction, target) -> (value, gradient)``, such as `cross_entropy_value_and_gradient`.

    Returns
    -------
    Backward
        The loss, its gradients, and everything on the way.

    Raises
    ------
    TypeError
        If `x` does not hold numbers.
    ValueError
        If the parameters are no stack of linear layers, an activation is unknown, or shapes do not fit.

    Examples
    --------
    The smallest network with a hidden neuron: x = 2, w = 3, ReLU, v = 0.5, target 5:

    >>> import numpy as np
    >>> from nnbook import backward_by_equations, mean_squared_error_value_and_gradient
    >>> params = {"0.weight": np.array([[3.0]]), "0.bias": np.zeros(1),
    ...           "1.weight": np.array([[0.5]]), "1.bias": np.zeros(1)}
    >>> found = backward_by_equations(params, [[2]], [[5]], activations=["relu", "identity"],
    ...                               loss=mean_squared_error_value_and_gradient)
    >>> float(found.value), found.grads["0.weight"].item(), found.grads["1.weight"].item()
    (4.0, -4.0, -24.0)
    """
    layers, phi = _stack(params, activations)
    W = [params[f"{layer}.weight"] for layer in layers]
    b = [params[f"{layer}.bias"] for layer in layers]

    a, z = [_checks.numbers(x, "backward_by_equations", what="x")], []
    for i, activation in enumerate(phi):
        z.append(_weighted_sums(a[i], W[i], b[i]))
        a.append(activation.function(z[i]))
    value, output_gradient = loss(a[-1], target)

    errors = [output_error(output_gradient, z[-1], phi[-1].derivative)]
    for i in reversed(range(len(layers) - 1)):
        errors.insert(0, hidden_error(errors[0], W[i + 1], z[i], phi[i].derivative))

    grads = {}
    for i, layer in enumerate(layers):
        grads[f"{layer}.weight"] = weight_gradient(errors[i], a[i])
        grads[f"{layer}.bias"] = bias_gradient(errors[i])
    return Backward(value, grads, z, a, errors)


# What comes in


def _weighted_sums(a: Array, W: Array, b: Array) -> Array:
    """Return a Wᵀ + b, or say which shape does not fit."""
    fits = a.ndim in (2, 3) and W.ndim in (2, 3) and a.ndim <= W.ndim and b.shape == W.shape[:-1]
    if not fits or a.shape[-1] != W.shape[-1] or (a.ndim == 3 and len(a) != len(W)):
        raise ValueError(
            "backward_by_equations expected a batch of shape (n, d), a weight of shape (m, d) and a bias of "
            f"shape (m,), got {a.shape}, {W.shape} and {b.shape}"
        )
    return a @ W.mT + b[..., None, :]


def _stack(params: Parameters, activations: Sequence[str]) -> tuple[list[str], list[ActivationInfo]]:
    """Return the numbers of the layers in their order, and their activations."""
    who = "backward_by_equations"
    layers = sorted({name.partition(".")[0] for name in params}, key=lambda layer: (len(layer), layer))
    expected = {f"{layer}.{part}" for layer in layers for part in ("weight", "bias")}
    if not layers or expected != set(params):
        there = ", ".join(sorted(params)) or "none"
        raise ValueError(f"{who} expected a weight and a bias for every layer, such as 0.weight, got {there}")
    if isinstance(activations, str) or len(activations) != len(layers):
        raise ValueError(
            f"{who} expected one activation for each of {len(layers)} layers, got {activations!r}"
        )
    for name in activations:
        if name not in ACTIVATIONS:
            raise ValueError(
                f"{who} expected activations from {', '.join(sorted(ACTIVATIONS))}, got {name!r}"
            )
    return layers, [ACTIVATIONS[name] for name in activations]


def _error(who: str, error: ArrayLike) -> Array:
    """Return the error of a layer, with one axis at least."""
    delta = _checks.numbers(error, who, what="error")
    if delta.ndim not in (1, 2, 3):
        raise ValueError(
            f"{who} expected an error of shape (m,), (n, m) or (S, n, m), got shape {delta.shape}"
        )
    return delta


def _same_shape(who: str, what: str, array: Array, z: Array) -> None:
    if array.shape != z.shape:
        raise ValueError(f"{who} expected {what} and z of one shape, got {array.shape} and {z.shape}")
