"""What the figures of gradient descent share: one colour, dash pattern and mark for each curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import CYCLE, DASHES
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS

MARKS = ("o", "s", "D", "^", "v", "P")


def look(place: int) -> tuple[str, Any, str]:
    """Return colour, dashes and mark of a curve by its place."""
    return COLORS[CYCLE[place]], DASHES[place], MARKS[place]


def curves(
    name: str, mapping: Mapping[str, ArrayLike], ndim: int, most: int = len(CYCLE)
) -> dict[str, Array]:
    """Return the curves as arrays of one shape, or say what was expected."""
    if not 0 < len(mapping) <= most:
        raise ValueError(f"{name} must hold 1 to {most} curves, got {len(mapping)}")
    found = {key: finite(f"{name}[{key!r}]", value, ndim) for key, value in mapping.items()}
    if len({array.shape for array in found.values()}) > 1:
        shapes = ", ".join(f"{key} {array.shape}" for key, array in found.items())
        raise ValueError(f"{name} must hold curves of one shape, got {shapes}")
    return found


def band(ax: Axes, x: Array, samples: Array, place: int) -> Array:
    """Draw the 10 to 90 % band over the last axis and the median in it, and return the median."""
    color, dashes, _ = look(place)
    return draw_median(ax, x, samples, color, dashes)
