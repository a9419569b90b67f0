"""How often units can be given a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import ArrayLike

from nnbook.metrics import accuracy_interval
from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

__all__ = ["detector_shares"]


def detector_shares(groups: Sequence[str], counts: Mapping[str, ArrayLike], networks: int) -> Figure:
    """Draw which share of the networks has something, with its 95 % interval, for groups of networks.

    Parameters
    ----------
    groups
        Names of the groups, such as "4 units".
    counts
        What was looked for → number of networks that have it, one per group.
    networks
        Networks in each group.

    Returns
    -------
    Figure
        A row per group and entry: a mark with its interval.

    Examples
    --------
    >>> fig = detector_shares(["4 units"], {"trained": [50], "untrained": [5]}, 200)
    >>> len(fig.axes[0].texts)
    2
    """
    check_curves("counts", counts)
    if isinstance(groups, str) or not groups:
        raise ValueError(f"groups must be a sequence of names, got {groups!r}")
    rows = len(groups) * (len(counts) + 0.7)
    with figure(height=0.75 + 0.3 * rows, width=WIDTH) as (fig, ax):
        places, y, furthest = [], 0.0, 0.0
        for number in range(len(groups)):
            places.append(y + (len(counts) - 1) / 2)
            for entry, (name, values) in enumerate(counts.items()):
                found = as_array(name, values, 1)
                if len(found) != len(groups):
                    raise ValueError(f"{name!r} needs one count per group: {len(groups)}, got {len(found)}")
                if found.min() < 0 or found.max() > networks:
                    raise ValueError(f"{name!r} must hold counts from 0 to {networks}")
                low, high = (float(end) for end in accuracy_interval(int(found[number]), networks))
                furthest = max(furthest, high)
                color = COLORS[CYCLE[entry]]
                ax.hlines(y, low, high, color=color, linewidth=2.2)
                ax.plot(found[number] / networks, y, "os^D"[entry % 4], color=color, markersize=7)
                ax.annotate(
                    name,
                    (high, y),
                    xytext=(7, 0),
                    textcoords="offset points",
                    va="center",
                    color=color,
                    fontsize=TEXT,
                    fontweight="bold",
                )
                y += 1
            y += 0.7
        ax.set_yticks(places, list(groups))
        ax.set_ylim(y - 1.2, -0.5)
        ax.set_xlim(0, min(1.0, 1.9 * furthest))
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.tick_params(axis="both", labelsize=TEXT)
        ax.tick_params(axis="y", length=0)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("share of the networks")
    return fig
