"""The loss along one step of gradient descent, from too short to far too long."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import BACK, DASHED, FORWARD
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure, label_line


def loss_along_step(
    rates: ArrayLike, losses: ArrayLike, *, best: float, limit: float, taken: float
) -> Figure:
    """Draw the loss after one step against the learning rate, with the loss before it.

    Parameters
    ----------
    rates
        Learning rates, rising from 0.
    losses
        The loss after a step with each; the first is the loss before the step.
    best, limit, taken
        Three rates to mark: where the loss is lowest, where it is what it was, and the one that was taken.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with a logarithmic loss axis.

    Examples
    --------
    >>> rates = [0, 1, 2, 3]
    >>> fig = loss_along_step(rates, [4, 1, 4, 25], best=1, limit=2, taken=3)
    >>> fig.axes[0].get_yscale()
    'log'
    """
    x, y = finite("rates", rates, 1), finite("losses", losses, 1)
    if x.shape != y.shape:
        raise ValueError(f"rates and losses must have one length, got {len(x)} and {len(y)}")
    if y.min() < 0:
        raise ValueError(f"losses must not be negative: the axis is logarithmic, got {signed(y.min())}")
    if x[0] != 0 or (np.diff(x) <= 0).any():
        raise ValueError("rates must rise from 0, where no step has been taken")
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        floor = y[0] * 3e-3
        ax.plot(x, np.maximum(y, floor / 10), color=FORWARD)
        ax.axhline(y[0], color=COLORS["muted"], linestyle=DASHED, linewidth=1.1)
        ax.set_yscale("log")
        ax.set_ylim(floor, y.max() * 4)
        ax.set_xlim(0, x[-1] * 1.02)
        label_line(
            ax, x[-1], y[0], f"before the step: {signed(y[0])}", COLORS["muted"],
            dx=-2, dy=-9, ha="right", fontsize=TEXT,
        )  # fmt: skip
        ax.axvspan(0, limit, color="#d6e6f2", linewidth=0, zorder=0)
        after = float(np.interp(taken, x, y))
        ax.plot([limit], [y[0]], "o", color=BACK, markersize=7)
        ax.plot([taken], [after], "s", color=COLORS["naive"], markersize=7)
        label_line(ax, limit, y[0], f"the same loss at {limit:.4f}", BACK, dx=9, dy=-10, fontsize=TEXT)
        label_line(
            ax, taken, after, f"taken: {signed(taken)}, loss {after:.1f}", COLORS["naive"],
            dx=-8, dy=12, ha="right", fontsize=TEXT,
        )  # fmt: skip
        label_line(ax, best, floor, f"best: {best:.4f}", FORWARD, dx=8, dy=12, fontsize=TEXT)
        ax.set_xlabel("learning rate of the step")
        ax.set_ylabel("loss after the step (log axis)")
    return fig
