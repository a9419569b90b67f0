"""The figures of the page on mistakes: closed, made of the numbers they claim to show, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from nnbook import plots
from nnbook.plots.style import COLORS

mpl.use("agg")

LOSSES = np.array([[2.0, 2.4, 2.2], [1.0, 1.2, 1.1], [0.5, 0.9, 0.7]])
COSTS = {"dear": (40.0, 35.0, 45.0), "nothing": (0.1, -0.2, 0.4), "a little": (1.0, 0.5, 1.5)}

FIGURES: dict[str, Callable[[], Figure]] = {
    "losses_above_floor": lambda: plots.losses_above_floor(
        {"once": LOSSES, "twice": 1 + LOSSES}, 1.0, name="floor"
    ),
    "own_statistics": lambda: plots.own_statistics([8, 2, 1], LOSSES[::-1] / 3, [0.9, 0.95, 1.0]),
    "single_runs": lambda: plots.single_runs({"right": [0.9, 0.92, 0.97], "wrong": [0.88, 0.91]}),
    "mistake_costs": lambda: plots.mistake_costs(COSTS),
}


@pytest.fixture(params=FIGURES)
def figure(request: pytest.FixtureRequest) -> Figure:
    return FIGURES[request.param]()


def test_a_figure_is_closed_and_has_named_axes(figure):
    assert not plt.fignum_exists(figure.number)
    assert figure.get_size_inches()[0] == 5.4
    assert all(ax.get_xlabel() for ax in figure.axes)


def test_the_loss_is_the_median_over_the_networks_and_the_floor_stands_under_it():
    once, twice, floor = FIGURES["losses_above_floor"]().axes[0].lines
    assert once.get_ydata().tolist() == [2.2, 1.1, 0.7]
    assert once.get_xdata().tolist() == [1, 2, 3]
    assert np.allclose(twice.get_ydata(), [3.2, 2.1, 1.7])
    assert set(floor.get_ydata()) == {1.0}
    assert once.get_color() == COLORS["stable"]
    assert twice.get_color() == COLORS["naive"]
    assert once.get_linestyle() != twice.get_linestyle()


def test_the_axis_of_losses_begins_at_zero_and_names_all_lines():
    ax = FIGURES["losses_above_floor"]().axes[0]
    assert ax.get_ylim()[0] == 0
    assert {text.get_text() for text in ax.texts} == {"once", "twice", "floor"}


def test_groups_are_drawn_in_per_cent_beside_what_was_kept():
    own, kept = FIGURES["own_statistics"]().axes[0].lines
    assert np.allclose(own.get_ydata(), 100 * np.median(LOSSES[::-1] / 3, axis=1))
    assert np.allclose(kept.get_ydata(), 95)
    assert own.get_xdata().tolist() == [8, 2, 1]


def test_every_size_of_a_group_has_its_tick():
    ax = FIGURES["own_statistics"]().axes[0]
    assert sorted(ax.get_xticks()) == [1, 2, 8]
    assert ax.get_xscale() == "log"


def test_every_run_is_drawn_and_the_mean_beside_it():
    right, mean, wrong, other = FIGURES["single_runs"]().axes[0].lines
    assert np.allclose(right.get_xdata(), [90, 92, 97])
    assert np.allclose(wrong.get_xdata(), [88, 91])
    assert np.allclose(mean.get_xdata(), 93)
    assert np.allclose(other.get_xdata(), 89.5)
    assert right.get_marker() != wrong.get_marker()


def test_costs_are_sorted_and_keep_their_intervals():
    ax = FIGURES["mistake_costs"]().axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["nothing", "a little", "dear"]
    _, *lines = ax.lines
    assert [line.get_xdata().tolist() for line in lines[::2]] == [[-0.2, 0.4], [0.5, 1.5], [35, 45]]
    assert [float(line.get_xdata()[0]) for line in lines[1::2]] == [0.1, 1.0, 40.0]


def test_a_cost_that_may_be_zero_is_open_and_grey():
    _, *lines = FIGURES["mistake_costs"]().axes[0].lines
    free, little, dear = lines[1::2]
    assert to_hex(free.get_color()) == COLORS["muted"]
    assert to_hex(free.get_markerfacecolor()) == "#ffffff"
    for mark in (little, dear):
        assert to_hex(mark.get_color()) == to_hex(mark.get_markerfacecolor()) == COLORS["naive"]


@pytest.mark.parametrize("touching", [(0.5, 0.0, 1.0), (-0.5, -1.0, 0.0)])
def test_an_interval_that_touches_zero_contains_it(touching):
    mark = plots.mistake_costs({"one": touching}).axes[0].lines[2]
    assert to_hex(mark.get_color()) == COLORS["muted"]


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: plots.losses_above_floor({}, 1, name="f"), "losses is empty"),
        (
            lambda: plots.losses_above_floor({"a": LOSSES}, 1, name="f"),
            "the fix and the mistake, got 1 curves",
        ),
        (
            lambda: plots.losses_above_floor({"a": LOSSES, "b": LOSSES}, np.inf, name="f"),
            "floor must be finite",
        ),
        (lambda: plots.losses_above_floor({"a": LOSSES, "b": LOSSES[0]}, 1, name="f"), "b must have 2 axes"),
        (lambda: plots.own_statistics([0, 1], LOSSES[:2], [1, 1]), "sizes must be positive"),
        (lambda: plots.own_statistics([1, 2], LOSSES, [1, 1]), "own needs one entry for each of the 2"),
        (lambda: plots.own_statistics([1, 2], LOSSES[:2], [np.nan]), "kept must be finite"),
        (lambda: plots.single_runs({"a": [1]}), "runs must hold two programs, got 1"),
        (lambda: plots.single_runs({"a": [1], "b": []}), "b is empty"),
        (lambda: plots.mistake_costs({}), "costs is empty"),
        (lambda: plots.mistake_costs({"a": (1, 2)}), "a mean and two ends"),
        (lambda: plots.mistake_costs({"a": (1, 2, 3)}), "must lie within its interval"),
        (lambda: plots.mistake_costs({"a": (4, 2, 3)}), "must lie within its interval"),
        (lambda: plots.mistake_costs({"a": (np.nan, 2, 3)}), "a must be finite"),
    ],
)
def test_bad_input_gets_a_sentence(draw, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw()
