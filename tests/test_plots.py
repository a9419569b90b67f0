"""What every figure of the book must be: closed, in colours with a dark twin, readable on a phone, tested."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from drawn import svg_of
from matplotlib.figure import Figure

from nnbook import plots
from nnbook.plots.style import COLORS, DARK, figure

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_plots_*.py"))
FIGURES: dict[str, Callable[[], Figure]] = {
    f"{module.removeprefix('test_plots_')} {name}": draw
    for module in MODULES
    for name, draw in importlib.import_module(module).FIGURES.items()
}
COLUMN = 350
"""Width of the text column of a phone in pixels."""


def test_every_public_figure_is_drawn_in_a_test() -> None:
    assert {re.split(r"[ ,]", name)[1] for name in FIGURES} == set(plots.__all__)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_closed_in_the_colours_of_the_book_and_readable_on_a_phone(name: str) -> None:
    before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == before
    assert any(ax.has_data() or ax.patches or ax.texts for ax in fig.axes)
    used = set(re.findall(r"#[0-9a-f]{6}\b", svg_of(fig).lower()))
    assert used <= DARK.keys(), used - DARK.keys()
    assert used & set(COLORS.values())
    shrink = min(1, COLUMN / (96 * fig.get_size_inches()[0]))
    labels = [t for ax in fig.axes for t in (*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label)]
    labels += [t for ax in fig.axes if ax.axison for t in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    labels = [text for text in (*labels, *fig.texts) if text.get_text() and text.get_visible()]
    assert labels
    for text in labels:
        assert text.get_fontsize() * 96 / 72 * shrink >= 7.5, text.get_text()


def labels_of(low: float, high: float, **own: object) -> list[str]:
    """Return the numbers on a logarithmic axis that spans low to high."""
    with figure() as (fig, ax):
        ax.plot([1, 2], [low, high])
        ax.set_yscale("log")
        ax.set_ylim(low, high)
        ax.yaxis.set(**own)
    fig.canvas.draw()
    return [label.get_text() for label in ax.get_yticklabels() if low <= label.get_position()[1] <= high]


def test_a_logarithmic_axis_has_plain_numbers_where_its_range_allows_that() -> None:
    assert labels_of(0.01, 100) == ["0.01", "0.1", "1", "10", "100"]
    assert all("10^" in text for text in labels_of(1e-9, 1))
    assert all(" " in text for text in labels_of(0.01, 100, major_formatter="{x:g} "))
