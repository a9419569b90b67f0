"""Why a network needs activations: without them it stays straight, with them it bends."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


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
    x = as_array("x", x, 1)
    panels = {
        "no activation": as_array("linear", linear, 2),
        "ReLU after every hidden layer": as_array("bent", bent, 2),
    }
    for title, outputs in panels.items():
        if outputs.shape[1] != x.size:
            raise ValueError(f"{title!r} needs one output per input: {x.size}, got shape {outputs.shape}")
    if len({len(outputs) for outputs in panels.values()}) != 1 or len(panels["no activation"]) > len(CYCLE):
        raise ValueError(f"linear and bent must hold the same networks, at most {len(CYCLE)}")
    with figure(1, 2, height=2.7, width=WIDTH) as (fig, axes):
        for ax, (title, outputs) in zip(axes, panels.items(), strict=True):
            for y, name, dashes in zip(outputs, CYCLE, DASHES, strict=False):
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
    x, target, total = as_array("x", x, 1), as_array("target", target, 1), as_array("total", total, 1)
    pieces = as_array("pieces", pieces, 2)
    if not x.size == target.size == total.size == pieces.shape[1]:
        raise ValueError(f"target, pieces and total need one value for each of the {x.size} inputs")
    with figure(2, 1, height=4.6, width=WIDTH, sharex=True) as (fig, (above, below)):
        for number, piece in enumerate(pieces):
            above.plot(x, piece, color=COLORS["sixth"], linestyle=DASHES[number % len(DASHES)], linewidth=1.3)
        above.set_ylim(-2.2, 2.2)
        above.set_title(f"{len(pieces)} weighted hinges, one per ReLU unit")
        below.plot(x, target, color=COLORS["target"], linestyle=DASHES[1])
        below.plot(x, total, color=COLORS["prediction"])
        below.set_title("their sum")
        below.set_xlabel("input $x$")
        peak = int(np.argmax(target))
        label_line(
            below, x[peak], target[peak], "wanted", COLORS["target"], dx=0, dy=10, ha="center", fontsize=TEXT
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
            fontsize=TEXT,
        )
        below.margins(y=0.2)
    return fig
