"""Smooth steps, sigmoid, tanh and their relatives, and the smooth hinge, whose slope is a sigmoid."""

from __future__ import annotations

import numpy as np

from nnbook._checks import Array, elementwise

__all__ = [
    "log_sigmoid",
    "log_sigmoid_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softplus",
    "softplus_derivative",
    "softsign",
    "softsign_derivative",
    "tanh",
    "tanh_derivative",
]


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
    # tanh(z) = 2 s(2z) - 1, and 2z may overflow.  1 - tanh(z)**2 is 0 from z = 19 on.
    e = np.exp(np.minimum(z, -z))
    e = e * e
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
