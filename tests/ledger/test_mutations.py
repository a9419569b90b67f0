r"""Change single tokens of the printed formulas; the ledger must notice every change.

Each formula is printed with one token left out, or with one token put in its place, and verified again.
A change is noticed when the formula is refused or disagrees with the code, with its other sides or with its parent.
The few changes that leave the meaning as it is are listed in `EQUIVALENT`, as patterns, each with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from ledger.compare import Disagreement
from ledger.latex import LatexError
from ledger.verify import the_book, verify

BOOK = the_book()
TOKEN = re.compile(
    r"\\(?:operatorname|mathrm|text|begin|end)\{[^}]*\}|\\[A-Za-z]+|\\\\|\\[,;:! ]|\d+\.\d+|\d+|[A-Za-z]|[^\s]"
)
MEANINGLESS = re.compile(r"\\[,;:! ]|\\(?:left|right)|\\text\{if \}")
EXCHANGES = {
    "+": ["-", r"\cdot"],
    "-": ["+"],
    "=": [r"\le", r"\leftarrow"],
    r"\leftarrow": ["="],
    "<": [r"\le", ">"],
    ">": [r"\ge", "<"],
    r"\le": ["<", r"\ge", ">", "="],
    r"\ge": [">", r"\le", "<", "="],
    r"\tanh": [r"\sinh", r"\cosh", r"\sin"],
    r"\ln": [r"\exp", r"\tanh", r"\log"],
    r"\max": [r"\min"],
    r"\sum": [r"\prod"],
    r"\prod": [r"\sum"],
    r"\sigma": [r"\Phi", r"\tanh", r"\sigma'"],
    r"\Phi": [r"\sigma", r"\tanh"],
    r"\frac": [],
    r"\sqrt": [r"\ln", r"\exp"],
    r"\cdot": [r"\odot", r"\times", "+", "-"],
    r"\odot": [r"\cdot", "+"],
    r"\top": ["2", "{-1}"],
    r"\pi": ["e", "3"],
    r"\alpha": [r"\lambda", r"\beta", "z"],
    r"\lambda": [r"\alpha", r"\mu"],
    r"\operatorname{erf}": [r"\operatorname{sign}", r"\Phi", r"\tanh"],
    r"\operatorname{softplus}": [r"\operatorname{ReLU}", r"\operatorname{SiLU}"],
    r"\operatorname{softmax}": [r"\operatorname{logsoftmax}"],
    "'": ["''"],
    "|": [],
}
EQUIVALENT = {
    r"⟦,⟧(\\\\|\\q?quad).* left out": "a comma between two statements is for the eye",
    r"⟦&⟧(=|\\leftarrow).* left out": "it aligns two lines, for the eye",
    r"2-⟦1\.5⟧.*end.* → 1\.(05|6)$": "two answers add up to 2 or at most 1: any threshold between will do",
    r"&⟦z⟧(>|<|\\le|\\ge)0 doubled": "2z is positive where z is",
    r"sign\}\(⟦w⟧_i doubled": "2w has the sign of w",
}


def mutants(latex: str) -> Iterator[tuple[str, str]]:
    """Yield descriptions and texts of a formula with one token changed."""
    tokens = [m for m in TOKEN.finditer(latex) if not MEANINGLESS.fullmatch(m.group())]
    letters = sorted({m.group() for m in tokens if re.fullmatch(r"[A-Za-z]", m.group())})
    for number, match in enumerate(tokens):
        token, (start, end) = match.group(), match.span()
        near = [m.group() for m in tokens[max(0, number - 2) : number + 3]]
        where = f"{''.join(near[: min(number, 2)])}⟦{token}⟧{''.join(near[min(number, 2) + 1 :])}"
        yield f"{where} left out", latex[:start] + " " + latex[end:]
        for other in [*EXCHANGES.get(token, ()), *_numbers(token), *_letters(token, letters)]:
            yield f"{where} → {other}", f"{latex[:start]} {other} {latex[end:]}"
        if token == r"\frac":
            top = _group(latex, end)
            bottom = _group(latex, top[1])
            upside_down = latex[bottom[0] : bottom[1]] + latex[top[1] : bottom[0]] + latex[top[0] : top[1]]
            yield f"{where} upside down", latex[: top[0]] + upside_down + latex[bottom[1] :]
        if re.fullmatch(r"[A-Za-z]|\\[a-z]+", token) and token not in (r"\begin", r"\end"):
            yield f"{where} doubled", f"{latex[:start]}2 {latex[start:]}"


def _numbers(token: str) -> list[str]:
    """Change a number: the last digit, the first digit, the decimal point."""
    if not re.fullmatch(r"\d+(\.\d+)?", token):
        return []
    last = token[:-1] + str((int(token[-1]) + 1) % 10)
    first = str((int(token[0]) + 1) % 10) + token[1:]
    longer = token.replace(".", ".0") if "." in token else token + "0"
    return sorted({last, first, longer} - {token, "00"})


def _letters(token: str, letters: list[str]) -> list[str]:
    """Exchange a letter with the formula's other letters and with one that means nothing."""
    return [x for x in (*letters, "q") if x != token] if re.fullmatch(r"[A-Za-z]", token) else []


def _group(latex: str, start: int) -> tuple[int, int]:
    """Return where the braces after `start` begin and end."""
    start = latex.index("{", start)
    depth = 0
    for end, character in enumerate(latex[start:], start):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return start, end + 1
    raise AssertionError("braces are not closed")


def changes(name: str) -> Iterator[tuple[str, bool]]:
    """Yield each change of a formula, and whether it was noticed."""
    for description, latex in mutants(BOOK.printed[name]):
        try:
            verify(name, BOOK.changed(name, latex))
        except (LatexError, Disagreement):
            yield description, True
        else:
            yield description, False


def is_equivalent(description: str) -> bool:
    return any(re.search(pattern, description) for pattern in EQUIVALENT)


CHECKED = [f.name for f in BOOK.formulas.values() if f.kind != "illustrative"]


@pytest.mark.parametrize("name", CHECKED)
def test_every_change_of_a_token_is_noticed(name):
    found = list(changes(name))
    unnoticed = [description for description, noticed in found if not noticed]
    assert [description for description in unnoticed if not is_equivalent(description)] == []
    assert len(found) >= 10
    assert len(unnoticed) <= max(5, len(found) // 10)
