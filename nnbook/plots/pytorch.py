"""Figures of the chapter *PyTorch*: how far apart two implementations are, and which of them is right.

Both draw numbers that the chapter's cells have measured; nothing here needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["correct_digits", "largest_differences"]

_WIDTH = 5.6  # a little narrower than the column: letters stay large enough on a phone
_TEXT = 10.5  # as large as a phone needs
_MARKS = {"value": ("o", COLORS["prediction"]), "slope": ("D", COLORS["gradient"])}
_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.4)))
_EPS = float(np.finfo(float).eps)


def largest_differences(differences: Mapping[str, tuple[float, float]]) -> Figure:
    """Draw the largest difference of values and of slopes, one row per function.

    Parameters
    ----------
    differences
        Name to (difference of values, difference of slopes), both absolute.  Differences of 0 stand on
        the left edge.

    Returns
    -------
    Figure
        One row per function, in the given order, on a logarithmic axis.

    Examples
    --------
    >>> fig = largest_differences({"relu": (0.0, 0.0), "softplus": (2e-9, 2e-9)})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['relu', 'softplus']
    """
    if not differences:
        raise ValueError("differences is empty; name at least one function")
    values = np.array(list(differences.values()), dtype=float)
    if values.shape[1:] != (2,) or not (values >= 0).all():
        raise ValueError("differences must hold two numbers of at least 0 for each name")
    places = np.arange(len(values))
    edge = 1e-18
    with figure(height=1.0 + 0.27 * len(values), width=_WIDTH) as (fig, ax):
        ax.axvline(_EPS, color=COLORS["muted"], linewidth=1, linestyle=_DASHES[1])
        ax.hlines(places, edge, np.maximum(values.max(axis=1), edge), color=COLORS["grid"], linewidth=3)
        for column, (kind, (marker, color)) in enumerate(_MARKS.items()):
            drawn = np.maximum(values[:, column], edge)
            offset = 0.16 * (2 * column - 1)  # equal values and slopes stay apart
            ax.plot(drawn, places + offset, marker, color=color, markersize=5.5, clip_on=False, zorder=3)
            key = 10.0 ** (-13 + 1.8 * column)
            ax.plot(key, -1.0, marker, color=color, markersize=5.5)
            label_line(ax, key, -1.0, kind, color, dx=6, fontsize=_TEXT)
        label_line(ax, _EPS, -1.0, "one rounding", COLORS["muted"], dx=4, fontsize=9, fontweight="normal")
        ax.set_xscale("log")
        ax.set_xlim(edge, max(1e-8, 10 * values.max()))
        ax.set_ylim(len(values) - 0.4, -1.5)
        ax.set_yticks(places, list(differences))
        ax.set_xticks([edge, 1e-15, 1e-12, 1e-9], ["none", "$10^{-15}$", "$10^{-12}$", "$10^{-9}$"])
        ax.minorticks_off()
        ax.set_xlabel("largest difference (log axis)", fontsize=_TEXT)
        ax.grid(visible=False, axis="y")
        ax.tick_params(axis="x", labelsize=_TEXT)
        ax.tick_params(axis="y", length=0, labelsize=_TEXT, pad=8)
    return fig


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
    with figure(height=3.0, width=_WIDTH) as (fig, ax):
        colors = (COLORS["prediction"], COLORS["target"], COLORS["third"])
        for (name, digits), color, dash in zip(curves.items(), colors, _DASHES, strict=False):
            y = np.asarray(digits, dtype=float)
            if y.shape != x.shape:
                raise ValueError(
                    f"{name!r} needs one number for each of the {x.size} inputs, got shape {y.shape}"
                )
            ax.plot(x, y, color=color, linestyle=dash, linewidth=1.7)
            label_line(ax, x[0], y[0], name, color, fontsize=_TEXT, dx=2, dy=-11 if y[0] > 8 else 11)
        ax.set_ylim(-0.5, 17.5)
        ax.set_yticks([0, 4, 8, 12, 16])
        ax.tick_params(labelsize=_TEXT)
        ax.set_xlabel("$z$", fontsize=_TEXT + 2)
        ax.set_ylabel("correct digits", fontsize=_TEXT)
    return fig
