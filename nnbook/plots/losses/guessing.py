"""The loss of networks that know nothing yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends


def losses_at_start(classes: ArrayLike, losses: Mapping[str, ArrayLike]) -> Figure:
    """Draw the loss of untrained networks against the number of classes, beside that of a guesser.

    Parameters
    ----------
    classes
        Numbers of classes, at least 2, increasing, shape (m,).
    losses
        Name to the losses of the networks, shape (m, networks).

    Returns
    -------
    Figure
        One panel: medians with their 10 to 90 % bands, and ln K as a thin line.

    Examples
    --------
    >>> fig = losses_at_start([2, 10], {"small weights": [[0.7, 0.7], [2.3, 2.4]]})
    >>> fig.axes[0].lines[-1].get_ydata().round(3).tolist()
    [0.693, 2.303]
    """
    check_curves("losses", losses)
    K = positive("classes", classes, 1)
    if K.min() < 2 or (np.diff(K) <= 0).any():
        raise ValueError("classes must increase, from 2 or more")
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(losses.items()):
            samples = as_long_as(name, finite(name, values, 2), K)
            color = COLORS[CYCLE[place]]
            ends.append((float(draw_median(ax, K, samples, color, DASHES[place])[-1]), name, color))
        ax.plot(K, np.log(K), color=COLORS["ink"], linewidth=1, marker="o", linestyle=DASHES[4])
        ends.append((float(np.log(K[-1])), r"$\ln K$", COLORS["ink"]))
        ax.set_xscale("log")
        ax.set_xticks(K, [f"{k:g}" for k in K])
        ax.minorticks_off()
        ax.set_ylim(0, None)
        label_ends(ax, K[-1], ends, fontsize=TEXT)
        ax.set_xlabel("number of classes $K$ (log axis)")
        ax.set_ylabel("cross-entropy before training")
    return fig
