"""How often each sample is seen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def times_seen(counts: Mapping[str, ArrayLike], *, epochs: int) -> Figure:
    """Draw in how many epochs each sample is seen, one panel for each way of making batches.

    Parameters
    ----------
    counts
        Name of each way to the number of epochs in which each sample is in a batch, shape (n,).
    epochs
        The number of epochs, drawn as a thin line.

    Returns
    -------
    matplotlib.figure.Figure
        Panels under each other with common axes.

    Examples
    --------
    >>> fig = times_seen({"last batch dropped": [2, 2, 0]}, epochs=2)
    >>> fig.axes[0].get_title(loc="left")
    'last batch dropped'
    """
    check_curves("counts", counts)
    found = {name: finite(f"counts[{name!r}]", seen, 1) for name, seen in counts.items()}
    rows = len(found)
    with figure(rows, 1, height=0.8 + 1.25 * rows, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for place, (ax, (name, seen)) in enumerate(zip(axes[:, 0], found.items(), strict=True)):
            if seen.min() < 0 or seen.max() > epochs:
                raise ValueError(f"counts[{name!r}] must lie between 0 and {epochs}, the number of epochs")
            edges = np.arange(len(seen) + 1) + 0.5
            ax.stairs(seen, edges, fill=True, color=COLORS[CYCLE[place]], alpha=0.55)
            ax.axhline(epochs, color=COLORS["muted"], linewidth=1)
            ax.set_title(name, fontsize=TEXT, color=COLORS[CYCLE[place]])
            ax.set_yticks([0, epochs])
            ax.set_ylim(0, 1.12 * epochs)
            ax.margins(x=0)
        axes[-1, 0].set_xlabel("sample, in the stored order")
        fig.supylabel("epochs in which it is seen", fontsize=TEXT)
    return fig
