"""The winner of a search: what its score says, and what it is worth when it is trained again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_line


def winner_scores(tries: ArrayLike, scores: Mapping[str, ArrayLike]) -> Figure:
    """Draw the score of a search's winner on several sets of data against the number of tries.

    Parameters
    ----------
    tries
        The numbers of tries, shape (k,), positive.
    scores
        Where the winner is scored (such as "validation", "test") to its accuracy, shape (k, searches).

    Returns
    -------
    matplotlib.figure.Figure
        Medians and 10 to 90 % bands over the searches, in %.

    Examples
    --------
    >>> fig = winner_scores([1, 2], {"validation": [[0.8, 0.8], [0.9, 0.9]], "test": [[0.8, 0.8], [0.85, 0.85]]})
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [80.0, 90.0]
    """
    n = positive("tries", tries, 1)
    check_curves("scores", scores)
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        for place, (name, score) in enumerate(scores.items()):
            color = COLORS.get(name, COLORS[CYCLE[place]])
            percent = 100 * as_long_as(f"scores[{name!r}]", finite(f"scores[{name!r}]", score, 2), n)
            middle = draw_median(ax, n, percent, color, DASHES[place])
            ax.plot(n, middle, "os^v"[place % 4], color=color)
            label_line(
                ax, n[-1], middle[-1], f"on {name}", color, dx=-8, dy=-16 if place else 14, ha="right",
                fontsize=TEXT,
            )  # fmt: skip
        ax.margins(y=0.14)
        ax.set_xscale("log", base=2)
        ax.set_xticks(n, [f"{value:g}" for value in n])
        ax.minorticks_off()
        ax.set_xlabel("number of tries (log axis)")
        ax.set_ylabel("accuracy of the winner, %")
    return fig


def rerun_scores(names: Sequence[str], first: ArrayLike, again: ArrayLike) -> Figure:
    """Draw the score that each configuration had in a search, and its scores when trained again.

    Parameters
    ----------
    names
        What each configuration is called, in the order of the search's ranking.
    first
        The score in the search, shape (k,).
    again
        The scores of further runs with other seeds, shape (k, seeds).

    Returns
    -------
    matplotlib.figure.Figure
        One row per configuration: a diamond for the search, a line from the 10th to the 90th percentile of the
        further runs, and a dot at their mean.

    Examples
    --------
    >>> fig = rerun_scores(["a"], [0.9], [[0.8, 0.84]])
    >>> fig.axes[0].lines[1].get_xdata().round(3).tolist()
    [82.0]
    """
    best = 100 * finite("first", first, 1)
    runs = 100 * as_long_as("again", finite("again", again, 2), best)
    if len(names) != len(best):
        raise ValueError(
            f"names needs one entry for each of the {len(best)} configurations, got {len(names)}"
        )
    with figure(height=0.9 + 0.32 * len(best), width=WIDTH) as (fig, ax):
        for row, (score, run) in enumerate(zip(best, runs, strict=True)):
            low, high = np.quantile(run, [0.1, 0.9])
            ax.plot([low, high], [-row] * 2, color=COLORS["second"], linewidth=2.5, alpha=0.5)
            ax.plot([run.mean()], [-row], "o", color=COLORS["second"], markersize=6)
            ax.plot([score], [-row], "D", color=COLORS["first"], markersize=6)
        label_line(ax, best[0], 0, "in the search", COLORS["first"], dx=0, dy=14, ha="center", fontsize=TEXT)
        label_line(
            ax, runs[0].mean(), 0, "trained again", COLORS["second"], dx=0, dy=14, ha="center", fontsize=TEXT
        )
        ax.set_ylim(-len(best) + 0.5, 1.0)
        ax.set_yticks([-row for row in range(len(best))], list(names), fontsize=TEXT)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("validation accuracy, %")
    return fig
