"""Variance 1/fan_in: Yann LeCun's rule, and a third of it, which PyTorch's linear layers start with."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer
from nnbook.initializers._fans import fan_in_and_fan_out

__all__ = ["lecun_normal", "linear_default"]


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
