"""Figures of the chapter on neurons: one message each, drawn from the numbers that the chapter computes.

Class 1 (the neuron says yes) is blue and round, class 0 (it says no) is orange and square, in every figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import ArrayLike, NDArray

from nnbook.neurons import neuron, squared_error_gradient, step, weighted_sum
from nnbook.plots.style import COLORS, figure, label_line

__all__ = [
    "bias_sweep",
    "decision_boundary",
    "half_planes",
    "layer_matrices",
    "learned_lines",
    "loss_path",
    "neuron_diagram",
    "perceptron_step",
    "residuals",
    "same_weighted_sum",
    "solved_share",
    "squared_error_slopes",
    "step_function",
    "truth_tables",
    "weighted_sum_waterfall",
]

_WIDTH = 5.2  # inches: the letters stay readable when a phone shrinks the figure
_YES, _NO = COLORS["class1"], COLORS["class0"]
_YES_FILL, _NO_FILL = "#d6e6f2", "#f5e3cf"

Array = NDArray[np.float64]


def _array(value: ArrayLike, name: str, ndim: int) -> Array:
    """Return ``value`` as floats, or say what was expected."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must hold numbers, got {value!r}") from None
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} must be a non-empty array with {ndim} axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers to be drawn")
    return array


def _pair(weight: ArrayLike, bias: float) -> tuple[Array, float]:
    """Return the weights and bias of a neuron with two inputs, or say why they are not that."""
    w = _array(weight, "weight", 1)
    if w.shape != (2,) or not w.any():
        raise ValueError(f"the picture needs two weights that are not both zero, got {w.tolist()}")
    return w, float(_array(bias, "bias", 0))


def _named(x: ArrayLike, weight: ArrayLike, names: Sequence[str]) -> tuple[Array, Array]:
    """Return inputs and weights, one of each per name."""
    inputs, weights = _array(x, "x", 1), _array(weight, "weight", 1)
    lengths = len(inputs), len(weights), len(names)
    if len(set(lengths)) > 1:
        raise ValueError(f"x, weight and names must have one entry per input, got {lengths}")
    return inputs, weights


def _samples(X: ArrayLike, y: ArrayLike, features: int) -> tuple[Array, Array]:
    """Return samples and targets with matching lengths."""
    samples, targets = _array(X, "X", 2), _array(y, "y", 1)
    if samples.shape[1] != features:
        raise ValueError(f"X must have {features} columns to be drawn, got {samples.shape[1]}")
    if len(samples) != len(targets):
        raise ValueError(f"X has {len(samples)} rows, y has {len(targets)} values: they must be equal")
    return samples, targets


def _signed(value: float, spec: str = ".4g") -> str:
    """Format a number with a true minus sign."""
    return f"{value + 0.0:{spec}}".replace("-", "−")


def _frame(ax: Axes, points: Array, height: float, pad: float) -> tuple[Array, Array]:
    """Choose equal scales and limits that hold all points and fill the figure; return the two corners."""
    low, high = points.min(axis=0) - pad, points.max(axis=0) + pad
    middle, size = (low + high) / 2, high - low
    box = np.array([_WIDTH - 0.65, height - 0.55])  # inches left for the axes
    size = box * (size / box).max()
    low, high = middle - size / 2, middle + size / 2
    ax.set_aspect("equal")
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    return low, high


def _no_axes(ax: Axes) -> None:
    ax.set_axis_off()
    ax.set_aspect("equal")


def _arrow(
    ax: Axes,
    start: Sequence[float],
    end: Sequence[float],
    color: str,
    *,
    style: str = "-",
    width: float = 1.8,
) -> None:
    ax.annotate(
        "",
        xy=(end[0], end[1]),
        xytext=(start[0], start[1]),
        arrowprops={
            "arrowstyle": "-|>",
            "color": color,
            "linewidth": width,
            "linestyle": style,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def _boundary(ax: Axes, weight: Array, bias: float, color: str, style: Any = "-") -> None:
    """Draw the line ``w·x + b = 0`` right through the axes."""
    foot = -bias * weight / (weight @ weight)
    along = np.array([-weight[1], weight[0]]) / np.linalg.norm(weight)
    ax.axline((foot[0], foot[1]), (foot[0] + along[0], foot[1] + along[1]), color=color, linestyle=style)


def _fill_sides(ax: Axes, weight: Array, bias: float) -> None:
    """Tint the side where the neuron says yes, and the side where it says no."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    x1, x2 = np.meshgrid(np.linspace(left, right, 2), np.linspace(low, high, 2))
    z = weighted_sum(np.stack([x1.ravel(), x2.ravel()], axis=1), weight, bias).reshape(x1.shape)
    span = 1 + np.abs(z).max()  # z is linear, so four corners describe it exactly
    ax.contourf(x1, x2, z, levels=[-span, 0, span], colors=[_NO_FILL, _YES_FILL], zorder=0)


def _corners(ax: Axes, X: Array, y: Array, size: float = 60) -> None:
    """Scatter class 1 as filled circles and class 0 as open squares."""
    yes = y == 1
    ax.scatter(X[yes, 0], X[yes, 1], s=size, marker="o", color=_YES, zorder=3)
    ax.scatter(
        X[~yes, 0],
        X[~yes, 1],
        s=size,
        marker="s",
        facecolors="#ffffff",
        edgecolors=_NO,
        linewidths=1.6,
        zorder=3,
    )


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
    inputs, weights = _named(x, weight, names)
    z = float(weighted_sum(inputs, weights, bias))
    products = weights * inputs
    heights = np.linspace(1.5, -1.5, len(inputs)) if len(inputs) > 1 else np.zeros(1)
    with figure(height=2.9, width=_WIDTH) as (fig, ax):
        _no_axes(ax)
        ax.set_xlim(-1.75, 6.55)
        ax.set_ylim(-2.1, 2.5)
        for value, w, product, height, name in zip(inputs, weights, products, heights, names, strict=True):
            color, dash = (_YES, "-") if product >= 0 else (_NO, (0, (4, 2)))
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
                f"×{_signed(w)}",
                ha="left" if height else "center",
                va="bottom" if side > 0 else "top",
                color=color,
                fontsize=9,
            )
        ax.plot([2.6, 2.6], [1.55, 0], color=COLORS["muted"], linewidth=1.4, zorder=1)
        ax.text(2.6, 1.62, f"bias {_signed(bias)}", ha="center", va="bottom", color=COLORS["ink"], fontsize=9)
        for center, radius in ((2.6, 0.62), (4.6, 0.5)):
            ax.add_patch(
                Circle(
                    (center, 0), radius, facecolor=_YES_FILL, edgecolor=COLORS["ink"], linewidth=1.2, zorder=2
                )
            )
        ax.text(2.6, 0, r"$\Sigma$", ha="center", va="center", fontsize=17, zorder=3)
        ax.plot([4.3, 4.6, 4.6, 4.9], [-0.2, -0.2, 0.2, 0.2], color=COLORS["ink"], linewidth=1.6, zorder=3)
        _arrow(ax, (3.22, 0), (4.08, 0), COLORS["ink"], width=1.3)
        _arrow(ax, (5.1, 0), (5.75, 0), COLORS["ink"], width=1.3)
        ax.text(2.6, -0.78, f"z = {_signed(z)}", ha="center", va="top", fontsize=10)
        ax.text(4.6, -0.66, "step", ha="center", va="top", color=COLORS["muted"], fontsize=9)
        ax.text(
            6.0,
            0,
            f"{float(step(z)):g}",
            ha="center",
            va="center",
            fontsize=14,
            fontweight="bold",
            color=_YES,
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
    inputs, weights = _named(x, weight, names)
    terms = np.concatenate([[float(bias)], weights * inputs])
    ends = np.cumsum(terms)
    starts = ends - terms
    z = float(weighted_sum(inputs, weights, bias))
    labels = ["bias", *names, "z"]
    with figure(height=2.7, width=_WIDTH) as (fig, ax):
        for row, (start, width) in enumerate(zip([*starts, 0.0], [*terms, z], strict=True)):
            color = _YES if width >= 0 else _NO
            last = row == len(terms)
            ax.barh(
                row,
                width,
                left=start,
                height=0.62,
                color=color if last else (_YES_FILL if width >= 0 else _NO_FILL),
                edgecolor=color,
                linewidth=1.3,
                hatch=None if width >= 0 else "///",
            )
            tip = max(start, start + width)
            ax.text(
                tip + 0.07,
                row,
                _signed(width, ".4g" if last else "+.4g"),
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


def step_function(z: float) -> Figure:
    """Draw the step function, and how far a weighted sum ``z`` stands from the jump.

    Parameters
    ----------
    z
        The weighted sum to mark.

    Returns
    -------
    matplotlib.figure.Figure
        The step, the marked point, and the gap between ``z`` and 0.

    Examples
    --------
    >>> fig = step_function(2.35)
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines[:2]]
    [[0.0, 0.0], [1.0, 1.0]]
    """
    z = float(_array(z, "z", 0))
    reach = max(4.0, 1.3 * abs(z))
    answer = float(step(z))
    with figure(height=2.3, width=_WIDTH) as (fig, ax):
        ax.plot([-reach, 0], [float(step(-reach)), float(step(-1e-9))], color=_NO, linestyle=(0, (5, 2)))
        ax.plot([0, reach], [float(step(0.0)), float(step(reach))], color=_YES)
        ax.plot(0, 0, "s", markerfacecolor="#ffffff", markeredgecolor=_NO, markersize=7)
        ax.plot(0, float(step(0.0)), "o", color=_YES, markersize=7)
        ax.plot(z, answer, "o", color=COLORS["ink"], markersize=8, zorder=4)
        ax.annotate(
            f"z = {z:.4g}",
            (z, answer),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
        )
        ax.plot([z, z], [0.5, answer], color=COLORS["muted"], linewidth=0.9, linestyle=":")
        ax.plot([0, 0], [0, 1], color=COLORS["muted"], linewidth=0.9, linestyle=":")
        _arrow(ax, (z, 0.5), (0, 0.5), COLORS["gradient"])
        ax.text(
            z / 2,
            0.56,
            f"lower b by {z:.4g}" if z > 0 else f"raise b by {-z:.4g}",
            ha="center",
            va="bottom",
            color=COLORS["gradient"],
            fontweight="bold",
        )
        label_line(ax, -reach, 0, "no", _NO, dx=2, dy=9)
        label_line(ax, reach, 1, "yes", _YES, dx=-2, dy=-9, ha="right")
        ax.set_ylim(-0.18, 1.38)
        ax.set_yticks([0, 1])
        ax.set_xlabel("weighted sum $z$")
        ax.set_ylabel("answer $a$")
    return fig


def bias_sweep(
    weight: float, biases: ArrayLike, *, low: float, high: float, others: float = 0.0, name: str = "input $x$"
) -> Figure:
    """Draw the weighted sum of one neuron for several biases: parallel lines that cross zero elsewhere.

    Parameters
    ----------
    weight
        The slope of every line; not zero.
    biases
        One line per bias, shape (k,).
    low, high
        Range of the input.
    others
        What inputs that are kept fixed add to the sum.
    name
        What the input means.

    Returns
    -------
    matplotlib.figure.Figure
        The lines, with a mark where each neuron changes its mind.

    Examples
    --------
    >>> fig = bias_sweep(0.5, [-1, 0], low=0, high=4)
    >>> [line.get_ydata().tolist() for line in fig.axes[0].lines[1:3]]
    [[-1.0, 1.0], [0.0, 2.0]]
    """
    slope, shifts = float(_array(weight, "weight", 0)), _array(biases, "biases", 1)
    if slope == 0:
        raise ValueError("weight must not be zero: such a neuron never changes its mind")
    if not low < high:
        raise ValueError(f"low must lie below high, got {low} and {high}")
    ends = np.array([low, high], dtype=np.float64)
    with figure(height=3.1, width=_WIDTH) as (fig, ax):
        ax.axhline(0, color=COLORS["ink"], linewidth=1.2)
        shades = [COLORS["first"], COLORS["second"], COLORS["third"], COLORS["fourth"], COLORS["fifth"]]
        dashes = ["-", (0, (6, 2)), (0, (3, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2))]
        for k, shift in enumerate(shifts):
            color = shades[k % len(shades)]
            z = weighted_sum(ends[:, None], np.array([slope]), shift + others)
            ax.plot(ends, z, color=color, linestyle=dashes[k % len(dashes)])
            label_line(ax, high, float(z[1]), f"b = {shift:g}".replace("-", "−"), color)
        crossings = -(shifts + others) / slope
        inside = (crossings >= low) & (crossings <= high)
        ax.plot(crossings[inside], np.zeros(inside.sum()), "o", color=COLORS["ink"], markersize=6.5, zorder=4)
        (bottom, top) = ax.get_ylim()
        ax.axhspan(0, top, color=_YES_FILL, zorder=0)
        ax.axhspan(bottom, 0, color=_NO_FILL, zorder=0)
        ax.set_ylim(bottom, top)
        ax.text(low, top, " says yes", ha="left", va="top", color=_YES, fontweight="bold")
        ax.text(high, bottom, "says no ", ha="right", va="bottom", color=_NO, fontweight="bold")
        ax.set_xlim(low, high + 0.17 * (high - low))
        ax.set_xlabel(name)
        ax.set_ylabel("weighted sum $z$")
    return fig


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
    w, b = _pair(weight, bias)
    inputs = _array(points, "points", 2)
    if inputs.shape[1] != 2:
        raise ValueError(f"points must have two columns, got {inputs.shape[1]}")
    unit = w / np.linalg.norm(w)
    feet = (inputs @ unit)[:, None] * unit
    z = weighted_sum(inputs, w, b)
    with figure(height=3.7, width=_WIDTH) as (fig, ax):
        ax.axline((0, 0), (unit[0], unit[1]), color=COLORS["grid"], linewidth=1.4, zorder=1)
        ax.scatter(inputs[:, 0], inputs[:, 1], s=55, color=COLORS["data"], zorder=3)
        for point, foot, value in zip(inputs, feet, z, strict=True):
            ax.plot(
                [point[0], foot[0]], [point[1], foot[1]], color=COLORS["muted"], linestyle=":", linewidth=1.2
            )
            ax.annotate(
                f"z = {_signed(value, '.3g')}",
                (point[0], point[1]),
                xytext=(7, 5),
                textcoords="offset points",
                fontweight="bold",
                color=_YES if value >= 0 else _NO,
            )
        ax.plot(
            *feet.T,
            "D",
            markerfacecolor="#ffffff",
            markeredgecolor=COLORS["prediction"],
            markersize=7,
            zorder=3,
        )
        _arrow(ax, (0, 0), w.tolist(), COLORS["prediction"], width=2.4)
        label_line(ax, w[0], w[1], r"$w$", COLORS["prediction"], dx=-14, dy=8, fontsize=13)
        ax.plot(0, 0, "+", color=COLORS["ink"], markersize=10)
        everything = np.concatenate([inputs, feet, w[None], np.zeros((1, 2))])
        _frame(ax, everything, 3.7, 0.5)
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
    w, b = _pair(weight, bias)
    samples, targets = _samples(X, y, 2)
    norm = np.linalg.norm(w)
    with figure(height=3.5, width=_WIDTH) as (fig, ax):
        _frame(ax, samples, 3.5, 0.05 * np.ptp(samples) + 0.1)
        _fill_sides(ax, w, b)
        _boundary(ax, w, b, COLORS["ink"])
        _corners(ax, samples, targets, size=42)
        center = samples.mean(axis=0)
        foot = center - (w @ center + b) / norm**2 * w
        length = 0.22 * np.diff(ax.get_ylim())[0]
        tip = foot + length * w / norm
        _arrow(ax, foot.tolist(), tip.tolist(), COLORS["prediction"], width=2.4)
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
                bbox={"facecolor": _YES_FILL if z >= 0 else _NO_FILL, "edgecolor": "none", "pad": 1},
            )
        ax.set_xlabel("$x_1$")
        ax.set_ylabel("$x_2$")
        ax.grid(visible=False)
    return fig


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
    w, b = _pair(weight, bias)
    sample = _array(x, "x", 1)
    if sample.shape != (2,):
        raise ValueError(f"x must have two entries, got shape {sample.shape}")
    error = float(y) - float(neuron(sample, w, b))
    if error == 0:
        raise ValueError("the neuron answers this sample rightly: there is no update to draw")
    new_w, new_b = w + learning_rate * error * sample, b + learning_rate * error
    _pair(new_w, new_b)
    with figure(height=3.7, width=_WIDTH) as (fig, ax):
        low, high = _frame(ax, np.stack([sample, w, new_w, np.zeros(2)]), 3.7, 0.7)
        _fill_sides(ax, new_w, new_b)
        _boundary(ax, w, b, COLORS["muted"], (0, (5, 3)))
        _boundary(ax, new_w, new_b, COLORS["ink"])
        _corners(ax, sample[None], np.array([float(y)]), size=90)
        ax.annotate(
            "the mistake",
            (sample[0], sample[1]),
            xytext=(-8, 9),
            textcoords="offset points",
            ha="right",
            color=_YES if y == 1 else _NO,
            fontweight="bold",
        )
        origin = [0.0, 0.0]
        _arrow(ax, origin, w.tolist(), COLORS["muted"], style="--")
        _arrow(ax, w.tolist(), new_w.tolist(), COLORS["gradient"], width=2.0)
        _arrow(ax, origin, new_w.tolist(), COLORS["prediction"], width=2.4)
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
            along = np.array([-u[1], u[0]]) / np.linalg.norm(u)
            foot = -c * u / (u @ u)
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
    tables = {name: _array(counts, f"mistakes[{name!r}]", 2) for name, counts in mistakes.items()}
    epochs = np.arange(1, max(len(table) for table in tables.values()) + 1)
    colors = [COLORS["first"], COLORS["third"], COLORS["naive"], COLORS["fourth"]]
    styles = ["-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2))]
    with figure(height=2.9, width=_WIDTH) as (fig, ax):
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


def squared_error_slopes(x: float, y: float, bias: float, weights: ArrayLike) -> Figure:
    """Draw the squared error of one sample against the weight, with the gradient as a tangent at some weights.

    Parameters
    ----------
    x, y
        The sample: one input and its target.
    bias
        The bias, kept fixed.
    weights
        Where to draw tangents, shape (k,).

    Returns
    -------
    matplotlib.figure.Figure
        The parabola, its tangents with their slopes, and its lowest point.

    Examples
    --------
    >>> fig = squared_error_slopes(2, 5, 1, [1, 2])
    >>> any("slope −8" in text.get_text() for text in fig.axes[0].texts)
    True
    """
    spots = _array(weights, "weights", 1)
    x, y, bias = (float(_array(v, n, 0)) for v, n in ((x, "x"), (y, "y"), (bias, "bias")))
    if x == 0:
        raise ValueError("x must not be zero: the weight would have no influence on the error")
    best = (y - bias) / x
    reach = 1.25 * max(float(np.abs(spots - best).max()), 1.0)
    grid = np.linspace(best - reach, best + reach, 201)
    with figure(height=3.1, width=_WIDTH) as (fig, ax):
        ax.plot(grid, (y - (grid * x + bias)) ** 2, color=COLORS["prediction"])
        for w in spots:
            slope = float(squared_error_gradient(np.array([x]), y, np.array([w]), bias)[0][0])
            loss = (y - (w * x + bias)) ** 2
            half = 0.17 * reach if slope else 0.28 * reach
            ends = np.array([w - half, w + half])
            ax.plot(
                ends,
                loss + slope * (ends - w),
                color=COLORS["gradient"],
                linestyle=(0, (4, 1.5)),
                linewidth=2.2,
            )
            ax.plot(w, loss, "o", color=COLORS["gradient"])
            side = 1 if w > best else -1
            label_line(
                ax,
                w,
                loss,
                f"slope {_signed(slope, '.3g')}",
                COLORS["gradient"],
                dx=-9 * side if slope else 0,
                dy=-2 if slope else 13,
                ha="center" if not slope else ("right" if side > 0 else "left"),
            )
        ax.set_xlabel("weight $w$")
        ax.set_ylabel(r"loss $L=(y-\hat{y})^2$")
        ax.set_ylim(bottom=-0.06 * ax.get_ylim()[1])
    return fig


def learned_lines(X: ArrayLike, y: ArrayLike, path: ArrayLike, updates: Sequence[int]) -> Figure:
    """Draw the line that a neuron with one input stands for, after some numbers of updates.

    Parameters
    ----------
    X, y
        Samples, shape (n, 1), and targets.
    path
        Weight and bias after each update, shape (updates + 1, 2), as ``delta_rule_fit`` returns it.
    updates
        Which rows of the path to draw, from early to late.

    Returns
    -------
    matplotlib.figure.Figure
        The samples and one labelled line per chosen update.

    Examples
    --------
    >>> fig = learned_lines([[1], [2]], [3, 5], [[0, 0], [2, 1]], [0, 1])
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [1.0, 7.0]
    """
    samples, targets = _samples(X, y, 1)
    steps = _array(path, "path", 2)
    if steps.shape[1] != 2:
        raise ValueError(f"path must have two columns (weight, bias), got {steps.shape[1]}")
    if not updates or min(updates) < 0 or max(updates) >= len(steps):
        raise ValueError(f"updates must be rows of the path, 0 to {len(steps) - 1}, got {list(updates)}")
    ends = np.array([samples.min() - 1, samples.max() + 1])
    dashes = [(0, (1, 1.5)), (0, (3, 2)), (0, (5, 2)), (0, (8, 2)), (0, (12, 2)), (0, (6, 2, 1, 2))]
    with figure(height=3.3, width=_WIDTH) as (fig, ax):
        for k, update in enumerate(updates):
            w, b = steps[update]
            last = k == len(updates) - 1
            color = COLORS["prediction"] if last else COLORS["sixth"]
            line = weighted_sum(ends[:, None], np.array([w]), float(b))
            ax.plot(
                ends,
                line,
                color=color,
                linestyle="-" if last else dashes[k % len(dashes)],
                linewidth=2.4 if last else 1.5,
            )
            name = "start" if update == 0 else f"{update} update" + "s" * (update > 1)
            label_line(ax, ends[1], float(line[1]), name, color)
        ax.plot(samples[:, 0], targets, "o", color=COLORS["target"], markersize=7, zorder=4)
        ax.set_xlim(ends[0], ends[1] + 0.3 * (ends[1] - ends[0]))
        ax.set_xlabel("input $x$")
        ax.set_ylabel(r"prediction $\hat{y}$")
    return fig


def loss_path(X: ArrayLike, y: ArrayLike, path: ArrayLike, best: ArrayLike, epochs: Sequence[int]) -> Figure:
    """Draw the way of (w, b) over the mean squared error of a neuron with one input.

    Parameters
    ----------
    X, y
        Samples, shape (n, 1), and targets.
    path
        Weight and bias after each update, shape (epochs * n + 1, 2).
    best
        Weight and bias with the least error, shape (2,).
    epochs
        Ends of epochs to mark on the way.

    Returns
    -------
    matplotlib.figure.Figure
        Level lines of the loss, each four times the one inside it, the way, and the lowest point.

    Examples
    --------
    >>> fig = loss_path([[1], [2]], [3, 5], [[0, 0], [1, 1], [2, 1]], [2, 1], [1])
    >>> fig.axes[0].lines[0].get_xdata().tolist()
    [0.0, 1.0, 2.0]
    """
    samples, targets = _samples(X, y, 1)
    steps, bottom = _array(path, "path", 2), _array(best, "best", 1)
    if steps.shape[1] != 2 or bottom.shape != (2,):
        raise ValueError(
            f"path and best must hold (weight, bias), got shapes {steps.shape} and {bottom.shape}"
        )
    n = len(samples)
    if any(not 0 <= epoch * n < len(steps) for epoch in epochs):
        raise ValueError(f"the path has {(len(steps) - 1) // n} epochs, cannot mark {list(epochs)}")
    everything = np.concatenate([steps, bottom[None]])
    low, high = everything.min(axis=0), everything.max(axis=0)
    pad = 0.18 * (high - low) + 0.05
    w, b = np.meshgrid(
        np.linspace(low[0] - pad[0], high[0] + pad[0], 160),
        np.linspace(low[1] - pad[1], high[1] + pad[1], 160),
    )
    loss = np.mean((targets - (w[..., None] * samples[:, 0] + b[..., None])) ** 2, axis=-1)
    with figure(height=3.6, width=_WIDTH) as (fig, ax):
        ax.grid(visible=False)
        levels = loss.max() / 4.0 ** np.arange(7, 0, -1)
        ax.contour(w, b, loss, levels=levels, colors=[COLORS["muted"]], linewidths=0.7)
        ax.plot(*steps.T, color=COLORS["gradient"], linewidth=1.8)
        ax.plot(*steps[0], "o", color=COLORS["gradient"], markersize=7)
        label_line(ax, steps[0, 0], steps[0, 1], "start", COLORS["gradient"], dx=8)
        for epoch in epochs:
            spot = steps[epoch * n]
            ax.plot(
                *spot,
                "D",
                markerfacecolor="#ffffff",
                markeredgecolor=COLORS["gradient"],
                markersize=6,
                zorder=4,
            )
            label_line(
                ax,
                spot[0],
                spot[1],
                f"{epoch} epoch" + "s" * (epoch > 1),
                COLORS["gradient"],
                dx=-8,
                dy=3,
                ha="right",
            )
        ax.plot(*bottom, "*", color=COLORS["target"], markersize=14, zorder=5)
        label_line(ax, bottom[0], bottom[1], "closed form", COLORS["target"], dx=-11, dy=5, ha="right")
        ax.set_xlabel("weight $w$")
        ax.set_ylabel("bias $b$")
    return fig


def residuals(X: ArrayLike, y: ArrayLike, weight: ArrayLike, bias: float) -> Figure:
    """Draw a line, the samples that it was fitted to, and what it misses of each.

    Parameters
    ----------
    X, y
        Samples, shape (n, 1), and targets.
    weight, bias
        The line, as ``least_squares`` returns it.

    Returns
    -------
    matplotlib.figure.Figure
        Samples, the line, and one vertical residual per sample.

    Examples
    --------
    >>> fig = residuals([[0], [1]], [0, 2], [1], 0)
    >>> [segment.tolist() for segment in fig.axes[0].collections[0].get_segments()]
    [[[0.0, 0.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 2.0]]]
    """
    samples, targets = _samples(X, y, 1)
    w = _array(weight, "weight", 1)
    x = samples[:, 0]
    fitted = weighted_sum(samples, w, bias)
    with figure(height=3.1, width=_WIDTH) as (fig, ax):
        ax.vlines(x, fitted, targets, color=COLORS["gradient"], linewidth=1.8)
        ends = np.array([x.min(), x.max()])
        ax.plot(ends, weighted_sum(ends[:, None], w, bias), color=COLORS["prediction"])
        ax.plot(x, targets, "o", color=COLORS["target"], markersize=6)
        order = np.argsort(-np.abs(targets - fitted))
        worst = order[0]
        above = targets[worst] > fitted[worst]
        label_line(
            ax,
            x[worst],
            targets[worst],
            "residual",
            COLORS["gradient"],
            dx=0,
            dy=10 if above else -11,
            ha="center",
        )
        label_line(
            ax,
            ends[1],
            float(weighted_sum(ends[1:, None], w, bias)[0]),
            r"$\hat{y}$",
            COLORS["prediction"],
            fontsize=12,
        )
        ax.set_xlabel("input $x$")
        ax.set_ylabel("target $y$")
    return fig


def half_planes(
    X: ArrayLike, y: ArrayLike, angles: ArrayLike, offsets: ArrayLike, accuracy: ArrayLike
) -> Figure:
    """Draw how many corners every half-plane of a grid gets right.

    Parameters
    ----------
    X, y
        The corners, shape (n, 2), and their targets.
    angles, offsets
        Direction of the weight vector in degrees, shape (k,), and distance of the boundary from the origin, shape (m,).
    accuracy
        Share of right answers, shape (m, k).

    Returns
    -------
    matplotlib.figure.Figure
        The map, with the share written into its regions, and a curve per corner where the boundary runs through it.

    Examples
    --------
    >>> fig = half_planes([[0, 0], [1, 1]], [0, 1], [0, 90, 180], [-1, 0, 1], [[1, 1, 0], [1, 0, 0], [0, 0, 1]])
    >>> fig.axes[0].get_xlabel()
    'direction of w (degrees)'
    """
    corners, _ = _samples(X, y, 2)
    turn, shift, share = (
        _array(angles, "angles", 1),
        _array(offsets, "offsets", 1),
        _array(accuracy, "accuracy", 2),
    )
    if share.shape != (len(shift), len(turn)):
        raise ValueError(f"accuracy must have shape {(len(shift), len(turn))}, got {share.shape}")
    from scipy.ndimage import (
        distance_transform_edt,
        label,
    )  # found here, so that importing the module stays light

    n = len(corners)
    with figure(height=3.4, width=_WIDTH) as (fig, ax):
        ax.grid(visible=False)
        edges = np.array([-1.0, 0.5 - 0.5 / n, 0.5 + 0.5 / n, 2.0])
        ax.contourf(turn, shift, share, levels=edges, colors=[_NO_FILL, "#ffffff", _YES_FILL], zorder=0)
        radians = np.deg2rad(turn)
        for corner in corners:
            ax.plot(
                turn,
                corner[0] * np.cos(radians) + corner[1] * np.sin(radians),
                color=COLORS["muted"],
                linewidth=0.9,
            )
        for level in np.unique(share):
            patches, count = label(share == level)
            for patch in range(1, count + 1):
                depth = distance_transform_edt(np.pad(patches == patch, 1))[1:-1, 1:-1]
                row, column = np.unravel_index(depth.argmax(), depth.shape)
                if depth.max() > 0.025 * len(turn):  # only where the text has room
                    ax.text(
                        turn[column],
                        shift[row],
                        f"{round(level * n)}/{n}",
                        ha="center",
                        va="center",
                        fontweight="bold",
                        color=_YES if level > 0.5 else _NO if level < 0.5 else COLORS["muted"],
                    )
        ax.set_xlim(turn.min(), turn.max())
        ax.set_ylim(shift.min(), shift.max())
        ax.set_xticks(np.linspace(turn.min(), turn.max(), 5))
        ax.set_xlabel("direction of w (degrees)")
        ax.set_ylabel("signed distance of the boundary")
    return fig


def layer_matrices(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Figure:
    """Draw ``Z = X Wᵀ + b`` as tables of numbers, with one row, one column and their result marked.

    Parameters
    ----------
    X
        Samples, one per row, shape (n, d).
    W
        Weights, one neuron per row, shape (out, d).
    b
        Biases, shape (out,).

    Returns
    -------
    matplotlib.figure.Figure
        The tables of X, Wᵀ, b and Z with their shapes.

    Examples
    --------
    >>> fig = layer_matrices([[1, 2], [3, 4]], [[1, 0], [0, 1], [1, 1]], [0, 0, 10])
    >>> "17" in [text.get_text() for text in fig.axes[0].texts]
    True
    """
    samples, weights, biases = _array(X, "X", 2), _array(W, "W", 2), _array(b, "b", 1)
    if samples.shape[1] != weights.shape[1] or len(weights) != len(biases):
        raise ValueError(
            f"X (n, d), W (out, d) and b (out,) must fit together, got {samples.shape}, {weights.shape}, {biases.shape}"
        )
    n, d = samples.shape
    out = len(weights)
    Z = samples @ weights.T + biases
    tall = max(n, d)
    with figure(height=0.37 * tall + 0.75, width=_WIDTH) as (fig, ax):
        _no_axes(ax)

        def table(
            values: Array, left: float, name: str, rows: int | None, columns: int | None, shape: str = ""
        ) -> float:
            height, width = values.shape
            top = tall / 2 + height / 2
            for i in range(height):
                for j in range(width):
                    marked = (rows is None or i == rows) and (columns is None or j == columns)
                    ax.add_patch(
                        Rectangle(
                            (left + 1.3 * j, top - 1 - i),
                            1.3,
                            1,
                            linewidth=0.8,
                            edgecolor=COLORS["muted"],
                            facecolor=_YES_FILL if marked else "#ffffff",
                        )
                    )
                    ax.text(
                        left + 1.3 * (j + 0.5),
                        top - 0.5 - i,
                        _signed(values[i, j], ".3g"),
                        ha="center",
                        va="center",
                        fontweight="bold" if marked else "normal",
                    )
            ax.text(left + 0.65 * width, top + 0.18, name, ha="center", va="bottom", fontsize=11)
            ax.text(
                left + 0.65 * width,
                top - height - 0.18,
                shape or f"{height} × {width}",
                ha="center",
                va="top",
                color=COLORS["muted"],
            )
            return left + 1.3 * width

        x = table(samples, 0, "$X$", n - 1, None)
        x = table(weights.T, x + 0.5, r"$W^\top$", None, out - 1)
        ax.text(x + 0.4, tall / 2, "+", ha="center", va="center", fontsize=13)
        x = table(biases[None], x + 0.8, "$b$", None, out - 1, shape=f"{out}")
        ax.text(x + 0.4, tall / 2, "=", ha="center", va="center", fontsize=13)
        x = table(Z, x + 0.8, "$Z$", n - 1, out - 1)
        ax.set_xlim(-0.1, x + 0.1)
        ax.set_ylim(-0.9, tall + 0.9)
    return fig


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
    corners, tables = _array(X, "X", 2), _array(targets, "targets", 2)
    weights, biases = _array(weight, "weight", 2), _array(bias, "bias", 1)
    if corners.shape[1] != 2 or tables.shape[1] != len(corners):
        raise ValueError(
            f"targets must have one column per corner, got {tables.shape} for {len(corners)} corners"
        )
    if not len(tables) == len(weights) == len(biases) == len(names):
        raise ValueError("targets, weight, bias and names must have one entry per table")
    columns = min(4, len(tables))
    rows = -(-len(tables) // columns)
    with figure(rows, columns, height=1.32 * rows + 0.1, width=_WIDTH, squeeze=False) as (fig, axes):
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
                _fill_sides(ax, w, float(b))
                if w.any():
                    _boundary(ax, w, float(b), COLORS["ink"])
            else:
                ax.plot([0.25, 0.75], [0.25, 0.75], color=COLORS["naive"], linewidth=1.6)
                ax.plot([0.25, 0.75], [0.75, 0.25], color=COLORS["naive"], linewidth=1.6)
                for spine in ax.spines.values():
                    spine.set(color=COLORS["naive"], linewidth=1.6)
            _corners(ax, corners, table, size=34)
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
