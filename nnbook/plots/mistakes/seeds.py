"""What one run can say about two programs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

_LOOKS = (("stable", "o"), ("naive", "s"))


def single_runs(runs: Mapping[str, ArrayLike]) -> Figure:
    """Draw the accuracy of every run of two programs, and the mean of each.

    Parameters
    ----------
    runs
        Name of a program to the accuracy of its runs, shape (networks,); the fix first, then the mistake.

    Returns
    -------
    matplotlib.figure.Figure
        One row of marks for each program, spread vertically so that they can be told apart.

    Examples
    --------
    >>> fig = single_runs({"right": [0.9, 0.92], "wrong": [0.88, 0.91]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['right, mean 91.0 %', 'wrong, mean 89.5 %']
    """
    if len(runs) != len(_LOOKS):
        raise ValueError(f"runs must hold two programs, got {len(runs)}")
    with figure(height=2.7, width=WIDTH) as (fig, ax):
        for row, ((name, values), (key, marker)) in enumerate(zip(runs.items(), _LOOKS, strict=True)):
            accuracy = 100 * finite(name, values, 1)
            spread = np.random.default_rng(0).uniform(-0.2, 0.2, len(accuracy))
            ax.plot(
                accuracy,
                row + spread,
                marker,
                color=COLORS[key],
                markersize=4.5,
                alpha=0.45,
                markeredgewidth=0,
            )
            mean = accuracy.mean()
            ax.plot([mean, mean], [row - 0.3, row + 0.3], color=COLORS[key], linewidth=2.4)
            label = f"{name}, mean {mean:.1f} %"
            ax.annotate(label, (0, row - 0.34), xycoords=("axes fraction", "data"), color=COLORS[key],
                        fontsize=TEXT, fontweight="bold", va="bottom")  # fmt: skip
        ax.set_ylim(len(runs) - 0.6, -0.7)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("test accuracy of one run, %")
    return fig
