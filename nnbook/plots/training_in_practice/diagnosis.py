"""A curve that was handed in, beside populations of networks that might explain it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_line

LOOKS = {"train": ("-", "o"), "validation": ((0, (5, 2)), "s")}


def diagnosis(
    epochs: ArrayLike,
    given: Mapping[str, ArrayLike],
    suspects: Mapping[str, Mapping[str, ArrayLike]],
    *,
    chance: float,
) -> Figure:
    """Draw losses that were handed in over those of networks with one fault each.

    Parameters
    ----------
    epochs
        When the losses were noted, shape (k,), counted from 1.
    given
        The losses handed in, "train" and "validation", shape (k,).
    suspects
        Title of each panel to the losses of networks with that fault, by the same names, shape (epochs, networks).
    chance
        The loss of a guesser, drawn as a thin line.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per suspect: medians and 10 to 90 % bands, and the given losses as marks.

    Examples
    --------
    >>> runs = {"train": [[2.4, 2.5], [2.3, 2.4]], "validation": [[2.5, 2.6], [2.4, 2.5]]}
    >>> fig = diagnosis([1, 2], {"train": [2.5, 2.4], "validation": [2.6, 2.5]}, {"slow": runs}, chance=2.3)
    >>> fig.axes[0].get_title(loc="left")
    'slow'
    """
    when = positive("epochs", epochs, 1)
    if not suspects or set(given) != set(LOOKS):
        raise ValueError("diagnosis needs at least one suspect, and given losses of train and validation")
    marks = {name: as_long_as(f"given[{name!r}]", positive(name, given[name], 1), when) for name in LOOKS}
    rows = -(-len(suspects) // 2)
    with figure(rows, 2, height=0.5 + 2.0 * rows, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (title, runs) in zip(axes.flat, suspects.items(), strict=False):
            for name, (dashes, mark) in LOOKS.items():
                losses = positive(f"suspects[{title!r}][{name!r}]", runs[name], 2)
                draw_median(ax, np.arange(1.0, len(losses) + 1), losses, COLORS[name], dashes)
                ax.plot(when, marks[name], mark, color=COLORS[name], markersize=6)
            ax.axhline(chance, color=COLORS["ink"], linewidth=0.7)
            ax.set_title(title, fontsize=10)
        for ax in axes.flat[len(suspects) :]:
            ax.set_visible(False)
        if len(suspects) % 2 and rows > 1:  # nothing stands below the last panel of the right column
            axes[-2, 1].xaxis.set_tick_params(labelbottom=True)
        first = axes[0, 0]
        label_line(
            first, 0.03, 0.22, "● train", COLORS["train"], dx=0, fontsize=TEXT, xycoords="axes fraction"
        )
        label_line(
            first,
            0.03,
            0.09,
            "■ validation",
            COLORS["validation"],
            dx=0,
            fontsize=TEXT,
            xycoords="axes fraction",
        )
        first.set_xscale("log")
        first.set_xticks([1, 10, 100], ["1", "10", "100"])
        for ax in axes.flat:
            ax.minorticks_off()
        first.set_ylim(bottom=0)
        fig.supxlabel("epoch (log axis)", fontsize=TEXT)
        fig.supylabel("loss", fontsize=TEXT)
    return fig
