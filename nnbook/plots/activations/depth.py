"""What gets lost in networks: slopes that shrink with depth, units that die."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import DASHES, TEXT, WIDTH, look, pretty
from nnbook.plots._population import draw_band
from nnbook.plots.activations._population import draw_activation
from nnbook.plots.style import COLORS, figure, label_ends, label_line


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
    check_curves("curves", curves)
    arrays = {name: as_array(name, samples, 2) for name, samples in curves.items()}
    depths = {len(samples) for samples in arrays.values()}
    if len(depths) != 1:
        raise ValueError(f"every curve needs the same number of layers, got {sorted(depths)}")
    if any(np.quantile(samples, 0.1, axis=-1).min() <= 0 for samples in arrays.values()):
        raise ValueError(
            "a logarithmic axis needs positive values; leave out the layers where they reach zero"
        )
    layers = np.arange(float(depths.pop()))
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, samples) in enumerate(arrays.items()):
            ends.append(draw_activation(ax, layers, samples, name, place))
        if bound is not None:
            limit = as_array("bound", bound, 1)
            if limit.size != layers.size:
                raise ValueError(f"bound needs one value per layer: {layers.size}, got {limit.size}")
            ax.plot(layers, limit, color=COLORS["muted"], linestyle=DASHES[2], linewidth=1.5)
            ends.append((float(limit[-1]), bound_label, COLORS["muted"]))
        ax.set_yscale("log")
        label_ends(ax, float(layers[-1]), ends, fontsize=TEXT)
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
    rates = as_array("rates", rates, 1)
    check_curves("shares", shares)
    if (rates <= 0).any():
        raise ValueError("learning rates must be positive: the axis is logarithmic")
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        for place, (name, share) in enumerate(shares.items()):
            values = as_array(name, share, 2)
            if len(values) != rates.size:
                raise ValueError(f"{name!r} needs one row per learning rate: {rates.size}, got {len(values)}")
            if values.min() < 0 or values.max() > 1:
                raise ValueError(f"{name!r} must hold shares between 0 and 1")
            color, dashes = look(name, place)
            draw_band(ax, rates, values, color)
            mean = values.mean(axis=-1)
            ax.plot(rates, mean, color=color, linestyle=dashes, marker="os^Dvx"[place])
            label_line(ax, float(rates[-1]), float(mean[-1]), pretty(name), color, dx=8, fontsize=TEXT)
        ax.set_xscale("log")
        ax.set_xticks(rates, [f"{rate:.2g}" for rate in rates])
        ax.minorticks_off()
        ax.yaxis.set_major_formatter(PercentFormatter(1.0))
        ax.set_ylim(-0.03, 1.05)
        ax.set_xlabel(r"learning rate $\eta$ (log axis)")
        ax.set_ylabel("units negative on every sample")
    return fig
