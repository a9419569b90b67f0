"""Where one program overtakes another as its layers grow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends, label_line

__all__ = ["overtaking"]


def overtaking(widths: ArrayLike, ratios: Mapping[str, ArrayLike], *, reference: str) -> Figure:
    """Draw how long a step of training takes against the width of the layers, compared with a reference.

    Parameters
    ----------
    widths
        Units in a hidden layer, rising.
    ratios
        Name of a program to its time divided by that of the reference, one number per width.
    reference
        Name of the program that counts as 1.

    Returns
    -------
    Figure
        One panel with logarithmic axes; a line for each program, and a level one for the reference.

    Examples
    --------
    >>> fig = overtaking([8, 64, 512], {"other": [5, 2, 0.8]}, reference="nnbook")
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['nnbook', 'other']
    """
    sizes = positive("widths", widths, 1)
    check_curves("ratios", ratios)
    if (np.diff(sizes) <= 0).any():
        raise ValueError("widths must rise")
    ends = []
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        ax.plot([sizes[0], sizes[-1]], [1, 1], color=COLORS["muted"], linewidth=1)
        label_line(ax, sizes[0], 1, reference, COLORS["muted"], dx=0, dy=-9, fontsize=TEXT)
        for place, (name, ratio) in enumerate(ratios.items()):
            values = as_long_as(name, positive(name, ratio, 1), sizes)
            color = COLORS[CYCLE[place]]
            ax.plot(sizes, values, color=color, linestyle=DASHES[place], marker="os^D"[place % 4])
            ends.append((float(values[-1]), name, color))
        ax.set_xscale("log", base=2)
        ax.set_yscale("log")
        low, high = ax.get_ylim()
        ax.set_ylim(min(low, 0.6), high)
        ax.set_xticks(sizes[::2], [f"{size:g}" for size in sizes[::2]])
        ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if min(low, 0.6) <= tick <= high]
        ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.minorticks_off()
        ax.tick_params(labelsize=TEXT)
        ax.set_xlabel("units in each hidden layer (log axis)")
        ax.set_ylabel(f"time of a step, {reference} = 1")
        label_ends(ax, float(sizes[-1]), ends, fontsize=TEXT, dx=8)
    return fig
