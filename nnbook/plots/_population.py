"""Many networks in one curve: the median over them, in the band of the middle 80 %."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from nnbook.plots._arguments import Array


def draw_band(ax: Axes, x: Array, samples: Array, color: str) -> Array:
    """Shade the 10 to 90 % band over the last axis and return the median."""
    low, middle, high = np.quantile(samples, [0.1, 0.5, 0.9], axis=-1)
    ax.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    return np.asarray(middle)


def draw_median(ax: Axes, x: Array, samples: Array, color: str, dashes: Any) -> Array:
    """Draw the median over the last axis in its 10 to 90 % band, and return it."""
    middle = draw_band(ax, x, samples, color)
    ax.plot(x, middle, color=color, linestyle=dashes)
    return middle
