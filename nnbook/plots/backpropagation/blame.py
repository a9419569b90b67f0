"""The blame of one sample over a whole network: the error of every unit, the nudge of every weight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import DASHED, FALL, FALL_FILL, RISE, RISE_FILL, draw_unit
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure


def blame_map(
    activations: Sequence[ArrayLike], errors: Sequence[ArrayLike], weight_gradients: Sequence[ArrayLike]
) -> Figure:
    """Draw one sample's errors and gradients over a network.

    Parameters
    ----------
    activations
        The input and the output of every layer, each of shape (units,).
    errors
        δ of every layer but the input, each of shape (units,).
    weight_gradients
        The gradient of every layer's weight, each of shape (out, in).

    Returns
    -------
    matplotlib.figure.Figure
        A column of units per layer with activation and error; a line per weight, as thick as its gradient is large,
        blue where the weight should rise and orange and dashed where it should fall.

    Examples
    --------
    >>> fig = blame_map([[1, 2], [0.5]], [[0.25]], [[[0.25, 0.5]]])
    >>> [text.get_text() for text in fig.axes[0].texts][:3]
    ['1.0', '2.0', '0.5']
    """
    a = [finite("activations", layer, 1) for layer in activations]
    delta = [finite("errors", layer, 1) for layer in errors]
    grads = [finite("weight_gradients", layer, 2) for layer in weight_gradients]
    fits = len(delta) == len(grads) == len(a) - 1
    if not fits or any(
        g.shape != (len(d), len(before)) or len(after) != len(d)
        for before, after, d, g in zip(a, a[1:], delta, grads, strict=False)
    ):
        raise ValueError(
            "expected one error and one weight gradient of shape (out, in) for each layer after the input, got "
            f"units {[len(v) for v in a]}, errors {[len(v) for v in delta]}, gradients {[g.shape for g in grads]}"
        )
    most = max(map(len, a))
    largest = max(float(np.abs(g).max()) for g in grads) or 1.0
    step, half = 2.6, 0.65 * most - 0.1  # from layer to layer, and half the height, in units of the drawing
    wide = step * len(grads) + 2.1
    with figure(height=0.5 + WIDTH / wide * 2 * half, width=WIDTH) as (fig, ax):
        ax.set_axis_off()
        ax.set_aspect("equal")
        ax.set_xlim(-0.6, wide - 0.6)
        ax.set_ylim(-half, half)
        heights = [1.3 * ((len(v) - 1) / 2 - np.arange(len(v))) for v in a]
        for column, ((left, right), g) in enumerate(zip(pairwise(heights), grads, strict=True)):
            for j, i in np.ndindex(g.shape):
                ax.plot(
                    [step * column, step * (column + 1)],
                    [left[i], right[j]],
                    color=RISE if g[j, i] < 0 else FALL if g[j, i] > 0 else COLORS["grid"],
                    linestyle="-" if g[j, i] <= 0 else DASHED,
                    linewidth=0.5 + 4.5 * abs(g[j, i]) / largest,
                    solid_capstyle="butt",
                    zorder=1,
                )
        for column, (values, places) in enumerate(zip(a, heights, strict=True)):
            for unit, (value, place) in enumerate(zip(values, places, strict=True)):
                error = delta[column - 1][unit] if column else 0.0
                fill = RISE_FILL if error < 0 else FALL_FILL if error > 0 else "#ffffff"
                draw_unit(ax, step * column, place, 0.42, fill)
                ax.text(
                    step * column,
                    place,
                    signed(round(value, 1), ".1f"),
                    ha="center",
                    va="center",
                    fontsize=TEXT,
                )
                if column:
                    ax.text(
                        step * column + 0.5, place - 0.07, f"δ {signed(round(error, 2), '.2f')}", ha="left", va="top",
                        fontsize=TEXT, color=COLORS["gradient"], fontweight="bold", zorder=4,
                        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.6},
                    )  # fmt: skip
        keys = [
            Line2D([], [], color=RISE, linewidth=2.4, label="should rise"),
            Line2D([], [], color=FALL, linewidth=2.4, linestyle=DASHED, label="should fall"),
        ]
        fig.legend(handles=keys, loc="outside lower center", ncols=2, fontsize=TEXT, handlelength=2.8)
    return fig
