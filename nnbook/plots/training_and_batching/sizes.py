"""Anything against the batch size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, as_long_as, check_curves, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends, label_line

MARKS = ("o", "s", "D", "^", "v", "P")


def against_batch_size(
    batch_sizes: ArrayLike,
    panels: Mapping[str, Mapping[str, ArrayLike]],
    *,
    theory: Mapping[str, ArrayLike] | None = None,
    levels: Mapping[str, float] | None = None,
    top: float | None = None,
) -> Figure:
    """Draw quantities against the batch size on logarithmic axes, panel under panel.

    Parameters
    ----------
    batch_sizes
        The batch sizes, positive and rising, shape (k,).
    panels
        Name of each panel's axis to its curves: a name and the values, shape (k,), or (k, networks) for a median
        in its 10 to 90 % band.
    theory
        Name of a curve to what was predicted, shape (k,); such a curve is drawn as marks, the prediction as a line.
        A prediction of zero ends the line.
    levels
        Name of each level to its height, drawn as thin lines in the first panel.
    top
        Where the axis of the first panel ends; what is larger, or not finite, is drawn there.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each quantity, with a common horizontal axis.

    Examples
    --------
    >>> fig = against_batch_size([1, 4], {"epochs": {"moons": [9, 10]}, "seconds": {"moons": [3, 1]}})
    >>> [ax.get_ylabel() for ax in fig.axes]
    ['epochs', 'seconds']
    """
    sizes = positive("batch_sizes", batch_sizes, 1)
    if (np.diff(sizes) <= 0).any():
        raise ValueError("batch_sizes must rise")
    if not panels:
        raise ValueError("panels is empty; name at least one quantity")
    theory = theory or {}
    rows = len(panels)
    with figure(rows, 1, height=1.0 + 2.6 * rows**0.8, width=WIDTH, sharex=True, squeeze=False) as (
        fig,
        axes,
    ):
        ends: list[list[tuple[float, str, str]]] = []
        for ax, (quantity, curves) in zip(axes[:, 0], panels.items(), strict=True):
            check_curves(quantity, curves)
            ends.append([])
            for place, (name, values) in enumerate(curves.items()):
                array = _values(name, values, sizes, top)
                color, dashes = COLORS[CYCLE[place]], DASHES[place]
                if name in theory:
                    line = np.asarray(theory[name], dtype=float)
                    line = as_long_as(f"theory[{name!r}]", np.where(line > 0, line, np.nan), sizes)
                    ax.plot(sizes, line, color=color, linestyle=dashes, linewidth=1.4)
                    dashes = "none"
                middle = draw_median(ax, sizes, array, color, dashes) if array.ndim == 2 else array
                ax.plot(sizes, middle, marker=MARKS[place], color=color, linestyle=dashes, markersize=5)
                if np.isnan(middle[-1]):  # it ends early, and is named there
                    end = int(np.flatnonzero(~np.isnan(middle))[-1])
                    label_line(ax, sizes[end], middle[end], name, color, dx=-8, ha="right", fontsize=TEXT)
                else:
                    ends[-1].append((float(middle[-1]), name, color))
            ax.set_yscale("log")
            low, high = ax.get_ylim()
            ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 40 * low else (1,), numticks=9))
            ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
            ax.yaxis.set_minor_locator(NullLocator())
            ax.set_ylabel(quantity, fontsize=TEXT)
        axes[-1, 0].set_xscale("log", base=2)
        shown = sizes[:: max(1, -(-len(sizes) // 6))]
        axes[-1, 0].set_xticks(shown, [f"{size:g}" for size in shown])
        axes[-1, 0].xaxis.set_minor_locator(NullLocator())
        axes[-1, 0].set_xlabel("batch size B (axes logarithmic)")
        if top is not None:
            axes[0, 0].set_ylim(top=1.25 * top)
        for name, height in (levels or {}).items():
            axes[0, 0].axhline(height, color=COLORS["muted"], linewidth=1, linestyle=DASHES[2])
            name_look: Any = {"dx": 0, "dy": -8, "fontsize": TEXT, "fontweight": "normal"}
            label_line(axes[0, 0], sizes[0], height, name, COLORS["muted"], **name_look)
        fig.align_ylabels()
        for ax, names, curves in zip(axes[:, 0], ends, panels.values(), strict=True):
            if names and (rows == 1 or len(curves) > 1):
                label_ends(ax, float(sizes[-1]), names, fontsize=TEXT, dx=7)
    return fig


def _values(name: str, values: ArrayLike, sizes: Array, top: float | None) -> Array:
    """Return a curve, (k,) or (k, networks); NaN ends a curve of single values."""
    array: Any = np.asarray(values, dtype=float)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ValueError(f"{name!r} must be of shape (k,) or (k, networks), got {array.shape}")
    if top is not None:
        array = np.minimum(np.nan_to_num(array, nan=top, posinf=top), top)
    as_long_as(repr(name), array, sizes)
    if np.isinf(array).any() or np.nanmin(array) <= 0 or (array.ndim == 2 and np.isnan(array).any()):
        raise ValueError(f"{name!r} must be positive and finite: the axis is logarithmic")
    return np.asarray(array)
