"""Learning rates that change."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import curves, look
from nnbook.plots.style import figure, label_line


def schedule_curves(factors: Mapping[str, ArrayLike]) -> Figure:
    """Draw the factors of schedules, one small panel for each.

    Parameters
    ----------
    factors
        Name of each schedule to its factors at step 0, 1, …, shape (steps,); at most six.

    Returns
    -------
    matplotlib.figure.Figure
        Panels in two columns with common axes.

    Examples
    --------
    >>> fig = schedule_curves({"constant": [1, 1, 1]})
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [1.0, 1.0, 1.0]
    """
    found = curves("factors", factors, 1)
    rows = -(-len(found) // 2)
    with figure(rows, 2, height=1.35 * rows + 0.4, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for place, (ax, (name, factor)) in enumerate(zip(axes.flat, found.items(), strict=False)):
            ax.plot(np.arange(len(factor)), factor, color=look(place)[0], drawstyle="steps-post")
            label_line(ax, 0, 1, name, look(place)[0], dx=1, dy=9, fontsize=TEXT)
            ax.set_ylim(0, 1.3)
            ax.set_yticks([0, 1])
        for ax in axes.flat[len(found) :]:
            ax.set_visible(False)
        fig.supxlabel("step", fontsize=9.5)
        fig.supylabel("factor of the learning rate", fontsize=9.5)
    return fig
