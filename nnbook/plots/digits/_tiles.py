"""Small images as arrays of colours, each pixel large enough that no program smooths it away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from nnbook.plots._arguments import Array
from nnbook.plots._look import WIDTH
from nnbook.plots.style import COLORS, figure

_ENLARGED = 8
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


def draw_image(ax: Axes, image: Array, *, signed: float | None = None) -> None:
    """Draw one image: grey from 0 to 1, or, from -signed to signed, in orange and blue."""
    large = np.kron(image, np.ones((_ENLARGED, _ENLARGED)))
    low, high, colors = (0.0, 1.0, _INK) if signed is None else (-signed, signed, _SIGNED)
    ax.imshow(large, cmap=colors, vmin=low, vmax=high, interpolation="none", rasterized=True)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines[:].set(visible=True, linewidth=0.6, color=COLORS["muted"])


@contextmanager
def panels(heads: Sequence[float], columns: int) -> Iterator[tuple[Figure, NDArray[Any]]]:
    """Open a figure of square panels in rows, with so many inches of room for words above each row.

    The panels are placed by hand: for dozens of them the automatic layout takes longer than the drawing.
    """
    gap = 0.06
    side = (WIDTH - gap * (columns + 1)) / columns
    height = sum(heads) + len(heads) * (side + gap)
    with figure(width=WIDTH, height=height) as (fig, ax):
        ax.remove()
        fig.set_layout_engine("none")
        axes = np.empty((len(heads), columns), dtype=object)
        top = height
        for row, head in enumerate(heads):
            top -= head + side
            for column in range(columns):
                left = gap + column * (side + gap)
                axes[row, column] = fig.add_axes((left / WIDTH, top / height, side / WIDTH, side / height))
            top -= gap
        yield fig, axes
