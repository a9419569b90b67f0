"""Few and plain numbers on logarithmic axes: 0.1 and not 10 to the minus first."""

from __future__ import annotations

from matplotlib.axes import Axes

MANY = 5


def plain_log(ax: Axes, which: str) -> None:
    """Make the axis "x" or "y" logarithmic, with at most a handful of numbers on it and no small ticks."""
    getattr(ax, f"set_{which}scale")("log")
    low, high = getattr(ax, f"get_{which}lim")()
    tens = [10.0**power for power in range(-8, 8)]
    fine = [[factor * ten for ten in tens for factor in factors] for factors in ((1, 2, 5), (1, 3))]
    for choice in (*fine, *(tens[::step] for step in (1, 2, 3, 4))):
        marks = [mark for mark in choice if low <= mark <= high]
        if len(marks) <= MANY:
            break
    if marks:
        getattr(ax, f"set_{which}ticks")(marks, [f"{mark:g}" for mark in marks])
    ax.minorticks_off()
    getattr(ax, f"set_{which}lim")(low, high)
