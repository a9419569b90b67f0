"""Many networks in one curve: a band, the median in it, and a name at its end."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from nnbook.plots.activations._arguments import Array
from nnbook.plots.activations._look import look, pretty


def draw_band(ax: Axes, x: Array, samples: Array, color: str) -> Array:
    """Shade the 10 to 90 % band over the last axis and return the median."""
    low, middle, high = np.quantile(samples, [0.1, 0.5, 0.9], axis=-1)
    ax.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    return np.asarray(middle)


def draw_median(ax: Axes, x: Array, samples: Array, name: str, place: int) -> tuple[float, str, str]:
    """Draw the median over networks with its band; return height, name and colour of its end for `label_ends`."""
    color, dashes = look(name, place)
    middle = draw_band(ax, x, samples, color)
    ax.plot(x, middle, color=color, linestyle=dashes)
    return float(middle[-1]), pretty(name), color
