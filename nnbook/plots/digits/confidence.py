"""How sure a network is of what it was made for, and of what it was not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def confidence_shares(kinds: Mapping[str, ArrayLike]) -> Figure:
    """Draw which share of the answers is at least as confident as the axis says, for several kinds of images.

    Parameters
    ----------
    kinds
        Name of each kind to the confidences of the answers, from 0 to 1, shape (n,).

    Returns
    -------
    matplotlib.figure.Figure
        A falling line for each kind.

    Examples
    --------
    >>> fig = confidence_shares({"noise": [0.2, 0.4, 0.9, 1.0]})
    >>> x, y = fig.axes[0].lines[0].get_data()
    >>> y[x <= 0.9].min().item(), y[-1].item()
    (50.0, 25.0)
    """
    check_curves("kinds", kinds)
    steps = np.linspace(0, 1, 101)
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        for place, (name, values) in enumerate(kinds.items()):
            sure = np.sort(finite(f"kinds[{name!r}]", values, 1))
            if sure[0] < 0 or sure[-1] > 1 + 1e-6:
                raise ValueError(f"kinds[{name!r}] must lie from 0 to 1")
            share = 100 * (1 - np.searchsorted(sure, np.minimum(steps, sure[-1]) - 1e-9) / len(sure))
            share[steps > sure[-1] + 0.005] = 0
            ax.plot(steps, share, color=COLORS[CYCLE[place]], linestyle=DASHES[place], label=name)
        ax.set(xlim=(0, 1.0), ylim=(0, 104))
        ax.set_xlabel("confidence: probability of the most likely class", fontsize=TEXT)
        ax.set_ylabel("answers at least as confident, %", fontsize=TEXT)
        ax.legend(loc="lower left", fontsize=TEXT, handlelength=3.5, labelcolor="linecolor")
    return fig
