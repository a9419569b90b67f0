"""Kaiming He's rule: twice the variance, for units that are silent half of the time."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer
from nnbook.initializers._fans import fan_in_and_fan_out

__all__ = ["he_normal", "he_uniform"]


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
