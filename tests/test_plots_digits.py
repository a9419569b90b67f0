"""The figures of the chapter on digits: closed, made of the numbers given, deaf to bad input."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook import plots
from nnbook.plots.style import COLORS, DARK

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
    "confidence_shares": lambda: plots.confidence_shares({"digits": SURE, "noise": SURE / 2}),
}


def test_every_figure_of_the_package_is_here() -> None:
    from nnbook.plots import digits

    assert sorted(FIGURES) == digits.__all__
    assert set(digits.__all__) <= set(plots.__all__)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_closed_and_use_only_colours_with_a_dark_twin(name: str) -> None:
    fig = FIGURES[name]()
    assert isinstance(fig, Figure)
    assert not plt.get_fignums()
    svg = io.StringIO()
    fig.savefig(svg, format="svg")
    used = {color.lower() for color in re.findall(r"#[0-9a-fA-F]{6}\b", svg.getvalue())}
    assert used <= DARK.keys(), used - DARK.keys()
    assert used & set(COLORS.values())
    assert len(svg.getvalue()) < 200_000


@pytest.mark.parametrize("name", FIGURES)
def test_letters_stay_readable_when_a_phone_shrinks_the_figure(name: str) -> None:
    fig = FIGURES[name]()
    shrink = 350 / (96 * fig.get_size_inches()[0])
    fig.canvas.draw()
    for ax in fig.axes:
        for text in [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label]:
            if text.get_text().strip():
                assert text.get_fontsize() * 96 / 72 * shrink >= 7.5, text.get_text()


def test_images_are_drawn_pixel_by_pixel_with_their_captions() -> None:
    fig = FIGURES["digit_images"]()
    assert len(fig.axes) == 8
    assert not fig.axes[7].axison
    for ax, image in zip(fig.axes, IMAGES, strict=False):
        drawn = ax.images[0].get_array()
        assert np.array_equal(drawn[::8, ::8], image.reshape(8, 8))
        assert np.array_equal(drawn[7::8, 7::8], image.reshape(8, 8))
        assert ax.images[0].get_clim() == (0, 1)
    assert [ax.get_title() for ax in fig.axes[:2]] == ["a 0", "a 1"]
    assert fig.axes[0].title.get_color() == COLORS["target"]
    assert fig.axes[1].title.get_color() == COLORS["ink"]
    light, dark = fig.axes[0].images[0].cmap([0.0, 1.0])
    assert light[:3].sum() > 2.9
    assert dark[:3].sum() < 0.6


def test_units_share_one_scale_around_zero_above_their_images() -> None:
    fig = FIGURES["favourite_images"]()
    grid = np.array(fig.axes).reshape(4, 6)
    largest = np.abs(WEIGHTS).max()
    for column in range(6):
        assert grid[0, column].images[0].get_clim() == (-largest, largest)
        assert np.array_equal(grid[0, column].images[0].get_array()[::8, ::8], WEIGHTS[column].reshape(8, 8))
        for row in range(3):
            shown = grid[row + 1, column].images[0].get_array()[::8, ::8]
            assert np.array_equal(shown, LIKED[column, row].reshape(8, 8))
    lower, middle, upper = grid[0, 0].images[0].cmap([0.0, 0.5, 1.0])
    assert lower[0] > lower[2]  # orange
    assert upper[2] > upper[0]  # blue
    assert middle[:3].min() > 0.95


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
        (lambda: plots.confidence_shares({}), "kinds is empty"),
        (lambda: plots.confidence_shares({"a": [0.5, 1.2]}), "must lie from 0 to 1"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
