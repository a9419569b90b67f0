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
