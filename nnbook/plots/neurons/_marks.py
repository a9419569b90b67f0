"""Colours, marks and frames that the figures of neurons share.

Class 1 (the neuron says yes) is blue and round, class 0 (it says no) is orange and square, in every figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from nnbook.neurons import weighted_sum
from nnbook.plots._arguments import Array
from nnbook.plots.style import COLORS

WIDTH = 5.2  # inches: the letters stay readable when a phone shrinks the figure
YES, NO = COLORS["class1"], COLORS["class0"]
YES_FILL, NO_FILL = "#d6e6f2", "#f5e3cf"


def signed(value: float, spec: str = ".4g") -> str:
    """Format a number with a true minus sign."""
    return f"{value + 0.0:{spec}}".replace("-", "−")


def set_frame(ax: Axes, points: Array, height: float, pad: float) -> tuple[Array, Array]:
    """Choose equal scales and limits that hold all points and fill the figure; return the two corners."""
    low, high = points.min(axis=0) - pad, points.max(axis=0) + pad
    middle, size = (low + high) / 2, high - low
    box = np.array([WIDTH - 0.65, height - 0.55])  # inches left for the axes
    size = box * (size / box).max()
    low, high = middle - size / 2, middle + size / 2
    ax.set_aspect("equal")
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    return low, high


def hide_axes(ax: Axes) -> None:
    """Make a drawing board of the axes: equal scales, no frame."""
    ax.set_axis_off()
    ax.set_aspect("equal")


def draw_arrow(
    ax: Axes,
    start: Sequence[float],
    end: Sequence[float],
    color: str,
    *,
    style: str = "-",
    width: float = 1.8,
) -> None:
    """Draw an arrow from one point to another, exactly from and to."""
    ax.annotate(
        "",
        xy=(end[0], end[1]),
        xytext=(start[0], start[1]),
        arrowprops={
            "arrowstyle": "-|>",
            "color": color,
            "linewidth": width,
            "linestyle": style,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def line_of(weight: Array, bias: float) -> tuple[Array, Array]:
    """Return a point of the line ``w·x + b = 0``, the one nearest to the origin, and the direction of the line."""
    foot = -bias * weight / (weight @ weight)
    return foot, np.array([-weight[1], weight[0]]) / np.linalg.norm(weight)


def draw_boundary(ax: Axes, weight: Array, bias: float, color: str, style: Any = "-") -> None:
    """Draw the line ``w·x + b = 0`` right through the axes."""
    foot, along = line_of(weight, bias)
    ax.axline((foot[0], foot[1]), (foot[0] + along[0], foot[1] + along[1]), color=color, linestyle=style)


def fill_sides(ax: Axes, weight: Array, bias: float) -> None:
    """Tint the side where the neuron says yes, and the side where it says no."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    x1, x2 = np.meshgrid(np.linspace(left, right, 2), np.linspace(low, high, 2))
    z = weighted_sum(np.stack([x1.ravel(), x2.ravel()], axis=1), weight, bias).reshape(x1.shape)
    span = 1 + np.abs(z).max()  # z is linear, so four corners describe it exactly
    ax.contourf(x1, x2, z, levels=[-span, 0, span], colors=[NO_FILL, YES_FILL], zorder=0)


def draw_samples(ax: Axes, X: Array, y: Array, size: float = 60) -> None:
    """Scatter class 1 as filled circles and class 0 as open squares."""
    yes = y == 1
    ax.scatter(X[yes, 0], X[yes, 1], s=size, marker="o", color=YES, zorder=3)
    ax.scatter(
        X[~yes, 0],
        X[~yes, 1],
        s=size,
        marker="s",
        facecolors="#ffffff",
        edgecolors=NO,
        linewidths=1.6,
        zorder=3,
    )
