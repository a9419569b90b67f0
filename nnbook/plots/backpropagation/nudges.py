"""What each sample asks of each weight, and the mean of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import BACK
from nnbook.plots.style import COLORS, figure


def nudges(per_sample: ArrayLike, batch: ArrayLike, names: Sequence[str]) -> Figure:
    """Draw the gradient of every sample for a few weights, and the gradient of the batch over them.

    Parameters
    ----------
    per_sample
        Gradients of shape (samples, weights).
    batch
        The gradient of the mean loss, shape (weights,).
    names
        A name for each weight, in mathematics without dollars.

    Returns
    -------
    matplotlib.figure.Figure
        A column of dots per weight, and a bar at the batch gradient.

    Examples
    --------
    >>> fig = nudges([[1, -1], [3, 1]], [2, 0], ["w_1", "w_2"])
    >>> fig.axes[0].lines[-1].get_ydata().tolist()
    [2.0, 0.0]
    """
    single, mean = finite("per_sample", per_sample, 2), finite("batch", batch, 1)
    if not single.shape[1] == len(mean) == len(names):
        raise ValueError(
            f"expected a gradient and a name for each weight, got samples of shape {single.shape}, "
            f"{len(mean)} batch gradients and {len(names)} names"
        )
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        places = np.arange(len(mean), dtype=float)
        spread = np.linspace(-0.24, 0.24, len(single))
        ax.axhline(0, color=COLORS["muted"], linewidth=1)
        for shift, row in zip(spread, single, strict=True):
            (dots,) = ax.plot(places + shift, row, "o", color=COLORS["data"], markersize=3.2, alpha=0.55)
        (bars,) = ax.plot(places, mean, "_", color=BACK, markersize=24, markeredgewidth=3)
        fig.legend(
            [dots, bars], ["one sample", "the batch"], loc="outside upper right", ncols=2, fontsize=TEXT
        )
        ax.set_xticks(places, [f"${name}$" for name in names])
        ax.tick_params(axis="x", length=0, labelsize=TEXT + 1)
        ax.set_xlim(-0.6, len(mean) - 0.4)
        ax.grid(visible=False, axis="x")
        ax.set_ylabel("gradient of the loss")
    return fig
