"""The mean of batch means, order by order."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def mean_of_means(means: ArrayLike, *, exact: float, fixed: float) -> Figure:
    """Draw how the mean of batch means spreads over random orders of the samples.

    Parameters
    ----------
    means
        The mean of the batch means for each order, shape (orders,).
    exact
        The mean over the samples, which does not depend on the order.
    fixed
        The mean of the batch means in the order in which the samples are stored.

    Returns
    -------
    matplotlib.figure.Figure
        A bar for each value that occurs, with lines at the exact mean and at that of the stored order.

    Examples
    --------
    >>> fig = mean_of_means([4.0, 5.0], exact=4.5, fixed=5.2)
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['exact: 4.50', 'stored order: 5.20']
    """
    found = finite("means", means, 1)
    finite("exact and fixed", [exact, fixed], 1)
    values, counts = np.unique(found.round(9), return_counts=True)
    shares = 100 * counts / len(found)
    width = 0.8 * np.diff(values).min() if 1 < len(values) <= 60 else 0.02
    with figure(height=3.2, width=WIDTH) as (fig, ax):
        ax.bar(values, shares, width, color=COLORS["train"], alpha=0.4)
        ax.set_ylim(0, 1.35 * shares.max())
        for x, name, color, dashes, dy in (
            (exact, "exact", COLORS["stable"], "-", 0),
            (fixed, "stored order", COLORS["naive"], (0, (5, 2)), -14),
        ):
            ax.axvline(x, color=color, linestyle=dashes)
            left = x > exact
            label_line(
                ax, x, 1, f"{name}: {x:.2f}", color, dx=-5 if left else 5, dy=-9 + dy, fontsize=TEXT,
                ha="right" if left else "left", xycoords=("data", "axes fraction"),
            )  # fmt: skip
        ax.set_xlabel("mean of the batch means")
        ax.set_ylabel("orders in %")
    return fig
