"""The furniture of a page, in HTML, text and EPUB, and the complaints when a part is missing or a fold stays open."""

import pickle
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import numpy as np
import page as page_module
import pytest
from furniture import cover

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.book

EXTENSIONS = ["myst_nb", "katex_inprocess", "furniture", "page"]
EPUB = "version = copyright = '1'\nepub_show_urls = 'no'\nsuppress_warnings = ['epub.unknown_project_files']"
OPENER = """```{opener}
:question: Can $z$ be *negative*?
:minutes: 40
:need: School algebra.

- What a neuron computes.
```
"""
EXERCISE = """```{exercise} Compute $z$ by hand
:name: ex-hand

With a bias of 1.
```

```{fold-start} Solution
```

It is 3.

```{code-cell}
assert 1 + 2 == 3
```

Indeed.

```{fold-end}
```
"""
FRONT = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n# Page\n\n"


@pytest.fixture
def page(book_project):
    def build(text, **options):
        options = {"extensions": EXTENSIONS} | options
        return book_project({"index.md": FRONT + text}, **options)

    return build


def test_opener(page):
    built = page(OPENER)
    assert not built.failed, built.warnings
    html = built.page("index")
    question = re.search(r'<p class="opener-question">(.*?)</p>', html, re.S)[1]
    assert "<em>negative</em>" in question
    assert "katex" in question
    blocks = re.findall(
        r'<div class="opener-(\w+)">\s*<p class="furniture-label">([^<]*)</p>\s*(.*?)</div>', html, re.S
    )
    assert [(name, title) for name, title, _ in blocks[-3:]] == [
        ("learn", "You will learn"),
        ("need", "You need"),
        ("time", "Time"),
    ]
    assert "What a neuron computes." in blocks[-3][2]
    assert "School algebra." in blocks[-2][2]
    assert "about 40 minutes" in blocks[-1][2]


def test_margin_note_stands_beside_the_paragraph_before_it(page):
    built = page("First.\n\n```{margin} A *title*\nBeside.\n```\n\nSecond.\n")
    assert not built.failed, built.warnings
    wrapped = re.search(r'<div class="noted">(.*?)<p>Second', built.page("index"), re.S)[1]
    assert wrapped.index("margin-note") < wrapped.index("<p>First.</p>")
    assert '<p class="furniture-label">A <em>title</em></p>' in wrapped


def test_two_notes_keep_their_order_and_a_note_after_a_heading_stays(page):
    built = page(
        "## Part\n\n```{margin}\nAlone.\n```\n\nText.\n\n```{margin}\nOne.\n```\n\n```{margin}\nTwo.\n```\n"
    )
    assert not built.failed, built.warnings
    html = built.page("index")
    assert html.count('class="noted"') == 1
    places = [html.index(text) for text in ("Alone.", '"noted"', "One.", "Two.", "<p>Text.")]
    assert places == sorted(places)


def test_takeaway_and_question(page):
    built = page(
        "```{takeaway}\nRemember.\n```\n\n```{question} Why is $b$ there?\nIt moves the line.\n```\n"
    )
    assert not built.failed, built.warnings
    html = built.page("index")
    assert re.search(
        r'<div class="takeaway">\s*<p class="furniture-label">Key takeaway</p>\s*<p>Remember', html
    )
    asked = re.search(r'<details class="question">\s*<summary>(.*?)</summary>(.*?)</details>', html, re.S)
    assert asked[1].startswith("Why is <span")
    assert "It moves the line." in asked[2]


def test_exercise_is_numbered_referred_to_and_its_solution_folded(page):
    built = page("See {numref}`ex-hand`.\n\n" + EXERCISE)
    assert not built.failed, built.warnings
    html = built.page("index")
    assert re.search(r'href="#ex-hand"><span class="std std-numref">Exercise 1</span>', html)
    title = re.search(r'id="ex-hand">\s*<p class="exercise-title">(.*?)</p>', html, re.S)[1]
    assert '<span class="caption-number">Exercise 1 </span>Compute' in title
    folded = re.search(r'<details class="fold">\s*<summary>Solution</summary>(.*?)</details>', html, re.S)[1]
    places = [folded.index(text) for text in ("It is 3.", "cell_input", "Indeed.")]
    assert places == sorted(places)


def test_folded_cells_run_and_a_failing_one_fails_the_build(page):
    built = page(EXERCISE.replace("1 + 2 == 3", "1 + 2 == 4"))
    assert built.failed
    assert "AssertionError" in built.warnings


def test_folds_nest(page):
    inner = "```{fold-start} Inner\n```\n\nDeep.\n\n```{fold-end}\n```\n\n"
    built = page(f"```{{fold-start}} Outer\n```\n\nAbove.\n\n{inner}Below.\n\n```{{fold-end}}\n```\n")
    assert not built.failed, built.warnings
    html = re.sub(r"\s+", " ", built.page("index"))
    assert re.search(
        r"<summary>Outer</summary>.*Above.*<summary>Inner</summary>.*Deep.*</details>.*Below.*</details>",
        html,
    )


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        (OPENER.replace(":minutes: 40\n", ""), 3, "opener: :minutes: missing"),
        (
            OPENER.replace("- What a neuron computes.\n", ""),
            3,
            "a list of what the reader will learn missing",
        ),
        ("```{margin}\n```\n", 3, "margin: the body is empty"),
        ("```{question} Why?\n```\n", 3, "question: the body is empty"),
        (
            EXERCISE.split("```{fold")[0].replace(":name: ex-hand\n", ""),
            3,
            "exercise: a :name: that starts with ex- is missing",
        ),
        (EXERCISE.split("```{fold")[0].replace("ex-hand", "hand"), 3, "ex- is missing, got 'hand'"),
        ("Text.\n\n```{fold-start} Solution\n```\n\nText.\n", 5, "fold-start without a fold-end"),
        ("Text.\n\n```{fold-end}\n```\n", 5, "fold-end without a fold-start"),
        (
            "```{fold-start} Solution\n```\n\n## Part\n\n```{fold-end}\n```\n",
            3,
            "fold-start without a fold-end after it in the same section",
        ),
    ],
)
def test_complaints_name_the_line(book_project, text, line, complaint):
    built = book_project({"index.md": "# Page\n\n" + text}, extensions=EXTENSIONS)
    assert built.failed
    assert re.search(rf"index\.md:{line}: WARNING: .*{re.escape(complaint)}", built.warnings), built.warnings


def test_text_keeps_every_word_and_number(page):
    built = page(
        OPENER + "\n```{margin} Note\nBeside.\n```\n\n```{question} Why?\nBecause.\n```\n\n" + EXERCISE,
        builder="text",
    )
    assert not built.failed, built.warnings
    text = (built.html / "index.txt").read_text(encoding="utf-8")
    for words in ("You will learn", "School algebra.", "Beside.", "Why?", "Because.", "Solution", "Indeed."):
        assert words in text
    assert re.search(r"Exercise 1: Compute", text)


def test_epub_pages_are_well_formed_and_keep_the_order_of_the_source(page):
    built = page(
        "First.\n\n```{margin}\nBeside.\n```\n\n" + OPENER + EXERCISE + "\n```{cover} A network.\n```\n",
        builder="epub",
        config=EPUB,
    )
    assert not built.failed, built.warnings
    file = built.html / "index.xhtml"
    ET.parse(file)
    html = file.read_text(encoding="utf-8")
    assert html.index("First.") < html.index("Beside.")
    assert '<svg class="cover-art"' in html


def test_wide_tables_scroll_alone(page):
    built = page("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert not built.failed, built.warnings
    assert re.search(r'<div class="table-scroll">\s*<table', built.page("index"))


def test_the_cover_shows_a_network_that_is_right_about_every_point():
    network = cover.triangle()
    x, fires = cover.points(network)
    inside = np.all(x @ network.weight.T + network.bias > 0, axis=1)
    assert len(x) == 30
    assert fires.sum() == 10
    assert np.array_equal(fires, inside)
    drawing = ET.fromstring(cover.draw("A network."))
    names = [element.get("class") for element in drawing.iter()]
    assert (names.count("dot-pos"), names.count("dot-neg")) == (10, 20)
    assert names.count("wire-neg") == int((network.weight < 0).sum())
    assert drawing.get("aria-label") == "A network."


def test_a_region_of_the_cover_holds_where_its_neuron_says_so():
    network, grid = cover.triangle(), np.linspace(-cover.REACH, cover.REACH, 49)
    flat = cover._tile(np.tile(grid, (49, 1)) / 4 + 0.5, grid, (0, 0), 100, "t")
    half = re.search(r'class="pos"[^>]* d="([^"]*)"', flat)[1]
    across = [float(point.split()[0]) for point in re.findall(r"[\d.]+ [\d.]+", half)]
    assert (min(across), max(across)) == (50.0, 100.0)
    assert network.output(np.zeros((1, 2)))[0] > 0.9


def _doctree(built):
    return pickle.loads((built.html.parent / "doctrees-html" / "index.doctree").read_bytes())


def test_the_reserved_height_of_a_section_grows_with_what_it_holds(page):
    long = "A line of words. " * 30
    built = page(f"## Short\n\nText.\n\n## Long\n\n{long}\n\n$$ x $$\n\n```python\n1\n2\n```\n")
    assert not built.failed, built.warnings
    heights = page_module.section_heights(_doctree(built))
    assert list(heights) == ["short", "long"]
    assert heights["long"] > heights["short"] + 500


def test_code_keeps_every_character_and_only_the_spans_that_are_coloured(page):
    code = "def f(x):\n    # no\n    return x < 1 and 'a<b' or [x]"
    built = page(f"```python\n{code}\n```\n")
    assert not built.failed, built.warnings
    shown = re.search(r"<pre>(.*?)</pre>", built.page("index"), re.S)[1]
    assert unescape(re.sub(r"<[^>]*>", "", shown)).strip() == code
    css = (ROOT / "book" / "_theme" / "nnbook" / "static" / "nnbook.css").read_text(encoding="utf-8")
    used = set(re.findall(r'class="(\w+)"', shown))
    assert {"k", "nf", "c1"} <= used
    assert all(re.search(rf"\.{name}[ ,]", css) for name in used)


def test_the_style_sheet_stands_in_the_page_and_finds_its_fonts(book_project):
    theme = f"html_theme = 'nnbook'\nhtml_theme_path = [{str(ROOT / 'book' / '_theme')!r}]"
    theme += f"\nhtml_static_path = [{str(ROOT / 'book' / '_static')!r}]"
    built = book_project(
        {"index.md": "# Page\n\n```{toctree}\ndeep/er\n```\n", "deep/er.md": "# Deeper\n\n$x$\n"},
        extensions=EXTENSIONS,
        config=theme,
    )
    assert not built.failed, built.warnings
    for name, count in (("index", 11), ("deep/er", 31)):
        html = built.page(name)
        assert 'rel="stylesheet"' not in html
        fonts = re.findall(r"url\(([^)]*\.woff2)\)", html)
        assert len(fonts) == count
        assert all((built.html / name).parent.joinpath(font).is_file() for font in fonts)
