"""Random weights with a spread that fits the layer."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer
from nnbook.initializers._fans import fan_in_and_fan_out

__all__ = [
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "linear_default",
    "orthogonal",
    "xavier_normal",
    "xavier_uniform",
]


@initializer
def xavier_uniform(
    rng: Generator, shape: tuple[int, ...], *, gain: float = 1.0, dtype: DTypeLike = np.float64
) -> Array:
    """Draw from U(−b, b) with b = gain·√(6 / (fan_in + fan_out)), also named after Glorot.

    The variance is that of `xavier_normal`, a compromise between the way forward, which asks for 1/fan_in,
    and the way back, which asks for 1/fan_out.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default 1
        A factor for the spread, such as ``gain("tanh")``.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, or `gain` is not positive.

    References
    ----------
    Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural
    networks. AISTATS, PMLR 9, 249–256.

    Examples
    --------
    The bound for 64 inputs and 32 neurons is √(6/96) = 1/4:

    >>> import numpy as np
    >>> from nnbook.initializers import xavier_uniform
    >>> W = xavier_uniform(np.random.default_rng(0), (32, 64))
    >>> W.shape, W.min().round(3), W.max().round(3)
    ((32, 64), np.float64(-0.25), np.float64(0.25))
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    bound = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, shape).astype(dtype, copy=False)


@initializer
def xavier_normal(
    rng: Generator, shape: tuple[int, ...], *, gain: float = 1.0, dtype: DTypeLike = np.float64
) -> Array:
    """Draw from N(0, σ²) with σ = gain·√(2 / (fan_in + fan_out)), also named after Glorot.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default 1
        A factor for the spread, such as ``gain("tanh")``.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, or `gain` is not positive.

    References
    ----------
    Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural
    networks. AISTATS, PMLR 9, 249–256.

    Examples
    --------
    For 150 inputs and 50 neurons σ is √(2/200) = 0.1:

    >>> import numpy as np
    >>> from nnbook.initializers import xavier_normal
    >>> xavier_normal(np.random.default_rng(0), (50, 150)).std().round(2)
    np.float64(0.1)
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    std = gain * math.sqrt(2 / (fan_in + fan_out))
    return rng.normal(0, std, shape).astype(dtype, copy=False)


@initializer
def he_uniform(
    rng: Generator,
    shape: tuple[int, ...],
    *,
    gain: float = math.sqrt(2),
    mode: Literal["fan_in", "fan_out"] = "fan_in",
    dtype: DTypeLike = np.float64,
) -> Array:
    """Draw from U(−b, b) with b = gain·√(3 / fan), also named after Kaiming (He's first name).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default √2
        A factor for the spread; √2 is the gain of a ReLU.
    mode : {"fan_in", "fan_out"}, default "fan_in"
        Keep the spread of the signals on the way forward, or of the gradients on the way back.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, `gain` is not positive, or `mode` is another word.

    References
    ----------
    He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers: surpassing human-level
    performance on ImageNet classification. ICCV, 1026–1034.

    Examples
    --------
    The bound for 96 inputs is √2·√(3/96) = 1/4, whatever the number of neurons:

    >>> import numpy as np
    >>> from nnbook.initializers import he_uniform
    >>> W = he_uniform(np.random.default_rng(0), (10, 96))
    >>> W.min().round(2), W.max().round(2)
    (np.float64(-0.25), np.float64(0.25))
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    bound = gain * math.sqrt(3 / (fan_in if mode == "fan_in" else fan_out))
    return rng.uniform(-bound, bound, shape).astype(dtype, copy=False)


@initializer
def he_normal(
    rng: Generator,
    shape: tuple[int, ...],
    *,
    gain: float = math.sqrt(2),
    mode: Literal["fan_in", "fan_out"] = "fan_in",
    dtype: DTypeLike = np.float64,
) -> Array:
    """Draw from N(0, σ²) with σ = gain / √fan, also named after Kaiming (He's first name).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default √2
        A factor for the spread; √2 is the gain of a ReLU.
    mode : {"fan_in", "fan_out"}, default "fan_in"
        Keep the spread of the signals on the way forward, or of the gradients on the way back.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, `gain` is not positive, or `mode` is another word.

    References
    ----------
    He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers: surpassing human-level
    performance on ImageNet classification. ICCV, 1026–1034.

    Examples
    --------
    Fifty layers of ReLU, and the mean square of the signal is still about 1:

    >>> import numpy as np
    >>> from nnbook import relu
    >>> from nnbook.initializers import he_normal
    >>> rng = np.random.default_rng(0)
    >>> a = rng.normal(size=(100, 512))
    >>> for _ in range(50):
    ...     a = relu(a @ he_normal(rng, (512, 512)).T)
    >>> bool(0.5 < (a**2).mean() < 2)
    True
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    std = gain / math.sqrt(fan_in if mode == "fan_in" else fan_out)
    return rng.normal(0, std, shape).astype(dtype, copy=False)


@initializer
def lecun_normal(rng: Generator, shape: tuple[int, ...], *, dtype: DTypeLike = np.float64) -> Array:
    """Draw from N(0, 1/fan_in): `he_normal` with gain 1, for a linear neuron or for `selu`.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes, or one below 1.

    References
    ----------
    LeCun, Y., Bottou, L., Orr, G. B. and Müller, K.-R. (1998). Efficient backprop. In Neural networks:
    tricks of the trade, Springer, 9–50.

    Examples
    --------
    For 100 inputs the standard deviation is 0.1:

    >>> import numpy as np
    >>> from nnbook.initializers import lecun_normal
    >>> lecun_normal(np.random.default_rng(0), (50, 100)).std().round(2)
    np.float64(0.1)
    """
    fan_in, _ = fan_in_and_fan_out(shape)
    return rng.normal(0, 1 / math.sqrt(fan_in), shape).astype(dtype, copy=False)


@initializer
def linear_default(
    rng: Generator, shape: tuple[int, ...], *, fan_in: int | None = None, dtype: DTypeLike = np.float64
) -> Array:
    """Draw from U(−1/√fan_in, 1/√fan_in), as PyTorch's ``nn.Linear`` does unless told otherwise.

    PyTorch writes it as He's uniform rule with the gain of a leaky ReLU of slope √5, which is √(1/3).
    Its variance is a third of that of `lecun_normal`, so signals fade in a deep network.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : int or tuple of int
        The shape of the weight, (out, in) or (out, in, ...), or of its bias.
    fan_in : int, optional
        The fan-in of the layer, which the shape of a bias does not tell; PyTorch gives the bias the same
        bound as the weight.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Independent draws in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` or `fan_in` are not whole numbers, or `dtype` is another type.
    ValueError
        If a size or `fan_in` is below 1, or there are fewer than two sizes and no `fan_in`.

    References
    ----------
    Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural
    networks. AISTATS, PMLR 9, 249–256 (equation 1: the rule that they found in common use).

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.initializers import linear_default
    >>> rng = np.random.default_rng(0)
    >>> abs(linear_default(rng, (50, 100))).max().round(2)
    np.float64(0.1)
    >>> linear_default(rng, 50, fan_in=100).shape
    (50,)
    """
    bound = 1 / math.sqrt(fan_in_and_fan_out(shape)[0] if fan_in is None else fan_in)
    return rng.uniform(-bound, bound, shape).astype(dtype, copy=False)


@initializer
def orthogonal(
    rng: Generator, shape: tuple[int, ...], *, gain: float = 1.0, dtype: DTypeLike = np.float64
) -> Array:
    """Draw an orthogonal matrix, times the gain: it turns vectors and stretches none of them.

    All axes after the first are flattened.
    A wide matrix has orthonormal rows, a tall one orthonormal columns.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default 1
        The length of every row, or of every column.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        A matrix from the uniform distribution over all orthogonal ones, in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, or `gain` is not positive.

    References
    ----------
    Saxe, A. M., McClelland, J. L. and Ganguli, S. (2014). Exact solutions to the nonlinear dynamics of
    learning in deep linear neural networks. ICLR.

    Mezzadri, F. (2007). How to generate random matrices from the classical compact groups. Notices of the
    American Mathematical Society 54, 592–604.

    Examples
    --------
    A layer of 64 linear neurons with 64 inputs keeps the length of any input:

    >>> import numpy as np
    >>> from nnbook.initializers import orthogonal
    >>> W = orthogonal(np.random.default_rng(0), (64, 64))
    >>> x = np.ones(64)
    >>> np.linalg.norm(W @ x).round(12)
    np.float64(8.0)
    """
    fan_in, _ = fan_in_and_fan_out(shape)
    A = rng.normal(size=(shape[0], fan_in))
    Q, R = np.linalg.qr(A if A.shape[0] >= A.shape[1] else A.T)
    # LAPACK chooses the signs by its own rule, which favours some matrices; a positive diagonal of R does not.
    Q = Q * np.copysign(1, np.diag(R))
    W = gain * (Q if A.shape[0] >= A.shape[1] else Q.T)
    return W.reshape(shape).astype(dtype, order="C", copy=False)
