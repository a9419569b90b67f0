"""What a hidden layer does to its inputs: the same samples before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.activations import step
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.networks._arguments import Array, as_labels, as_numbers
from nnbook.plots.neurons._marks import draw_boundary, draw_samples, fill_sides
from nnbook.plots.style import COLORS, figure

__all__ = ["hidden_space"]

_WHO = "hidden_space"


def hidden_space(
    X: ArrayLike,
    y: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike,
    output_weight: ArrayLike,
    output_bias: float,
    *,
    activation: Callable[[Array], ArrayLike] = step,
) -> Figure:
    """Draw samples before and after a hidden layer of two neurons, and the cut that the output neuron makes there.

    Parameters
    ----------
    X, y : array_like, shape (n, 2) and (n,)
        Samples and their classes, 0 or 1.
    weight, bias : array_like, shape (2, 2) and (2,)
        The hidden neurons, one per row.
    output_weight, output_bias : array_like, shape (2,), and float
        The output neuron.
    activation : callable
        What the hidden neurons do with their weighted sums.

    Returns
    -------
    matplotlib.figure.Figure
        On the left the inputs with the lines of the hidden neurons, on the right the same samples by what the
        hidden neurons say, with the sides of the output neuron.

    Raises
    ------
    TypeError, ValueError
        If the arguments are not numbers, or their shapes do not fit.

    Examples
    --------
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> fig = hidden_space(corners, [0, 1, 1, 0], [[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5)
    >>> [ax.get_xlabel() for ax in fig.axes]
    ['$x_1$', '$h_1$']
    """
    samples, W = as_numbers(_WHO, "X", X, 2), as_numbers(_WHO, "weight", weight, 2)
    b, v = as_numbers(_WHO, "bias", bias, 1), as_numbers(_WHO, "output_weight", output_weight, 1)
    if not samples.shape[1] == len(v) == len(b) == 2 or W.shape != (2, 2):
        raise ValueError(
            f"{_WHO} expected two inputs and two hidden neurons, got X {samples.shape}, weight {W.shape}, "
            f"bias {b.shape} and output_weight {v.shape}"
        )
    labels = as_labels(_WHO, y, len(samples), 2).astype(np.float64)
    hidden = np.asarray(activation(samples @ W.T + b), dtype=np.float64)
    with figure(1, 2, height=3.1, width=WIDTH) as (fig, (before, after)):
        _frame(before, samples, "$x_1$", "$x_2$")
        _frame(after, hidden, "$h_1$", "$h_2$")
        for number in (0, 1):
            if W[number].any():
                draw_boundary(before, W[number], float(b[number]), COLORS["ink"], DASHES[number])
                _name(before, W[number], float(b[number]), f"$h_{number + 1}$")
        if v.any():
            fill_sides(after, v, float(output_bias))
            draw_boundary(after, v, float(output_bias), COLORS["ink"])
        draw_samples(before, samples, labels, size=85)
        draw_samples(after, hidden, labels, size=85)
        _say_which(before, samples, samples)
        _say_which(after, hidden, samples, cut=(v, float(output_bias)))
        before.set_title("before: the inputs")
        after.set_title("after: what the hidden\nneurons say")
    return fig


def _frame(ax: Axes, points: Array, xlabel: str, ylabel: str) -> None:
    low, high = points.min(axis=0), points.max(axis=0)
    size = max(1.0, float((high - low).max()))
    middle = (low + high) / 2
    ax.set_xlim(middle[0] - 0.85 * size, middle[0] + 0.85 * size)
    ax.set_ylim(middle[1] - 0.85 * size, middle[1] + 0.85 * size)
    ax.set_aspect("equal")
    ax.set_xticks(np.unique(points[:, 0]))
    ax.set_yticks(np.unique(points[:, 1]))
    ax.tick_params(labelsize=TEXT)
    ax.set_xlabel(xlabel, fontsize=TEXT + 2)
    ax.set_ylabel(ylabel, fontsize=TEXT + 2)
    ax.grid(visible=False)


def _name(ax: Axes, w: Array, b: float, text: str) -> None:
    """Write a hidden neuron's name on its line, near the upper edge, with the side on which it is positive."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    y = high - 0.1 * (high - low)
    x = -(b + w[1] * y) / w[0] if w[0] else (left + right) / 2
    x = float(np.clip(x, left + 0.08 * (right - left), right - 0.08 * (right - left)))
    y = y if w[0] else -b / w[1]
    y = -(b + w[0] * x) / w[1] if w[1] else y
    ax.text(
        x,
        y,
        text,
        ha="center",
        va="center",
        fontsize=TEXT + 2,
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.2},
        zorder=2,
    )


def _say_which(ax: Axes, places: Array, samples: Array, cut: tuple[Array, float] | None = None) -> None:
    """Write under each place which samples lie there, or above it where the cut would run through the words."""
    low, high = ax.get_xlim()
    letters = np.array([[-0.07, -0.07, 0.07, 0.07], [0.07, 0.14, 0.07, 0.14]]) * (high - low)
    there: dict[tuple[float, ...], list[str]] = {}
    for place, sample in zip(places.tolist(), samples.tolist(), strict=True):
        there.setdefault(tuple(place), []).append(f"({sample[0]:g}, {sample[1]:g})")
    for (x, y), names in there.items():
        lines = [name if n == 1 else f"{n} × {name}" for name, n in Counter(names).items()]
        below = True
        if cut is not None:
            corners = np.array([[x], [y]]) + letters * [[1], [-1]]
            below = abs(np.sign(cut[0] @ corners + cut[1]).sum()) == 4
        ax.annotate(
            "\n".join(lines),
            (x, y),
            xytext=(0, -9 if below else 9),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=TEXT - 0.5,
            bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 0.4},
            zorder=2,
        )
