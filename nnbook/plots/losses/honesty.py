"""Which answer a loss rewards when the truth is uncertain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.losses._look import look
from nnbook.plots.style import COLORS, figure, label_ends


def expected_losses(answer: ArrayLike, losses: Mapping[str, ArrayLike], *, truth: float) -> Figure:
    """Draw the expected loss of each answer, and mark the answer at which it is lowest.

    Parameters
    ----------
    answer
        Probabilities that one could answer, increasing, shape (m,).
    losses
        Name of a loss to its expected value at each answer, shape (m,).
    truth
        The true probability, drawn as a thin vertical line.

    Returns
    -------
    Figure
        One panel.

    Examples
    --------
    >>> fig = expected_losses([0.0, 0.5, 1.0], {"squared": [0.7, 0.25, 0.3]}, truth=0.7)
    >>> fig.axes[0].lines[1].get_xdata().tolist()
    [0.5]
    """
    check_curves("losses", losses)
    p = finite("answer", answer, 1)
    if (np.diff(p) <= 0).any():
        raise ValueError("answer must increase from left to right")
    if not 0 <= truth <= 1:
        raise ValueError(f"truth must be a probability from 0 to 1, got {truth}")
    with figure(height=3.6, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(losses.items()):
            loss = as_long_as(name, finite(name, values, 1), p)
            color, dashes = look(name, place)
            ax.plot(p, loss, color=color, linestyle=dashes)
            lowest = loss.argmin()
            ax.plot(p[lowest : lowest + 1], loss[lowest : lowest + 1], "o", color=color, markersize=7)
            ends.append((float(loss[-1]), name, color))
        ax.axvline(truth, color=COLORS["muted"], linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        ax.set_ylim(0, min(1.6, ax.get_ylim()[1]))
        ax.annotate(
            "truth",
            (truth, ax.get_ylim()[1]),
            (-4, -6),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=TEXT,
            color=COLORS["muted"],
            fontweight="bold",
        )
        top = ax.get_ylim()[1]
        label_ends(ax, p[-1], [(min(y, top), name, color) for y, name, color in ends], fontsize=TEXT)
        ax.set_xlabel("probability that is answered")
        ax.set_ylabel("expected loss")
    return fig
