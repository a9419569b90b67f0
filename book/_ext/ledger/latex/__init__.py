r"""A strict compiler from a subset of LaTeX to high-precision numbers.

`tokens` splits, `statements` finds the sides, `symbols` and `parser` read them into a `tree`, `evaluate` computes.
Whatever is undeclared, unknown or ambiguous is an error with a position, never a guess: a misreading then makes a
test fail instead of pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .evaluate import Compiler
from .functions import DIGITS, Machine
from .parser import Parser
from .symbols import symbol_name
from .tokens import LatexError, tokenize

__all__ = ["DIGITS", "LatexError", "Machine", "calculate"]


def calculate(latex: str, given: Mapping[str, Any], machine: Machine | None = None) -> Any:
    r"""Evaluate one expression, with values (or Python functions) for its symbols.

    >>> print(calculate(r"\frac{1}{1 + e^{-z}}", {"z": 0}))
    0.5
    """
    machine = machine or Machine()
    names = {symbol_name(name): value for name, value in given.items()}
    functions = {name: value for name, value in names.items() if callable(value)}
    numbers = {name: value for name, value in names.items() if not callable(value)}
    called = {name: lambda env, *a, f=f: f(*a) for name, f in functions.items()}
    try:
        tree = Parser(tokenize(latex), frozenset(numbers), frozenset(functions)).parse()
        return Compiler(machine, called).compile(tree)(numbers)
    except LatexError as error:
        error.latex = latex
        raise
