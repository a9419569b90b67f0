"""A figure without name, caption, alt text or dark partner fails the build; each is drawn twice and listed."""

import re

import pytest
from figures import darken, size_of, strange_colors

from nnbook.plots.style import COLORS, DARK

pytestmark = pytest.mark.book

FRONT = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n# Page\n\n"
DRAW = """from nnbook.plots import style
with style.figure() as (fig, ax):
    ax.plot([0, 1], [0, 1], color="%s")
fig
"""
EXTENSIONS = ["myst_nb", "evidence", "figures"]


def figure_cell(
    figure="{name: fig-line, caption: A line rises.}", image="{alt: A rising line.}", color=COLORS["ink"]
):
    options = f"  figure: {figure}\n" * bool(figure) + f"  image: {image}\n" * bool(image)
    front = f"---\nmystnb:\n{options}---\n" if options else ""
    return "```{code-cell}\n" + front + DRAW % color + "```\n"


def test_a_figure_is_drawn_light_and_dark_in_one_numbered_frame(book_project):
    built = book_project(
        {"index.md": FRONT + figure_cell() + "\n{count}`figures` figure.\n\n```{figure-index}\n```\n"},
        extensions=EXTENSIONS,
    )
    assert not built.failed, built.warnings
    html = built.page("index")
    (frame,) = re.findall(r"<figure.*?</figure>", html, re.S)
    light, dark = re.findall(r"<img[^>]*>", frame)
    assert 'class="only-light"' in light
    assert 'class="only-dark"' in dark
    assert all(
        'alt="A rising line."' in image and 'width="' in image and 'height="' in image
        for image in (light, dark)
    )
    drawn = [(built.html / re.search(r'src="([^"]+)"', image)[1]).read_text() for image in (light, dark)]
    assert COLORS["ink"] in drawn[0]
    assert darken(drawn[0]) == drawn[1]
    assert DARK[COLORS["ink"]] in drawn[1]
    assert '<span class="count">1</span> figure' in html
    assert re.search(r'<a class="reference internal" href="#fig-line">Figure 1</a>\. A line rises\.', html)


FAULTS = {
    figure_cell(figure=""): "needs a figure name, a caption and alt text",
    figure_cell(figure="{name: line, caption: A line rises.}"): "starts with fig-, got 'line'",
    figure_cell(figure="{name: fig-silent}"): "fig-silent: a caption that states the finding is missing",
    figure_cell(
        figure="{name: fig-blind, caption: Seen by few.}", image=""
    ): "fig-blind: alt text is missing",
    figure_cell(figure="{name: fig-red, caption: Red.}", color="#ff0000"): "#ff0000",
    figure_cell(figure="{name: fig-empty, caption: None.}").replace(
        "\nfig\n", "\n"
    ): "fig-empty: its cell drew nothing",
}


def test_every_faulty_figure_fails_the_build(book_project):
    built = book_project({"index.md": FRONT + "\n".join(FAULTS)}, extensions=EXTENSIONS)
    assert built.failed
    for complaint in FAULTS.values():
        assert complaint in built.warnings


def test_every_colour_of_the_style_has_a_dark_partner():
    assert not set(COLORS.values()) - DARK.keys()
    assert not strange_colors(" ".join(DARK))


def test_size_is_unknown_without_a_view_box():
    assert size_of("<svg></svg>") is None
