"""A step size for each parameter helps along the axes, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import curves
from nnbook.plots.style import COLORS, figure, label_line


def aligned_and_rotated(aligned: Mapping[str, ArrayLike], rotated: Mapping[str, ArrayLike]) -> Figure:
    """Draw how many steps each optimizer takes down one ravine, before and after turning it.

    Parameters
    ----------
    aligned, rotated
        Name of each optimizer to its numbers of steps from many starts, shape (S,), positive.

    Returns
    -------
    matplotlib.figure.Figure
        One row per optimizer: medians with the 10 to 90 % range, circle along the axes, square turned.

    Examples
    --------
    >>> fig = aligned_and_rotated({"Adam": [3, 4, 5]}, {"Adam": [40, 50, 60]})
    >>> fig.axes[0].lines[1].get_xdata().tolist()
    [4.0]
    """
    along, turned = curves("aligned", aligned, 1, most=8), curves("rotated", rotated, 1, most=8)
    if list(along) != list(turned):
        raise ValueError(
            f"aligned and rotated must name the same optimizers, got {list(along)}, {list(turned)}"
        )
    if min(min(a.min() for a in along.values()), min(a.min() for a in turned.values())) <= 0:
        raise ValueError("numbers of steps must be positive: the axis is logarithmic")
    with figure(height=0.9 + 0.45 * len(along), width=WIDTH) as (fig, ax):
        for row, name in enumerate(along):
            for steps, color, mark, dy in (
                (along[name], COLORS["first"], "o", 0.13),
                (turned[name], COLORS["second"], "s", -0.13),
            ):
                low, middle, high = np.quantile(steps, [0.1, 0.5, 0.9])
                ax.plot([low, high], [-row + dy] * 2, color=color, linewidth=2.5, alpha=0.45)
                ax.plot([middle], [-row + dy], mark, color=color, markersize=7)
        label_line(ax, np.median(along[name]), 0.13 - row, "along the axes", COLORS["first"], dy=11, ha="center",
                   dx=0, fontsize=TEXT)  # fmt: skip
        label_line(ax, np.median(turned[name]), -0.13 - row, "turned by 45°", COLORS["second"], dy=-12, ha="center",
                   dx=0, fontsize=TEXT)  # fmt: skip
        ax.set_xscale("log")
        ax.set_ylim(-len(along) + 0.25, 0.6)
        ax.set_yticks([-row for row in range(len(along))], list(along))
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("steps to a ten-thousandth of the loss (log axis)")
    return fig
