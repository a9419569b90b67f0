"""The losses of an error, with their slopes, drawn from the package's functions."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from nnbook.losses import LOSSES
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.losses._look import look
from nnbook.plots.style import COLORS, figure

NAMES = {"mean_squared_error": "squared", "mean_absolute_error": "absolute", "huber": "Huber"}


def error_losses(*, limit: float = 3.0) -> Figure:
    """Draw squared, absolute and Huber loss of one error above, and their slopes below.

    Parameters
    ----------
    limit
        The largest error, on both sides of zero; more than 1, where the Huber loss straightens.

    Returns
    -------
    Figure
        Two panels: the losses, and their slopes.

    Examples
    --------
    >>> fig = error_losses()
    >>> [line.get_label() for line in fig.axes[0].lines]
    ['squared', 'absolute', 'Huber']
    """
    if not 1 < limit < np.inf:
        raise ValueError(f"limit must exceed 1, where the Huber loss straightens; got {limit}")
    e = np.linspace(-limit, limit, 402)  # an even count: zero itself is no grid point
    with figure(2, 1, height=4.6, width=WIDTH, sharex=True) as (fig, axes):
        for place, (name, label) in enumerate(NAMES.items()):
            color, dashes = look(label, place)
            target = np.zeros_like(e)
            value = LOSSES[name].function(e, target, reduction="none")
            slope = LOSSES[name].gradient(e, target, reduction="none")
            slope = np.where(np.abs(np.diff(slope, prepend=slope[0])) > 1, np.nan, slope)  # a gap at a jump
            axes[0].plot(e, value, color=color, linestyle=dashes, label=label)
            axes[1].plot(e, slope, color=color, linestyle=dashes)
        axes[0].set_ylim(-0.2, 5)
        axes[0].set_title("loss of one error")
        axes[0].legend(loc="upper center", fontsize=TEXT, handlelength=3)
        axes[1].set_title("its slope")
        axes[1].set_ylim(-4.2, 4.2)
        axes[1].set_xlabel(r"error $\hat{y} - y$")
        axes[1].axhline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
    return fig
