"""Ways down a quadratic bowl, seen from above."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def descent_paths(hessian: ArrayLike, paths: Mapping[str, ArrayLike], limits: tuple[float, float]) -> Figure:
    """Draw paths over the level lines of ½ θ·Hθ, one panel for each.

    Parameters
    ----------
    hessian
        H, shape (2, 2), with two positive eigenvalues.
    paths
        Title to the places after each step, shape (steps + 1, 2); at most four.
    limits
        How far each axis reaches from the lowest point, to either side.

    Returns
    -------
    matplotlib.figure.Figure
        Panels one above the other, on the same surface; each level is four times the next one inside.

    Examples
    --------
    >>> fig = descent_paths([[1, 0], [0, 9]], {"down": [[2, 1], [1, 0]]}, (2.5, 1.5))
    >>> fig.axes[0].get_title()
    ''
    """
    H = finite("hessian", hessian, 2)
    if H.shape != (2, 2) or not np.allclose(H, H.T) or np.linalg.eigvalsh(H).min() <= 0:
        raise ValueError("hessian must be a symmetric 2 × 2 matrix with positive eigenvalues")
    if not 0 < len(paths) <= 4:
        raise ValueError(f"paths must hold 1 to 4 paths, got {len(paths)}")
    if min(limits) <= 0:
        raise ValueError(f"limits must be positive, got {limits}")
    ways = {title: finite(f"paths[{title!r}]", path, 2) for title, path in paths.items()}
    for title, way in ways.items():
        if way.shape[1] != 2:
            raise ValueError(f"paths[{title!r}] must have two columns, got {way.shape[1]}")
    x, y = np.meshgrid(*(np.linspace(-limit, limit, 201) for limit in limits))
    level = 0.5 * (H[0, 0] * x**2 + 2 * H[0, 1] * x * y + H[1, 1] * y**2)
    height = 1.75 * len(ways) + 0.3
    with figure(len(ways), 1, height=height, width=WIDTH, sharex=True, squeeze=False) as (fig, axes):
        for ax, (title, way) in zip(axes[:, 0], ways.items(), strict=True):
            ax.grid(visible=False)
            ax.contour(
                x,
                y,
                level,
                levels=level.max() / 4.0 ** np.arange(6, -1, -1),
                colors=[COLORS["muted"]],
                linewidths=0.6,
            )
            seen = np.clip(way, -20 * np.array(limits), 20 * np.array(limits))
            ax.plot(*seen.T, "o-", color=COLORS["gradient"], linewidth=1.3, markersize=3.5)
            ax.plot(*way[0], "o", color=COLORS["gradient"], markersize=7)
            ax.plot(0, 0, "*", color=COLORS["target"], markersize=12, zorder=5)
            ax.set_xlim(-limits[0], limits[0])
            ax.set_ylim(-limits[1], limits[1])
            ax.set_yticks([0])
            ax.set_ylabel(r"$\theta_2$")
            label_line(
                ax, 0.01, 1.0, title, COLORS["ink"], dx=0, dy=8, fontsize=TEXT, xycoords="axes fraction"
            )
        ax.set_xlabel(r"$\theta_1$ (star: the lowest point)")
    return fig
