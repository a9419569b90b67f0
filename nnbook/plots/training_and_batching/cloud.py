"""Gradients of batches around the gradient of all samples."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def gradient_cloud(clouds: Mapping[str, ArrayLike], full: ArrayLike) -> Figure:
    """Draw two entries of the gradients of many batches, one panel for each batch size.

    Parameters
    ----------
    clouds
        Name of each batch size to two entries of the gradients, shape (batches, 2).
    full
        The same entries of the gradient of all samples, shape (2,).

    Returns
    -------
    matplotlib.figure.Figure
        Panels side by side with common axes; zero is marked by a cross, the full gradient by a diamond.

    Examples
    --------
    >>> fig = gradient_cloud({"B = 1": [[0.0, 1.0], [2.0, 1.0]]}, [1.0, 1.0])
    >>> fig.axes[0].lines[0].get_xdata().tolist()
    [0.0, 2.0]
    """
    if not 1 <= len(clouds) <= 3:
        raise ValueError(f"clouds must hold one to three batch sizes, got {len(clouds)}")
    truth = finite("full", full, 1)
    found = {name: finite(f"clouds[{name!r}]", points, 2) for name, points in clouds.items()}
    if any(points.shape[1] != 2 for points in found.values()) or len(truth) != 2:
        raise ValueError("a cloud needs two entries of each gradient, shape (batches, 2)")
    reach = 1.05 * max(np.abs(points).max() for points in [*found.values(), truth[None]])
    with figure(
        1, len(found), height=0.85 + 4.6 / max(2, len(found)), width=WIDTH, sharex=True, sharey=True,
        squeeze=False,
    ) as (fig, axes):  # fmt: skip
        for ax, (name, points) in zip(axes.flat, found.items(), strict=True):
            ax.plot(*points.T, "o", color=COLORS["gradient"], markersize=2.4, alpha=0.5, rasterized=True)
            ax.plot(0, 0, "+", color=COLORS["ink"], markersize=11, markeredgewidth=1.4)
            ax.plot(*truth, "D", color=COLORS["target"], markersize=6)
            ax.set_title(name, fontsize=TEXT + 0.5)
            ax.set(xlim=(-reach, reach), ylim=(-reach, reach), box_aspect=1)
            ax.locator_params(nbins=3)
        fig.supxlabel("one entry of the gradient", fontsize=TEXT)
        fig.supylabel("another entry", fontsize=TEXT)
    return fig
