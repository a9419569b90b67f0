"""A loss that cannot fall below a floor, beside one that can."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends

_TWO = ("stable", "naive")


def losses_above_floor(losses: Mapping[str, ArrayLike], floor: float, *, name: str) -> Figure:
    """Draw how the loss of populations falls over the epochs, and a floor under it.

    Parameters
    ----------
    losses
        Name to array of shape (epochs, networks), for the fix and for the mistake in this order.
    floor
        The lowest loss that the mistake allows.
    name
        What to write beside the floor.

    Returns
    -------
    matplotlib.figure.Figure
        Medians with 10 to 90 % bands, and the floor as a dashed line.

    Examples
    --------
    >>> fig = losses_above_floor({"once": [[2, 2], [0, 1]], "twice": [[2, 2], [1, 2]]}, 1.0, name="floor")
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [2.0, 0.5]
    """
    check_curves("losses", losses)
    if len(losses) != len(_TWO):
        raise ValueError(f"losses must hold the fix and the mistake, got {len(losses)} curves")
    height = float(finite("floor", floor, 0))
    ends = []
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        for key, dashes, (label, values) in zip(_TWO, DASHES, losses.items(), strict=False):
            samples = finite(label, values, 2)
            middle = draw_median(ax, np.arange(1.0, len(samples) + 1), samples, COLORS[key], dashes)
            ends.append((float(middle[-1]), label, COLORS[key]))
        line = {"color": COLORS["muted"], "linewidth": 1, "linestyle": (0, (1.2, 1.4)), "zorder": 0}
        ax.plot([1, len(samples)], [height, height], **line)  # no further: its name stands there
        ax.set_ylim(bottom=0)
        ax.set_xlabel("epoch")
        ax.set_ylabel("loss")
        label_ends(ax, len(samples), [*ends, (height, name, COLORS["muted"])], fontsize=TEXT)
    return fig
