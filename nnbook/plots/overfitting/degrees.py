"""Curves that are too stiff, about right, and too free."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def fits_by_degree(
    x: ArrayLike, y: ArrayLike, grid: ArrayLike, truth: ArrayLike, fits: Mapping[str, ArrayLike]
) -> Figure:
    """Draw several fits to the same points, one panel for each.

    Parameters
    ----------
    x, y
        The points, shape (n,).
    grid, truth
        Where curves are drawn, rising, and the curve that the points scatter around, shape (g,).
    fits
        Title to the fitted curve on the grid, shape (g,); at most four.

    Returns
    -------
    matplotlib.figure.Figure
        Panels one above the other: points, the true curve (dotted) and the fit.

    Examples
    --------
    >>> fig = fits_by_degree([0, 1], [0, 1], [0, 0.5, 1], [0, 0.5, 1], {"a line": [0, 0.5, 1]})
    >>> fig.axes[0].lines[2].get_ydata().tolist()
    [0.0, 0.5, 1.0]
    """
    across = finite("x", x, 1)
    up = as_long_as("y", finite("y", y, 1), across)
    at = finite("grid", grid, 1)
    true = as_long_as("truth", finite("truth", truth, 1), at)
    if not 1 <= len(fits) <= 4:
        raise ValueError(f"fits must hold 1 to 4 curves, got {len(fits)}")
    curves = {
        title: as_long_as(f"fits[{title!r}]", finite(f"fits[{title!r}]", fit, 1), at)
        for title, fit in fits.items()
    }
    low, high = min(up.min(), true.min()), max(up.max(), true.max())
    room = 0.25 * (high - low)
    with figure(
        len(curves), 1, height=1.55 * len(curves) + 0.3, width=WIDTH, sharex=True, sharey=True, squeeze=False
    ) as (fig, axes):
        for ax, (title, curve) in zip(axes[:, 0], curves.items(), strict=True):
            ax.plot(across, up, "o", color=COLORS["data"], markersize=4.5)
            ax.plot(at, true, color=COLORS["target"], linestyle=DASHES[2], linewidth=1.5)
            ax.plot(at, np.clip(curve, low - 9 * room, high + 9 * room), color=COLORS["prediction"])
            ax.set_ylim(low - room, high + room)
            ax.set_ylabel("y")
            label_line(
                ax, 1, 1, title, COLORS["prediction"], dx=0, dy=-4, ha="right", fontsize=TEXT,
                xycoords="axes fraction",
            )  # fmt: skip
        axes[-1, 0].set_xlabel("x (dotted: the curve without noise)")
    return fig
