"""One colour, marker and dash for each class, as in the figures of decision regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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
