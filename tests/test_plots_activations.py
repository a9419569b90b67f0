"""The figures of the chapter *Activations*: what they draw, and what they refuse."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from nnbook import ACTIVATIONS, relu, sigmoid, softmax, softmax_jacobian
from nnbook.plots import activations as plots
from nnbook.plots.style import COLORS

X = np.linspace(-2, 2, 21)
SAMPLES = np.geomspace(1, 1e-3, 4)[:, None] * np.array([1.0, 1.2, 1.5])
LOSSES = np.linspace(0.7, 0.1, 5)[:, None] * np.array([1.0, 1.1])
ERRORS = (np.array([0.5, 1e12, np.inf]), np.array([0.5, 0.5, 1.0]))

FIGURES = {
    "straight_or_bent": lambda: plots.straight_or_bent(X, [X, -X], [abs(X), relu(X)]),
    "hinges": lambda: plots.hinges(X, X**2, [relu(X), -relu(X - 1)], X**2 + 0.1),
    "activation_family": lambda: plots.activation_family(["sigmoid", "tanh", "step"]),
    "activation_gallery": lambda: plots.activation_gallery(["relu", "gelu", "mish", "identity"]),
    "scores_to_probabilities": lambda: plots.scores_to_probabilities([2, 1, 0.1], softmax([2, 1, 0.1])),
    "log_probabilities": lambda: plots.log_probabilities([2, 1, -0.5], 2.4),
    "jacobian_tiles": lambda: plots.jacobian_tiles(softmax_jacobian([2, 1, 0.1])),
    "decay_with_depth": lambda: plots.decay_with_depth(
        {"sigmoid": SAMPLES, "tanh": SAMPLES / 2}, ylabel="length", bound=SAMPLES[:, 2], bound_label="limit"
    ),
    "dead_units": lambda: plots.dead_units([1, 2, 4], {"relu": np.eye(3), "leaky_relu": np.zeros((3, 3))}),
    "ulp_errors": lambda: plots.ulp_errors([-1, 0, 1], {"softplus": ERRORS, "sigmoid": ERRORS}),
    "relative_cost": lambda: plots.relative_cost({"relu": 1.0, "tanh": 6.0, "gelu": 20.0}),
    "training_curves": lambda: plots.training_curves({"relu": LOSSES, "sigmoid": LOSSES * 2}, chance=0.693),
}


def texts(fig: Figure) -> list[str]:
    found = [text.get_text() for ax in fig.axes for text in ax.texts]
    found += [ax.get_title(loc="left") for ax in fig.axes]
    return [text for text in found if text]


@pytest.mark.parametrize("name", FIGURES)
def test_returns_a_closed_figure_with_named_axes(name: str) -> None:
    open_before = plt.get_fignums()
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == open_before
    assert any(ax.get_xlabel() for ax in fig.axes) or fig.get_supxlabel()
    assert all(ax.has_data() for ax in fig.axes)


@pytest.mark.parametrize("name", FIGURES)
def test_curves_of_one_panel_differ_in_dash_as_well_as_colour(name: str) -> None:
    for ax in FIGURES[name]().axes:
        seen = {}
        for line in ax.lines:
            if len(line.get_xdata()) > 2 and line.get_color() != COLORS["sixth"]:
                seen.setdefault((to_hex(line.get_color()), str(line._dash_pattern)), []).append(line)
        dashes = [key[1] for key in seen]
        assert len(dashes) == len(set(dashes)), ax.get_title(loc="left")


def test_straight_or_bent_draws_the_linear_outputs_left() -> None:
    left, right = plots.straight_or_bent(X, [2 * X], [abs(X)]).axes
    np.testing.assert_array_equal(left.lines[0].get_ydata(), 2 * X)
    np.testing.assert_array_equal(right.lines[0].get_ydata(), abs(X))
    assert left.get_title(loc="left") == "no activation"


def test_hinges_draws_pieces_above_and_their_sum_below() -> None:
    pieces = np.array([relu(X), -2 * relu(X - 1)])
    above, below = plots.hinges(X, X**2, pieces, pieces.sum(axis=0)).axes
    np.testing.assert_array_equal([line.get_ydata() for line in above.lines], pieces)
    drawn = {line.get_color(): line.get_ydata() for line in below.lines}
    np.testing.assert_array_equal(drawn[COLORS["prediction"]], pieces.sum(axis=0))
    np.testing.assert_array_equal(drawn[COLORS["target"]], X**2)


@pytest.mark.parametrize("draw", [plots.activation_family, plots.activation_gallery])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_draws_the_function_and_the_derivative_of_the_package(draw, name: str) -> None:
    info = ACTIVATIONS[name]
    drawn = [
        (np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float))
        for ax in draw([name]).axes
        for line in ax.lines
        if len(line.get_xdata()) > 2
    ]
    assert len(drawn) == 2
    for (z, y), f in zip(drawn, (info.function, info.derivative), strict=True):
        shown = ~np.isnan(y)
        assert shown.mean() > 0.99
        np.testing.assert_array_equal(y[shown], f(z)[shown])


def test_a_jump_is_left_open_and_a_bend_is_not() -> None:
    jump, bend = plots.activation_gallery(["step", "relu"]).axes
    assert np.isnan(jump.lines[1].get_ydata()).sum() == 1
    assert not np.isnan(bend.lines[1].get_ydata()).any()


def test_an_activation_keeps_its_look_from_figure_to_figure() -> None:
    family = plots.activation_family(["tanh", "step"]).axes[0]
    curves = plots.training_curves({"relu": LOSSES, "sigmoid": LOSSES, "tanh": LOSSES}).axes[0]
    tanh = [
        next(line for line in ax.lines if line.get_color() == COLORS["second"]) for ax in (family, curves)
    ]
    np.testing.assert_allclose(tanh[0].get_ydata(), np.tanh(tanh[0].get_xdata()))
    assert tanh[0]._dash_pattern == tanh[1]._dash_pattern


def test_scores_and_probabilities_are_the_heights_of_the_bars() -> None:
    left, right = plots.scores_to_probabilities([2, 1, 0.1], [0.6, 0.3, 0.1]).axes
    assert [bar.get_height() for bar in left.patches] == [2, 1, 0.1]
    assert [bar.get_height() for bar in right.patches] == [0.6, 0.3, 0.1]


def test_log_probabilities_writes_the_distance_of_each_score() -> None:
    fig = plots.log_probabilities([2, 1], 2.5)
    assert texts(fig) == ["−0.50", "−1.50", "log-sum-exp"]
    assert list(fig.axes[0].lines[0].get_ydata()) == [2.5, 2.5]


def test_jacobian_tiles_stand_in_their_row_and_column_and_show_their_sign() -> None:
    ax = plots.jacobian_tiles([[0.2, -0.3], [-0.4, 0.5]]).axes[0]
    at = {text.get_position(): text.get_text() for text in ax.texts}
    assert at == {(1, 1): "+0.200", (2, 1): "−0.300", (1, 2): "−0.400", (2, 2): "+0.500"}
    fills = [to_hex(tile.get_facecolor()) for tile in ax.patches]
    assert fills[0] == fills[3] != fills[1] == fills[2]


def test_decay_draws_median_band_and_bound() -> None:
    ax = plots.decay_with_depth({"sigmoid": SAMPLES}, ylabel="length", bound=2 * SAMPLES[:, 0]).axes[0]
    median, bound = ax.lines
    np.testing.assert_allclose(median.get_ydata(), np.median(SAMPLES, axis=1))
    np.testing.assert_allclose(bound.get_ydata(), 2 * SAMPLES[:, 0])
    low, high = np.quantile(SAMPLES, [0.1, 0.9], axis=1)
    corners = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert {corners.min(), corners.max()} == {low.min(), high.max()}
    assert ax.get_yscale() == "log"


def test_labels_at_the_end_of_lines_do_not_overlap() -> None:
    curves = {name: SAMPLES * (1 + 1e-6 * k) for k, name in enumerate(("sigmoid", "tanh", "relu"))}
    fig = plots.decay_with_depth(curves, ylabel="length")
    fig.canvas.draw()
    boxes = [text.get_window_extent() for text in fig.axes[0].texts]
    assert len(boxes) == 3
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_dead_units_draws_mean_shares_over_a_log_axis() -> None:
    shares = np.array([[0, 0.25], [0.5, 1]])
    ax = plots.dead_units([1, 10], {"relu": shares}).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.125, 0.75])
    assert ax.get_xscale() == "log"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "10"]


def test_ulp_errors_shades_where_no_number_came_out() -> None:
    z = np.arange(6.0)
    naive = np.array([np.nan, 0.5, 3.0, np.inf, np.inf, 1e10])
    ax = plots.ulp_errors(z, {"sigmoid": (naive, np.full(6, 0.7))}).axes[0]
    shaded = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches]
    assert shaded == [(0, 0), (3, 4)]
    orange, blue = ax.lines
    assert np.isnan(orange.get_ydata()).tolist() == [True, False, False, True, True, False]
    assert orange.get_ydata()[5] == 1e10
    assert (blue.get_ydata() == 0.7).all()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["as printed", "in the package"]
    assert [line.get_label() for line in (orange, blue)] == ["as printed", "in the package"]


def test_relative_cost_puts_the_cheapest_first() -> None:
    ax = plots.relative_cost({"gelu": 20.0, "relu": 1.0, "tanh": 6.0}).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ReLU", "tanh", "GELU"]
    assert ax.yaxis_inverted()
    assert texts(ax.figure)[:3] == ["1×", "6×", "20×"]


def test_training_curves_draws_medians_and_the_loss_of_guessing() -> None:
    ax = plots.training_curves({"relu": LOSSES}, chance=0.693).axes[0]
    np.testing.assert_allclose(ax.lines[0].get_ydata(), np.median(LOSSES, axis=1))
    assert list(ax.lines[1].get_ydata()) == [0.693, 0.693]
    assert set(texts(ax.figure)) == {"ReLU", "guessing"}


REFUSED = {
    "shapes": (lambda: plots.straight_or_bent(X, [X[1:]], [X]), "one output per input: 21"),
    "different networks": (lambda: plots.straight_or_bent(X, [X], [X, X]), "the same networks"),
    "empty": (lambda: plots.straight_or_bent([], np.empty((1, 0)), np.empty((1, 0))), "x is empty"),
    "hinges": (lambda: plots.hinges(X, X, [X], X[1:]), "each of the 21 inputs"),
    "axes": (lambda: plots.hinges(X, X, X, X), "pieces must have 2 axes, got an array of shape"),
    "unknown activation": (lambda: plots.activation_family(["sigmund"]), "got \\['sigmund'\\]"),
    "no activation": (lambda: plots.activation_gallery([]), "expected names from"),
    "too many": (lambda: plots.activation_family(list(ACTIVATIONS)[:7]), "cannot be told apart"),
    "limits": (lambda: plots.activation_family(["relu"], limits=(1, 2)), "enclose zero"),
    "probabilities": (
        lambda: plots.scores_to_probabilities([1, 2], [1]),
        "one probability per score: 2, got 1",
    ),
    "line below": (lambda: plots.log_probabilities([1, 2], 1.5), "never below the largest score"),
    "line NaN": (lambda: plots.log_probabilities([1, 2], float("nan")), "never below the largest score"),
    "square": (lambda: plots.jacobian_tiles(np.ones((2, 3))), r"square, got shape \(2, 3\)"),
    "no curve": (lambda: plots.decay_with_depth({}, ylabel=""), "name at least one curve"),
    "depths": (lambda: plots.decay_with_depth({"a": SAMPLES, "b": SAMPLES[1:]}, ylabel=""), r"\[3, 4\]"),
    "zeros": (lambda: plots.decay_with_depth({"relu": SAMPLES * 0}, ylabel=""), "positive values"),
    "bound": (
        lambda: plots.decay_with_depth({"a": SAMPLES}, ylabel="", bound=[1.0]),
        "one value per layer: 4, got 1",
    ),
    "rate": (lambda: plots.dead_units([0, 1], {"relu": np.zeros((2, 2))}), "must be positive"),
    "rates": (
        lambda: plots.dead_units([1], {"relu": np.zeros((2, 2))}),
        "one row per learning rate: 1, got 2",
    ),
    "shares": (lambda: plots.dead_units([1], {"relu": [[1.5]]}), "between 0 and 1"),
    "order": (lambda: plots.ulp_errors([1, 0, 2], {"sigmoid": ERRORS}), "must increase"),
    "no panel": (lambda: plots.ulp_errors([1, 2], {}), "panels is empty"),
    "errors": (lambda: plots.ulp_errors([1, 2], {"sigmoid": ERRORS}), "each of the 2 inputs"),
    "stable": (lambda: plots.ulp_errors([1, 2, 3], {"sigmoid": ERRORS[::-1]}), "not finite"),
    "time": (lambda: plots.relative_cost({"relu": 0.0}), "a positive time"),
    "no time": (lambda: plots.relative_cost({}), "at least one activation"),
    "loss": (lambda: plots.training_curves({"relu": [[0.0]]}), "finite and positive"),
    "NaN loss": (lambda: plots.training_curves({"relu": [[np.nan]]}), "finite and positive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_in_a_sentence(case: str) -> None:
    draw, sentence = REFUSED[case]
    with pytest.raises(ValueError, match=sentence):
        draw()
    assert plt.get_fignums() == []


def test_refuses_a_single_string_of_names() -> None:
    with pytest.raises(TypeError, match="the single string 'relu'"):
        plots.activation_family("relu")


def test_does_not_change_its_inputs() -> None:
    values = sigmoid(X)
    values.flags.writeable = False
    plots.straight_or_bent(X, [values], [values])
    plots.hinges(X, values, values[None], values)
