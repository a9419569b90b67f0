"""Wrong answers, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_line


def order_curves(wrong: Mapping[str, ArrayLike]) -> Figure:
    """Draw the share of wrong answers of many networks after every epoch, for several ways to order the samples.

    Parameters
    ----------
    wrong
        Name of each way to the shares, shape (epochs, networks), between 0 and 1; two or more epochs.

    Returns
    -------
    matplotlib.figure.Figure
        Panels in two columns with common axes: the median in its 10 to 90 % band; the last way is repeated in
        every panel as a thin line.

    Examples
    --------
    >>> fig = order_curves({"sorted": [[0.5, 0.5], [0.2, 0.3]], "shuffled": [[0.3, 0.2], [0.1, 0.0]]})
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['sorted', 'shuffled']
    """
    check_curves("wrong", wrong)
    found = {name: finite(f"wrong[{name!r}]", share, 2) for name, share in wrong.items()}
    for name, share in found.items():
        if share.min() < 0 or share.max() > 1:
            raise ValueError(f"wrong[{name!r}] must hold shares between 0 and 1")
    last = list(found)[-1]
    rows = -(-len(found) // 2)
    with figure(rows, 2, height=1.7 * rows + 0.6, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for place, (ax, (name, share)) in enumerate(zip(axes.flat, found.items(), strict=False)):
            epochs = np.arange(1.0, len(share) + 1)
            draw_median(ax, epochs, 100 * share, COLORS[CYCLE[place]], DASHES[place])
            ax.set_title(name, fontsize=TEXT + 0.5, color=COLORS[CYCLE[place]])
            if name != last:
                reference = 100 * np.median(found[last], axis=1)
                ax.plot(np.arange(1.0, len(reference) + 1), reference, color=COLORS["muted"], linewidth=1)
                if place == 0:
                    end = len(reference) // 2
                    label_line(
                        ax, end + 1, reference[end], last, COLORS["muted"], dx=0, dy=8, fontsize=TEXT,
                        fontweight="normal",
                    )  # fmt: skip
            ax.set_ylim(bottom=0)
        for ax in axes.flat[len(found) :]:
            ax.set_visible(False)
        fig.supxlabel("epoch", fontsize=TEXT)
        fig.supylabel("wrong answers in %", fontsize=TEXT)
    return fig
