"""The API reference: complete docstrings, links both ways, and listings that show the code that runs."""

from __future__ import annotations

import importlib
import io
import re
import sys
from pathlib import Path

import api
import pytest
from sphinx.pycode import ModuleAnalyzer

import nnbook

PACKAGE = '''
"""A package."""
from sample.shapes import *  # noqa: F403
'''
SHAPES = '''
"""Shapes, the simplest first."""
from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping, NamedTuple

__all__ = ["TABLE", "Found", "area", "Box", "halve", "total"]


@dataclass(frozen=True)
class Box:
    """A box.

    Attributes
    ----------
    side : float
        Its side.
    bounds : tuple
        Its interval.

    Examples
    --------
    >>> Box(2.0).side
    2.0
    """

    side: float
    bounds: tuple = (0, float("inf"))  # open above


class Found(NamedTuple):
    """What a search found."""

    place: int
    """Where it was."""
    name: str
    """What it is called."""


@lru_cache
def area(side):
    """Compute the area.

    Parameters
    ----------
    side : float
        The side.

    Returns
    -------
    float
        Its square.

    Raises
    ------
    ValueError
        If the side is negative.

    Examples
    --------
    >>> area(2)
    4
    """

    # no square root here
    return side * side


def halve(side):
    """Halve a side.

    Parameters
    ----------
    side : float
        The side.

    Returns
    -------
    float
        Half of it.

    Examples
    --------
    >>> halve(2)
    1.0
    """
    return side / 2


def total(side):
    """Add it up, :func:`sample.area` and `halve` of `side` included.

    Parameters
    ----------
    side : float
        The side.

    Returns
    -------
    float
        The sum.

    Examples
    --------
    >>> total(2)
    2
    """
    return side


TABLE: Mapping[str, Box] = {"unit": Box(1.0), "far": Box(-2.5)}
"""Boxes by name. There are two."""
'''
CONF = """
import sys
sys.path[:0] = [{src!r}, {ext!r}]
extensions = ["myst_parser", "api"]
api_package = "sample"
exclude_patterns = ["sample"]
nitpicky = True
autodoc_typehints = "none"
numpydoc_show_class_members = False
html_theme = "basic"
"""
PAGES = {
    "index.md": "# Book\n\n```{toctree}\nchapter\nlater\nref\n```\n",
    "chapter.md": "# Areas\n\n```{source} sample.area\n```\n\n{py:func}`sample.halve` by its short name.\n",
    "later.md": "# Later\n\n```python\nimport sample as s\nfrom sample.shapes import Box\ns.area(2)\n```\n",
    "ref.rst": "sample.shapes\n=============\n\n.. api-module:: sample.shapes\n",
}


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of three pages about a package of one module."""
    src = tmp_path / "src"
    (src / "sample").mkdir(parents=True)
    (src / "sample" / "__init__.py").write_text(PACKAGE)
    (src / "sample" / "shapes.py").write_text(SHAPES)
    (src / "conf.py").write_text(CONF.format(src=str(src), ext=str(Path(api.__file__).parents[1])))
    for name, text in PAGES.items():
        (src / name).write_text(text)
    monkeypatch.syspath_prepend(str(src))
    yield src
    for name in [name for name in sys.modules if name.partition(".")[0] == "sample"]:
        del sys.modules[name]
    api.documented.cache_clear()


def build(
    src: Path, out: str = "html", builder: str = "html", parallel: int = 1
) -> tuple[dict[str, str], str]:
    """Build with Sphinx; return the pages and the warnings."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    for name in [name for name in sys.modules if name.partition(".")[0] == "sample"]:
        del sys.modules[name]
    ModuleAnalyzer.cache.clear()
    importlib.invalidate_caches()
    api.documented.cache_clear()
    warnings = io.StringIO()
    target = src.parent / out
    with patch_docutils(str(src)), docutils_namespace():
        app = Sphinx(src, src, target, src.parent / (out + "-trees"), builder, status=None, warning=warnings,
                     parallel=parallel)  # fmt: skip
        app.build()
    pages = {p.relative_to(target).as_posix(): p.read_text("utf-8") for p in target.rglob("*.*html")}
    return pages, warnings.getvalue()


def edit(file: Path, old: str, new: str) -> None:
    """Change a file so that the next build notices."""
    import os

    text = file.read_text()
    assert old in text
    stat = file.stat()
    file.write_text(text.replace(old, new))
    os.utime(file, (stat.st_atime, stat.st_mtime + 5))


# --- the package itself ---


@pytest.mark.parametrize("module", api.public_modules("nnbook"))
def test_every_public_name_has_a_complete_docstring(module):
    names = api.public_names(module)
    assert names
    assert [fault for name in names for fault in api.faults(module, name)] == []


@pytest.mark.parametrize("module", api.public_modules("nnbook"))
def test_every_public_module_has_a_page(module):
    page = Path(nnbook.__file__).parents[1] / "book" / "api" / (module.rpartition(".")[2] + ".rst")
    assert f".. api-module:: {module}" in page.read_text()


def test_every_public_name_leads_to_exactly_one_entry():
    entries = api.documented("nnbook")
    for module in api.public_modules("nnbook"):
        for name in api.public_names(module):
            full = entries[f"{module}.{name}"]
            assert entries[full] == full


def test_a_class_shows_the_methods_that_it_documents_itself():
    from api.reference import _page

    lines = list(_page("nnbook", "nnbook.layers"))
    after = {line: lines[i + 1] for i, line in enumerate(lines) if line.startswith(".. autoclass::")}
    assert "init, forward" in after[".. autoclass:: nnbook.layers.Layer"]
    assert after[".. autoclass:: nnbook.layers.Sequential"] == "   :members: trace"
    assert not after[".. autoclass:: nnbook.layers.Linear"]  # a default that is a function is no method


def test_names_stand_in_the_order_in_which_packages_hand_them_on(book):
    drawing = book / "sample" / "drawing"
    drawing.mkdir()
    (drawing / "__init__.py").write_text(
        "from sample.drawing.later import b, a\nfrom sample.drawing.early import *\n"
        "__all__ = ['C', 'a', 'b', 'd']\ndef d(): ...\n"
    )
    (drawing / "later.py").write_text("#\n" * 9 + "def a(): ...\ndef b(): ...\n")
    (drawing / "early.py").write_text("C = 1\n")
    assert api.public_names("sample.drawing") == ["a", "b", "C", "d"]
    (book / "sample" / "top.py").write_text(
        "from sample.drawing import C, a, b, d\n__all__ = ['C', 'a', 'b', 'd']\n"
    )
    assert api.public_names("sample.top") == ["a", "b", "C", "d"]
    entries = api.documented("sample")
    assert entries["sample.drawing.later.a"] == entries["sample.drawing.a"] == "sample.drawing.a"


# --- listings ---


def test_source_shows_the_code_and_comments_but_no_docstring_and_no_foreign_decorator(book):
    assert api.source_of("sample.shapes", "area") == (
        "def area(side):\n    # no square root here\n    return side * side"
    )
    box = api.source_of("sample.shapes", "Box")
    assert box.startswith("@dataclass(frozen=True)\nclass Box:\n    side: float\n")
    assert box.endswith("# open above")
    assert api.source_of("sample.shapes", "TABLE").startswith("TABLE: Mapping[str, Box] = {")


def test_what_source_shows_computes_what_the_package_computes(book):
    import sample

    space: dict[str, object] = {}
    exec(api.source_of("sample.shapes", "area"), space)
    assert space["area"](7) == sample.area(7) == 49


# --- the pages ---


@pytest.mark.book
def test_pages_have_everything_and_links_run_both_ways(book):
    pages, warnings = build(book)
    assert warnings == ""
    ref, chapter = pages["ref.html"], pages["chapter.html"]
    for name in ("area", "Box", "halve", "TABLE", "total"):
        assert f'id="sample.shapes.{name}"' in ref
    assert "ValueError" in ref
    assert "&gt;&gt;&gt; " in ref
    assert 'href="_modules/sample/shapes.html#area"' in ref
    # chapter → API and source
    assert 'href="ref.html#sample.shapes.area"' in chapter
    assert 'href="_modules/sample/shapes.html#area"' in chapter
    assert 'href="ref.html#sample.shapes.halve"' in chapter
    assert "no square root here" in chapter
    assert "Compute the area" not in chapter
    # API → chapter
    area = ref[ref.index('id="sample.shapes.area"') : ref.index('id="sample.shapes.halve"')]
    assert 'Taught in <a class="reference internal" href="chapter.html#source-area">Areas</a>.' in area
    assert 'Used in <a class="reference internal" href="later.html">Later</a>.' in area
    assert 'id="source-area"' in chapter
    total = ref[ref.index('id="sample.shapes.total"') :]
    assert 'href="#sample.shapes.area"' in total
    assert re.search('href="#sample.shapes.halve"[^>]*><code[^>]*><span class="pre">halve</span>', total)
    assert re.search('<code[^>]*><span class="pre">side</span></code> included', total)
    assert "api-uses" not in total
    # the fields of records
    assert re.search("Attributes.*<strong>place</strong>.*Where it was.", ref, flags=re.DOTALL)
    # the table of records
    assert "−2.5" in ref
    assert "(0, ∞)" in ref


@pytest.mark.book
@pytest.mark.filterwarnings("ignore:.*FillIn.app. is deprecated")
def test_a_function_shows_its_formula_and_is_taught_where_the_formula_stands(book):
    entry = 'Formula(name="halving", kind="illustrative", function="sample.shapes.halve")'
    text = f"from ledger.registry import Formula\n\nFORMULAS = ({entry},)\n"
    (book / "sample_formulas.py").write_text(text)
    edit(book / "conf.py", '"api"]', '"api", "ledger"]\nledger_formulas = ("sample_formulas",)')
    edit(book / "conf.py", "nitpicky", 'myst_enable_extensions = ["dollarmath"]\nnitpicky')
    edit(book / "later.md", "# Later\n", "# Later\n\n$$\nh = \\tfrac{1}{2} s\n$$ (halving)\n")
    pages, warnings = build(book)
    assert warnings == ""
    halve = pages["ref.html"].partition('id="sample.shapes.halve"')[2].partition('<dl class="py')[0]
    assert halve.index("Halve a side.") < halve.index(r"h = \tfrac{1}{2} s") < halve.index("Parameters")
    assert 'Taught in <a class="reference internal" href="later.html#equation-halving">Later</a>.' in halve
    assert 'Used in <a class="reference internal" href="chapter.html">Areas</a>.' in halve
    assert 'id="equation-halving"' in pages["later.html"]


@pytest.mark.book
def test_an_incomplete_docstring_and_an_undocumented_name_are_warnings_with_a_place(book):
    edit(book / "sample" / "shapes.py", "    >>> halve(2)\n    1.0\n", "")
    edit(book / "sample" / "shapes.py", "    Returns\n    -------\n    float\n        Half of it.\n", "")
    (book / "sample" / "extra.py").write_text('"""More."""\n__all__ = ["x"]\nx = 1\n')
    line = (book / "sample" / "shapes.py").read_text().splitlines().index("def halve(side):") + 1
    _, warnings = build(book)
    assert f"shapes.py:{line}: WARNING: sample.shapes.halve: No Returns section found" in warnings
    assert f"shapes.py:{line}: WARNING: sample.shapes.halve: No examples section found" in warnings
    assert "sample.extra.x is public but no page documents it" in warnings
    assert "sample.extra.x has no docstring" in warnings
    assert warnings.count("WARNING") == 4


def test_a_field_without_a_docstring_is_a_fault(book):
    assert api.faults("sample.shapes", "Found") == []
    edit(book / "sample" / "shapes.py", '    """What it is called."""\n', "")
    ModuleAnalyzer.cache.clear()
    assert api.faults("sample.shapes", "Found") == ["sample.shapes.Found: fields name not documented"]


@pytest.mark.book
def test_an_unknown_name_in_source_is_a_warning_with_a_place(book):
    edit(book / "chapter.md", "{source} sample.area", "{source} sample.aera")
    _, warnings = build(book)
    assert "chapter.md:3: WARNING: source: 'sample.aera' is not the name of a public function" in warnings


@pytest.mark.book
def test_source_prints_a_method_and_refuses_one_that_is_not_there(book):
    field = '    bounds: tuple = (0, float("inf"))  # open above\n'
    edit(
        book / "sample" / "shapes.py",
        field,
        field + "\n    def __neg__(self):\n        return Box(-self.side)\n",
    )
    edit(book / "chapter.md", "{source} sample.area", "{source} sample.Box.__neg__")
    pages, warnings = build(book)
    assert warnings == ""
    assert "sample.shapes.Box.__neg__" in pages["chapter.html"].partition("source-caption")[2]
    assert "__neg__" in pages["chapter.html"].partition("source-caption")[0]
    edit(book / "chapter.md", "Box.__neg__", "Box.__pos__")
    line = "chapter.md:3: WARNING: source: 'sample.Box.__pos__' is not the name of a public function"
    assert line in build(book)[1]


@pytest.mark.book
def test_changed_code_and_changed_pages_reach_the_other_side_on_the_next_build(book):
    build(book)
    edit(book / "later.md", "# Later", "# Last")
    pages, warnings = build(book)
    assert warnings == ""
    assert '<a class="reference internal" href="later.html">Last</a>' in pages["ref.html"]
    edit(book / "later.md", "s.area(2)", "s.halve(2)")
    pages, warnings = build(book)
    assert warnings == ""
    area = pages["ref.html"].partition('id="sample.shapes.area"')[2].partition('<dl class="py')[0]
    assert "later.html" not in area
    edit(book / "sample" / "shapes.py", "return side * side", "return side**2")
    pages, warnings = build(book)
    assert warnings == ""
    assert 'side</span><span class="o">**</span>' in pages["chapter.html"]


@pytest.mark.book
def test_two_clean_builds_serial_and_parallel_are_identical(book):
    for i in range(6):  # Sphinx reads in parallel from six pages on
        (book / f"more{i}.md").write_text(f"---\norphan: true\n---\n# More {i}\n\n{{py:obj}}`sample.Box`\n")
    first, _ = build(book, "one")
    second, warnings = build(book, "two", parallel=2)
    assert warnings == ""
    assert first == second


@pytest.mark.book
def test_epub_has_the_listing_without_a_dead_link_to_the_source(book):
    edit(book / "conf.py", "nitpicky", 'version = copyright = "2026"\nepub_show_urls = "no"\nnitpicky')
    pages, warnings = build(book, "epub", "epub")
    assert warnings == ""
    assert "no square root here" in pages["chapter.xhtml"]
    assert "_modules" not in pages["chapter.xhtml"] + pages["ref.xhtml"]
