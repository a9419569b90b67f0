"""Xavier Glorot's rule: a spread between what forward and backward signals ask for."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer
from nnbook.initializers._fans import fan_in_and_fan_out

__all__ = ["xavier_normal", "xavier_uniform"]


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
