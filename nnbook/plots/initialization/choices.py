"""Accuracies of networks that differ in several choices."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

MARKERS = ("o", "s", "D")


def accuracies_by_choice(
    groups: Mapping[str, Mapping[str, Mapping[str, ArrayLike]]], *, chance: float | None = None
) -> Figure:
    """Draw accuracies: a panel per group, a row per choice in it, a mark per variant.

    Parameters
    ----------
    groups
        Group to row to variant to the accuracies of the networks, shape (networks,).
    chance
        The accuracy of a guesser, drawn as a thin line.

    Returns
    -------
    Figure
        Panels side by side with common rows: every network as a thin tick, their mean as a mark.

    Examples
    --------
    >>> fig = accuracies_by_choice({"plain": {"SGD": {"He": [0.9, 1.0]}, "Adam": {"He": [0.8, 0.9]}}})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['SGD', 'Adam']
    """
    if not 1 <= len(groups) <= 3 or not all(groups.values()):
        raise ValueError(f"groups must hold 1 to 3 panels with at least one row, got {len(groups)}")
    rows = list(next(iter(groups.values())))
    variants = list(next(iter(groups.values()))[rows[0]])
    if not 1 <= len(variants) <= len(MARKERS):
        raise ValueError(f"groups must hold 1 to {len(MARKERS)} variants, got {len(variants)}")
    for table in groups.values():
        if list(table) != rows or any(list(row) != variants for row in table.values()):
            raise ValueError("groups must have the same rows and the same variants in every panel")
    height = 1.0 + 0.24 * len(rows) * max(1.3, len(variants))
    with figure(1, len(groups), height=height, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (group, table) in zip(axes.flat, groups.items(), strict=True):
            if chance is not None:
                ax.axvline(chance, color=COLORS["muted"], linewidth=1, linestyle=(0, (1.2, 1.4)))
            for i, row in enumerate(table.values()):
                for place, (name, values) in enumerate(row.items()):
                    found = finite(name, values, 1)
                    y = i + 0.32 * (place - (len(variants) - 1) / 2)
                    color = COLORS[CYCLE[place]]
                    ax.plot(found, np.full(len(found), y), "|", color=color, markersize=7, alpha=0.8)
                    ax.plot(
                        [found.mean()], [y], MARKERS[place], color=color, markersize=6,
                        fillstyle="full" if place == 0 else "none", markeredgewidth=1.4,
                    )  # fmt: skip
            for i in range(len(rows) - 1):
                ax.axhline(i + 0.5, color=COLORS["grid"], linewidth=0.8)
            ax.grid(visible=False, axis="y")
            ax.set_title(group, fontsize=TEXT + 0.5)
            ax.set_xlim(-0.03, 1.04)
            ax.set_xticks([0, 0.5, 1])
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        axes[0, 0].set_yticks(range(len(rows)), rows, fontsize=TEXT)
        axes[0, 0].set_ylim(len(rows) - 0.4, -0.6)
        fig.supxlabel("accuracy on the test samples", fontsize=TEXT)
        if len(variants) > 1:
            handles = [
                Line2D(
                    [], [], color=COLORS[CYCLE[k]], marker=MARKERS[k], linestyle="none", label=name,
                    fillstyle="full" if k == 0 else "none",
                )
                for k, name in enumerate(variants)
            ]  # fmt: skip
            fig.legend(handles=handles, loc="outside upper center", ncols=len(variants), fontsize=TEXT)
    return fig
