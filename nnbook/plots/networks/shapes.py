"""A batch on its way through a network: which arrays there are, and how large."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from nnbook.layers import Linear, Parameters, Sequential
from nnbook.plots._look import TEXT, pretty
from nnbook.plots.networks._arguments import as_numbers, weight_of
from nnbook.plots.style import COLORS, figure

__all__ = ["shape_flow"]

_WHO = "shape_flow"
_MOST = 12  # rows or columns of an array; more could not be told apart
_TIMES, _ARROW = 0.7, 1.15  # inches between the tables
_VALUES, _WEIGHTS = "#d6e6f2", "#f5e3cf"


def shape_flow(network: Sequential, params: Parameters, X: ArrayLike) -> Figure:
    """Draw every layer's product as rectangles: the values before, the weights, and the values after.

    Parameters
    ----------
    network : Sequential
        Linear layers, each with or without an activation behind it.
    params : mapping of str to ndarray
        Its parameters.
    X : array_like, shape (n, d)
        A batch of at most 12 samples.

    Returns
    -------
    matplotlib.figure.Figure
        A line per layer with three tables of cells: rows and columns as many as the arrays really have.

    Raises
    ------
    TypeError
        If the network is not a `Sequential`.
    ValueError
        If there is no linear layer, or an array is too large to draw.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import mlp
    >>> network = mlp([3, 4, 1])
    >>> fig = shape_flow(network, network.init(np.random.default_rng(0)), np.ones((5, 3)))
    >>> [text.get_text() for text in fig.axes[0].texts][1]
    '5 × 3'
    """
    if not isinstance(network, Sequential):
        raise TypeError(f"{_WHO} expected a Sequential such as mlp([3, 4, 1]), got {network!r}")
    batch = as_numbers(_WHO, "X", X, 2)
    linear = [i for i, layer in enumerate(network.layers) if isinstance(layer, Linear)]
    if not linear:
        raise ValueError(f"{_WHO} expected at least one linear layer, got none")
    values = network.trace(params, batch)
    ends = [*linear[1:], len(network.layers)]
    steps = []
    for i, end in zip(linear, ends, strict=True):
        layer = network.layers[i]
        assert isinstance(layer, Linear)
        weight = weight_of(_WHO, params, f"{i}.", layer)
        between = [
            pretty(getattr(other, "name", type(other).__name__)) for other in network.layers[i + 1 : end]
        ]
        steps.append((values[i].shape, weight.T.shape, values[end].shape, " and ".join(between)))
    largest = max(max(shape) for step in steps for shape in step[:3])
    if largest > _MOST:
        raise ValueError(f"{_WHO} draws at most {_MOST} rows and columns, got {largest}")
    cell = 0.15  # inches
    heights = [max(step[0][0], step[1][0]) * cell + 0.72 for step in steps]
    wide = zip(*([shape[1] * cell for shape in step[:3]] for step in steps), strict=True)
    widths = [max(0.5, *column) for column in wide]
    first = 0.2 + widths[0] / 2
    second = first + (widths[0] + widths[1]) / 2 + _TIMES
    third = second + (widths[1] + widths[2]) / 2 + _ARROW
    end = third + widths[2] / 2 + 0.2
    with figure(height=sum(heights) + 0.1, width=end) as (fig, ax):
        ax.set_axis_off()
        ax.set_aspect("equal")
        y = 0.0
        for number, (step, height) in enumerate(zip(steps, heights, strict=True), start=1):
            middle = y - height / 2
            names = [
                "$X$" if number == 1 else f"$A^{{({number - 1})}}$",
                f"$W^{{({number})\\top}}$",
                f"$A^{{({number})}}$",
            ]
            for place, (name, shape) in enumerate(zip(names, step[:3], strict=True)):
                x = (first, second, third)[place]
                _table(ax, x, middle, shape, cell, name, _WEIGHTS if place == 1 else _VALUES)
            times, tip = second - (widths[1] + _TIMES) / 2, third - widths[2] / 2 - 0.12
            ax.text(times, middle, "times", ha="center", va="center", fontsize=TEXT, color=COLORS["muted"])
            note = f"+ $b$, {step[3]}" if step[3] else "+ $b$"
            ax.annotate(
                "",
                (tip, middle),
                (tip + 0.24 - _ARROW, middle),
                arrowprops={"arrowstyle": "-|>", "color": COLORS["ink"], "linewidth": 1.4},
            )
            ax.text(tip + 0.1 - _ARROW / 2, middle + 0.09, note, ha="center", va="bottom", fontsize=TEXT)
            y -= height
        ax.set_xlim(0, end)
        ax.set_ylim(y, 0)
    return fig


def _table(ax: Axes, x: float, y: float, shape: tuple[int, ...], cell: float, name: str, color: str) -> None:
    """Draw a cell for each number of an array around this point, its name above and its shape below."""
    rows, columns = shape
    left, top = x - columns * cell / 2, y + rows * cell / 2
    for i in range(rows):
        for j in range(columns):
            ax.add_patch(
                Rectangle(
                    (left + j * cell, top - (i + 1) * cell),
                    cell,
                    cell,
                    facecolor=color,
                    edgecolor=COLORS["muted"],
                    linewidth=0.7,
                )
            )
    ax.text(x, top + 0.05, name, ha="center", va="bottom", fontsize=TEXT + 1.5)
    ax.text(
        x,
        top - rows * cell - 0.05,
        f"{rows} × {columns}",
        ha="center",
        va="top",
        fontsize=TEXT,
        color=COLORS["muted"],
    )
