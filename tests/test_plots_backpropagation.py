"""The figures of the chapter *Backpropagation*: what they draw, and what they refuse."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook import accuracy_interval
from nnbook.autograd import Value
from nnbook.plots import backpropagation as plots
from nnbook.plots.style import COLORS

RATES = np.linspace(0, 0.1, 11)
LOSSES = (2 - 40 * RATES) ** 2
STEPS = 10.0 ** -np.arange(1, 6)
BLAME = (
    [[1.0, -2.0], [0.5, 0.0, -0.5], [3.0]],
    [[0.1, 0.0, -0.2], [4.0]],
    [[[0.1, -0.2], [0.0, 0.0], [-0.2, 0.4]], [[2.0, 0.0, -2.0]]],
)
CORNERS = ([[0, 0], [0.9, 0.1], [0.1, 0.9], [1, 1]], [1.0, 1.0], -1.0)


def graph() -> tuple[Value, dict[str, Value]]:
    a = Value(1)
    b = a + a
    c = b + b
    return c, {"a": a, "b": b, "c": c}


FIGURES = {
    "worked_example": lambda: plots.worked_example(2, 3, 0.5, 5),
    "loss_along_step": lambda: plots.loss_along_step(RATES, LOSSES, best=0.05, limit=0.1, taken=0.08),
    "ways_to_raise": lambda: plots.ways_to_raise(0.2, [0.1, 0.3], [0.4, -0.1]),
    "blame_map": lambda: plots.blame_map(*BLAME),
    "nudges": lambda: plots.nudges([[1, -1], [3, 1]], [2, 0], ["w_1", "w_2"]),
    "computation_graph": lambda: plots.computation_graph(*graph()),
    "agreement": lambda: plots.agreement({"one and two": [0, 1e-16], "two": [1e-15]}, tolerance=1e-12),
    "difference_errors": lambda: plots.difference_errors(
        STEPS, {"forward": np.outer(STEPS, [1, 2]), "central": np.outer(STEPS**2, [1, 2])}
    ),
    "noticed_mistakes": lambda: plots.noticed_mistakes(
        [{"loss"}, {"loss", "tests"}, {"tests"}], {"loss": "it learns", "tests": "the rest"}
    ),
    "solved_over_epochs": lambda: plots.solved_over_epochs({"two": [1, 10]}, {"two": [0, 90]}, 100),
    "hidden_corners": lambda: plots.hidden_corners({"it": CORNERS}, [0, 1, 1, 0], ["00", "01", "10", "11"]),
    "gradient_cost": lambda: plots.gradient_cost(
        [10, 100],
        {"differences": [20, 200], "backpropagation": [2, 2]},
        {"differences": ([10], [22]), "backpropagation": ([10, 100], [1, 1.5])},
    ),
}


def texts(fig: Figure) -> list[str]:
    return [text.get_text() for ax in fig.axes for text in ax.texts if text.get_text()]


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure(name: str) -> None:
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    board = name in ("worked_example", "blame_map", "computation_graph", "nudges", "ways_to_raise")
    assert board or all(ax.get_xlabel() for ax in fig.axes)


def test_the_worked_example_shows_what_the_chain_rule_gives() -> None:
    shown = texts(plots.worked_example(2, 3, 0.5, 5))
    values, gradients = ("2", "6", "3", "4"), ("−4", "−2", "−24", "1")
    assert set(values) | set(gradients) <= set(shown)
    assert shown.count("6") == 2
    assert shown.count("−2") == 2
    assert shown.count("−4") == 2
    assert "$w$ = 3" in shown
    assert "$v$ = 0.5" in shown
    assert "(out − 5)²" in shown
    closed = texts(plots.worked_example(2, -3, 0.5, 5))
    assert "−6" in closed
    assert closed.count("0") == 5


def test_the_step_is_drawn_from_its_losses_and_marks_its_landmarks() -> None:
    ax = plots.loss_along_step(RATES, LOSSES, best=0.05, limit=0.1, taken=0.08).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata()[:3], LOSSES[:3])
    assert list(ax.lines[1].get_ydata()) == [4, 4]
    marks = {line.get_marker(): line.get_xydata()[0].tolist() for line in ax.lines[2:]}
    assert marks["o"] == [0.1, 4]
    assert marks["s"] == pytest.approx([0.08, LOSSES[8]])
    assert ["0.1000" in t for t in texts(ax.figure)].count(True) == 1
    assert any("best: 0.0500" in t for t in texts(ax.figure))


@pytest.mark.parametrize(
    ("rates", "losses", "sentence"),
    [
        ([0, 1], [1], "one length"),
        ([0.5, 1], [1, 2], "rise from 0"),
        ([0, 1, 1], [1, 2, 3], "rise from 0"),
        ([0, 1], [1, -1], "not be negative"),
        ([0, 1], [1, np.nan], "finite"),
    ],
)
def test_a_step_that_cannot_be_drawn_is_refused(rates, losses, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        plots.loss_along_step(rates, losses, best=0, limit=1, taken=1)


def test_the_bars_of_the_three_ways_are_the_slopes() -> None:
    ax = plots.ways_to_raise(0.2, [0.1, 0.3], [0.4, -0.1]).axes[0]
    assert [bar.get_width() for bar in ax.patches] == [0.2, 0.1, 0.3, 0.4, -0.1]
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, False, False, True]
    assert texts(ax.figure)[-1] == "−0.10"
    with pytest.raises(ValueError, match="one activation for each weight"):
        plots.ways_to_raise(0.2, [0.1], [0.4, -0.1])


def test_blame_lines_show_sign_and_size_of_the_gradient() -> None:
    ax = plots.blame_map(*BLAME).axes[0]
    widths = [line.get_linewidth() for line in ax.lines]
    assert len(widths) == 9
    assert widths[6] == widths[8] == max(widths)
    assert widths[7] == min(widths)
    assert ax.lines[6].get_color() == COLORS["class0"]
    assert ax.lines[6].get_linestyle() != "-"
    assert ax.lines[8].get_color() == COLORS["class1"]
    assert ax.lines[8].get_linestyle() == "-"
    shown = texts(ax.figure)
    assert [t for t in shown if t.startswith("δ")] == ["δ 0.10", "δ 0.00", "δ −0.20", "δ 4.00"]
    with pytest.raises(ValueError, match="one error and one weight gradient"):
        plots.blame_map(BLAME[0], BLAME[1][:1], BLAME[2])
    with pytest.raises(ValueError, match="one error and one weight gradient"):
        plots.blame_map(BLAME[0], BLAME[1], [BLAME[2][0], [[1.0, 2.0]]])


def test_nudges_draws_every_sample_and_the_batch() -> None:
    fig = plots.nudges([[1, -1], [3, 1]], [2, 0], ["w_1", "w_2"])
    dots = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    np.testing.assert_array_equal([line.get_ydata() for line in dots], [[1, -1], [3, 1]])
    assert [t.get_text() for t in fig.axes[0].get_xticklabels()] == ["$w_1$", "$w_2$"]
    with pytest.raises(ValueError, match="a gradient and a name for each weight"):
        plots.nudges([[1, -1]], [2, 0], ["w_1"])


def test_the_graph_has_an_arrow_for_every_use_and_the_right_gradients() -> None:
    fig = plots.computation_graph(*graph())
    shown = texts(fig)
    assert [t for t in shown if t.startswith("gradient")] == ["gradient 4", "gradient 2", "gradient 1"]
    assert [t for t in shown if t.startswith("visit")] == ["visit 3", "visit 2", "visit 1"]
    arrows = [text for text in fig.axes[0].texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == 4
    with pytest.raises(ValueError, match="a name for each of the 3 values"):
        plots.computation_graph(graph()[0], {})


def test_agreement_draws_equal_gradients_at_the_left_end() -> None:
    ax = plots.agreement({"one and two": [0, 1e-16]}, tolerance=1e-12).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [1e-17, 1e-16])
    assert list(ax.lines[1].get_xdata()) == [1e-12, 1e-12]
    for wrong in ({}, {"pair": [-1.0]}):
        with pytest.raises(ValueError, match="at least one pair"):
            plots.agreement(wrong, tolerance=1e-12)


def test_difference_errors_draws_medians() -> None:
    errors = np.outer(STEPS, [1, 2, 30])
    ax = plots.difference_errors(STEPS, {"forward": errors}).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), 2 * STEPS)
    assert ax.get_xlim()[0] > ax.get_xlim()[1]  # smaller steps to the right
    with pytest.raises(ValueError, match="a row per step"):
        plots.difference_errors(STEPS, {"forward": errors[1:]})
    with pytest.raises(ValueError, match="positive"):
        plots.difference_errors([0, 1], {"forward": errors[:2]})
    with pytest.raises(ValueError, match="one to 3 schemes"):
        plots.difference_errors(STEPS, {})


def test_a_mistake_keeps_its_place_in_every_row() -> None:
    ax = FIGURES["noticed_mistakes"]().axes[0]
    strokes = [[path[0][0] for path in rows.get_segments()] for rows in ax.collections]
    assert strokes == [[1, 2], [1, 3]]
    assert texts(ax.figure) == ["it learns: 2 of 3", "the rest: 2 of 3"]
    with pytest.raises(ValueError, match="titles for tests"):
        plots.noticed_mistakes([{"loss", "tests"}], {"loss": "it learns"})
    with pytest.raises(ValueError, match="at least one mistake"):
        plots.noticed_mistakes([], {"loss": "it learns"})


def test_the_share_of_solvers_has_wilsons_band() -> None:
    ax = plots.solved_over_epochs({"two": [1, 10]}, {"two": [0, 90]}, 100).axes[0]
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    low, high = accuracy_interval(90, 100)
    assert np.isclose(band, 100 * low).any()
    assert np.isclose(band, 100 * high).any()
    with pytest.raises(ValueError, match="one count up to 100"):
        plots.solved_over_epochs({"two": [1, 10]}, {"two": [0, 101]}, 100)
    with pytest.raises(ValueError, match="the same one to 3 names"):
        plots.solved_over_epochs({"two": [1, 10]}, {"four": [0, 10]}, 100)


def test_hidden_corners_labels_samples_that_share_a_spot_once() -> None:
    merged = ([[0, 0], [0.99, 1], [0.1, 0.9], [1, 1]], [1.0, 1.0], -1.0)
    fig = plots.hidden_corners({"it": merged}, [0, 1, 1, 0], ["00", "01", "10", "11"])
    assert texts(fig) == ["00", "01, 11", "10"]
    boundary = fig.axes[0].lines[0]
    assert np.allclose(boundary.get_xdata() + boundary.get_ydata(), 1)
    circles = next(line for line in fig.axes[0].lines if line.get_marker() == "o")
    np.testing.assert_array_equal(circles.get_xydata(), [[0.99, 1], [0.1, 0.9]])
    with pytest.raises(ValueError, match="two hidden units"):
        plots.hidden_corners({"it": ([[0.0], [1.0]], [1, 1], 0)}, [0, 1], ["a", "b"])
    with pytest.raises(ValueError, match="a name for each sample"):
        plots.hidden_corners({"it": CORNERS}, [0, 1, 1, 0], ["00"])


@pytest.mark.parametrize(
    ("spot", "weight", "bias"), [((0.0, 0.0), (0.6, 2.0), -0.2), ((1.0, 1.0), (-1.0, 1.05), 0.0)]
)
def test_hidden_corners_keeps_a_label_clear_of_the_boundary(
    spot: tuple[float, float], weight: tuple[float, float], bias: float
) -> None:
    fig = plots.hidden_corners(
        {name: ([spot] * 3, weight, bias) for name in "abc"}, [0, 1, 1], ["01", "10", "11"]
    )
    fig.canvas.draw()
    ax = fig.axes[0]
    box = ax.transData.inverted().transform(ax.texts[0].get_window_extent())
    corners = np.array([(x, y) for x in box[:, 0] for y in box[:, 1]])
    sides = np.sign(corners @ weight + bias)
    assert abs(sides.sum()) == 4  # all four corners on one side


def test_cost_draws_lines_for_counts_and_marks_for_records() -> None:
    ax = FIGURES["gradient_cost"]().axes[0]
    counted, recorded = ax.lines[0], ax.lines[1]
    assert list(counted.get_ydata()) == [20, 200]
    assert list(recorded.get_ydata()) == [22]
    assert recorded.get_linestyle() == "None" or recorded.get_marker() == "s"
    assert list(texts(ax.figure)) == ["differences", "backpropagation"]
    with pytest.raises(ValueError, match="under the same names"):
        plots.gradient_cost([10], {"differences": [20]}, {})
    with pytest.raises(ValueError, match="one positive cost"):
        plots.gradient_cost([10, 100], {"differences": [20]}, {"differences": ([10], [22])})
