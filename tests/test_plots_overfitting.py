"""The figures of the chapter on overfitting: closed, made of the numbers they claim to show, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drawn import texts
from matplotlib.figure import Figure

from nnbook import plots
from nnbook.plots.style import COLORS

mpl.use("agg")

RUNS = np.random.default_rng(0).uniform(0.1, 1, (4, 20))
AT = [1, 2, 4, 8]
TABLE = {"train": [0.8, 0.5], "validation": [0.9, 0.6]}
RUN = {"train": RUNS, "validation": 2 * RUNS}

FIGURES: dict[str, Callable[[], Figure]] = {
    "fits_by_degree": lambda: plots.fits_by_degree(
        [0, 1, 2], [0, 1, 0], AT, [0, 1, 2, 3], {"stiff": [1, 1, 1, 1], "free": [0, 900, 0, 1]}
    ),
    "error_curves": lambda: plots.error_curves(
        AT, {"train": RUNS, "test, all": 2 * RUNS}, xlabel="units", log="xy", level=(0.5, "noise")
    ),
    "error_parts": lambda: plots.error_parts(
        [0, 1, 2], [0.4, 0.1, 0], [0.1, 0.2, 0.4], 0.1, [0.61, 0.4, 0.5], xlabel="degree"
    ),
    "compared_means": lambda: plots.compared_means(
        {"loss": {"plain": RUNS[0], "cured": RUNS[1]}, "accuracy": {"plain": RUNS[2], "cured": RUNS[3]}},
        level={"accuracy": 0.25},
    ),
    "paired_losses": lambda: plots.paired_losses(
        [0.5, 0.4, 0.6], [0.4, 0.5, 0.3], xlabel="last", ylabel="best"
    ),
    "weight_sizes": lambda: plots.weight_sizes(
        {"none": [0.1, -1.0, 0.01, 10.0], "L1": [1e-6, 0.0, 0.001, -2.0]}
    ),
    "dropout_mean": lambda: plots.dropout_mean([0, 2, 0, 2, 1], 1.5, xlabel="z"),
    "monitored_losses": lambda: plots.monitored_losses(
        [1, 3], {"A": TABLE, "B": TABLE}, {"A": RUN, "B": RUN}
    ),
    "double_descent": lambda: plots.double_descent(
        [5, 10, 20, 40], {"noise 0": RUNS, "noise 1": 3 * RUNS}, 10, top=4.0
    ),
}


def test_each_fit_has_its_panel_with_points_truth_and_curve() -> None:
    fig = FIGURES["fits_by_degree"]()
    assert texts(fig) == ["stiff", "free"]
    points, truth, curve = fig.axes[0].lines
    assert points.get_xydata().tolist() == [[0, 0], [1, 1], [2, 0]]
    assert truth.get_ydata().tolist() == [0, 1, 2, 3]
    assert curve.get_ydata().tolist() == [1, 1, 1, 1]
    assert 3 < fig.axes[1].lines[2].get_ydata().max() < 900  # cut, far outside the picture
    assert fig.axes[1].get_ylim()[1] < fig.axes[1].lines[2].get_ydata().max()


def test_errors_are_medians_in_bands_with_the_colours_of_the_book() -> None:
    ax = FIGURES["error_curves"]().axes[0]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert np.allclose(ax.lines[0].get_ydata(), np.median(RUNS, axis=1))
    edge = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert np.isclose(edge.max(), np.quantile(RUNS, 0.9, axis=1).max())
    assert ax.lines[0].get_color() == COLORS["train"]
    assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
    assert ax.lines[2].get_ydata()[0] == 0.5
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "4", "8"]
    test = plots.error_curves(AT, {"test": RUNS}, xlabel="n", ticks=False).axes[0]
    assert test.lines[0].get_color() == COLORS["test"]
    assert test.get_xscale() == "linear"
    short = plots.error_curves(AT, {"test": RUNS[:2], "b": RUNS}, xlabel="n").axes[0]
    assert [len(line.get_xdata()) for line in short.lines] == [2, 4]


def test_logarithmic_axes_have_few_and_plain_numbers() -> None:
    for low, high in ((0.01, 100.0), (0.3, 0.9), (0.002, 1.5), (1e-6, 1e6)):
        drawn = plots.error_curves(AT, {"a": [[low], [high], [low], [high]]}, xlabel="n", log="y").axes[0]
        numbers = [label.get_text() for label in drawn.get_yticklabels()]
        assert 1 <= len(numbers) <= 5
        assert np.allclose([float(number) for number in numbers], drawn.get_yticks())
        assert not len(drawn.yaxis.get_minorticklocs())


def test_parts_are_stacked_and_the_measured_error_is_marked() -> None:
    ax = FIGURES["error_parts"]().axes[0]
    bars = np.array([[bar.get_y(), bar.get_height()] for bar in ax.patches]).reshape(3, 3, 2)
    assert np.allclose(bars[0], [[0, 0.1]] * 3)
    assert np.allclose(bars[1], [[0.1, 0.4], [0.1, 0.1], [0.1, 0.0]])
    assert np.allclose(bars[2], [[0.5, 0.1], [0.2, 0.2], [0.1, 0.4]])
    assert ax.lines[0].get_ydata().tolist() == [0.61, 0.4, 0.5]
    assert {"noise", "bias²", "variance", "measured"} <= set(texts(ax.figure))


def test_rows_hold_means_intervals_and_ranges() -> None:
    first, second = FIGURES["compared_means"]().axes
    low_high, interval, mean = first.lines[3:6]
    assert np.allclose(low_high.get_xdata(), np.quantile(RUNS[1], [0.1, 0.9]))
    half = 1.96 * RUNS[1].std(ddof=1) / np.sqrt(20)
    assert np.allclose(interval.get_xdata(), RUNS[1].mean() + np.array([-half, half]))
    assert np.allclose(mean.get_xydata(), [[RUNS[1].mean(), -1]])
    assert first.lines[6].get_xdata()[0] == RUNS[0].mean()
    assert second.lines[-1].get_xdata()[0] == 0.25
    assert [label.get_text() for label in first.get_yticklabels()] == ["plain", "cured"]


def test_pairs_that_got_worse_have_another_mark() -> None:
    _, better, worse = FIGURES["paired_losses"]().axes[0].lines
    assert better.get_xydata().tolist() == [[0.5, 0.4], [0.6, 0.3]]
    assert worse.get_xydata().tolist() == [[0.4, 0.5]]
    assert better.get_marker() != worse.get_marker()


def test_shares_of_weights_rise_to_one() -> None:
    none, l1 = FIGURES["weight_sizes"]().axes[0].lines
    for line in (none, l1):
        assert (np.diff(line.get_ydata()) >= 0).all()
        assert line.get_ydata()[-1] == 1
    at = none.get_xdata()
    assert none.get_ydata()[np.searchsorted(at, 0.5)] == 0.5
    assert l1.get_ydata()[0] == 0.5  # what is smaller than the axis counts from its beginning


def test_the_mean_over_masks_is_drawn_where_it_is() -> None:
    ax = FIGURES["dropout_mean"]().axes[0]
    assert ax.lines[0].get_xdata().tolist() == [1, 1]
    assert ax.lines[1].get_xdata().tolist() == [1.5, 1.5]
    assert sum(bar.get_height() for bar in ax.patches) == 5


def test_tables_are_marks_over_medians() -> None:
    ax = FIGURES["monitored_losses"]().axes[1]
    assert ax.get_title(loc="left") == "B"
    median, marks, other, other_marks = ax.lines
    assert median.get_xdata().tolist() == [1, 2, 3, 4]
    assert np.allclose(median.get_ydata(), np.median(RUNS, axis=1))
    assert marks.get_xydata().tolist() == [[1, 0.8], [3, 0.5]]
    assert np.allclose(other.get_ydata(), np.median(2 * RUNS, axis=1))
    assert other_marks.get_marker() != marks.get_marker()


def test_the_line_of_double_descent_stands_at_the_samples() -> None:
    ax = FIGURES["double_descent"]().axes[0]
    assert np.allclose(ax.lines[1].get_ydata(), np.median(3 * RUNS, axis=1))
    assert ax.lines[2].get_xdata() == [10, 10]
    assert ax.get_ylim()[1] == 4
    assert "10 samples" in texts(ax.figure)


def curves(**options: Any) -> Figure:
    return plots.error_curves(**{"at": AT, "errors": {"a": RUNS}, "xlabel": "n"} | options)


REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "points": (
        lambda: plots.fits_by_degree([0, 1], [0], [0, 1], [0, 1], {"a": [0, 1]}),
        "one entry for each",
    ),
    "fit": (lambda: plots.fits_by_degree([0], [0], [0, 1], [0, 1], {"a": [0]}), "one entry for each"),
    "no fit": (lambda: plots.fits_by_degree([0], [0], [0, 1], [0, 1], {}), "1 to 4 curves"),
    "no errors": (lambda: curves(errors={}), "name at least one"),
    "rows": (lambda: curves(at=AT[:2]), "one entry for each"),
    "sign": (lambda: curves(errors={"a": -RUNS}, log="y"), "must be positive"),
    "axis": (lambda: curves(at=[0, 1, 2, 3], log="x"), "must be positive"),
    "log": (lambda: curves(log="z"), "log must be"),
    "negative": (lambda: plots.error_parts([0], [-1], [1], 1, [1], xlabel="d"), "at least 0"),
    "parts": (lambda: plots.error_parts([0], [1, 2], [1], 1, [1], xlabel="d"), "one entry for each"),
    "no panel": (lambda: plots.compared_means({}), "at least one quantity"),
    "variants": (
        lambda: plots.compared_means({"a": {"x": [1, 2]}, "b": {"y": [1, 2]}}),
        "must hold the variants",
    ),
    "one run": (lambda: plots.compared_means({"a": {"x": [1]}}), "at least two runs"),
    "pairs": (lambda: plots.paired_losses([1, 2], [1], xlabel="a", ylabel="b"), "one entry for each"),
    "small": (lambda: plots.weight_sizes({"a": [1e-9]}), "no weight is larger"),
    "smallest": (lambda: plots.weight_sizes({"a": [1.0]}, smallest=0), "positive and finite"),
    "without": (lambda: plots.dropout_mean([1], np.nan, xlabel="z"), "must be finite"),
    "titles": (lambda: plots.monitored_losses([1, 3], {"A": TABLE}, {"B": RUN}), "same titles"),
    "sides": (
        lambda: plots.monitored_losses([1, 3], {"A": {"train": [1, 2]}}, {"A": RUN}),
        "needs the losses",
    ),
    "marks": (lambda: plots.monitored_losses([1], {"A": TABLE}, {"A": RUN}), "one entry for each"),
    "samples": (lambda: plots.double_descent(AT, {"a": RUNS}, 0), "at least 1"),
    "descents": (lambda: plots.double_descent(AT, {"a": RUNS[:2]}, 2), "one entry for each"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_a_sentence(case: str) -> None:
    draw, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        draw()
    assert not plt.get_fignums()


def test_inputs_are_not_modified() -> None:
    kept = RUNS.copy()
    kept.flags.writeable = False
    plots.error_curves(AT, {"a": kept}, xlabel="n")
    plots.compared_means({"a": {"x": kept[0], "y": kept[1]}})
    plots.double_descent(AT, {"a": kept}, 2)
