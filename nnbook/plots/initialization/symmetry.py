"""How many hidden units a network really has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends


def distinct_units(counts: Mapping[str, ArrayLike]) -> Figure:
    """Draw how many different hidden units a network has, step by step.

    Parameters
    ----------
    counts
        Name of a start to the number of different units before the first step and after each, shape (steps + 1,).

    Returns
    -------
    Figure
        One panel, one staircase per start.

    Examples
    --------
    >>> fig = distinct_units({"constant": [1, 1, 1], "random": [8, 8, 8]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['constant', 'random']
    """
    check_curves("counts", counts)
    lines = {name: finite(name, values, 1) for name, values in counts.items()}
    if len({len(line) for line in lines.values()}) != 1:
        raise ValueError("counts must hold one number per step for every start")
    if min(line.min() for line in lines.values()) < 1:
        raise ValueError("counts must be at least 1: a network has a hidden unit")
    with figure(height=2.7, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, line) in enumerate(lines.items()):
            color = COLORS[CYCLE[place]]
            ax.plot(np.arange(len(line)), line, color=color, linestyle=DASHES[place], drawstyle="steps-post")
            ends.append((float(line[-1]), name, color))
        ax.set_ylim(0, 1.12 * max(line.max() for line in lines.values()))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        label_ends(ax, len(line) - 1, ends, fontsize=TEXT)
        ax.set_xlabel("steps")
        ax.set_ylabel("different hidden units")
    return fig
