"""One step: what the slope promises, and what the loss does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import curves, look
from nnbook.plots.style import COLORS, figure, label_line


def descent_step(
    loss: Callable[[Any], Any], slope: Callable[[Any], Any], start: float, learning_rates: Sequence[float]
) -> Figure:
    """Draw single steps of gradient descent of several lengths: on the tangent, and on the loss itself.

    Parameters
    ----------
    loss, slope
        The loss of one parameter and its derivative, functions of an array.
    start
        Where the steps begin.
    learning_rates
        The rates of the steps.

    Returns
    -------
    matplotlib.figure.Figure
        The loss, its tangent at the start, and for each rate where the tangent expects the loss and where it is.

    Examples
    --------
    >>> fig = descent_step(lambda t: t**2 / 8, lambda t: t / 4, 2.0, [0.1, 2.0])
    >>> fig.axes[0].lines[-1].get_xdata().tolist()
    [1.0]
    """
    begin = float(finite("start", start, 0))
    rates = finite("learning_rates", learning_rates, 1)
    steep = float(slope(np.array(begin)))
    if steep == 0:
        raise ValueError("the slope at the start is zero: there is no step to draw")
    height = float(loss(np.array(begin)))
    ends = begin - rates * steep
    reach = max(abs(ends - begin).max(), 0.1)
    towards = np.sign(ends[0] - begin)
    grid = np.linspace(begin - 0.2 * reach * towards, begin + 1.25 * reach * towards, 201)
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        ax.plot(grid, loss(grid), color=COLORS["prediction"])
        ax.plot(grid, height + steep * (grid - begin), color=COLORS["gradient"], linestyle=(0, (4, 1.5)))
        ax.plot(begin, height, "o", color=COLORS["ink"], markersize=7)
        label_line(ax, begin, height, "start", COLORS["ink"], dx=8, dy=-4, fontsize=TEXT)
        for rate, end in zip(rates, ends, strict=True):
            promised, found = height + steep * (end - begin), float(loss(np.array(end)))
            ax.plot([end, end], [promised, found], color=COLORS["muted"], linewidth=1)
            ax.plot(end, promised, "s", markerfacecolor="#ffffff", markeredgecolor=COLORS["gradient"])
            ax.plot(end, found, "o", color=COLORS["prediction"])
            label_line(
                ax,
                end,
                max(found, promised),
                f"η = {rate:g}",
                COLORS["ink"],
                dx=-1,
                dy=11,
                ha="right",
                fontsize=TEXT,
            )
        ax.set_xlabel(r"parameter $\theta$")
        ax.set_ylabel("loss")
    return fig


def nudge_effects(nudges: ArrayLike, changes: dict[str, ArrayLike]) -> Figure:
    """Draw by how much the loss changes when one parameter is nudged, against the size of the nudge.

    Parameters
    ----------
    nudges
        Sizes, shape (k,), positive.
    changes
        Name of each parameter to the sizes of the change, shape (k,), positive.

    Returns
    -------
    matplotlib.figure.Figure
        One line per parameter, both axes logarithmic.

    Examples
    --------
    >>> fig = nudge_effects([0.1, 1], {"steep": [0.3, 3], "flat": [0.01, 0.1]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['steep', 'flat']
    """
    sizes, found = finite("nudges", nudges, 1), curves("changes", changes, 1)
    if any(change.shape != sizes.shape for change in found.values()):
        raise ValueError(f"changes must have one value per nudge, {len(sizes)}")
    if sizes.min() <= 0 or min(change.min() for change in found.values()) <= 0:
        raise ValueError("nudges and changes must be positive: both axes are logarithmic")
    with figure(height=3.0, width=WIDTH) as (fig, ax):
        for place, (name, change) in enumerate(found.items()):
            color, dashes, mark = look(place)
            ax.loglog(sizes, change, color=color, linestyle=dashes, marker=mark)
            middle = len(sizes) // 2
            label_line(ax, sizes[middle], change[middle], name, color, dx=8, dy=-9, fontsize=TEXT)
        ax.minorticks_off()
        ax.set_xlabel("size of the nudge (log axis)")
        ax.set_ylabel("change of the loss (log axis)")
    return fig
