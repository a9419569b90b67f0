"""z times a gate between 0 and 1."""

from __future__ import annotations

import math

import numpy as np

from nnbook._checks import Array, elementwise
from nnbook.activations._smooth import sigmoid

__all__ = [
    "gelu",
    "gelu_derivative",
    "gelu_tanh",
    "gelu_tanh_derivative",
    "mish",
    "mish_derivative",
    "silu",
    "silu_derivative",
]


@elementwise
def silu(z: Array) -> Array:
    """Let z through a gate that opens with z: z σ(z), also called swish.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values in the shape of z; 0 at −∞, the limit.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Hendrycks, D. and Gimpel, K. (2016). Gaussian error linear units (GELUs). arXiv:1606.08415.

    Elfwing, S., Uchibe, E. and Doya, K. (2018). Sigmoid-weighted linear units for neural network function
    approximation in reinforcement learning. Neural Networks 107, 3–11.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import silu
    >>> silu([-1, 0, 1, np.inf]).round(4)
    array([-0.2689,  0.    ,  0.7311,     inf])
    """
    z = np.maximum(z, -800)  # -∞ · 0 would be NaN
    a, b = _sigmoid_in_two_factors(z)
    return z * a * b


@elementwise
def silu_derivative(z: Array) -> Array:
    """Return the slope of `silu`, which is negative where z is below about −1.28.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in the shape of z, between about −0.1 and 1.1.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import silu_derivative
    >>> silu_derivative([-2, 0, 2]).round(4)
    array([-0.0908,  0.5   ,  1.0908])
    """
    z = np.clip(z, -800, 800)  # ±∞ · 0 would be NaN
    a, b = _sigmoid_in_two_factors(z)
    return a * (1 + z * sigmoid(-z)) * b


@elementwise
def mish(z: Array) -> Array:
    """Let z through a gate that is the tanh of its softplus.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values in the shape of z; 0 at −∞, the limit.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Misra, D. (2020). Mish: a self regularized non-monotonic activation function. BMVC. arXiv:1908.08681.

    Examples
    --------
    >>> from nnbook import mish
    >>> mish([-1, 0, 1]).round(4)
    array([-0.3034,  0.    ,  0.8651])
    """
    # With t = s(-z), tanh(softplus(z)) = (1 - t²) / (1 + t²), and 1 - t² = s(z) (1 + t) loses no digit.
    t = sigmoid(-z)
    return silu(z) * (1 + t) / (1 + t * t)


@elementwise
def mish_derivative(z: Array) -> Array:
    """Return the slope of `mish`.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in the shape of z, between about −0.11 and 1.09.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import mish_derivative
    >>> mish_derivative([-2, 0, 2]).round(4)
    array([-0.1084,  0.6   ,  1.0693])
    """
    # With t = s(-z), as in mish: the gate, plus z times the gate's own slope; s(z) taken out of both.
    z = np.clip(z, -800, 800)
    t = sigmoid(-z)
    a, b = _sigmoid_in_two_factors(z)
    return a * ((1 + t) / (1 + t * t) + z * (2 * t / (1 + t * t)) ** 2) * b


@elementwise
def gelu(z: Array) -> Array:
    """Let z through a gate that is the normal distribution function: z Φ(z), exactly.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values in the shape of z; 0 at −∞, the limit.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    See Also
    --------
    gelu_tanh : the approximation that some networks were trained with.

    References
    ----------
    Hendrycks, D. and Gimpel, K. (2016). Gaussian error linear units (GELUs). arXiv:1606.08415.

    Examples
    --------
    >>> from nnbook import gelu
    >>> gelu([-1, 0, 1]).round(4)
    array([-0.1587,  0.    ,  0.8413])
    >>> f"{gelu(-10):.3g}"
    '-7.62e-23'
    """
    from scipy.special import erfcx

    # z Φ(z) = max(z, 0) - |z| Φ(-|z|), and Φ(-m) = erfcx(m/√2) exp(-m²/2) / 2 down to the last digit;
    # 1 + erf(z/√2) has lost all of them at z = -9.
    m = np.minimum(np.maximum(z, -z), 40)
    return np.maximum(z, 0) - _times_exp_of_minus_half_square(m * erfcx(m * math.sqrt(0.5)) / 2, m)


@elementwise
def gelu_derivative(z: Array) -> Array:
    """Return the slope of `gelu`, Φ(z) + z φ(z).

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in the shape of z, between about −0.13 and 1.13.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import gelu_derivative
    >>> gelu_derivative([-2, 0, 2]).round(4)
    array([-0.0852,  0.5   ,  1.0852])
    """
    from scipy.special import erfcx

    # On the left as in gelu; on the right by symmetry, since the slopes at -z and z add up to 1.
    m = np.minimum(np.maximum(z, -z), 40)
    bracket = erfcx(m * math.sqrt(0.5)) / 2 - m / math.sqrt(2 * math.pi)
    left = _times_exp_of_minus_half_square(bracket, m)
    return np.where(z > 0, 1 - left, left)


@elementwise
def gelu_tanh(z: Array) -> Array:
    """Approximate `gelu` by a tanh, as the first networks with GELU did.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values in the shape of z; 0 at −∞, the limit.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Hendrycks, D. and Gimpel, K. (2016). Gaussian error linear units (GELUs). arXiv:1606.08415.

    Examples
    --------
    The two forms differ by a few ten-thousandths at most:

    >>> from nnbook import gelu, gelu_tanh
    >>> gelu_tanh([-1, 0, 1]).round(4)
    array([-0.1588,  0.    ,  0.8412])
    >>> float((gelu_tanh(2.7) - gelu(2.7)).round(6))
    0.000473
    """
    # (1 + tanh(u)) / 2 = s(2u), which unlike 1 + tanh(u) keeps its digits on the left.
    a, b = _sigmoid_in_two_factors(_gelu_tanh_exponent(np.clip(z, -30, 30)))
    return np.maximum(z, -30) * a * b


@elementwise
def gelu_tanh_derivative(z: Array) -> Array:
    """Return the slope of `gelu_tanh`.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in the shape of z, between about −0.13 and 1.13.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import gelu_tanh_derivative
    >>> gelu_tanh_derivative([-2, 0, 2]).round(4)
    array([-0.0861,  0.5   ,  1.0861])
    """
    z = np.clip(z, -30, 30)
    v = _gelu_tanh_exponent(z)
    v_derivative = math.sqrt(8 / math.pi) * (1 + 3 * 0.044715 * z * z)
    a, b = _sigmoid_in_two_factors(v)
    return a * (1 + z * sigmoid(-v) * v_derivative) * b


def _sigmoid_in_two_factors(z: Array) -> tuple[Array, Array]:
    """Return a and b with a·b = σ(z): σ(z) runs out of digits near −708, where z·σ(z) need not."""
    half = np.exp(np.minimum(z, 0) / 2)
    return half, half / (1 + np.exp(np.minimum(z, -z)))


def _times_exp_of_minus_half_square(factor: Array, m: Array) -> Array:
    """Return factor · exp(−m²/2), splitting m because the rounding of m² costs up to a thousand ULP."""
    high = np.rint(256 * m) / 256  # so few digits that its square is exact
    return factor * np.exp(-high * high / 2) * np.exp((high - m) * (high + m) / 2)


def _gelu_tanh_exponent(z: Array) -> Array:
    """Return 2 √(2/π) (z + 0.044715 z³)."""
    return math.sqrt(8 / math.pi) * (z + 0.044715 * z * z * z)
