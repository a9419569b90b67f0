"""How many inputs and outputs a weight has, and what an activation takes off their variance."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnbook import _checks
from nnbook.activations import ACTIVATIONS
from nnbook.initializers._base import checked_sizes

__all__ = ["fan_in_and_fan_out", "gain"]


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
    sizes = checked_sizes(shape, "fan_in_and_fan_out")
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
