"""Losses as a table in a lecture has them, and as a run has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends


def monitored_losses(
    epochs: ArrayLike,
    tables: Mapping[str, Mapping[str, ArrayLike]],
    runs: Mapping[str, Mapping[str, ArrayLike]],
) -> Figure:
    """Draw the few losses of a table as marks over the curves of real runs.

    Parameters
    ----------
    epochs
        The epochs of the tables, shape (k,), counted from 1.
    tables
        Title to the losses "train" and "validation" at these epochs, shape (k,).
    runs
        The same titles, to the losses of the runs by epoch, shape (all epochs, networks).

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each title: marks for the table, medians with 10 to 90 % bands for the runs.

    Examples
    --------
    >>> table = {"train": [0.8, 0.5], "validation": [0.9, 0.6]}
    >>> run = {"train": [[0.8, 0.9], [0.5, 0.5]], "validation": [[0.9, 0.9], [0.6, 0.7]]}
    >>> fig = monitored_losses([1, 2], {"healthy": table}, {"healthy": run})
    >>> fig.axes[0].lines[0].get_ydata().round(2).tolist()
    [0.85, 0.5]
    """
    at = finite("epochs", epochs, 1)
    if not tables or list(tables) != list(runs):
        raise ValueError(f"tables and runs must have the same titles, got {list(tables)} and {list(runs)}")
    looks: dict[str, tuple[str, Any, str]] = {
        "train": (COLORS["train"], DASHES[0], "o"),
        "validation": (COLORS["validation"], DASHES[1], "s"),
    }
    with figure(len(tables), 1, height=0.5 + 2.2 * len(tables), width=WIDTH, sharex=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (title, table) in zip(axes[:, 0], tables.items(), strict=True):
            ends = []
            for name, (color, dashes, mark) in looks.items():
                if name not in table or name not in runs[title]:
                    raise ValueError(f"{title!r} needs the losses 'train' and 'validation'")
                curve = finite(f"runs[{title!r}][{name!r}]", runs[title][name], 2)
                marks = as_long_as(name, finite(f"tables[{title!r}][{name!r}]", table[name], 1), at)
                middle = draw_median(ax, np.arange(1.0, len(curve) + 1), curve, color, dashes)
                ax.plot(
                    at, marks, mark, color=color, markersize=7, markerfacecolor="none", markeredgewidth=1.6
                )
                ends.append((float(middle[-1]), name, color))
            ax.set_ylim(bottom=-0.07 * ax.get_ylim()[1])  # room below zero for a mark and a name
            label_ends(ax, float(len(curve)), ends, fontsize=TEXT, dx=8)
            ax.set_ylabel("loss", fontsize=TEXT)
            ax.set_title(title, fontsize=TEXT)
        axes[-1, 0].set_xticks(at, [f"{epoch:g}" for epoch in at])
        axes[-1, 0].set_xlabel("epoch (marks: the table; lines: real runs)", fontsize=TEXT)
    return fig
