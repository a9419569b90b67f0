"""Outputs that stay silent where they should answer, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

MARKERS = ("o", "s", "D", "^", "v", "P")


def living_outputs(networks: Mapping[str, tuple[ArrayLike, ArrayLike]], classes: int) -> Figure:
    """Draw the accuracy of networks against the number of their outputs that answer.

    Parameters
    ----------
    networks
        Name of a start to the numbers of outputs that answer and the accuracies, each of shape (networks,).
    classes
        The number of classes; networks that are right on the classes of these outputs, if all are equally
        common, lie on the line from 0 to 100 %.

    Returns
    -------
    Figure
        One panel, one mark per network, shifted a little sideways so that equal ones can be told apart.

    Examples
    --------
    >>> fig = living_outputs({"He": ([10, 5], [0.97, 0.5])}, classes=10)
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [0.97, 0.5]
    """
    check_curves("networks", networks)
    if classes < 2:
        raise ValueError(f"classes must be at least 2, got {classes}")
    with figure(height=3.2, width=WIDTH) as (fig, ax):
        line = {"color": COLORS["muted"], "linewidth": 1, "linestyle": (0, (1.2, 1.4))}
        ax.plot([0, classes], [0, 1], **line, label="classes that can be named")
        for place, (name, (alive, accuracy)) in enumerate(networks.items()):
            x, y = finite(name, alive, 1), finite(name, accuracy, 1)
            if x.shape != y.shape:
                raise ValueError(f"{name} needs one accuracy for each number of living outputs")
            if x.min() < 0 or x.max() > classes:
                raise ValueError(f"{name} must have from 0 to {classes} living outputs")
            shift = 0.28 * (place - (len(networks) - 1) / 2) + np.linspace(-0.09, 0.09, len(x))
            ax.plot(
                x + shift, y, MARKERS[place], color=COLORS[CYCLE[place]], alpha=0.85, markersize=5,
                fillstyle="full" if place == 0 else "none", label=name,
            )  # fmt: skip
        ax.legend(loc="upper left", fontsize=TEXT, handletextpad=0.3)
        ax.set_xlim(-0.5, classes + 0.6)
        ax.set_xticks(range(0, classes + 1, 2))
        ax.set_ylim(0, 1.05)
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        ax.set_xlabel("outputs that answer to most samples of their class")
        ax.set_ylabel("accuracy on the test samples")
    return fig
