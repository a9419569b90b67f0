"""The figures of the chapter on training in practice: closed, made of the numbers given, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest
from drawn import points
from matplotlib.figure import Figure

from nnbook import accuracy_interval, plots
from nnbook.plots.style import COLORS

mpl.use("agg")

RUNS = np.random.default_rng(0).uniform(0.3, 2.0, (6, 20))
SHARES = {
    "wide": {"rate": [0.4, 0.3, 0.5], "width": [0.1, 0.0, 0.2]},
    "narrow": {"rate": [0.1, 0.0, 0.2], "width": [0.2, 0.1, 0.3]},
}
CURVES = {"train": RUNS, "validation": RUNS + 0.5, "cured": RUNS / 2}
TRIED = {"grid": ([0.1, 0.1, 1], [0.1, 1, 1]), "random": ([0.2, 0.3, 0.4], [0.1, 0.2, 0.3])}

FIGURES: dict[str, Callable[[], Figure]] = {
    "importance": lambda: plots.importance(SHARES),
    "grid_and_random": lambda: plots.grid_and_random(
        TRIED, {"grid": [0.5, 0.4, 0.9], "random": [0.3, 0.6]}, ("rate", "decay")
    ),
    "best_of_tries": lambda: plots.best_of_tries(
        [1, 2, 4], {"a": [2, 1, 0.5], "b": [2, 1.5, 1]}, {"a": [2, 1.1, 0.5], "b": [2, 1.4, 1]}
    ),
    "winner_scores": lambda: plots.winner_scores(
        [8, 16, 32], {"validation": RUNS[:3] / 3, "test": RUNS[3:] / 3}
    ),
    "rerun_scores": lambda: plots.rerun_scores(["a", "b"], [0.95, 0.9], RUNS[:2] / 3),
    "loss_gallery": lambda: plots.loss_gallery(
        {"one": CURVES, "two": {"train": RUNS}, "three": CURVES}, chance=2.3
    ),
    "update_ratios": lambda: plots.update_ratios(
        {"SGD": (RUNS / 100, RUNS), "Adam": (RUNS / 10, 9 * RUNS)}, rule=1e-3, chance=2.3
    ),
    "alarms": lambda: plots.alarms(
        {"first": (0, 98), "second": (3, 50)}, {"first": (100, 100), "second": (90, 50)}
    ),
    "diagnosis": lambda: plots.diagnosis(
        [1, 3, 6],
        {"train": [2.5, 2.4, 2.3], "validation": [2.6, 2.5, 2.4]},
        {"slow": {"train": RUNS, "validation": RUNS}, "lost": {"train": RUNS, "validation": RUNS}},
        chance=2.3,
    ),
}


def drawn(fig: Figure, name: str, axes: int = 0) -> list[np.ndarray]:
    return [points(line) for line in fig.axes[axes].lines if line.get_label() == name]


def test_shares_stand_in_percent_on_the_row_of_their_hyperparameter() -> None:
    ax = FIGURES["importance"]().axes[0]
    marks = [points(line)[0] for line in ax.lines if len(points(line)) == 1]
    assert np.allclose([x for x, _ in marks], [40, 10, 10, 20])
    assert np.allclose([round(y) for _, y in marks], [0, -1, 0, -1])
    assert points(ax.lines[0])[:, 0].tolist() == [30, 50]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["rate", "width"]


def test_searches_show_their_trials_and_what_they_found() -> None:
    fig = FIGURES["grid_and_random"]()
    grid, _, ecdf = fig.axes
    assert points(grid.lines[0]).tolist() == [[0.1, 0.1], [0.1, 1], [1, 1]]
    assert grid.lines[1].get_xdata().tolist() == [0.1, 1]  # ticks at distinct rates only
    assert np.allclose(points(ecdf.lines[0]), [[0.4, 100 / 3], [0.5, 200 / 3], [0.9, 100]])
    assert ecdf.lines[0].get_linestyle() != ecdf.lines[1].get_linestyle()


def test_expected_and_drawn_lowest_losses_share_their_colour() -> None:
    lines = FIGURES["best_of_tries"]().axes[0].lines
    assert points(lines[0]).tolist() == [[1, 2], [2, 1], [4, 0.5]]
    assert points(lines[1]).tolist() == [[1, 2], [2, 1.1], [4, 0.5]]
    assert lines[0].get_color() == lines[1].get_color() != lines[2].get_color()


def test_winners_and_reruns_are_scored_in_percent() -> None:
    lines = FIGURES["winner_scores"]().axes[0].lines
    assert np.allclose(lines[0].get_ydata(), 100 * np.median(RUNS[:3] / 3, axis=1))
    assert lines[0].get_color() == COLORS["validation"]
    assert lines[2].get_color() == COLORS["test"]
    rows = FIGURES["rerun_scores"]().axes[0].lines
    assert np.allclose(points(rows[0])[:, 0], 100 * np.quantile(RUNS[0] / 3, [0.1, 0.9]))
    assert np.allclose(points(rows[1])[0], [100 * RUNS[0].mean() / 3, 0])
    assert points(rows[2]).tolist() == [[95, 0]]
    assert points(rows[5]).tolist() == [[90, -1]]


def test_the_gallery_draws_medians_and_leaves_out_what_is_lost() -> None:
    fig = FIGURES["loss_gallery"]()
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["one", "two", "three", ""]
    assert not fig.axes[3].get_visible()
    (curve,) = drawn(fig, "validation")
    assert np.allclose(curve, np.column_stack([np.arange(1, 7), np.median(RUNS + 0.5, axis=1)]))
    half = RUNS.copy()
    half[3:, :10] = np.nan
    half[5] = np.inf
    (curve,) = drawn(plots.loss_gallery({"lost": {"train": half}}, chance=2.3), "train")
    assert len(curve) == 5
    assert np.allclose(curve[4, 1], np.median(RUNS[4, 10:]))


def test_ratios_are_medians_and_losses_are_cut_at_twice_chance() -> None:
    lines = FIGURES["update_ratios"]().axes[0].lines
    assert np.allclose(points(lines[0]), np.column_stack([np.median(RUNS / 100, 1), np.median(RUNS, 1)]))
    assert lines[1].get_ydata().max() <= 4.6
    assert lines[2].get_xdata()[0] == 1e-3


def test_alarms_stand_at_their_share_in_their_interval() -> None:
    lines = FIGURES["alarms"]().axes[0].lines
    marks = [points(line)[0].tolist() for line in lines if len(points(line)) == 1]
    assert np.allclose(marks, [[0, 0], [98, 0], [100 / 30, -1], [100, -1]])
    assert np.allclose(points(lines[2])[:, 0], 100 * np.array(accuracy_interval(98, 100)))


def test_the_log_is_marked_in_every_panel() -> None:
    fig = FIGURES["diagnosis"]()
    for ax in fig.axes:
        marks = [points(line) for line in ax.lines if line.get_marker() in ("o", "s")]
        assert marks[0].tolist() == [[1, 2.5], [3, 2.4], [6, 2.3]]
        assert marks[1].tolist() == [[1, 2.6], [3, 2.5], [6, 2.4]]
    assert np.allclose(points(fig.axes[0].lines[0])[:, 1], np.median(RUNS, axis=1))


BAD: dict[str, tuple[Callable[[], Figure], str]] = {
    "no search": (lambda: plots.importance({}), "1 to 6 searches"),
    "no setting": (lambda: plots.importance({"a": {}}), "at least one hyperparameter"),
    "other settings": (lambda: plots.importance({"a": {"x": [0, 0, 0]}, "b": {"y": [0, 0, 0]}}), "must have"),
    "no interval": (lambda: plots.importance({"a": {"x": [0.1, 0.2]}}), "both ends"),
    "searches that differ": (
        lambda: plots.grid_and_random(TRIED, {"grid": [1]}, ("a", "b")),
        "the same searches",
    ),
    "half a pair": (
        lambda: plots.grid_and_random({"a": ([1, 2], [1])}, {"a": [1]}, ("a", "b")),
        "must hold pairs",
    ),
    "tries without a mark": (lambda: plots.best_of_tries([1], {"a": [1]}, {"b": [1]}), "the same searches"),
    "tries too many": (lambda: plots.best_of_tries([1], {"a": [1, 2]}, {"a": [1]}), "one entry for each"),
    "a winner with NaN": (lambda: plots.winner_scores([1], {"a": [[np.nan]]}), "finite"),
    "names missing": (lambda: plots.rerun_scores([], [0.9], [[0.8]]), "one entry for each"),
    "empty gallery": (lambda: plots.loss_gallery({}, chance=2.3), "at least one fault"),
    "unknown curve": (lambda: plots.loss_gallery({"a": {"test": RUNS}}, chance=2.3), "curves named"),
    "nothing finite": (lambda: plots.loss_gallery({"a": {"train": 0 * RUNS}}, chance=2.3), "positive losses"),
    "no chance": (lambda: plots.loss_gallery({"a": CURVES}, chance=0), "logarithmic"),
    "rows that differ": (
        lambda: plots.update_ratios({"a": (RUNS, RUNS[:2])}, rule=1, chance=2),
        "row of losses",
    ),
    "no check": (lambda: plots.alarms({}, {}), "the same checks"),
    "no suspect": (
        lambda: plots.diagnosis([1], {"train": [1], "validation": [1]}, {}, chance=2),
        "one suspect",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_answered_with_a_sentence(case: str) -> None:
    call, sentence = BAD[case]
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
