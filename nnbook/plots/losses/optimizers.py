"""The same choice of loss under two optimizers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots._ticks import plain_log
from nnbook.plots.losses._look import look
from nnbook.plots.style import COLORS, figure, label_ends


def curves_by_optimizer(
    panels: Mapping[str, Mapping[str, ArrayLike]],
    *,
    ylabel: str,
    logarithmic: bool = False,
    goal: float | None = None,
) -> Figure:
    """Draw how populations of networks learn, one panel for each optimizer, one curve for each loss.

    Parameters
    ----------
    panels
        Title to the curves: name to array of shape (steps, networks).
    ylabel
        What the curves show.
    logarithmic
        Whether the vertical axis is logarithmic.
    goal
        A height to mark by a thin line.

    Returns
    -------
    Figure
        Panels with medians and 10 to 90 % bands, over the number of steps taken.

    Examples
    --------
    >>> fig = curves_by_optimizer({"SGD": {"squared": [[1, 2], [0.5, 1]]}}, ylabel="loss", logarithmic=True)
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [1.5, 0.75]
    """
    if not panels:
        raise ValueError("panels is empty; name at least one")
    found: dict[str, list[tuple[int, float, str, str]]] = {}
    with figure(len(panels), 1, height=0.5 + 2.3 * len(panels), width=WIDTH, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (title, curves) in zip(axes[:, 0], panels.items(), strict=True):
            check_curves(title, curves)
            found[title] = []
            check = positive if logarithmic else finite
            for place, (name, values) in enumerate(curves.items()):
                samples = check(f"{title}, {name}", values, 2)
                color, dashes = look(name, place)
                middle = draw_median(ax, np.arange(float(len(samples))), samples, color, dashes)
                found[title].append((len(samples) - 1, float(middle[-1]), name, color))
            ax.set_title(title)
            if logarithmic:
                plain_log(ax, "y")
            if goal is not None:
                ax.axhline(goal, color=COLORS["muted"], linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        for ax, ends in zip(axes[:, 0], found.values(), strict=True):  # now that all share their limits
            label_ends(ax, max(end[0] for end in ends), [end[1:] for end in ends], fontsize=TEXT)
        axes[-1, 0].set_xlabel("training step")
        fig.supylabel(ylabel, fontsize=TEXT, color=COLORS["ink"])
    return fig
