"""Means over runs, a row for each thing that was run: its interval over the spread of its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnbook.plots._arguments import Array
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def names_of_rows(panels: Mapping[str, Mapping[str, Any]], what: str) -> list[str]:
    """Return the names of the rows, which have to be the same in all panels."""
    if not panels:
        raise ValueError("panels must hold at least one quantity, got none")
    names = list(next(iter(panels.values())))
    for quantity, rows in panels.items():
        if list(rows) != names or not names:
            raise ValueError(f"panels[{quantity!r}] must hold the {what} {names}, got {list(rows)}")
    return names


def draw_runs(
    panels: Mapping[str, Sequence[tuple[Array, Array | Sequence[float]]]],
    names: Sequence[str],
    *,
    ends: bool,
    level: Mapping[str, float],
    ticks: int,
) -> Figure:
    """Draw each row's runs and its mean, lower and upper end; with ends, the interval is thin and capped."""
    height = 0.75 + 0.33 * len(names)
    with figure(1, len(panels), height=height, width=WIDTH, sharey=True, squeeze=False) as (fig, axes):
        for ax, (quantity, rows) in zip(axes[0], panels.items(), strict=True):
            for row, (runs, (mean, low, high)) in enumerate(rows):
                color = COLORS["muted"] if row == 0 else COLORS["first"]
                ax.plot(np.quantile(runs, [0.1, 0.9]), [-row, -row], color=color, linewidth=6, alpha=0.25)
                _draw_interval(ax, -row, mean, low, high, color, ends)
                ax.plot([mean], [-row], "D", color=color, markersize=5)
            ax.axvline(rows[0][1][0], color=COLORS["muted"], linestyle=DASHES[2], linewidth=1)
            if quantity in level:
                ax.axvline(level[quantity], color=COLORS["ink"], linewidth=1)
            ax.set_xlabel(quantity, fontsize=TEXT)
            ax.grid(visible=False, axis="y")
            ax.locator_params(axis="x", nbins=ticks)
        axes[0, 0].set_yticks([-row for row in range(len(names))], names, fontsize=TEXT)
        axes[0, 0].set_ylim(0.6 - len(names), 0.6)
    return fig


def _draw_interval(ax: Axes, y: float, mean: float, low: float, high: float, color: str, ends: bool) -> None:
    if ends:
        ax.errorbar([mean], [y], xerr=[[mean - low], [high - mean]], color=color, linewidth=1.3, capsize=4)
    else:
        ax.plot([low, high], [y, y], color=color, linewidth=2.2)
