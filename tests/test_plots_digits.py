"""The figures of the chapter on digits: closed, made of the numbers given, deaf to bad input."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook import plots
from nnbook.plots.style import COLORS

mpl.use("agg")

rng = np.random.default_rng(0)
IMAGES = rng.random((7, 64))
WEIGHTS = rng.normal(size=(6, 64))
LIKED = rng.random((6, 3, 64))
SURE = np.linspace(0.05, 1, 20)
RIGHT = np.arange(20) % 3 > 0

FIGURES: dict[str, Callable[[], Figure]] = {
    "digit_images": lambda: plots.digit_images(
        IMAGES, [f"a {i}" for i in range(7)], columns=4, wrong=[True] + [False] * 6
    ),
    "favourite_images": lambda: plots.favourite_images(WEIGHTS, LIKED),
    "calibration_curves": lambda: plots.calibration_curves(
        {"as trained": (SURE, RIGHT), "cooled": (SURE**2, RIGHT)}, groups=4
    ),
    "reported_intervals": lambda: plots.reported_intervals(
        {
            "accuracy": {"plain": (SURE, (0.5, 0.4, 0.8)), "new": (SURE / 2, (0.25, 0.1, 0.3))},
            "gain": {"plain": ([0.0, 0.0], (0, 0, 0)), "new": (-SURE / 2, (-0.25, -0.3, 0.1))},
        }
    ),
    "confidence_shares": lambda: plots.confidence_shares({"digits": SURE, "noise": SURE / 2}),
}


def shown(fig: Figure) -> list[np.ndarray]:
    """Return the colours of each image, one for each of its pixels; all copies of a pixel are alike."""
    found = []
    for image, frame in zip(fig.axes[0].images, fig.axes[0].patches, strict=True):
        colors = np.asarray(image.get_array())
        assert np.array_equal(colors[::8, ::8], colors[7::8, 7::8])
        left, right, bottom, top = image.get_extent()
        assert np.allclose((left, top), frame.get_xy())
        assert right - left == pytest.approx(bottom - top) == pytest.approx(frame.get_width())
        found.append(colors[::8, ::8, :3])
    return found


def test_images_are_drawn_pixel_by_pixel_with_their_captions() -> None:
    fig = FIGURES["digit_images"]()
    drawn, (ax,) = shown(fig), fig.axes
    assert len(drawn) == 7
    for colors, image in zip(drawn, IMAGES, strict=True):
        darkness = 3 - colors.sum(axis=2)
        assert np.array_equal(np.argsort(darkness.ravel())[[0, -1]], [image.argmin(), image.argmax()])
        assert np.corrcoef(darkness.ravel(), image)[0, 1] > 0.999
    assert [text.get_text() for text in ax.texts] == [f"a {i}" for i in range(7)]
    assert [text.get_color() for text in ax.texts[:2]] == [COLORS["target"], COLORS["ink"]]
    for text, frame in zip(ax.texts, ax.patches, strict=True):
        assert frame.get_x() < text.get_position()[0] < frame.get_x() + frame.get_width()
        assert text.get_position()[1] < frame.get_y()
    tops = [frame.get_y() for frame in ax.patches]
    assert len(set(tops[:4])) == len(set(tops[4:])) == 1
    assert tops[4] > tops[0]


def test_units_share_one_scale_around_zero_above_their_images() -> None:
    drawn = shown(FIGURES["favourite_images"]())
    assert len(drawn) == 24
    blueness = np.array([(colors[..., 2] - colors[..., 0]).ravel() for colors in drawn[:6]])
    assert ((blueness > 0.01) <= (WEIGHTS > 0)).all()
    assert ((blueness < -0.01) <= (WEIGHTS < 0)).all()
    strongest = np.abs(WEIGHTS) == np.abs(WEIGHTS).max()
    assert np.abs(blueness)[strongest] > 0.6
    for row in range(3):
        for unit in range(6):
            darkness = 3 - drawn[6 * (row + 1) + unit].sum(axis=2)
            assert np.corrcoef(darkness.ravel(), LIKED[unit, row])[0, 1] > 0.999


def test_intervals_are_drawn_as_given_over_the_spread_of_the_runs() -> None:
    first, second = FIGURES["reported_intervals"]().axes
    assert [label.get_text() for label in first.get_yticklabels()] == ["plain", "new"]
    for ax, rows in (
        (first, [(SURE, (0.5, 0.4, 0.8)), (SURE / 2, (0.25, 0.1, 0.3))]),
        (second, [(np.zeros(2), (0, 0, 0)), (-SURE / 2, (-0.25, -0.3, 0.1))]),
    ):
        assert len(ax.containers) == 2
        for row, (bar, (runs, (mean, low, high))) in enumerate(zip(ax.containers, rows, strict=True)):
            _, (left, right), (line,) = bar
            assert np.allclose(line.get_segments()[0], [[low, -row], [high, -row]])
            assert np.allclose((left.get_xdata()[0], right.get_xdata()[0]), (low, high))
            pale = next(line for line in ax.lines if line.get_alpha() == 0.25 and line.get_ydata()[0] == -row)
            assert np.allclose(pale.get_xdata(), np.quantile(runs, [0.1, 0.9]))
            diamond = [line for line in ax.lines if line.get_marker() == "D"][row]
            assert np.allclose(diamond.get_xydata(), [[mean, -row]])
        assert ax.lines[-1].get_xdata()[0] == rows[0][1][0]


def test_calibration_is_drawn_in_groups_of_equal_size() -> None:
    diagonal, *lines = FIGURES["calibration_curves"]().axes[0].lines
    assert np.array_equal(diagonal.get_xydata(), [[0, 0], [1, 1]])
    for line, sure in zip(lines, (SURE, SURE**2), strict=True):
        assert np.allclose(line.get_xdata(), sure.reshape(4, 5).mean(axis=1))
        assert np.allclose(line.get_ydata(), RIGHT.reshape(4, 5).mean(axis=1))
    assert lines[0].get_linestyle() != lines[1].get_linestyle()


def test_shares_of_confidence_fall_from_all_to_none() -> None:
    digits, noise = (line.get_data() for line in FIGURES["confidence_shares"]().axes[0].lines)
    for (x, y), sure in ((digits, SURE), (noise, SURE / 2)):
        for at in (0, 30, 45, 60, 90, 99):
            assert y[at] == pytest.approx(100 * np.mean(sure >= x[at] - 1e-9))
        assert (np.diff(y) <= 0).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.digit_images(IMAGES, ["one"]), "captions needs one entry for each of the 7"),
        (lambda: plots.digit_images(IMAGES, wrong=[True]), "wrong needs one entry for each of the 7"),
        (lambda: plots.digit_images(np.zeros((2, 60))), "square images, got rows of 60 pixels"),
        (lambda: plots.digit_images(np.zeros((0, 64))), "at least one image"),
        (lambda: plots.digit_images(np.full((1, 64), np.nan)), "must be finite"),
        (lambda: plots.digit_images(IMAGES, columns=0), "columns must be at least 1"),
        (lambda: plots.favourite_images(WEIGHTS, LIKED[:5]), "favourites needs one entry for each of the 6"),
        (lambda: plots.favourite_images(WEIGHTS, LIKED[0]), "favourites must have 3 axes"),
        (lambda: plots.calibration_curves({}), "answers is empty"),
        (lambda: plots.calibration_curves({"a": (SURE + 1, RIGHT)}), "must lie from 0 to 1"),
        (lambda: plots.calibration_curves({"a": (SURE, RIGHT[:3])}), "right of 'a' needs one entry"),
        (lambda: plots.calibration_curves({"a": (SURE, RIGHT)}, groups=21), "groups must be from 1 to the 20"),
        (lambda: plots.reported_intervals({}), "at least one quantity"),
        (
            lambda: plots.reported_intervals({"a": {"x": ([1], (1, 1, 1))}, "b": {"y": ([1], (1, 1, 1))}}),
            "must hold the rows",
        ),
        (lambda: plots.reported_intervals({"a": {"x": ([1], (1, 2, 3))}}), "an upper end around it"),
        (lambda: plots.reported_intervals({"a": {"x": ([1], (1, 0))}}), "an upper end around it"),
        (lambda: plots.confidence_shares({}), "kinds is empty"),
        (lambda: plots.confidence_shares({"a": [0.5, 1.2]}), "must lie from 0 to 1"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
