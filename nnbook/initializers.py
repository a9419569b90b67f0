"""Weights before the first step: random numbers of the right size, so that signals neither fade nor explode.

Each initializer is called ``(rng, shape)`` and returns new weights; the shape is PyTorch's, ``(out, in)`` or
``(out, in, ...)``.  They differ in one number, the spread, and most take it from the fans of the weight.
Every draw is made in float64 and rounded once, so the float32 weights of a seed are its float64 weights.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.activations import ACTIVATIONS

__all__ = [
    "constant",
    "fan_in_and_fan_out",
    "gain",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "linear_default",
    "normal",
    "orthogonal",
    "uniform",
    "xavier_normal",
    "xavier_uniform",
    "zeros",
]

P = ParamSpec("P")


# What every initializer takes


class Initializer(Protocol[P]):
    """A function that makes the first weights."""

    __name__: str

    def __call__(
        self, rng: Generator, shape: int | Iterable[int], *args: P.args, **kwargs: P.kwargs
    ) -> Array:
        """Return weights of this shape."""


def _initializer(f: Callable[Concatenate[Generator, tuple[int, ...], P], Array]) -> Initializer[P]:
    """Check the generator, the shape and the options, so that the body of `f` is the mathematics."""
    maths: Any = f

    @wraps(f)
    def checked(rng: Generator, shape: int | Iterable[int], *args: P.args, **kwargs: P.kwargs) -> Array:
        who = f.__name__
        if not isinstance(rng, Generator):
            seed = rng if isinstance(rng, int) else "seed"
            raise TypeError(
                f"{who} expected a NumPy Generator as rng, got {rng!r}; pass np.random.default_rng({seed})"
            )
        sizes = _sizes(shape, who)
        options = {
            name: _OPTIONS[name](value, who, what=name) if name in _OPTIONS else value
            for name, value in kwargs.items()
        }
        return maths(rng, sizes, *args, **options)

    return checked


def _sizes(shape: int | Iterable[int], who: str) -> tuple[int, ...]:
    try:
        sizes = tuple(map(operator.index, shape if isinstance(shape, Iterable) else (shape,)))
    except TypeError:
        raise TypeError(f"{who} expected whole numbers as shape, such as (10, 64), got {shape!r}") from None
    if not sizes or min(sizes) < 1:
        raise ValueError(f"{who} expected a shape of one or more sizes of at least 1, got {sizes}")
    return sizes


def _precision(value: DTypeLike, who: str, *, what: str) -> DTypeLike:
    try:
        known = value is not None and np.dtype(value) in (np.float32, np.float64)
    except TypeError:
        known = False
    if not known:
        raise TypeError(f"{who} expected np.float32 or np.float64 as {what}, got {value!r}")
    return value


def _mode(value: str, who: str, *, what: str) -> str:
    if value not in ("fan_in", "fan_out"):
        raise ValueError(f"{who} expected 'fan_in' or 'fan_out' as {what}, got {value!r}")
    return value


def _fan_in(value: int | None, who: str, *, what: str) -> int | None:
    return None if value is None else _checks.positive_integer(value, who, what=what)


_OPTIONS: Mapping[str, Callable[..., Any]] = {
    "dtype": _precision,
    "fan_in": _fan_in,
    "gain": _checks.positive,
    "high": _checks.number,
    "low": _checks.number,
    "mean": _checks.number,
    "mode": _mode,
    "std": _checks.positive,
    "value": _checks.number,
}


# The same numbers for every layer


@_initializer
def zeros(rng: Generator, shape: tuple[int, ...], *, dtype: DTypeLike = np.float64) -> Array:
    """Return zeros: the usual first biases.

    As weights, zeros make all neurons of a layer alike, and training cannot tell them apart again.

    Parameters
    ----------
    rng : numpy.random.Generator
        Not used; it is here so that one initializer can take another's place.
    shape : int or tuple of int
        The shape of the result.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        Zeros in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If a size is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.initializers import zeros
    >>> zeros(np.random.default_rng(0), 3)
    array([0., 0., 0.])
    """
    return np.zeros(shape, dtype)


@_initializer
def constant(rng: Generator, shape: tuple[int, ...], *, value: float, dtype: DTypeLike = np.float64) -> Array:
    """Return one value everywhere.

    Parameters
    ----------
    rng : numpy.random.Generator
        Not used; it is here so that one initializer can take another's place.
    shape : int or tuple of int
        The shape of the result.
    value : float
        The value.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        The value in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If a size is below 1, or `value` is not one finite number.

    Examples
    --------
    `functools.partial` turns it into an initializer that is called ``(rng, shape)``:

    >>> from functools import partial
    >>> import numpy as np
    >>> from nnbook.initializers import constant
    >>> ones = partial(constant, value=1)
    >>> ones(np.random.default_rng(0), (2, 3))
    array([[1., 1., 1.],
           [1., 1., 1.]])
    """
    return np.full(shape, value, dtype)


@_initializer
def uniform(
    rng: Generator,
    shape: tuple[int, ...],
    *,
    low: float = 0.0,
    high: float = 1.0,
    dtype: DTypeLike = np.float64,
) -> Array:
    """Draw every weight from U(low, high), whatever the shape.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : int or tuple of int
        The shape of the result.
    low, high : float, default 0 and 1
        The bounds; `low` may be drawn, `high` may not (unless rounding to float32 reaches it).
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
        If a size is below 1, or the bounds are not finite numbers with `low` below `high`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.initializers import uniform
    >>> uniform(np.random.default_rng(0), 4, low=-1, high=1).round(2)
    array([ 0.27, -0.46, -0.92, -0.97])
    """
    if low >= high:
        raise ValueError(f"uniform expected low below high, got low={low:g} and high={high:g}")
    return rng.uniform(low, high, shape).astype(dtype, copy=False)


@_initializer
def normal(
    rng: Generator,
    shape: tuple[int, ...],
    *,
    mean: float = 0.0,
    std: float = 1.0,
    dtype: DTypeLike = np.float64,
) -> Array:
    """Draw every weight from N(mean, std²), whatever the shape.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : int or tuple of int
        The shape of the result.
    mean : float, default 0
        The mean.
    std : float, default 1
        The standard deviation.
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
        If a size is below 1, `mean` is not one finite number, or `std` is not positive.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.initializers import normal
    >>> normal(np.random.default_rng(0), 4, std=0.01).round(4)
    array([ 0.0013, -0.0013,  0.0064,  0.001 ])
    """
    return rng.normal(mean, std, shape).astype(dtype, copy=False)


# A spread that fits the layer


def fan_in_and_fan_out(shape: Iterable[int]) -> tuple[int, int]:
    """Count the connections that enter a neuron and those that leave an input.

    Parameters
    ----------
    shape : tuple of int
        The shape of a weight, (out, in) or (out, in, ...); all positions of a kernel count.

    Returns
    -------
    fan_in, fan_out : int
        The number of inputs of one output, and of outputs of one input.

    Raises
    ------
    TypeError
        If `shape` does not hold whole numbers.
    ValueError
        If there are fewer than two sizes, or one below 1.

    Examples
    --------
    A layer of 10 neurons with 64 inputs, and a convolution with kernels of 3 by 3:

    >>> from nnbook.initializers import fan_in_and_fan_out
    >>> fan_in_and_fan_out((10, 64))
    (64, 10)
    >>> fan_in_and_fan_out((16, 8, 3, 3))
    (72, 144)
    """
    sizes = _sizes(shape, "fan_in_and_fan_out")
    if len(sizes) < 2:
        raise ValueError(
            f"fan_in_and_fan_out expected the shape of a weight, (out, in) or (out, in, ...), got {sizes}; "
            "a bias has no fans"
        )
    fan_out, fan_in, *kernel = sizes
    return fan_in * math.prod(kernel), fan_out * math.prod(kernel)


def gain(activation: str, *, negative_slope: float | None = None) -> float:
    """Return the factor that makes up for what an activation takes from the spread of its input.

    Parameters
    ----------
    activation : str
        A name in `ACTIVATIONS`, such as ``"relu"``.
    negative_slope : float, optional
        For ``"leaky_relu"`` alone: its slope on the left.

    Returns
    -------
    float
        The gain that PyTorch recommends.

    Raises
    ------
    ValueError
        If there is no such activation, no gain is recommended for it, or it has no negative slope.

    References
    ----------
    He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers: surpassing human-level
    performance on ImageNet classification. ICCV, 1026–1034.

    Examples
    --------
    A ReLU drops half of the mean square, so the weights' variance doubles:

    >>> from nnbook.initializers import gain
    >>> round(gain("relu") ** 2, 12)
    2.0
    >>> round(gain("leaky_relu", negative_slope=0.2), 4)
    1.3868
    """
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise ValueError(f"gain expected one of {', '.join(sorted(ACTIVATIONS))}, got {activation!r}")
    if negative_slope is not None:
        if activation != "leaky_relu":
            raise ValueError(f"gain expected a negative_slope for leaky_relu alone, got one for {activation}")
        slope = _checks.number(negative_slope, "gain", what="negative_slope")
        return math.sqrt(2 / (1 + slope**2))
    recommended = ACTIVATIONS[activation].gain
    if recommended is None:
        raise ValueError(f"gain found none recommended for {activation}; choose a number, such as gain=1.0")
    return recommended


@_initializer
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


@_initializer
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


@_initializer
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


@_initializer
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


@_initializer
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


@_initializer
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


@_initializer
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
