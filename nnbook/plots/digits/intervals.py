"""Several measurements, each over many runs: the spread of the runs, and the interval that the chapter reports."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._runs import draw_runs, names_of_rows


def reported_intervals(panels: Mapping[str, Mapping[str, tuple[ArrayLike, ArrayLike]]]) -> Figure:
    """Draw means with intervals that were computed elsewhere, beside the range of the runs.

    Parameters
    ----------
    panels
        What is measured, to the rows by name.  Each row holds the values of its runs, shape (runs,), and the mean with
        the lower and the upper end of its interval, shape (3,).  Every panel holds the same rows; the first is the one
        to compare with.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each quantity: in every row a diamond at the mean, its interval thin with ends, as the chapter on
        Iris draws corrected ones, over the middle 80 % of the runs (pale); a dotted line at the mean of the first.

    Raises
    ------
    ValueError
        If there is no panel or row, the panels hold different rows, or a mean lies outside its interval.

    Examples
    --------
    >>> fig = reported_intervals({"accuracy": {"plain": ([0.7, 0.8], (0.75, 0.6, 0.9))}})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['plain']
    """
    names = names_of_rows(panels, "rows")
    found = {
        quantity: [
            (finite(f"{quantity} of {name!r}", runs, 1), finite(f"interval of {name!r}", interval, 1))
            for name, (runs, interval) in rows.items()
        ]
        for quantity, rows in panels.items()
    }
    for rows in found.values():
        for name, (_, interval) in zip(names, rows, strict=True):
            if len(interval) != 3 or not interval[1] <= interval[0] <= interval[2]:
                raise ValueError(
                    f"{name} needs a mean, and a lower and an upper end around it, got {interval}"
                )
    return draw_runs(found, names, ends=True, level={}, ticks=5)
