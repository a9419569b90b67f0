"""How networks with different activations learn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.activations._population import draw_activation
from nnbook.plots.style import COLORS, figure, label_ends, label_line


def training_curves(losses: Mapping[str, ArrayLike], *, chance: float | None = None) -> Figure:
    """Draw training loss against step, median and band over a population of networks.

    Parameters
    ----------
    losses
        Name to array of shape (steps, networks), positive.
    chance
        The loss of a network that knows nothing, drawn as a thin line.

    Returns
    -------
    Figure
        One panel: median losses, each with its 10 to 90 % band.

    Examples
    --------
    >>> fig = training_curves({"relu": [[0.7, 0.7], [0.1, 0.2]]}, chance=0.693)
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['ReLU', 'guessing']
    """
    check_curves("losses", losses)
    with figure(height=3.8, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(losses.items()):
            samples = as_array(name, values, 2)
            if not np.isfinite(samples).all() or samples.min() <= 0:
                raise ValueError(
                    f"the losses of {name!r} must be finite and positive: the axis is logarithmic"
                )
            ends.append(draw_activation(ax, np.arange(float(len(samples))), samples, name, place))
        ax.set_yscale("log")
        label_ends(ax, len(samples) - 1, ends, fontsize=TEXT)
        if chance is not None:
            ax.axhline(chance, color=COLORS["muted"], linestyle=DASHES[2], linewidth=1)
            label_line(ax, 0, chance, "guessing", COLORS["muted"], dx=2, dy=7, fontsize=8.5)
        ax.set_xlabel("training step")
        ax.set_ylabel("loss (log axis)")
    return fig
