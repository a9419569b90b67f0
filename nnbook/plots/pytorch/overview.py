"""Every comparison of the chapter in one picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from nnbook.plots._arguments import finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["every_difference"]

_EDGE = 1e-18  # where equality is drawn
_TOP = {"float64": (float(np.finfo(np.float64).eps), "stable", "o"),
        "float32": (float(np.finfo(np.float32).eps), "naive", "D")}  # fmt: skip


def every_difference(differences: Mapping[str, tuple[float, str]]) -> Figure:
    """Draw the largest difference of each comparison, and one rounding of both precisions.

    Parameters
    ----------
    differences
        Name of a comparison to (largest difference, "float64" or "float32").

    Returns
    -------
    Figure
        One row per comparison in the given order, on a logarithmic axis; equality stands on the left edge.

    Examples
    --------
    >>> fig = every_difference({"loss": (1e-16, "float64"), "weights": (1e-6, "float32")})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['loss', 'weights']
    """
    if not differences:
        raise ValueError("differences is empty; name at least one comparison")
    with figure(height=0.95 + 0.27 * len(differences), width=WIDTH) as (fig, ax):
        for precision, (unit, key, _) in _TOP.items():
            ax.axvline(unit, color=COLORS[key], linewidth=1, linestyle=DASHES[1])
            label_line(ax, unit, -1.0, f"a rounding in {precision}", COLORS[key], dx=4, fontsize=9)
        for place, (name, (gap, precision)) in enumerate(differences.items()):
            if precision not in _TOP:
                raise ValueError(f"the precision of {name!r} must be float64 or float32, got {precision!r}")
            value = float(finite(name, gap, 0))
            if value < 0:
                raise ValueError(f"the difference of {name!r} must not be negative")
            _, key, marker = _TOP[precision]
            right = max(value, _EDGE)
            ax.plot([_EDGE, right], [place, place], color=COLORS["grid"], linewidth=3, zorder=1)
            ax.plot([right], [place], marker, color=COLORS[key], markersize=5.5, clip_on=False, zorder=3)
        ax.set_xscale("log")
        ax.set_xlim(_EDGE, 1)
        ax.set_xticks([_EDGE, 1e-14, 1e-10, 1e-6, 1e-2],
                      ["equal", *(rf"$\mathdefault{{10^{{{k}}}}}$" for k in (-14, -10, -6, -2))])  # fmt: skip
        ax.minorticks_off()
        ax.set_ylim(len(differences) - 0.4, -1.5)
        ax.set_yticks(range(len(differences)), list(differences))
        ax.tick_params(axis="x", labelsize=TEXT)
        ax.tick_params(axis="y", length=0, labelsize=TEXT, pad=8)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("largest difference (log axis)")
    return fig
