"""The figures of the chapter *PyTorch*: what they draw, and what they refuse."""

from __future__ import annotations

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.plots import pytorch as plots
from nnbook.plots.style import COLORS, DARK

Z = np.linspace(-3, 3, 7)
DIFFERENCES = {"relu": (0.0, 0.0), "gelu": (2e-15, 3e-16), "softplus": (2e-9, 1e-9)}
CURVES = {"nnbook": np.full(7, 15.5), "PyTorch": np.linspace(0, 16, 7)}
FIGURES = {
    "largest_differences": lambda: plots.largest_differences(DIFFERENCES),
    "correct_digits": lambda: plots.correct_digits(Z, CURVES),
}


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_in_colours_with_a_dark_twin(name: str) -> None:
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    assert fig.axes[0].get_xlabel()
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg")
    assert set(re.findall(r"#[0-9a-f]{6}\b", buffer.getvalue())) <= set(DARK)


def test_largest_differences_stand_in_their_rows_and_zero_on_the_edge() -> None:
    ax = plots.largest_differences(DIFFERENCES).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == list(DIFFERENCES)
    edge = ax.get_xlim()[0]
    marks = {line.get_marker(): line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 3}
    np.testing.assert_array_equal(marks["o"], [edge, 2e-15, 2e-9])
    np.testing.assert_array_equal(marks["D"], [edge, 3e-16, 1e-9])


def test_correct_digits_draws_each_curve_with_its_own_dash_and_name() -> None:
    ax = plots.correct_digits(Z, CURVES).axes[0]
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], list(CURVES.values()))
    assert len({str(line._dash_pattern) for line in ax.lines}) == 2
    assert {text.get_text(): text.get_color() for text in ax.texts} == {
        "nnbook": COLORS["prediction"],
        "PyTorch": COLORS["target"],
    }


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.largest_differences({}), "differences is empty"),
        (lambda: plots.largest_differences({"relu": (1.0,)}), "two numbers of at least 0"),
        (lambda: plots.largest_differences({"relu": (np.nan, 0.0)}), "two numbers of at least 0"),
        (lambda: plots.correct_digits(Z[::-1], CURVES), "increasing"),
        (lambda: plots.correct_digits(Z, {}), "one to three curves, got 0"),
        (
            lambda: plots.correct_digits(Z, {"a": [1, 2]}),
            r"one number for each of the 7 inputs, got shape \(2,\)",
        ),
    ],
)
def test_refuses_what_it_cannot_draw(draw, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
