"""The one style of every figure: colours with fixed meanings, sizes, and the dark twin of each colour.

A colour means the same thing through the whole book, and never stands alone: a dash pattern or a marker
goes with it.  The palette is Okabe and Ito's (2008), darkened or lightened until it has contrast on white
and on the dark page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnbook.plots._ticks import plain_numbers

__all__ = ["COLORS", "DARK", "WIDTH", "figure", "label_ends", "label_line"]

for _file in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
    font_manager.fontManager.addfont(_file)

WIDTH = 6.4
"""Width of a text-column figure in inches."""

COLORS = {
    "ink": "#1f2430",  # axes, text, neutral lines
    "muted": "#6b7280",  # secondary text, reference lines
    "grid": "#e3e6ec",
    "data": "#3b4252",  # measured points
    "prediction": "#0067a5",  # what a network or neuron says
    "target": "#c2410c",  # what it should say
    "gradient": "#9b3f8c",  # derivatives, gradients, updates
    "train": "#0067a5",
    "validation": "#b35900",
    "test": "#00795c",
    "naive": "#c2410c",  # the version that fails
    "stable": "#0067a5",  # the version that holds
    "class0": "#b35900",
    "class1": "#0067a5",
    "first": "#0067a5",
    "second": "#b35900",
    "third": "#00795c",
    "fourth": "#9b3f8c",
    "fifth": "#7a6a00",
    "sixth": "#475569",
}
"""Colour by meaning, as drawn on the light page."""

DARK = {
    "#1f2430": "#e6e9ef",
    "#6b7280": "#a3abba",
    "#e3e6ec": "#343a46",
    "#3b4252": "#cdd3de",
    "#0067a5": "#6cb6ff",
    "#c2410c": "#ff9466",
    "#9b3f8c": "#e29bd4",
    "#b35900": "#f0b057",
    "#00795c": "#4fd1a5",
    "#7a6a00": "#d9c64a",
    "#475569": "#9fb0c8",
    "#ffffff": "#15181e",
    "#d6e6f2": "#1d3a52",  # pale fill of class 1
    "#f5e3cf": "#4a3418",  # pale fill of class 0
}
"""The dark twin of every colour that a figure may contain."""

_RC: Any = {
    "figure.dpi": 110,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.transparent": True,
    "axes.facecolor": "none",
    "axes.edgecolor": COLORS["muted"],
    "axes.labelcolor": COLORS["ink"],
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.titlecolor": COLORS["ink"],
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": COLORS["grid"],
    "grid.linewidth": 0.7,
    "font.size": 9.5,
    "font.family": ["Inter", "DejaVu Sans"],  # the second for the signs that the first lacks
    "mathtext.fontset": "cm",
    "text.color": COLORS["ink"],
    "xtick.color": COLORS["muted"],
    "ytick.color": COLORS["muted"],
    "xtick.labelcolor": COLORS["ink"],
    "ytick.labelcolor": COLORS["ink"],
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "lines.linewidth": 1.9,
    "lines.markersize": 5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "nnbook",
}


@contextmanager
def figure(
    rows: int = 1, columns: int = 1, *, height: float = 3.2, width: float = WIDTH, **subplots: Any
) -> Iterator[tuple[Figure, Any]]:
    """Open a figure in the book's style and close it for pyplot at the end.

    Parameters
    ----------
    rows, columns
        Grid of axes, as in `matplotlib.pyplot.subplots`.
    height, width
        Size in inches.
    **subplots
        Passed on to `matplotlib.pyplot.subplots` (``sharex``, ``gridspec_kw``, …).

    Yields
    ------
    tuple
        The figure and its axes (one `Axes`, or an array of them).

    Examples
    --------
    >>> with figure(height=2) as (fig, ax):
    ...     _ = ax.plot([0, 1], [0, 1], color=COLORS["prediction"])
    >>> fig.get_size_inches().tolist()
    [6.4, 2.0]
    """
    with plt.rc_context(_RC):
        fig, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **subplots)
        try:
            yield fig, axes
            plain_numbers(fig)
        finally:
            plt.close(fig)


def label_line(
    ax: Axes, x: float, y: float, text: str, color: str, *, dx: float = 4, dy: float = 0, **options: Any
) -> None:
    """Write a line's name beside the line, in the line's colour, instead of a legend.

    Parameters
    ----------
    ax
        The axes that hold the line.
    x, y
        The labelled point, in data units.
    text, color
        The name, and the line's own colour.
    dx, dy
        Offset of the text in points.
    **options
        Passed on to `matplotlib.axes.Axes.annotate`.

    Examples
    --------
    >>> with figure() as (fig, ax):
    ...     label_line(ax, 0, 0, "prediction", COLORS["prediction"])
    >>> ax.texts[0].get_text()
    'prediction'
    """
    settings: dict[str, Any] = {"va": "center", "ha": "left", "fontsize": 8.5, "fontweight": "bold"} | options
    ax.annotate(text, (x, y), xytext=(dx, dy), textcoords="offset points", color=color, **settings)


def label_ends(
    ax: Axes, x: float, ends: Sequence[tuple[float, str, str]], *, fontsize: float = 8.5, **options: Any
) -> None:
    """Write the names of lines at their common end, moved apart as little as needed where they would overlap.

    Parameters
    ----------
    ax
        The axes that hold the lines, with their final limits; linear or logarithmic.
    x
        Where the lines end, in data units.
    ends
        Height (in data units), name and colour of each line.
    fontsize
        Size of the names in points.
    **options
        Passed on to `label_line`.

    Examples
    --------
    >>> with figure(height=2) as (fig, ax):
    ...     label_ends(ax, 1, [(0.5, "one", COLORS["prediction"]), (0.5, "two", COLORS["target"])])
    >>> [text.xyann[1] for text in ax.texts]
    [-5.95, 5.95]
    """
    from scipy.optimize import isotonic_regression

    ends = sorted(ends)
    low, high = ax.get_ylim()
    scaled = ax.transScale.transform([(x, y) for y in (low, high, *(y for y, _, _ in ends))])[:, 1]
    inches = ax.bbox.transformed(ax.figure.dpi_scale_trans.inverted()).height
    axes_height = 72 * 1.1 * inches  # in points; a tenth comes when the layout is made
    heights = (scaled[2:] - scaled[0]) / (scaled[1] - scaled[0]) * axes_height
    steps = 1.4 * fontsize * np.arange(len(ends))
    apart = isotonic_regression(heights - steps).x + steps  # the closest heights with that distance
    for (y, text, color), dy in zip(ends, (apart - heights).round(3).tolist(), strict=True):
        label_line(ax, x, y, text, color, dy=dy, fontsize=fontsize, annotation_clip=False, **options)
