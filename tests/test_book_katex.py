"""Mathematics is rendered at build, by the KaTeX whose style sheet the book carries, and bad TeX stops the build."""

import os
import re
from pathlib import Path

import katex_inprocess
import pytest
from katex_inprocess import MathError, render, script_version

ROOT = Path(__file__).parents[1]
KATEX = ROOT / "book" / "_static" / "katex"

pytestmark = pytest.mark.book


@pytest.fixture(autouse=True)
def _end_the_worker():
    yield
    render.cache_clear()
    katex_inprocess.close()


def test_style_sheet_and_script_are_of_one_version():
    vendored = (ROOT / "book" / "_static" / "VENDORED.md").read_text(encoding="utf-8")
    assert f"| {script_version()}," in vendored
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    assert f'content:"{script_version()}"' in css


def test_every_font_of_the_style_sheet_is_there_and_no_other():
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    named = set(re.findall(r"url\(([^)]*)\)", css))
    assert named == {f"fonts/{file.name}" for file in (KATEX / "fonts").iterdir()}


def test_html_carries_mathml_for_screen_readers():
    html = render(r"\frac{1}{2}")
    assert "<mfrac>" in html
    assert 'class="katex-html" aria-hidden="true"' in html


def test_display_style_and_mathml_alone():
    assert "katex-display" in render(r"\sum_i x_i", display=True)
    assert "katex-display" not in render(r"\sum_i x_i")
    assert "katex-html" not in render("x", output="mathml")


def test_macros():
    assert render(r"\R", macros=r'{"\\R": "\\mathbb{R}"}') != render(r"\R", macros=r'{"\\R": "r"}')


@pytest.mark.parametrize(
    ("tex", "complaint"),
    [
        (r"\frac{1}{", "Unexpected end of input"),
        (r"\undefined", "Undefined control sequence"),
        ("é", "unicodeTextInMathMode"),
        (r"\href{https://example.org}{x}", "not trusted"),
    ],
)
def test_bad_tex_is_refused(tex, complaint):
    with pytest.raises(MathError, match=complaint):
        render(tex)


def test_a_forked_writer_renders_with_an_interpreter_of_its_own():
    render("x")
    parent = katex_inprocess._worker().pid
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        render.cache_clear()
        rendered, own = "mfrac" in render(r"\frac{a}{b}"), katex_inprocess._worker().pid != parent
        katex_inprocess.close()
        os.write(writable, f"{rendered} {own}".encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        assert pipe.read() == "True True"
    os.waitpid(child, 0)
    render.cache_clear()
    assert "mfrac" in render(r"\frac{a}{c}")
    assert katex_inprocess._worker().pid == parent


def test_a_page_shows_numbered_formulas_and_loads_the_style_sheet(book_project):
    built = book_project(
        {
            "index.md": "# Page\n\n$$ a = \\R $$ (first)\n\n{eq}`first` and $b$\n\n```{toctree}\nplain\n```\n",
            "plain.md": "# Plain\n",
        },
        extensions=["myst_parser", "katex_inprocess"],
        config='katex_macros = {r"\\R": r"\\mathbb{R}"}',
    )
    assert not built.failed, built.warnings
    html = built.page("index")
    assert '<div class="math" id="equation-first">' in html
    assert '<span class="eqno">(1)<a class="headerlink" href="#equation-first"' in html
    assert 'href="#equation-first">(1)</a> and' in html
    assert html.count('class="katex-html"') == 2
    assert "katex/katex.min.css" in html
    assert "katex.min.css" not in built.page("plain")


@pytest.mark.parametrize("formula", ["$\\frac{1}{$", "$$ \\frac{1}{ $$"])
def test_bad_tex_stops_the_build_at_its_line(book_project, formula):
    built = book_project(
        {"index.md": f"# Page\n\nText.\n\n{formula}\n"}, extensions=["myst_parser", "katex_inprocess"]
    )
    assert built.failed
    assert "index.md:5: KaTeX parse error" in built.warnings


def test_an_epub_holds_mathml_alone(book_project):
    built = book_project(
        {"index.md": "# Page\n\n$\\frac{1}{2}$\n"},
        extensions=["myst_parser", "katex_inprocess"],
        config="version = copyright = '1'\nepub_show_urls = 'no'\nsuppress_warnings = ['epub.unknown_project_files']",
        builder="epub",
    )
    assert not built.failed, built.warnings
    page = (built.html / "index.xhtml").read_text(encoding="utf-8")
    assert "<mfrac>" in page
    assert "katex-html" not in page
