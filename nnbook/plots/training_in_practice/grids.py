"""Grid search beside random search: what each tries, and what each finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.gradient_descent._look import MARKS
from nnbook.plots.style import COLORS, figure


def grid_and_random(
    tried: Mapping[str, tuple[ArrayLike, ArrayLike]], found: Mapping[str, ArrayLike], names: tuple[str, str]
) -> Figure:
    """Draw what searches try, and how good the best is that each of many such searches finds.

    Parameters
    ----------
    tried
        Name of each kind of search to the values of two hyperparameters that one such search tries, (n,) each.
    found
        The same names to the lowest losses that many searches of the kind found, shape (searches,).
    names
        What the two hyperparameters are called.

    Returns
    -------
    matplotlib.figure.Figure
        Above, one panel per search with its trials, and ticks at the axis for the distinct values of the first;
        below, the share of searches whose lowest loss is at most the one on the axis.

    Examples
    --------
    >>> fig = grid_and_random({"grid": ([0.1, 1], [0.1, 1])}, {"grid": [0.5, 0.7]}, ("rate", "decay"))
    >>> fig.axes[-1].lines[0].get_ydata()[-1].item()
    100.0
    """
    if list(tried) != list(found) or not 0 < len(tried) <= len(CYCLE):
        raise ValueError(
            f"tried and found must hold the same searches, got {', '.join(tried)} and {', '.join(found)}"
        )
    trials = {
        search: (positive(f"tried[{search!r}]", first, 1), positive(f"tried[{search!r}]", second, 1))
        for search, (first, second) in tried.items()
    }
    with figure(height=4.9, width=WIDTH) as (fig, ax):
        ax.remove()
        halves: Any = fig.add_gridspec(2, 1, height_ratios=[1.15, 1])
        above, below = halves[0], halves[1]
        panels: Any = above.subgridspec(1, len(trials)).subplots(sharex=True, sharey=True, squeeze=False)[0]
        ecdf = fig.add_subplot(below)
        for place, (search, (first, second)) in enumerate(trials.items()):
            if len(first) != len(second):
                raise ValueError(
                    f"tried[{search!r}] must hold pairs, got {len(first)} and {len(second)} values"
                )
            color, panel = COLORS[CYCLE[place]], panels[place]
            panel.plot(first, second, MARKS[place], color=color)
            panel.plot(
                np.unique(first), np.full(len(np.unique(first)), 0.03), "|", color=color, markersize=9,
                transform=panel.get_xaxis_transform(),
            )  # fmt: skip
            panel.set(xscale="log", yscale="log", xlabel=names[0])
            panel.minorticks_off()
            for axis in (panel.xaxis, panel.yaxis):
                axis.set_major_locator(LogLocator(numticks=4))
            panel.set_title(search, fontsize=10)
            losses = np.sort(finite(f"found[{search!r}]", found[search], 1))
            share = 100 * np.arange(1, len(losses) + 1) / len(losses)
            ecdf.step(losses, share, where="post", color=color, linestyle=DASHES[place], label=search)
        panels[0].set_ylabel(names[1])
        ecdf.set(xlabel="lowest validation loss that a search found", ylabel="share of searches, %")
        ecdf.set_ylim(0, 104)
        # Curves that run together leave no room for a label of their own.
        ecdf.legend(loc="lower right", fontsize=TEXT, handlelength=3, labelcolor="linecolor")
    return fig
