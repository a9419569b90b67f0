"""The build report: right counts, new at every build without reading a page again, absent from the search."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import report

EXT = Path(report.__file__).parent

CONF = """
import sys
sys.path[:0] = [{ext!r}]
extensions = ["myst_nb", "furniture", "evidence", "report"]
project, version, copyright = "A book", "1.2", "2026"
nb_execution_mode = "cache"
nb_execution_cache_path = {cache!r}
nb_render_image_options = {{}}
html_theme = "basic"
epub_show_urls = "no"
"""
CHAPTER = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# Chapter

```{code-cell}
:tags: [claim]
from myst_nb import glue
glue("coin-seeds", 1200, display=False)
glue("die-seeds", 34, display=False)
assert 1 < 2
assert 2 < 3
```

```{code-cell}
:tags: [claim]
assert True
```
"""
PAGES = {
    "index.md": "# Book\n\n```{toctree}\nchapter\nplain\nreport\n```\n",
    "chapter.md": CHAPTER,
    "plain.md": "# Plain\n\nNothing runs here.\n",
    "report.md": "---\nnosearch: true\n---\n# Report\n\nA zebra.\n\n```{build-report}\n```\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book, built once."""
    src = tmp_path_factory.mktemp("report") / "src"
    src.mkdir()
    (src / "conf.py").write_text(CONF.format(ext=str(EXT), cache=str(src.parent / "cache")))
    for name, text in PAGES.items():
        (src / name).write_text(text)
    sphinx(src)
    return src


def sphinx(src: Path, builder: str = "html") -> str:
    """Build with every warning an error; return what was printed."""
    out = src.parent / builder
    env = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-b", builder, "-d", str(out) + "-trees", str(src), str(out)],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def table(src: Path) -> dict[str, list[str]]:
    """Read the table of the report: page → the other cells."""
    page = (src.parent / "html" / "report.html").read_text("utf-8")
    rows = re.findall(r"<tr.*?</tr>", page, flags=re.DOTALL)
    cells = [
        [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)]
        for row in rows
    ]
    return {row[0]: row[1:] for row in cells if row}


@pytest.mark.book
def test_the_table_counts_each_page_and_the_book(book):
    found = table(book)
    assert list(found) == ["Chapter", "Whole book"]
    assert found["Chapter"][1:] == ["0", "3", "0", "1,234"]
    assert found["Whole book"][1:] == ["0", "3", "0", "1,234"]
    assert 0 < float(found["Chapter"][0]) < 60
    page = (book.parent / "html" / "report.html").read_text("utf-8")
    for text in ("Python 3.", "numpy 2.", "Sphinx 9.", " UTC, in "):
        assert text in page


@pytest.mark.book
def test_every_build_writes_it_again_without_reading_a_page(book):
    page = book.parent / "html" / "report.html"
    page.write_text("old")
    printed = sphinx(book)
    assert "0 added, 0 changed, 0 removed" in printed
    assert "Built" in page.read_text("utf-8")
    assert table(book)["Chapter"][1:] == ["0", "3", "0", "1,234"]


@pytest.mark.book
def test_an_edited_chapter_changes_the_report_but_no_other_page(book):
    plain = book.parent / "html" / "plain.html"
    before = plain.stat().st_mtime_ns
    (book / "chapter.md").write_text(CHAPTER.replace("assert True", "assert True\nassert not False"))
    sphinx(book)
    assert table(book)["Chapter"][2] == "4"
    assert plain.stat().st_mtime_ns == before
    (book / "chapter.md").write_text(CHAPTER)
    sphinx(book)


@pytest.mark.book
def test_the_search_index_does_not_know_it(book):
    index = (book.parent / "html" / "searchindex.js").read_text("utf-8")
    assert '"noth' in index  # from the plain page: the index does hold words
    assert "zebra" not in index
    assert "processor" not in index


@pytest.mark.book
def test_the_epub_has_a_sentence_instead(book):
    sphinx(book, "epub")
    page = (book.parent / "epub" / "report.xhtml").read_text("utf-8")
    assert "belongs to the HTML edition" in page
    assert "UTC" not in page
