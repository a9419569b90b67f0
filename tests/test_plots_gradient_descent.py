"""The figures of the chapter on gradient descent: closed, made of the numbers they claim to show, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import points, texts
from matplotlib.figure import Figure

from nnbook import plots

mpl.use("agg")

BOWL = np.diag([1.0, 4.0])
WAY = np.array([[2.0, 1.0], [1.0, -0.5], [0.0, 0.0]])
STARTS = np.array([-2.0, -0.5, 0.5, 2.0])
ENDS = np.array([-1.0, -1.0, 1.0, np.nan])
POPULATION = np.random.default_rng(0).uniform(0.1, 1, (6, 20))
STEPS = {"plain": [10, 20, 30], "Adam": [4, 5, 6]}
RATES = np.array([0.01, 0.1, 1.0])


def double_well(theta: np.ndarray) -> np.ndarray:
    return (theta**2 - 1) ** 2


FIGURES: dict[str, Callable[[], Figure]] = {
    "descent_step": lambda: plots.descent_step(lambda t: t**2 / 8, lambda t: t / 4, 2.0, [0.1, 2.0, 4.0]),
    "nudge_effects": lambda: plots.nudge_effects([0.01, 0.1, 1], {"a": [1, 2, 3], "b": [0.1, 0.2, 0.3]}),
    "descent_paths": lambda: plots.descent_paths(BOWL, {"one": WAY, "two": WAY / 2}, (2.5, 1.5)),
    "stability_sweep": lambda: plots.stability_sweep(
        [0.5, 0.95, 1.1],
        {"bowl": [0.9, 0.9, 1.2], "flat": [0.99, 0.98, 1.2]},
        {"bowl": [1, 10], "flat": [1, 100]},
    ),
    "basins": lambda: plots.basins(double_well, [-1.0, 1.0], STARTS, {"rule": ENDS, "other": -ENDS}),
    "condition_sweep": lambda: plots.condition_sweep(
        [10, 100], {"plain": [0.8, 0.98], "ball": [0.5, 0.8]}, {"plain": [0.81, 0.97], "ball": [0.52, 0.82]}
    ),
    "aligned_and_rotated": lambda: plots.aligned_and_rotated(
        STEPS, {"plain": [10, 20, 30], "Adam": [40, 50, 60]}
    ),
    "bias_correction": lambda: plots.bias_correction(
        {"on": np.ones(5), "off": np.arange(3.0, 8)}, {"η = 1": {"on": POPULATION, "off": 2 * POPULATION}}
    ),
    "decay_compared": lambda: plots.decay_compared(
        {"one": {"a": POPULATION, "b": POPULATION / 2}, "two": {"a": POPULATION, "b": POPULATION}},
        0.9 ** np.arange(6),
    ),
    "schedule_curves": lambda: plots.schedule_curves(
        {"flat": [1, 1, 1], "falling": [1, 0.5, 0.25], "x": [0, 1, 1]}
    ),
    "rate_sweep": lambda: plots.rate_sweep(
        RATES, {"SGD": POPULATION[:3], "Adam": POPULATION[3:], "Nesterov": POPULATION[::2]}, before=0.7
    ),
}


def marked(fig: Figure, marker: str, axes: int = 0) -> np.ndarray:
    return np.concatenate([points(line) for line in fig.axes[axes].lines if line.get_marker() == marker])


def test_a_step_lands_on_the_loss_and_its_promise_on_the_tangent() -> None:
    fig = FIGURES["descent_step"]()
    ends = 2 - np.array([0.1, 2, 4]) * 0.5
    landed = marked(fig, "o")[1:]  # the first is the start
    assert np.allclose(landed, np.column_stack([ends, ends**2 / 8]))
    assert np.allclose(marked(fig, "s"), np.column_stack([ends, 0.5 + 0.5 * (ends - 2)]))
    assert {"start", "η = 0.1", "η = 2", "η = 4"} <= set(texts(fig))


def test_nudges_are_drawn_as_given_on_logarithmic_axes() -> None:
    ax = FIGURES["nudge_effects"]().axes[0]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert points(ax.lines[0]).tolist() == [[0.01, 1], [0.1, 2], [1, 3]]
    assert ax.lines[0].get_marker() != ax.lines[1].get_marker()


def test_paths_lie_on_level_lines_of_the_bowl_four_times_apart() -> None:
    fig = FIGURES["descent_paths"]()
    assert np.array_equal(points(fig.axes[0].lines[0]), WAY)
    assert np.array_equal(points(fig.axes[1].lines[0]), WAY / 2)
    assert texts(fig) == ["one", "two"]
    contours = fig.axes[0].collections[0]
    assert np.allclose(contours.levels[1:] / contours.levels[:-1], 4)
    for level, path in zip(contours.levels[3:-1], contours.get_paths()[3:-1], strict=True):
        x, y = path.vertices.T
        assert np.allclose(0.5 * (x**2 + 4 * y**2), level, rtol=0.05)
    far = plots.descent_paths(BOWL, {"away": WAY * 1e30}, (2.5, 1.5))
    assert np.abs(points(far.axes[0].lines[0])).max() < 100  # so that a drawing of it stays finite
    assert far.axes[0].get_xlim() == (-2.5, 2.5)


def test_the_prediction_is_the_largest_factor_and_crosses_one_at_the_limit() -> None:
    lines = FIGURES["stability_sweep"]().axes[0].lines
    rates, factor = points(lines[0]).T
    assert np.allclose(factor, np.maximum(abs(1 - 0.2 * rates), abs(1 - 2 * rates)))
    assert ((factor > 1 + 1e-9) == (rates > 1 + 1e-9)).all()
    assert points(lines[1]).tolist() == [[0.5, 0.9], [0.95, 0.9], [1.1, 1.2]]


def test_each_start_stands_at_the_height_of_its_valley() -> None:
    fig = FIGURES["basins"]()
    assert fig.axes[1].get_yticklabels()[0].get_text() == "nowhere"
    strip = [points(line) for line in fig.axes[1].lines]
    assert strip[0].tolist() == [[-2, 2], [-0.5, 2]]  # A
    assert strip[1].tolist() == [[0.5, 1]]  # B
    assert strip[2].tolist() == [[2, 0]]  # nowhere
    other = [points(line) for line in fig.axes[2].lines]
    assert other[0].tolist() == [[0.5, 2]]
    curve = points(fig.axes[0].lines[0])
    assert np.allclose(curve[:, 1], double_well(curve[:, 0]))
    near = plots.basins(double_well, [1.0], [0.0], {"rule": [1.05]}, tolerance=0.1, log=True)
    assert len(points(near.axes[1].lines[0])) == 1
    assert near.axes[0].get_yscale() == "log"
    curve, mark = (points(line) for line in near.axes[0].lines)
    assert mark[0, 1] == curve[:, 1].min()  # not below the curve, where a logarithm would put it


def test_starts_that_would_cover_each_other_are_drawn_once() -> None:
    many = np.linspace(-2, 2, 4001)
    strip = plots.basins(double_well, [-1.0, 1.0], many, {"rule": np.sign(many)}).axes[1].lines
    drawn = [points(line)[:, 0] for line in strip]
    assert [len(places) for places in drawn] == [201, 201, 1]
    assert (drawn[0] < 0).all()
    assert (drawn[1] > 0).all()
    assert drawn[2].tolist() == [0]
    assert np.diff(drawn[0]).max() < 0.02


def test_factors_become_steps_for_a_tenfold_gain() -> None:
    lines = FIGURES["condition_sweep"]().axes[0].lines
    assert np.allclose(lines[0].get_ydata(), -1 / np.log10([0.81, 0.97]))
    assert np.allclose(lines[1].get_ydata(), -1 / np.log10([0.8, 0.98]))
    assert 0.8 ** lines[1].get_ydata()[0] == pytest.approx(0.1)


def test_rows_hold_medians_and_ranges() -> None:
    ax = FIGURES["aligned_and_rotated"]().axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["plain", "Adam"]
    assert marked(FIGURES["aligned_and_rotated"](), "o")[:, 0].tolist() == [20, 5]
    assert marked(FIGURES["aligned_and_rotated"](), "s")[:, 0].tolist() == [20, 50]
    assert np.allclose(ax.lines[0].get_xdata(), np.quantile([10, 20, 30], [0.1, 0.9]))


def test_lengths_are_above_and_medians_below() -> None:
    fig = FIGURES["bias_correction"]()
    assert fig.axes[0].lines[1].get_ydata().tolist() == [3, 4, 5, 6, 7]
    assert fig.axes[0].lines[1].get_xdata()[0] == 1  # the first step is step 1
    assert np.allclose(fig.axes[1].lines[1].get_ydata(), np.median(2 * POPULATION, axis=1))
    assert "η = 1" in texts(fig)


def test_bands_hold_eighty_percent_and_the_wanted_decay_is_dotted() -> None:
    ax = FIGURES["decay_compared"]().axes[0]
    low, high = np.quantile(POPULATION, [0.1, 0.9], axis=1)
    edge = ax.collections[0].get_paths()[0].vertices
    assert np.isclose(edge[:, 1].max(), high.max())
    assert np.isclose(edge[:, 1].min(), low.min())
    assert np.allclose(ax.lines[2].get_ydata(), 0.9 ** np.arange(6))
    assert ax.lines[2].get_linestyle() != "-"


def test_each_schedule_has_its_panel_and_the_last_place_is_empty() -> None:
    fig = FIGURES["schedule_curves"]()
    assert [ax.lines[0].get_ydata().tolist() for ax in fig.axes[:3]] == [[1, 1, 1], [1, 0.5, 0.25], [0, 1, 1]]
    assert not fig.axes[3].get_visible()


def test_the_diamond_marks_the_best_median_and_divergence_the_top() -> None:
    losses = np.array([[0.5, 0.5, 0.6], [0.1, 0.2, 0.3], [np.nan, np.inf, 50]])
    ax = plots.rate_sweep(RATES, {"SGD": losses}, before=0.7, top=20).axes[0]
    assert ax.lines[0].get_ydata().tolist() == [0.5, 0.2, 20]
    assert points(ax.lines[-1]).tolist() == [[0.1, 0.2]]
    assert "best η = 0.1" in [text.get_text() for text in ax.texts]
    assert ax.get_ylim()[1] > 20


REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "flat": (
        lambda: plots.descent_step(lambda t: t, lambda t: 0 * t, 2.0, [0.1]),
        "slope at the start is zero",
    ),
    "nudges": (lambda: plots.nudge_effects([0.1, 1], {"a": [1.0]}), "one value per nudge"),
    "sign": (lambda: plots.nudge_effects([0.1], {"a": [-1.0]}), "must be positive"),
    "no curve": (lambda: plots.nudge_effects([0.1], {}), "1 to 6 curves"),
    "saddle": (lambda: plots.descent_paths(np.diag([1, -1]), {"a": WAY}, (1, 1)), "positive eigenvalues"),
    "no path": (lambda: plots.descent_paths(BOWL, {}, (1, 1)), "1 to 4 paths"),
    "columns": (lambda: plots.descent_paths(BOWL, {"a": WAY[:, :1]}, (1, 1)), "two columns"),
    "limits": (lambda: plots.descent_paths(BOWL, {"a": WAY}, (0, 1)), "limits must be positive"),
    "problems": (lambda: plots.stability_sweep([1], {"a": [1]}, {"b": [1]}), "same problems"),
    "curvature": (lambda: plots.stability_sweep([1], {"a": [1]}, {"a": [-1, 1]}), "must be positive"),
    "valleys": (lambda: plots.basins(double_well, np.arange(7), STARTS, {"a": ENDS}), "at most 6"),
    "no rule": (lambda: plots.basins(double_well, [1], STARTS, {}), "at least one rule"),
    "ends": (lambda: plots.basins(double_well, [1], STARTS, {"a": [1]}), "one end per start"),
    "no convergence": (lambda: plots.condition_sweep([2], {"a": [1.0]}, {"a": [0.5]}), "between 0 and 1"),
    "rules": (lambda: plots.condition_sweep([2], {"a": [0.5]}, {"b": [0.5]}), "same rules"),
    "names": (lambda: plots.aligned_and_rotated({"a": [1]}, {"b": [1]}), "same optimizers"),
    "steps": (lambda: plots.aligned_and_rotated({"a": [0]}, {"a": [1]}), "must be positive"),
    "panels": (lambda: plots.bias_correction({"a": [1]}, {}), "at least one panel"),
    "variants": (lambda: plots.bias_correction({"a": [1]}, {"t": {"b": [[1]]}}), "must hold the variants"),
    "log": (lambda: plots.bias_correction({"a": [1]}, {"t": {"a": [[0.0]]}}), "must be positive"),
    "no weights": (lambda: plots.decay_compared({}, [1]), "at least one panel"),
    "length": (lambda: plots.decay_compared({"t": {"a": [[1], [1]]}}, [1]), "must have 1 steps"),
    "shapes": (lambda: plots.schedule_curves({"a": [1], "b": [1, 2]}), "one shape"),
    "falling": (lambda: plots.rate_sweep([1, 0.1], {"a": [[1], [1]]}, before=1), "positive and rising"),
    "rows": (lambda: plots.rate_sweep([0.1, 1], {"a": [[1]]}, before=1), "one row per rate"),
    "no optimizer": (lambda: plots.rate_sweep([0.1, 1], {}, before=1), "at least one optimizer"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_a_sentence(case: str) -> None:
    draw, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()


def test_inputs_are_not_modified() -> None:
    way, losses = WAY.copy(), np.full((3, 2), np.nan)
    losses[0] = 1
    way.flags.writeable = losses.flags.writeable = False
    plots.descent_paths(BOWL, {"a": way}, (2, 2))
    plots.rate_sweep(RATES, {"a": losses}, before=1)
