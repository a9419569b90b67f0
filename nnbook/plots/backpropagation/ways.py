"""Three ways to raise the activation of a neuron."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import FALL, RISE
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure, label_line


def ways_to_raise(bias: float, weights: ArrayLike, activations: ArrayLike) -> Figure:
    """Draw how much a neuron's activation changes for a unit of change of everything that it depends on.

    Parameters
    ----------
    bias
        The slope with respect to the bias.
    weights
        The slopes with respect to the weights, shape (d,).
    activations
        The slopes with respect to the activations behind them, shape (d,).

    Returns
    -------
    matplotlib.figure.Figure
        One bar for each; blue to the right where raising it raises the activation, orange and hatched to the left
        where it must be lowered.

    Examples
    --------
    >>> fig = ways_to_raise(0.2, [0.1, 0.3], [0.4, -0.1])
    >>> len(fig.axes[0].patches)
    5
    """
    of_w, of_a = finite("weights", weights, 1), finite("activations", activations, 1)
    if of_w.shape != of_a.shape:
        raise ValueError(f"expected one activation for each weight, got {len(of_a)} and {len(of_w)}")
    count = len(of_w)
    slopes = np.concatenate([[bias], of_w, of_a])
    names = ["bias $b$"]
    names += [f"weight $w_{i + 1}$" for i in range(count)] + [f"activation $a_{i + 1}$" for i in range(count)]
    places = np.concatenate([[0], 1.6 + np.arange(count), 2.2 + count + np.arange(count)])
    with figure(height=1.0 + 0.3 * len(slopes), width=WIDTH) as (fig, ax):
        for place, slope in zip(places, slopes, strict=True):
            color, hatch = (RISE, "") if slope >= 0 else (FALL, "////")
            ax.barh(place, slope, height=0.66, facecolor=color, edgecolor="#ffffff", hatch=hatch, linewidth=0)
            label_line(
                ax, slope, place, signed(slope, ".2f"), color,
                dx=4 if slope >= 0 else -4, ha="left" if slope >= 0 else "right", fontsize=TEXT,
            )  # fmt: skip
        ax.axvline(0, color=COLORS["muted"], linewidth=1)
        ax.set_yticks(places, names)
        ax.tick_params(axis="y", length=0, labelsize=TEXT + 0.5)
        ax.invert_yaxis()
        reach = np.abs(slopes).max() * 1.25 or 1.0
        ax.set_xlim(min(slopes.min() * 1.6, -0.12 * reach), reach)
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("change of the activation for a unit of change")
    return fig
