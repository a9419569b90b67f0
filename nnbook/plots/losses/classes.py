"""What the cross-entropy asks of each score."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure


def push_and_pull(probabilities: ArrayLike, target: ArrayLike) -> Figure:
    """Draw probabilities, target, and their difference, which is the gradient with respect to the scores.

    Parameters
    ----------
    probabilities, target
        What the network says of each class, and what is true, shape (K,).

    Returns
    -------
    Figure
        Three panels of bars.

    Examples
    --------
    >>> fig = push_and_pull([0.7, 0.3], [0, 1])
    >>> [round(float(bar.get_height()), 1) for bar in fig.axes[2].patches]
    [0.7, -0.7]
    """
    p = finite("probabilities", probabilities, 1)
    y = as_long_as("target", finite("target", target, 1), p)
    panels = (
        ("prediction $p$", p, COLORS["prediction"], ""),
        ("target $y$", y, COLORS["target"], "//"),
        ("gradient $p - y$", p - y, COLORS["gradient"], ".."),
    )
    with figure(1, 3, height=2.9, width=WIDTH, sharey=True) as (fig, axes):
        places = np.arange(1, len(p) + 1)
        for ax, (title, values, color, hatch) in zip(axes, panels, strict=True):
            ax.bar(places, values, 0.62, facecolor=color, edgecolor="#ffffff", hatch=hatch, linewidth=0)
            ax.axhline(0, color=COLORS["muted"], linewidth=0.8)
            for place, value in zip(places, values, strict=True):
                ax.annotate(
                    f"{value:.2f}".replace("-", "−"),
                    (place, value),
                    (0, 3 if value >= 0 else -3),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if value >= 0 else "top",
                    fontsize=TEXT,
                )
            ax.set_title(title)
            ax.set_xticks(places)
            ax.grid(visible=False, axis="x")
        axes[0].set_ylim(min(-0.2, *(p - y)) - 0.25, max(1.0, *y) + 0.2)
        axes[1].set_xlabel("class")
    return fig
