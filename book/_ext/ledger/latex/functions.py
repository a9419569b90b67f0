"""The functions that mean the same on every page, on real numbers of high precision.

Each refuses what is not real, and arguments so large that their value could not be held.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import mpmath

from .tokens import LatexError

DIGITS = 400  # 1 + e^{-745} needs 324; the rest is reserve against cancellation
HUGE_BITS = 20_000  # e^x is not attempted beyond |x| = 2^20000


class Machine:
    """A high-precision context of its own, and a time limit for what is computed in it."""

    def __init__(self, digits: int = DIGITS, seconds: float = 60.0) -> None:
        self.context: Any = mpmath.MPContext()
        self.context.dps = digits
        self.seconds, self.ticks = seconds, 0
        self.restart()

    def restart(self) -> None:
        """Let the time limit begin anew."""
        self.deadline = time.process_time() + self.seconds

    def tick(self, work: int = 1) -> None:
        """Stop with an error when the time is over."""
        self.ticks += work
        if self.ticks >= 128:
            self.ticks = 0
            if time.process_time() > self.deadline:
                raise LatexError(f"the evaluation took longer than {self.seconds:g} s")


def functions(context: Any) -> dict[str, Callable[..., Any]]:
    """Return the table of functions, by printed name."""
    zero, one = context.mpf(0), context.mpf(1)

    def bounded(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def evaluate(x: Any) -> Any:
            if x.man and x.exp + x.bc > HUGE_BITS:
                raise LatexError(f"{name} of a number with {x.exp + x.bc} binary digits before the point")
            return function(x)

        return evaluate

    def exponential(x: Any) -> Any:
        magnitude = x.exp + x.bc if x.man else 0
        if magnitude < 8:
            return context.exp(x)
        with context.workprec(
            context.prec + magnitude + 20
        ):  # mpmath would raise e to a power of 1000 bits instead
            n = int(context.nint(x / context.ln2))
            remainder = x - n * context.ln2
        return context.ldexp(context.exp(remainder), n)

    def logarithm(x: Any) -> Any:
        if x <= 0:
            raise LatexError(r"\ln of a number that is not positive")
        return context.ln(x)

    def extreme(choose: Callable[..., Any], name: str) -> Callable[..., Any]:
        def evaluate(*arguments: Any) -> Any:
            if len(arguments) < 2:
                raise LatexError(f"{name} of a single number")
            return choose(arguments)

        return evaluate

    return {
        r"\exp": bounded(r"\exp", exponential),
        r"\ln": logarithm,
        r"\tanh": bounded(r"\tanh", context.tanh),
        r"\cosh": bounded(r"\cosh", context.cosh),
        r"\sinh": bounded(r"\sinh", context.sinh),
        r"\sin": bounded(r"\sin", context.sin),
        r"\cos": bounded(r"\cos", context.cos),
        r"\erf": bounded(r"\operatorname{erf}", context.erf),
        r"\Phi": bounded(r"\Phi", context.ncdf),
        r"\sign": lambda x: one if x > 0 else -one if x < 0 else zero,
        r"\abs": abs,
        r"\floor": context.floor,
        r"\ceil": context.ceil,
        r"\max": extreme(max, r"\max"),
        r"\min": extreme(min, r"\min"),
    }
