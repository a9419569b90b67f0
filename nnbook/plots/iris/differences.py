"""Differences to one model on the same splits: the interval that most reports give, and the one that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def split_differences(
    rows: Mapping[str, Sequence[float]], *, xlabel: str = "difference in accuracy, in points"
) -> Figure:
    """Draw mean differences with two intervals around each.

    Parameters
    ----------
    rows
        Name of a model to its mean difference, half the usual interval and half the corrected one.
    xlabel
        What the axis shows.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each model: the usual interval thick and short, the corrected one thin with ends, and a mark,
        which is open and grey where the corrected interval contains zero.

    Raises
    ------
    TypeError
        If a row does not hold numbers.
    ValueError
        If there is no row, or one does not hold a mean and two halves of at least 0, or is not finite.

    Examples
    --------
    >>> fig = split_differences({"lines": (1.3, 0.4, 2.2), "guess": (-60, 1, 3)})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['lines', 'guess']
    """
    if not rows:
        raise ValueError("rows is empty; name at least one model")
    table = [finite(name, values, 1) for name, values in rows.items()]
    for name, values in zip(rows, table, strict=True):
        if len(values) != 3 or values[1:].min() < 0:
            raise ValueError(f"{name} must hold a mean and two halves of at least 0, got {values.tolist()}")
    with figure(height=1.25 + 0.33 * len(rows), width=WIDTH) as (fig, ax):
        ax.axvline(0, color=COLORS["ink"], linewidth=1)
        for row, (mean, usual, corrected) in enumerate(table):
            open_ = abs(mean) <= corrected
            color = COLORS["muted" if open_ else "first"]
            ax.errorbar(mean, row, xerr=corrected, color=color, linewidth=1.3, capsize=4)
            ax.plot(
                [mean - usual, mean + usual], [row, row], color=color, linewidth=4.5, solid_capstyle="butt"
            )
            ax.plot(
                [mean], [row], "D", color=color, markersize=6.5, markerfacecolor="#ffffff" if open_ else color
            )
        ax.plot([], [], color=COLORS["muted"], linewidth=4.5, label="usual interval")
        ax.errorbar(
            np.nan, np.nan, xerr=0, color=COLORS["muted"], linewidth=1.3, capsize=4, label="corrected"
        )
        ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=2, fontsize=TEXT + 0.5)
        ax.set_yticks(range(len(rows)), list(rows), fontsize=TEXT)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.grid(visible=False, axis="y")
        ax.locator_params(axis="x", nbins=6)
        ax.set_xlabel(xlabel, fontsize=TEXT)
    return fig
