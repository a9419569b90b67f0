"""Where PyTorch is missing the book still builds, with a page that says how to get it."""

import pytest

pytestmark = pytest.mark.book

PAGES = {
    "index.md": "# Book\n\n```{toctree}\npytorch\n```\n\nSee {ref}`ch-pytorch`.\n",
    "pytorch.md": "(ch-pytorch)=\n# PyTorch\n\nThe real chapter.\n",
}


@pytest.mark.parametrize("present", [True, False])
def test_the_chapter_gives_way_to_a_page_that_helps(book_project, present):
    built = book_project(PAGES, extensions=["myst_nb", "without_torch"], config=f"nnbook_torch = {present}")
    assert not built.failed, built.warnings
    page = built.page("pytorch")
    assert ("The real chapter." in page) == present
    assert ("install PyTorch into the environment" in page) != present
    assert 'href="pytorch.html#ch-pytorch"' in built.page("index")


ENTRIES = """
from ledger.registry import Formula
FORMULAS = (Formula(name="{name}", kind="illustrative"),)
"""
FORMULA = "\n$$\na = b\n$$ (drawn)\n"


@pytest.mark.parametrize(("present", "name"), [(True, "drawn"), (False, "drawn"), (False, "lost")])
def test_the_formulas_of_the_chapter_are_not_missed(book_project, tmp_path, monkeypatch, present, name):
    module = f"formulas_without_torch_{present}_{name}"
    (tmp_path / f"{module}.py").write_text(ENTRIES.format(name=name), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    pages = PAGES | {"pytorch.md": PAGES["pytorch.md"] + FORMULA}
    config = f"nnbook_torch = {present}\nledger_formulas = [{module!r}]\nmath_numfig = True\n"
    config += "copyright = version = '1'\n"
    built = book_project(pages, extensions=["myst_nb", "ledger", "without_torch"], config=config)
    assert built.failed == (name == "lost"), built.warnings
    assert ("formula 'lost' is registered, but printed on no page" in built.warnings) == built.failed
