"""Layer by layer: how weights and activations are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import ArrayLike

from nnbook.layers import Activation, Parameters, Sequential
from nnbook.plots._look import DASHES, TEXT, WIDTH, pretty
from nnbook.plots.networks._arguments import Array
from nnbook.plots.style import COLORS, figure

__all__ = ["activation_histograms", "weight_histograms"]

_BINS = 40


@dataclass(frozen=True)
class _Row:
    """The numbers of one layer, what is said of them, and what they were before."""

    title: str
    values: Array
    note: str
    start: Array | None = None


def weight_histograms(params: Parameters, *, start: Parameters | None = None, biases: bool = False) -> Figure:
    """Draw how the weights of each layer are spread, all layers on one axis; of a population those of all networks.

    Parameters
    ----------
    params : mapping of str to ndarray
        Parameters; drawn are those named "weight".
    start : mapping of str to ndarray, optional
        Parameters to compare with, such as those before training, drawn as a dashed outline.
    biases : bool, default False
        Draw those named "bias" too.

    Returns
    -------
    matplotlib.figure.Figure
        One histogram under the other, each with its standard deviation.

    Raises
    ------
    ValueError
        If there is no weight, one is not finite, or `start` lacks it or has another shape.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import mlp
    >>> fig = weight_histograms(mlp([20, 10, 3]).init(np.random.default_rng(0)))
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['0.weight', '2.weight']
    """
    who = "weight_histograms"
    kinds = ("weight", "bias") if biases else ("weight",)
    rows = []
    for name, array in params.items():
        if name.rpartition(".")[2] not in kinds:
            continue
        before = None
        if start is not None:
            before = np.asarray(start.get(name, np.empty(0)))
            if before.shape != np.shape(array):
                raise ValueError(
                    f"{who} expected {name} of shape {np.shape(array)} in start, got shape {before.shape}"
                )
        rows.append(_Row(name, np.asarray(array), f"std {_short(np.std(array))}", before))
    if not rows:
        raise ValueError(f"{who} expected parameters named weight, got {', '.join(params) or 'none'}")
    return _draw(who, rows, "weight or bias" if biases else "weight")


def activation_histograms(
    network: Sequential, params: Parameters, X: ArrayLike, *, pre_activations: bool = False
) -> Figure:
    """Draw how the activations of each hidden layer are spread over units and samples, all layers on one axis.

    Parameters
    ----------
    network : Sequential
        A network with `Activation` layers.
    params : mapping of str to ndarray
        Its parameters, or those of a population, whose networks are thrown together.
    X : array_like, shape (n, d)
        Samples.
    pre_activations : bool, default False
        Draw what goes into each activation instead of what comes out.

    Returns
    -------
    matplotlib.figure.Figure
        One histogram under the other, each with its standard deviation and the share of exact zeros, if any.

    Raises
    ------
    TypeError
        If `network` is no `Sequential`.
    ValueError
        If it has no activation, or a value is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import mlp
    >>> network = mlp([2, 8, 8, 1], activation="tanh")
    >>> fig = activation_histograms(network, network.init(np.random.default_rng(0)), np.eye(2))
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['layer 1: tanh', 'layer 3: tanh']
    """
    who = "activation_histograms"
    if not isinstance(network, Sequential):
        raise TypeError(f"{who} expected a Sequential, got {network!r}")
    trace = network.trace(params, X)
    rows = []
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Activation):
            values = trace[i if pre_activations else i + 1]
            zeros = (values == 0).mean() if values.size else 0.0
            note = f"{100 * zeros:.0f} % zero, " * bool(zeros) + f"std {_short(np.std(values))}"
            rows.append(_Row(f"layer {i}: {pretty(layer.name)}", values, note))
    if not rows:
        raise ValueError(f"{who} expected a network with activations, got {network}")
    return _draw(who, rows, "pre-activation $z$" if pre_activations else "activation $a$")


def _short(value: np.floating[Any]) -> str:
    return f"{value:.3g}".replace("-", "−")


def _draw(who: str, rows: Sequence[_Row], xlabel: str) -> Figure:
    """Draw the rows over common bins; the height is the share of a row's numbers in a bin."""
    pools = [array.ravel() for row in rows for array in (row.values, row.start) if array is not None]
    if any(pool.size == 0 or not np.isfinite(pool).all() for pool in pools):
        raise ValueError(f"{who} expected finite numbers in each layer, and at least one")
    low, high = min(pool.min() for pool in pools), max(pool.max() for pool in pools)
    edges = np.linspace(low, high, _BINS + 1) if high > low else low + np.linspace(-0.5, 0.5, _BINS + 1)
    with figure(len(rows), 1, height=0.75 + 1.15 * len(rows), width=WIDTH, sharex=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, row in zip(axes.flat, rows, strict=True):
            shares = np.histogram(row.values, edges)[0] / row.values.size
            ax.stairs(shares, edges, fill=True, color=COLORS["prediction"], alpha=0.45, label="now")
            if row.start is not None:
                before = np.histogram(row.start, edges)[0] / row.start.size
                ax.stairs(
                    before, edges, color=COLORS["ink"], linestyle=DASHES[1], linewidth=1.4, label="start"
                )
            ax.set_title(row.title, loc="left", fontsize=TEXT + 0.5)
            ax.set_title(row.note, loc="right", fontsize=TEXT, color=COLORS["muted"])
            ax.set_ylim(bottom=0)
            ax.yaxis.set_major_locator(MaxNLocator(2, steps=[1, 2, 5, 10]))
            ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        if rows[0].start is not None:
            axes[0, 0].legend(fontsize=TEXT, loc="best", handlelength=2.4)
        axes[-1, 0].set_xlabel(xlabel, fontsize=TEXT + 0.5)
        fig.supylabel("share in each bin", fontsize=TEXT, color=COLORS["ink"])
    return fig
