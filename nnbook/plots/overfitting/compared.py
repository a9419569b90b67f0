"""Several ways to do a thing, each over many runs: the means, and how sure they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite
from nnbook.plots._runs import draw_runs, names_of_rows


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
    names = names_of_rows(panels, "variants")
    found = {}
    for quantity, variants in panels.items():
        samples = [finite(f"{quantity} of {name!r}", variants[name], 1) for name in names]
        if min(map(len, samples)) < 2:
            raise ValueError(f"{quantity} needs at least two runs of every variant, or there is no interval")
        found[quantity] = [(runs, _interval(runs)) for runs in samples]
    return draw_runs(found, names, ends=False, level=level or {}, ticks=4)


def _interval(runs: Array) -> tuple[float, float, float]:
    """Return the mean and the ends of its 95 % interval."""
    middle, half = runs.mean(), 1.96 * runs.std(ddof=1) / np.sqrt(len(runs))
    return middle, middle - half, middle + half
