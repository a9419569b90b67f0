"""Cells run before any page is read: each page once, several at a time, and failures are still reported."""

from __future__ import annotations

from pathlib import Path

import ahead
import pytest
from jupyter_cache import get_cache

pytestmark = pytest.mark.book

CONFIG = f"import sys\nsys.path[:0] = [{str(Path(ahead.__file__).parent)!r}]\n"
HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n"
INDEX = "# Book\n\n```{toctree}\na\nb\n```\n"


def page(code: str) -> str:
    return f"{HEAD}# Page\n\n```{{code-cell}}\n{code}\n```\n"


def test_each_page_runs_once_and_its_output_is_shown(book_project, tmp_path):
    log = tmp_path / "log"
    note = "print({0} * 7); open({1!r}, 'a').write('{0} ')"
    pages = {"index.md": INDEX} | {
        f"{name}.md": page(note.format(n, str(log))) for name, n in (("a", 4), ("b", 6))
    }
    book = book_project(pages, extensions=["myst_nb", "ahead"], config=CONFIG)
    assert not book.failed, book.warnings
    assert ("28" in book.page("a"), "42" in book.page("b")) == (True, True)
    assert sorted(log.read_text().split()) == ["4", "6"]
    book = book_project(
        {"b.md": page(note.format(8, str(log)))}, extensions=["myst_nb", "ahead"], config=CONFIG
    )
    assert "56" in book.page("b")
    assert log.read_text().split()[2:] == ["8"], "only the changed page runs again"


def test_a_failing_cell_fails_the_build_with_its_traceback(book_project):
    pages = {"index.md": INDEX, "a.md": page("assert 2 < 1, 'no order'"), "b.md": "# Plain\n"}
    book = book_project(pages, extensions=["myst_nb", "ahead"], config=CONFIG)
    assert book.failed
    assert "no order" in book.warnings


def test_the_cache_remembers_processor_seconds_and_not_those_of_waiting(book_project, tmp_path):
    pages = {"index.md": INDEX, "a.md": page("import time; time.sleep(4)"), "b.md": "# Plain\n"}
    assert not book_project(pages, extensions=["myst_nb", "ahead"], config=CONFIG).failed
    (cache,) = (tmp_path / "work" / "cells").iterdir()
    (record,) = get_cache(cache).list_cache_records()
    assert 0 < record.data["execution_seconds"] < 4
