"""The figures of any network: they show what the network, its history and its answers hold, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import svg_of, texts
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from nnbook import (
    Activation,
    Dropout,
    History,
    LayerNorm,
    Linear,
    Sequential,
    Standardizer,
    accuracy_interval,
    expected_calibration_error,
    member,
    mlp,
    sigmoid,
    stack,
)
from nnbook.datasets import blobs, moons
from nnbook.plots import networks as plots
from nnbook.plots.style import COLORS, DARK

POSITIVE, NEGATIVE = COLORS["class1"], COLORS["class0"]
EPOCHS = np.arange(1, 9)
LOSS = 0.9 * 0.7**EPOCHS
VALIDATION = 0.9 * 0.7**EPOCHS + 0.01 * (EPOCHS - 5) ** 2
ONE = History(
    {"epoch": EPOCHS, "loss": LOSS, "validation_loss": VALIDATION}
    | {"accuracy": 1 - LOSS, "validation_accuracy": 1 - VALIDATION}
)
SPREAD = np.array([0.8, 1.0, 1.1, 1.5])
MANY = History(
    {"epoch": EPOCHS, "loss": LOSS[:, None] * SPREAD, "validation_loss": VALIDATION[:, None] * SPREAD}
)
NET = mlp([4, 5, 3, 2])
PARAMS = NET.init(np.random.default_rng(0))
X, Y = moons(40, np.random.default_rng(0))
PLANE = Linear(2, 1)
STRAIGHT = {"weight": np.array([[0.0, -4.0]]), "bias": np.array([1.0])}  # class 1 below x₂ = ¼
LEVELS = {"weight": np.tile([[[0.0, -1.0]]], (10, 1, 1)), "bias": np.linspace(-0.4, 0.5, 10)[:, None]}
THREE = {"weight": np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 2.0]]), "bias": np.zeros(3)}
BLOBS = blobs(60, np.random.default_rng(1))
COUNTS = np.array([[9, 1, 0], [0, 8, 2], [3, 0, 7]])
SURE = np.array([0.95, 0.9, 0.85, 0.1, 0.6, 0.4, 0.55, 0.98, 0.02, 0.7])
TRUE = np.array([1, 1, 0, 0, 1, 1, 0, 1, 0, 1])
HIDDEN = mlp([2, 6, 6, 1])
HIDDEN_PARAMS = HIDDEN.init(np.random.default_rng(3))

for _array in (X, Y, COUNTS, SURE, TRUE, *PARAMS.values(), *LEVELS.values(), *ONE.values(), *MANY.values()):
    _array.flags.writeable = False  # so that a figure that changed its input would fail

FIGURES: dict[str, Callable[[], Figure]] = {
    "network_diagram": lambda: plots.network_diagram(NET, PARAMS),
    "network_diagram, bare": lambda: plots.network_diagram(mlp([30, 20, 12, 9, 12, 9, 10], dropout=0.5)),
    "activation_histograms": lambda: plots.activation_histograms(HIDDEN, HIDDEN_PARAMS, X),
    "weight_histograms": lambda: plots.weight_histograms(PARAMS, start=PARAMS),
    "learning_curves": lambda: plots.learning_curves(ONE, metrics=["accuracy"]),
    "learning_curves, many": lambda: plots.learning_curves(MANY, log="y"),
    "learning_curves, compared": lambda: plots.learning_curves({"relu": ONE, "plain": MANY}, log="xy"),
    "decision_regions": lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, resolution=40),
    "decision_regions, share": lambda: plots.decision_regions(PLANE, LEVELS, X, Y, resolution=40),
    "decision_regions, three": lambda: plots.decision_regions(Linear(2, 3), THREE, *BLOBS, resolution=40),
    "confusion_matrix_display": lambda: plots.confusion_matrix_display(COUNTS, ["cat", "dog", "emu"]),
    "confusion_matrix_display, large": lambda: plots.confusion_matrix_display(np.eye(7) * 9, normalize=True),
    "reliability_diagram": lambda: plots.reliability_diagram(SURE, TRUE),
}


@pytest.fixture(autouse=True, scope="module")
def _without_windows() -> Iterator[None]:
    with mpl.rc_context({"svg.hashsalt": "nnbook"}):
        plt.switch_backend("agg")
        yield


@cache
def drawn(name: str) -> Figure:
    return FIGURES[name]()


def edges(fig: Figure) -> list[LineCollection]:
    return [item for item in fig.axes[0].collections if isinstance(item, LineCollection)]


def units(fig: Figure) -> list[np.ndarray]:
    return [
        np.asarray(item.get_offsets()) for item in fig.axes[0].collections if isinstance(item, PathCollection)
    ]


# Every figure


@pytest.mark.parametrize("name", FIGURES)
def test_is_closed_in_the_style_s_colours_and_the_same_each_time(name: str) -> None:
    svg = svg_of(drawn(name))
    assert not plt.get_fignums()
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", svg)) <= DARK.keys()
    assert "," in name or svg_of(FIGURES[name]()) == svg


@pytest.mark.parametrize("name", FIGURES)
def test_texts_do_not_overlap_and_stand_inside_the_figure(name: str) -> None:
    fig = drawn(name)
    fig.draw_without_rendering()
    boxes = {}
    for ax in fig.axes:
        for text in [*ax.texts, ax.title, ax._left_title, ax._right_title, ax.xaxis.label]:  # type: ignore[attr-defined]
            if text.get_text() and text.get_rotation() == 0:
                boxes[text] = text.get_window_extent()
    page = fig.bbox.padded(1)
    for text, box in boxes.items():
        assert page.x0 <= box.x0 <= box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 <= box.y1 <= page.y1, text.get_text()
    for (a, box_a), (b, box_b) in combinations(boxes.items(), 2):
        assert not box_a.padded(-0.5).overlaps(box_b.padded(-0.5)), (a.get_text(), b.get_text())


# Diagrams


def test_the_diagram_has_a_circle_per_unit_and_a_line_per_weight() -> None:
    fig = drawn("network_diagram")
    assert [len(column) for column in units(fig)] == [4, 5, 3, 2]
    assert [set(column[:, 0]) for column in units(fig)] == [{0}, {1}, {2}, {3}]
    assert [len(lines.get_segments()) for lines in edges(fig)] == [20, 15, 6]


def test_each_line_joins_its_units_and_shows_sign_and_size_of_its_weight() -> None:
    fig = drawn("network_diagram")
    largest = max(np.abs(PARAMS[f"{i}.weight"]).max() for i in (0, 2, 4))
    columns = units(fig)
    for i, lines in enumerate(edges(fig)):
        weight = PARAMS[f"{2 * i}.weight"]
        seen = set()
        looks = zip(
            lines.get_segments(),
            lines.get_colors(),
            lines.get_linewidths(),
            lines.get_linestyles(),
            strict=True,
        )
        for (start, end), color, width, (_, dashes) in looks:
            source = int(np.abs(columns[i] - start).sum(axis=1).argmin())
            target = int(np.abs(columns[i + 1] - end).sum(axis=1).argmin())
            np.testing.assert_array_equal([columns[i][source], columns[i + 1][target]], [start, end])
            w = weight[target, source]
            assert to_hex(color) == (POSITIVE if w > 0 else NEGATIVE)
            assert (dashes is None) == (w > 0)
            assert width == pytest.approx(0.4 + 3.4 * abs(w) / largest)
            seen.add((source, target))
        assert len(seen) == weight.size


def test_without_parameters_all_lines_look_alike() -> None:
    (lines,) = edges(plots.network_diagram(Linear(3, 2)))
    assert {to_hex(color) for color in lines.get_colors()} == {COLORS["muted"]}
    assert len(lines.get_segments()) == 6


def test_a_weight_of_zero_has_no_sign() -> None:
    (lines,) = edges(plots.network_diagram(Linear(1, 1), {"weight": np.zeros((1, 1)), "bias": np.zeros(1)}))
    assert to_hex(lines.get_colors()[0]) == COLORS["muted"]


def test_the_diagram_says_sizes_activations_parameters_and_names() -> None:
    network = Sequential(
        Linear(4, 5), LayerNorm(5), Activation("leaky_relu"), Dropout(0.25), Linear(5, 2, bias=False)
    )
    shown = texts(plots.network_diagram(network, inputs=list("abcd"), outputs=["no", "yes"]))
    expected = ["4", "inputs", "5", "hidden", "2", "outputs", *"abcd", "no", "yes", "5×4 + 5", "2×5"]
    expected += ["layer norm", "leaky ReLU", "dropout 0.25", "25 + 10 + 10 = 45 parameters"]
    assert sorted(shown) == sorted(expected)
    assert texts(plots.network_diagram(Linear(1, 1)))[:2] == ["1", "input"]


def test_layers_inside_layers_are_found_with_their_parameters() -> None:
    network = Sequential(Sequential(Linear(3, 2), Activation("tanh")), Linear(2, 1))
    params = network.init(np.random.default_rng(0))
    fig = plots.network_diagram(network, params)
    assert [len(column) for column in units(fig)] == [3, 2, 1]
    assert to_hex(edges(fig)[1].get_colors()[-1]) in (POSITIVE, NEGATIVE)


@pytest.mark.parametrize("most", [3, 4, 8, 11])
def test_large_layers_keep_their_first_and_last_units_around_the_dots(most: int) -> None:
    network = Linear(12, most)
    weight = np.arange(12.0 * most).reshape(most, 12)
    fig = plots.network_diagram(network, {"weight": weight, "bias": np.zeros(most)}, max_units=most)
    wide, narrow = units(fig)
    assert len(wide) == most - 1
    assert len(narrow) == most
    assert len(edges(fig)[0].get_segments()) == most * (most - 1)
    names = [text for text in texts(fig) if text.startswith("$x")]
    first = most - 1 - (most - 1) // 2
    kept = [*range(first), *range(12 - (most - 1) // 2, 12)]
    assert names == [f"$x_{{{k + 1}}}$" for k in kept]
    assert texts(fig).count("⋮") == 1
    (dots,) = (text for text in fig.axes[0].texts if text.get_text() == "⋮")
    assert wide[first - 1, 1] > dots.get_position()[1] > wide[first, 1]
    # the largest shown weight, from the last input to the last output, is drawn last
    np.testing.assert_array_equal(edges(fig)[0].get_segments()[-1], [wide[-1], narrow[-1]])


def test_a_deep_network_has_room_for_every_activation() -> None:
    shown = texts(drawn("network_diagram, bare"))
    assert shown.count("ReLU") == shown.count("dropout") == shown.count("0.5") == 5
    assert "620" in shown
    assert "620 + 252 + 117 + 120 + 117 + 100 = 1326 parameters" in shown


# Learning curves


def test_the_lines_are_the_columns_of_the_history() -> None:
    above, below = drawn("learning_curves").axes
    for ax, train, validation in (
        (above, "loss", "validation_loss"),
        (below, "accuracy", "validation_accuracy"),
    ):
        for line, column, side in zip(ax.lines, (train, validation), ("train", "validation"), strict=False):
            np.testing.assert_array_equal(line.get_xdata(), EPOCHS)
            np.testing.assert_array_equal(line.get_ydata(), ONE[column])
            assert line.get_color() == COLORS[side]
        assert ax.lines[0].get_linestyle() == "-" != ax.lines[1].get_linestyle()
        assert ax.get_ylabel() == train
    assert below.get_xlabel() == "epoch"


def test_the_names_stand_at_the_ends_in_the_colours_of_their_lines() -> None:
    named = {text.get_text(): text for text in drawn("learning_curves").axes[0].texts}
    assert named["train"].get_color() == COLORS["train"]
    assert named["train"].xy == (EPOCHS[-1], LOSS[-1])
    assert named["validation"].xy == (EPOCHS[-1], VALIDATION[-1])


def test_the_epoch_of_the_lowest_validation_loss_is_marked_in_every_panel() -> None:
    best = int(EPOCHS[VALIDATION.argmin()])
    above, below = drawn("learning_curves").axes
    assert f"best epoch {best}" in texts(above.figure)
    for ax in (above, below):
        assert [best, best] in [list(line.get_xdata()) for line in ax.lines]
    dot = above.lines[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (best, VALIDATION.min())


@pytest.mark.parametrize(
    ("best_epoch", "said"),
    [(3, "best epoch 3"), ([2, 4, 5, 5], "median best epoch 4.5"), (None, None)],
    ids=["one", "population", "none"],
)
def test_another_best_epoch_is_marked_when_it_is_given(best_epoch: object, said: str | None) -> None:
    shown = texts(plots.learning_curves(ONE, best_epoch=best_epoch))  # type: ignore[arg-type]
    assert [text for text in shown if "best" in text] == ([said] if said else [])


def test_without_validation_there_is_one_line_and_nothing_best() -> None:
    fig = plots.learning_curves({"loss": LOSS})
    assert texts(fig) == ["train"]
    np.testing.assert_array_equal(fig.axes[0].lines[0].get_xdata(), EPOCHS)


def test_a_single_epoch_is_a_dot() -> None:
    fig = plots.learning_curves({"loss": [0.5]})
    assert fig.axes[0].lines[0].get_marker() == "o"
    assert drawn("learning_curves").axes[0].lines[0].get_marker() == "None"
    assert all(tick.is_integer() for tick in fig.axes[0].get_xticks().tolist())


def test_a_population_is_its_median_in_a_band() -> None:
    ax = drawn("learning_curves, many").axes[0]
    assert ax.get_yscale() == "log"
    for line, band, column in zip(ax.lines, ax.collections, ("loss", "validation_loss"), strict=False):
        np.testing.assert_allclose(line.get_ydata(), np.median(MANY[column], axis=1), rtol=1e-15)
        low, high = np.quantile(MANY[column], [0.1, 0.9], axis=1)
        corners = band.get_paths()[0].vertices
        for epoch, bottom, top in zip(EPOCHS, low, high, strict=True):
            there = corners[corners[:, 0] == epoch, 1]
            assert (there.min(), there.max()) == pytest.approx((bottom, top), rel=1e-15)


def test_networks_that_have_stopped_are_left_out() -> None:
    loss = MANY["loss"].copy()
    loss[4:, 0] = loss[6:] = np.nan
    line = plots.learning_curves({"loss": loss}).axes[0].lines[0]
    np.testing.assert_array_equal(line.get_xdata(), EPOCHS[:6])
    np.testing.assert_allclose(line.get_ydata()[4:], np.median(loss[4:6, 1:], axis=1))


def test_compared_histories_have_a_panel_for_training_and_one_for_validation() -> None:
    fig = drawn("learning_curves, compared")
    assert [ax.get_ylabel() for ax in fig.axes] == ["loss (log axis)", "validation loss (log axis)"]
    assert {ax.get_xscale() for ax in fig.axes} == {"log"}
    for ax, column in zip(fig.axes, ("loss", "validation_loss"), strict=True):
        np.testing.assert_array_equal(ax.lines[0].get_ydata(), ONE[column])
        np.testing.assert_allclose(ax.lines[1].get_ydata(), np.median(MANY[column], axis=1))
        assert {text.get_text() for text in ax.texts} == {"ReLU", "plain"}
        assert ax.lines[0].get_color() != ax.lines[1].get_color()
        assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
    dots = fig.axes[1].lines[2:]
    assert [dot.get_ydata()[0] for dot in dots] == pytest.approx(
        [VALIDATION.min(), np.median(MANY["validation_loss"], axis=1).min()]
    )


def test_activations_keep_their_looks_when_they_are_compared() -> None:
    lines = plots.learning_curves({"tanh": ONE, "sigmoid": ONE}, best_epoch=None).axes[0].lines
    assert [line.get_color() for line in lines] == [COLORS["second"], COLORS["first"]]


def test_a_shorter_training_is_named_where_it_ends() -> None:
    short = {name: ONE[name][:4] for name in ("epoch", "loss")}
    ax = plots.learning_curves({"long": ONE, "short": short}).axes[0]
    assert {text.get_text(): text.xy[0] for text in ax.texts} == {"long": 8, "short": 4}
    assert len(ax.figure.axes) == 1  # not all of them have a validation loss


# Decision regions


def image(fig: Figure) -> np.ndarray:
    """Return the tinted pixels, the lowest row first, after a look at where they lie."""
    (pixels,) = fig.axes[0].images
    assert pixels.origin == "lower"
    left, right, low, high = pixels.get_extent()
    rows, columns = pixels.get_array().shape[:2]
    wide, tall = (right - left) / columns / 2, (high - low) / rows / 2
    np.testing.assert_allclose(fig.axes[0].get_xlim(), (left + wide, right - wide))
    np.testing.assert_allclose(fig.axes[0].get_ylim(), (low + tall, high - tall))
    return np.asarray(pixels.get_array())


def coordinates(fig: Figure, resolution: int) -> tuple[np.ndarray, np.ndarray]:
    (left, right), (low, high) = fig.axes[0].get_xlim(), fig.axes[0].get_ylim()
    return np.meshgrid(np.linspace(left, right, resolution), np.linspace(low, high, resolution))


def classes_of(pixels: np.ndarray, colors: list[str]) -> np.ndarray:
    found = [np.isclose(pixels[..., :3], mpl.colors.to_rgb(color)).all(axis=-1) for color in colors]
    assert np.sum(found, axis=0).all()
    return np.argmax(found, axis=0)


def contours(fig: Figure) -> list[tuple[np.ndarray, float]]:
    return [
        (np.concatenate([path.vertices for path in item.get_paths()]), item.levels[0])
        for item in fig.axes[0].collections
        if hasattr(item, "levels")
    ]


def test_every_pixel_has_the_colour_of_the_class_that_the_network_says() -> None:
    fig = drawn("decision_regions")
    x2 = coordinates(fig, 40)[1]
    pixels = image(fig)
    np.testing.assert_array_equal(classes_of(pixels, [NEGATIVE, POSITIVE]), x2 < 0.25)
    assert len(np.unique(pixels[..., 3])) == 1
    ((boundary, _),) = contours(fig)
    np.testing.assert_allclose(boundary[:, 1], 0.25)
    assert fig.axes[0].images[0].get_rasterized()


def test_the_samples_have_marker_and_colour_of_their_class() -> None:
    fig = drawn("decision_regions")
    zero, one = (item for item in fig.axes[0].collections if isinstance(item, PathCollection))
    np.testing.assert_array_equal(zero.get_offsets(), X[Y == 0])
    np.testing.assert_array_equal(one.get_offsets(), X[Y == 1])
    assert to_hex(zero.get_edgecolor()[0]) == NEGATIVE
    assert to_hex(one.get_facecolor()[0]) == POSITIVE
    assert len(zero.get_paths()[0].vertices) != len(one.get_paths()[0].vertices)


def test_the_transform_stands_between_the_plane_and_the_network() -> None:
    standardize = Standardizer([0.0, 10.0], [1.0, 2.0])
    samples = X + np.array([0, 10])
    fig = plots.decision_regions(PLANE, STRAIGHT, samples, Y, transform=standardize, resolution=40)
    ((boundary, _),) = contours(fig)
    np.testing.assert_allclose(boundary[:, 1], 10.5)
    assert fig.axes[0].get_ylim()[0] < samples[:, 1].min()


@pytest.mark.parametrize("outputs", ["logits", "probabilities"])
@pytest.mark.parametrize("single", [True, False])
def test_probabilities_fade_towards_the_boundary(outputs: str, single: bool) -> None:
    logit = {"weight": np.array([[0.0, 0.0], [0.0, -4.0]]), "bias": np.array([0.0, 1.0])}
    if single:
        logit = STRAIGHT

    def network(params: object, x: np.ndarray) -> np.ndarray:
        z = x @ logit["weight"].T + logit["bias"]
        if outputs == "logits":
            return z
        p = sigmoid(z[:, -1:])
        return p if single else np.hstack([1 - p, p])

    fig = plots.decision_regions(network, {}, X, Y, show="probability", outputs=outputs, resolution=40)  # type: ignore[arg-type]
    p = sigmoid(1 - 4 * coordinates(fig, 40)[1])
    alpha = image(fig)[..., 3]
    np.testing.assert_allclose(alpha / 0.3, 2 * np.abs(p - 0.5), atol=1e-12)
    np.testing.assert_array_equal(classes_of(image(fig), [NEGATIVE, POSITIVE]), p > 0.5)
    assert sorted(level for _, level in contours(fig)) == [0.1, 0.5, 0.9]
    assert sorted(texts(fig)) == ["10 %", "90 %"]
    for text in fig.axes[0].texts:
        assert sigmoid(1 - 4 * text.get_position()[1]) == pytest.approx(
            float(text.get_text()[:2]) / 100, abs=0.02
        )


def test_a_population_is_shown_by_its_share_that_says_class_1() -> None:
    fig = drawn("decision_regions, share")
    x2 = coordinates(fig, 40)[1]
    share = (x2[..., None] < LEVELS["bias"][:, 0]).mean(axis=-1)
    np.testing.assert_allclose(image(fig)[..., 3] / 0.3, 2 * np.abs(share - 0.5), atol=1e-12)
    np.testing.assert_array_equal(classes_of(image(fig), [NEGATIVE, POSITIVE]), share > 0.5)


def test_three_classes_meet_where_their_scores_are_equal() -> None:
    fig = drawn("decision_regions, three")
    x1, x2 = coordinates(fig, 40)
    scores = np.stack([-x1, x1, 2 * x2])
    colors = [COLORS["first"], COLORS["second"], COLORS["third"]]
    np.testing.assert_array_equal(classes_of(image(fig), colors), scores.argmax(axis=0))
    for boundary, _ in contours(fig):
        second, first = np.sort([-boundary[:, 0], boundary[:, 0], 2 * boundary[:, 1]], axis=0)[1:]
        assert np.median(first - second) < 1e-9  # off only where three regions meet
    names = [text.get_text() for text in fig.axes[0].get_legend().get_texts()]
    assert names == ["class 0", "class 1", "class 2"]


def test_many_samples_become_pixels() -> None:
    samples, classes = moons(501, np.random.default_rng(0))
    fig = plots.decision_regions(PLANE, STRAIGHT, samples, classes, resolution=10)
    assert all(item.get_rasterized() for item in fig.axes[0].collections if isinstance(item, PathCollection))


def test_a_network_with_one_opinion_has_no_boundary() -> None:
    fig = plots.decision_regions(PLANE, {"weight": np.zeros((1, 2)), "bias": np.ones(1)}, X, Y, resolution=10)
    assert contours(fig) == []


# Confusion matrices


def test_each_tile_holds_its_count_and_the_diagonal_is_blue() -> None:
    fig = drawn("confusion_matrix_display")
    ax = fig.axes[0]
    at = {text.get_position(): text.get_text() for text in ax.texts}
    assert at == {(j, i): str(count) for (i, j), count in np.ndenumerate(COUNTS)}
    for tile in ax.patches:
        j, i = round(tile.get_x() + 0.5), round(tile.get_y() + 0.5)
        assert to_hex(tile.get_facecolor()) == COLORS["stable" if i == j else "naive"]
        assert (tile.get_alpha() > 0) == (COUNTS[i, j] > 0)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["cat", "dog", "emu"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["cat", "dog", "emu"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.yaxis_inverted()) == ("predicted class", "true class", True)


def test_shares_are_of_the_true_class_and_an_empty_class_has_none() -> None:
    fig = plots.confusion_matrix_display([[1, 3], [0, 0]], normalize=True)
    assert texts(fig) == ["25 %", "75 %", "0 %", "0 %"]
    right, wrong, *_ = fig.axes[0].patches
    assert wrong.get_alpha() > right.get_alpha() > 0


def test_large_counts_are_written_out() -> None:
    assert texts(plots.confusion_matrix_display([[60000, 0], [1, 9999]])) == ["60000", "0", "1", "9999"]


# Histograms


def bars(fig: Figure) -> list[list[StepPatch]]:
    return [[patch for patch in ax.patches if isinstance(patch, StepPatch)] for ax in fig.axes]


def test_weight_histograms_count_the_weights_of_each_layer() -> None:
    params = {
        "0.weight": np.array([[0.0, 0.0, 1.0, 4.0]]),
        "0.bias": np.array([9.0]),
        "1.weight": np.array([[2.0]]),
    }
    fig = plots.weight_histograms(params)
    (first,), (second,) = bars(fig)
    np.testing.assert_allclose(first.get_data().values[[0, 10, 39]], [0.5, 0.25, 0.25])
    assert first.get_data().values.sum() == second.get_data().values.sum() == 1
    np.testing.assert_array_equal(first.get_data().edges, np.linspace(0, 4, 41))
    titles = [(ax.get_title(loc="left"), ax.get_title(loc="right")) for ax in fig.axes]
    assert titles == [("0.weight", "std 1.64"), ("1.weight", "std 0")]
    with_biases = plots.weight_histograms(params, biases=True)
    assert [ax.get_title(loc="left") for ax in with_biases.axes] == ["0.weight", "0.bias", "1.weight"]


def test_the_start_is_an_outline_over_the_same_bins() -> None:
    trained = {"weight": np.array([[0.0, 4.0]])}
    ((now, before),) = bars(plots.weight_histograms(trained, start={"weight": np.array([[1.0, -4.0]])}))
    np.testing.assert_array_equal(now.get_data().edges, before.get_data().edges)
    assert before.get_data().values[0] == now.get_data().values[-1] == 0.5
    assert (now.get_fill(), before.get_fill()) == (True, False)


@pytest.mark.parametrize("before", [False, True])
def test_activation_histograms_count_what_the_trace_holds(before: bool) -> None:
    fig = plots.activation_histograms(HIDDEN, HIDDEN_PARAMS, X, pre_activations=before)
    trace = HIDDEN.trace(HIDDEN_PARAMS, X)
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["layer 1: ReLU", "layer 3: ReLU"]
    for ax, (patch,), place in zip(fig.axes, bars(fig), (1, 3), strict=True):
        values = trace[place + (not before)]
        shares, edges = patch.get_data().values, patch.get_data().edges
        np.testing.assert_allclose(shares, np.histogram(values, edges)[0] / values.size)
        zeros = "" if before else f"{100 * (values == 0).mean():.0f} % zero, "
        assert ax.get_title(loc="right") == f"{zeros}std {values.std():.3g}"


def test_networks_of_a_population_are_thrown_together() -> None:
    params = HIDDEN.init(np.random.default_rng(0), population=3)
    ((all_of_them,), _) = bars(plots.activation_histograms(HIDDEN, params, X))
    singles = [HIDDEN.trace(member(params, i), X)[2] for i in range(3)]
    shares = np.histogram(singles, all_of_them.get_data().edges)[0] / np.size(singles)
    np.testing.assert_allclose(all_of_them.get_data().values, shares)


def test_layers_of_equal_numbers_are_drawn_too() -> None:
    ((bar,),) = bars(plots.weight_histograms({"weight": np.ones((2, 2))}))
    assert bar.get_data().values.max() == 1


# Reliability


def test_each_bin_shows_its_accuracy_confidence_interval_and_size() -> None:
    fig = drawn("reliability_diagram")
    above, below = fig.axes
    confidence, right = np.maximum(SURE, 1 - SURE), (SURE > 0.5) == TRUE
    place = np.ceil(confidence * 10).astype(int) - 1
    filled = np.unique(place)
    points = next(line for line in above.lines if line.get_linestyle() == "None")
    np.testing.assert_allclose(points.get_xdata(), [confidence[place == b].mean() for b in filled])
    np.testing.assert_allclose(points.get_ydata(), [right[place == b].mean() for b in filled])
    sizes = np.array([(place == b).sum() for b in range(10)])
    assert [bar.get_height() for bar in below.patches] == sizes.tolist()
    np.testing.assert_allclose(
        [bar.get_x() + bar.get_width() / 2 for bar in below.patches], np.arange(10) / 10 + 0.05
    )
    ends = np.array([segment[:, 1] for segment in above.collections[0].get_segments()])
    hits = [right[place == b].sum() for b in filled]
    np.testing.assert_allclose(ends.T, accuracy_interval(hits, sizes[filled]))
    error = expected_calibration_error(SURE, TRUE, bins=10)
    assert texts(fig) == ["as sure as right", f"expected calibration error {float(error):.2g}"]
    assert above.get_xlim()[0] < 0.55


def test_two_columns_of_probabilities_say_the_same_as_one() -> None:
    for p in (SURE[:, None], np.stack([1 - SURE, SURE], axis=1)):
        fig = plots.reliability_diagram(p, TRUE)
        for line, other in zip(fig.axes[0].lines, drawn("reliability_diagram").axes[0].lines, strict=True):
            np.testing.assert_array_equal(line.get_xydata(), other.get_xydata())
        assert texts(fig) == texts(drawn("reliability_diagram"))


# What is refused

REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "no network": (lambda: plots.network_diagram([4, 5]), TypeError, r"such as mlp\(\[4, 5, 3, 2\]\), got"),
    "no linear layer": (
        lambda: plots.network_diagram(Sequential(Activation("relu"))),
        ValueError,
        "1 to 8 linear layers, got 0",
    ),
    "too deep": (lambda: plots.network_diagram(mlp([2] * 10)), ValueError, "1 to 8 linear layers, got 9"),
    "population": (
        lambda: plots.network_diagram(NET, stack([PARAMS] * 3)),
        ValueError,
        "population of 3; choose one by nnbook.member",
    ),
    "missing weight": (lambda: plots.network_diagram(NET, {}), ValueError, "named '0.weight', got none"),
    "weight's shape": (
        lambda: plots.network_diagram(Linear(2, 1), {"weight": np.ones((2, 2))}),
        ValueError,
        r"of shape \(1, 2\), got shape \(2, 2\)",
    ),
    "weight NaN": (
        lambda: plots.network_diagram(Linear(1, 1), {"weight": np.array([[np.nan]])}),
        ValueError,
        "finite numbers as weight",
    ),
    "names": (lambda: plots.network_diagram(NET, inputs=["a"]), ValueError, "4 names of inputs, got"),
    "few units": (lambda: plots.network_diagram(NET, max_units=2), ValueError, "at least 3, got 2"),
    "log": (lambda: plots.learning_curves(ONE, log="z"), ValueError, "'xy' as log, got 'z'"),  # type: ignore[arg-type]
    "no history": (lambda: plots.learning_curves(LOSS), TypeError, "expected a History, .* got ndarray"),  # type: ignore[arg-type]
    "no column": (lambda: plots.learning_curves({"cost": LOSS}), ValueError, "a column 'loss', got cost"),
    "no metric": (lambda: plots.learning_curves(ONE, metrics="recall"), ValueError, "a column 'recall'"),
    "no tables": (lambda: plots.learning_curves({}), ValueError, "compares 1 to 6 histories, got 0"),
    "7 tables": (
        lambda: plots.learning_curves({str(i): ONE for i in range(7)}),
        ValueError,
        "compares 1 to 6 histories, got 7",
    ),
    "three axes": (
        lambda: plots.learning_curves({"loss": np.ones((2, 2, 2))}),
        ValueError,
        r"got \(2, 2, 2\)",
    ),
    "infinite": (lambda: plots.learning_curves({"loss": [1, np.inf]}), ValueError, "got infinity"),
    "only NaN": (lambda: plots.learning_curves({"loss": [np.nan]}), ValueError, "at least one number"),
    "epochs": (lambda: plots.learning_curves({"loss": LOSS, "epoch": [1]}), ValueError, "got 8 for 1 epochs"),
    "log of 0": (
        lambda: plots.learning_curves({"loss": [1, 0]}, log="y"),
        ValueError,
        "positive values of loss",
    ),
    "best": (lambda: plots.learning_curves(ONE, best_epoch=9), ValueError, "from 1 to 8, got 9"),
    "best word": (lambda: plots.learning_curves(ONE, best_epoch="last"), ValueError, "got 'last'"),  # type: ignore[arg-type]
    "best of several": (
        lambda: plots.learning_curves({"a": ONE}, best_epoch=3),
        ValueError,
        "in a single history",
    ),
    "3 features": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, np.ones((2, 3)), [0, 1]),
        ValueError,
        "two features, got 3",
    ),
    "no samples": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, np.ones((0, 2)), []),
        ValueError,
        r"not empty, got shape \(0, 2\)",
    ),
    "words": (lambda: plots.decision_regions(PLANE, STRAIGHT, [["a", "b"]], [0]), TypeError, "numbers as X"),
    "show": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, show="both"),  # type: ignore[arg-type]
        ValueError,
        "'classes' or 'probability' as show, got 'both'",
    ),
    "outputs": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, outputs="scores"),  # type: ignore[arg-type]
        ValueError,
        "'logits' or 'probabilities' as outputs",
    ),
    "resolution": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, resolution=1),
        ValueError,
        "at least 2, got 1",
    ),
    "class": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y + 1),
        ValueError,
        "classes 0 to 1 as y, got 2",
    ),
    "half a class": (lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y / 2), ValueError, "as y, got 0.5"),
    "y's length": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y[1:]),
        ValueError,
        "40 samples, got 39",
    ),
    "features": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, feature_names=["a"]),
        ValueError,
        "2 names of features",
    ),
    "targets": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, target_names="ab"),
        ValueError,
        "2 names of classes, got 'ab'",
    ),
    "transform": (
        lambda: plots.decision_regions(PLANE, STRAIGHT, X, Y, transform=lambda x: x[:, :1]),
        ValueError,
        "keeps two features",
    ),
    "probability of 3": (
        lambda: plots.decision_regions(Linear(2, 3), THREE, *BLOBS, show="probability", resolution=5),
        ValueError,
        "two classes, got 3 classes",
    ),
    "population of 3": (
        lambda: plots.decision_regions(Linear(2, 3), stack([THREE] * 2), *BLOBS, resolution=5),
        ValueError,
        "two classes, got 3 classes",
    ),
    "7 classes": (
        lambda: plots.decision_regions(
            Linear(2, 7), {"weight": np.ones((7, 2)), "bias": np.zeros(7)}, X, Y, resolution=5
        ),
        ValueError,
        "at most 6 classes, got 7",
    ),
    "output NaN": (
        lambda: plots.decision_regions(PLANE, STRAIGHT | {"bias": np.array([np.nan])}, X, Y, resolution=5),
        ValueError,
        "finite outputs of the network",
    ),
    "not square": (lambda: plots.confusion_matrix_display([[1, 2]]), ValueError, r"got shape \(1, 2\)"),
    "17 classes": (lambda: plots.confusion_matrix_display(np.eye(17)), ValueError, "2 to 16 classes"),
    "negative": (lambda: plots.confusion_matrix_display([[1, -1], [0, 0]]), ValueError, "at least 0, got -1"),
    "labels": (lambda: plots.confusion_matrix_display(COUNTS, ["a"]), ValueError, "expected 3 labels"),
    "no weight": (
        lambda: plots.weight_histograms({"bias": np.ones(2)}),
        ValueError,
        "named weight, got bias",
    ),
    "start": (
        lambda: plots.weight_histograms({"weight": np.ones((2, 2))}, start={}),
        ValueError,
        r"of shape \(2, 2\) in start, got shape \(0,\)",
    ),
    "weights NaN": (
        lambda: plots.weight_histograms({"weight": np.full((1, 1), np.nan)}),
        ValueError,
        "finite",
    ),
    "no trace": (lambda: plots.activation_histograms(PLANE, STRAIGHT, X), TypeError, "expected a Sequential"),  # type: ignore[arg-type]
    "no activation": (
        lambda: plots.activation_histograms(mlp([2, 1]), mlp([2, 1]).init(np.random.default_rng(0)), X),
        ValueError,
        "a network with activations",
    ),
    "no probability": (lambda: plots.reliability_diagram([1.5, 0.5], [1, 0]), ValueError, "from 0 to 1"),
    "no bins": (lambda: plots.reliability_diagram(SURE, TRUE, bins=0), ValueError, "at least 1 as bins"),
    "many networks": (
        lambda: plots.reliability_diagram(np.ones((2, 3, 1)), [1, 1]),
        ValueError,
        "with 2 axes",
    ),
    "few targets": (lambda: plots.reliability_diagram(SURE, TRUE[1:]), ValueError, "10 samples, got 9"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_in_a_sentence(case: str) -> None:
    draw, kind, sentence = REFUSED[case]
    with pytest.raises(kind, match=sentence):
        draw()
    assert plt.get_fignums() == []
