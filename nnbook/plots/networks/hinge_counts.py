"""How many hinges a curve needs: where they stand, and what is missed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_band
from nnbook.plots.style import COLORS, figure, label_ends

__all__ = ["error_against_hinges", "fitted_hinges"]


def fitted_hinges(x: ArrayLike, target: ArrayLike, fits: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> Figure:
    """Draw sums of hinges over the curve that they follow, with a mark at each place where they bend.

    Parameters
    ----------
    x, target
        The curve that is wanted, shape (k,).
    fits
        Name → what the sum of hinges says at x, shape (k,), and where its hinges stand.

    Returns
    -------
    Figure
        A panel per fit; hinges outside the range of x are counted in its title and not drawn.

    Examples
    --------
    >>> fig = fitted_hinges([0, 1, 2], [0, 1, 0], {"by hand": ([0, 1, 0], [0, 1, 7])})
    >>> fig.axes[0].get_title(loc="left")
    'by hand: 2 of 3 hinges in range'
    """
    inputs, wanted = as_array("x", x, 1), as_array("target", target, 1)
    check_curves("fits", fits)
    if len(wanted) != len(inputs):
        raise ValueError(f"target needs one value per x: {len(inputs)}, got {len(wanted)}")
    with figure(len(fits), 1, height=0.5 + 1.45 * len(fits), width=WIDTH, sharex=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (name, (fitted, places)) in zip(axes[:, 0], fits.items(), strict=True):
            curve, knots = as_array(name, fitted, 1), as_array(f"hinges of {name!r}", places, 1)
            if len(curve) != len(inputs):
                raise ValueError(f"{name!r} needs one value per x: {len(inputs)}, got {len(curve)}")
            inside = knots[(knots >= inputs[0]) & (knots <= inputs[-1])]
            ax.plot(inputs, wanted, color=COLORS["target"], linestyle=DASHES[1], linewidth=1.6)
            ax.plot(inputs, curve, color=COLORS["prediction"])
            ax.plot(inside, np.interp(inside, inputs, curve), "o", color=COLORS["prediction"], markersize=6)
            count = f"{len(inside)} of {len(knots)}" if len(inside) < len(knots) else f"all {len(knots)}"
            ax.set_title(f"{name}: {count} hinges in range", fontsize=TEXT + 0.5)
            ax.tick_params(labelsize=TEXT)
            ax.margins(y=0.12)
        axes[-1, 0].set_xlabel("input $x$", fontsize=TEXT)
    return fig


def error_against_hinges(
    lines: Mapping[str, tuple[ArrayLike, ArrayLike]],
    trained: Mapping[int, ArrayLike],
    *,
    name: str = "trained",
) -> Figure:
    """Draw what sums of hinges miss against their number, placed by rule and found by training.

    Parameters
    ----------
    lines
        Name → numbers of hinges and errors, both of shape (k,).
    trained
        Number of hidden units → errors of many networks, shape (S,).
    name
        What to call the trained networks.

    Returns
    -------
    Figure
        One panel with logarithmic axes: a line for each rule, median and 10 to 90 % band of the trained networks.

    Examples
    --------
    >>> fig = error_against_hinges({"evenly": ([2, 4], [0.4, 0.1])}, {2: [0.5, 0.6], 4: [0.3, 0.5]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['evenly', 'trained']
    """
    check_curves("lines", lines)
    if not trained:
        raise ValueError("trained is empty; give the errors of at least one width")
    widths = np.array(sorted(trained), dtype=float)
    samples = [as_array(f"errors of width {width:g}", trained[int(width)], 1) for width in widths]
    if len({len(sample) for sample in samples}) != 1:
        raise ValueError("trained needs as many networks for each width")
    with figure(height=4.2, width=WIDTH) as (fig, ax):
        ax.set_xscale("log", base=2)
        ax.set_yscale("log")
        ends, largest = [], widths[-1]
        for place, (label, (numbers, errors)) in enumerate(lines.items(), start=1):
            m, missed = as_array(label, numbers, 1), as_array(label, errors, 1)
            if len(m) != len(missed):
                raise ValueError(
                    f"{label!r} needs one error per number of hinges: {len(m)}, got {len(missed)}"
                )
            if missed.min() <= 0:
                raise ValueError(f"{label!r} must hold positive errors: the axis is logarithmic")
            color = COLORS[CYCLE[place]]
            ax.plot(
                m, missed, color=color, linestyle=DASHES[place], marker="s^D"[(place - 1) % 3], markersize=4.5
            )
            ends.append((float(missed[-1]), label, color))
            if m[-1] != widths[-1]:
                raise ValueError(f"{label!r} must end at the largest width, {widths[-1]:g}, got {m[-1]:g}")
        median = draw_band(ax, widths, np.stack(samples), COLORS["first"])
        ax.plot(widths, median, color=COLORS["first"], marker="o")
        ends.append((float(median[-1]), name, COLORS["first"]))
        smallest = min(widths[0], *(np.min(line[0]) for line in lines.values()))
        ticks = [2**k for k in range(12) if smallest <= 2**k <= largest]
        ax.set_xticks(ticks, [str(tick) for tick in ticks])
        ax.minorticks_off()
        ax.tick_params(labelsize=TEXT)
        label_ends(ax, float(largest), ends, fontsize=TEXT)
        ax.set_xlabel("hinges, or hidden units (log axis)")
        ax.set_ylabel("error, root mean square (log axis)")
    return fig
