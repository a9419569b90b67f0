"""How far apart two implementations of a function are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from nnbook.plots._look import DASHES
from nnbook.plots.pytorch._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["largest_differences"]

_MARKS = {"value": ("o", COLORS["prediction"]), "slope": ("D", COLORS["gradient"])}
_EPS = float(np.finfo(float).eps)


def largest_differences(differences: Mapping[str, tuple[float, float]]) -> Figure:
    """Draw the largest difference of values and of slopes, one row per function.

    Parameters
    ----------
    differences
        Name to (difference of values, difference of slopes), both absolute.  Differences of 0 stand on
        the left edge.

    Returns
    -------
    Figure
        One row per function, in the given order, on a logarithmic axis.

    Examples
    --------
    >>> fig = largest_differences({"relu": (0.0, 0.0), "softplus": (2e-9, 2e-9)})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['relu', 'softplus']
    """
    if not differences:
        raise ValueError("differences is empty; name at least one function")
    values = np.array(list(differences.values()), dtype=float)
    if values.shape[1:] != (2,) or not (values >= 0).all():
        raise ValueError("differences must hold two numbers of at least 0 for each name")
    places = np.arange(len(values))
    edge = 1e-18
    with figure(height=1.0 + 0.27 * len(values), width=WIDTH) as (fig, ax):
        ax.axvline(_EPS, color=COLORS["muted"], linewidth=1, linestyle=DASHES[1])
        ax.hlines(places, edge, np.maximum(values.max(axis=1), edge), color=COLORS["grid"], linewidth=3)
        for column, (kind, (marker, color)) in enumerate(_MARKS.items()):
            drawn = np.maximum(values[:, column], edge)
            offset = 0.16 * (2 * column - 1)  # equal values and slopes stay apart
            ax.plot(drawn, places + offset, marker, color=color, markersize=5.5, clip_on=False, zorder=3)
            key = 10.0 ** (-13 + 1.8 * column)
            ax.plot(key, -1.0, marker, color=color, markersize=5.5)
            label_line(ax, key, -1.0, kind, color, dx=6, fontsize=TEXT)
        label_line(ax, _EPS, -1.0, "one rounding", COLORS["muted"], dx=4, fontsize=9, fontweight="normal")
        ax.set_xscale("log")
        ax.set_xlim(edge, max(1e-8, 10 * values.max()))
        ax.set_ylim(len(values) - 0.4, -1.5)
        ax.set_yticks(places, list(differences))
        ax.set_xticks([edge, 1e-15, 1e-12, 1e-9], ["none", "$10^{-15}$", "$10^{-12}$", "$10^{-9}$"])
        ax.minorticks_off()
        ax.set_xlabel("largest difference (log axis)", fontsize=TEXT)
        ax.grid(visible=False, axis="y")
        ax.tick_params(axis="x", labelsize=TEXT)
        ax.tick_params(axis="y", length=0, labelsize=TEXT, pad=8)
    return fig
