"""Displayed formulas are found wherever MyST would find them, and nowhere else."""

from __future__ import annotations

import pytest
from ledger.pages import displays, printed_formulas
from ledger.verify import ROOT

FORMULA = "$$\na = b\n$$ (one)\n"


def found(text: str) -> list[tuple[str | None, str]]:
    return [(d.label, d.latex) for d in displays(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FORMULA, [("one", "a = b")]),
        ("text\n\n$$\nc\n$$\n", [(None, "c")]),
        ("$$ a = b $$ (one)\n", [("one", "a = b")]),
        ("Text with $a$ and `$$ b $$` in it.\n", []),
        ("```{math}\n:label: one\na = b\n```\n", [("one", "a = b")]),
        ("```{math}\na = b\n```\n", [(None, "a = b")]),
        ("\\begin{align}\na &= b\n\\end{align}\n", [(None, "\\begin{align}\na &= b\n\\end{align}")]),
        (f"```{{takeaway}}\n{FORMULA}```\n", [("one", "a = b")]),
        (f":::{{exercise}} A title\n:name: ex-a\n\n{FORMULA}:::\n", [("one", "a = b")]),
        (f"````{{takeaway}}\n```{{margin}} Note\n{FORMULA}```\n````\n", [("one", "a = b")]),
        (f"- a list\n\n  {FORMULA.replace(chr(10), chr(10) + '  ')}", [("one", "a = b")]),
        ("> $$\n> a = b\n> $$ (one)\n", [("one", "a = b")]),
        ("```{code-cell}\nprint('$$ a $$')\n```\n", []),
        ("```python\n$$ a $$\n```\n", []),
        ("```{formula} one\n```\n", []),
        ("% $$ a $$ (hidden)\n", []),
        ("---\nkey: $$ a $$\n---\ntext\n", []),
    ],
)
def test_displays_are_found(text, expected):
    assert found(text) == expected


def test_lines_are_counted_from_the_page_s_first():
    text = f"# Title\n\ntext\n\n{FORMULA}\n```{{takeaway}}\nA note.\n\n{FORMULA}```\n"
    lines = text.splitlines()
    assert [lines[d.line - 1] for d in displays(text)] == ["$$", "$$"]


def test_the_pages_of_the_book_are_read_without_their_machinery():
    pages = {d.page for d in printed_formulas(ROOT / "book")}
    assert {"neurons", "activations"} <= pages
    assert not any(page.startswith("_") for page in pages)


def test_every_display_of_the_book_has_a_label_of_its_own():
    labels = [d.label for d in printed_formulas(ROOT / "book")]
    assert None not in labels
    assert len(labels) == len(set(labels))
