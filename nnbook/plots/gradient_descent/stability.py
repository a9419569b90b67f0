"""The learning rate at which descent turns into flight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.gradient_descent._look import curves, look
from nnbook.plots.style import COLORS, figure, label_line


def stability_sweep(
    relative_rates: ArrayLike, measured: Mapping[str, ArrayLike], curvatures: Mapping[str, ArrayLike]
) -> Figure:
    """Draw the factor by which a step changes the distance to the lowest point, against the learning rate.

    Parameters
    ----------
    relative_rates
        Learning rates as fractions of the limit 2/λ_max, shape (k,).
    measured
        Name of each problem to the measured factors, shape (k,).
    curvatures
        Name of each problem to the eigenvalues of its Hessian, of which the prediction is made.

    Returns
    -------
    matplotlib.figure.Figure
        Marks for what was measured, lines for the prediction, the largest size of 1 − ηλ; above 1 the distance grows.

    Examples
    --------
    >>> fig = stability_sweep([0.5, 1.1], {"bowl": [0.9, 1.2]}, {"bowl": [1, 10]})
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [0.9, 1.2]
    """
    rates, marks = finite("relative_rates", relative_rates, 1), curves("measured", measured, 1)
    if marks.keys() != curvatures.keys() or any(factor.shape != rates.shape for factor in marks.values()):
        raise ValueError(
            "measured and curvatures must hold the same problems, and measured one factor per rate"
        )
    fine = np.linspace(rates.min(), rates.max(), 441)
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        for place, name in enumerate(marks):
            color, dashes, mark = look(place)
            values = finite(f"curvatures[{name!r}]", curvatures[name], 1)
            if values.min() <= 0:
                raise ValueError(f"curvatures[{name!r}] must be positive, got {values.min():g}")
            predicted = abs(1 - 2 * fine[:, None] * values / values.max()).max(axis=1)
            ax.plot(fine, predicted, color=color, linestyle=dashes, linewidth=1.4)
            ax.plot(rates, marks[name], mark, color=color, markersize=4.5)
            x, y = rates[len(rates) // 4], marks[name][len(rates) // 4]
            label_line(ax, x, y, name, color, dx=0, dy=-12, fontsize=TEXT, ha="center")
        limit: dict[str, Any] = {
            "color": COLORS["ink"],
            "linewidth": 1,
            "linestyle": (0, (1.2, 1.4)),
            "zorder": 1,
        }
        ax.axvline(1, **limit)
        ax.axhline(1, **limit)
        label_line(
            ax,
            1,
            ax.get_ylim()[1],
            r"$2/\lambda_{\max}$",
            COLORS["ink"],
            dx=-5,
            dy=-8,
            ha="right",
            fontsize=11,
        )
        label_line(ax, rates[0], 1, "above: flies off", COLORS["ink"], dx=0, dy=9, fontsize=TEXT)
        ax.set_xlabel(r"learning rate, as a fraction of $2/\lambda_{\max}$")
        ax.set_ylabel("distance after a step / before")
    return fig
