"""Sizes, colours, dashes and names: a curve looks the same in every figure."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from nnbook.plots.style import COLORS

WIDTH = 5.4  # a little narrower than the column: letters stay large enough on a phone
TEXT = 9.5
CYCLE = ("first", "second", "third", "fourth", "fifth", "sixth")
DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 2)),
    (0, (1.2, 1.4)),
    (0, (6, 2, 1.2, 2)),
    (0, (3, 1.2)),
    (0, (8, 3)),
)
LOOKS = {  # one colour and dash per activation, the same in every figure of the chapter
    "sigmoid": 0, "tanh": 1, "relu": 2, "leaky_relu": 3, "elu": 4, "step": 5, "identity": 5,
    "softplus": 3, "gelu": 4, "silu": 1,
}  # fmt: skip
PALE = {"good": "#d6e6f2", "bad": "#f5e3cf"}


def look(name: str, place: int) -> tuple[str, Any]:
    """Colour and dash pattern of a curve: the activation's own, else the one of its place in the list."""
    place = LOOKS.get(name, place)
    return COLORS[CYCLE[place]], DASHES[place]


def pretty(name: str) -> str:
    """Write the name of an activation as a reader knows it."""
    words = {"relu": "ReLU", "elu": "ELU", "selu": "SELU", "gelu": "GELU", "silu": "SiLU", "mish": "Mish"}
    words |= {"leaky_relu": "leaky ReLU", "gelu_tanh": "GELU (tanh form)", "log_sigmoid": "log-sigmoid"}
    return words.get(name, name.replace("_", " "))


def name_classes(ax: Axes) -> None:
    """Name the marks of the classes in a row above the axes, where no sample lies under them."""
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 1),
        ncols=3,
        fontsize=TEXT + 0.5,
        handletextpad=0.2,
        columnspacing=1.4,
    )
