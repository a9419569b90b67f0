"""What one wrong value does to a fitted line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.losses._look import look
from nnbook.plots.style import COLORS, figure, label_ends


def outlier_pull(
    x: ArrayLike,
    y: ArrayLike,
    lines: Mapping[str, tuple[float, float]],
    sizes: ArrayLike,
    misses: Mapping[str, ArrayLike],
) -> Figure:
    """Draw lines fitted to samples of which the last is wrong, and how far the slopes miss as it gets worse.

    Parameters
    ----------
    x, y
        One data set, shape (n,); the last sample is the outlier.
    lines
        Name of a loss to the slope and intercept that it leads to.
    sizes
        How far the outlier was moved, shape (m,).
    misses
        Name of a loss to the distance between fitted and true slope, positive, shape (m, data sets).

    Returns
    -------
    Figure
        Two panels: the lines, and the median misses with their 10 to 90 % bands.

    Examples
    --------
    >>> fig = outlier_pull([0, 1], [0, 9], {"squared": (9, 0)}, [0, 5], {"squared": [[0.1, 0.2], [2, 3]]})
    >>> fig.axes[1].get_yscale()
    'log'
    """
    check_curves("lines", lines)
    check_curves("misses", misses)
    x = finite("x", x, 1)
    y = as_long_as("y", finite("y", y, 1), x)
    at = finite("sizes", sizes, 1)
    with figure(2, 1, height=5.6, width=WIDTH) as (fig, (left, right)):
        left.plot(x[:-1], y[:-1], "o", color=COLORS["data"], markersize=4)
        left.plot(x[-1:], y[-1:], "X", color=COLORS["target"], markersize=9)
        left.annotate(
            "outlier",
            (x[-1], y[-1]),
            (-9, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=TEXT,
            color=COLORS["target"],
            fontweight="bold",
        )
        ends = []
        edge = np.array([x.min(), x.max()])
        for place, (name, (slope, intercept)) in enumerate(lines.items()):
            color, dashes = look(name, place)
            left.plot(edge, slope * edge + intercept, color=color, linestyle=dashes)
            ends.append((slope * edge[1] + intercept, name, color))
        label_ends(left, edge[1], ends, fontsize=TEXT)
        left.set_xlabel("$x$")
        left.set_ylabel("$y$")
        ends = []
        for place, (name, values) in enumerate(misses.items()):
            samples = as_long_as(name, positive(name, values, 2), at)
            color, dashes = look(name, place)
            ends.append((float(draw_median(right, at, samples, color, dashes)[-1]), name, color))
        right.set_yscale("log")
        right.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        right.minorticks_off()
        label_ends(right, at[-1], ends, fontsize=TEXT)
        right.set_xlabel("how far the outlier was moved")
        right.set_ylabel("miss of the slope (log axis)")
    return fig
