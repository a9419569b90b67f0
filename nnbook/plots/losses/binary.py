"""The loss of a yes-or-no answer, over the probability and over the logit, drawn from the package's functions."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from nnbook.losses import LOSSES
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

COLUMNS = {
    "binary_cross_entropy": ("probability $p$", np.linspace(0.01, 0.99, 401)),
    "binary_cross_entropy_with_logits": ("logit $z$", np.linspace(-5, 5, 401)),
}


def binary_losses() -> Figure:
    """Draw the binary cross-entropy above and its slope below, over the probability and over the logit.

    Returns
    -------
    Figure
        Four panels, each with one curve for either target.

    Examples
    --------
    >>> fig = binary_losses()
    >>> len(fig.axes), len(fig.axes[0].lines)
    (4, 2)
    """
    with figure(2, 2, height=4.8, width=WIDTH, sharex="col", sharey="row") as (fig, axes):
        for column, (name, (label, at)) in zip(axes.T, COLUMNS.items(), strict=True):
            for y, color, dashes in ((1, COLORS["class1"], DASHES[0]), (0, COLORS["class0"], DASHES[1])):
                target = np.full_like(at, y)
                value = LOSSES[name].function(at, target, reduction="none")
                slope = LOSSES[name].gradient(at, target, reduction="none")
                column[0].plot(at, value, color=color, linestyle=dashes, label=f"$y = {y}$")
                column[1].plot(at, slope, color=color, linestyle=dashes)
            column[1].set_xlabel(label)
        axes[0, 0].set_ylim(-0.2, 5)
        axes[1, 0].set_ylim(-8, 8)
        axes[0, 0].set_title("loss, from $p$")
        axes[0, 1].set_title("loss, from $z$")
        axes[1, 0].set_title("slope, from $p$")
        axes[1, 1].set_title("slope, from $z$")
        axes[0, 1].legend(loc="upper center", fontsize=TEXT, handlelength=3)
        axes[1, 0].set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axes[1, 1].set_xticks([-4, 0, 4])
    return fig
