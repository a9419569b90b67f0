"""Samples that are standardised with what is known of their neighbours."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite, positive
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_band
from nnbook.plots.style import COLORS, figure, label_line


def own_statistics(sizes: ArrayLike, own: ArrayLike, kept: ArrayLike) -> Figure:
    """Draw the accuracy on samples that arrive in groups and are standardised group by group.

    Parameters
    ----------
    sizes
        How many samples a group has, shape (m,).
    own
        Accuracy of each network when every group is standardised by its own statistics, shape (m, networks).
    kept
        Accuracy of each network with the statistics of the training samples, shape (networks,).

    Returns
    -------
    matplotlib.figure.Figure
        Medians with 10 to 90 % bands over a logarithmic axis.

    Examples
    --------
    >>> fig = own_statistics([1, 10], [[0.3, 0.5], [0.9, 0.9]], [0.9, 1.0])
    >>> fig.axes[0].lines[0].get_ydata().round(2).tolist()
    [40.0, 90.0]
    """
    m = positive("sizes", sizes, 1)
    groups = 100 * as_long_as("own", finite("own", own, 2), m)
    same = np.broadcast_to(100 * finite("kept", kept, 1), (len(m), np.size(kept)))
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        for samples, key, dashes, marker in ((groups, "naive", DASHES[1], "o"), (same, "stable", "-", "")):
            middle = draw_band(ax, m, samples, COLORS[key])
            ax.plot(m, middle, color=COLORS[key], linestyle=dashes, marker=marker)
        place = int(m.argmin())
        label_line(ax, m[place], np.median(same), "training samples' statistics", COLORS["stable"],
                   dx=-4, dy=9, va="bottom", fontsize=TEXT)  # fmt: skip
        label_line(
            ax,
            m[place],
            np.median(groups[place]),
            "the group's own",
            COLORS["naive"],
            dx=12,
            dy=-2,
            fontsize=TEXT,
        )
        ax.set_xscale("log")
        ax.set_xticks(m)
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda size, _: f"{size:g}"))
        ax.set_ylim(top=112)
        ax.set_yticks(range(20, 101, 20))
        ax.set_xlabel("samples in a group (log)")
        ax.set_ylabel("test accuracy, %")
    return fig
