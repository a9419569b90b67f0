"""The perceptron rule at work: one update, and how many starts it brings to the goal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import neuron
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_pair
from nnbook.plots.neurons._marks import (
    NO,
    YES,
    draw_arrow,
    draw_boundary,
    draw_samples,
    fill_sides,
    line_of,
    set_frame,
)
from nnbook.plots.style import COLORS, figure, label_line


def perceptron_step(
    x: ArrayLike, y: float, weight: ArrayLike, bias: float, *, learning_rate: float = 1.0
) -> Figure:
    """Draw what one perceptron update does to the boundary of a neuron with two inputs.

    Parameters
    ----------
    x, y
        The sample that is answered wrongly, shape (2,), and its target, 0 or 1.
    weight, bias
        The neuron before the update.
    learning_rate
        The factor of the update.

    Returns
    -------
    matplotlib.figure.Figure
        The boundary before (dashed) and after (solid, with its two sides tinted), and the weight vectors.

    Examples
    --------
    >>> fig = perceptron_step([0.5, 1.5], 1, [1, -0.5], -0.5)
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_text() in ("before", "after")]
    ['before', 'after']
    """
    w, b = as_pair(weight, bias)
    sample = finite("x", x, 1)
    if sample.shape != (2,):
        raise ValueError(f"x must have two entries, got shape {sample.shape}")
    error = float(y) - float(neuron(sample, w, b))
    if error == 0:
        raise ValueError("the neuron answers this sample rightly: there is no update to draw")
    new_w, new_b = w + learning_rate * error * sample, b + learning_rate * error
    as_pair(new_w, new_b)
    with figure(height=3.7, width=WIDTH) as (fig, ax):
        low, high = set_frame(ax, np.stack([sample, w, new_w, np.zeros(2)]), 3.7, 0.7)
        fill_sides(ax, new_w, new_b)
        draw_boundary(ax, w, b, COLORS["muted"], (0, (5, 3)))
        draw_boundary(ax, new_w, new_b, COLORS["ink"])
        draw_samples(ax, sample[None], np.array([float(y)]), size=90)
        ax.annotate(
            "the mistake",
            (sample[0], sample[1]),
            xytext=(-8, 9),
            textcoords="offset points",
            ha="right",
            color=YES if y == 1 else NO,
            fontweight="bold",
        )
        origin = [0.0, 0.0]
        draw_arrow(ax, origin, w.tolist(), COLORS["muted"], style="--")
        draw_arrow(ax, w.tolist(), new_w.tolist(), COLORS["gradient"], width=2.0)
        draw_arrow(ax, origin, new_w.tolist(), COLORS["prediction"], width=2.4)
        label_line(ax, w[0], w[1], "old $w$", COLORS["muted"], dx=4, dy=-7)
        label_line(ax, new_w[0], new_w[1], "new $w$", COLORS["prediction"], dx=4, dy=7)
        middle = (w + new_w) / 2
        label_line(
            ax,
            middle[0],
            middle[1],
            "$+\\,x$" if error > 0 else "$-\\,x$",
            COLORS["gradient"],
            dx=6,
            dy=-3,
            fontsize=11,
        )
        for (u, c), name, color in (
            ((w, b), "before", COLORS["muted"]),
            ((new_w, new_b), "after", COLORS["ink"]),
        ):
            foot, along = line_of(u, c)
            reach = [
                t
                for t in np.linspace(-9, 9, 1801)
                if (foot + t * along > low + 0.25).all() and (foot + t * along < high - 0.35).all()
            ]
            end = foot + (max(reach) if along[1] >= 0 else min(reach)) * along if reach else foot
            label_line(ax, end[0], end[1], name, color, dx=7)
        ax.set_xlabel("$x_1$")
        ax.set_ylabel("$x_2$")
        ax.grid(visible=False)
    return fig


def solved_share(mistakes: Mapping[str, ArrayLike]) -> Figure:
    """Draw the share of random starts that have reached an epoch without a mistake.

    Parameters
    ----------
    mistakes
        Name of the task → mistakes per epoch and start, shape (epochs, starts), as ``perceptron_fit`` returns
        them; it stops when no start errs any more, so the tasks may differ in epochs.

    Returns
    -------
    matplotlib.figure.Figure
        One staircase per task.

    Examples
    --------
    >>> fig = solved_share({"AND": [[2, 1], [0, 1], [0, 0]], "XOR": [[1, 1], [1, 1], [1, 1]]})
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines]
    [[0.0, 50.0, 100.0], [0.0, 0.0, 0.0]]
    """
    if not mistakes:
        raise ValueError("solved_share needs the mistakes of at least one task")
    tables = {name: finite(f"mistakes[{name!r}]", counts, 2) for name, counts in mistakes.items()}
    epochs = np.arange(1, max(len(table) for table in tables.values()) + 1)
    colors = [COLORS["first"], COLORS["third"], COLORS["naive"], COLORS["fourth"]]
    styles = ["-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2))]
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        for k, (name, table) in enumerate(tables.items()):
            solved = 100 * np.maximum.accumulate(table == 0, axis=0).mean(axis=1)
            solved = np.append(solved, np.full(len(epochs) - len(solved), solved[-1]))
            color = colors[k % len(colors)]
            ax.step(epochs, solved, where="post", color=color, linestyle=styles[k % len(styles)])
            if solved[-1] < 50:
                label_line(ax, float(epochs.mean()), float(solved[-1]), name, color, dx=0, dy=9)
            else:  # beside the rise: the first name to its right, later ones to its left
                half = int(np.argmax(solved >= 50))
                label_line(
                    ax, float(epochs[half]), 45, name, color, dx=-6 if k else 6, ha="right" if k else "left"
                )
        ax.set_ylim(-4, 106)
        ax.set_xlabel("epoch")
        ax.set_ylabel("starts without a mistake (%)")
    return fig
