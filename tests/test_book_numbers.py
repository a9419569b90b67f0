"""Computed numbers look like numbers on the page."""

import pytest
from numbers_in_prose import typeset

pytestmark = pytest.mark.book

PAGE = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# Page

Small {glue:text}`x:.1e`, negative {glue:text}`y:.2f`, words {glue:text}`words`.
A share of {glue:text}`share:.0%`, {glue:text}`x:.0f` % of it, a 95 % interval and `95 %` in code.

```{code-cell}
:tags: [claim]
from myst_nb import glue
glue("x", 3e-13, display=False)
glue("y", -0.96403, display=False)
glue("words", "two-thirds", display=False)
glue("share", 0.5, display=False)
assert True is not None
```
"""


def test_pasted_numbers_are_typeset(book_project):
    built = book_project({"index.md": PAGE}, extensions=["myst_nb", "evidence", "numbers_in_prose"])
    assert not built.failed, built.warnings
    html = built.page("index")
    assert '<span class="pasted-text">3.0\u00a0×\u00a010<sup>−13</sup></span>' in html
    assert '<span class="pasted-text">−0.96</span>' in html
    assert "two-thirds" in html
    assert '<span class="pasted-text">50\u202f%</span>' in html
    assert '<span class="pasted-text">0</span>\u202f% of it, a 95\u202f% interval' in html
    assert "95 %</span>" in html or '95</span> <span class="pre">%</span>' in html


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("0.5", ["0.5"]),
        ("-1", ["−1"]),
        ("1e+20", ["1\u00a0×\u00a010", "20"]),
        ("1,000", ["1,000"]),
        ("-90.4%", ["−90.4\u202f%"]),
        ("a-b", ["a-b"]),
        ("-", ["-"]),
    ],
)
def test_only_numbers_are_touched(text, parts):
    assert [node.astext() for node in typeset(text)] == parts
