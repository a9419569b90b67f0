"""What the figures of losses share: sizes, one look for each loss, checks, and bands over many networks."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnbook.plots.activations._arguments import Array, as_array, check_curves
from nnbook.plots.activations._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.activations._population import draw_band
from nnbook.plots.style import COLORS

__all__ = [
    "CYCLE", "DASHES", "LOOKS", "TEXT", "WIDTH", "Array", "as_array", "as_long_as", "check_curves", "draw_median",
    "finite", "look", "plain_ticks", "positive",
]  # fmt: skip

LOOKS = {
    "cross-entropy": 0,
    "squared": 1,
    "absolute": 2,
    "Huber": 3,
}  # the same in every figure of the chapter


def look(name: str, place: int) -> tuple[str, Any]:
    """Colour and dash pattern of a curve: the loss's own, else the one of its place in the list."""
    place = LOOKS.get(name, place)
    return COLORS[CYCLE[place]], DASHES[place]


def finite(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as finite floats, or say what was expected."""
    array = as_array(name, value, ndim)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite")
    return array


def positive(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as finite floats above zero, which an axis in powers of ten needs."""
    array = finite(name, value, ndim)
    if array.min() <= 0:
        raise ValueError(f"{name} must be positive: the axis is logarithmic")
    return array


def as_long_as(name: str, array: Array, x: Array) -> Array:
    """Return ``array`` if it has one row for each entry of ``x``, or say that it has not."""
    if len(array) != len(x):
        raise ValueError(f"{name} needs one entry for each of the {len(x)} of the axis, got {len(array)}")
    return array


def draw_median(ax: Axes, x: Array, samples: Array, color: str, dashes: Any) -> Array:
    """Draw the median over the last axis in its 10 to 90 % band, and return it."""
    middle = draw_band(ax, x, samples, color)
    ax.plot(x, middle, color=color, linestyle=dashes)
    return middle


def plain_ticks(ax: Axes) -> None:
    """Label a logarithmic axis of heights with a few plain numbers: more of them where it spans little."""
    low, high = ax.get_ylim()
    steps = (1, 2, 5) if high > 4 * low else (1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8)
    candidates = [round(step * 10.0**power, 9) for power in range(-6, 7) for step in steps]
    ticks = [tick for tick in candidates if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.yaxis.minorticks_off()
