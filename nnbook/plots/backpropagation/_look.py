"""Sizes, marks and checks that the figures of backpropagation share.

What runs forward is blue, what runs back is purple; a number that should rise is blue with a solid line, one that
should fall is orange with a dashed line.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.style import COLORS

Array = NDArray[np.floating[Any]]

WIDTH = 5.4  # a little narrower than the column: letters stay large enough on a phone
TEXT = 9.5
DASHED: Any = (0, (4, 2))
RISE, FALL = COLORS["class1"], COLORS["class0"]
RISE_FILL, FALL_FILL = "#d6e6f2", "#f5e3cf"
FORWARD, BACK = COLORS["prediction"], COLORS["gradient"]


def as_array(name: str, value: ArrayLike, ndim: int) -> Array:
    """Return ``value`` as finite floats, or say what was expected."""
    array = np.asarray(value, dtype=float)
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty; there is nothing to draw")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite")
    return array


def signed(value: float, spec: str = ".4g") -> str:
    """Format a number with a true minus sign."""
    return f"{value + 0.0:{spec}}".replace("-", "−")


def draw_unit(ax: Axes, x: float, y: float, radius: float, fill: str = "#ffffff") -> None:
    """Draw a circle that a number can be written in."""
    ax.add_patch(Circle((x, y), radius, facecolor=fill, edgecolor=COLORS["ink"], linewidth=1.2, zorder=2))


def draw_arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], color: str, *, bend: float = 0.0
) -> None:
    """Draw an arrow, bent to its left by a share of its length."""
    ax.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": color,
            "linewidth": 1.5,
            "shrinkA": 0,
            "shrinkB": 0,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )
