"""What the figures of losses share: one look for each loss, and plain numbers on a logarithmic axis."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from nnbook.plots._look import CYCLE, DASHES
from nnbook.plots.style import COLORS

LOOKS = {
    "cross-entropy": 0,
    "squared": 1,
    "absolute": 2,
    "Huber": 3,
}  # the same in every figure of the chapter


def look(name: str, place: int) -> tuple[str, Any]:
    """Colour and dash pattern of a curve: the loss's own, else the one of its place in the list."""
    place = LOOKS.get(name, place)
    return COLORS[CYCLE[place]], DASHES[place]


def plain_ticks(ax: Axes) -> None:
    """Label a logarithmic axis of heights with a few plain numbers: more of them where it spans little."""
    low, high = ax.get_ylim()
    steps = (1, 2, 5) if high > 4 * low else (1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8)
    candidates = [round(step * 10.0**power, 9) for power in range(-6, 7) for step in steps]
    ticks = [tick for tick in candidates if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.yaxis.minorticks_off()
