"""The curve of an activation over many networks."""

from __future__ import annotations

from matplotlib.axes import Axes

from nnbook.plots._arguments import Array
from nnbook.plots._look import look, pretty
from nnbook.plots._population import draw_median


def draw_activation(ax: Axes, x: Array, samples: Array, name: str, place: int) -> tuple[float, str, str]:
    """Draw the median over networks with its band; return height, name and colour of its end for `label_ends`."""
    color, dashes = look(name, place)
    return float(draw_median(ax, x, samples, color, dashes)[-1]), pretty(name), color
