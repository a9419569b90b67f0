"""The error that rises, and falls again."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots._ticks import plain_log
from nnbook.plots.style import COLORS, figure, label_ends, label_line


def double_descent(
    features: ArrayLike, errors: Mapping[str, ArrayLike], samples: int, *, top: float | None = None
) -> Figure:
    """Draw the error on fresh samples against the number of features, through the point where a fit gets exact.

    Parameters
    ----------
    features
        Numbers of features, shape (k,), rising.
    errors
        Name to errors, shape (k, runs), positive.
    samples
        The number of training samples, where the line is drawn.
    top
        Where the axis ends; what is higher leaves the picture.

    Returns
    -------
    matplotlib.figure.Figure
        Medians with 10 to 90 % bands, both axes logarithmic.

    Examples
    --------
    >>> fig = double_descent([5, 10, 20], {"noise 0": [[1, 1], [9, 8], [0.5, 0.4]]}, 10)
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [1.0, 8.5, 0.45]
    """
    check_curves("errors", errors)
    at = positive("features", features, 1)
    if samples < 1:
        raise ValueError(f"samples must be at least 1, got {samples}")
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(errors.items()):
            found = as_long_as(f"errors[{name!r}]", positive(f"errors[{name!r}]", values, 2), at)
            color = COLORS[CYCLE[place]]
            ends.append((float(draw_median(ax, at, found, color, DASHES[place])[-1]), name, color))
        ax.set_xscale("log")
        if top is not None:
            ax.set_yscale("log")
            ax.set_ylim(top=top)
        plain_log(ax, "y")
        ax.axvline(samples, color=COLORS["ink"], linestyle=DASHES[2], linewidth=1.1)
        label_line(
            ax, samples, 1.0, f"{samples} samples", COLORS["ink"], dx=5, dy=-6, fontsize=TEXT,
            xycoords=("data", "axes fraction"),
        )  # fmt: skip
        ticks = [value for value in (1, 3, 10, 30, 100, 300, 1000, 3000) if at[0] <= value <= at[-1]]
        if ticks:
            ax.set_xticks(ticks, [f"{value:g}" for value in ticks])
            ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(at[0], at[-1] * (at[-1] / at[0]) ** 0.02)
        label_ends(ax, float(at[-1]), ends, fontsize=TEXT, dx=8)
        ax.set_xlabel("features (log axis)", fontsize=TEXT)
        ax.set_ylabel("error on fresh samples (log axis)", fontsize=TEXT)
    return fig
