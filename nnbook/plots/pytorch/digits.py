"""How many digits of each result are correct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from nnbook.plots._look import DASHES
from nnbook.plots.pytorch._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["correct_digits"]


def correct_digits(z: ArrayLike, curves: Mapping[str, ArrayLike]) -> Figure:
    """Draw how many decimal digits of each result are correct.

    Parameters
    ----------
    z
        Inputs, increasing, shape (n,).
    curves
        Name to the number of correct digits at each input, shape (n,).  At most three curves.

    Returns
    -------
    Figure
        One curve per name, with the 16 digits of a float64 as a reference.

    Examples
    --------
    >>> fig = correct_digits([-2.0, -1.0, 0.0], {"one": [0.0, 8.0, 16.0], "other": [15.0, 16.0, 16.0]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['one', 'other']
    """
    x: NDArray[Any] = np.asarray(z, dtype=float)
    if x.ndim != 1 or x.size < 2 or (np.diff(x) <= 0).any():
        raise ValueError("z must be a row of increasing numbers")
    if not 1 <= len(curves) <= 3:
        raise ValueError(f"correct_digits draws one to three curves, got {len(curves)}")
    with figure(height=3.0, width=WIDTH) as (fig, ax):
        colors = (COLORS["prediction"], COLORS["target"], COLORS["third"])
        for (name, digits), color, dash in zip(curves.items(), colors, DASHES, strict=False):
            y = np.asarray(digits, dtype=float)
            if y.shape != x.shape:
                raise ValueError(
                    f"{name!r} needs one number for each of the {x.size} inputs, got shape {y.shape}"
                )
            ax.plot(x, y, color=color, linestyle=dash, linewidth=1.7)
            label_line(ax, x[0], y[0], name, color, fontsize=TEXT, dx=2, dy=-11 if y[0] > 8 else 11)
        ax.set_ylim(-0.5, 17.5)
        ax.set_yticks([0, 4, 8, 12, 16])
        ax.tick_params(labelsize=TEXT)
        ax.set_xlabel("$z$", fontsize=TEXT + 2)
        ax.set_ylabel("correct digits", fontsize=TEXT)
    return fig
