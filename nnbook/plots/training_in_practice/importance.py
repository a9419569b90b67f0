"""How much of the spread of a search each hyperparameter explains."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.gradient_descent._look import MARKS
from nnbook.plots.style import COLORS, figure, label_line


def importance(shares: Mapping[str, Mapping[str, ArrayLike]]) -> Figure:
    """Draw the share of the spread that each hyperparameter explains, in one or several searches.

    Parameters
    ----------
    shares
        Name of each search to the shares by hyperparameter: the share, and both ends of its interval, shape (3,),
        each from 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        One row per hyperparameter, in the order of the first search: a mark and an interval for each search.

    Examples
    --------
    >>> fig = importance({"wide": {"rate": [0.4, 0.3, 0.5], "width": [0.1, 0.0, 0.2]}})
    >>> fig.axes[0].lines[1].get_xdata().tolist()
    [40.0]
    """
    if not 0 < len(shares) <= len(CYCLE):
        raise ValueError(f"shares must hold 1 to {len(CYCLE)} searches, got {len(shares)}")
    names = list(next(iter(shares.values())))
    if not names:
        raise ValueError("shares must hold at least one hyperparameter, got none")
    for search, found in shares.items():
        if list(found) != names:
            raise ValueError(f"shares[{search!r}] must have the hyperparameters {', '.join(names)}")
    step = 0.5 / len(shares)
    with figure(height=0.8 + 0.36 * len(names), width=WIDTH) as (fig, ax):
        for place, (search, found) in enumerate(shares.items()):
            color, up = COLORS[CYCLE[place]], step * ((len(shares) - 1) / 2 - place)
            for row, name in enumerate(names):
                share, low, high = _three(f"shares[{search!r}][{name!r}]", found[name])
                ax.plot([100 * low, 100 * high], [up - row] * 2, color=color, linewidth=2.5, alpha=0.45)
                ax.plot([100 * share], [up - row], MARKS[place], color=color, markersize=6.5)
            label_line(
                ax, 0.98, 0.16 - 0.1 * place, f"{'●■◆▲▼✚'[place]} {search}", color, dx=0, ha="right",
                fontsize=TEXT, xycoords="axes fraction",
            )  # fmt: skip
        ax.set_xlim(left=-1)
        ax.set_ylim(-len(names) + 0.4, 0.6)
        ax.set_yticks([-row for row in range(len(names))], names, fontsize=TEXT)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("share of the spread explained, in %")
    return fig


def _three(name: str, value: ArrayLike) -> tuple[float, float, float]:
    """Return a share and its interval."""
    array = finite(name, value, 1)
    if array.shape != (3,) or not (0 <= array[1] <= array[2] <= 1 and 0 <= array[0] <= 1):
        raise ValueError(f"{name} must hold a share and both ends of its interval, from 0 to 1, got {array}")
    share, low, high = array.tolist()
    return share, low, high
