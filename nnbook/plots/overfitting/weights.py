"""How large weights are under different penalties."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._ticks import plain_log
from nnbook.plots.style import COLORS, figure, label_line


def weight_sizes(weights: Mapping[str, ArrayLike], *, smallest: float = 1e-5) -> Figure:
    """Draw which share of the weights is smaller than each size.

    Parameters
    ----------
    weights
        Name to the weights, shape (k,).
    smallest
        Where the axis begins; what is smaller counts from there.

    Returns
    -------
    matplotlib.figure.Figure
        One rising curve for each name, over a logarithmic axis.

    Examples
    --------
    >>> fig = weight_sizes({"none": [0.1, -1.0, 0.01, 10.0]})
    >>> fig.axes[0].lines[0].get_ydata()[[0, -1]].tolist()
    [0.0, 1.0]
    """
    check_curves("weights", weights)
    if not 0 < smallest < np.inf:
        raise ValueError(f"smallest must be positive and finite, got {smallest}")
    sizes = {name: np.abs(finite(f"weights[{name!r}]", w, 1)) for name, w in weights.items()}
    largest = max(w.max() for w in sizes.values())
    if largest <= smallest:
        raise ValueError(f"no weight is larger than {smallest:g}, where the axis begins")
    at = np.geomspace(smallest, largest, 200)
    at[-1] = largest
    with figure(height=3.2, width=WIDTH) as (fig, ax):
        for place, (name, w) in enumerate(sizes.items()):
            share = (w[:, None] <= at).mean(axis=0)
            color = COLORS[CYCLE[place]]
            ax.plot(at, share, color=color, linestyle=DASHES[place])
            height = (0.3, 0.5, 0.7)[place % 3]
            spot = at[min(int(np.searchsorted(share, max(height, share[0] + 1e-9))), len(at) - 1)]
            label_line(ax, spot, max(height, share[0]), name, color, dx=-6, dy=7, ha="right", fontsize=TEXT)
        ax.set_xlim(smallest, largest)
        plain_log(ax, "x")
        ax.set_ylim(0, 1.02)
        ax.set_xlabel("size of a weight (log axis)", fontsize=TEXT)
        ax.set_ylabel("share of weights up to this size", fontsize=TEXT)
    return fig
