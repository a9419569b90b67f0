"""Plain numbers on logarithmic axes: 0.1 and not 10 to the minus first, and few of them."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.scale import LogTransform
from matplotlib.ticker import LogFormatterMathtext, LogFormatterSciNotation

MANY = 5
PLAIN = 1e-3, 1e3  # beyond, a power of ten reads better than a row of zeros
_FINE = (1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8), (1, 2, 5), (1, 3)


class PlainNumbers(LogFormatterSciNotation):
    """Write the numbers of a logarithmic axis as people write them, where its range allows that."""

    def __call__(self, x: float, pos: Any = None) -> str:
        """Write one number; nothing where matplotlib writes nothing."""
        text = super().__call__(x, pos)
        low, high = sorted(self.axis.get_view_interval())  # type: ignore[union-attr]
        if not text or low < 0.9 * PLAIN[0] or high > 1.1 * PLAIN[1]:
            return text
        return f"{x:g}"


def plain_numbers(fig: Figure) -> None:
    """Exchange the formatters of all logarithmic axes that have none of their own."""
    for axis in (axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)):
        transform = axis.get_transform()
        if isinstance(transform, LogTransform):
            if isinstance(axis.get_major_formatter(), LogFormatterMathtext):
                axis.set_major_formatter(PlainNumbers(transform.base))
            if isinstance(axis.get_minor_formatter(), LogFormatterMathtext):
                axis.set_minor_formatter(PlainNumbers(transform.base))


def plain_log(ax: Axes, which: str) -> None:
    """Make the axis "x" or "y" logarithmic, with at most a handful of numbers on it and no small ticks."""
    getattr(ax, f"set_{which}scale")("log")
    low, high = getattr(ax, f"get_{which}lim")()
    tens = [10.0**power for power in range(-8, 8)]
    fine = [[round(factor * ten, 9) for ten in tens for factor in factors] for factors in _FINE]
    for choice in (*fine, *(tens[::step] for step in (1, 2, 3, 4))):
        marks = [mark for mark in choice if low <= mark <= high]
        if len(marks) <= MANY:
            break
    if marks:
        getattr(ax, f"set_{which}ticks")(marks, [f"{mark:g}" for mark in marks])
    getattr(ax, f"{which}axis").minorticks_off()
    getattr(ax, f"set_{which}lim")(low, high)
