"""Read the name and the parameters of the function that a left-hand side defines."""

from __future__ import annotations

from .latex.symbols import SymbolReader
from .latex.tokens import LatexError, tokenize


def function_left(left: str) -> tuple[str, tuple[str, ...]] | None:
    r"""Return the name and the parameters where a left-hand side is a function's value.

    >>> function_left(r"\sigma'(z)"), function_left("z") is None
    (("\\sigma'", ('z',)), True)
    """
    tokens = [t for t in tokenize(left) if t.text != r"\leftarrow"]
    texts = [t.text for t in tokens]
    if "(" not in texts or texts.index("(") == 0:
        return None
    opening, closing = texts.index("("), texts.index(")") if ")" in texts else 0
    reader = SymbolReader(tokens[:opening])
    try:
        name = reader.base_symbol()
        reader.expect_end()
        inner = SymbolReader(tokens[opening + 1 : closing])
        parameters = [inner.base_symbol()]
        while inner.take(","):
            parameters.append(inner.base_symbol())
        inner.expect_end()
    except LatexError:
        return None
    return name, tuple(parameters)
