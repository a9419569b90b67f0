"""Confidence against accuracy, for several ways to turn scores into probabilities."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.gradient_descent._look import MARKS
from nnbook.plots.style import COLORS, figure


def calibration_curves(answers: Mapping[str, tuple[ArrayLike, ArrayLike]], *, groups: int = 10) -> Figure:
    """Draw how often answers are right against how sure they were, in groups of equally many answers.

    Parameters
    ----------
    answers
        Name of each curve to the confidence of every answer, from 0 to 1, and whether it was right, (n,) each.
    groups
        How many groups of equal size the answers are sorted into, from the least to the most confident.

    Returns
    -------
    matplotlib.figure.Figure
        A line with a mark for each group, and the diagonal, on which confidence and accuracy are equal.

    Examples
    --------
    >>> fig = calibration_curves({"bold": ([0.9, 0.9, 1, 1], [0, 1, 1, 1])}, groups=2)
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [0.5, 1.0]
    """
    check_curves("answers", answers)
    with figure(height=3.5, width=WIDTH) as (fig, ax):
        ax.plot(
            [0, 1],
            [0, 1],
            color=COLORS["muted"],
            linestyle=DASHES[2],
            linewidth=1.4,
            label="as sure as right",
        )
        lowest = 1.0
        for place, (name, (confidence, right)) in enumerate(answers.items()):
            sure = finite(f"confidence of {name!r}", confidence, 1)
            hit = as_long_as(f"right of {name!r}", finite(f"right of {name!r}", right, 1), sure)
            if sure.min() < 0 or sure.max() > 1:
                raise ValueError(f"confidence of {name!r} must lie from 0 to 1")
            if not 1 <= groups <= len(sure):
                raise ValueError(f"groups must be from 1 to the {len(sure)} answers, got {groups}")
            parts = np.array_split(np.argsort(sure, kind="stable"), groups)
            x, y = (np.array([values[part].mean() for part in parts]) for values in (sure, hit))
            ax.plot(
                x, y, marker=MARKS[place], color=COLORS[CYCLE[place]], linestyle=DASHES[place], label=name
            )
            lowest = min(lowest, x.min(), y.min())
        ax.set(xlim=(lowest - 0.03, 1.02), ylim=(lowest - 0.03, 1.03))
        ax.set_xlabel("mean confidence of the group", fontsize=TEXT)
        ax.set_ylabel("accuracy of the group", fontsize=TEXT)
        ax.legend(loc="lower right", fontsize=TEXT, handlelength=3.5, labelcolor="linecolor")
    return fig
