"""One neuron with its numbers: what goes in, what is added up, what comes out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from nnbook.neurons import step, weighted_sum
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_named
from nnbook.plots.neurons._marks import NO, NO_FILL, YES, YES_FILL, draw_arrow, hide_axes, signed
from nnbook.plots.style import COLORS, figure


def neuron_diagram(
    x: ArrayLike, weight: ArrayLike, bias: float, names: Sequence[str], *, output: str = "output"
) -> Figure:
    """Draw one neuron with its numbers: inputs, weights, bias, weighted sum, step, answer.

    Parameters
    ----------
    x, weight
        The inputs and their weights, shape (d,).
    bias
        The bias.
    names
        What each input means, d names.
    output
        What the answer means.

    Returns
    -------
    matplotlib.figure.Figure
        The diagram.  A line is as thick as its product ``w_i x_i`` is large, and dashed where that is negative.

    Examples
    --------
    >>> fig = neuron_diagram([1, 2], [0.5, -1], 0.25, ["left", "right"])
    >>> "z = −1.25" in [text.get_text() for text in fig.axes[0].texts]
    True
    """
    inputs, weights = as_named(x, weight, names)
    z = float(weighted_sum(inputs, weights, bias))
    products = weights * inputs
    heights = np.linspace(1.5, -1.5, len(inputs)) if len(inputs) > 1 else np.zeros(1)
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        hide_axes(ax)
        ax.set_xlim(-1.75, 6.55)
        ax.set_ylim(-2.1, 2.5)
        for value, w, product, height, name in zip(inputs, weights, products, heights, names, strict=True):
            color, dash = (YES, "-") if product >= 0 else (NO, (0, (4, 2)))
            width = 1 + 4 * abs(product) / max(np.abs(products).max(), 1e-12)
            ax.plot([0, 2.6], [height, 0], color=color, linewidth=width, linestyle=dash, zorder=1)
            ax.add_patch(
                Circle(
                    (0, height), 0.42, facecolor="#ffffff", edgecolor=COLORS["ink"], linewidth=1.2, zorder=2
                )
            )
            ax.text(0, height, f"{value:g}", ha="center", va="center", zorder=3)
            ax.text(-0.55, height, name, ha="right", va="center", color=COLORS["ink"], fontsize=9)
            side = -1 if height < 0 else 1
            ax.text(
                1.15,
                height * (1 - 1.15 / 2.6) + 0.13 * side,
                f"×{signed(w)}",
                ha="left" if height else "center",
                va="bottom" if side > 0 else "top",
                color=color,
                fontsize=9,
            )
        ax.plot([2.6, 2.6], [1.55, 0], color=COLORS["muted"], linewidth=1.4, zorder=1)
        ax.text(2.6, 1.62, f"bias {signed(bias)}", ha="center", va="bottom", color=COLORS["ink"], fontsize=9)
        for center, radius in ((2.6, 0.62), (4.6, 0.5)):
            ax.add_patch(
                Circle(
                    (center, 0), radius, facecolor=YES_FILL, edgecolor=COLORS["ink"], linewidth=1.2, zorder=2
                )
            )
        ax.text(2.6, 0, r"$\Sigma$", ha="center", va="center", fontsize=17, zorder=3)
        ax.plot([4.3, 4.6, 4.6, 4.9], [-0.2, -0.2, 0.2, 0.2], color=COLORS["ink"], linewidth=1.6, zorder=3)
        draw_arrow(ax, (3.22, 0), (4.08, 0), COLORS["ink"], width=1.3)
        draw_arrow(ax, (5.1, 0), (5.75, 0), COLORS["ink"], width=1.3)
        ax.text(2.6, -0.78, f"z = {signed(z)}", ha="center", va="top", fontsize=10)
        ax.text(4.6, -0.66, "step", ha="center", va="top", color=COLORS["muted"], fontsize=9)
        ax.text(
            6.0,
            0,
            f"{float(step(z)):g}",
            ha="center",
            va="center",
            fontsize=14,
            fontweight="bold",
            color=YES,
        )
        ax.text(6.0, -0.42, output, ha="center", va="top", fontsize=9)
    return fig


def weighted_sum_waterfall(x: ArrayLike, weight: ArrayLike, bias: float, names: Sequence[str]) -> Figure:
    """Draw how a weighted sum is put together, one bar per term, from the bias to ``z``.

    Parameters
    ----------
    x, weight
        The inputs and their weights, shape (d,).
    bias
        The bias: the first bar.
    names
        One name per input.

    Returns
    -------
    matplotlib.figure.Figure
        Horizontal bars; each begins where the one above ends, the last is ``z``.

    Examples
    --------
    >>> fig = weighted_sum_waterfall([1, 2], [0.5, -1], 0.25, ["left", "right"])
    >>> [float(bar.get_width()) for bar in fig.axes[0].patches]
    [0.25, 0.5, -2.0, -1.25]
    """
    inputs, weights = as_named(x, weight, names)
    terms = np.concatenate([[float(bias)], weights * inputs])
    ends = np.cumsum(terms)
    starts = ends - terms
    z = float(weighted_sum(inputs, weights, bias))
    labels = ["bias", *names, "z"]
    with figure(height=2.7, width=WIDTH) as (fig, ax):
        for row, (start, width) in enumerate(zip([*starts, 0.0], [*terms, z], strict=True)):
            color = YES if width >= 0 else NO
            last = row == len(terms)
            ax.barh(
                row,
                width,
                left=start,
                height=0.62,
                color=color if last else (YES_FILL if width >= 0 else NO_FILL),
                edgecolor=color,
                linewidth=1.3,
                hatch=None if width >= 0 else "///",
            )
            tip = max(start, start + width)
            ax.text(
                tip + 0.07,
                row,
                signed(width, ".4g" if last else "+.4g"),
                va="center",
                ha="left",
                color=color,
                fontweight="bold",
            )
        for row, end in enumerate(ends):
            ax.plot([end, end], [row, row + 1], color=COLORS["muted"], linewidth=0.9, linestyle=":")
        ax.axvline(0, color=COLORS["ink"], linewidth=1.2)
        ax.set_yticks(range(len(labels)), labels)
        ax.invert_yaxis()
        ax.grid(visible=False, axis="y")
        ax.set_xlabel("running total (the step fires from 0 on)")
        low, high = min(0.0, starts.min(), ends.min()), max(0.0, starts.max(), ends.max())
        ax.set_xlim(low - 0.08 * (high - low), high + 0.2 * (high - low))
    return fig
