"""How errors move with something that one chooses: median and band, one curve for each kind of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots._ticks import plain_log
from nnbook.plots.style import COLORS, figure, label_ends, label_line


def error_curves(
    at: ArrayLike,
    errors: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str = "error",
    log: Literal["", "x", "y", "xy"] = "",
    level: tuple[float, str] | None = None,
    ticks: bool = True,
) -> Figure:
    """Draw errors against a quantity, median and 10 to 90 % band over many runs.

    Parameters
    ----------
    at
        The quantity, shape (k,), rising.
    errors
        Name to values, shape (k, runs), or with fewer rows for a curve that ends earlier.  What begins with "train",
        "validation" or "test" gets the colour that it has in the whole book.
    xlabel, ylabel
        What the axes show.
    log
        Which axes are logarithmic.
    level
        Height and name of a thin line, such as the level of guessing.
    ticks
        Whether every value of `at` gets a tick.

    Returns
    -------
    matplotlib.figure.Figure
        One panel.

    Examples
    --------
    >>> fig = error_curves([1, 2], {"train": [[3, 3], [1, 2]]}, xlabel="degree")
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [3.0, 1.5]
    """
    check_curves("errors", errors)
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f"log must be '', 'x', 'y' or 'xy', got {log!r}")
    across = (positive if "x" in log else finite)("at", at, 1)
    check = positive if "y" in log else finite
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(errors.items()):
            samples = check(f"errors[{name!r}]", values, 2)
            along = across[: len(samples)]
            as_long_as(f"errors[{name!r}]", samples, along)
            first = name.split()[0]
            meaning = first if first in ("train", "validation", "test") else CYCLE[place]
            color = COLORS[meaning]
            ends.append((float(draw_median(ax, along, samples, color, DASHES[place])[-1]), name, color))
        for which in log:
            plain_log(ax, which)
        if ticks:
            ax.set_xticks(across, [f"{value:g}" for value in across])
            ax.xaxis.set_minor_locator(NullLocator())
        if level is not None:
            ax.axhline(level[0], color=COLORS["muted"], linestyle=DASHES[2], linewidth=1.1)
            label_line(ax, across[0], level[0], level[1], COLORS["muted"], dx=2, dy=7, fontsize=TEXT)
        label_ends(ax, float(across[-1]), ends, fontsize=TEXT, dx=6)
        ax.set_xlabel(xlabel + " (log axis)" * ("x" in log), fontsize=TEXT)
        ax.set_ylabel(ylabel + " (log axis)" * ("y" in log), fontsize=TEXT)
    return fig
