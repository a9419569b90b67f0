"""What the figures of losses share: one look for each loss."""

from __future__ import annotations

from typing import Any

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
