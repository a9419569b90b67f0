"""The figures of the chapter *Networks*: what they draw, and what they refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnbook import Activation, Dropout, Linear, Sequential, accuracy_interval, mlp, neuron, relu
from nnbook.plots import networks as plots
from nnbook.plots.style import COLORS

ROOT = Path(__file__).parents[1]
CORNERS, XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0]
STEPS = ([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5)
CUTS = ([[0, 1], [1, -0.6], [-1, -0.6]], [0.7, 0.8, 0.8], [1, 1, 1], -2.5)
NET = mlp([3, 4, 1])
PARAMS = NET.init(np.random.default_rng(0))
X = np.linspace(0, 1, 65)
TENT = 2 * relu(X) - 4 * relu(X - 0.5)
KNOTS = np.array([0, 0.5])
TRAINED = {4: np.array([0.3, 0.5, 0.4]), 8: np.array([0.1, 0.2, 0.3])}
RULE = {"evenly": ([4, 8], [0.2, 0.05]), "well": ([4, 8], [0.1, 0.02])}

FIGURES = {
    "shape_flow": lambda: plots.shape_flow(NET, PARAMS, np.ones((5, 3))),
    "hidden_space": lambda: plots.hidden_space(CORNERS, XOR, *STEPS),
    "cut_regions": lambda: plots.cut_regions(*CUTS),
    "width_times": lambda: plots.width_times(
        [1, 2, 4], {"objects": [0.5, 2, 9], "batch": [0.1, 0.1, 0.2]}, reference="one product"
    ),
    "detector_shares": lambda: plots.detector_shares(
        ["4 units", "8 units"], {"trained": [50, 40], "untrained": [0, 30]}, 200
    ),
    "fitted_hinges": lambda: plots.fitted_hinges(
        X, TENT, {"by hand": (TENT, KNOTS), "flat": (0 * X, [-1, 2])}
    ),
    "error_against_hinges": lambda: plots.error_against_hinges(RULE, TRAINED),
    "folded_layers": lambda: plots.folded_layers(X, [TENT, np.interp(TENT, X, TENT)]),
    "shape_errors": lambda: plots.shape_errors(
        {"line": {"wide": [0.1, 0.3, 0.2], "deep": [0.5, 0.6, 0.9]}, "wave": {"wide": [1.0]}}
    ),
}


def words(fig: Figure) -> list[str]:
    found = [text.get_text() for ax in fig.axes for text in ax.texts]
    return [text for text in found + [ax.get_title(loc="left") for ax in fig.axes] if text]


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_that_shows_something(name: str) -> None:
    before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == before
    assert all(ax.has_data() or ax.patches for ax in fig.axes)


@pytest.mark.parametrize("name", ["width_times", "error_against_hinges", "fitted_hinges"])
def test_lines_of_one_panel_differ_in_dash_as_well_as_colour(name: str) -> None:
    for ax in FIGURES[name]().axes:
        dashes = [str(line._dash_pattern) for line in ax.lines if line.get_linestyle() != "None"]
        assert len(dashes) == len(set(dashes)) or name == "width_times"
        colours = [line.get_color() for line in ax.lines if line.get_linestyle() != "None"]
        assert len(colours) == len(set(colours))


def test_shape_flow_draws_a_cell_for_each_number() -> None:
    (ax,) = FIGURES["shape_flow"]().axes
    assert sum(isinstance(patch, Rectangle) for patch in ax.patches) == (15 + 12 + 20) + (20 + 4 + 5)
    shapes = [text.get_text() for text in ax.texts if "×" in text.get_text()]
    assert shapes == ["5 × 3", "3 × 4", "5 × 4", "5 × 4", "4 × 1", "5 × 1"]
    assert [t.get_text() for t in ax.texts if "b" in t.get_text()] == ["+ $b$, ReLU", "+ $b$"]


def test_shape_flow_names_all_that_happens_between_two_layers() -> None:
    net = Sequential(Linear(2, 3), Activation("tanh"), Dropout(0.5), Linear(3, 1))
    fig = plots.shape_flow(net, net.init(np.random.default_rng(0)), np.ones((2, 2)))
    assert "+ $b$, tanh and Dropout" in words(fig)


def test_shape_flow_is_narrow_and_keeps_its_tables_apart() -> None:
    assert FIGURES["shape_flow"]().get_size_inches()[0] < 4.4
    net = mlp([12, 12, 2])
    fig = plots.shape_flow(net, net.init(np.random.default_rng(0)), np.ones((3, 12)))
    cells = [patch for patch in fig.axes[0].patches if isinstance(patch, Rectangle)]
    tables = [cells[:36], cells[36:180], cells[180:216]]
    edges = [(min(c.get_x() for c in t), max(c.get_x() + c.get_width() for c in t)) for t in tables]
    assert edges[0][1] + 0.5 < edges[1][0] < edges[1][1] + 1 < edges[2][0]


def test_hidden_space_keeps_words_off_the_cut() -> None:
    relu_xor = ([[1, 1], [1, 1]], [0, -1], [1, -2], -0.5)
    after = plots.hidden_space(CORNERS, XOR, *relu_xor, activation=relu).axes[1]
    sides = {text.get_text(): text.get_va() for text in after.texts}
    assert sides == {"(0, 0)": "bottom", "(1, 1)": "bottom", "(0, 1)\n(1, 0)": "top"}


def test_hidden_space_moves_the_samples_as_the_neurons_do() -> None:
    before, after = FIGURES["hidden_space"]().axes
    moved = {tuple(place) for marks in after.collections[-2:] for place in marks.get_offsets().tolist()}
    assert moved == {(0, 1), (1, 1), (1, 0)}
    assert "(0, 1)\n(1, 0)" in [text.get_text() for text in after.texts]
    assert before.collections[0].get_offsets().tolist() == [[0, 1], [1, 0]]


def test_hidden_space_draws_the_line_of_each_neuron_where_its_sum_is_zero() -> None:
    before, after = FIGURES["hidden_space"]().axes
    for ax, line, (w, b) in (
        (before, before.lines[0], ([1, 1], -0.5)),
        (before, before.lines[1], ([-1, -1], 1.5)),
        (after, after.lines[0], ([1, 1], -1.5)),
    ):
        for point in (line.get_xy1(), line.get_xy2()):
            assert np.dot(w, point) + b == pytest.approx(0), ax.get_title(loc="left")
    assert str(before.lines[0]._dash_pattern) != str(before.lines[1]._dash_pattern)


def test_cut_regions_tints_what_each_neuron_says() -> None:
    *hidden, output = FIGURES["cut_regions"]().axes
    axis = np.linspace(-1.5, 1.5, 241)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    says = [neuron(grid, w, b) for w, b in zip(CUTS[0], CUTS[1], strict=True)]
    blue = to_rgba(COLORS["class1"])[:3]
    for ax, answer in zip([*hidden, output], [*says, np.prod(says, axis=0)], strict=True):
        drawn = np.asarray(ax.images[0].get_array())[..., :3]
        np.testing.assert_array_equal(np.isclose(drawn, blue).all(axis=-1).ravel(), answer == 1)
    assert [len(ax.lines) for ax in (*hidden, output)] == [1, 1, 1, 3]


def test_width_times_draws_the_ratios_and_the_reference() -> None:
    (ax,) = FIGURES["width_times"]().axes
    assert ax.lines[0].get_ydata().tolist() == [0.5, 2, 9]
    assert ax.lines[-1].get_ydata().tolist() == [1, 1]
    assert {"objects", "batch", "one product"} <= set(words(ax.figure))


def test_detector_shares_draws_wilson_intervals() -> None:
    (ax,) = FIGURES["detector_shares"]().axes
    marks = [float(line.get_xdata()[0]) for line in ax.lines]
    assert marks == [0.25, 0, 0.2, 0.15]
    ends = np.array([c.get_segments()[0][:, 0] for c in ax.collections])
    np.testing.assert_allclose(ends, [accuracy_interval(found, 200) for found in (50, 0, 40, 30)])
    heights = [float(line.get_ydata()[0]) for line in ax.lines]
    assert heights == sorted(heights)
    assert len(set(heights)) == 4


def test_fitted_hinges_marks_the_hinges_in_range_and_counts_the_others() -> None:
    above, below = FIGURES["fitted_hinges"]().axes
    assert above.get_title(loc="left") == "by hand: all 2 hinges in range"
    assert below.get_title(loc="left") == "flat: 0 of 2 hinges in range"
    np.testing.assert_array_equal(above.lines[0].get_ydata(), TENT)
    assert above.lines[2].get_xydata().tolist() == [[0, 0], [0.5, 1]]


def test_error_against_hinges_draws_median_and_band() -> None:
    (ax,) = FIGURES["error_against_hinges"]().axes
    assert ax.lines[-1].get_ydata().tolist() == [0.4, 0.2]
    assert ax.lines[0].get_ydata().tolist() == [0.2, 0.05]
    band = ax.collections[0].get_paths()[0].vertices
    assert band[:, 1].max() == pytest.approx(np.quantile(TRAINED[4], 0.9))
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_folded_layers_counts_straight_pieces() -> None:
    first, second = FIGURES["folded_layers"]().axes
    assert first.get_title(loc="left") == "layer 1: 2 pieces"
    assert second.get_title(loc="left") == "layer 2: 4 pieces"


def test_shape_errors_draws_every_network_and_the_median() -> None:
    line, wave = FIGURES["shape_errors"]().axes
    assert sorted(line.lines[0].get_xdata()) == [0.1, 0.2, 0.3]
    assert [c.get_segments()[0][0, 0] for c in line.collections] == [0.2, 0.6]
    assert len(wave.lines) == 1
    assert not line.lines[0].get_rasterized()
    crowd = plots.shape_errors({"line": {"wide": np.linspace(0.1, 0.2, 501)}})
    assert crowd.axes[0].lines[0].get_rasterized()


BAD = {
    "no network": (lambda: plots.shape_flow(Linear(2, 1), {}, [[1, 2]]), TypeError, "expected a Sequential"),
    "nothing to draw": (
        lambda: plots.shape_flow(Sequential(Activation("relu")), {}, [[1.0]]),
        ValueError,
        "at least one linear layer",
    ),
    "too many rows": (lambda: plots.shape_flow(NET, PARAMS, np.ones((13, 3))), ValueError, "at most 12"),
    "three inputs": (lambda: plots.hidden_space(np.ones((2, 3)), [0, 1], *STEPS), ValueError, "two inputs"),
    "strange class": (
        lambda: plots.hidden_space(CORNERS, [0, 1, 2, 0], *STEPS),
        ValueError,
        "classes 0 to 1",
    ),
    "two cuts": (lambda: plots.cut_regions([[0, 1]], [1], [1], 0), ValueError, "three neurons"),
    "limits": (lambda: plots.cut_regions(*CUTS, limits=(1, 0)), ValueError, "limits that rise"),
    "falling widths": (lambda: plots.width_times([2, 1], {"a": [1, 1]}, reference="b"), ValueError, "rise"),
    "ratios": (
        lambda: plots.width_times([1, 2], {"a": [1]}, reference="b"),
        ValueError,
        "one ratio per width",
    ),
    "zero ratio": (lambda: plots.width_times([1, 2], {"a": [1, 0]}, reference="b"), ValueError, "positive"),
    "one string": (lambda: plots.detector_shares("ab", {"a": [1, 2]}, 3), ValueError, "sequence of names"),
    "counts": (lambda: plots.detector_shares(["a"], {"a": [1, 2]}, 3), ValueError, "one count per group"),
    "too many": (lambda: plots.detector_shares(["a"], {"a": [4]}, 3), ValueError, "from 0 to 3"),
    "target": (lambda: plots.fitted_hinges(X, [1], {"a": (X, KNOTS)}), ValueError, "one value per x"),
    "fit": (lambda: plots.fitted_hinges(X, X, {"a": ([1], KNOTS)}), ValueError, "one value per x"),
    "untrained": (lambda: plots.error_against_hinges(RULE, {}), ValueError, "at least one width"),
    "unequal": (
        lambda: plots.error_against_hinges(RULE, {4: [1], 8: [1, 2]}),
        ValueError,
        "as many networks",
    ),
    "other end": (lambda: plots.error_against_hinges(RULE, {4: [1], 9: [1]}), ValueError, "largest width"),
    "numbers": (
        lambda: plots.error_against_hinges({"a": ([4, 8], [1])}, TRAINED),
        ValueError,
        "one error per number",
    ),
    "no error": (
        lambda: plots.error_against_hinges({"a": ([4, 8], [1, 0])}, TRAINED),
        ValueError,
        "positive",
    ),
    "no layer": (lambda: plots.folded_layers(X, []), ValueError, "nothing to draw"),
    "falling x": (lambda: plots.folded_layers(-X, [X]), ValueError, "must rise"),
    "short output": (lambda: plots.folded_layers(X, [[1.0]]), ValueError, "one value per x"),
    "no task": (lambda: plots.shape_errors({}), ValueError, "at least one task"),
    "zero error": (lambda: plots.shape_errors({"a": {"b": [0.0]}}), ValueError, "positive"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_sentence(name: str) -> None:
    draw, error, sentence = BAD[name]
    with pytest.raises(error, match=sentence):
        draw()


def test_the_recorded_timings_are_those_of_the_class_that_the_page_shows() -> None:
    page = (ROOT / "book" / "networks.md").read_text(encoding="utf-8")
    script = (ROOT / "tests" / "benchmarks" / "networks.py").read_text(encoding="utf-8")
    (shown,) = re.findall(r"class Neuron:\n(?:    .*\n|\n)+", page)
    assert shown.rstrip() in script


def test_the_recorded_timings_have_a_ratio_for_each_width() -> None:
    data = json.loads((ROOT / "book" / "_data" / "network-timings.json").read_text(encoding="utf-8"))
    assert {"date", "machine", "versions", "threads"} <= set(data)
    for ratios in (*data["ratios"].values(), data["matrix_microseconds"]):
        assert len(ratios) == len(data["widths"])
        assert min(ratios) > 0
