"""Measured networks beside what is computed for them without running any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends


def measured_and_predicted(
    x: ArrayLike,
    measured: Mapping[str, ArrayLike],
    predicted: Mapping[str, ArrayLike] | None = None,
    *,
    xlabel: str,
    ylabel: str,
    log: str = "xy",
    level: tuple[float, str] | None = None,
    xticks: Sequence[float] | None = None,
    ylim: tuple[float, float] | None = None,
) -> Figure:
    """Draw what many networks do against a quantity, and what was predicted.

    Parameters
    ----------
    x
        The quantity, shape (k,).
    measured
        Name to the values of the networks, shape (k, networks).
    predicted
        Name to a predicted curve, shape (k,), drawn dotted in ink over the measured one of the same name.
    xlabel, ylabel
        What is drawn against what.
    log
        The axes that are logarithmic: "xy", "x", "y" or "".
    level
        Height and name of a horizontal line to compare with.
    xticks
        Where the horizontal axis has ticks.
    ylim
        Limits of the vertical axis.

    Returns
    -------
    Figure
        One panel: medians with their 10 to 90 % bands, predictions as dots.

    Examples
    --------
    >>> fig = measured_and_predicted(
    ...     [1, 10], {"s": [[1, 1.1], [3, 3.2]]}, {"s": [1, 3.16]}, xlabel="inputs", ylabel="spread"
    ... )
    >>> fig.axes[0].lines[-1].get_ydata().tolist()
    [1.0, 3.16]
    """
    check_curves("measured", measured)
    predicted = predicted or {}
    if not predicted.keys() <= measured.keys():
        raise ValueError(f"predicted must name measured curves, got {', '.join(predicted.keys() - measured)}")
    if not set(log) <= set("xy"):
        raise ValueError(f"log must name axes, such as 'xy', got {log!r}")
    places = (positive if "x" in log else finite)("x", x, 1)
    checked: Any = positive if "y" in log else finite
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        ends = []
        for place, (name, values) in enumerate(measured.items()):
            samples = as_long_as(name, checked(name, values, 2), places)
            color = COLORS[CYCLE[place]]
            ends.append((float(draw_median(ax, places, samples, color, DASHES[place])[-1]), name, color))
        for name, line in predicted.items():
            curve = as_long_as(name, checked(name, line, 1), places)
            ax.plot(places, curve, color=COLORS["ink"], linestyle=DASHES[2], linewidth=1.3)
        if level is not None:
            across = [places[0], places[-1]]
            ax.plot(across, [level[0]] * 2, color=COLORS["muted"], linewidth=1, linestyle=DASHES[4])
            ends.append((float(level[0]), level[1], COLORS["muted"]))
        if "x" in log:
            ax.set_xscale("log")
        else:
            ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        if xticks is not None:
            ax.set_xticks(xticks, [f"{tick:g}" for tick in xticks])
        if "y" in log:
            ax.set_yscale("log")
        ax.minorticks_off()
        if ylim is not None:
            ax.set_ylim(ylim)
        label_ends(ax, float(places[-1]), ends, fontsize=TEXT)
        ax.set_xlabel(xlabel)
        ax.set_ylabel(ylabel)
    return fig
