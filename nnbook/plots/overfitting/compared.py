"""Several ways to do a thing, each over many runs: the means, and how sure they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def compared_means(
    panels: Mapping[str, Mapping[str, ArrayLike]], *, level: Mapping[str, float] | None = None
) -> Figure:
    """Draw the mean of every variant with its 95 % interval, beside the range of the runs.

    Parameters
    ----------
    panels
        What is measured, to the variants by name with one value for each run, shape (runs,), at least two runs.
        Every panel holds the same variants; the first is the one to compare with.
    level
        What is measured, to the height of a thin line, such as that of guessing.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each quantity, one row for each variant: a diamond with the 95 % interval of the mean (dark)
        over the middle 80 % of the runs (pale); a dotted line at the mean of the first.

    Examples
    --------
    >>> fig = compared_means({"accuracy": {"plain": [0.7, 0.8], "better": [0.8, 0.9]}})
    >>> fig.axes[0].lines[2].get_xdata().round(2).tolist()
    [0.75]
    """
    if not panels:
        raise ValueError("panels must hold at least one quantity, got none")
    names = list(next(iter(panels.values())))
    found = {}
    for quantity, variants in panels.items():
        if list(variants) != names or not names:
            raise ValueError(f"panels[{quantity!r}] must hold the variants {names}, got {list(variants)}")
        found[quantity] = [finite(f"{quantity} of {name!r}", variants[name], 1) for name in names]
        if min(map(len, found[quantity])) < 2:
            raise ValueError(f"{quantity} needs at least two runs of every variant, or there is no interval")
    height = 0.75 + 0.33 * len(names)
    with figure(1, len(found), height=height, width=WIDTH, sharey=True, squeeze=False) as (fig, axes):
        for ax, (quantity, samples) in zip(axes[0], found.items(), strict=True):
            for row, values in enumerate(samples):
                color = COLORS["muted"] if row == 0 else COLORS["first"]
                middle, half = values.mean(), 1.96 * values.std(ddof=1) / np.sqrt(len(values))
                ax.plot(np.quantile(values, [0.1, 0.9]), [-row, -row], color=color, linewidth=6, alpha=0.25)
                ax.plot([middle - half, middle + half], [-row, -row], color=color, linewidth=2.2)
                ax.plot([middle], [-row], "D", color=color, markersize=5)
            ax.axvline(samples[0].mean(), color=COLORS["muted"], linestyle=DASHES[2], linewidth=1)
            if level and quantity in level:
                ax.axvline(level[quantity], color=COLORS["ink"], linewidth=1)
            ax.set_xlabel(quantity, fontsize=TEXT)
            ax.grid(visible=False, axis="y")
            ax.locator_params(axis="x", nbins=4)
        axes[0, 0].set_yticks([-row for row in range(len(names))], names, fontsize=TEXT)
        axes[0, 0].set_ylim(0.6 - len(names), 0.6)
    return fig
