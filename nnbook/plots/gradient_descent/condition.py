"""How much longer descent takes in a narrower ravine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import curves, look
from nnbook.plots.style import figure, label_ends


def condition_sweep(
    kappas: ArrayLike, measured: Mapping[str, ArrayLike], predicted: Mapping[str, ArrayLike]
) -> Figure:
    """Draw how many steps a tenfold gain takes, against the condition number.

    Parameters
    ----------
    kappas
        Condition numbers, shape (k,), above 1.
    measured, predicted
        Name of each rule to the factors per step, between 0 and 1, shape (k,): as measured and as theory has them.

    Returns
    -------
    matplotlib.figure.Figure
        Marks for what was measured, lines for theory; both axes logarithmic.

    Examples
    --------
    >>> fig = condition_sweep([10, 100], {"plain": [0.8, 0.98]}, {"plain": [0.8, 0.98]})
    >>> fig.axes[0].lines[1].get_ydata().round(1).tolist()
    [10.3, 114.0]
    """
    kappa = finite("kappas", kappas, 1)
    marks, lines = curves("measured", measured, 1), curves("predicted", predicted, 1)
    if marks.keys() != lines.keys() or any(
        a.shape != kappa.shape for a in [*marks.values(), *lines.values()]
    ):
        raise ValueError(
            "measured and predicted must hold the same rules, with one factor per condition number"
        )
    if any(((a <= 0) | (a >= 1)).any() for a in [*marks.values(), *lines.values()]):
        raise ValueError("factors must lie between 0 and 1: without convergence there is no number of steps")
    ends = []
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        for place, name in enumerate(marks):
            color, dashes, mark = look(place)
            ax.loglog(kappa, -1 / np.log10(lines[name]), color=color, linestyle=dashes, linewidth=1.4)
            ax.loglog(kappa, -1 / np.log10(marks[name]), mark, color=color)
            ends.append((float(-1 / np.log10(marks[name][-1])), name, color))
        ax.minorticks_off()
        ax.set_xlim(kappa[0] / 1.2, kappa[-1] * (kappa[-1] / kappa[0]) ** 0.28)
        label_ends(ax, float(kappa[-1]), ends, fontsize=TEXT, dx=8)
        ax.set_xlabel(r"condition number $\kappa = \lambda_{\max}/\lambda_{\min}$ (log axis)")
        ax.set_ylabel("steps for a tenfold gain (log axis)")
    return fig
