"""The plane as a picture: tints that suit both pages, lines that say their level, marks for the samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from nnbook.plots._look import DASHES, TEXT
from nnbook.plots.networks._arguments import Array
from nnbook.plots.style import COLORS

_STRONGEST = 0.3  # opacity of the strongest tint, so that marks and lines stand out


def draw_tint(
    ax: Axes, x1: Array, x2: Array, colors: Sequence[str], winner: Array, strength: Array | float = 1.0
) -> None:
    """Colour every point by its class, see-through, so that it suits a light and a dark page."""
    pixels = np.empty((*winner.shape, 4))
    pixels[..., :3] = np.array([to_rgb(color) for color in colors])[winner]
    pixels[..., 3] = _STRONGEST * np.asarray(strength)
    half = (x1[1] - x1[0]) / 2, (x2[1] - x2[0]) / 2
    extent = (x1[0] - half[0], x1[-1] + half[0], x2[0] - half[1], x2[-1] + half[1])
    ax.imshow(
        pixels,
        origin="lower",
        extent=extent,
        aspect="auto",
        interpolation="nearest",
        rasterized=True,
        zorder=0,
    )


def draw_line(
    ax: Axes, x1: Array, x2: Array, values: Array, level: float, *, away_from: Array | None = None
) -> None:
    """Draw where the values pass a level, if they do; beside samples as a thin line that says its level."""
    if not values.min() <= level <= values.max() or values.min() == values.max():
        return
    thin = away_from is not None
    lines = ax.contour(
        x1,
        x2,
        values,
        levels=[level],
        colors=COLORS["ink"],
        linewidths=1.0 if thin else 1.8,
        linestyles=[DASHES[1] if thin else "-"],
    )
    if away_from is not None:
        corner, size = np.array([x1[0], x2[0]]), np.array([x1[-1] - x1[0], x2[-1] - x2[0]])
        places = np.concatenate([path.vertices for path in lines.get_paths()])
        inside = places[(np.abs((places - corner) / size - 0.5) < 0.42).all(axis=1)]
        if len(inside):
            gaps = np.linalg.norm((inside[:, None] - away_from) / size, axis=-1).min(axis=1)
            x, y = inside[gaps.argmax()].tolist()
            ax.clabel(lines, fmt=lambda share: f"{100 * share:.0f} %", fontsize=TEXT, manual=[(x, y)])


def draw_mark(ax: Axes, points: Array, name: str, color: str, marker: str, many: bool) -> None:
    """Draw the samples of a class; squares stay open, as everywhere in the book."""
    is_open = marker == "s"
    ax.scatter(
        points[:, 0],
        points[:, 1],
        s=18 if many else 34,
        marker=marker,
        facecolors="#ffffff" if is_open else color,
        edgecolors=color if is_open else "#ffffff",
        linewidths=1.4 if is_open else 0.35 if many else 0.6,
        label=name,
        rasterized=many,
        zorder=3,
    )
