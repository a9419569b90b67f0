"""The figures of the chapter on neurons: closed, made of the numbers they claim to show, deaf to bad input."""

from __future__ import annotations

import re
from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import points, texts
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.path import Path

from nnbook import delta_rule_fit, least_squares, neuron, perceptron_update, plots, step, weighted_sum
from nnbook.plots.style import COLORS

mpl.use("agg")

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
XOR = np.array([0, 1, 1, 0])
STUDENT = ([8, 75, 80], [0.4, 0.01, 0.005], -2.0, ["hours", "score", "attendance"])
X, Y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([3.0, 5.0, 7.0, 9.0])
NOISE = np.array([1.0, -1.0, 2.0, 0.0])
FIT = delta_rule_fit(X, Y, learning_rate=0.01, epochs=20)
ANGLES, OFFSETS = np.linspace(0, 360, 73), np.linspace(-1.6, 1.6, 41)


def xor_accuracy() -> np.ndarray:
    turn = np.deg2rad(ANGLES)
    z = (CORNERS @ np.stack([np.cos(turn), np.sin(turn)]))[:, None] - OFFSETS[:, None]
    return (step(z) == XOR[:, None, None]).mean(axis=0)


FIGURES: dict[str, Callable[[], Figure]] = {
    "neuron_diagram": lambda: plots.neuron_diagram(*STUDENT, output="pass"),
    "weighted_sum_waterfall": lambda: plots.weighted_sum_waterfall(*STUDENT),
    "step_function": lambda: plots.step_function(2.35),
    "bias_sweep": lambda: plots.bias_sweep(0.4, [-1, -2, -3], others=1.15, low=0, high=10),
    "same_weighted_sum": lambda: plots.same_weighted_sum(
        [1.2, 0.9], -0.5, [[1, 1.5], [2.2, -0.1], [-1.2, 0.4]]
    ),
    "decision_boundary": lambda: plots.decision_boundary([1, 2], -0.5, CORNERS, [0, 1, 1, 1], distance_of=0),
    "perceptron_step": lambda: plots.perceptron_step([0.5, 1.5], 1, [1, -0.5], -0.5),
    "solved_share": lambda: plots.solved_share({"AND": [[2, 1], [0, 1], [0, 0]], "XOR": [[4, 4]]}),
    "squared_error_slopes": lambda: plots.squared_error_slopes(3, 7, 1, [0.6, 2.0, 3.0]),
    "learned_lines": lambda: plots.learned_lines(X, Y, FIT.path, [0, 4, 80]),
    "loss_path": lambda: plots.loss_path(X, Y, FIT.path, [2, 1], [1, 10]),
    "residuals": lambda: plots.residuals(X, Y + NOISE, [2.0], 1.0),
    "half_planes": lambda: plots.half_planes(CORNERS, XOR, ANGLES, OFFSETS, xor_accuracy()),
    "layer_matrices": lambda: plots.layer_matrices([[1, 2], [3, 4]], [[1, 0], [0, 1], [1, 1]], [0, 0, 10]),
    "truth_tables": lambda: plots.truth_tables(
        CORNERS, [[0, 0, 0, 1], XOR], [[1, 1], [1, 1]], [-1.5, -1.5], ["AND", "XOR"]
    ),
}


def test_the_diagram_says_the_numbers_of_the_neuron() -> None:
    shown = texts(FIGURES["neuron_diagram"]())
    for label in ("8", "75", "80", "×0.4", "×0.01", "×0.005", "bias −2", "z = 2.35", "1", "pass"):
        assert label in shown


def test_lines_of_the_diagram_are_as_thick_as_their_products_and_dashed_below_zero() -> None:
    fig = plots.neuron_diagram([1, 2], [3, -1], 0.0, ["a", "b"])
    large, small = fig.axes[0].lines[:2]
    assert large.get_linewidth() > small.get_linewidth()
    assert large.get_linestyle() == "-" != small.get_linestyle()
    assert "0" not in texts(fig)  # z = 1: the neuron fires


def test_each_bar_of_the_waterfall_begins_where_the_last_one_ends() -> None:
    bars = FIGURES["weighted_sum_waterfall"]().axes[0].patches
    starts, widths = [bar.get_x() for bar in bars], [bar.get_width() for bar in bars]
    assert np.allclose(widths, [-2, 3.2, 0.75, 0.4, 2.35])
    assert np.allclose(starts[1:-1], np.cumsum(widths)[:-2])
    assert starts[0] == starts[-1] == 0


def test_the_step_is_the_package_step_and_the_arrow_spans_the_gap() -> None:
    for z in (2.35, -1.5):
        ax = plots.step_function(z).axes[0]
        for line in ax.lines[:2]:
            x, y = points(line).T
            inside = x.mean()
            assert (y == step(inside)).all()
        marker = next(line for line in ax.lines if line.get_color() == COLORS["ink"])
        assert points(marker).tolist() == [[z, step(z)]]
        arrow = next(note for note in ax.texts if note.get_text() == "")
        assert (arrow.xyann[0], arrow.xy[0]) == (z, 0)


def test_bias_lines_are_the_weighted_sums_and_cross_where_marked() -> None:
    ax = FIGURES["bias_sweep"]().axes[0]
    for line, bias in zip(ax.lines[1:4], (-1, -2, -3), strict=True):
        x, z = points(line).T
        assert np.allclose(z, weighted_sum(x[:, None], [0.4], bias + 1.15))
    crossings = points(ax.lines[4])
    assert np.allclose(crossings[:, 0], [2.125, 4.625])  # the first line crosses left of the picture
    assert (crossings[:, 1] == 0).all()


def test_shadows_lie_along_the_weights_and_labels_say_z() -> None:
    inputs = np.array([[1, 1.5], [2.2, -0.1], [-1.2, 0.4]])
    fig = plots.same_weighted_sum([1.2, 0.9], -0.5, inputs)
    feet = next(points(line) for line in fig.axes[0].lines if line.get_marker() == "D")
    assert np.allclose(feet @ [0.9, -1.2], 0)  # on the line through w
    assert np.allclose((inputs - feet) @ [1.2, 0.9], 0)  # straight above it
    for z in weighted_sum(inputs, [1.2, 0.9], -0.5):
        assert f"z = {z:.3g}".replace("-", "−") in texts(fig)


def test_the_boundary_has_z_zero_and_the_distance_is_perpendicular() -> None:
    fig = FIGURES["decision_boundary"]()
    ax = fig.axes[0]
    boundary = ax.lines[0]
    ends = np.array([boundary.get_xy1(), boundary.get_xy2()])
    assert np.allclose(weighted_sum(ends, [1, 2], -0.5), 0)
    stick = next(points(line) for line in ax.lines if line.get_color() == COLORS["gradient"])
    assert np.allclose(stick[0], CORNERS[0])
    assert np.isclose(weighted_sum(stick[1], [1, 2], -0.5), 0)
    assert np.isclose(np.linalg.norm(stick[0] - stick[1]), 0.5 / np.sqrt(5))
    assert any("0.22" in text for text in texts(fig))
    yes, no = ax.collections[-2:]
    assert yes.get_offsets().tolist() == CORNERS[1:].tolist()
    assert no.get_offsets().tolist() == CORNERS[:1].tolist()


def test_the_sides_are_tinted_as_the_neuron_answers() -> None:
    ax = FIGURES["decision_boundary"]().axes[0]
    contours = ax.collections[0]
    fills = [to_hex(color) for color in contours.get_facecolor()]
    for path, fill in zip(contours.get_paths(), fills, strict=True):
        middle = path.vertices.mean(axis=0)
        assert fill == ("#d6e6f2" if neuron(middle, [1, 2], -0.5) else "#f5e3cf")


def test_the_perceptron_step_draws_the_update_of_the_package() -> None:
    ax = FIGURES["perceptron_step"]().axes[0]
    new_weight, new_bias = perceptron_update([0.5, 1.5], 1, [1, -0.5], -0.5)
    before, after = ax.lines[:2]
    assert np.allclose(weighted_sum(np.array([before.get_xy1(), before.get_xy2()]), [1, -0.5], -0.5), 0)
    assert np.allclose(weighted_sum(np.array([after.get_xy1(), after.get_xy2()]), new_weight, new_bias), 0)
    tips = [tuple(note.xy) for note in ax.texts if note.get_text() == ""]
    assert tips == [(1.0, -0.5), tuple(new_weight), tuple(new_weight)]


def test_shares_only_grow_and_go_on_after_an_early_end() -> None:
    lines = FIGURES["solved_share"]().axes[0].lines
    assert lines[0].get_ydata().tolist() == [0, 50, 100]
    assert lines[1].get_ydata().tolist() == [0, 0, 0]
    again = plots.solved_share({"once": [[0], [1], [0]]}).axes[0].lines[0]
    assert again.get_ydata().tolist() == [100, 100, 100]


def test_tangents_touch_the_parabola_with_the_slope_that_they_name() -> None:
    fig = FIGURES["squared_error_slopes"]()
    curve, *rest = fig.axes[0].lines
    w, loss = points(curve).T
    assert np.allclose(loss, (7 - (3 * w + 1)) ** 2)
    tangents = [points(line) for line in rest if len(line.get_xdata()) == 2]
    slopes = [np.diff(ends[:, 1])[0] / np.diff(ends[:, 0])[0] for ends in tangents]
    assert np.allclose(slopes, [-2 * 3 * (7 - (3 * spot + 1)) for spot in (0.6, 2.0, 3.0)])
    assert [text for text in texts(fig) if text] == ["slope −25.2", "slope 0", "slope 18"]


def test_learned_lines_are_rows_of_the_path() -> None:
    fig = FIGURES["learned_lines"]()
    for line, row in zip(fig.axes[0].lines, (0, 4, 80), strict=False):
        x, y = points(line).T
        assert np.allclose(y, FIT.path[row, 0] * x + FIT.path[row, 1])
    assert texts(fig) == ["start", "4 updates", "80 updates"]


def test_the_path_is_drawn_whole_and_level_lines_are_four_times_apart() -> None:
    ax = FIGURES["loss_path"]().axes[0]
    assert np.array_equal(points(ax.lines[0]), FIT.path)
    marks = [points(line)[0] for line in ax.lines if line.get_marker() == "D"]
    assert np.allclose(marks, FIT.path[[4, 40]])
    levels = ax.collections[0].levels
    assert np.allclose(levels[1:] / levels[:-1], 4)
    outer = list(zip(levels, ax.collections[0].get_paths(), strict=True))[3:]  # the grid is coarse further in
    for level, path in outer:
        w, b = path.vertices[path.codes != Path.CLOSEPOLY].T
        assert np.allclose(((Y - np.outer(w, X[:, 0]) - b[:, None]) ** 2).mean(axis=1), level, rtol=0.03)


def test_residuals_reach_from_the_line_to_the_samples() -> None:
    ax = FIGURES["residuals"]().axes[0]
    targets = Y + NOISE
    for segment, x, y in zip(ax.collections[0].get_segments(), X[:, 0], targets, strict=True):
        assert np.allclose(segment, [[x, 2 * x + 1], [x, y]])


def test_the_map_writes_each_share_into_a_region_that_has_it() -> None:
    fig = FIGURES["half_planes"]()
    share = xor_accuracy()
    labels = [text for text in fig.axes[0].texts if text.get_text()]
    assert {text.get_text() for text in labels} == {"1/4", "2/4", "3/4"}
    for text in labels:
        column, row = (
            np.abs(ANGLES - text.get_position()[0]).argmin(),
            np.abs(OFFSETS - text.get_position()[1]).argmin(),
        )
        assert text.get_text() == f"{round(4 * share[row, column])}/4"
    curves = [points(line) for line in fig.axes[0].lines]
    assert len(curves) == 4
    for curve, corner in zip(curves, CORNERS, strict=True):
        turn = np.deg2rad(curve[:, 0])
        assert np.allclose(curve[:, 1], np.stack([np.cos(turn), np.sin(turn)], axis=1) @ corner)


def test_the_tables_hold_the_product() -> None:
    shown = texts(FIGURES["layer_matrices"]())
    Z = np.array([[1, 2], [3, 4]]) @ np.array([[1, 0], [0, 1], [1, 1]]).T + [0, 0, 10]
    cells = [text for text in shown if re.fullmatch(r"−?\d+(\.\d+)?", text)]
    assert cells[-6:] == [f"{value:g}" for value in Z.ravel()]
    assert [text for text in shown if "×" in text] == ["2 × 2", "2 × 3", "2 × 3"]


def test_only_what_the_neuron_answers_rightly_is_tinted() -> None:
    solved, failed = FIGURES["truth_tables"]().axes[:2]
    assert [ax.get_title(loc="center") for ax in (solved, failed)] == ["AND", "XOR"]
    assert len(solved.lines) == 1
    assert np.allclose(weighted_sum(np.array([solved.lines[0].get_xy1()]), [1, 1], -1.5), 0)
    assert {line.get_color() for line in failed.lines} == {COLORS["naive"]}
    assert len(solved.collections) == len(failed.collections) + 1  # the tinted sides


REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "names": (lambda: plots.neuron_diagram([1, 2], [1, 2], 0.0, ["a"]), "one entry per input"),
    "waterfall": (lambda: plots.weighted_sum_waterfall([1, 2], [1], 0.0, ["a", "b"]), "one entry per input"),
    "nan": (lambda: plots.step_function(float("nan")), "finite"),
    "flat": (lambda: plots.bias_sweep(0, [1], low=0, high=1), "must not be zero"),
    "range": (lambda: plots.bias_sweep(1, [1], low=1, high=0), "below high"),
    "empty": (lambda: plots.bias_sweep(1, [], low=0, high=1), "nothing to draw"),
    "columns": (lambda: plots.same_weighted_sum([1, 1], 0, [[1, 2, 3]]), "two columns"),
    "no direction": (lambda: plots.same_weighted_sum([0, 0], 0, [[1, 2]]), "not both zero"),
    "rows": (lambda: plots.decision_boundary([1, 1], 0, CORNERS, [0, 1]), "must be equal"),
    "features": (lambda: plots.decision_boundary([1, 1], 0, X, Y), "2 columns"),
    "no mistake": (lambda: plots.perceptron_step([1, 1], 1, [1, 1], 0), "no update"),
    "three inputs": (lambda: plots.perceptron_step([1, 1, 1], 1, [1, 1], 0), "two entries"),
    "no task": (lambda: plots.solved_share({}), "at least one"),
    "no influence": (lambda: plots.squared_error_slopes(0, 1, 1, [1]), "no influence"),
    "beyond the path": (lambda: plots.learned_lines(X, Y, FIT.path, [81]), "rows of the path"),
    "no updates": (lambda: plots.learned_lines(X, Y, FIT.path, []), "rows of the path"),
    "path columns": (lambda: plots.learned_lines(X, Y, FIT.path[:, :1], [0]), "two columns"),
    "beyond the epochs": (lambda: plots.loss_path(X, Y, FIT.path, [2, 1], [21]), "cannot mark"),
    "best": (lambda: plots.loss_path(X, Y, FIT.path, [2], [1]), "weight, bias"),
    "map shape": (
        lambda: plots.half_planes(CORNERS, XOR, ANGLES, OFFSETS, xor_accuracy().T),
        "must have shape",
    ),
    "matrices": (lambda: plots.layer_matrices([[1, 2]], [[1]], [0]), "fit together"),
    "tables": (lambda: plots.truth_tables(CORNERS, [[0, 1]], [[1, 1]], [0], ["?"]), "one column per corner"),
    "table names": (lambda: plots.truth_tables(CORNERS, [XOR], [[1, 1]], [0], []), "one entry per table"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_a_sentence(case: str) -> None:
    draw, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()


def test_words_are_refused_in_a_sentence() -> None:
    with pytest.raises(TypeError, match="weight must hold numbers"):
        plots.neuron_diagram([1, 2], "heavy", 0.0, ["a", "b"])


def test_inputs_are_not_modified() -> None:
    path, best = FIT.path.copy(), np.append(*least_squares(X, Y))
    path.flags.writeable = best.flags.writeable = False
    plots.loss_path(X, Y, path, best, [1])
    plots.learned_lines(X, Y, path, [0, 1])
