"""Which start ends in which valley."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

LETTERS = "ABCDEF"


def basins(
    loss: Callable[[Any], Any],
    minima: ArrayLike,
    starts: ArrayLike,
    ends: Mapping[str, ArrayLike],
    *,
    tolerance: float = 1e-4,
    log: bool = False,
) -> Figure:
    """Draw a loss with several valleys, and below it for every start the valley in which it ended.

    Parameters
    ----------
    loss
        The loss of one parameter, a function of an array.
    minima
        The lowest points of the valleys, shape (m,), at most six; they are called A, B, C, …
    starts
        Where the runs began, shape (S,).
    ends
        Name of each rule to where its runs ended, shape (S,); infinite or NaN where they flew off.
    tolerance
        How near to a lowest point a run must end to count.
    log
        Whether the axis of the loss is logarithmic.

    Returns
    -------
    matplotlib.figure.Figure
        The loss, and one strip per rule, in which each start has the colour and height of its valley.

    Examples
    --------
    >>> import numpy as np
    >>> fig = basins(np.square, [0.0], [-1, 1], {"rule": [0.0, 7.0]})
    >>> [len(line.get_xdata()) for line in fig.axes[1].lines]
    [1, 1]
    """
    lowest, begin = finite("minima", minima, 1), finite("starts", starts, 1)
    if len(lowest) > len(LETTERS):
        raise ValueError(f"minima must hold at most {len(LETTERS)} values, got {len(lowest)}")
    if not ends:
        raise ValueError("ends must hold the ends of at least one rule, got none")
    arrived = {name: np.asarray(end, dtype=float) for name, end in ends.items()}
    for name, end in arrived.items():
        if end.shape != begin.shape:
            raise ValueError(
                f"ends[{name!r}] must have one end per start, {len(begin)}, got shape {end.shape}"
            )
    grid = np.linspace(begin.min(), begin.max(), 601)
    columns = np.round(
        400 * (begin - begin.min()) / (np.ptp(begin) or 1)
    )  # more ticks than that look the same
    rows = len(arrived)
    levels = len(lowest) + 1
    with figure(
        rows + 1, 1, height=2.2 + 0.85 * rows, width=WIDTH, sharex=True,
        gridspec_kw={"height_ratios": [2.6] + [1] * rows},
    ) as (fig, axes):  # fmt: skip
        top = axes[0]
        top.plot(grid, loss(grid), color=COLORS["sixth"])
        if log:
            top.set_yscale("log")
        for k, place in enumerate(lowest):
            height = max(float(loss(np.array(place))), float(np.min(loss(grid))) if log else -np.inf)
            color = COLORS[CYCLE[k]]
            top.plot(place, height, "o", color=color)
            dx, dy = (9, 2) if log else (0, 13)  # a logarithm makes valleys sharp: beside, not inside
            label_line(
                top,
                place,
                height,
                LETTERS[k],
                color,
                dx=dx,
                dy=dy,
                ha="left" if log else "center",
                fontsize=11,
            )
        top.set_ylabel("loss (log axis)" if log else "loss")
        for ax, (name, end) in zip(axes[1:], arrived.items(), strict=True):
            with np.errstate(invalid="ignore"):
                near = abs(end[:, None] - lowest) <= tolerance
            for k in range(levels):
                inside = near[:, k] if k < len(lowest) else ~near.any(axis=1)
                color = COLORS[CYCLE[k]] if k < len(lowest) else COLORS["muted"]
                _, first = np.unique(columns[inside], return_index=True)
                seen = begin[inside][first]
                strip = np.full(len(seen), float(levels - 1 - k))
                ax.plot(seen, strip, "|", color=color, markersize=9, alpha=0.6)
            ax.set_ylim(-0.7, levels - 0.3)
            ax.set_yticks(range(levels), ["nowhere", *LETTERS[: len(lowest)][::-1]])
            label_line(ax, 0.0, 1.0, name, COLORS["ink"], dx=0, dy=7, fontsize=TEXT, xycoords="axes fraction")
        axes[-1].set_xlabel(r"start $\theta$ (letters: where it ended)")
    return fig
