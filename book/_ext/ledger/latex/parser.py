r"""Read one side of a formula into a tree.

The parser is told which names are values and which are functions, because only that decides whether `x(y - z)` is
a product and `\sigma(z)` an application.
Where a human reader could hesitate (`1/2 z`, `x(z)`, `\ln a b`, `\prod a_i b`) it refuses.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import structures
from .structures import BIG, SEVERAL
from .symbols import SymbolReader
from .tokens import CLOSING, FUNCTIONS, LatexError, Token
from .tree import Binary, Call, Group, Index, Name, Negative, Node, Number, Power, Transpose

UPRIGHT_FUNCTIONS = {r"\operatorname{erf}": r"\erf", r"\operatorname{sign}": r"\sign"}
BUILTIN = frozenset(FUNCTIONS | {r"\erf", r"\sign", r"\Phi"})
RESERVED = BUILTIN | UPRIGHT_FUNCTIONS.keys() | {"e", r"\pi", r"\operatorname{e}"}
BARS = {r"\lvert": r"\abs", r"\lVert": r"\norm", r"\lfloor": r"\floor", r"\lceil": r"\ceil"}


class Parser(SymbolReader):
    """A recursive descent over the tokens of one expression."""

    def __init__(self, tokens: Iterable[Token], values: frozenset[str], functions: frozenset[str]) -> None:
        super().__init__(tokens)
        self.values, self.functions = values, functions
        self.open_bars = 0
        if sum(token.text == "|" for token in self.tokens) > 2:
            raise LatexError(
                r"several plain bars are ambiguous: write \lvert and \rvert", self.tokens[0].position
            )

    def parse(self) -> Node:
        """Read everything there is."""
        node = self.expression()
        self.expect_end()
        return node

    def inside(self, tokens: list[Token], *indices: str) -> Parser:
        """Return a parser for a part of the formula in which `indices` are values too."""
        return Parser(tokens, self.values | frozenset(indices), self.functions)

    def expression(self) -> Node:
        """Read terms with `+` and `-` between them."""
        start = self.position
        if self.take("-"):
            node: Node = Negative(start, self.term())
        else:
            node = self.term()
        while self.text in ("+", "-"):
            operator = self.advance().text
            node = Binary(start, operator, node, self.term())
        return node

    def term(self) -> Node:
        r"""Read products: what stands side by side binds closest, then `\cdot`, `\times`, `\odot` and `/`."""
        start, node = self.position, self.juxtaposition()
        while self.text in (r"\cdot", r"\times", r"\odot", "/"):
            operator = self.advance().text
            right = self.postfix() if operator == "/" else self.juxtaposition()
            node = Binary(start, operator, node, right)
            if operator == "/" and (
                self.text in (r"\cdot", r"\times", r"\odot", "/") or self.starts_factor()
            ):
                raise LatexError(r"what follows a/b is ambiguous: write \frac{a}{b}", self.position)
        return node

    def juxtaposition(self) -> Node:
        """Read factors that stand side by side."""
        start, node = self.position, self.postfix()
        last = node
        while self.starts_factor():
            here = self.token
            if here.kind == "number":
                raise LatexError(
                    f"the number {here.text} follows a factor without an operator", here.position
                )
            factor = self.postfix()
            if here.text == "(" and isinstance(last, Name | Index) and _looks_like_argument(factor):
                raise LatexError(
                    f"{_printed(last)} is a value, but {_printed(last)}(…) reads like a function call",
                    here.position,
                )
            node, last = Binary(start, "", node, factor), factor
        return node

    def starts_factor(self) -> bool:
        """Say whether another factor begins here."""
        text, kind = self.text, self.kind
        if kind in ("number", "letter", "word") or (kind == "environment" and text.startswith(r"\begin")):
            return True
        if text == "|":
            return not self.open_bars
        return text in CLOSING or (kind == "command" and text in self.BEGINS)

    def postfix(self) -> Node:
        """Read an atom with its indices and powers."""
        start, node, function = self.position, *self.atom()
        if function is not None:
            node = self.call(start, function)
        while self.text in ("^", "_", "'"):
            if self.take("_"):
                if not isinstance(node, Name | Call) or (
                    isinstance(node, Name) and node.text not in self.values
                ):
                    raise LatexError(
                        "an index must stand on a symbol or on a function's value", self.position
                    )
                node = Index(start, node, self.indices(self.script()))
            elif self.text == "'":
                raise LatexError("a prime must stand directly on a function's name", self.position)
            else:
                self.advance()
                node = self.power(start, node, self.script())
        return node

    def power(self, start: int, base: Node, script: list[Token]) -> Node:
        r"""Read what stands above the line: a transpose `\top` or an exponent."""
        if isinstance(base, Power):
            raise LatexError("two powers on one base", start)
        if [token.text for token in script] == [r"\top"]:
            return Transpose(start, base)
        return Power(start, base, self.inside(script).parse())

    def indices(self, script: list[Token]) -> tuple[Node, ...]:
        """Read `i`, `ij`, `i,j` or `i + 1`."""
        if len(script) > 1 and all(token.kind == "letter" for token in script):
            return tuple(self.inside([token]).parse() for token in script)
        inner, found = self.inside(script), []
        while not found or inner.take(","):
            found.append(inner.expression())
        inner.expect_end()
        return tuple(found)

    BEGINS = frozenset(
        {r"\frac", r"\sqrt", r"\hat", r"\bar", r"\tilde", r"\mathbf", r"\mathcal"} | BIG | FUNCTIONS
        | SymbolReader.GREEK
    )  # fmt: skip

    def atom(self) -> tuple[Node, None] | tuple[Node, str]:
        """Read the smallest unit; for the name of a function, return that name, to be called."""
        token = self.token
        start, text = token.position, token.text
        if token.kind == "number":
            return Number(start, self.advance().text), None
        if text in BIG and self.ahead("_"):
            return structures.big(self), None
        if text in ("(", "["):
            return self.bracket(), None
        if text == "|" and not self.open_bars:
            return self.plain_bars(), None
        if text in BARS:
            self.advance()
            node = self.expression()
            self.expect(CLOSING[text])
            return Call(start, BARS[text], (node,)), None
        if text == r"\frac":
            self.advance()
            top, bottom = self.argument(), self.argument()
            return Binary(start, "/", self.inside(top).parse(), self.inside(bottom).parse()), None
        if text == r"\sqrt":
            return structures.root(self), None
        if text == r"\begin{cases}":
            return structures.cases(self), None
        return self.named()

    def named(self) -> tuple[Node, None] | tuple[Node, str]:
        """Read a declared symbol, a declared function, or one of the few names that always mean the same."""
        start = self.position
        base = self.base_symbol()
        name = self.decorated(base, self.values | self.functions)
        if name in self.functions:
            return Name(start, name), name
        if name in self.values:
            return Name(start, name), None
        if name in ("e", r"\operatorname{e}"):
            if not self.take("^"):
                raise LatexError("e alone is not declared; only powers e^{…} are read", start)
            return Call(start, r"\exp", (self.inside(self.script()).parse(),)), None
        if name == r"\pi":
            return Name(start, name), None
        name = UPRIGHT_FUNCTIONS.get(name, name)
        if name in BUILTIN:
            return Name(start, name), name
        raise LatexError(f"{name} is not declared", start)

    def call(self, start: int, function: str) -> Node:
        r"""Read a function's argument: in brackets, or one plain symbol as in `\ln 2` or `\tanh z`."""
        exponent = None
        if function == r"\log":
            raise LatexError(r"the base of \log is ambiguous: write \ln", start)
        if self.text == "^" and function in BUILTIN - SEVERAL:
            self.advance()
            exponent = self.inside(self.script()).parse()
            if not (isinstance(exponent, Number) and exponent.text in ("2", "3")):
                raise LatexError(f"a power on the name {function} may be 2 or 3 only", start)
        if self.text == "(":
            arguments = self.arguments()
        elif (
            function in BUILTIN - SEVERAL
            and self.kind in ("number", "letter", "command")
            and self.text != "^"
        ):
            arguments = (self.bare_argument(function),)
        else:
            raise LatexError(f"{function} needs its argument in parentheses", start)
        node: Node = Call(start, function, arguments)
        return node if exponent is None else Power(start, node, exponent)

    def bare_argument(self, function: str) -> Node:
        """Read the one symbol, fraction or sum that a function without brackets applies to."""
        start, is_sum = self.position, self.text == r"\sum"
        node = self.postfix()
        if not is_sum and (self.starts_factor() or self.text in ("/", r"\cdot", r"\times")):
            raise LatexError(f"where the argument of {function} ends is ambiguous: use parentheses", start)
        return node

    def arguments(self) -> tuple[Node, ...]:
        """Read `(a, b, …)`."""
        self.expect("(")
        bars, self.open_bars = self.open_bars, 0
        found = [self.expression()]
        while self.take(","):
            found.append(self.expression())
        self.expect(")")
        self.open_bars = bars
        return tuple(found)

    def bracket(self) -> Node:
        """Read an expression in brackets."""
        opening = self.advance()
        bars, self.open_bars = self.open_bars, 0
        node = self.expression()
        self.expect(CLOSING[opening.text])
        self.open_bars = bars
        return Group(opening.position, node)

    def plain_bars(self) -> Node:
        """Read `|a|`."""
        start = self.advance().position
        self.open_bars += 1
        node = self.expression()
        self.expect("|")
        self.open_bars -= 1
        return Call(start, r"\abs", (node,))


def _looks_like_argument(node: Node) -> bool:
    """Say whether `(node)` behind a name would be read as a function's argument."""
    if isinstance(node, Group):
        return _looks_like_argument(node.inner)
    if isinstance(node, Negative):
        return _looks_like_argument(node.operand)
    return isinstance(node, Name | Index | Number)


def _printed(node: Node) -> str:
    return node.text if isinstance(node, Name) else _printed(node.base) if isinstance(node, Index) else "this"
