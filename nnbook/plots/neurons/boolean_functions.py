"""The functions of two yes-or-no inputs, and which of them one neuron can compute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import neuron
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._marks import draw_boundary, draw_samples, fill_sides
from nnbook.plots.style import COLORS, figure


def truth_tables(
    X: ArrayLike, targets: ArrayLike, weight: ArrayLike, bias: ArrayLike, names: Sequence[str]
) -> Figure:
    """Draw functions of two yes-or-no inputs, each with the neuron that was to learn it.

    Parameters
    ----------
    X
        The four corners, shape (4, 2).
    targets
        One truth table per row, shape (k, 4).
    weight, bias
        One neuron per row, shape (k, 2) and (k,).
    names
        One name per table.

    Returns
    -------
    matplotlib.figure.Figure
        A grid of small squares.  Where the neuron answers all four corners rightly its two sides are tinted;
        where it does not, the square is crossed out and its name is in the colour of failure.

    Examples
    --------
    >>> fig = truth_tables([[0, 0], [0, 1], [1, 0], [1, 1]], [[0, 0, 0, 1]], [[1, 1]], [-1.5], ["AND"])
    >>> fig.axes[0].get_title(loc="center")
    'AND'
    """
    corners, tables = finite("X", X, 2), finite("targets", targets, 2)
    weights, biases = finite("weight", weight, 2), finite("bias", bias, 1)
    if corners.shape[1] != 2 or tables.shape[1] != len(corners):
        raise ValueError(
            f"targets must have one column per corner, got {tables.shape} for {len(corners)} corners"
        )
    if not len(tables) == len(weights) == len(biases) == len(names):
        raise ValueError("targets, weight, bias and names must have one entry per table")
    columns = min(4, len(tables))
    rows = -(-len(tables) // columns)
    with figure(rows, columns, height=1.32 * rows + 0.1, width=WIDTH, squeeze=False) as (fig, axes):
        for ax in axes.flat[len(tables) :]:
            ax.set_axis_off()
        for ax, table, w, b, name in zip(axes.flat, tables, weights, biases, names, strict=False):
            ax.set_aspect("equal")
            ax.set_xlim(-0.5, 1.5)
            ax.set_ylim(-0.5, 1.5)
            ax.set_xticks([])
            ax.set_yticks([])
            ax.spines[:].set_visible(True)
            solved = np.array_equal(neuron(corners, w, float(b)), table)
            if solved:
                fill_sides(ax, w, float(b))
                if w.any():
                    draw_boundary(ax, w, float(b), COLORS["ink"])
            else:
                ax.plot([0.25, 0.75], [0.25, 0.75], color=COLORS["naive"], linewidth=1.6)
                ax.plot([0.25, 0.75], [0.75, 0.25], color=COLORS["naive"], linewidth=1.6)
                for spine in ax.spines.values():
                    spine.set(color=COLORS["naive"], linewidth=1.6)
            draw_samples(ax, corners, table, size=34)
            if ax is axes[rows - 1, 0]:
                ax.set_xticks([0, 1], ["0", "1"])
                ax.set_yticks([0, 1], ["0", "1"])
                ax.set_xlabel("$x_1$", labelpad=1)
                ax.set_ylabel("$x_2$", labelpad=1)
            ax.set_title(
                name,
                loc="center",
                fontsize=9,
                fontweight="normal" if solved else "bold",
                color=COLORS["ink"] if solved else COLORS["naive"],
                pad=3,
            )
    return fig
