"""How many corners every half-plane gets right: a map of all neurons with two inputs."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_samples
from nnbook.plots.neurons._marks import NO, NO_FILL, YES, YES_FILL
from nnbook.plots.style import COLORS, figure


def half_planes(
    X: ArrayLike, y: ArrayLike, angles: ArrayLike, offsets: ArrayLike, accuracy: ArrayLike
) -> Figure:
    """Draw how many corners every half-plane of a grid gets right.

    Parameters
    ----------
    X, y
        The corners, shape (n, 2), and their targets.
    angles, offsets
        Direction of the weight vector in degrees, shape (k,), and distance of the boundary from the origin, shape (m,).
    accuracy
        Share of right answers, shape (m, k).

    Returns
    -------
    matplotlib.figure.Figure
        The map, with the share written into its regions, and a curve per corner where the boundary runs through it.

    Examples
    --------
    >>> fig = half_planes([[0, 0], [1, 1]], [0, 1], [0, 90, 180], [-1, 0, 1], [[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    >>> fig.axes[0].get_xlabel()
    'direction of w (degrees)'
    """
    corners, _ = as_samples(X, y, 2)
    turn, shift, share = (
        finite("angles", angles, 1),
        finite("offsets", offsets, 1),
        finite("accuracy", accuracy, 2),
    )
    if share.shape != (len(shift), len(turn)):
        raise ValueError(f"accuracy must have shape {(len(shift), len(turn))}, got {share.shape}")
    from scipy.ndimage import (
        distance_transform_edt,
        label,
    )  # found here, so that importing the module stays light

    n = len(corners)
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        ax.grid(visible=False)
        edges = np.array([-1.0, 0.5 - 0.5 / n, 0.5 + 0.5 / n, 2.0])
        ax.contourf(turn, shift, share, levels=edges, colors=[NO_FILL, "#ffffff", YES_FILL], zorder=0)
        radians = np.deg2rad(turn)
        for corner in corners:
            ax.plot(
                turn,
                corner[0] * np.cos(radians) + corner[1] * np.sin(radians),
                color=COLORS["muted"],
                linewidth=0.9,
            )
        for level in np.unique(share):
            patches, count = label(share == level)
            for patch in range(1, count + 1):
                depth = distance_transform_edt(np.pad(patches == patch, 1))[1:-1, 1:-1]
                row, column = np.unravel_index(depth.argmax(), depth.shape)
                if depth.max() > 0.025 * len(turn):  # only where the text has room
                    ax.text(
                        turn[column],
                        shift[row],
                        f"{round(level * n)}/{n}",
                        ha="center",
                        va="center",
                        fontweight="bold",
                        color=YES if level > 0.5 else NO if level < 0.5 else COLORS["muted"],
                    )
        ax.set_xlim(turn.min(), turn.max())
        ax.set_ylim(shift.min(), shift.max())
        ax.set_xticks(np.linspace(turn.min(), turn.max(), 5))
        ax.set_xlabel("direction of w (degrees)")
        ax.set_ylabel("signed distance of the boundary")
    return fig
