"""What depth makes of the spread of signals and errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, as_long_as, check_curves, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure

Spreads = Mapping[str, Mapping[str, Mapping[str, ArrayLike]]]


def spreads_by_layer(measured: Spreads, theory: Spreads | None = None, *, tenfold: int = 2) -> Figure:
    """Draw the spread of what passes each layer, one row per kind of network and one column per quantity.

    Parameters
    ----------
    measured
        Row to column to name of a start to standard deviations, shape (layers, networks).
    theory
        The same with predictions, shape (layers,), drawn dotted in ink; rows, columns and starts may be missing.
    tenfold
        The least number of powers of ten that an axis shows.

    Returns
    -------
    Figure
        Panels with logarithmic axes: medians with their 10 to 90 % bands, and a legend above.

    Examples
    --------
    >>> found = {"tanh": {"forward": {"He": [[1.0, 1.1], [0.9, 1.0]]}}}
    >>> spreads_by_layer(found).axes[0].get_yscale()
    'log'
    """
    if not measured or not all(measured.values()):
        raise ValueError("measured is empty; name at least one row and one column")
    columns = list(next(iter(measured.values())))
    starts = list(next(iter(next(iter(measured.values())).values())))
    for row in measured.values():
        if list(row) != columns or any(list(panel) != starts for panel in row.values()):
            raise ValueError("measured must have the same columns and the same starts in every row")
    check_curves("measured", next(iter(next(iter(measured.values())).values())))
    theory = theory or {}
    rows = len(measured)
    with figure(
        rows, len(columns), height=0.9 + 1.6 * rows, width=WIDTH, sharex=True,  squeeze=False,
    ) as (fig, axes):  # fmt: skip
        for line, (kind, row) in zip(axes, measured.items(), strict=True):
            for ax, (column, panel) in zip(line, row.items(), strict=True):
                for place, (name, values) in enumerate(panel.items()):
                    samples = positive(name, values, 2)
                    layers = np.arange(1.0, len(samples) + 1)
                    draw_median(ax, layers, samples, COLORS[CYCLE[place]], DASHES[place])
                    predicted = theory.get(kind, {}).get(column, {}).get(name)
                    if predicted is not None:
                        curve = as_long_as(f"theory of {name}", positive(name, predicted, 1), samples)
                        ax.plot(layers, curve, color=COLORS["ink"], linestyle=(0, (1, 2.2)), linewidth=1.2)
                ax.set_yscale("log")
                low, high = np.log10(ax.get_ylim())
                more = max(0.0, tenfold - (high - low)) / 2
                low, high = low - more, high + more
                ax.set_ylim(10**low, 10**high)
                step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200) if high - low < 5 * s)
                ax.set_yticks(10.0 ** np.arange(np.ceil(low / step) * step, high, step))
                ax.yaxis.set_minor_locator(NullLocator())
                ax.set_title(f"{kind}: {column}" if kind else column, fontsize=TEXT + 0.5)
        for ax in axes[-1]:
            ax.set_xticks([1, len(layers) // 2, len(layers)])
            ax.set_xlabel("layer")
        handles = [
            Line2D([], [], color=COLORS[CYCLE[place]], linestyle=DASHES[place], label=name)
            for place, name in enumerate(starts)
        ]
        if theory:
            handles.append(
                Line2D([], [], color=COLORS["ink"], linestyle=(0, (1, 2.2)), linewidth=1.2, label="theory")
            )
        fig.legend(
            handles=handles, loc="outside upper center", ncols=min(len(handles), 5), fontsize=TEXT,
            handlelength=2.2, columnspacing=1.2,
        )  # fmt: skip
        fig.supylabel("standard deviation (log axis)", fontsize=TEXT)
    return fig


def spread_histograms(columns: Mapping[str, Sequence[ArrayLike]], layers: Sequence[int]) -> Figure:
    """Draw how the outputs of some layers are spread, one column per start and one row per layer.

    Parameters
    ----------
    columns
        Name of a start to the outputs, one array for each of `layers`.
    layers
        The numbers of the layers.

    Returns
    -------
    Figure
        Histograms over common bins from −1 to 1, where a tanh lives, each with its standard deviation.

    Examples
    --------
    >>> fig = spread_histograms({"small": [[0.1, -0.1], [0.01, -0.02]]}, [1, 10])
    >>> [ax.get_ylabel() for ax in fig.axes]
    ['layer 1', 'layer 10']
    """
    if not 1 <= len(columns) <= 3:
        raise ValueError(f"columns must hold 1 to 3 starts, got {len(columns)}")
    if not layers or any(len(arrays) != len(layers) for arrays in columns.values()):
        raise ValueError("every column needs one array for each layer")
    edges = np.linspace(-1, 1, 41)
    with figure(
        len(layers), len(columns), height=0.7 + 0.8 * len(layers), width=WIDTH, sharex=True, sharey="row",
        squeeze=False,
    ) as (fig, axes):  # fmt: skip
        for place, (name, arrays) in enumerate(columns.items()):
            for ax, number, values in zip(axes[:, place], layers, arrays, strict=True):
                numbers: Array = np.asarray(values, dtype=float).ravel()
                if numbers.size == 0 or not np.isfinite(numbers).all() or abs(numbers).max() > 1:
                    raise ValueError(f"{name} must hold numbers from −1 to 1 in layer {number}")
                shares = np.histogram(numbers, edges)[0] / numbers.size
                ax.stairs(shares, edges, fill=True, color=COLORS["prediction"], alpha=0.55)
                ax.set_title(
                    f"std {_short(numbers.std())}", fontsize=TEXT, color=COLORS["muted"], loc="right"
                )
                ax.set_yticks([])
                ax.set_xticks([-1, 0, 1], ["−1", "0", "1"])
                if place == 0:
                    ax.set_ylabel(f"layer {number}", fontsize=TEXT)
            axes[-1, place].set_xlabel(name, fontsize=TEXT + 0.5)
    return fig


def _short(value: np.floating[Any]) -> str:
    return (
        f"{value:.2g}"
        if value >= 0.001 or value == 0
        else f"{value:.0e}".replace("e-0", "e-").replace("-", "−")
    )
