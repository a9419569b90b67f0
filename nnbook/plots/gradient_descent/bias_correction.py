"""Adam's first steps, with bias correction and without."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import band, curves, look
from nnbook.plots.style import COLORS, figure, label_ends, label_line


def bias_correction(
    lengths: Mapping[str, ArrayLike], losses: Mapping[str, Mapping[str, ArrayLike]]
) -> Figure:
    """Draw how long Adam's first steps are, and what the loss does meanwhile.

    Parameters
    ----------
    lengths
        Name of each variant to the length of its steps 1, 2, …, as a multiple of η, shape (steps,).
    losses
        Title of each panel to the losses by variant, shape (steps, networks), positive.

    Returns
    -------
    matplotlib.figure.Figure
        The lengths, and below one panel of losses with median and 10 to 90 % band for each title.

    Examples
    --------
    >>> losses = {"η = 0.1": {"on": [[1, 1], [0.5, 0.4]]}}
    >>> fig = bias_correction({"on": [1, 1]}, losses)
    >>> len(fig.axes)
    2
    """
    sizes = curves("lengths", lengths, 1)
    if not losses:
        raise ValueError("losses must hold at least one panel, got none")
    panels = {title: curves(f"losses[{title!r}]", found, 2) for title, found in losses.items()}
    for title, found in panels.items():
        if list(found) != list(sizes):
            raise ValueError(f"losses[{title!r}] must hold the variants {list(sizes)}, got {list(found)}")
        if min(loss.min() for loss in found.values()) <= 0:
            raise ValueError("losses must be positive: the axis is logarithmic")
    rows = 1 + len(panels)
    with figure(rows, 1, height=1.75 * rows + 0.2, width=WIDTH, sharex=True) as (fig, axes):
        for place, (name, length) in enumerate(sizes.items()):
            color, dashes, _ = look(place)
            step = np.arange(1.0, len(length) + 1)
            axes[0].plot(step, length, color=color, linestyle=dashes)
            label_line(
                axes[0], step[len(step) // 2], length[len(step) // 2], name, color, dx=0, dy=9, fontsize=TEXT
            )
        axes[0].set_ylim(bottom=0)
        axes[0].set_ylabel("step length / η")
        for ax, (title, found) in zip(axes[1:], panels.items(), strict=True):
            ends = []
            for place, (name, loss) in enumerate(found.items()):
                steps = np.arange(float(len(loss)))
                ends.append((float(band(ax, steps, loss, place)[-1]), name, look(place)[0]))
            ax.set_yscale("log")
            ax.minorticks_off()
            ax.set_xlim(0, 1.3 * len(loss))  # room for the names
            label_ends(ax, len(loss) - 1, ends, fontsize=TEXT)
            ax.set_ylabel("loss (log axis)")
            label_line(
                ax,
                0.5,
                1.0,
                title,
                COLORS["ink"],
                dx=0,
                dy=-4,
                ha="center",
                fontsize=TEXT,
                xycoords="axes fraction",
            )
        axes[-1].set_xticks([tick for tick in axes[-1].get_xticks() if tick <= len(loss)])
        axes[-1].set_xlabel("step")
    return fig
