"""Activation functions, each with its derivative as a function of the pre-activation ``z``.

The chapter *Activations* teaches them.  Every function here is one or two lines of mathematics in a form
that neither overflows nor loses digits; a comment says what goes wrong with the form in most tutorials.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nnbook._checks import Array, elementwise, floating, real_elementwise
from nnbook.neurons import step

__all__ = [
    "ACTIVATIONS",
    "ActivationInfo",
    "elu",
    "elu_derivative",
    "gelu",
    "gelu_derivative",
    "gelu_tanh",
    "gelu_tanh_derivative",
    "identity",
    "identity_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "log_sigmoid",
    "log_sigmoid_derivative",
    "log_softmax",
    "log_sum_exp",
    "mish",
    "mish_derivative",
    "relu",
    "relu_derivative",
    "selu",
    "selu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "silu",
    "silu_derivative",
    "softmax",
    "softmax_jacobian",
    "softplus",
    "softplus_derivative",
    "softsign",
    "softsign_derivative",
    "step",
    "step_derivative",
    "tanh",
    "tanh_derivative",
]

SELU_ALPHA = 1.6732632423543772848
SELU_SCALE = 1.0507009873554804934


@elementwise
def identity(z: Array) -> Array:
    """Return z itself: no activation, for the output of a regression network."""
    return +z


@elementwise
def identity_derivative(z: Array) -> Array:
    """Return the slope of the identity, 1."""
    return np.where(np.isnan(z), z, 1)


@real_elementwise
def step_derivative(z: Array) -> Array:
    """Return the slope of the step, 0 (also at the jump, where there is none)."""
    return np.where(np.isnan(z), z, 0)


@elementwise
def sigmoid(z: Array) -> Array:
    """Squash z into (0, 1)."""
    # 1 / (1 + exp(-z)) overflows below −709; neither exponent here is ever positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, -z)))


@elementwise
def sigmoid_derivative(z: Array) -> Array:
    """Return the slope of the sigmoid."""
    # s (1 - s) is 0 from z = 37 on, because s rounds to 1.
    return sigmoid(z) * sigmoid(-z)


@elementwise
def log_sigmoid(z: Array) -> Array:
    """Return the logarithm of the sigmoid."""
    return -softplus(-z)


@elementwise
def log_sigmoid_derivative(z: Array) -> Array:
    """Return the slope of the log-sigmoid."""
    return sigmoid(-z)


@elementwise
def tanh(z: Array) -> Array:
    """Squash z into (−1, 1)."""
    return np.tanh(z)


@elementwise
def tanh_derivative(z: Array) -> Array:
    """Return the slope of the hyperbolic tangent."""
    # 1 - tanh² is 0 from z = 19 on; sech² is not.
    e = np.exp(np.minimum(z, -z))
    return (2 * e / (1 + e * e)) ** 2


@elementwise
def relu(z: Array) -> Array:
    """Cut negative values off."""
    return np.maximum(z, 0)


@real_elementwise
def relu_derivative(z: Array) -> Array:
    """Return the slope of ReLU: 1 where z > 0, else 0."""
    return np.sign(np.maximum(z, 0))


@elementwise
def leaky_relu(z: Array, negative_slope: float = 0.01) -> Array:
    """Let negative values through, scaled down."""
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


@real_elementwise
def leaky_relu_derivative(z: Array, negative_slope: float = 0.01) -> Array:
    """Return the slope of the leaky ReLU: 1 where z > 0, else `negative_slope`."""
    positive = np.sign(np.maximum(z, 0))
    return positive + negative_slope * (1 - positive)


@elementwise
def elu(z: Array, alpha: float = 1.0) -> Array:
    """Bend negative values smoothly towards −α."""
    # exp(z) - 1 is 0 at −1e-20; both branches of a `where` are computed, so clip first.
    return np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))


@elementwise
def elu_derivative(z: Array, alpha: float = 1.0) -> Array:
    """Return the slope of the ELU."""
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


@elementwise
def selu(z: Array) -> Array:
    """Scale an ELU."""
    return SELU_SCALE * elu(z, SELU_ALPHA)


@elementwise
def selu_derivative(z: Array) -> Array:
    """Return the slope of the SELU."""
    return SELU_SCALE * elu_derivative(z, SELU_ALPHA)


@elementwise
def softplus(z: Array) -> Array:
    """Round off the corner of ReLU."""
    # log(1 + exp(z)) overflows above 709 and is 0 below −37.
    return np.maximum(z, 0) + np.log1p(np.exp(np.minimum(z, -z)))


@elementwise
def softplus_derivative(z: Array) -> Array:
    """Return the slope of softplus: the sigmoid."""
    return sigmoid(z)


@elementwise
def softsign(z: Array) -> Array:
    """Squash z into (−1, 1), slowly."""
    z = np.clip(z, -1e30, 1e30)
    return z / (1 + np.maximum(z, -z))


@elementwise
def softsign_derivative(z: Array) -> Array:
    """Return the slope of softsign."""
    return (1 / (1 + np.maximum(z, -z))) ** 2


@elementwise
def silu(z: Array) -> Array:
    """Gate z by its own sigmoid."""
    z = np.maximum(z, -800)
    a, b = _sigmoid_factors(z)
    return z * a * b


@elementwise
def silu_derivative(z: Array) -> Array:
    """Return the slope of SiLU."""
    z = np.clip(z, -800, 800)
    a, b = _sigmoid_factors(z)
    return a * (1 + z * sigmoid(-z)) * b


@elementwise
def mish(z: Array) -> Array:
    """Gate z by the tanh of its softplus."""
    t = sigmoid(-z)
    return silu(z) * (1 + t) / (1 + t * t)


@elementwise
def mish_derivative(z: Array) -> Array:
    """Return the slope of Mish."""
    z = np.clip(z, -800, 800)
    t = sigmoid(-z)
    a, b = _sigmoid_factors(z)
    return a * ((1 + t) / (1 + t * t) + z * (2 * t / (1 + t * t)) ** 2) * b


@elementwise
def gelu(z: Array) -> Array:
    """Gate z by the normal distribution function."""
    m = np.minimum(np.maximum(z, -z), 40)
    return np.maximum(z, 0) - m * _normal_tail(m)


@elementwise
def gelu_derivative(z: Array) -> Array:
    """Return the slope of GELU."""
    from scipy.special import erfcx

    m = np.minimum(np.maximum(z, -z), 40)
    left = _gaussian(m) * (erfcx(m * math.sqrt(0.5)) / 2 - m / math.sqrt(2 * math.pi))
    return np.where(z > 0, 1 - left, left)


@elementwise
def gelu_tanh(z: Array) -> Array:
    """Approximate GELU."""
    a, b = _sigmoid_factors(_gelu_tanh_exponent(np.clip(z, -30, 30)))
    return np.maximum(z, -30) * a * b


@elementwise
def gelu_tanh_derivative(z: Array) -> Array:
    """Return the slope of the tanh form of GELU."""
    z = np.clip(z, -30, 30)
    v = _gelu_tanh_exponent(z)
    dv = math.sqrt(8 / math.pi) * (1 + 3 * 0.044715 * z * z)
    a, b = _sigmoid_factors(v)
    return a * (1 + z * sigmoid(-v) * dv) * b


@floating
def softmax(z: Array, axis: int = -1) -> Array:
    """Turn logits into probabilities that sum to 1."""
    e = np.exp(_below_largest(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


@floating
def log_softmax(z: Array, axis: int = -1) -> Array:
    """Return the logarithm of softmax."""
    shifted = _below_largest(z, axis)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@floating
def log_sum_exp(z: Array, axis: int = -1) -> Array:
    """Return log Σ exp(z): a smooth maximum."""
    largest = np.finfo(z.dtype).max
    shift = np.clip(z.max(axis=axis, keepdims=True), -largest, largest)
    with np.errstate(divide="ignore", over="ignore"):
        total = np.log(np.exp(z - shift).sum(axis=axis))
    return total + shift.squeeze(axis)


@floating
def softmax_jacobian(z: Array) -> Array:
    """Return ∂pᵢ/∂zⱼ."""
    p = softmax(z)
    eye = np.eye(p.shape[-1], dtype=p.dtype)
    off_diagonal = (eye - 1) * p[..., :, None] * p[..., None, :]
    return off_diagonal - eye * off_diagonal.sum(axis=-1, keepdims=True)


def _below_largest(z: Array, axis: int) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return z - z.max(axis=axis, keepdims=True)


def _sigmoid_factors(z: Array) -> tuple[Array, Array]:
    half = np.exp(np.minimum(z, 0) / 2)
    return half, half / (1 + np.exp(np.minimum(z, -z)))


def _gaussian(m: Array) -> Array:
    high = np.rint(16 * m) / 16
    return np.exp(-high * high / 2) * np.exp((high - m) * (high + m) / 2)


def _normal_tail(m: Array) -> Array:
    from scipy.special import erfcx

    return erfcx(m * math.sqrt(0.5)) / 2 * _gaussian(m)


def _gelu_tanh_exponent(z: Array) -> Array:
    return math.sqrt(8 / math.pi) * (z + 0.044715 * z * z * z)


@dataclass(frozen=True)
class ActivationInfo:
    """What the book knows of one elementwise activation."""

    function: Callable[..., Array]
    derivative: Callable[..., Array]
    range: tuple[float, float]
    gain: float | None = None
    kinks: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__


_INF = math.inf
ACTIVATIONS: Mapping[str, ActivationInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            ActivationInfo(identity, identity_derivative, (-_INF, _INF), gain=1.0),
            ActivationInfo(step, step_derivative, (0, 1), kinks=(0,)),
            ActivationInfo(sigmoid, sigmoid_derivative, (0, 1), gain=1.0),
            ActivationInfo(log_sigmoid, log_sigmoid_derivative, (-_INF, 0)),
            ActivationInfo(tanh, tanh_derivative, (-1, 1), gain=5 / 3),
            ActivationInfo(relu, relu_derivative, (0, _INF), gain=math.sqrt(2), kinks=(0,)),
            ActivationInfo(
                leaky_relu,
                leaky_relu_derivative,
                (-_INF, _INF),
                gain=math.sqrt(2 / (1 + 0.01**2)),
                kinks=(0,),
            ),
            ActivationInfo(elu, elu_derivative, (-1, _INF)),
            ActivationInfo(selu, selu_derivative, (-SELU_SCALE * SELU_ALPHA, _INF), gain=3 / 4, kinks=(0,)),
            ActivationInfo(softplus, softplus_derivative, (0, _INF)),
            ActivationInfo(softsign, softsign_derivative, (-1, 1)),
            ActivationInfo(silu, silu_derivative, (-0.2784645427610738, _INF)),
            ActivationInfo(gelu, gelu_derivative, (-0.16997120747990369, _INF)),
            ActivationInfo(gelu_tanh, gelu_tanh_derivative, (-0.17004, _INF)),
            ActivationInfo(mish, mish_derivative, (-0.30884, _INF)),
        )
    }
)
