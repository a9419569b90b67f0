"""The error, taken apart."""

from __future__ import annotations

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def error_parts(
    at: ArrayLike, bias: ArrayLike, variance: ArrayLike, noise: float, measured: ArrayLike, *, xlabel: str
) -> Figure:
    """Draw noise, squared bias and variance on top of each other, and the measured error as marks.

    Parameters
    ----------
    at
        The choice that is varied, such as the degree, shape (k,).
    bias, variance
        Squared bias and variance, shape (k,), at least 0.
    noise
        The variance of the noise, at least 0.
    measured
        The error measured on fresh samples, shape (k,).
    xlabel
        What is varied.

    Returns
    -------
    matplotlib.figure.Figure
        Stacked bars with three fillings, and a mark for every measured error.

    Examples
    --------
    >>> fig = error_parts([0, 1], [0.4, 0.1], [0.1, 0.2], 0.1, [0.6, 0.4], xlabel="degree")
    >>> [float(bar.get_height().round(1)) for bar in fig.axes[0].patches]
    [0.1, 0.1, 0.4, 0.1, 0.1, 0.2]
    """
    across = finite("at", at, 1)
    parts = {
        name: as_long_as(name, finite(name, values, 1), across)
        for name, values in {"noise": [noise] * len(across), "bias²": bias, "variance": variance}.items()
    }
    for name, values in parts.items():
        if values.min() < 0:
            raise ValueError(f"{name} must be at least 0, got {values.min():g}")
    marks = as_long_as("measured", finite("measured", measured, 1), across)
    looks = {"noise": ("grid", ""), "bias²": ("second", "//"), "variance": ("first", "")}
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        below = 0 * across
        for name, values in parts.items():
            color, hatch = looks[name]
            ax.bar(
                across, values, 0.8, bottom=below, color=COLORS[color], hatch=hatch, label=name,
                edgecolor="#ffffff", linewidth=0.5,
            )  # fmt: skip
            below = below + values
        ax.plot(across, marks, "D", color=COLORS["ink"], markersize=4.5, label="measured")
        top = 1.12 * max(below.max(), marks.max())
        ax.set_ylim(0, top)
        first, last = 0, len(across) - 1
        for name, place, color in (
            ("bias²", first, "second"),
            ("variance", last, "first"),
        ):
            lower = parts["noise"][place] + (parts["bias²"][place] if name == "variance" else 0)
            label_line(
                ax, across[place], lower + parts[name][place], name, COLORS[color], dx=0, dy=11, ha="center",
                fontsize=TEXT,
            )  # fmt: skip
        middle = len(across) // 2
        label_line(
            ax, across[middle], marks[middle], "measured", COLORS["ink"], dx=0, dy=13, ha="center",
            fontsize=TEXT,
        )  # fmt: skip
        label_line(
            ax, across[middle], noise / 2, "noise", COLORS["ink"], dx=0, ha="center", fontsize=TEXT,
            fontweight="normal",
        )  # fmt: skip
        ax.grid(visible=False, axis="x")
        ax.set_xticks(across, [f"{value:g}" for value in across])
        ax.set_xlabel(xlabel, fontsize=TEXT)
        ax.set_ylabel("squared error", fontsize=TEXT)
    return fig
