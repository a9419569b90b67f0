"""The figures of the chapter on initialization: closed, made of the numbers they claim to show, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import texts
from matplotlib.figure import Figure

from nnbook import plots

mpl.use("agg")

POPULATION = np.random.default_rng(0).uniform(0.1, 1, (5, 20))
LAYERS = {"He": POPULATION, "0.01": POPULATION / 100}
SPREADS = {"tanh": {"forward": LAYERS, "backward": {"He": 2 * POPULATION, "0.01": POPULATION}}}
HALF = {"ReLU": {"tiny": [0.4, 0.6], "He": [0.9, 1.0]}, "none": {"tiny": [0.9, 0.9], "He": [0.8, 1.0]}}
CHOICES = {"SGD": HALF, "Adam": HALF}
GRID = [[0.9, 1.0, 0.1], [0.1, 0.55, 0.12]]

FIGURES: dict[str, Callable[[], Figure]] = {
    "distinct_units": lambda: plots.distinct_units({"equal": [1, 1, 1], "random": [8, 8, 7]}),
    "measured_and_predicted": lambda: plots.measured_and_predicted(
        [1, 10, 20, 50, 100], {"a": POPULATION, "b": 3 * POPULATION}, {"a": POPULATION[:, 0]},
        xlabel="inputs", ylabel="spread", level=(2.0, "level"),
    ),
    "spreads_by_layer": lambda: plots.spreads_by_layer(
        SPREADS, {"tanh": {"forward": {"He": POPULATION[:, 0]}}}
    ),
    "spread_histograms": lambda: plots.spread_histograms(
        {"small": [[0.1, -0.1], [0.01, 0.02]], "large": [[1.0, -1.0], [1.0, 1.0]]}, [1, 10]
    ),
    "trainability_map": lambda: plots.trainability_map(
        [0.5, 1, 2], [2, 8], {"ReLU": GRID, "tanh": GRID}, chance=0.1
    ),
    "accuracies_by_choice": lambda: plots.accuracies_by_choice(CHOICES, chance=0.1),
    "living_outputs": lambda: plots.living_outputs(
        {"tiny": ([10, 9], [0.95, 0.9]), "He": ([5, 0], [0.5, 0.1])}, classes=10
    ),
}  # fmt: skip


def test_staircases_hold_the_counts_and_start_before_the_first_step() -> None:
    lines = FIGURES["distinct_units"]().axes[0].lines
    assert lines[0].get_ydata().tolist() == [1, 1, 1]
    assert lines[1].get_ydata().tolist() == [8, 8, 7]
    assert lines[1].get_xdata().tolist() == [0, 1, 2]


def test_medians_are_drawn_in_bands_and_predictions_over_them() -> None:
    fig = FIGURES["measured_and_predicted"]()
    ax = fig.axes[0]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert np.allclose(ax.lines[0].get_ydata(), np.median(POPULATION, axis=1))
    assert np.allclose(ax.lines[1].get_ydata(), np.median(3 * POPULATION, axis=1))
    assert np.array_equal(ax.lines[2].get_ydata(), POPULATION[:, 0])
    assert ax.lines[2].get_linestyle() != "-"
    assert list(ax.lines[3].get_ydata()) == [2.0, 2.0]
    assert {"a", "b", "level"} == set(texts(fig))
    edge = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert np.isclose(edge.max(), np.quantile(POPULATION, 0.9, axis=1).max())
    flat = plots.measured_and_predicted(
        [0, 1], {"a": [[0.0], [0.5]]}, xlabel="", ylabel="", log="", ylim=(0, 1), xticks=[0, 1]
    ).axes[0]
    assert (flat.get_xscale(), flat.get_yscale(), flat.get_ylim()) == ("linear", "linear", (0, 1))
    assert [label.get_text() for label in flat.get_xticklabels()] == ["0", "1"]


def test_each_quantity_has_a_column_and_layers_count_from_one() -> None:
    fig = FIGURES["spreads_by_layer"]()
    forward, backward = fig.axes
    assert [ax.get_title() or ax.get_title(loc="left") for ax in fig.axes] == [
        "tanh: forward",
        "tanh: backward",
    ]
    assert forward.lines[0].get_xdata().tolist() == [1, 2, 3, 4, 5]
    assert np.allclose(forward.lines[0].get_ydata(), np.median(POPULATION, axis=1))
    assert np.array_equal(forward.lines[1].get_ydata(), POPULATION[:, 0])  # theory, over its own start
    assert np.allclose(backward.lines[0].get_ydata(), np.median(2 * POPULATION, axis=1))
    assert [text.get_text() for text in fig.legends[0].get_texts()] == ["He", "0.01", "theory"]
    low, high = plots.spreads_by_layer(SPREADS, tenfold=6).axes[1].get_ylim()
    assert np.log10(high / low) > 5.99
    untitled = plots.spreads_by_layer({"": SPREADS["tanh"]})
    assert untitled.axes[0].get_title(loc="left") == "forward"
    assert [text.get_text() for text in untitled.legends[0].get_texts()] == ["He", "0.01"]


def test_histograms_hold_shares_and_say_the_spread() -> None:
    fig = FIGURES["spread_histograms"]()
    assert len(fig.axes) == 4
    assert np.isclose(fig.axes[0].patches[0].get_data().values.sum(), 1)
    last = fig.axes[3].patches[0].get_data()
    assert last.values[-1] == 1
    assert last.edges[-1] == 1
    assert [ax.get_title(loc="right") for ax in fig.axes] == ["std 0.1", "std 1", "std 0.005", "std 0"]
    tiny = plots.spread_histograms({"a": [[1e-9, -1e-9]]}, [1]).axes[0].get_title(loc="right")
    assert tiny == "std 1e−9"


def test_discs_grow_with_what_was_learned_and_crosses_mark_guessing() -> None:
    ax = FIGURES["trainability_map"]().axes[0]
    crosses = np.column_stack(ax.lines[1].get_data())
    assert crosses.tolist() == [[2, 2], [0.5, 8], [2, 8]]
    discs = ax.collections[0]
    assert discs.get_offsets().tolist() == [[0.5, 2], [1, 2], [1, 8]]
    sizes = discs.get_sizes()
    assert sizes[1] == sizes.max()
    assert np.isclose(sizes[2] / sizes[1], 0.5)
    assert list(ax.lines[0].get_xdata()) == [1, 1]


def test_each_network_is_a_tick_and_their_mean_a_mark() -> None:
    fig = FIGURES["accuracies_by_choice"]()
    ax = fig.axes[0]
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert [line.get_xdata()[0] for line in marks] == pytest.approx([0.5, 0.95, 0.9, 0.9])
    ticks = [line for line in ax.lines if line.get_marker() == "|"]
    assert ticks[0].get_xdata().tolist() == [0.4, 0.6]
    assert marks[0].get_ydata()[0] < marks[1].get_ydata()[0] < 0.5 < marks[2].get_ydata()[0]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is at the top
    assert [text.get_text() for text in fig.legends[0].get_texts()] == ["tiny", "He"]
    alone = plots.accuracies_by_choice({"a": {"b": {"": [0.5]}}})
    assert not alone.legends


def test_marks_stand_at_their_outputs_and_the_line_is_the_share_of_classes() -> None:
    ax = FIGURES["living_outputs"]().axes[0]
    assert list(ax.lines[0].get_data()[0]) == [0, 10]
    assert list(ax.lines[0].get_data()[1]) == [0, 1]
    assert np.allclose(ax.lines[1].get_xdata(), [10, 9], atol=0.4)
    assert ax.lines[2].get_ydata().tolist() == [0.5, 0.1]
    assert ax.lines[1].get_marker() != ax.lines[2].get_marker()


REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "no start": (lambda: plots.distinct_units({}), "is empty"),
    "steps": (lambda: plots.distinct_units({"a": [1], "b": [1, 1]}), "one number per step"),
    "no unit": (lambda: plots.distinct_units({"a": [0]}), "at least 1"),
    "log": (
        lambda: plots.measured_and_predicted([1], {"a": [[0.0]]}, xlabel="", ylabel=""),
        "must be positive",
    ),
    "axes": (
        lambda: plots.measured_and_predicted([1], {"a": [[1]]}, xlabel="", ylabel="", log="z"),
        "must name axes",
    ),
    "unknown": (
        lambda: plots.measured_and_predicted([1], {"a": [[1]]}, {"b": [1]}, xlabel="", ylabel=""),
        "must name measured curves, got b",
    ),
    "length": (
        lambda: plots.measured_and_predicted([1, 2], {"a": [[1]]}, xlabel="", ylabel=""),
        "one entry for each of the 2",
    ),
    "no row": (lambda: plots.spreads_by_layer({}), "at least one row"),
    "columns": (
        lambda: plots.spreads_by_layer({"a": {"x": {"s": [[1]]}}, "b": {"y": {"s": [[1]]}}}),
        "same columns",
    ),
    "starts": (
        lambda: plots.spreads_by_layer({"a": {"x": {"s": [[1]]}, "y": {"t": [[1]]}}}),
        "same starts",
    ),
    "theory": (
        lambda: plots.spreads_by_layer({"a": {"x": {"s": [[1], [1]]}}}, {"a": {"x": {"s": [1]}}}),
        "theory of s needs one entry",
    ),
    "too many": (lambda: plots.spread_histograms({key: [[0.0]] for key in "abcd"}, [1]), "1 to 3 starts"),
    "arrays": (lambda: plots.spread_histograms({"a": [[0.0]]}, [1, 2]), "one array for each layer"),
    "range": (lambda: plots.spread_histograms({"a": [[2.0]]}, [1]), "from −1 to 1 in layer 1"),
    "falling": (lambda: plots.trainability_map([2, 1], [1], {"a": [[1, 1]]}, chance=0), "must rise"),
    "panels": (lambda: plots.trainability_map([1], [1], {}, chance=0), "1 to 3 panels"),
    "table": (lambda: plots.trainability_map([1, 2], [1], {"a": [[1]]}, chance=0), r"needs shape \(1, 2\)"),
    "chance": (lambda: plots.trainability_map([1], [1], {"a": [[1]]}, chance=1), "from 0 up to 1"),
    "no group": (lambda: plots.accuracies_by_choice({}), "1 to 3 panels"),
    "variants": (
        lambda: plots.accuracies_by_choice({"a": {"r": {key: [1] for key in "abcd"}}}),
        "1 to 3 var",
    ),
    "rows": (
        lambda: plots.accuracies_by_choice({"a": {"r": {"v": [1]}}, "b": {"s": {"v": [1]}}}),
        "same rows",
    ),
    "classes": (lambda: plots.living_outputs({"a": ([1], [1])}, classes=1), "at least 2"),
    "pairs": (lambda: plots.living_outputs({"a": ([1, 2], [1])}, classes=3), "one accuracy for each"),
    "outputs": (lambda: plots.living_outputs({"a": ([4], [1])}, classes=3), "from 0 to 3"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_a_sentence(case: str) -> None:
    draw, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()


def test_inputs_are_not_modified() -> None:
    population = POPULATION.copy()
    population.flags.writeable = False
    plots.spreads_by_layer({"a": {"x": {"s": population}}})
    plots.measured_and_predicted([1, 2, 3, 4, 5], {"a": population}, xlabel="", ylabel="")
