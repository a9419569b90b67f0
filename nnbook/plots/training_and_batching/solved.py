"""Shares of trained networks, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.metrics import accuracy_interval
from nnbook.plots._arguments import as_long_as, check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends

MARKS = ("o", "s", "D", "^", "v", "P")


def solved_by_batch_size(ways: Sequence[str], solved: Mapping[str, ArrayLike], *, of: int) -> Figure:
    """Draw which share of networks reached the goal, with 95 % intervals (Wilson).

    Parameters
    ----------
    ways
        The ways of training, such as the batch sizes, in the order of the axis.
    solved
        Name of each kind of network to the number that reached the goal, one per way.
    of
        How many networks there were for each.

    Returns
    -------
    matplotlib.figure.Figure
        One panel, a line with intervals for each kind.

    Examples
    --------
    >>> fig = solved_by_batch_size(["64", "8"], {"tanh": [66, 80], "ReLU": [36, 20]}, of=100)
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['ReLU', 'tanh']
    """
    check_curves("solved", solved)
    place = np.arange(float(len(ways)))
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        ends = []
        for group, (name, counts) in enumerate(solved.items()):
            number = as_long_as(f"solved[{name!r}]", finite(f"solved[{name!r}]", counts, 1), place)
            if number.min() < 0 or number.max() > of:
                raise ValueError(f"solved[{name!r}] must lie between 0 and {of}, the number of networks")
            share = 100 * number / of
            bounds = 100 * np.array([accuracy_interval(int(count), of) for count in number]).T
            color = COLORS[CYCLE[group]]
            ax.errorbar(
                place + 0.04 * group, share, np.abs(bounds - share), color=color, linestyle=DASHES[group],
                marker=MARKS[group], capsize=3,
            )  # fmt: skip
            ends.append((float(share[-1]), name, color))
        ax.set_ylim(0, 103)
        ax.set_yticks([0, 25, 50, 75, 100])
        ax.set_xticks(place, list(ways), fontsize=TEXT)
        ax.set_xlim(-0.3, len(ways) - 0.7)
        label_ends(ax, float(place[-1]), ends, fontsize=TEXT, dx=9 + 3 * len(solved))
        ax.set_xlabel("batch size B")
        ax.set_ylabel("networks that solve it, in %")
    return fig
