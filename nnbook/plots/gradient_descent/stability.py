"""The learning rate at which descent turns into flight."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots.gradient_descent._look import TEXT, WIDTH, as_array, curves, look
from nnbook.plots.style import COLORS, figure, label_line


def stability_sweep(
    relative_rates: ArrayLike, measured: Mapping[str, ArrayLike], predicted: Mapping[str, ArrayLike]
) -> Figure:
    """Draw the factor by which a step changes the distance to the lowest point, against the learning rate.

    Parameters
    ----------
    relative_rates
        Learning rates as fractions of the limit 2/λ_max, shape (k,).
    measured, predicted
        Name of each problem to the factors, shape (k,), as measured and as the formula says.

    Returns
    -------
    matplotlib.figure.Figure
        Marks for what was measured, lines for what was predicted; above 1 the distance grows.

    Examples
    --------
    >>> fig = stability_sweep([0.5, 1.1], {"bowl": [0.9, 1.2]}, {"bowl": [0.9, 1.2]})
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [0.9, 1.2]
    """
    rates = as_array(relative_rates, "relative_rates", 1)
    marks, lines = curves("measured", measured, 1), curves("predicted", predicted, 1)
    if marks.keys() != lines.keys() or any(
        a.shape != rates.shape for a in [*marks.values(), *lines.values()]
    ):
        raise ValueError("measured and predicted must hold the same problems, with one factor per rate")
    with figure(height=3.3, width=WIDTH) as (fig, ax):
        for place, name in enumerate(marks):
            color, dashes, mark = look(place)
            ax.plot(rates, lines[name], color=color, linestyle=dashes, linewidth=1.4)
            ax.plot(rates, marks[name], mark, color=color, markersize=4.5)
            spot = len(rates) // 4
            label_line(
                ax,
                rates[spot],
                marks[name][spot],
                name,
                color,
                dx=0,
                dy=11 if place else -12,
                fontsize=TEXT,
                ha="center",
            )
        ax.axvline(1, color=COLORS["target"], linewidth=1.2, linestyle=(0, (5, 2)))
        ax.axhline(1, color=COLORS["target"], linewidth=1.2, linestyle=(0, (5, 2)))
        top = max(float(line.max()) for line in lines.values())
        label_line(ax, 1, top, "2/λ_max ", COLORS["target"], dx=-4, ha="right", fontsize=TEXT)
        label_line(ax, rates[0], 1, "above: flies off", COLORS["target"], dx=0, dy=9, fontsize=TEXT)
        ax.set_xlabel(r"learning rate, as a fraction of $2/\lambda_{\max}$")
        ax.set_ylabel("distance after a step / before")
    return fig
