"""Figures of the chapter *Activations*: curves, slopes through depth, dead units, errors in ULP.

Functions that draw activations take their names and look them up in `nnbook.ACTIVATIONS`, so a figure
cannot show another curve than the one the package computes.
The others draw arrays that the chapter's cells have measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, NullFormatter, PercentFormatter
from numpy.typing import ArrayLike, NDArray

from nnbook.activations import ACTIVATIONS, ActivationInfo
from nnbook.plots.style import COLORS, figure, label_line

__all__ = [
    "activation_family",
    "activation_gallery",
    "dead_units",
    "decay_with_depth",
    "hinges",
    "jacobian_tiles",
    "log_probabilities",
    "relative_cost",
    "scores_to_probabilities",
    "straight_or_bent",
    "training_curves",
    "ulp_errors",
]

_WIDTH = 5.4  # a little narrower than the column: letters stay large enough on a phone
_TEXT = 9.5
_CYCLE = ("first", "second", "third", "fourth", "fifth", "sixth")
_DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 2)),
    (0, (1.2, 1.4)),
    (0, (6, 2, 1.2, 2)),
    (0, (3, 1.2)),
    (0, (8, 3)),
)
_LOOKS = {  # one colour and dash per activation, the same in every figure of the chapter
    "sigmoid": 0, "tanh": 1, "relu": 2, "leaky_relu": 3, "elu": 4, "step": 5, "identity": 5,
    "softplus": 3, "gelu": 4, "silu": 1,
}  # fmt: skip
_PALE = {"good": "#d6e6f2", "bad": "#f5e3cf"}

Array = NDArray[np.floating[Any]]


def _array(name: str, value: ArrayLike, ndim: int) -> Array:
    array = np.asarray(value, dtype=float)
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty; there is nothing to draw")
    return array


def _look(name: str, place: int) -> tuple[str, Any]:
    """Colour and dash pattern of a curve: the activation's own, else the one of its place in the list."""
    place = _LOOKS.get(name, place)
    return COLORS[_CYCLE[place]], _DASHES[place]


def _some(name: str, mapping: Mapping[str, Any]) -> None:
    if not mapping:
        raise ValueError(f"{name} is empty; name at least one curve")
    if len(mapping) > len(_CYCLE):
        raise ValueError(f"{name} holds {len(mapping)} curves; more than {len(_CYCLE)} cannot be told apart")


def _look_up(names: Sequence[str]) -> list[ActivationInfo]:
    if isinstance(names, str):
        raise TypeError(f"names must be a sequence of names, got the single string {names!r}")
    unknown = [name for name in names if name not in ACTIVATIONS]
    if unknown or not names:
        raise ValueError(f"expected names from {sorted(ACTIVATIONS)}, got {list(names)}")
    return [ACTIVATIONS[name] for name in names]


def _grid(limits: tuple[float, float]) -> Array:
    low, high = limits
    if not low < 0 < high:
        raise ValueError(f"limits must enclose zero, where the activations bend; got {limits}")
    return np.linspace(low, high, 402)  # an even count: zero itself is no grid point


def _broken(y: Array) -> Array:
    """Leave a gap where a curve jumps, so that no vertical stroke suggests a slope."""
    y = y.astype(float)
    y[1:][np.abs(np.diff(y)) > 0.3] = np.nan
    return y


def _band(ax: Axes, x: Array, samples: Array, color: str) -> Array:
    """Shade the 10 to 90 % band over the last axis and return the median."""
    low, middle, high = np.quantile(samples, [0.1, 0.5, 0.9], axis=-1)
    ax.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    return np.asarray(middle)


def _label_ends(ax: Axes, x: float, ends: list[tuple[float, str, str]]) -> None:
    """Label curves at their right end on a logarithmic axis, pushed apart where they would overlap."""
    ends = sorted(ends)
    low, high = np.log10(ax.get_ylim())
    heights = np.log10([y for y, _, _ in ends])
    for k in range(1, len(heights)):
        heights[k] = max(heights[k], heights[k - 1] + (high - low) / 14)
    for height, (_, text, color) in zip(heights, ends, strict=True):
        label_line(ax, x, float(10**height), text, color, fontsize=_TEXT, annotation_clip=False)


def straight_or_bent(x: ArrayLike, linear: ArrayLike, bent: ArrayLike) -> Figure:
    """Draw the outputs of deep networks without and with an activation, side by side.

    Parameters
    ----------
    x
        Inputs, shape (n,).
    linear, bent
        Outputs of the same networks without and with an activation, shape (networks, n).

    Returns
    -------
    Figure
        Two panels, one line per network in each.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 5)
    >>> fig = straight_or_bent(x, [2 * x], [abs(x)])
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['no activation', 'ReLU after every hidden layer']
    """
    x = _array("x", x, 1)
    panels = {
        "no activation": _array("linear", linear, 2),
        "ReLU after every hidden layer": _array("bent", bent, 2),
    }
    for title, outputs in panels.items():
        if outputs.shape[1] != x.size:
            raise ValueError(f"{title!r} needs one output per input: {x.size}, got shape {outputs.shape}")
    if len({len(outputs) for outputs in panels.values()}) != 1 or len(panels["no activation"]) > len(_CYCLE):
        raise ValueError(f"linear and bent must hold the same networks, at most {len(_CYCLE)}")
    with figure(1, 2, height=2.7, width=_WIDTH) as (fig, axes):
        for ax, (title, outputs) in zip(axes, panels.items(), strict=True):
            for y, name, dashes in zip(outputs, _CYCLE, _DASHES, strict=False):
                ax.plot(x, y, color=COLORS[name], linestyle=dashes)
            ax.set_title(title)
            ax.set_xlabel("input $x$")
        axes[0].set_ylabel("output")
    return fig


def hinges(x: ArrayLike, target: ArrayLike, pieces: ArrayLike, total: ArrayLike) -> Figure:
    """Draw ReLU hinges above, and the curve that they add up to below.

    Parameters
    ----------
    x
        Inputs, shape (n,).
    target, total
        The curve that was wanted and the sum of the hinges, shape (n,).
    pieces
        The hinges, each already multiplied by its weight, shape (m, n).

    Returns
    -------
    Figure
        Two panels: the pieces, and their sum beside the wanted curve.

    Examples
    --------
    >>> x = np.linspace(0, 2, 5)
    >>> fig = hinges(x, x, [np.maximum(0, x)], x)
    >>> len(fig.axes[0].lines)
    1
    """
    x, target, total = _array("x", x, 1), _array("target", target, 1), _array("total", total, 1)
    pieces = _array("pieces", pieces, 2)
    if not x.size == target.size == total.size == pieces.shape[1]:
        raise ValueError(f"target, pieces and total need one value for each of the {x.size} inputs")
    with figure(2, 1, height=4.6, width=_WIDTH, sharex=True) as (fig, (above, below)):
        for number, piece in enumerate(pieces):
            above.plot(
                x, piece, color=COLORS["sixth"], linestyle=_DASHES[number % len(_DASHES)], linewidth=1.3
            )
        above.set_ylim(-2.2, 2.2)
        above.set_title(f"{len(pieces)} weighted hinges, one per ReLU unit")
        below.plot(x, target, color=COLORS["target"], linestyle=_DASHES[1])
        below.plot(x, total, color=COLORS["prediction"])
        below.set_title("their sum")
        below.set_xlabel("input $x$")
        peak = int(np.argmax(target))
        label_line(
            below, x[peak], target[peak], "wanted", COLORS["target"], dx=0, dy=10, ha="center", fontsize=_TEXT
        )
        low = int(np.argmin(total))
        label_line(
            below,
            x[low],
            total[low],
            "sum of hinges",
            COLORS["prediction"],
            dx=0,
            dy=-10,
            ha="center",
            fontsize=_TEXT,
        )
        below.margins(y=0.2)
    return fig


def activation_family(names: Sequence[str], *, limits: tuple[float, float] = (-5.0, 5.0)) -> Figure:
    """Draw some activations above and their derivatives below, over the same inputs.

    Parameters
    ----------
    names
        Keys of `nnbook.ACTIVATIONS`.
    limits
        Smallest and largest pre-activation.

    Returns
    -------
    Figure
        Two panels: the functions, and their derivatives.

    Examples
    --------
    >>> fig = activation_family(["sigmoid", "tanh"])
    >>> len(fig.axes[1].lines)
    3
    """
    infos = _look_up(names)
    _some("names", dict.fromkeys(names))
    z = _grid(limits)
    with figure(2, 1, height=5.0, width=_WIDTH, sharex=True) as (fig, axes):
        for ax, kind in zip(axes, ("function", "derivative"), strict=True):
            ax.axhline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
            for place, info in enumerate(infos):
                color, dashes = _look(info.name, place)
                y = np.asarray(getattr(info, kind)(z), dtype=float)
                ax.plot(z, _broken(y), color=color, linestyle=dashes, label=_pretty(info.name))
        axes[0].legend(loc="upper left", fontsize=_TEXT, handlelength=3)
        axes[0].set_title(r"the function $\varphi(z)$")
        axes[1].set_title(r"its derivative $\varphi'(z)$")
        axes[1].set_xlabel("pre-activation $z$")
    return fig


def _pretty(name: str) -> str:
    words = {"relu": "ReLU", "elu": "ELU", "selu": "SELU", "gelu": "GELU", "silu": "SiLU", "mish": "Mish"}
    words |= {"leaky_relu": "leaky ReLU", "gelu_tanh": "GELU (tanh form)", "log_sigmoid": "log-sigmoid"}
    return words.get(name, name.replace("_", " "))


def activation_gallery(names: Sequence[str], *, limits: tuple[float, float] = (-4.0, 4.0)) -> Figure:
    """Draw many activations as small panels, each with its derivative, on the same axes.

    Parameters
    ----------
    names
        Keys of `nnbook.ACTIVATIONS`, drawn in this order.
    limits
        Smallest and largest pre-activation.

    Returns
    -------
    Figure
        Three panels a row, with the function solid and its derivative dashed.

    Examples
    --------
    >>> fig = activation_gallery(["sigmoid", "relu", "silu"])
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['sigmoid', 'ReLU', 'SiLU']
    """
    infos = _look_up(names)
    z = _grid(limits)
    rows = -(-len(infos) // 3)
    with figure(rows, 3, height=0.5 + 1.45 * rows, width=_WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, info in zip(axes.flat, infos, strict=False):
            ax.axhline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
            ax.plot(z, _broken(np.asarray(info.function(z))), color=COLORS["prediction"])
            ax.plot(
                z, _broken(np.asarray(info.derivative(z))), color=COLORS["gradient"], linestyle=_DASHES[1]
            )
            ax.set_title(_pretty(info.name))
        for ax in axes.flat[len(infos) :]:
            ax.remove()
        axes[0, 0].set_ylim(-1.9, 2.6)
        axes[0, 0].set_xticks([-4, 0, 4])
        fig.supxlabel("pre-activation $z$", fontsize=_TEXT, color=COLORS["ink"])
    return fig


def scores_to_probabilities(scores: ArrayLike, probabilities: ArrayLike) -> Figure:
    """Draw scores as bars, and beside them the probabilities that softmax makes of them.

    Parameters
    ----------
    scores, probabilities
        One value per class, shape (K,).

    Returns
    -------
    Figure
        Two panels of bars.

    Examples
    --------
    >>> fig = scores_to_probabilities([2.0, 1.0], [0.73, 0.27])
    >>> [float(bar.get_height()) for bar in fig.axes[1].patches]
    [0.73, 0.27]
    """
    scores, probabilities = _array("scores", scores, 1), _array("probabilities", probabilities, 1)
    if scores.size != probabilities.size:
        raise ValueError(f"expected one probability per score: {scores.size}, got {probabilities.size}")
    classes = np.arange(1, scores.size + 1)
    panels = (("scores $z_i$", scores, "data"), ("softmax", probabilities, "prediction"))
    with figure(1, 2, height=2.6, width=_WIDTH) as (fig, axes):
        for ax, (title, values, color) in zip(axes, panels, strict=True):
            bars = ax.bar(classes, values, color=COLORS[color], width=0.6)
            ax.bar_label(bars, [f"{round(value, 3):g}" for value in values], padding=3, fontsize=_TEXT)
            ax.set_title(title)
            ax.set_xlabel("class $i$")
            ax.set_xticks(classes)
            ax.grid(visible=False, axis="x")
            ax.margins(y=0.18)
    return fig


def log_probabilities(scores: ArrayLike, log_sum_exp: float) -> Figure:
    """Draw scores as bars under the line of their log-sum-exp; the gaps are the logarithms of softmax.

    Parameters
    ----------
    scores
        One value per class, shape (K,).
    log_sum_exp
        The height of the line, above the largest score.

    Returns
    -------
    Figure
        One panel: bars, the line, and the gaps with their sizes.

    Examples
    --------
    >>> fig = log_probabilities([1.0, 1.0], 1.0 + np.log(2))
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_text()]
    ['−0.69', '−0.69', 'log-sum-exp']
    """
    scores = _array("scores", scores, 1)
    if not log_sum_exp >= scores.max():
        raise ValueError(
            f"log-sum-exp is never below the largest score: got {log_sum_exp} and {scores.max()}"
        )
    classes = np.arange(1, scores.size + 1)
    with figure(height=2.9, width=_WIDTH) as (fig, ax):
        ax.bar(classes, scores, color=COLORS["data"], width=0.6)
        ax.axhline(log_sum_exp, color=COLORS["prediction"], linestyle=_DASHES[1])
        for place, score in zip(classes, scores, strict=True):
            ax.annotate(
                "",
                (place, score),
                xytext=(place, log_sum_exp),
                arrowprops={"arrowstyle": "->", "color": COLORS["prediction"], "shrinkA": 0, "shrinkB": 0},
            )
            text = f"{score - log_sum_exp:.2f}".replace("-", "−")
            middle = (score + log_sum_exp) / 2
            label_line(ax, float(place), middle, text, COLORS["prediction"], dx=6, fontsize=_TEXT)
        label_line(
            ax,
            scores.size + 0.5,
            log_sum_exp,
            "log-sum-exp",
            COLORS["prediction"],
            dx=0,
            dy=8,
            ha="right",
            fontsize=_TEXT,
        )
        ax.set_xticks(classes)
        ax.set_xlim(0.4, scores.size + 0.7)
        ax.set_ylim(
            min(0, float(scores.min())), log_sum_exp + 0.12 * (log_sum_exp - min(0, float(scores.min())))
        )
        ax.set_xlabel("class $i$")
        ax.set_ylabel("score $z_i$")
        ax.grid(visible=False, axis="x")
    return fig


def jacobian_tiles(jacobian: ArrayLike) -> Figure:
    """Draw a Jacobian as a table of tiles: blue with a plus where raising a score helps, orange where it harms.

    Parameters
    ----------
    jacobian
        Entry (i, j) says how output i moves with input j; shape (K, K).

    Returns
    -------
    Figure
        One panel of K by K tiles with their values.

    Examples
    --------
    >>> fig = jacobian_tiles([[0.2, -0.2], [-0.2, 0.2]])
    >>> [text.get_text() for text in fig.axes[0].texts[:2]]
    ['+0.200', '−0.200']
    """
    jacobian = _array("jacobian", jacobian, 2)
    rows, columns = jacobian.shape
    if rows != columns:
        raise ValueError(f"a softmax Jacobian is square, got shape {jacobian.shape}")
    with figure(height=3.1, width=_WIDTH) as (fig, ax):
        for i in range(rows):
            for j in range(columns):
                value = jacobian[i, j]
                fill = _PALE["good" if value > 0 else "bad"]
                ax.add_patch(Rectangle((j + 0.53, i + 0.53), 0.94, 0.94, color=fill, linewidth=0))
                text = f"{value:+.3f}".replace("-", "−")
                ax.text(j + 1, i + 1, text, ha="center", va="center", fontsize=10.5)
        ax.set(xlim=(0.5, columns + 0.5), ylim=(rows + 0.5, 0.5), aspect="equal")
        ax.set_xticks(range(1, columns + 1))
        ax.set_yticks(range(1, rows + 1))
        ax.set_xlabel("score $j$ that is raised")
        ax.set_ylabel("probability $i$ that moves")
        ax.grid(visible=False)
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
    return fig


def decay_with_depth(
    curves: Mapping[str, ArrayLike],
    *,
    ylabel: str,
    bound: ArrayLike | None = None,
    bound_label: str = "",
) -> Figure:
    """Draw how something shrinks or keeps its size over depth: median and band over networks, log axis.

    Parameters
    ----------
    curves
        Name to array of shape (depth + 1, networks); row k is what is left after k layers.
    ylabel
        What is measured.
    bound
        A theoretical limit, shape (depth + 1,), drawn dotted.
    bound_label
        Name of the limit.

    Returns
    -------
    Figure
        One panel with a logarithmic axis.

    Examples
    --------
    >>> fig = decay_with_depth({"sigmoid": [[1.0, 1.0], [0.2, 0.25]]}, ylabel="product of slopes")
    >>> fig.axes[0].get_yscale()
    'log'
    """
    _some("curves", curves)
    arrays = {name: _array(name, samples, 2) for name, samples in curves.items()}
    depths = {len(samples) for samples in arrays.values()}
    if len(depths) != 1:
        raise ValueError(f"every curve needs the same number of layers, got {sorted(depths)}")
    if any(np.quantile(samples, 0.1, axis=-1).min() <= 0 for samples in arrays.values()):
        raise ValueError(
            "a logarithmic axis needs positive values; leave out the layers where they reach zero"
        )
    layers = np.arange(float(depths.pop()))
    with figure(height=3.4, width=_WIDTH) as (fig, ax):
        ends = []
        for place, (name, samples) in enumerate(arrays.items()):
            color, dashes = _look(name, place)
            middle = _band(ax, layers, samples, color)
            ax.plot(layers, middle, color=color, linestyle=dashes)
            ends.append((float(middle[-1]), _pretty(name), color))
        if bound is not None:
            limit = _array("bound", bound, 1)
            if limit.size != layers.size:
                raise ValueError(f"bound needs one value per layer: {layers.size}, got {limit.size}")
            ax.plot(layers, limit, color=COLORS["muted"], linestyle=_DASHES[2], linewidth=1.5)
            ends.append((float(limit[-1]), bound_label, COLORS["muted"]))
        ax.set_yscale("log")
        _label_ends(ax, float(layers[-1]), ends)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("layers passed, $k$")
        ax.set_ylabel(ylabel)
    return fig


def dead_units(rates: ArrayLike, shares: Mapping[str, ArrayLike]) -> Figure:
    """Draw the share of units that answer zero to every sample against the learning rate.

    Parameters
    ----------
    rates
        Learning rates, shape (r,).
    shares
        Name to share of such units in each network, shape (r, networks), between 0 and 1.

    Returns
    -------
    Figure
        One panel: mean shares, each with its 10 to 90 % band.

    Examples
    --------
    >>> fig = dead_units([1.0, 10.0], {"relu": [[0.0, 0.0], [0.5, 1.0]]})
    >>> fig.axes[0].get_xscale()
    'log'
    """
    rates = _array("rates", rates, 1)
    _some("shares", shares)
    if (rates <= 0).any():
        raise ValueError("learning rates must be positive: the axis is logarithmic")
    with figure(height=3.3, width=_WIDTH) as (fig, ax):
        for place, (name, share) in enumerate(shares.items()):
            values = _array(name, share, 2)
            if len(values) != rates.size:
                raise ValueError(f"{name!r} needs one row per learning rate: {rates.size}, got {len(values)}")
            if values.min() < 0 or values.max() > 1:
                raise ValueError(f"{name!r} must hold shares between 0 and 1")
            color, dashes = _look(name, place)
            _band(ax, rates, values, color)
            mean = values.mean(axis=-1)
            ax.plot(rates, mean, color=color, linestyle=dashes, marker="os^Dvx"[place])
            label_line(ax, float(rates[-1]), float(mean[-1]), _pretty(name), color, dx=8, fontsize=_TEXT)
        ax.set_xscale("log")
        ax.set_xticks(rates, [f"{rate:.2g}" for rate in rates])
        ax.minorticks_off()
        ax.yaxis.set_major_formatter(PercentFormatter(1.0))
        ax.set_ylim(-0.03, 1.05)
        ax.set_xlabel(r"learning rate $\eta$ (log axis)")
        ax.set_ylabel("units negative on every sample")
    return fig


def ulp_errors(z: ArrayLike, panels: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> Figure:
    """Draw the error of a naive and of a stable implementation, in units in the last place.

    Parameters
    ----------
    z
        Inputs, increasing, shape (n,).
    panels
        Title to (naive errors, stable errors), each of shape (n,).  Where a naive error is infinite or NaN
        the panel is shaded: no number came out at all.

    Returns
    -------
    Figure
        One panel for each function.

    Examples
    --------
    >>> fig = ulp_errors([0.0, 1.0, 2.0], {"softplus": ([0.5, 3.0, np.inf], [0.5, 0.5, 0.5])})
    >>> fig.axes[0].get_yscale()
    'log'
    """
    z = _array("z", z, 1)
    if not panels:
        raise ValueError("panels is empty; name at least one function")
    if (np.diff(z) <= 0).any():
        raise ValueError("z must increase from left to right")
    rows = len(panels)
    with figure(rows, 1, height=0.6 + 1.55 * rows, width=_WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (title, pair) in zip(axes[:, 0], panels.items(), strict=True):
            naive, stable = (
                _array(f"{title}, {kind}", e, 1) for kind, e in zip(("naive", "stable"), pair, strict=True)
            )
            if not naive.size == stable.size == z.size:
                raise ValueError(f"{title!r} needs one error for each of the {z.size} inputs")
            if not np.isfinite(stable).all():
                raise ValueError(f"the stable form of {title!r} has errors that are not finite")
            lost = ~np.isfinite(naive)
            for start, stop in _runs(lost):
                ax.axvspan(z[start], z[stop - 1], color=_PALE["bad"], linewidth=0)
                ax.text(
                    (z[start] + z[stop - 1]) / 2,
                    1e8,
                    "inf or\nNaN",
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    color=COLORS["naive"],
                    fontweight="bold",
                )
            ax.plot(
                z,
                np.where(lost, np.nan, np.maximum(naive, 0.1)),
                color=COLORS["naive"],
                linestyle=_DASHES[4],
                linewidth=1.4,
                label="as printed",
            )
            ax.plot(z, np.maximum(stable, 0.1), color=COLORS["stable"], linewidth=1.4, label="in the package")
            ax.set_title(title)
            ax.set_yscale("log")
        first = axes[0, 0]
        first.legend(loc="upper right", fontsize=_TEXT)
        first.set_ylim(0.07, 3e17)
        first.set_yticks([1, 1e5, 1e10, 1e15])
        first.yaxis.set_minor_formatter(NullFormatter())
        axes[-1, 0].set_xlabel("$z$")
        fig.supylabel("error (ULP, log axis)", fontsize=_TEXT, color=COLORS["ink"])
    return fig


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def relative_cost(ratios: Mapping[str, float]) -> Figure:
    """Draw how long each activation takes compared with ReLU, the cheapest at the top.

    Parameters
    ----------
    ratios
        Name to recorded time, divided by ReLU's.

    Returns
    -------
    Figure
        One panel with a dot for each activation.

    Examples
    --------
    >>> fig = relative_cost({"tanh": 8.0, "relu": 1.0})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['ReLU', 'tanh']
    """
    if not ratios or min(ratios.values()) <= 0:
        raise ValueError("ratios must name at least one activation, each with a positive time")
    ordered = sorted(ratios.items(), key=lambda item: item[1])
    with figure(height=0.8 + 0.27 * len(ordered), width=_WIDTH) as (fig, ax):
        places = np.arange(len(ordered))
        values = np.array([ratio for _, ratio in ordered])
        ax.hlines(places, 1, values, color=COLORS["grid"], linewidth=3)
        ax.plot(values, places, "o", color=COLORS["data"], markersize=7)
        for place, value in zip(places, values, strict=True):
            label_line(ax, value, float(place), f"{value:.2g}×", COLORS["ink"], dx=8, fontsize=_TEXT)
        ax.axvline(1, color=COLORS["muted"], linestyle=_DASHES[1], linewidth=1)
        ax.set_xscale("log")
        ax.set_yticks(places, [_pretty(name) for name, _ in ordered])
        ax.invert_yaxis()
        ticks = [tick for tick in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if tick <= values.max() * 1.6]
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.minorticks_off()
        ax.set_xlim(min(0.8, values.min() * 0.8), values.max() * 1.6)
        ax.set_xlabel("time per number, ReLU = 1 (log axis)")
        ax.grid(visible=False, axis="y")
        ax.tick_params(axis="y", length=0, labelsize=_TEXT)
    return fig


def training_curves(losses: Mapping[str, ArrayLike], *, chance: float | None = None) -> Figure:
    """Draw training loss against step, median and band over a population of networks.

    Parameters
    ----------
    losses
        Name to array of shape (steps, networks), positive.
    chance
        The loss of a network that knows nothing, drawn as a thin line.

    Returns
    -------
    Figure
        One panel: median losses, each with its 10 to 90 % band.

    Examples
    --------
    >>> fig = training_curves({"relu": [[0.7, 0.7], [0.1, 0.2]]}, chance=0.693)
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['ReLU', 'guessing']
    """
    _some("losses", losses)
    with figure(height=3.8, width=_WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(losses.items()):
            samples = _array(name, values, 2)
            if not np.isfinite(samples).all() or samples.min() <= 0:
                raise ValueError(
                    f"the losses of {name!r} must be finite and positive: the axis is logarithmic"
                )
            color, dashes = _look(name, place)
            middle = _band(ax, np.arange(float(len(samples))), samples, color)
            ax.plot(middle, color=color, linestyle=dashes)
            ends.append((float(middle[-1]), _pretty(name), color))
        ax.set_yscale("log")
        _label_ends(ax, len(samples) - 1, ends)
        if chance is not None:
            ax.axhline(chance, color=COLORS["muted"], linestyle=_DASHES[2], linewidth=1)
            label_line(ax, 0, chance, "guessing", COLORS["muted"], dx=2, dy=7, fontsize=8.5)
        ax.set_xlabel("training step")
        ax.set_ylabel("loss (log axis)")
    return fig
