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
TWO = {"set back": np.array([[1.0, 1.2], [0.1, 0.2]]), "left": np.array([[1.0, 1.1], [2.0, 4.0]])}
HELD = {"with": [0.0, 0.0, 0.0], "without": [10.0, 20.0, 30.0]}
WAYS = {"logits": (np.arange(7.0), np.ones(7)), "probabilities": (np.full(7, 100.0), np.zeros(7))}
ANSWERS = {2: [0.7, 0.75], 200: [0.85, 0.87]}
EVERY = {"loss": (0.0, "float64"), "weights": (1e-6, "float32")}
FIGURES = {
    "answers_by_batch": lambda: plots.answers_by_batch(ANSWERS, 0.9),
    "drift": lambda: plots.drift({"one": np.full((20, 3), 1e-15), "other": np.full((20, 3), 1e-6)}),
    "every_difference": lambda: plots.every_difference(EVERY),
    "gradients_left": lambda: plots.gradients_left(TWO),
    "loss_two_ways": lambda: plots.loss_two_ways(Z, WAYS),
    "memory_held": lambda: plots.memory_held(HELD),
    "overtaking": lambda: plots.overtaking([8, 64, 512], {"torch": [5, 2, 0.8]}, reference="nnbook"),
    "largest_differences": lambda: plots.largest_differences(DIFFERENCES),
    "correct_digits": lambda: plots.correct_digits(Z, CURVES),
}


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_in_colours_with_a_dark_twin(name: str) -> None:
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    assert fig.axes[-1].get_xlabel()
    assert all(text.get_fontsize() >= 9 for ax in fig.axes for text in ax.texts)
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


def test_loss_two_ways_draws_losses_above_slopes() -> None:
    upper, lower = plots.loss_two_ways(Z, WAYS).axes
    for ax, column in ((upper, 0), (lower, 1)):
        for line, both in zip(ax.lines, WAYS.values(), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), both[column])
    assert [text.get_color() for text in upper.texts] == [COLORS["stable"], COLORS["naive"]]


def test_gradients_left_draws_medians_of_fix_and_misuse() -> None:
    ax = plots.gradients_left(TWO).axes[0]
    np.testing.assert_allclose([line.get_ydata() for line in ax.lines], [[1.1, 0.15], [1.05, 3.0]])
    assert [line.get_color() for line in ax.lines] == [COLORS["stable"], COLORS["naive"]]
    assert ax.get_yscale() == "log"


def test_answers_by_batch_has_a_column_per_size_and_a_line() -> None:
    ax = plots.answers_by_batch(ANSWERS, 0.9).axes[0]
    line, *columns = ax.lines
    assert set(line.get_ydata()) == {0.9}
    for place, (column, seen) in enumerate(zip(columns, ANSWERS.values(), strict=True)):
        np.testing.assert_array_equal(column.get_ydata(), seen)
        assert (abs(column.get_xdata() - place) < 0.2).all()


def test_memory_held_draws_what_it_is_given() -> None:
    ax = plots.memory_held(HELD).axes[0]
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], list(HELD.values()))


def test_drift_draws_medians_and_puts_equality_on_the_edge() -> None:
    samples = [[0.0, 0.0, 0.0], [1e-15, 2e-15, 9e-15]]
    ax = plots.drift({"two": samples}).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [ax.get_ylim()[0], 2e-15])
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_overtaking_draws_ratios_and_the_reference() -> None:
    ax = plots.overtaking([8, 64, 512], {"torch": [5, 2, 0.8]}, reference="nnbook").axes[0]
    np.testing.assert_array_equal([line.get_ydata()[-1] for line in ax.lines], [1, 0.8])
    low, high = ax.get_ylim()
    assert low < 0.8 < 5 < high


def test_every_difference_marks_the_precision() -> None:
    ax = plots.every_difference(EVERY).axes[0]
    marks = {line.get_marker(): line.get_xdata()[0] for line in ax.lines if line.get_marker() in ("o", "D")}
    assert marks == {"o": ax.get_xlim()[0], "D": 1e-6}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.loss_two_ways(Z, {"one": WAYS["logits"]}), "the one that fails, got 1"),
        (lambda: plots.loss_two_ways(Z[::-1], WAYS), "z must rise"),
        (lambda: plots.loss_two_ways(Z[:3], WAYS), "one entry for each of the 3"),
        (lambda: plots.gradients_left({"one": TWO["left"]}), "the fix and the misuse, got 1"),
        (lambda: plots.gradients_left({"a": [[0.0]], "b": [[1.0]]}), "must be positive"),
        (lambda: plots.answers_by_batch({}, 0.9), "name at least one batch size"),
        (lambda: plots.answers_by_batch({2: [np.nan]}, 0.9), "batch size 2 must be finite"),
        (lambda: plots.memory_held({"a": [1, 2], "b": [1]}), "one entry for each of the 2"),
        (lambda: plots.drift({"a": [[-1.0]]}), "not negative"),
        (lambda: plots.overtaking([8, 4], {"a": [1, 2]}, reference="b"), "widths must rise"),
        (lambda: plots.overtaking([4, 8], {"a": [1, 2, 3]}, reference="b"), "one entry for each of the 2"),
        (lambda: plots.every_difference({}), "name at least one comparison"),
        (lambda: plots.every_difference({"a": (1e-9, "half")}), "float64 or float32, got 'half'"),
        (lambda: plots.every_difference({"a": (-1.0, "float64")}), "must not be negative"),
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
