"""One training, iteration by iteration."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def batch_losses(losses: ArrayLike, epoch_losses: ArrayLike) -> Figure:
    """Draw the loss of every batch of a training, and the mean loss of every epoch.

    Parameters
    ----------
    losses
        The losses of the batches, shape (epochs, iterations of an epoch), positive.
    epoch_losses
        The losses of the epochs, shape (epochs,), positive.

    Returns
    -------
    matplotlib.figure.Figure
        One panel: a dot per iteration, a step as long as its epoch.

    Examples
    --------
    >>> fig = batch_losses([[0.9, 0.7], [0.5, 0.3]], [0.8, 0.4])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['one batch', 'one epoch']
    """
    single = positive("losses", losses, 2)
    means = as_long_as("epoch_losses", positive("epoch_losses", epoch_losses, 1), single)
    epochs, iterations = single.shape
    at = np.arange(1, single.size + 1)
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        for epoch in range(epochs):
            ax.axvline(epoch * iterations + 0.5, color=COLORS["grid"], linewidth=0.8)
        ax.plot(at, single.ravel(), "o", color=COLORS["train"], markersize=4)
        ax.plot(
            0.5 + iterations * np.arange(epochs + 1),
            np.append(means, means[-1]),
            color=COLORS["target"],
            drawstyle="steps-post",
        )
        ax.set_ylim(bottom=0)
        ax.grid(visible=False, axis="x")
        ax.set_xlim(0, single.size * 1.02 + 1)
        label_line(ax, 1, single[0, 0], "one batch", COLORS["train"], dx=8, dy=4, fontsize=TEXT)
        label_line(
            ax, iterations * 1.5, means[min(1, epochs - 1)], "one epoch", COLORS["target"], dx=8, dy=30,
            fontsize=TEXT,
        )  # fmt: skip
        ax.set_xlabel(f"iteration ({iterations} are an epoch)")
        ax.set_ylabel("loss")
    return fig
