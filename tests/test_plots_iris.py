"""The figures of the project *Iris*, and the two formulas that it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from nnbook import Linear, plots
from nnbook.plots.style import COLORS

mpl.use("agg")

X = np.array([[1.0, 2, 3, 4], [1, 3, 5, 2], [2, 2, 4, 1], [2, 1, 6, 3], [3, 1, 3, 2], [3, 3, 5, 4]])
Y = np.array([0, 0, 1, 1, 2, 2])
NAMES = ("one", "two", "three")
SHARE = np.array([0, 0.2, 0.6, 0, 0, 1.0])
SPLIT = {"weight": np.array([[1.0, 0], [0, 1], [-1, -1]]), "bias": np.zeros(3)}
WINDOWS = {"near": (4, 4), "far": (40, 20)}


def lengths(**changed: Any) -> Figure:
    given = {"X": X, "y": Y, "feature_names": list("abcd"), "target_names": NAMES} | changed
    return plots.flower_lengths(**given)


def missed(**changed: Any) -> Figure:
    given = {"X": X[:, :2], "y": Y, "share": SHARE, "feature_names": list("ab"), "target_names": NAMES}
    return plots.missed_flowers(**given | changed)


def maps(**changed: Any) -> Figure:
    given = {"network": Linear(2, 3), "params": SPLIT, "X": X[:, :2], "y": Y, "windows": WINDOWS}
    given |= {"feature_names": list("ab"), "target_names": NAMES}
    return plots.sureness_maps(**given | changed)


FIGURES: dict[str, Callable[[], Figure]] = {
    "flower_lengths": lengths,
    "missed_flowers": missed,
    "split_differences": lambda: plots.split_differences({"near": (1, 0.4, 2), "far": (-9, 1, 3)}),
    "sureness_maps": maps,
}


@pytest.fixture(params=FIGURES)
def figure(request: pytest.FixtureRequest) -> Figure:
    return FIGURES[request.param]()


def test_a_figure_is_closed_and_has_named_axes(figure):
    assert not plt.fignum_exists(figure.number)
    assert figure.get_size_inches()[0] == 5.4
    assert all(ax.get_xlabel() for ax in figure.axes)


# The lengths


def test_each_panel_counts_the_samples_of_each_class():
    drawn = lengths()
    for ax, values in zip(drawn.axes, X.T, strict=True):
        filled = [patch for patch in ax.patches if patch.get_fill()]
        assert [patch.get_data().values.sum() for patch in filled] == [2, 2, 2]
        for k, patch in enumerate(filled):
            counts, edges, _ = patch.get_data()
            assert counts.tolist() == np.histogram(values[k == Y], edges)[0].tolist()
            assert edges[0] == values.min()
            assert edges[-1] == values.max()


def test_classes_differ_in_colour_and_dash():
    outlines = [patch for patch in lengths().axes[0].patches if not patch.get_fill()]
    assert len({to_hex(patch.get_edgecolor()) for patch in outlines}) == 3
    assert len({str(patch.get_linestyle()) for patch in outlines}) == 3
    assert [text.get_text() for text in lengths().legends[0].get_texts()] == list(NAMES)


# The missed


def test_a_ring_grows_with_the_share_and_stands_around_its_sample():
    *marks, rings = (c for c in missed().axes[0].collections if isinstance(c, PathCollection))
    assert sum(len(mark.get_offsets()) for mark in marks) == 6
    assert rings.get_offsets().tolist() == X[[1, 2, 5], :2].tolist()
    assert np.allclose(np.diff(rings.get_sizes()), 260 * np.diff(SHARE[[1, 2, 5]]))


def test_what_is_missed_often_carries_its_row():
    assert [text.get_text() for text in missed().axes[0].texts] == ["2", "5"]
    assert [text.get_text() for text in missed(named=0.1).axes[0].texts] == ["1", "2", "5"]


def test_names_of_samples_that_lie_together_stand_apart():
    close = missed(X=np.array([[1, 1], [1.1, 1], [1, 1.1], [3, 3], [1, 4], [4, 1]]), share=[1, 1, 1, 0, 0, 0])
    places = np.array([text.xyann for text in close.axes[0].texts])
    apart = np.linalg.norm(places[:, None] - places, axis=-1)[np.triu_indices(3, 1)]
    assert apart.min() > 50
    assert np.allclose(np.linalg.norm(places, axis=1), 36)


def test_the_classes_are_named_above_the_axes():
    drawn = missed()
    drawn.canvas.draw()
    ax = drawn.axes[0]
    assert ax.get_legend().get_window_extent().y0 >= ax.get_window_extent().y1
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(NAMES)


def test_without_a_mistake_there_is_no_ring():
    assert len(missed(share=np.zeros(6)).axes[0].collections[-1].get_offsets()) == 0


# The differences


def test_a_row_shows_mean_and_both_intervals():
    ax = FIGURES["split_differences"]().axes[0]
    thick = [line for line in ax.lines if line.get_linewidth() == 4.5 and len(line.get_xdata())]
    assert [line.get_xdata().tolist() for line in thick] == [[0.6, 1.4], [-10, -8]]
    bars = [bar.lines[2][0].get_segments()[0][:, 0].tolist() for bar in ax.containers[:2]]
    assert bars == [[-1, 3], [-12, -6]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["near", "far"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


def test_a_mark_is_open_where_the_corrected_interval_holds_zero():
    near, far = (line for line in FIGURES["split_differences"]().axes[0].lines if line.get_marker() == "D")
    assert near.get_markerfacecolor() == "#ffffff"
    assert near.get_color() == COLORS["muted"]
    assert far.get_markerfacecolor() == far.get_color() == COLORS["first"]


def test_the_legend_names_both_intervals():
    legend = FIGURES["split_differences"]().axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["usual interval", "corrected"]


# How sure


def test_a_map_is_stronger_where_the_network_is_surer():
    near, far = (next(i for i in ax.get_children() if isinstance(i, AxesImage)) for ax in maps().axes)
    assert far.get_array()[..., 3].mean() > near.get_array()[..., 3].mean()
    assert near.get_array()[0, 0, 3] < 0.01  # at the origin all classes are equally probable
    assert np.allclose(far.get_array()[0, -1, :3], mpl.colors.to_rgb(COLORS["first"]))
    assert np.allclose(far.get_array()[-1, 0, :3], mpl.colors.to_rgb(COLORS["second"]))


def test_a_map_begins_at_zero_and_ends_where_its_window_does():
    assert [(ax.get_xlim(), ax.get_ylim()) for ax in maps().axes] == [((0, 4), (0, 4)), ((0, 40), (0, 20))]


def test_the_network_of_a_map_sees_transformed_samples():
    seen = []

    def note(points):
        seen.append(points)
        return points * 0

    image = next(i for i in maps(transform=note).axes[0].get_children() if isinstance(i, AxesImage))
    assert seen[0].max() == 4
    assert np.ptp(image.get_array()[..., 3]) == 0


def test_the_line_of_a_map_is_at_the_level():
    lines = [c for c in maps(level=0.9).axes[0].collections if isinstance(c, mpl.contour.ContourSet)]
    x1, x2 = lines[0].get_paths()[0].vertices[0]
    scores = np.exp([x1, x2, -x1 - x2])
    assert np.isclose(scores.max() / scores.sum(), 0.9, atol=0.01)


# What they refuse


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: lengths(X=X[:, :3]), "X must have 4 features, got 3"),
        (lambda: lengths(y=Y[:4]), "one class for each of the 6 samples"),
        (lambda: lengths(y=Y + 1), "each of the classes 0 to 2"),
        (lambda: lengths(target_names=[]), "name 1 to 3 classes"),
        (lambda: lengths(feature_names=["a"]), "name 4 features, got 1"),
        (lambda: lengths(X=X * np.nan), "X must be finite"),
        (lambda: missed(share=SHARE[:2]), "share needs one entry for each"),
        (lambda: missed(share=SHARE + 1), "share must be from 0 to 1"),
        (lambda: missed(feature_names=["a"]), "name 2 features, got 1"),
        (lambda: plots.split_differences({}), "rows is empty"),
        (lambda: plots.split_differences({"a": (1, 2)}), "a must hold a mean and two halves"),
        (lambda: plots.split_differences({"a": (1, -2, 3)}), "two halves of at least 0"),
        (lambda: maps(windows={}), "windows is empty"),
        (lambda: maps(windows={"a": (0, 1)}), "two lengths above 0"),
        (lambda: maps(feature_names=["a"]), "name 2 features, got 1"),
        (lambda: maps(level=1), "level must be between 0 and 1"),
        (lambda: maps(network=Linear(2, 2), params={"weight": np.eye(2), "bias": np.zeros(2)}), "3 outputs"),
    ],
)
def test_bad_input_gets_a_sentence(draw, words):
    with pytest.raises(ValueError, match=words):
        draw()


# What the page prints


def test_the_corrected_interval_holds_for_results_that_share_a_part():
    rng, J, n1, n2 = np.random.default_rng(0), 40, 90, 10
    rho = n2 / (n1 + n2)  # the correlation of two results that the correction assumes
    shared = rng.standard_normal((4000, 1)) * np.sqrt(rho)
    results = shared + rng.standard_normal((4000, J)) * np.sqrt(1 - rho)
    s, miss = results.std(axis=1, ddof=1), np.abs(results.mean(axis=1))
    corrected = 1.96 * np.sqrt((1 / J + n2 / n1) * s**2)
    assert abs((miss <= corrected).mean() - 0.95) < 0.015
    assert (miss <= 1.96 * s / np.sqrt(J)).mean() < 0.7


@pytest.mark.parametrize(("only", "other"), [(0.03, 0.05), (0.10, 0.05), (0.01, 0.02)])
def test_four_of_five_tests_of_the_size_that_the_formula_says_find_the_difference(only, other):
    r, delta = only + other, only - other
    n = round((1.96 + 0.84) ** 2 * (r - delta**2) / delta**2)
    a, b, _ = np.random.default_rng(1).multinomial(n, [only, other, 1 - r], 20_000).T
    assert abs((np.abs(a - b) > 1.96 * np.sqrt(a + b)).mean() - 0.8) < 0.025
