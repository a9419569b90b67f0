"""Where in the plane of depth and gain networks learn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def trainability_map(
    gains: ArrayLike, depths: ArrayLike, accuracies: Mapping[str, ArrayLike], *, chance: float
) -> Figure:
    """Draw how well networks learn, depth against gain; the area of a disc is what was learned beyond guessing.

    Parameters
    ----------
    gains
        Gains relative to the rule, rising, shape (k,).
    depths
        Numbers of hidden layers, rising, shape (m,).
    accuracies
        Name of a panel to accuracies, shape (m, k).
    chance
        The accuracy of a guesser; where a network does little better, a cross stands.

    Returns
    -------
    Figure
        Panels side by side with common logarithmic axes, and a line at gain 1.

    Examples
    --------
    >>> fig = trainability_map([0.5, 1], [2, 4], {"ReLU": [[0.9, 0.9], [0.1, 0.9]]}, chance=0.1)
    >>> len(fig.axes[0].lines[1].get_xdata())  # crosses
    1
    """
    x, rows = positive("gains", gains, 1), positive("depths", depths, 1)
    if (np.diff(x) <= 0).any() or (np.diff(rows) <= 0).any():
        raise ValueError("gains and depths must rise")
    if not 1 <= len(accuracies) <= 3:
        raise ValueError(f"accuracies must hold 1 to 3 panels, got {len(accuracies)}")
    if not 0 <= chance < 1:
        raise ValueError(f"chance must lie from 0 up to 1, got {chance}")
    with figure(1, len(accuracies), height=2.9, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (name, values) in zip(axes.flat, accuracies.items(), strict=True):
            table = finite(name, values, 2)
            if table.shape != (len(rows), len(x)):
                raise ValueError(f"{name} needs shape {(len(rows), len(x))}, got {table.shape}")
            gain, depth = np.meshgrid(x, rows)
            learned = np.clip((table - chance) / (1 - chance), 0, 1)
            lost = learned < 0.08
            ax.axvline(1, color=COLORS["muted"], linewidth=1, linestyle=(0, (1.2, 1.4)))
            ax.plot(gain[lost], depth[lost], "x", color=COLORS["naive"], markersize=4, markeredgewidth=1.1)
            ax.scatter(gain[~lost], depth[~lost], s=105 * learned[~lost], color=COLORS["stable"], linewidth=0)
            ax.set_xscale("log")
            ax.set_yscale("log")
            ax.set_xlim(x[0] / 1.25, x[-1] * 1.25)
            ax.set_ylim(rows[0] / 1.4, rows[-1] * 1.4)
            ax.set_yticks(rows, [f"{row:g}" for row in rows])
            ax.set_xticks([t for t in (0.25, 0.5, 1, 2, 4) if x[0] / 1.1 <= t <= x[-1] * 1.1])
            ax.set_xticklabels([f"{t:g}" for t in ax.get_xticks()])
            ax.minorticks_off()
            ax.set_title(name, fontsize=TEXT + 0.5)
        axes[0, 0].set_ylabel("hidden layers (log axis)")
        fig.supxlabel("gain, relative to the rule (log axis)", fontsize=TEXT)
    return fig
