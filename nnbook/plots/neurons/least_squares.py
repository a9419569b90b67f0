"""What the best line misses of each sample."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import weighted_sum
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_samples
from nnbook.plots.style import COLORS, figure, label_line


def residuals(X: ArrayLike, y: ArrayLike, weight: ArrayLike, bias: float) -> Figure:
    """Draw a line, the samples that it was fitted to, and what it misses of each.

    Parameters
    ----------
    X, y
        Samples, shape (n, 1), and targets.
    weight, bias
        The line, as ``least_squares`` returns it.

    Returns
    -------
    matplotlib.figure.Figure
        Samples, the line, and one vertical residual per sample.

    Examples
    --------
    >>> fig = residuals([[0], [1]], [0, 2], [1], 0)
    >>> [segment.tolist() for segment in fig.axes[0].collections[0].get_segments()]
    [[[0.0, 0.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 2.0]]]
    """
    samples, targets = as_samples(X, y, 1)
    w = finite("weight", weight, 1)
    x = samples[:, 0]
    fitted = weighted_sum(samples, w, bias)
    with figure(height=3.1, width=WIDTH) as (fig, ax):
        ax.vlines(x, fitted, targets, color=COLORS["gradient"], linewidth=1.8)
        ends = np.array([x.min(), x.max()])
        ax.plot(ends, weighted_sum(ends[:, None], w, bias), color=COLORS["prediction"])
        ax.plot(x, targets, "o", color=COLORS["target"], markersize=6)
        order = np.argsort(-np.abs(targets - fitted))
        worst = order[0]
        above = targets[worst] > fitted[worst]
        label_line(
            ax,
            x[worst],
            targets[worst],
            "residual",
            COLORS["gradient"],
            dx=0,
            dy=10 if above else -11,
            ha="center",
        )
        label_line(
            ax,
            ends[1],
            float(weighted_sum(ends[1:, None], w, bias)[0]),
            r"$\hat{y}$",
            COLORS["prediction"],
            fontsize=12,
        )
        ax.set_xlabel("input $x$")
        ax.set_ylabel("target $y$")
    return fig
