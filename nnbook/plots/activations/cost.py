"""How long an activation takes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from nnbook.plots._look import DASHES, TEXT, WIDTH, pretty
from nnbook.plots.style import COLORS, figure, label_line


def relative_cost(ratios: Mapping[str, float]) -> Figure:
    """Draw how long each activation takes compared with ReLU, the cheapest at the top.

    Parameters
    ----------
    ratios
        Name to recorded time, divided by ReLU's.

    Returns
    -------
    Figure
        One panel with a dot for each activation.

    Examples
    --------
    >>> fig = relative_cost({"tanh": 8.0, "relu": 1.0})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['ReLU', 'tanh']
    """
    if not ratios or min(ratios.values()) <= 0:
        raise ValueError("ratios must name at least one activation, each with a positive time")
    ordered = sorted(ratios.items(), key=lambda item: item[1])
    with figure(height=0.8 + 0.27 * len(ordered), width=WIDTH) as (fig, ax):
        places = np.arange(len(ordered))
        values = np.array([ratio for _, ratio in ordered])
        ax.hlines(places, 1, values, color=COLORS["grid"], linewidth=3)
        ax.plot(values, places, "o", color=COLORS["data"], markersize=7)
        for place, value in zip(places, values, strict=True):
            label_line(ax, value, float(place), f"{value:.2g}×", COLORS["ink"], dx=8, fontsize=TEXT)
        ax.axvline(1, color=COLORS["muted"], linestyle=DASHES[1], linewidth=1)
        ax.set_xscale("log")
        ax.set_yticks(places, [pretty(name) for name, _ in ordered])
        ax.invert_yaxis()
        ticks = [tick for tick in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if tick <= values.max() * 1.6]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.minorticks_off()
        ax.set_xlim(min(0.8, values.min() * 0.8), values.max() * 1.6)
        ax.set_xlabel("time per number, ReLU = 1 (log axis)")
        ax.grid(visible=False, axis="y")
        ax.tick_params(axis="y", length=0, labelsize=TEXT)
    return fig
