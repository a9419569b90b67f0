r"""A strict compiler from a subset of LaTeX to high-precision numbers.

`tokens` splits, `statements` finds the sides, `symbols` and `parser` read them into a `tree`, `evaluate` computes.
Whatever is undeclared, unknown or ambiguous is an error with a position, never a guess: a misreading then makes a
test fail instead of pass.
"""

from .functions import DIGITS, Machine
from .tokens import LatexError

__all__ = ["DIGITS", "LatexError", "Machine"]
