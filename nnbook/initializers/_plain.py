"""The same numbers for every layer, whatever its size."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer

__all__ = ["constant", "normal", "uniform", "zeros"]


@initializer
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


@initializer
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


@initializer
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


@initializer
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
