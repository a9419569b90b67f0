"""The figures of the chapter *Losses*: what they draw, and what they refuse."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import texts
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from nnbook import LOSSES, sigmoid
from nnbook.plots import losses as plots
from nnbook.plots.style import COLORS

U = np.linspace(-2, 2, 21)
GAUSS, LAPLACE = np.exp(-(U**2) / 2), np.exp(-np.abs(U))
SAMPLES = np.geomspace(2, 0.2, 5)[:, None] * np.array([1.0, 1.2, 1.5])
EPOCHS = [1, 2, 5, 10, 20]
P = np.linspace(0.1, 0.9, 9)

FIGURES = {
    "noise_and_loss": lambda: plots.noise_and_loss(U, {"Gaussian": GAUSS, "Laplace": LAPLACE}),
    "error_losses": lambda: plots.error_losses(),
    "outlier_pull": lambda: plots.outlier_pull(
        [0, 1, 2],
        [1, 3, 20],
        {"squared": (9, 0), "absolute": (2, 1)},
        [0, 5, 9],
        {"squared": SAMPLES[:3], "absolute": SAMPLES[2:]},
    ),
    "binary_losses": lambda: plots.binary_losses(),
    "expected_losses": lambda: plots.expected_losses(
        P, {"squared": (P - 0.7) ** 2, "absolute": 1 - P}, truth=0.7
    ),
    "push_and_pull": lambda: plots.push_and_pull([0.7, 0.2, 0.1], [0, 1, 0]),
    "losses_at_start": lambda: plots.losses_at_start(
        [2, 10, 100], {"usual": SAMPLES[:3], "large": SAMPLES[2:]}
    ),
    "noise_floor": lambda: plots.noise_floor({"few": (EPOCHS, SAMPLES, SAMPLES + 1)}, 0.6),
    "loss_errors": lambda: plots.loss_errors([-1, 0, 1], [1.3, 0.7, 0.3], {"fused": [1.3, 0.7, 0.3]}),
    "curves_by_optimizer": lambda: plots.curves_by_optimizer(
        {"SGD": {"cross-entropy": SAMPLES, "squared": 2 * SAMPLES}}, ylabel="loss", logarithmic=True, goal=1
    ),
    "pushes_by_logit": lambda: plots.pushes_by_logit(),
}


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_with_named_axes(name: str) -> None:
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    assert any(ax.get_xlabel() for ax in fig.axes)
    assert all(ax.has_data() for ax in fig.axes)


@pytest.mark.parametrize("name", FIGURES)
def test_curves_of_one_panel_differ_in_dash_as_well_as_colour(name: str) -> None:
    for ax in FIGURES[name]().axes:
        pairs = {
            (to_hex(line.get_color()), str(line._dash_pattern))
            for line in ax.lines
            if line.get_linestyle() != "None" and len(line.get_xdata()) > 2
        }
        dashes = [dash for _, dash in pairs]
        assert len(dashes) == len(set(dashes)), name


def test_noise_becomes_its_negative_logarithm_from_zero() -> None:
    left, right = plots.noise_and_loss(U, {"Gaussian": GAUSS, "Laplace": LAPLACE}).axes
    np.testing.assert_array_equal(left.lines[0].get_ydata(), GAUSS)
    np.testing.assert_allclose(right.lines[0].get_ydata(), U**2 / 2, atol=1e-15)
    np.testing.assert_allclose(right.lines[1].get_ydata(), np.abs(U), atol=1e-15)


def test_error_losses_draws_the_losses_and_slopes_of_the_package() -> None:
    above, below = plots.error_losses(limit=2).axes
    names = ("mean_squared_error", "mean_absolute_error", "huber")
    for curve, slope, name in zip(above.lines, below.lines, names, strict=False):
        e = curve.get_xdata()
        np.testing.assert_array_equal(curve.get_ydata(), LOSSES[name].function(e, 0 * e, reduction="none"))
        shown = np.isfinite(slope.get_ydata())
        expected = LOSSES[name].gradient(e, 0 * e, reduction="none")
        np.testing.assert_array_equal(slope.get_ydata()[shown], expected[shown])
    jumps = [int(np.isnan(line.get_ydata()).sum()) for line in below.lines[:3]]
    assert jumps == [0, 1, 0]


def test_outlier_pull_draws_lines_and_median_misses() -> None:
    left, right = FIGURES["outlier_pull"]().axes
    good, outlier, squared, _ = left.lines
    assert list(good.get_ydata()) == [1, 3]
    assert list(outlier.get_ydata()) == [20]
    assert list(squared.get_ydata()) == [0, 18]
    np.testing.assert_allclose(right.lines[0].get_ydata(), np.median(SAMPLES[:3], axis=1))
    low, high = np.quantile(SAMPLES[:3], [0.1, 0.9], axis=1)
    corners = right.collections[0].get_paths()[0].vertices[:, 1]
    assert {corners.min(), corners.max()} == {low.min(), high.max()}


def test_binary_losses_draws_the_package_over_probability_and_logit() -> None:
    fig = plots.binary_losses()
    from_p, from_z, slope_p, slope_z = fig.axes
    for ax, kind, name in (
        (from_p, "function", "binary_cross_entropy"),
        (from_z, "function", "binary_cross_entropy_with_logits"),
        (slope_p, "gradient", "binary_cross_entropy"),
        (slope_z, "gradient", "binary_cross_entropy_with_logits"),
    ):
        for line, y in zip(ax.lines, (1, 0), strict=True):
            at = line.get_xdata()
            expected = getattr(LOSSES[name], kind)(at, np.full_like(at, y), reduction="none")
            np.testing.assert_array_equal(line.get_ydata(), expected)
    assert [text.get_text() for text in from_z.get_legend().get_texts()] == ["$y = 1$", "$y = 0$"]


def test_expected_losses_marks_the_lowest_point_and_the_truth() -> None:
    ax = FIGURES["expected_losses"]().axes[0]
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(mark.get_xdata()[0]) for mark in marks] == pytest.approx([0.7, 0.9])
    assert list(ax.lines[-1].get_xdata()) == [0.7, 0.7]


def test_push_and_pull_draws_the_difference() -> None:
    p, y, push = FIGURES["push_and_pull"]().axes
    assert [bar.get_height() for bar in p.patches] == [0.7, 0.2, 0.1]
    assert [bar.get_height() for bar in y.patches] == [0, 1, 0]
    assert [bar.get_height() for bar in push.patches] == pytest.approx([0.7, -0.8, 0.1])
    assert "−0.80" in texts(push.figure)


def test_losses_at_start_draws_medians_and_the_guesser() -> None:
    ax = FIGURES["losses_at_start"]().axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), np.median(SAMPLES[:3], axis=1))
    np.testing.assert_allclose(ax.lines[-1].get_ydata(), np.log([2, 10, 100]))


def test_noise_floor_draws_training_expected_and_the_floor() -> None:
    ax = FIGURES["noise_floor"]().axes[0]
    training, expected, floor = ax.lines
    np.testing.assert_allclose(training.get_ydata(), np.median(SAMPLES, axis=1))
    np.testing.assert_allclose(expected.get_ydata(), np.median(SAMPLES + 1, axis=1))
    assert training.get_color() == COLORS["train"]
    assert expected.get_color() == COLORS["test"]
    assert list(floor.get_ydata()) == [0.6, 0.6]
    assert list(floor.get_xdata()) == [EPOCHS[0], EPOCHS[-1]]  # no label behind the curves is struck
    assert texts(ax.figure) == ["training", "expected", "floor"]


def test_loss_errors_tells_lost_digits_from_no_number() -> None:
    z, truth = np.arange(5.0), np.array([4.0, 2.0, 1.0, 0.5, 0.0])
    above, below = plots.loss_errors(z, truth, {"fused": truth, "bad": [np.inf, np.nan, 1.5, -3.0, 0.0]}).axes
    assert np.isnan(above.lines[1].get_ydata()).tolist() == [True, True, False, False, False]
    np.testing.assert_allclose(below.lines[0].get_ydata(), 1e-17)
    np.testing.assert_allclose(below.lines[1].get_ydata(), [1e3, 1e3, 0.5, 1, 1e-17])
    labels = [label.get_text() for label in below.get_yticklabels()]
    assert labels[-1] == "no number"


def test_curves_by_optimizer_draws_medians_from_step_zero_and_the_goal() -> None:
    ax = FIGURES["curves_by_optimizer"]().axes[0]
    entropy, squared = (line for line in ax.lines if line.get_color() != COLORS["muted"])
    np.testing.assert_allclose(entropy.get_ydata(), np.median(SAMPLES, axis=1))
    np.testing.assert_allclose(squared.get_ydata(), 2 * np.median(SAMPLES, axis=1))
    assert list(entropy.get_xdata()) == [0, 1, 2, 3, 4]
    assert list(ax.lines[-1].get_ydata()) == [1, 1]
    assert ax.get_yscale() == "log"
    assert texts(ax.figure) == ["cross-entropy", "squared"]
    assert plots.curves_by_optimizer({"a": {"b": SAMPLES}}, ylabel="").axes[0].get_yscale() == "linear"


def test_logarithmic_heights_are_labelled_with_plain_numbers() -> None:
    ax = FIGURES["curves_by_optimizer"]().axes[0]
    assert {"0.5", "1", "2"} <= {label.get_text() for label in ax.get_yticklabels()}


def test_pushes_by_logit_draws_both_slopes_of_a_sample_with_target_zero() -> None:
    linear, log = plots.pushes_by_logit().axes
    assert (linear.get_yscale(), log.get_yscale()) == ("linear", "log")
    z = linear.lines[0].get_xdata()
    p = sigmoid(z)
    np.testing.assert_allclose(linear.lines[0].get_ydata(), p, rtol=1e-12)
    np.testing.assert_allclose(linear.lines[1].get_ydata(), 2 * p * p * sigmoid(-z), rtol=1e-12)


def test_a_loss_keeps_its_look_from_figure_to_figure() -> None:
    looks = set()
    for fig in (FIGURES["error_losses"](), FIGURES["outlier_pull"](), FIGURES["pushes_by_logit"]()):
        ax = fig.axes[1]
        line = next(line for line in ax.lines if line.get_color() == COLORS["second"])
        looks.add(str(line._dash_pattern))
    assert len(looks) == 1


REFUSED = {
    "no density": (lambda: plots.noise_and_loss(U, {}), "name at least one curve"),
    "density of zero": (lambda: plots.noise_and_loss(U, {"a": 0 * U}), "must be positive"),
    "density too short": (lambda: plots.noise_and_loss(U, {"a": GAUSS[1:]}), "each of the 21"),
    "limit": (lambda: plots.error_losses(limit=1), "must exceed 1"),
    "lines": (lambda: plots.outlier_pull([0], [0], {}, [0], {"a": [[1.0]]}), "lines is empty"),
    "y": (lambda: plots.outlier_pull([0, 1], [0], {"a": (1, 0)}, [0], {"a": [[1.0]]}), "each of the 2"),
    "a miss of zero": (
        lambda: plots.outlier_pull([0], [0], {"a": (1, 0)}, [0], {"a": [[0.0]]}),
        "must be positive",
    ),
    "answers": (lambda: plots.expected_losses([1, 0], {"a": [1, 2]}, truth=0.5), "must increase"),
    "truth": (lambda: plots.expected_losses([0, 1], {"a": [1, 2]}, truth=2), "from 0 to 1"),
    "infinite loss": (lambda: plots.expected_losses([0, 1], {"a": [1, np.inf]}, truth=0.5), "finite"),
    "target": (lambda: plots.push_and_pull([0.5, 0.5], [1]), "each of the 2"),
    "classes": (lambda: plots.losses_at_start([1, 2], {"a": SAMPLES[:2]}), "from 2 or more"),
    "networks": (lambda: plots.losses_at_start([2, 3], {"a": SAMPLES}), "each of the 2"),
    "no panel": (lambda: plots.noise_floor({}, 0.5), "panels is empty"),
    "floor": (lambda: plots.noise_floor({"a": (EPOCHS, SAMPLES, SAMPLES)}, 0), "must be positive"),
    "epochs": (lambda: plots.noise_floor({"a": ([1], SAMPLES, SAMPLES)}, 1), "each of the 1"),
    "order": (lambda: plots.loss_errors([1, 0], [1, 1], {"a": [1, 1]}), "must increase"),
    "negative": (lambda: plots.loss_errors([0, 1], [1, -1], {"a": [1, 1]}), "negative loss"),
    "axes": (lambda: plots.loss_errors([[0, 1]], [1, 1], {"a": [1, 1]}), "must have 1 axes"),
    "empty": (lambda: plots.loss_errors([], [], {"a": []}), "nothing to draw"),
    "no optimizer": (lambda: plots.curves_by_optimizer({}, ylabel=""), "panels is empty"),
    "NaN": (lambda: plots.curves_by_optimizer({"a": {"b": [[np.nan]]}}, ylabel=""), "must be finite"),
    "zero on a log axis": (
        lambda: plots.curves_by_optimizer({"a": {"b": [[0.0]]}}, ylabel="", logarithmic=True),
        "must be positive",
    ),
    "too many": (
        lambda: plots.curves_by_optimizer({"a": {str(k): SAMPLES for k in range(7)}}, ylabel=""),
        "cannot be told apart",
    ),
    "logits": (lambda: plots.pushes_by_logit(limit=800), "between 0 and 700"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_in_a_sentence(case: str) -> None:
    draw, sentence = REFUSED[case]
    with pytest.raises(ValueError, match=sentence):
        draw()
    assert plt.get_fignums() == []


def test_does_not_change_its_inputs() -> None:
    values = SAMPLES.copy()
    values.flags.writeable = False
    plots.curves_by_optimizer({"a": {"b": values}}, ylabel="")
    plots.noise_floor({"a": (EPOCHS, values, values)}, 1.0)
