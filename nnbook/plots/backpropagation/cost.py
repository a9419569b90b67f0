"""What a gradient costs, in passes forward."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

_LOOKS = (("naive", (0, (5, 2)), "s"), ("stable", "-", "o"))


def gradient_cost(
    parameters: ArrayLike,
    counted: Mapping[str, ArrayLike],
    recorded: Mapping[str, tuple[ArrayLike, ArrayLike]],
) -> Figure:
    """Draw the cost of a gradient against the number of parameters: counted as lines, recorded as marks.

    Parameters
    ----------
    parameters
        Numbers of parameters, for the lines.
    counted
        Name of one or two ways to its cost, by counting operations; 1 is a pass forward.
    recorded
        The same names to numbers of parameters and recorded costs.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with logarithmic axes.

    Examples
    --------
    >>> fig = gradient_cost([10, 100], {"differences": [20, 200]}, {"differences": ([10], [22])})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['differences']
    """
    x = finite("parameters", parameters, 1)
    if not counted or len(counted) > len(_LOOKS) or set(counted) != set(recorded):
        raise ValueError(f"expected one to {len(_LOOKS)} ways, counted and recorded under the same names")
    if x.min() <= 0:
        raise ValueError("parameters must be positive: the axis is logarithmic")
    with figure(height=3.6, width=WIDTH) as (fig, ax):
        for (name, values), (color, dash, marker) in zip(counted.items(), _LOOKS, strict=False):
            y = finite(name, values, 1)
            if y.shape != x.shape or y.min() <= 0:
                raise ValueError(f"{name!r} must have one positive cost for each number of parameters")
            ax.plot(x, y, color=COLORS[color], linestyle=dash)
            ax.plot(*recorded[name], marker, color=COLORS[color], markersize=7)
            middle = len(x) // 2
            label_line(ax, x[middle], y[middle], name, COLORS[color], dx=-8, dy=14, ha="right", fontsize=TEXT)
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_xlabel("parameters (log axis)")
        ax.set_ylabel("cost, one pass forward = 1")
    return fig
