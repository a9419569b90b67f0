"""How long the steps are in comparison with the weights, and how well the network then learns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.gradient_descent._look import MARKS
from nnbook.plots.style import COLORS, figure, label_line


def update_ratios(found: Mapping[str, tuple[ArrayLike, ArrayLike]], *, rule: float, chance: float) -> Figure:
    """Draw the loss that networks reach against the ratio of their first updates to their weights.

    Parameters
    ----------
    found
        Name of each optimizer to the ratios (k, networks) and the losses (k, networks), a row for each rate.
    rule
        The ratio that a rule of thumb wants, drawn as a vertical line.
    chance
        The loss of a guesser, drawn as a thin horizontal line; larger losses are drawn at twice that.

    Returns
    -------
    matplotlib.figure.Figure
        One curve of medians per optimizer, with the 10 to 90 % band of the losses.

    Examples
    --------
    >>> ratio, loss = [[1e-4, 2e-4], [1e-2, 3e-2]], [[2.3, 2.3], [0.4, 0.5]]
    >>> fig = update_ratios({"Adam": (ratio, loss)}, rule=1e-3, chance=2.3)
    >>> fig.axes[0].lines[0].get_xdata().round(5).tolist()
    [0.00015, 0.02]
    """
    check_curves("found", found)
    with figure(height=3.1, width=WIDTH) as (fig, ax):
        for place, (name, (ratio, loss)) in enumerate(found.items()):
            r = np.median(positive(f"found[{name!r}] ratios", ratio, 2), axis=1)
            losses = np.minimum(finite(f"found[{name!r}] losses", loss, 2), 2 * chance)
            if len(r) != len(losses):
                raise ValueError(f"found[{name!r}] needs a row of losses for each of {len(r)} rates")
            color = COLORS[CYCLE[place]]
            low, middle, high = np.quantile(losses, [0.1, 0.5, 0.9], axis=1)
            ax.plot(r, middle, color=color, linestyle=DASHES[place], marker=MARKS[place])
            ax.fill_between(r, low, high, color=color, alpha=0.2, linewidth=0)
            label_line(
                ax, 0.02, 0.42 - 0.11 * place, f"{'●■◆▲▼✚'[place]} {name}", color, dx=0, fontsize=TEXT,
                xycoords="axes fraction",
            )  # fmt: skip
        ax.axvline(rule, color=COLORS["target"], linewidth=1.2, linestyle=(0, (1.2, 1.4)))
        label_line(
            ax, rule, 0.62, "rule of thumb", COLORS["target"], dx=-5, ha="right", fontsize=TEXT,
            xycoords=("data", "axes fraction"),
        )  # fmt: skip
        ax.axhline(chance, color=COLORS["ink"], linewidth=0.7)
        ax.set(xscale="log", xlabel="length of an early update / length of the weights (log axis)")
        ax.minorticks_off()
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.6g}"))
        ax.set_ylabel("validation loss at the end")
        ax.set_xlim(left=rule / 60)
        ax.set_ylim(bottom=0)
    return fig
