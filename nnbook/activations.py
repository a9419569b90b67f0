"""Activation functions, each with its derivative as a function of the pre-activation ``z``.

The chapter *Activations* teaches them.  Each is one or two lines of mathematics, in a form that neither
overflows nor loses digits; a comment says what goes wrong with the form that most tutorials print.

All of them take an array of any shape, nested lists or one number, and return new values of the same shape.
Integers and booleans become float64; float32 and float16 stay what they are; NaN gives NaN; ±∞ gives the
limit.  Functions without a jump take complex numbers too and branch on the real part, so that a complex
step gives their derivative to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nnbook._checks import Array, OnNumbers, along_axis, elementwise, real_elementwise
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


# No activation at all, and the oldest one


@elementwise
def identity(z: Array) -> Array:
    """Return z itself: the activation of an output that may be any number.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        A copy of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import identity
    >>> identity([-1, 2])
    array([-1.,  2.])
    """
    return +z


@elementwise
def identity_derivative(z: Array) -> Array:
    """Return the slope of `identity`: 1 everywhere.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Ones in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import identity_derivative
    >>> identity_derivative([-1, 2])
    array([1., 1.])
    """
    return np.where(np.isnan(z), z, 1)


@real_elementwise
def step_derivative(z: Array) -> Array:
    """Return the slope of `step`: 0 everywhere, and by convention 0 at the jump.

    A slope of 0 says nothing about which way to move, so a step cannot be trained by its slope.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape.

    Returns
    -------
    ndarray
        Zeros in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.

    Examples
    --------
    >>> from nnbook import step_derivative
    >>> step_derivative([-1, 0, 1])
    array([0., 0., 0.])
    """
    return np.where(np.isnan(z), z, 0)


# Smooth steps


@elementwise
def sigmoid(z: Array) -> Array:
    """Squash z into (0, 1): the logistic function.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape; often the log-odds of a yes.

    Returns
    -------
    ndarray
        Values between 0 (at −∞) and 1 (at +∞), in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Verhulst, P.-F. (1838). Notice sur la loi que la population suit dans son accroissement.
    Correspondance mathématique et physique 10, 113–121.

    Examples
    --------
    >>> from nnbook import sigmoid
    >>> sigmoid([-5, 0, 5]).round(4)
    array([0.0067, 0.5   , 0.9933])

    The form in most tutorials overflows here:

    >>> float(sigmoid(-745))
    5e-324
    """
    # 1 / (1 + exp(-z)) overflows below -709; no exponent here is positive.
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, -z)))


@elementwise
def sigmoid_derivative(z: Array) -> Array:
    """Return the slope of `sigmoid`, at most 1/4.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape (not the sigmoid's output).

    Returns
    -------
    ndarray
        Slopes in (0, 1/4], in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import sigmoid, sigmoid_derivative
    >>> float(sigmoid_derivative(0))
    0.25

    Far out the slope is small but not zero, as s(1 − s) would have it:

    >>> s = sigmoid(40)
    >>> f"{s * (1 - s):.3g}, {sigmoid_derivative(40):.3g}"
    '0, 4.25e-18'
    """
    # s * (1 - s) is 0 from z = 37 on, where s rounds to 1.
    e = np.exp(np.minimum(z, -z))
    total = 1 + e
    return e / (total * total)


@elementwise
def log_sigmoid(z: Array) -> Array:
    """Return the natural logarithm of `sigmoid`.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values of at most 0, in the shape of z; close to z where z is very negative.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import log_sigmoid
    >>> log_sigmoid([-1000, 1000])
    array([-1000.,    -0.])
    """
    return -softplus(-z)


@elementwise
def log_sigmoid_derivative(z: Array) -> Array:
    """Return the slope of `log_sigmoid`, which is σ(−z).

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in (0, 1), in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import log_sigmoid_derivative
    >>> log_sigmoid_derivative([-1000, 0, 1000])
    array([1. , 0.5, 0. ])
    """
    return sigmoid(-z)


@elementwise
def tanh(z: Array) -> Array:
    """Squash z into (−1, 1): the hyperbolic tangent.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values between −1 and 1, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    LeCun, Y., Bottou, L., Orr, G. B. and Müller, K.-R. (1998). Efficient BackProp. In Neural Networks:
    Tricks of the Trade, Springer, 9–50.

    Examples
    --------
    >>> from nnbook import tanh
    >>> tanh([-2, 0, 2]).round(4)
    array([-0.964,  0.   ,  0.964])
    """
    return np.tanh(z)


@elementwise
def tanh_derivative(z: Array) -> Array:
    """Return the slope of `tanh`, at most 1.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in (0, 1], in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import tanh, tanh_derivative
    >>> float(tanh_derivative(0))
    1.0
    >>> f"{1 - tanh(20) ** 2:.3g}, {tanh_derivative(20):.3g}"
    '0, 1.7e-17'
    """
    # tanh(z) = 2 s(2z) - 1.  1 - tanh(z)**2 is 0 from z = 19 on; 2z overflows unless z is clipped.
    e = np.exp(2 * np.maximum(np.minimum(z, -z), -400))  # 2z must not overflow
    total = 1 + e
    return 4 * e / (total * total)


@elementwise
def softsign(z: Array) -> Array:
    """Squash z into (−1, 1) without an exponential; the ends are reached slowly.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values between −1 and 1, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Elliott, D. L. (1993). A better activation function for artificial neural networks. Institute for
    Systems Research, University of Maryland, technical report 93-8.

    Examples
    --------
    >>> from nnbook import softsign
    >>> softsign([-9, 0, 1])
    array([-0.9,  0. ,  0.5])
    """
    z = np.clip(z, -1e30, 1e30)  # ∞ / (1 + ∞) would be NaN
    return z / (1 + np.maximum(z, -z))


@elementwise
def softsign_derivative(z: Array) -> Array:
    """Return the slope of `softsign`, at most 1.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in (0, 1], in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import softsign_derivative
    >>> softsign_derivative([-9, 0, 1])
    array([0.01, 1.  , 0.25])
    """
    # Divided first, squared then: (1 + |z|)² overflows at 1e155.
    return (1 / (1 + np.maximum(z, -z))) ** 2


# The hinge and its variants


@elementwise
def relu(z: Array) -> Array:
    """Keep what is positive and cut the rest off at 0: the rectified linear unit.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values of at least 0, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Fukushima, K. (1969). Visual feature extraction by a multilayered network of analog threshold elements.
    IEEE Transactions on Systems Science and Cybernetics 5(4), 322–333.

    Nair, V. and Hinton, G. E. (2010). Rectified linear units improve restricted Boltzmann machines.
    ICML, 807–814.

    Examples
    --------
    >>> from nnbook import relu
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return np.maximum(z, 0)


@real_elementwise
def relu_derivative(z: Array) -> Array:
    """Return the slope of `relu`: 1 where z > 0, else 0.

    At 0 there is no slope; 0 is the convention here and in PyTorch.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape (not ReLU's output).

    Returns
    -------
    ndarray
        Zeros and ones in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.

    Examples
    --------
    >>> from nnbook import relu_derivative
    >>> relu_derivative([-2, 0, 3])
    array([0., 0., 1.])
    """
    # The sign of ReLU: as exact as np.where(z > 0, 1, 0), faster, and it keeps NaN.
    return np.sign(np.maximum(z, 0))


@elementwise
def leaky_relu(z: Array, negative_slope: float = 0.01) -> Array:
    """Keep what is positive and let a little of the rest through.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.
    negative_slope : float, default 0.01
        Factor for negative z.

    Returns
    -------
    ndarray
        Any numbers, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If `negative_slope` is not one finite number.

    References
    ----------
    Maas, A. L., Hannun, A. Y. and Ng, A. Y. (2013). Rectifier nonlinearities improve neural network
    acoustic models. ICML Workshop on Deep Learning for Audio, Speech and Language Processing.

    Examples
    --------
    >>> from nnbook import leaky_relu
    >>> leaky_relu([-2, 0, 3])
    array([-0.02,  0.  ,  3.  ])
    >>> leaky_relu([-2, 0, 3], negative_slope=0.5)
    array([-1.,  0.,  3.])
    """
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


@real_elementwise
def leaky_relu_derivative(z: Array, negative_slope: float = 0.01) -> Array:
    """Return the slope of `leaky_relu`: 1 where z > 0, else `negative_slope`.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape.
    negative_slope : float, default 0.01
        Slope for negative z, and by convention at 0.

    Returns
    -------
    ndarray
        Slopes in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.
    ValueError
        If `negative_slope` is not one finite number.

    Examples
    --------
    >>> from nnbook import leaky_relu_derivative
    >>> leaky_relu_derivative([-2, 0, 3])
    array([0.01, 0.01, 1.  ])
    """
    positive = relu_derivative(z)
    return positive + negative_slope * (1 - positive)


@elementwise
def elu(z: Array, alpha: float = 1.0) -> Array:
    """Keep what is positive and bend the rest smoothly towards −α: the exponential linear unit.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.
    alpha : float, default 1
        Minus the limit at −∞.

    Returns
    -------
    ndarray
        Values above −α, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If `alpha` is not one finite number.

    References
    ----------
    Clevert, D.-A., Unterthiner, T. and Hochreiter, S. (2016). Fast and accurate deep network learning by
    exponential linear units (ELUs). ICLR. arXiv:1511.07289.

    Examples
    --------
    >>> from nnbook import elu
    >>> elu([-1, 0, 2]).round(4)
    array([-0.6321,  0.    ,  2.    ])
    >>> float(elu(-1e-20))
    -1e-20
    """
    # exp(z) - 1 is 0 at z = -1e-20, and exp(z) overflows at 710 even in a branch that is thrown away.
    return np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))


@elementwise
def elu_derivative(z: Array, alpha: float = 1.0) -> Array:
    """Return the slope of `elu`: 1 where z > 0, else α exp(z).

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.
    alpha : float, default 1
        The α of the function; the slope at 0 is α.

    Returns
    -------
    ndarray
        Slopes in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If `alpha` is not one finite number.

    Examples
    --------
    >>> from nnbook import elu_derivative
    >>> elu_derivative([-1, 0, 2]).round(4)
    array([0.3679, 1.    , 1.    ])
    """
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


@elementwise
def selu(z: Array) -> Array:
    """Scale an ELU so that a deep stack of layers keeps mean 0 and variance 1.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values above −`SELU_SCALE` · `SELU_ALPHA`, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Klambauer, G., Unterthiner, T., Mayr, A. and Hochreiter, S. (2017). Self-normalizing neural networks.
    NeurIPS 30, 971–980. arXiv:1706.02515.

    Examples
    --------
    >>> from nnbook import selu
    >>> selu([-1, 0, 2]).round(4)
    array([-1.1113,  0.    ,  2.1014])
    """
    return SELU_SCALE * elu(z, SELU_ALPHA)


@elementwise
def selu_derivative(z: Array) -> Array:
    """Return the slope of `selu`; at 0, by convention, the slope from the left.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import selu_derivative
    >>> selu_derivative([-1, 2]).round(4)
    array([0.6468, 1.0507])
    """
    return SELU_SCALE * elu_derivative(z, SELU_ALPHA)


@elementwise
def softplus(z: Array) -> Array:
    """Round off the corner of ReLU.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Values above 0 and above z, in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    References
    ----------
    Dugas, C., Bengio, Y., Bélisle, F., Nadeau, C. and Garcia, R. (2001). Incorporating second-order
    functional knowledge for better option pricing. NIPS 13, 472–478.

    Examples
    --------
    >>> from nnbook import softplus
    >>> softplus([0, 1000]).round(4)
    array([6.931e-01, 1.000e+03])
    >>> f"{softplus(-40):.3g}"
    '4.25e-18'
    """
    # log(1 + exp(z)) overflows from z = 710 on and is 0 below z = -37.
    return np.maximum(z, 0) + np.log1p(np.exp(np.minimum(z, -z)))


@elementwise
def softplus_derivative(z: Array) -> Array:
    """Return the slope of `softplus`, which is the sigmoid.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Slopes in (0, 1), in the shape of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import softplus_derivative
    >>> float(softplus_derivative(0))
    0.5
    """
    return sigmoid(z)


# z times a gate


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


# From many logits to one distribution


@along_axis
def softmax(z: Array, axis: int = -1) -> Array:
    """Turn logits into probabilities that sum to 1.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    ndarray
        Probabilities in the shape of z.  A logit of −∞ has probability 0; where the largest logit is
        infinite there is no answer, and the whole row is NaN.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Bridle, J. S. (1990). Probabilistic interpretation of feedforward classification network outputs, with
    relationships to statistical pattern recognition. In Neurocomputing, Springer, 227–236.

    Examples
    --------
    >>> from nnbook import softmax
    >>> softmax([2, 1, 0.1]).round(3)
    array([0.659, 0.242, 0.099])

    Only differences count, so that large logits are no different from small ones:

    >>> softmax([1002, 1001, 1000.1]).round(3)
    array([0.659, 0.242, 0.099])
    """
    e = np.exp(_minus_largest(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


@along_axis
def log_softmax(z: Array, axis: int = -1) -> Array:
    """Return the natural logarithm of `softmax`.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    ndarray
        Log-probabilities in the shape of z, with ±∞ treated as in `softmax`.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Blanchard, P., Higham, D. J. and Higham, N. J. (2021). Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41(4), 2311–2330.

    Examples
    --------
    >>> from nnbook import log_softmax
    >>> log_softmax([0, 800])
    array([-800.,    0.])
    """
    # log(softmax(z)) is -∞ once the probability underflows.
    shifted = _minus_largest(z, axis)
    return shifted - np.log1p(_exponentials_minus_one(shifted, axis))


@along_axis
def log_sum_exp(z: Array, axis: int = -1) -> Array:
    """Return log Σ exp(z), a smooth maximum.

    Parameters
    ----------
    z : array_like
        Logits: a vector of K classes, or a batch with one sample per row.
    axis : int, default -1
        The axis to sum over.

    Returns
    -------
    ndarray
        The shape of z without that axis.  If all logits are −∞ so is the result; if one is +∞ so is the
        result.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    References
    ----------
    Blanchard, P., Higham, D. J. and Higham, N. J. (2021). Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41(4), 2311–2330.

    Examples
    --------
    Two equal logits add log 2 to their maximum:

    >>> from nnbook import log_sum_exp
    >>> f"{log_sum_exp([1000, 1000]) - 1000:.4f}"
    '0.6931'
    """
    largest = z.max(axis=axis, keepdims=True)
    limit = np.finfo(z.dtype).max
    with np.errstate(over="ignore", divide="ignore"):  # log1p(-1) = -∞ is right
        shifted = z - np.clip(largest, -limit, limit)  # ∞ - ∞ would be NaN
        return (largest + np.log1p(_exponentials_minus_one(shifted, axis))).squeeze(axis)


@along_axis
def softmax_jacobian(z: Array) -> Array:
    """Return the derivative of every probability with respect to every logit.

    Parameters
    ----------
    z : array_like, shape (..., K)
        Logits of K classes.

    Returns
    -------
    ndarray, shape (..., K, K)
        ∂pᵢ/∂zⱼ in row i, column j.  Rows and columns sum to 0.

    Raises
    ------
    TypeError
        If z does not hold numbers.
    ValueError
        If z is one number, or holds no class.

    Examples
    --------
    >>> from nnbook import softmax_jacobian
    >>> softmax_jacobian([0, 0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(z)
    identity_matrix = np.eye(p.shape[-1], dtype=p.dtype)
    off_diagonal = (identity_matrix - 1) * p[..., :, None] * p[..., None, :]
    # p (1 - p) on the diagonal would be 0 where p rounds to 1; the row sum is not.
    return off_diagonal - identity_matrix * off_diagonal.sum(axis=-1, keepdims=True)


def _minus_largest(z: Array, axis: int) -> Array:
    """Return z minus its largest value, so that no exponential overflows."""
    with np.errstate(over="ignore", invalid="ignore"):  # below the largest float is -∞; ∞ - ∞ is NaN
        return z - z.max(axis=axis, keepdims=True)


def _exponentials_minus_one(shifted: Array, axis: int) -> Array:
    """Return Σ exp(shifted) - 1 for shifted values whose largest is 0, keeping what is small beside that 1."""
    e = np.exp(shifted)
    largest = shifted.argmax(axis=axis, keepdims=True)
    np.put_along_axis(e, largest, np.take_along_axis(e, largest, axis) - 1, axis)
    return e.sum(axis=axis, keepdims=True)


# The table


@dataclass(frozen=True)
class ActivationInfo:
    """What cannot be computed about an elementwise activation.

    Parameters
    ----------
    function : callable
        The activation.
    derivative : callable
        Its slope, as a function of the pre-activation z.
    range : tuple of float
        The lowest and the highest value, or the limits that are never reached.
    gain : float or None
        PyTorch's recommended gain for initial weights; None where it recommends none.
    kinks : tuple of float
        Where the slope (or the function) jumps.

    Examples
    --------
    >>> from nnbook import ACTIVATIONS
    >>> info = ACTIVATIONS["tanh"]
    >>> info.name, info.range, round(info.gain, 4)
    ('tanh', (-1.0, 1.0), 1.6667)
    """

    function: OnNumbers[...]
    derivative: OnNumbers[...]
    range: tuple[float, float]
    gain: float | None = None
    kinks: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__


ACTIVATIONS: Mapping[str, ActivationInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            ActivationInfo(identity, identity_derivative, (-math.inf, math.inf), gain=1.0),
            ActivationInfo(step, step_derivative, (0.0, 1.0), kinks=(0.0,)),
            ActivationInfo(sigmoid, sigmoid_derivative, (0.0, 1.0), gain=1.0),
            ActivationInfo(log_sigmoid, log_sigmoid_derivative, (-math.inf, 0.0)),
            ActivationInfo(tanh, tanh_derivative, (-1.0, 1.0), gain=5 / 3),
            ActivationInfo(softsign, softsign_derivative, (-1.0, 1.0)),
            ActivationInfo(relu, relu_derivative, (0.0, math.inf), gain=math.sqrt(2), kinks=(0.0,)),
            ActivationInfo(
                leaky_relu,
                leaky_relu_derivative,
                (-math.inf, math.inf),
                gain=math.sqrt(2 / (1 + 0.01**2)),
                kinks=(0.0,),
            ),
            ActivationInfo(elu, elu_derivative, (-1.0, math.inf)),
            ActivationInfo(
                selu, selu_derivative, (-SELU_SCALE * SELU_ALPHA, math.inf), gain=0.75, kinks=(0.0,)
            ),
            ActivationInfo(softplus, softplus_derivative, (0.0, math.inf)),
            ActivationInfo(silu, silu_derivative, (-0.2784645427610738, math.inf)),
            ActivationInfo(mish, mish_derivative, (-0.30884341301725043, math.inf)),
            ActivationInfo(gelu, gelu_derivative, (-0.16997120747990366, math.inf)),
            ActivationInfo(gelu_tanh, gelu_tanh_derivative, (-0.17004075057125406, math.inf)),
        )
    }
)
"""Every elementwise activation by name."""
