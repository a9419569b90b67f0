"""How far the gradients of several implementations lie apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import DASHED
from nnbook.plots.style import COLORS, figure, label_line

_FLOOR = 1e-17  # where equality is drawn


def agreement(differences: Mapping[str, ArrayLike], *, tolerance: float) -> Figure:
    """Draw the largest relative difference of two implementations for every network.

    Parameters
    ----------
    differences
        Name of a pair to its differences, shape (networks,), none negative.
    tolerance
        What is asked for, drawn as a line.

    Returns
    -------
    matplotlib.figure.Figure
        A row of dots per pair on a logarithmic axis; equal gradients stand at its left end.

    Examples
    --------
    >>> fig = agreement({"one and two": [0, 1e-16]}, tolerance=1e-12)
    >>> fig.axes[0].get_xscale()
    'log'
    """
    rows = {name: finite(name, values, 1) for name, values in differences.items()}
    if not rows or min(float(values.min()) for values in rows.values()) < 0:
        raise ValueError("expected at least one pair, with differences that are not negative")
    rng = np.random.default_rng(0)
    with figure(height=1.2 + 0.62 * len(rows), width=WIDTH) as (fig, ax):
        for place, (name, values) in enumerate(rows.items()):
            ax.plot(
                np.maximum(values, _FLOOR),
                place + rng.uniform(-0.16, 0.16, len(values)),
                "o",
                color=COLORS["data"],
                markersize=3.6,
                alpha=0.5,
            )
            ax.text(_FLOOR * 1.5, place - 0.32, name, ha="left", va="center", fontsize=TEXT)
        ax.axvline(tolerance, color=COLORS["naive"], linestyle=DASHED, linewidth=1.2)
        label_line(
            ax, tolerance, len(rows) - 0.75, "allowed", COLORS["naive"], dx=-5, ha="right", fontsize=TEXT
        )
        ax.set_xscale("log")
        ax.set_xlim(_FLOOR / 2, tolerance * 10)
        ticks = [_FLOOR, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12]
        ax.set_xticks(
            ticks, ["equal", *(rf"$\mathdefault{{10^{{{round(np.log10(t))}}}}}$" for t in ticks[1:])]
        )
        ax.minorticks_off()
        ax.tick_params(axis="x", labelsize=TEXT)
        ax.set_yticks([])
        ax.set_ylim(len(rows) - 0.55, -0.6)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("largest difference beside the largest gradient (log axis)")
    return fig
