"""How many of each, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def count_bars(
    categories: Sequence[str], counts: Mapping[str, ArrayLike], *, xlabel: str, ylabel: str
) -> Figure:
    """Draw counts of the same categories side by side, each written on its bar.

    Parameters
    ----------
    categories
        Names of the categories.
    counts
        Name of each group to its counts, one per category.
    xlabel, ylabel
        Names of the axes.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with a bar per category and group; groups differ in colour and hatching.

    Examples
    --------
    >>> fig = count_bars(["0", "1"], {"raw": [3, 1], "standardised": [0, 4]}, xlabel="dead", ylabel="networks")
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['3', '1', '0', '4']
    """
    check_curves("counts", counts)
    place = np.arange(float(len(categories)))
    found = {
        name: as_long_as(f"counts[{name!r}]", finite(f"counts[{name!r}]", values, 1), place)
        for name, values in counts.items()
    }
    if min(values.min() for values in found.values()) < 0:
        raise ValueError("counts must not be negative")
    width = 0.8 / len(found)
    with figure(height=3.2, width=WIDTH) as (fig, ax):
        for group, (name, values) in enumerate(found.items()):
            at = place + width * (group - (len(found) - 1) / 2)
            ax.bar(
                at, values, width * 0.92, color=COLORS[CYCLE[group]], label=name,
                hatch=(None, "///", "...", "xxx", "--", "\\\\\\")[group], edgecolor=COLORS["grid"], linewidth=0,
            )  # fmt: skip
            for x, value in zip(at, values, strict=True):
                ax.annotate(
                    f"{value:g}", (x, value), xytext=(0, 3), textcoords="offset points", ha="center",
                    fontsize=TEXT, color=COLORS[CYCLE[group]],
                )  # fmt: skip
        ax.set_xticks(place, list(categories), fontsize=TEXT)
        ax.grid(visible=False, axis="x")
        ax.set_ylim(top=1.12 * max(1.0, *(values.max() for values in found.values())))
        ax.legend(fontsize=TEXT, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(found), borderaxespad=0)
        ax.set_xlabel(xlabel)
        ax.set_ylabel(ylabel)
    return fig
