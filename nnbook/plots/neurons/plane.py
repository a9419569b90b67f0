"""A neuron with two inputs as a picture of the plane: weights, sides and boundary."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import weighted_sum
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_pair, as_samples
from nnbook.plots.neurons._marks import (
    NO,
    NO_FILL,
    YES,
    YES_FILL,
    draw_arrow,
    draw_boundary,
    draw_samples,
    fill_sides,
    set_frame,
    signed,
)
from nnbook.plots.style import COLORS, figure, label_line


def same_weighted_sum(weight: ArrayLike, bias: float, points: ArrayLike) -> Figure:
    """Draw inputs, their shadows along the weight vector, and the weighted sum that each shadow decides.

    Parameters
    ----------
    weight, bias
        A neuron with two inputs.
    points
        Inputs, shape (n, 2).

    Returns
    -------
    matplotlib.figure.Figure
        The weight arrow, the line through it, every input with a dotted line to its shadow, and ``z`` beside it.

    Examples
    --------
    >>> fig = same_weighted_sum([1, 1], 0, [[1, 0], [0, 1]])
    >>> fig.axes[0].collections[0].get_offsets().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    w, b = as_pair(weight, bias)
    inputs = finite("points", points, 2)
    if inputs.shape[1] != 2:
        raise ValueError(f"points must have two columns, got {inputs.shape[1]}")
    unit = w / np.linalg.norm(w)
    feet = (inputs @ unit)[:, None] * unit
    z = weighted_sum(inputs, w, b)
    with figure(height=3.7, width=WIDTH) as (fig, ax):
        ax.axline((0, 0), (unit[0], unit[1]), color=COLORS["grid"], linewidth=1.4, zorder=1)
        ax.scatter(inputs[:, 0], inputs[:, 1], s=55, color=COLORS["data"], zorder=3)
        for point, foot, value in zip(inputs, feet, z, strict=True):
            ax.plot(
                [point[0], foot[0]], [point[1], foot[1]], color=COLORS["muted"], linestyle=":", linewidth=1.2
            )
            ax.annotate(
                f"z = {signed(value, '.3g')}",
                (point[0], point[1]),
                xytext=(7, 5),
                textcoords="offset points",
                fontweight="bold",
                color=YES if value >= 0 else NO,
            )
        ax.plot(
            *feet.T,
            "D",
            markerfacecolor="#ffffff",
            markeredgecolor=COLORS["prediction"],
            markersize=7,
            zorder=3,
        )
        draw_arrow(ax, (0, 0), w.tolist(), COLORS["prediction"], width=2.4)
        label_line(ax, w[0], w[1], r"$w$", COLORS["prediction"], dx=-14, dy=8, fontsize=13)
        ax.plot(0, 0, "+", color=COLORS["ink"], markersize=10)
        everything = np.concatenate([inputs, feet, w[None], np.zeros((1, 2))])
        set_frame(ax, everything, 3.7, 0.5)
        ax.set_xlabel("$x_1$")
        ax.set_ylabel("$x_2$")
    return fig


def decision_boundary(
    weight: ArrayLike, bias: float, X: ArrayLike, y: ArrayLike, *, distance_of: int | None = None
) -> Figure:
    """Draw the line on which a neuron with two inputs changes its mind, and what lies on either side.

    Parameters
    ----------
    weight, bias
        A neuron with two inputs.
    X, y
        Samples, shape (n, 2), and their targets, 0 or 1.
    distance_of
        Index of a sample whose distance from the boundary is marked.

    Returns
    -------
    matplotlib.figure.Figure
        The two sides, the boundary, the weight vector that stands at a right angle on it, and the samples.

    Examples
    --------
    >>> fig = decision_boundary([1, 1], -1.5, [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
    >>> fig.axes[0].get_xlabel()
    '$x_1$'
    """
    w, b = as_pair(weight, bias)
    samples, targets = as_samples(X, y, 2)
    norm = np.linalg.norm(w)
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        set_frame(ax, samples, 3.5, 0.05 * np.ptp(samples) + 0.1)
        fill_sides(ax, w, b)
        draw_boundary(ax, w, b, COLORS["ink"])
        draw_samples(ax, samples, targets, size=42)
        center = samples.mean(axis=0)
        foot = center - (w @ center + b) / norm**2 * w
        length = 0.22 * np.diff(ax.get_ylim())[0]
        tip = foot + length * w / norm
        draw_arrow(ax, foot.tolist(), tip.tolist(), COLORS["prediction"], width=2.4)
        label_line(ax, tip[0], tip[1], r"$w$", COLORS["prediction"], dx=5, dy=6, fontsize=13)
        if distance_of is not None:
            point = samples[distance_of]
            z = float(weighted_sum(point, w, b))
            touch = point - z / norm**2 * w
            ax.plot(*np.stack([point, touch]).T, color=COLORS["gradient"], linestyle=(0, (4, 2)), zorder=2)
            middle = (point + touch) / 2
            label_line(
                ax,
                middle[0],
                middle[1],
                f"distance {abs(z) / norm:.2f}",
                COLORS["gradient"],
                dx=6,
                dy=-2,
                zorder=5,
                bbox={"facecolor": YES_FILL if z >= 0 else NO_FILL, "edgecolor": "none", "pad": 1},
            )
        ax.set_xlabel("$x_1$")
        ax.set_ylabel("$x_2$")
        ax.grid(visible=False)
    return fig
