"""How long the same layer takes, written in different ways."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends, label_line

__all__ = ["width_times"]


def width_times(widths: ArrayLike, ratios: Mapping[str, ArrayLike], *, reference: str) -> Figure:
    """Draw how long ways to compute a layer take against its width, compared with one of them.

    Parameters
    ----------
    widths
        Neurons in the layer, rising.
    ratios
        Name to time per sample divided by that of the reference, one number per width.
    reference
        Name of the way that counts as 1.

    Returns
    -------
    Figure
        One panel with logarithmic axes and a line for each way.

    Examples
    --------
    >>> fig = width_times([1, 2, 4], {"objects": [0.5, 1, 3]}, reference="matrix")
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['objects', 'matrix']
    """
    sizes = as_array("widths", widths, 1)
    check_curves("ratios", ratios)
    if sizes.min() <= 0 or (np.diff(sizes) <= 0).any():
        raise ValueError("widths must be positive and rise")
    with figure(height=3.7, width=WIDTH) as (fig, ax):
        ends, lowest, highest = [], 1.0, 1.0
        for place, (name, ratio) in enumerate(ratios.items()):
            values = as_array(name, ratio, 1)
            if len(values) != len(sizes):
                raise ValueError(f"{name!r} needs one ratio per width: {len(sizes)}, got {len(values)}")
            if values.min() <= 0:
                raise ValueError(f"{name!r} must hold positive ratios: the axis is logarithmic")
            color = COLORS[CYCLE[place]]
            ax.plot(
                sizes, values, color=color, linestyle=DASHES[place], marker="os^D"[place % 4], markersize=4.5
            )
            ends.append((float(values[-1]), name, color))
            lowest, highest = min(lowest, values.min()), max(highest, values.max())
        ax.plot([sizes[0], sizes[-1]], [1, 1], color=COLORS["muted"], linewidth=1)
        ax.set_xscale("log", base=2)
        ax.set_yscale("log")
        ax.set_ylim(lowest / 1.6, highest * 1.6)
        ax.set_xticks(sizes[::3], [f"{size:g}" for size in sizes[::3]])
        ticks = [tick for tick in (0.01, 0.1, 1, 10, 100, 1000) if lowest / 1.6 <= tick <= highest * 1.6]
        ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.minorticks_off()
        ax.tick_params(labelsize=TEXT)
        label_ends(ax, float(sizes[-1]), ends, fontsize=TEXT)
        label_line(ax, sizes[-1], 1, reference, COLORS["muted"], fontsize=TEXT, annotation_clip=False)
        ax.set_xlabel("neurons in the layer, and inputs of each (log axis)")
        ax.set_ylabel(f"time, {reference} = 1 (log axis)")
    return fig
