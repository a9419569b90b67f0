"""Errors of a naive and of a stable implementation, in units in the last place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from numpy.typing import ArrayLike, NDArray

from nnbook.plots._arguments import as_array
from nnbook.plots._look import DASHES, PALE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def ulp_errors(z: ArrayLike, panels: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> Figure:
    """Draw the error of a naive and of a stable implementation, in units in the last place.

    Parameters
    ----------
    z
        Inputs, increasing, shape (n,).
    panels
        Title to (naive errors, stable errors), each of shape (n,).  Where a naive error is infinite or NaN
        the panel is shaded: no number came out at all.

    Returns
    -------
    Figure
        One panel for each function.

    Examples
    --------
    >>> fig = ulp_errors([0.0, 1.0, 2.0], {"softplus": ([0.5, 3.0, np.inf], [0.5, 0.5, 0.5])})
    >>> fig.axes[0].get_yscale()
    'log'
    """
    z = as_array("z", z, 1)
    if not panels:
        raise ValueError("panels is empty; name at least one function")
    if (np.diff(z) <= 0).any():
        raise ValueError("z must increase from left to right")
    rows = len(panels)
    with figure(rows, 1, height=0.6 + 1.55 * rows, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (title, pair) in zip(axes[:, 0], panels.items(), strict=True):
            naive, stable = (
                as_array(f"{title}, {kind}", e, 1) for kind, e in zip(("naive", "stable"), pair, strict=True)
            )
            if not naive.size == stable.size == z.size:
                raise ValueError(f"{title!r} needs one error for each of the {z.size} inputs")
            if not np.isfinite(stable).all():
                raise ValueError(f"the stable form of {title!r} has errors that are not finite")
            lost = ~np.isfinite(naive)
            for start, stop in _runs(lost):
                ax.axvspan(z[start], z[stop - 1], color=PALE["bad"], linewidth=0)
                ax.text(
                    (z[start] + z[stop - 1]) / 2,
                    1e8,
                    "inf or\nNaN",
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    color=COLORS["naive"],
                    fontweight="bold",
                )
            ax.plot(
                z,
                np.where(lost, np.nan, np.maximum(naive, 0.1)),
                color=COLORS["naive"],
                linestyle=DASHES[4],
                linewidth=1.4,
                label="as printed",
            )
            ax.plot(z, np.maximum(stable, 0.1), color=COLORS["stable"], linewidth=1.4, label="in the package")
            ax.set_title(title)
            ax.set_yscale("log")
        first = axes[0, 0]
        first.legend(loc="upper right", fontsize=TEXT)
        first.set_ylim(0.07, 3e17)
        first.set_yticks([1, 1e5, 1e10, 1e15])
        first.yaxis.set_minor_formatter(NullFormatter())
        axes[-1, 0].set_xlabel("$z$")
        fig.supylabel("error (ULP, log axis)", fontsize=TEXT, color=COLORS["ink"])
    return fig


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
