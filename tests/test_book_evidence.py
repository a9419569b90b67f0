"""Claim cells fold, count and fail the build; the role ``count`` prints what the pages hold."""

import re

import pytest
from evidence import count_assertions, seeds_of, without_glue

pytestmark = pytest.mark.book

FRONT = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n# Page\n\n"
EXTENSIONS = ["myst_nb", "evidence", "figures"]


def claim_cell(*lines, tag="claim"):
    return "\n".join(["```{code-cell}", f":tags: [{tag}]", *lines, "```", ""])


def test_a_claim_is_folded_counted_and_shown_without_its_glue(book_project):
    cell = claim_cell(
        "from myst_nb import glue",
        'glue("xor-seeds", 100, display=False)',
        "x = 2",
        "assert x == 2",
        "assert x > 1",
    )
    page = FRONT + "Solved: {glue:text}`xor-seeds`.\n\n" + cell + "\nTotals {count}`claims` {count}`seeds`.\n"
    built = book_project({"index.md": page}, extensions=EXTENSIONS)
    assert not built.failed, built.warnings
    html = built.page("index")
    assert "by 2 assertions</span></summary>" in html
    assert "glue" not in re.sub(r"<[^>]+>", "", html[html.index("details") : html.index("/details")])
    assert re.search(r'Totals <span class="count">2</span> <span class="count">100</span>', html)


def test_totals_follow_every_page_and_one_page_can_be_asked_for(book_project):
    pages = {
        "index.md": "# Index\n\n```{toctree}\none\ntwo\n```\n\nAll {count}`claims`, first {count}`claims@one`.\n",
        "one.md": FRONT + claim_cell("assert True is not None"),
        "two.md": FRONT + claim_cell("assert 1 < 2", "assert 2 < 3"),
    }
    html = book_project(pages, extensions=EXTENSIONS).page("index")
    assert 'All <span class="count">3</span>, first <span class="count">1</span>' in html


FAULTS = {
    claim_cell("x = 1"): "must contain at least one assert",
    claim_cell("assert 1 < 2", "print('hello')"): "must print nothing",
    claim_cell("assert 1 > 2", tag="remove-cell"): "can go without being run",
    "{glue:text}`nowhere:.2f`\n": "nowhere",
    "{count}`chapters`\n": "expected one of formulas, claims, figures, seeds, got 'chapters'",
    claim_cell("assert 1 > 2"): "AssertionError",  # last: it ends the run
}


def test_every_faulty_claim_fails_the_build(book_project):
    built = book_project({"index.md": FRONT + "\n".join(FAULTS)}, extensions=EXTENSIONS)
    assert built.failed
    for complaint in FAULTS.values():
        assert complaint in built.warnings


def test_assertions_are_counted_where_they_stand():
    assert count_assertions("for i in range(9):\n    assert i < 9\nassert 'assert' in 'assert'") == 2
    assert count_assertions("print('assert this')") == 0


def test_only_glue_statements_are_dropped():
    source = "from myst_nb import glue\nimport numpy as np\nglue('a', np.pi,\n     display=False)\nassert np.pi > 3"
    assert without_glue(source) == "import numpy as np\nassert np.pi > 3"


def test_seeds_are_the_glued_keys_that_end_so():
    glued = {key: {"data": {"text/plain": "7"}} for key in ("a-seeds", "seeds", "b-seeds", "seeds-c")}
    assert seeds_of(glued) == 14
