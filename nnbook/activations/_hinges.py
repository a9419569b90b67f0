"""The hinge and its variants."""

from __future__ import annotations

import numpy as np

from nnbook._checks import Array, elementwise, real_elementwise

__all__ = [
    "elu",
    "elu_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "relu",
    "relu_derivative",
    "selu",
    "selu_derivative",
]

SELU_ALPHA = 1.6732632423543772848

SELU_SCALE = 1.0507009873554804934


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
    slope = np.asarray(z > 0, dtype=z.dtype.type)
    np.copyto(slope, z, where=np.isnan(z))
    return slope


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
