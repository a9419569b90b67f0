r"""Read symbols: letters with their accents, primes, subscripts and layer numbers.

Every way to print a symbol has one canonical name: `\hat y` and `\hat{y}` are the same, `\mathbf w` and `w` are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .tokens import ACCENTS, GREEK, LatexError, Token, canonical, tokenize

END = Token("end", "", -1)


class SymbolReader:
    """A cursor over tokens that can read a symbol."""

    GREEK = GREEK

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = list(tokens)
        self.index = 0

    @property
    def token(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.index] if self.index < len(self.tokens) else END

    @property
    def text(self) -> str:
        """The text of the token under the cursor."""
        return self.token.text

    @property
    def kind(self) -> str:
        """The kind of the token under the cursor."""
        return self.token.kind

    @property
    def position(self) -> int:
        """The character under the cursor, or the last one."""
        if self.index < len(self.tokens):
            return self.token.position
        return self.tokens[-1].position if self.tokens else 0

    def ahead(self, text: str) -> bool:
        """Say whether the next token but one is `text`."""
        return self.index + 1 < len(self.tokens) and self.tokens[self.index + 1].text == text

    def advance(self) -> Token:
        """Return the token under the cursor and step over it."""
        if self.index >= len(self.tokens):
            raise LatexError("the formula ends too early", self.position)
        self.index += 1
        return self.tokens[self.index - 1]

    def take(self, text: str) -> bool:
        """Step over `text` if it is there."""
        if self.token is END or self.text != text:
            return False
        self.index += 1
        return True

    def expect(self, text: str) -> None:
        """Step over `text` or refuse."""
        if not self.take(text):
            raise LatexError(f"expected {text}, found {self.text or 'the end'}", self.position)

    def expect_end(self) -> None:
        """Refuse what is left over."""
        if self.token is not END:
            raise LatexError(f"cannot read on at {self.text}", self.position)

    def script(self) -> list[Token]:
        """Read the tokens of an index or a power."""
        return self.argument(letters=True)

    def argument(self, letters: bool = False) -> list[Token]:
        """Read `{…}` or a single letter or digit, as LaTeX does."""
        token = self.advance()
        if token.text != "{":
            if token.kind == "number" and len(token.text) > 1:
                raise LatexError(f"{token.text} needs braces here", token.position)
            plain = token.kind in ("number", "letter") or token.text in GREEK
            if not plain and not (letters and (token.text == r"\top" or token.kind == "word")):
                raise LatexError(f"{token.text} needs braces here", token.position)
            return [token]
        depth, start = 1, self.index
        while depth:
            depth += {"{": 1, "}": -1}.get(self.advance().text, 0)
        if self.index - 1 == start:
            raise LatexError("empty braces", token.position)
        return self.tokens[start : self.index - 1]

    def base_symbol(self) -> str:
        """Read a letter, a Greek letter or an upright name, with accents and primes."""
        token = self.advance()
        if token.text in ACCENTS:
            inner = SymbolReader(self._accented())
            name = f"{token.text}{{{inner.base_symbol()}}}"
            inner.expect_end()
        elif token.kind == "word":
            name = f"\\operatorname{{{token.text}}}"
        elif token.kind == "letter" or token.kind == "command":
            name = token.text
        else:
            raise LatexError(f"expected a number, a symbol or a bracket, found {token.text}", token.position)
        while self.take("'"):
            name += "'"
        return name

    def _accented(self) -> list[Token]:
        """Read what an accent stands on: braces, one letter, or another accent with its letter."""
        if self.text in ACCENTS:
            accent = self.advance()
            return [accent, *self._accented()]
        return [self.advance()] if self.kind == "word" else self.argument()

    def decorated(self, base: str, known: Collection[str]) -> str:
        r"""Read on to the longest declared name: `W_1`, `W^{(l)}`, `x_{\max}`; undeclared scripts stay unread."""
        name = base
        while self.text in ("_", "^") and not (base == "e" and self.text == "^"):
            mark, start = self.text, self.index
            self.advance()
            script = self.script()
            longer = f"{name}{mark}{{{''.join(canonical(script))}}}"
            if longer in known:
                if mark == "_" and name in known:
                    raise LatexError(f"both {name} and {longer} are declared", self.tokens[start].position)
                name = longer
                continue
            layer = script[0].text == "(" and any(token.text == ")" for token in script)
            if mark == "^" and layer and script[-1].text == r"\top":
                longer = f"{name}^{{{''.join(canonical(script[:-1]))}}}"
                if longer in known:  # W^{(l)\top}: leave the transpose to be read as a power
                    self.index = start
                    self.tokens[start + 1 : self.index_after(start + 1)] = [script[-1]]
                    return longer
            if (
                mark == "^"
                and script[0].text == "("
                and script[-1].text == ")"
                and "(" not in _texts(script[1:])
            ):
                raise LatexError(f"{longer} is not declared", self.tokens[start].position)
            self.index = start
            break
        return name

    def index_after(self, start: int) -> int:
        """Return where the script that begins at token `start` ends."""
        reader = SymbolReader(self.tokens)
        reader.index = start
        reader.script()
        return reader.index

    def new_index(self, taken: Collection[str]) -> str:
        """Read the running index of a sum."""
        token = self.advance()
        if token.kind != "letter":
            raise LatexError(f"a running index must be a letter, not {token.text}", token.position)
        if token.text in taken:
            raise LatexError(f"the running index {token.text} already means something", token.position)
        return token.text


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def symbol_name(latex: str) -> str:
    r"""Return the canonical name of a symbol, scripts included.

    >>> symbol_name(r"\hat y"), symbol_name("W^{(l)}"), symbol_name(r"\sigma'")
    ('\\hat{y}', 'W^{(l)}', "\\sigma'")
    """
    reader = SymbolReader(tokenize(latex))
    name = reader.base_symbol()
    while reader.text in ("_", "^"):
        mark = reader.advance().text
        name = f"{name}{mark}{{{''.join(canonical(reader.script()))}}}"
    reader.expect_end()
    return name
