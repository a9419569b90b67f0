"""Small images as arrays of colours, each pixel large enough that no program smooths it away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array
from nnbook.plots._look import WIDTH
from nnbook.plots.style import COLORS, figure

_ENLARGED = 8
LINE = 12  # points
_INK = LinearSegmentedColormap.from_list("ink", ["#ffffff", COLORS["ink"]])
_SIGNED = LinearSegmentedColormap.from_list("signed", [COLORS["second"], "#ffffff", COLORS["first"]])


def as_images(name: str, value: ArrayLike) -> Array:
    """Return finite square images (n, side, side), from rows of pixels or images."""
    images = np.asarray(value, dtype=float)
    if images.ndim == 2:
        side = round(images.shape[1] ** 0.5)
        if side * side != images.shape[1]:
            raise ValueError(f"{name} must hold square images, got rows of {images.shape[1]} pixels")
        images = images.reshape(-1, side, side)
    if images.ndim != 3 or not images.size:
        raise ValueError(f"{name} must hold at least one image, got an array of shape {images.shape}")
    if not np.isfinite(images).all():
        raise ValueError(f"{name} must be finite to be drawn")
    return images


def grey(image: Array) -> Array:
    """Return the colours of an image with values from 0 (white) to 1 (ink)."""
    return np.asarray(_INK(image))


def signed(image: Array, largest: float) -> Array:
    """Return the colours of an image with values from -largest (orange) over 0 (white) to largest (blue)."""
    return np.asarray(_SIGNED(0.5 + 0.5 * image / largest))


@contextmanager
def draw_rows(
    rows: Sequence[Sequence[Array]], columns: int, heads: Sequence[int]
) -> Iterator[tuple[Figure, Axes, list[Rectangle]]]:
    """Open a figure of coloured square images in rows, with room for so many lines of words above each row.

    All images stand in one panel, whose unit is a point, from the upper left corner: a panel for each would take far
    longer.  Every image has a thin frame; the frames are returned.
    """
    width, gap = 72 * WIDTH, 5.0
    side = (width - gap * (columns + 1)) / columns
    height = sum(3 + LINE * lines for lines in heads) + len(rows) * (side + gap)
    with figure(width=WIDTH, height=height / 72) as (fig, ax):
        fig.set_layout_engine("none")
        ax.set_position((0, 0, 1, 1))
        ax.set(xlim=(0, width), ylim=(height, 0))
        ax.set_axis_off()
        top, frames = 0.0, []
        for images, lines in zip(rows, heads, strict=True):
            top += 3 + LINE * lines
            for column, image in enumerate(images):
                left = gap + column * (side + gap)
                large = np.repeat(np.repeat(image, _ENLARGED, axis=0), _ENLARGED, axis=1)
                ax.imshow(
                    large, extent=(left, left + side, top + side, top), interpolation="none", aspect="auto"
                )
                frame = Rectangle(
                    (left, top), side, side, fill=False, linewidth=0.6, edgecolor=COLORS["muted"]
                )
                ax.add_patch(frame)
                frames.append(frame)
            top += side + gap
        ax.set(xlim=(0, width), ylim=(height, 0))
        yield fig, ax, frames
