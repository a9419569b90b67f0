"""The same networks, twice: one dot for each."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def paired_losses(before: ArrayLike, after: ArrayLike, *, xlabel: str, ylabel: str) -> Figure:
    """Draw a dot for every network: one loss across, the other up.

    Parameters
    ----------
    before, after
        The two losses of each network, shape (networks,).
    xlabel, ylabel
        What they are.

    Returns
    -------
    matplotlib.figure.Figure
        Dots and the diagonal; below it `after` is the smaller one (circles), above it the larger one (crosses).

    Examples
    --------
    >>> fig = paired_losses([0.5, 0.4], [0.4, 0.5], xlabel="last epoch", ylabel="best epoch")
    >>> [line.get_xdata().tolist() for line in fig.axes[0].lines[1:]]
    [[0.5], [0.4]]
    """
    first = finite("before", before, 1)
    second = as_long_as("after", finite("after", after, 1), first)
    low, high = min(first.min(), second.min()), max(first.max(), second.max())
    room = 0.05 * (high - low) or 1.0
    with figure(height=3.6, width=WIDTH) as (fig, ax):
        ends = np.array([low - room, high + room])
        ax.plot(ends, ends, color=COLORS["muted"], linewidth=1)
        for where, mark, color in ((second <= first, "o", "first"), (second > first, "x", "second")):
            ax.plot(first[where], second[where], mark, color=COLORS[color], markersize=5)
        label_line(ax, ends[1], ends[1], "equal", COLORS["muted"], dx=-28, dy=-7, ha="right", fontsize=TEXT)
        ax.set_xlim(*ends)
        ax.set_ylim(*ends)
        ax.set_xlabel(xlabel, fontsize=TEXT)
        ax.set_ylabel(ylabel, fontsize=TEXT)
    return fig
