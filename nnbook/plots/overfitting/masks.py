"""Dropout changes every single answer, and not their mean."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def dropout_mean(drawn: ArrayLike, without: float, *, xlabel: str, bins: int = 40) -> Figure:
    """Draw one number as it comes out under many random masks, their mean, and the number without dropout.

    Parameters
    ----------
    drawn
        The number under each mask, shape (masks,).
    without
        The same number without dropout.
    xlabel
        What the number is.
    bins
        How many bars there are.

    Returns
    -------
    matplotlib.figure.Figure
        A histogram, a solid line at the mean, a dashed one at the number without dropout.

    Examples
    --------
    >>> fig = dropout_mean([0, 2, 0, 2], 1.0, xlabel="z")
    >>> [float(line.get_xdata()[0]) for line in fig.axes[0].lines]
    [1.0, 1.0]
    """
    values = finite("drawn", drawn, 1)
    if not np.isfinite(without):
        raise ValueError(f"without must be finite, got {without}")
    mean = values.mean()
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        heights, _, _ = ax.hist(values, bins, color=COLORS["first"], alpha=0.35)
        top = float(np.max(heights))
        ax.plot([mean, mean], [0, 1.12 * top], color=COLORS["first"])
        ax.plot([without, without], [0, 1.12 * top], color=COLORS["target"], linestyle=DASHES[1])
        right = without >= mean
        for x, text, color, side in (
            (mean, "mean over masks", COLORS["first"], "right" if right else "left"),
            (without, "without dropout", COLORS["target"], "left" if right else "right"),
        ):
            label_line(ax, x, 1.06 * top, text, color, dx=5 if side == "left" else -5, ha=side, fontsize=TEXT)
        ax.set_xlabel(xlabel, fontsize=TEXT)
        ax.set_ylabel("masks", fontsize=TEXT)
    return fig
