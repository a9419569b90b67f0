r"""Split a display formula into statements, and each statement into its sides.

A display may hold several statements, separated by `\quad`, `\qquad` or the lines of `aligned`.
Each is a chain: a left-hand side, then `=` or `\leftarrow`, then one or more sides that must all agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from .tokens import LatexError, Token, canonical, tokenize

LINKS = frozenset({"=", r"\leftarrow", r"\le", r"\ge", "<", ">"})
_OPEN = frozenset({"{", "(", "[", r"\lvert", r"\lVert", r"\lfloor", r"\lceil"})
_CLOSE = frozenset({"}", ")", "]", r"\rvert", r"\rVert", r"\rfloor", r"\rceil"})
_WORDS = frozenset({"where", "with", "and"})


@dataclass(frozen=True)
class Statement:
    r"""One chain; `links[i]` stands between side i and side i + 1."""

    sides: tuple[tuple[Token, ...], ...]
    links: tuple[str, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """The left-hand side with its link, as a sequence that can be compared with a declared one."""
        return (*canonical(list(self.sides[0])), *self.links[:1])


def left_hand_side(latex: str) -> tuple[str, ...]:
    r"""Return a declared left-hand side; the link `=` may be left out.

    >>> left_hand_side(r"\hat{y}") == left_hand_side(r"\hat y =")
    True
    """
    found = canonical(tokenize(latex))
    return found if found[-1:] and found[-1] in LINKS else (*found, "=")


def statements(latex: str) -> list[Statement]:
    r"""Return the statements of a display formula.

    >>> [len(s.sides) for s in statements(r"a = b = c, \qquad d \leftarrow e")]
    [3, 2]
    """
    try:
        return [_chain(tokens) for tokens in _lines(_unwrapped(tokenize(latex)))]
    except LatexError as error:
        error.latex = latex
        raise


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """Drop a surrounding `aligned` and the full stop behind the formula."""
    if tokens and tokens[-1].text in (",", "."):
        tokens = tokens[:-1]
    if not tokens:
        raise LatexError("an empty formula", 0)
    if tokens[0].text == r"\begin{aligned}" and tokens[-1].text == r"\end{aligned}":
        tokens = tokens[1:-1]
    return tokens


def _lines(tokens: list[Token]) -> list[list[Token]]:
    r"""Split at `\quad`, `\qquad` and line ends outside of all brackets; a line that starts with `=` goes on."""
    lines: list[list[Token]] = [[]]
    for token, depth in _depths(tokens):
        if depth or (token.kind not in ("break", "text") and token.text != "&"):
            lines[-1].append(token)
        elif token.kind == "break":
            lines.append([])
        elif token.kind == "text" and (token.text not in _WORDS or lines[-1]):
            raise LatexError(f"text {token.text!r} between formulas is not read", token.position)
    joined: list[list[Token]] = []
    for line in filter(None, lines):
        if joined and line[0].text in LINKS:
            joined[-1] += line
        else:
            joined.append(line)
    return [_without_comma(line, last=line is joined[-1]) for line in joined]


def _without_comma(line: list[Token], last: bool) -> list[Token]:
    return line[:-1] if line[-1].text in (",", ".") and not last and len(line) > 1 else line


def _chain(tokens: list[Token]) -> Statement:
    sides: list[list[Token]] = [[]]
    links: list[str] = []
    for token, depth in _depths(tokens):
        if not depth and token.text in LINKS:
            links.append(token.text)
            sides.append([])
        else:
            sides[-1].append(token)
    if not links:
        raise LatexError("a formula must say that one thing equals another", tokens[0].position)
    if not all(sides):
        raise LatexError("a side of the equation is missing", tokens[-1].position)
    if r"\leftarrow" in links[1:]:
        raise LatexError(r"\leftarrow may stand only once, on the left", tokens[0].position)
    return Statement(tuple(map(tuple, sides)), tuple(links))


def _depths(tokens: list[Token]) -> list[tuple[Token, int]]:
    """Pair each token with the number of brackets around it."""
    result, depth = [], 0
    for token in tokens:
        closes = token.text in _CLOSE or token.text.startswith(r"\end{")
        depth -= closes
        if depth < 0:
            raise LatexError(f"{token.text} closes nothing", token.position)
        result.append((token, depth + closes))
        depth += token.text in _OPEN or token.text.startswith(r"\begin{")
    if depth:
        raise LatexError("a bracket is not closed", tokens[-1].position)
    return result
