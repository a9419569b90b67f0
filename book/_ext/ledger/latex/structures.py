r"""Read what has a layout of its own: roots, sums and products over an index, and `cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .tokens import LatexError
from .tree import Big, Cases, Condition, Node, Root

if TYPE_CHECKING:
    from .parser import Parser

RELATIONS = frozenset({"<", ">", "=", r"\le", r"\ge", r"\ne"})
SEVERAL = frozenset({r"\max", r"\min"})
BIG = frozenset({r"\sum", r"\prod"}) | SEVERAL


def root(parser: Parser) -> Node:
    """Read a root; its degree is a printed whole number."""
    start, degree = parser.advance().position, 2
    if parser.take("["):
        number = parser.advance()
        if number.kind != "number" or not number.text.isdigit() or int(number.text) < 2:
            raise LatexError("the degree of a root must be a whole number from 2", number.position)
        degree = int(number.text)
        parser.expect("]")
    return Root(start, parser.inside(parser.argument()).parse(), degree)


def big(parser: Parser) -> Node:
    r"""Read `\sum_{i=1}^{d}`, `\prod_{i=1}^{d}` or `\max_{1 \le i \le d}`."""
    kind, start = parser.text, parser.advance().position
    parser.expect("_")
    limits = parser.inside(parser.script())
    if kind in SEVERAL:
        lower = limits.expression()
        limits.expect(r"\le")
        index = limits.new_index(parser.values)
        limits.expect(r"\le")
        upper = limits.expression()
    else:
        index = limits.new_index(parser.values)
        limits.expect("=")
        lower = limits.expression()
        if not parser.take("^"):
            raise LatexError(f"{kind} needs both limits", start)
        upper = parser.inside(parser.script()).parse()
    limits.expect_end()
    outside, parser.values = parser.values, parser.values | {index}
    body = parser.term() if kind == r"\sum" else parser.postfix()
    if kind != r"\sum" and parser.starts_factor():
        raise LatexError(f"where {kind} ends is ambiguous: use parentheses", parser.position)
    parser.values = outside
    return Big(start, kind, index, lower, upper, body)


def cases(parser: Parser) -> Node:
    """Read values and conditions."""
    start = parser.advance().position
    rows: list[tuple[Node, Condition | None]] = []
    while True:
        if rows and rows[-1][1] is None:
            raise LatexError("nothing may follow the row 'otherwise'", parser.position)
        value = parser.expression()
        parser.take(",")
        parser.expect("&")
        rows.append((value, condition(parser)))
        parser.take(",")
        if not parser.take("\\\\"):
            break
    parser.expect(r"\end{cases}")
    if len(rows) < 2:
        raise LatexError("cases need two rows", start)
    return Cases(start, tuple(rows))


def condition(parser: Parser) -> Condition | None:
    """Read `if a < b`, or `otherwise` as None."""
    start = parser.position
    if parser.kind == "text":
        word = parser.advance().text
        if word == "otherwise":
            return None
        if word not in ("if", "for", "when"):
            raise LatexError(f"unknown word {word!r} in a condition", start)
    sides, relations = [parser.expression()], []
    while parser.text in RELATIONS:
        relations.append(parser.advance().text)
        sides.append(parser.expression())
    if not relations:
        raise LatexError("a condition must compare", start)
    return Condition(start, tuple(sides), tuple(relations))
