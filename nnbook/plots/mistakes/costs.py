"""The cost of every mistake in one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

_TICKS = (-1, 0, 1, 3, 10, 30, 90)


def mistake_costs(costs: Mapping[str, Sequence[float]]) -> Figure:
    """Draw what each mistake costs, the cheapest at the top.

    Parameters
    ----------
    costs
        Name of a mistake to its cost in points of accuracy: the mean, and the lower and upper end of its interval.

    Returns
    -------
    matplotlib.figure.Figure
        A mark and an interval for each mistake: open and grey where the interval contains zero.  The axis is linear
        up to one point and logarithmic beyond.

    Examples
    --------
    >>> fig = mistake_costs({"dear": (40, 35, 45), "cheap": (0.1, -0.2, 0.4)})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['cheap', 'dear']
    """
    if not costs:
        raise ValueError("costs is empty; name at least one mistake")
    table = np.array([finite(name, values, 1) for name, values in costs.items()])
    if table.shape[1:] != (3,):
        raise ValueError(
            f"costs must hold a mean and two ends for each mistake, got {table.shape[1:]} numbers"
        )
    if (table[:, 1] > table[:, 0]).any() or (table[:, 2] < table[:, 0]).any():
        raise ValueError("a cost must lie within its interval")
    order = np.argsort(table[:, 0], kind="stable")
    with figure(height=0.9 + 0.29 * len(costs), width=WIDTH) as (fig, ax):
        ax.axvline(0, color=COLORS["muted"], linewidth=1)
        for row, (mean, low, high) in enumerate(table[order]):
            free = low <= 0 <= high
            color = COLORS["muted" if free else "naive"]
            ax.plot([low, high], [row, row], color=color, linewidth=2.2, solid_capstyle="butt")
            ax.plot(
                [mean], [row], "o", color=color, markersize=6, markerfacecolor="#ffffff" if free else color
            )
        ax.set_xscale("symlog", linthresh=1, linscale=0.6)
        ax.set_xticks(_TICKS, [f"{tick:g}".replace("-", "−") for tick in _TICKS])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(min(-1.2, 1.2 * table[:, 1].min()), 115)
        ax.set_yticks(range(len(order)), [list(costs)[place] for place in order], fontsize=TEXT)
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel("accuracy lost, in points")
    return fig
