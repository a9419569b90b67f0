r"""Split LaTeX into tokens.

Space, sizes (`\big`, `\left`) and spacing commands mean nothing to the value of a formula and are dropped here;
everything else becomes a token that remembers where it stood.
What is not in the tables below is refused: the evaluator never meets a command that it does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


class LatexError(ValueError):
    """A formula that cannot be read or evaluated; says what is wrong and where."""

    def __init__(self, message: str, position: int | None = None, latex: str = "") -> None:
        self.message, self.position, self.latex = message, position, latex
        super().__init__(message)

    def __str__(self) -> str:
        if self.position is None or not self.latex:
            return self.message
        start = max(0, self.position - 12)
        before, after = self.latex[start : self.position], self.latex[self.position : self.position + 24]
        here = " ".join(f"{before}⟶{after}".split())
        return f"{self.message} (character {self.position + 1}, at: {here})"


@dataclass(frozen=True)
class Token:
    """One token; two tokens are equal when they print alike, wherever they stand."""

    kind: str  # number, letter, command, word (an upright name), text, mark, environment, break
    text: str
    position: int = field(compare=False)


SPACES = frozenset({r"\,", r"\;", r"\:", r"\!", r"\ ", "~"})
SIZES = frozenset(
    {r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\biggl", r"\biggr"}
)
ALIASES = {
    r"\leq": r"\le", r"\geq": r"\ge", r"\neq": r"\ne", r"\lt": "<", r"\gt": ">", r"\gets": r"\leftarrow",
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\bm": r"\mathbf", r"\boldsymbol": r"\mathbf",
    r"\lbrack": "[", r"\rbrack": "]",
}  # fmt: skip
_LETTERS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell
"""
GREEK = frozenset("\\" + letter for letter in _LETTERS.split())
ACCENTS = frozenset({r"\hat", r"\bar", r"\tilde", r"\mathbf", r"\mathcal"})
FUNCTIONS = frozenset(
    {r"\exp", r"\ln", r"\log", r"\tanh", r"\cosh", r"\sinh", r"\sin", r"\cos", r"\max", r"\min"}
)
OTHERS = frozenset(
    {r"\frac", r"\sqrt", r"\sum", r"\prod", r"\cdot", r"\times", r"\odot", r"\top", r"\le", r"\ge", r"\ne"}
    | {r"\leftarrow", r"\partial", r"\lvert", r"\rvert", r"\lVert", r"\rVert", r"\lfloor", r"\rfloor"}
    | {r"\lceil", r"\rceil"}
)
KNOWN = GREEK | ACCENTS | FUNCTIONS | OTHERS
UPRIGHT = frozenset({r"\operatorname", r"\mathrm", r"\operatorname*"})
MARKS = frozenset("+-/=<>()[]{}^_&,.|'")
CLOSING = {
    "(": ")", "[": "]", r"\lvert": r"\rvert", r"\lVert": r"\rVert", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil",
}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<space>\s+|\\[,;:! ]|~)"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<break>\\\\(?:\[\d+(?:\.\d+)?(?:pt|em|ex)\])?)"
    r"|(?P<environment>\\(?:begin|end)\{[a-z]+\})"
    r"|(?P<upright>\\(?:operatorname\*?|mathrm|text)(?![A-Za-z])\s*)"
    r"|(?P<command>\\(?:[A-Za-z]+|[|{}]))"
    r"|(?P<letter>[A-Za-z])"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_WORD = re.compile(r"\{\s*([A-Za-z][A-Za-z0-9 \-]*)\}|([A-Za-z])")


def tokenize(latex: str) -> list[Token]:
    r"""Return the tokens of a formula.

    >>> [token.text for token in tokenize(r"\dfrac{1}{1 + e^{-z}}")]
    ['\\frac', '{', '1', '}', '{', '1', '+', 'e', '^', '{', '-', 'z', '}', '}']
    """
    try:
        return _sized(_scan(latex))
    except LatexError as error:
        error.latex = latex
        raise


def _scan(latex: str) -> list[Token]:
    tokens, position = [], 0
    while position < len(latex):
        match = _TOKEN.match(latex, position)
        assert match is not None  # the last alternative takes any character
        kind, text, start = str(match.lastgroup), match.group().strip(), position
        text = "\\\\" if kind == "break" else text  # the space below a line says nothing
        position = match.end()
        if kind == "upright":
            word = _WORD.match(latex, position)
            if word is None:
                raise LatexError(f"{text} needs a name in braces", start)
            position = word.end()
            name = " ".join((word[1] or word[2]).split())
            tokens.append(Token("text" if text == r"\text" else "word", name, start))
        elif kind == "mark" and text not in MARKS:
            raise LatexError(f"unknown character {text!r}", start)
        elif kind != "space":
            tokens.append(
                Token("break" if text in (r"\quad", r"\qquad") else kind, ALIASES.get(text, text), start)
            )
    return tokens


def _sized(tokens: list[Token]) -> list[Token]:
    r"""Drop sizes, and give bars a side where `\left` or `\right` says which."""
    result, sized = [], ""
    for token in tokens:
        text = token.text
        if text in SIZES or text in (r"\left", r"\right"):
            if sized:
                raise LatexError(f"{sized} is followed by {text}", token.position)
            sized = text
            continue
        if sized:
            text = {r"\{": "(", r"\}": ")"}.get(text, text)
            if text in ("|", r"\|"):
                opens, closes = sized.endswith(("left", "l")), sized.endswith(("right", "r"))
                if not (opens or closes):
                    raise LatexError(rf"{sized}| does not say whether it opens or closes", token.position)
                text = ("\\l" if opens else "\\r") + ("vert" if text == "|" else "Vert")
            elif text not in CLOSING and text not in CLOSING.values():
                raise LatexError(f"{sized} must be followed by a bracket, not {text}", token.position)
            sized = ""
        elif token.kind == "command" and text not in KNOWN:
            raise LatexError(f"unknown command {text}", token.position)
        result.append(Token("mark" if text in MARKS else token.kind, text, token.position))
    if sized:
        raise LatexError(f"{sized} stands at the end")
    return result


def canonical(tokens: list[Token]) -> tuple[str, ...]:
    r"""Return the texts of tokens without needless braces, so that `\hat{y}` and `\hat y` compare equal.

    >>> canonical(tokenize(r"\hat{y}_{i}"))
    ('\\hat', 'y', '_', 'i')
    """
    result: list[str] = []
    texts = [f"\\operatorname{{{t.text}}}" if t.kind == "word" else t.text for t in tokens]
    index = 0
    while index < len(texts):
        alone = texts[index] == "{" and texts[index + 2 : index + 3] == ["}"] and texts[index + 1] not in "{}"
        result.append(texts[index + 1] if alone else texts[index])
        index += 3 if alone else 1
    return tuple(result)
