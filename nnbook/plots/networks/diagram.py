"""A network as a picture: units in columns, weights as lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from nnbook.layers import Activation, BatchNorm1d, Dropout, Layer, LayerNorm, Linear, Parameters
from nnbook.plots._look import DASHES, WIDTH, pretty
from nnbook.plots.networks._arguments import Array, as_names, layers_of, weight_of
from nnbook.plots.networks._columns import Column
from nnbook.plots.style import COLORS, figure

__all__ = ["network_diagram"]

_TEXT = 10
_LINE = 13.5  # from one line of text to the next, in points
_POSITIVE, _NEGATIVE = COLORS["class1"], COLORS["class0"]  # as in the diagram of a single neuron
_MOST_LAYERS = 8
_SPELLED = 3  # layers; of more, only the numbers of parameters have room


def network_diagram(
    network: Layer,
    params: Parameters | None = None,
    *,
    inputs: Sequence[str] | None = None,
    outputs: Sequence[str] | None = None,
    max_units: int = 8,
) -> Figure:
    """Draw a network from the object itself: a column of units per linear layer, and a line per weight.

    Parameters
    ----------
    network : Layer
        A `Sequential` with linear layers, or one `Linear`.
    params : mapping of str to ndarray, optional
        Parameters of one network.  A line is then as thick as its weight is large, compared with the largest
        one of the whole network, solid where it is positive and dashed where it is negative.  Biases are not drawn.
    inputs, outputs : sequence of str, optional
        A name for each input and output; the symbols x and ŷ with their indices unless given.
    max_units : int, default 8
        The most places in a column; of larger layers the first and the last units are drawn, with dots between.

    Returns
    -------
    matplotlib.figure.Figure
        The columns with their numbers of units and activations, and under each layer its parameters:
        weights + biases.

    Raises
    ------
    TypeError
        If `network` is no layer.
    ValueError
        If it has no linear layer or more than 8, the parameters do not fit or are those of a population, the
        number of names is wrong, or `max_units` is below 3.

    Examples
    --------
    >>> from nnbook import mlp
    >>> fig = network_diagram(mlp([4, 5, 3, 2]))
    >>> [text.get_text() for text in fig.axes[0].texts if "parameters" in text.get_text()]
    ['25 + 18 + 8 = 51 parameters']
    """
    who = "network_diagram"
    if not isinstance(network, Layer):
        raise TypeError(f"{who} expected a network such as mlp([4, 5, 3, 2]), got {network!r}")
    if max_units < 3:
        raise ValueError(f"{who} expected max_units of at least 3, got {max_units}")
    layers = list(layers_of(network))
    linear = [(prefix, layer) for prefix, layer in layers if isinstance(layer, Linear)]
    if not 1 <= len(linear) <= _MOST_LAYERS:
        raise ValueError(f"{who} draws networks of 1 to {_MOST_LAYERS} linear layers, got {len(linear)}")
    weights = None if params is None else [weight_of(who, params, *layer) for layer in linear]
    columns = [Column(linear[0][1].in_features, max_units)]
    for _, layer in layers:
        if isinstance(layer, Linear):
            columns.append(Column(layer.out_features, max_units))
        else:
            note = _in_words(layer)
            columns[-1].notes += [note] if len(linear) <= _SPELLED else note.split()
    named = (
        as_names(who, "names of inputs", inputs, columns[0].units),
        as_names(who, "names of outputs", outputs, columns[-1].units),
    )
    tallest = max(len(column.shown) + (column.dots is not None) for column in columns)
    notes = max(len(column.notes) for column in columns)
    with figure(height=1.35 + max(0.36 * tallest, min(0.62 * tallest, 1.8)) + 0.19 * notes, width=WIDTH) as (
        fig,
        ax,
    ):
        ax.set_axis_off()
        ax.set_xlim(-0.12, len(linear) + 0.12)
        ax.set_ylim(-tallest / 2, tallest / 2)
        largest = max((float(np.abs(w).max()) for w in weights), default=0.0) if weights else 0.0
        for i, (left, right) in enumerate(pairwise(columns)):
            _draw_edges(ax, i, left, right, weights[i] if weights else None, largest)
        for i, column in enumerate(columns):
            _draw_units(ax, i, column, role=_role(i, len(linear), column.units))
        _name_units(ax, 0, columns[0], named[0], "x")
        _name_units(ax, len(linear), columns[-1], named[1], r"\hat{y}")
        _count(ax, [layer for _, layer in linear], network, [layer for _, layer in layers], notes)
        if weights:
            _explain(fig)
    return fig


def _role(i: int, last: int, units: int) -> str:
    return "hidden" if 0 < i < last else ("input" if i == 0 else "output") + "s" * (units != 1)


def _in_words(layer: Layer) -> str:
    if isinstance(layer, Activation):
        return pretty(layer.name)
    if isinstance(layer, Dropout):
        return f"dropout {layer.p:g}"
    return {LayerNorm: "layer norm", BatchNorm1d: "batch norm"}.get(type(layer), type(layer).__name__)


def _draw_edges(ax: Axes, x: int, left: Column, right: Column, weight: Array | None, largest: float) -> None:
    """Draw a line per weight between drawn units, the largest on top."""
    start, end = np.meshgrid(left.heights, right.heights)
    lines = np.stack([np.full_like(start, x), start, np.full_like(end, x + 1), end], axis=-1).reshape(
        -1, 2, 2
    )
    looks: dict[str, Any]
    if weight is None:
        looks = {"colors": COLORS["muted"], "linewidths": 0.8}
    else:
        w = weight[np.ix_(right.shown, left.shown)].ravel()
        order = np.argsort(np.abs(w), kind="stable")
        w, lines = w[order], lines[order]
        looks = {
            "colors": [_POSITIVE if v > 0 else _NEGATIVE if v < 0 else COLORS["muted"] for v in w],
            "linewidths": 0.4 + 3.4 * np.abs(w) / (largest or 1),
            "linestyles": ["-" if v >= 0 else DASHES[1] for v in w],
        }
    ax.add_collection(LineCollection(list(lines), zorder=1, capstyle="butt", **looks), autolim=False)


def _draw_units(ax: Axes, x: int, column: Column, role: str) -> None:
    ax.scatter(
        np.full(len(column.shown), x),
        column.heights,
        s=190,
        facecolors="#ffffff",
        edgecolors=COLORS["ink"],
        linewidths=1.3,
        zorder=2,
        clip_on=False,
    )
    if column.dots is not None:
        ax.text(x, column.dots, "⋮", ha="center", va="center", fontsize=15, fontweight="bold")
    _write(ax, x, 1, 1.45, str(column.units), fontweight="bold", fontsize=_TEXT + 1)
    _write(ax, x, 1, 0.5, role, color=COLORS["muted"])
    for line, note in enumerate(column.notes):
        _write(ax, x, 0, -0.8 - line, note)


def _write(ax: Axes, x: float, edge: float, lines: float, text: str, **options: Any) -> None:
    """Write so many lines above or below the upper (1) or lower (0) edge of the drawing."""
    settings: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _TEXT} | options
    ax.annotate(
        text,
        (x, edge),
        xycoords=("data", "axes fraction"),
        xytext=(0, lines * _LINE),
        textcoords="offset points",
        annotation_clip=False,
        **settings,
    )


def _name_units(ax: Axes, x: int, column: Column, names: Sequence[str] | None, symbol: str) -> None:
    side = -1 if x == 0 else 1
    for unit, height in zip(column.shown, column.heights, strict=True):
        index = f"_{{{unit + 1}}}" if column.units > 1 else ""
        ax.annotate(
            names[unit] if names else f"${symbol}{index}$",
            (x, height),
            xytext=(side * 11, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            fontsize=_TEXT if names else _TEXT + 2,
            annotation_clip=False,
        )


def _count(ax: Axes, linear: Sequence[Linear], network: Layer, layers: Sequence[Layer], notes: int) -> None:
    """Write the parameters of each linear layer under its lines, and their sum below."""
    spelled = len(linear) <= _SPELLED
    for i, layer in enumerate(linear):
        made = f"{layer.out_features}×{layer.in_features}" + f" + {layer.out_features}" * layer.bias
        text = made if spelled else str(layer.parameter_count)
        _write(ax, i + 0.5, 0, -0.8 - notes, text, color=COLORS["muted"], fontsize=_TEXT if spelled else 9.5)
    terms = [str(layer.parameter_count) for layer in layers if layer.parameter_count]
    total = f"{network.parameter_count} parameters"
    if 1 < len(terms) <= 6:
        total = f"{' + '.join(terms)} = {total}"
    _write(ax, len(linear) / 2, 0, -2.0 - notes, total, fontweight="bold")


def _explain(fig: Figure) -> None:
    """Say what the lines mean."""
    keys = [
        Line2D([], [], color=_POSITIVE, linewidth=2.4, label="positive weight"),
        Line2D([], [], color=_NEGATIVE, linewidth=2.4, linestyle=DASHES[1], label="negative weight"),
    ]
    fig.legend(handles=keys, loc="outside lower center", ncols=2, fontsize=_TEXT, handlelength=2.6)
