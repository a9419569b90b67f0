"""The figures of the chapter on training and batching: closed, true to their numbers, deaf to bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import texts
from matplotlib.figure import Figure

from nnbook import accuracy_interval, plots

mpl.use("agg")

SIZES = [1, 4, 16]
POPULATION = np.random.default_rng(0).uniform(0.1, 0.9, (3, 20))
CLOUD = np.array([[0.0, 1.0], [2.0, -1.0]])

FIGURES: dict[str, Callable[[], Figure]] = {
    "batch_losses": lambda: plots.batch_losses([[0.9, 0.7], [0.5, 0.3], [0.2, 0.2]], [0.8, 0.4, 0.2]),
    "mean_of_means": lambda: plots.mean_of_means([4.0, 4.5, 5.0, 5.0], exact=4.5, fixed=5.2),
    "count_bars": lambda: plots.count_bars(
        ["0", "1"], {"raw": [3, 1], "standardised": [0, 4]}, xlabel="dead units", ylabel="networks"
    ),
    "gradient_cloud": lambda: plots.gradient_cloud({"B = 1": CLOUD, "B = 8": CLOUD / 2}, [1.0, 0.0]),
    "against_batch_size": lambda: plots.against_batch_size(
        SIZES,
        {
            "noise": {"seen": [4, 1, 0.25], "short": [4, 0.9, np.nan]},
            "epochs": {"a": POPULATION, "b": [1, 2, 3]},
        },
        theory={"seen": [4.1, 1.1, 0.3], "short": [4.1, 1, 0]},
        levels={"level": 2.0},
    ),
    "times_seen": lambda: plots.times_seen({"dropped": [2, 2, 0], "kept": [2, 2, 2]}, epochs=2),
    "order_curves": lambda: plots.order_curves({"a": POPULATION, "b": POPULATION / 2, "c": POPULATION / 3}),
    "solved_by_batch_size": lambda: plots.solved_by_batch_size(
        ["64", "8"], {"tanh": [66, 80], "ReLU": [36, 20]}, of=100
    ),
}


def test_every_iteration_has_a_dot_and_every_epoch_a_step() -> None:
    ax = FIGURES["batch_losses"]().axes[0]
    dots = next(line for line in ax.lines if line.get_marker() == "o")
    assert dots.get_xdata().tolist() == [1, 2, 3, 4, 5, 6]
    assert dots.get_ydata().tolist() == [0.9, 0.7, 0.5, 0.3, 0.2, 0.2]
    steps = ax.lines[-1]
    assert steps.get_xdata().tolist() == [0.5, 2.5, 4.5, 6.5]
    assert steps.get_ydata().tolist() == [0.8, 0.4, 0.2, 0.2]
    assert "2 are an epoch" in ax.get_xlabel()


def test_means_are_counted_and_both_truths_marked() -> None:
    fig = FIGURES["mean_of_means"]()
    bars = {round(bar.get_x() + bar.get_width() / 2, 6): bar.get_height() for bar in fig.axes[0].patches}
    assert bars == {4.0: 25, 4.5: 25, 5.0: 50}
    assert [line.get_xdata()[0] for line in fig.axes[0].lines] == [4.5, 5.2]
    assert texts(fig) == ["exact: 4.50", "stored order: 5.20"]


def test_bars_are_as_high_as_what_is_written_on_them() -> None:
    ax = FIGURES["count_bars"]().axes[0]
    assert [bar.get_height() for bar in ax.patches] == [3, 1, 0, 4]
    assert [text.get_text() for text in ax.texts] == ["3", "1", "0", "4"]
    assert [label.get_text() for label in ax.get_legend().get_texts()] == ["raw", "standardised"]
    assert ax.patches[0].get_hatch() != ax.patches[2].get_hatch()


def test_clouds_share_their_axes_and_hold_zero() -> None:
    fig = FIGURES["gradient_cloud"]()
    assert fig.axes[0].get_xlim() == fig.axes[1].get_xlim()
    assert np.array_equal(np.column_stack(fig.axes[1].lines[0].get_data()), CLOUD / 2)
    for ax in fig.axes:
        marks = {line.get_marker(): np.ravel(line.get_data()).tolist() for line in ax.lines[1:]}
        assert marks == {"+": [0, 0], "D": [1, 0]}


def test_theory_is_a_line_and_what_was_measured_are_marks() -> None:
    fig = FIGURES["against_batch_size"]()
    line, marks, short, ended = fig.axes[0].lines[:4]
    assert line.get_ydata().tolist() == [4.1, 1.1, 0.3]
    assert marks.get_ydata().tolist() == [4, 1, 0.25]
    assert (marks.get_linestyle(), marks.get_marker()) == ("None", "o")
    assert np.isnan(short.get_ydata()[-1])  # a prediction of zero has no place on the axis
    assert ended.get_ydata()[:2].tolist() == [4, 0.9]
    assert fig.axes[0].lines[-1].get_ydata()[0] == 2.0
    assert {"seen", "short", "level", "a", "b"} <= set(texts(fig))


def test_a_population_becomes_median_and_band() -> None:
    ax = FIGURES["against_batch_size"]().axes[1]
    assert np.allclose(ax.lines[0].get_ydata(), np.median(POPULATION, axis=1))
    edge = ax.collections[0].get_paths()[0].vertices[:, 1]
    low, high = np.quantile(POPULATION, [0.1, 0.9], axis=1)
    assert np.isclose(edge.max(), high.max())
    assert np.isclose(edge.min(), low.min())
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_what_is_not_finite_stands_at_the_top() -> None:
    losses = np.array([[0.1, 0.2, 0.3], [np.nan, np.inf, 50]])
    ax = plots.against_batch_size([1, 2], {"loss": {"a": losses}}, top=5).axes[0]
    assert ax.lines[0].get_ydata().tolist() == [0.2, 5]
    assert ax.get_ylim()[1] > 5


def test_each_sample_has_its_count() -> None:
    fig = FIGURES["times_seen"]()
    values, edges, _ = fig.axes[0].patches[0].get_data()
    assert values.tolist() == [2, 2, 0]
    assert edges.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["dropped", "kept"]


def test_orders_are_drawn_in_per_cent_beside_the_last_one() -> None:
    fig = FIGURES["order_curves"]()
    for ax, factor in zip(fig.axes, (1, 2, 3), strict=False):
        assert np.allclose(ax.lines[0].get_ydata(), 100 * np.median(POPULATION / factor, axis=1))
    assert np.allclose(fig.axes[0].lines[1].get_ydata(), 100 * np.median(POPULATION / 3, axis=1))
    assert len(fig.axes[2].lines) == 1
    assert not fig.axes[3].get_visible()


def test_shares_stand_in_their_intervals() -> None:
    ax = FIGURES["solved_by_batch_size"]().axes[0]
    assert ax.containers[0].lines[0].get_ydata().tolist() == [66, 80]
    segments = ax.containers[0].lines[2][0].get_segments()
    assert np.allclose(segments[0][:, 1], 100 * np.array(accuracy_interval(66, 100)))


REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "epochs": (lambda: plots.batch_losses([[1.0], [1.0]], [1.0]), "one entry for each of the 2"),
    "no loss": (lambda: plots.batch_losses([[0.0]], [1.0]), "must be positive"),
    "no means": (lambda: plots.mean_of_means([], exact=1, fixed=1), "is empty"),
    "infinite": (lambda: plots.mean_of_means([1.0], exact=np.inf, fixed=1), "must be finite"),
    "bars": (lambda: plots.count_bars(["a"], {"x": [1, 2]}, xlabel="", ylabel=""), "one entry for each"),
    "negative": (lambda: plots.count_bars(["a"], {"x": [-1]}, xlabel="", ylabel=""), "must not be negative"),
    "groups": (lambda: plots.count_bars(["a"], {}, xlabel="", ylabel=""), "at least one"),
    "clouds": (lambda: plots.gradient_cloud({}, [0, 0]), "one to three"),
    "entries": (lambda: plots.gradient_cloud({"a": [[1.0, 2, 3]]}, [0, 0]), "two entries"),
    "falling": (lambda: plots.against_batch_size([4, 1], {"x": {"a": [1, 1]}}), "must rise"),
    "no panel": (lambda: plots.against_batch_size([1], {}), "at least one quantity"),
    "no curve": (lambda: plots.against_batch_size([1], {"x": {}}), "at least one curve"),
    "length": (lambda: plots.against_batch_size([1, 2], {"x": {"a": [1]}}), "one entry for each"),
    "zero": (lambda: plots.against_batch_size([1], {"x": {"a": [0]}}), "must be positive"),
    "axes": (lambda: plots.against_batch_size([1], {"x": {"a": [[[1]]]}}), "shape"),
    "theory": (
        lambda: plots.against_batch_size([1, 2], {"x": {"a": [1, 1]}}, theory={"a": [1]}),
        "one entry for each",
    ),
    "often": (lambda: plots.times_seen({"a": [3]}, epochs=2), "between 0 and 2"),
    "shares": (lambda: plots.order_curves({"a": [[2.0]]}), "between 0 and 1"),
    "solved": (lambda: plots.solved_by_batch_size(["a"], {"x": [11]}, of=10), "between 0 and 10"),
    "ways": (lambda: plots.solved_by_batch_size(["a", "b"], {"x": [1]}, of=10), "one entry for each"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_a_sentence(case: str) -> None:
    draw, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()


def test_inputs_are_not_modified() -> None:
    values = np.array([[np.nan, 1.0], [2.0, 3.0]])
    values.flags.writeable = False
    plots.against_batch_size([1, 2], {"x": {"a": values}}, top=5)
    assert np.isnan(values[0, 0])


def test_the_recorded_timings_have_a_time_for_each_batch_size() -> None:
    path = Path(__file__).parents[1] / "book" / "_data" / "batching-timings.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    assert {"date", "machine", "versions", "threads"} <= set(data)
    for name in ("moons", "digits"):
        record = data[name]
        assert len(record["seconds_per_epoch"]) == len(record["batch_sizes"])
        assert min(record["seconds_per_epoch"]) > 0
        assert max(record["batch_sizes"]) <= record["samples"]
