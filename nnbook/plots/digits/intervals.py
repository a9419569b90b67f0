"""Several measurements, each over many runs: the spread of the runs, and the interval that the chapter reports."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def reported_intervals(panels: Mapping[str, Mapping[str, tuple[ArrayLike, ArrayLike]]]) -> Figure:
    """Draw means with intervals that were computed elsewhere, beside the range of the runs.

    Parameters
    ----------
    panels
        What is measured, to the rows by name.  Each row holds the values of its runs, shape (runs,), and the mean with
        the lower and the upper end of its interval, shape (3,).  Every panel holds the same rows; the first is the one
        to compare with.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each quantity: in every row a diamond at the mean, its interval thin with ends, as the chapter on
        Iris draws corrected ones, over the middle 80 % of the runs (pale); a dotted line at the mean of the first.

    Raises
    ------
    ValueError
        If there is no panel or row, the panels hold different rows, or a mean lies outside its interval.

    Examples
    --------
    >>> fig = reported_intervals({"accuracy": {"plain": ([0.7, 0.8], (0.75, 0.6, 0.9))}})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['plain']
    """
    if not panels:
        raise ValueError("panels must hold at least one quantity, got none")
    names = list(next(iter(panels.values())))
    found = {}
    for quantity, rows in panels.items():
        if list(rows) != names or not names:
            raise ValueError(f"panels[{quantity!r}] must hold the rows {names}, got {list(rows)}")
        found[quantity] = [
            (finite(f"{quantity} of {name!r}", runs, 1), finite(f"interval of {name!r}", interval, 1))
            for name, (runs, interval) in rows.items()
        ]
        for name, (_, interval) in zip(names, found[quantity], strict=True):
            if len(interval) != 3 or not interval[1] <= interval[0] <= interval[2]:
                raise ValueError(
                    f"{name} needs a mean, and a lower and an upper end around it, got {interval}"
                )
    height = 0.75 + 0.33 * len(names)
    with figure(1, len(found), height=height, width=WIDTH, sharey=True, squeeze=False) as (fig, axes):
        for ax, (quantity, samples) in zip(axes[0], found.items(), strict=True):
            for row, (runs, (mean, low, high)) in enumerate(samples):
                color = COLORS["muted"] if row == 0 else COLORS["first"]
                ax.plot(np.quantile(runs, [0.1, 0.9]), [-row, -row], color=color, linewidth=6, alpha=0.25)
                ends = [[mean - low], [high - mean]]
                ax.errorbar([mean], [-row], xerr=ends, color=color, linewidth=1.3, capsize=4)
                ax.plot([mean], [-row], "D", color=color, markersize=5)
            ax.axvline(samples[0][1][0], color=COLORS["muted"], linestyle=DASHES[2], linewidth=1)
            ax.set_xlabel(quantity, fontsize=TEXT)
            ax.grid(visible=False, axis="y")
            ax.locator_params(axis="x", nbins=5)
        axes[0, 0].set_yticks([-row for row in range(len(names))], names, fontsize=TEXT)
        axes[0, 0].set_ylim(0.6 - len(names), 0.6)
    return fig
