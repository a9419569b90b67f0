"""How straight cuts make a region that no single cut makes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import neuron
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.networks._arguments import Array, as_numbers
from nnbook.plots.networks._plane import draw_tint
from nnbook.plots.neurons._marks import draw_boundary
from nnbook.plots.style import COLORS, figure

__all__ = ["cut_regions"]

_WHO = "cut_regions"


def cut_regions(
    weight: ArrayLike,
    bias: ArrayLike,
    output_weight: ArrayLike,
    output_bias: float,
    *,
    limits: tuple[float, float] = (-1.5, 1.5),
) -> Figure:
    """Draw what three neurons with a step say of the plane, and what a fourth makes of their answers.

    Parameters
    ----------
    weight, bias : array_like, shape (3, 2) and (3,)
        The hidden neurons, one per row.
    output_weight, output_bias : array_like, shape (3,), and float
        The output neuron.
    limits : tuple of float
        The part of the plane that is drawn, along both axes.

    Returns
    -------
    matplotlib.figure.Figure
        Three small panels with a half plane each, and a fourth with the region of the output.

    Raises
    ------
    TypeError, ValueError
        If the arguments are not numbers, or their shapes or limits do not fit.

    Examples
    --------
    >>> fig = cut_regions([[0, 1], [1, -1], [-1, -1]], [0.5, 1, 1], [1, 1, 1], -2.5)
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['hidden neuron 1', 'hidden neuron 2', 'hidden neuron 3', 'output neuron']
    """
    W, b = as_numbers(_WHO, "weight", weight, 2), as_numbers(_WHO, "bias", bias, 1)
    v = as_numbers(_WHO, "output_weight", output_weight, 1)
    if W.shape != (3, 2) or b.shape != (3,) or v.shape != (3,):
        raise ValueError(
            f"{_WHO} expected three neurons with two inputs, got {W.shape}, {b.shape} and {v.shape}"
        )
    low, high = limits
    if not low < high:
        raise ValueError(f"{_WHO} expected limits that rise, got {limits}")
    axis = np.linspace(low, high, 241)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    says = [np.asarray(neuron(grid.reshape(-1, 2), w, c)) for w, c in zip(W, b.tolist(), strict=True)]
    answers = [*says, np.asarray(neuron(np.stack(says, axis=1), v, output_bias))]
    colors = [COLORS["class0"], COLORS["class1"]]
    with figure(2, 2, height=5.4, width=WIDTH, sharex=True, sharey=True) as (fig, axes):
        for number, (ax, answer) in enumerate(zip(axes.flat, answers, strict=True)):
            winner: Array = answer.reshape(241, 241).astype(int)
            draw_tint(ax, axis, axis, colors, winner)
            for w, c in [(W[number], b[number])] if number < 3 else zip(W, b, strict=True):
                draw_boundary(ax, w, float(c), COLORS["ink"], "-" if number < 3 else ":")
            ax.set_title(f"hidden neuron {number + 1}" if number < 3 else "output neuron")
            ax.set_aspect("equal")
            ax.set_xlim(low, high)
            ax.set_ylim(low, high)
            ax.tick_params(labelsize=TEXT)
            ax.grid(visible=False)
            for value, name in ((1, "yes"), (0, "no")):
                _write_inside(ax, grid, winner == value, name)
        for ax in axes[1]:
            ax.set_xlabel("$x_1$", fontsize=TEXT + 2)
        for ax in axes[:, 0]:
            ax.set_ylabel("$x_2$", fontsize=TEXT + 2)
    return fig


def _write_inside(ax: Axes, grid: Array, inside: Array, text: str) -> None:
    """Write a word in the middle of the widest place of a region, if there is room."""
    from scipy.ndimage import distance_transform_edt

    depth = distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
    if depth.max() > 12:
        x, y = grid.reshape(-1, 2)[depth.argmax()]
        ax.text(x, y, text, ha="center", va="center", fontsize=TEXT + 1, fontweight="bold")
