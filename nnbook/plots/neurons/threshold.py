"""Where a neuron changes its mind: the step, and the bias that moves it."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import step, weighted_sum
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._marks import NO, NO_FILL, YES, YES_FILL, draw_arrow
from nnbook.plots.style import COLORS, figure, label_line


def step_function(z: float) -> Figure:
    """Draw the step function, and how far a weighted sum ``z`` stands from the jump.

    Parameters
    ----------
    z
        The weighted sum to mark.

    Returns
    -------
    matplotlib.figure.Figure
        The step, the marked point, and the gap between ``z`` and 0.

    Examples
    --------
    >>> fig = step_function(2.35)
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines[:2]]
    [[0.0, 0.0], [1.0, 1.0]]
    """
    z = float(finite("z", z, 0))
    reach = max(4.0, 1.3 * abs(z))
    answer = float(step(z))
    with figure(height=2.3, width=WIDTH) as (fig, ax):
        ax.plot([-reach, 0], [float(step(-reach)), float(step(-1e-9))], color=NO, linestyle=(0, (5, 2)))
        ax.plot([0, reach], [float(step(0.0)), float(step(reach))], color=YES)
        ax.plot(0, 0, "s", markerfacecolor="#ffffff", markeredgecolor=NO, markersize=7)
        ax.plot(0, float(step(0.0)), "o", color=YES, markersize=7)
        ax.plot(z, answer, "o", color=COLORS["ink"], markersize=8, zorder=4)
        ax.annotate(
            f"z = {z:.4g}",
            (z, answer),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
        )
        ax.plot([z, z], [0.5, answer], color=COLORS["muted"], linewidth=0.9, linestyle=":")
        ax.plot([0, 0], [0, 1], color=COLORS["muted"], linewidth=0.9, linestyle=":")
        draw_arrow(ax, (z, 0.5), (0, 0.5), COLORS["gradient"])
        ax.text(
            z / 2,
            0.56,
            f"lower b by {z:.4g}" if z > 0 else f"raise b by {-z:.4g}",
            ha="center",
            va="bottom",
            color=COLORS["gradient"],
            fontweight="bold",
        )
        label_line(ax, -reach, 0, "no", NO, dx=2, dy=9)
        label_line(ax, reach, 1, "yes", YES, dx=-2, dy=-9, ha="right")
        ax.set_ylim(-0.18, 1.38)
        ax.set_yticks([0, 1])
        ax.set_xlabel("weighted sum $z$")
        ax.set_ylabel("answer $a$")
    return fig


def bias_sweep(
    weight: float, biases: ArrayLike, *, low: float, high: float, others: float = 0.0, name: str = "input $x$"
) -> Figure:
    """Draw the weighted sum of one neuron for several biases: parallel lines that cross zero elsewhere.

    Parameters
    ----------
    weight
        The slope of every line; not zero.
    biases
        One line per bias, shape (k,).
    low, high
        Range of the input.
    others
        What inputs that are kept fixed add to the sum.
    name
        What the input means.

    Returns
    -------
    matplotlib.figure.Figure
        The lines, with a mark where each neuron changes its mind.

    Examples
    --------
    >>> fig = bias_sweep(0.5, [-1, 0], low=0, high=4)
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines[1:3]]
    [[-1.0, 1.0], [0.0, 2.0]]
    """
    slope, shifts = float(finite("weight", weight, 0)), finite("biases", biases, 1)
    if slope == 0:
        raise ValueError("weight must not be zero: such a neuron never changes its mind")
    if not low < high:
        raise ValueError(f"low must lie below high, got {low} and {high}")
    ends = np.array([low, high], dtype=np.float64)
    with figure(height=3.1, width=WIDTH) as (fig, ax):
        ax.axhline(0, color=COLORS["ink"], linewidth=1.2)
        shades = [COLORS["first"], COLORS["second"], COLORS["third"], COLORS["fourth"], COLORS["fifth"]]
        dashes = ["-", (0, (6, 2)), (0, (3, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2))]
        for k, shift in enumerate(shifts):
            color = shades[k % len(shades)]
            z = weighted_sum(ends[:, None], np.array([slope]), shift + others)
            ax.plot(ends, z, color=color, linestyle=dashes[k % len(dashes)])
            label_line(ax, high, float(z[1]), f"b = {shift:g}".replace("-", "−"), color)
        crossings = -(shifts + others) / slope
        inside = (crossings >= low) & (crossings <= high)
        ax.plot(crossings[inside], np.zeros(inside.sum()), "o", color=COLORS["ink"], markersize=6.5, zorder=4)
        (bottom, top) = ax.get_ylim()
        ax.axhspan(0, top, color=YES_FILL, zorder=0)
        ax.axhspan(bottom, 0, color=NO_FILL, zorder=0)
        ax.set_ylim(bottom, top)
        ax.text(low, top, " says yes", ha="left", va="top", color=YES, fontweight="bold")
        ax.text(high, bottom, "says no ", ha="right", va="bottom", color=NO, fontweight="bold")
        ax.set_xlim(low, high + 0.17 * (high - low))
        ax.set_xlabel(name)
        ax.set_ylabel("weighted sum $z$")
    return fig
