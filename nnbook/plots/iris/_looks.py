"""One colour, marker and dash for each class, as in the figures of decision regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import CYCLE, DASHES
from nnbook.plots.style import COLORS

MARKERS = ("o", "s", "^")
LOOKS = tuple((COLORS[CYCLE[k]], MARKERS[k], DASHES[k]) for k in range(3))


def samples_of(
    X: ArrayLike, y: ArrayLike, names: Sequence[str], features: int
) -> tuple[Array, NDArray[np.intp]]:
    """Return samples and classes, or say what does not fit."""
    samples = finite("X", X, 2)
    labels = np.asarray(y)
    if samples.shape[1] != features:
        raise ValueError(f"X must have {features} features, got {samples.shape[1]}")
    if labels.shape != (len(samples),):
        raise ValueError(
            f"y needs one class for each of the {len(samples)} samples, got shape {labels.shape}"
        )
    if not 1 <= len(names) <= len(LOOKS):
        raise ValueError(f"target_names must name 1 to {len(LOOKS)} classes, got {len(names)}")
    if labels.dtype.kind not in "iu" or set(np.unique(labels)) != set(range(len(names))):
        raise ValueError(f"y must hold each of the classes 0 to {len(names) - 1}, as target_names has them")
    return samples, labels.astype(np.intp)


def draw_class(
    ax: Axes, points: Array, k: int, name: str, *, size: float, edges: tuple[float, float]
) -> None:
    """Draw the samples of one class; ``edges`` are the widths of the edge of hollow and of filled marks."""
    color, marker, _ = LOOKS[k]
    hollow = marker == "s"
    ax.scatter(
        points[:, 0],
        points[:, 1],
        s=size,
        marker=marker,
        facecolors="#ffffff" if hollow else color,
        edgecolors=color if hollow else "#ffffff",
        linewidths=edges[0] if hollow else edges[1],
        label=name,
    )
