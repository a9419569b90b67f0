"""Weight decay inside Adam's fraction, and beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import band, curves, look
from nnbook.plots.style import COLORS, figure, label_line


def decay_compared(weights: Mapping[str, Mapping[str, ArrayLike]], wanted: ArrayLike) -> Figure:
    """Draw how weights decay under several rules.

    Parameters
    ----------
    weights
        Title of each panel to the weights by name, shape (steps, runs).
    wanted
        The decay that was asked for, shape (steps,).

    Returns
    -------
    matplotlib.figure.Figure
        One panel per title: median and 10 to 90 % band of each weight, and the wanted decay as a thin line.

    Examples
    --------
    >>> fig = decay_compared({"AdamW": {"quiet": [[1, 1], [0.9, 0.8]]}}, [1, 0.9])
    >>> fig.axes[0].lines[0].get_ydata().round(2).tolist()
    [1.0, 0.85]
    """
    if not weights:
        raise ValueError("weights must hold at least one panel, got none")
    goal = finite("wanted", wanted, 1)
    panels = {title: curves(f"weights[{title!r}]", found, 2) for title, found in weights.items()}
    with figure(
        len(panels), 1, height=1.9 * len(panels), width=WIDTH, sharex=True, sharey=True, squeeze=False
    ) as (
        fig,
        axes,
    ):
        for ax, (title, found) in zip(axes[:, 0], panels.items(), strict=True):
            for place, (name, weight) in enumerate(found.items()):
                if len(weight) != len(goal):
                    raise ValueError(
                        f"weights[{title!r}][{name!r}] must have {len(goal)} steps, got {len(weight)}"
                    )
                middle = band(ax, np.arange(float(len(weight))), weight, place)
                spot = len(middle) // 3
                below = {"dy": -12, "ha": "right"} if place else {"dy": 12}  # clear of a falling line
                label_line(ax, spot, middle[spot], name, look(place)[0], dx=2, fontsize=TEXT, **below)
            ax.plot(goal, color=COLORS["ink"], linewidth=1, linestyle=(0, (1.2, 1.4)))
            ax.set_ylabel("weight")
            ax.set_ylim(bottom=-0.35)
            label_line(ax, 0, 1, title, COLORS["ink"], dx=0, dy=7, fontsize=TEXT, xycoords="axes fraction")
        axes[-1, 0].set_xlabel("step (dotted: the decay that was asked for)")
    return fig
