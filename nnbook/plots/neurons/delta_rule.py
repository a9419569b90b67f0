"""The delta rule at work: the slopes it follows, the lines it passes, the way over the loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.neurons import squared_error_gradient, weighted_sum
from nnbook.plots._arguments import finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._arguments import as_samples
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure, label_ends, label_line


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
    spots = finite("weights", weights, 1)
    x, y, bias = (float(finite(n, v, 0)) for v, n in ((x, "x"), (y, "y"), (bias, "bias")))
    if x == 0:
        raise ValueError("x must not be zero: the weight would have no influence on the error")
    best = (y - bias) / x
    reach = 1.25 * max(float(np.abs(spots - best).max()), 1.0)
    grid = np.linspace(best - reach, best + reach, 201)
    with figure(height=3.1, width=WIDTH) as (fig, ax):
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
                f"slope {signed(slope, '.3g')}",
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
    samples, targets = as_samples(X, y, 1)
    steps = finite("path", path, 2)
    if steps.shape[1] != 2:
        raise ValueError(f"path must have two columns (weight, bias), got {steps.shape[1]}")
    if not updates or min(updates) < 0 or max(updates) >= len(steps):
        raise ValueError(f"updates must be rows of the path, 0 to {len(steps) - 1}, got {list(updates)}")
    ends = np.array([samples.min() - 1, samples.max() + 1])
    dashes = [(0, (1, 1.5)), (0, (3, 2)), (0, (5, 2)), (0, (8, 2)), (0, (12, 2)), (0, (6, 2, 1, 2))]
    names: list[tuple[float, str, str]] = []
    with figure(height=3.3, width=WIDTH) as (fig, ax):
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
            names.append((float(line[1]), name, color))
        ax.plot(samples[:, 0], targets, "o", color=COLORS["target"], markersize=7, zorder=4)
        ax.set_xlim(ends[0], ends[1] + 0.3 * (ends[1] - ends[0]))
        label_ends(ax, ends[1], names)
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
    samples, targets = as_samples(X, y, 1)
    steps, bottom = finite("path", path, 2), finite("best", best, 1)
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
    with figure(height=3.6, width=WIDTH) as (fig, ax):
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
