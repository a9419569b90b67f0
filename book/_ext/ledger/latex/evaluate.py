"""Turn a tree into a Python function of the values of its symbols.

The tree is walked once; what remains are nested closures, because a formula is evaluated at hundreds of points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from . import values
from .functions import HUGE_BITS, Machine, functions
from .tokens import LatexError
from .tree import (
    Big,
    Binary,
    Call,
    Cases,
    Condition,
    Group,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Root,
    Transpose,
)
from .values import Array, Value

Environment = Mapping[str, Any]  # canonical name -> value; running indices are Python integers
Evaluator = Callable[[Environment], Value]
Printed = Mapping[
    str, Callable[..., Value]
]  # functions that other printed formulas define, called with (env, *args)

LARGEST_INDEX = 10**12

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    r"\le": lambda a, b: a <= b,
    r"\ge": lambda a, b: a >= b,
    r"\ne": lambda a, b: a != b,
}
_BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "+": partial(values.elementwise, "+", lambda x, y: x + y),
    "-": partial(values.elementwise, "-", lambda x, y: x - y),
    "": values.product,
    r"\cdot": values.dot,
    r"\odot": partial(values.elementwise, r"\odot", lambda x, y: x * y),
    "/": values.divide,
}


class Compiler:
    """Compiles trees for one machine and one set of printed functions."""

    def __init__(self, machine: Machine, printed: Printed) -> None:
        self.machine, self.context, self.printed = machine, machine.context, printed
        self.builtin = functions(machine.context)

    def compile(self, node: Node) -> Evaluator:
        """Return the function that evaluates a tree; its errors know the position."""
        inner: Evaluator = getattr(self, "_" + type(node).__name__.lower())(node)

        def evaluate(env: Environment) -> Value:
            try:
                return inner(env)
            except LatexError as error:
                if error.position is None:
                    error.position = node.position
                raise

        return evaluate

    def _number(self, node: Number) -> Evaluator:
        text, context = node.text, self.context
        cache: dict[int, Any] = {}  # by precision

        def evaluate(env: Environment) -> Value:
            if context.prec not in cache:
                cache[context.prec] = context.mpf(text)
            return cache[context.prec]

        return evaluate

    def _name(self, node: Name) -> Evaluator:
        if node.text == r"\pi":
            return lambda env: +self.context.pi
        name, mpf = node.text, self.context.mpf

        def evaluate(env: Environment) -> Value:
            value = env.get(name)
            if value is None:
                raise LatexError(f"{name} has no value here")
            if callable(value):
                value = value()
            return mpf(value) if type(value) is int else value

        return evaluate

    def _group(self, node: Group) -> Evaluator:
        return self.compile(node.inner)

    def _index(self, node: Index) -> Evaluator:
        base, indices = self.compile(node.base), [self.compile(index) for index in node.indices]
        return lambda env: values.component(base(env), [_whole(index(env)) for index in indices])

    def _call(self, node: Call) -> Evaluator:
        arguments = [self.compile(argument) for argument in node.arguments]
        tick, name = self.machine.tick, node.function
        if name in self.printed:
            printed = self.printed[name]

            def call(env: Environment) -> Value:
                tick(8)
                return printed(env, *(argument(env) for argument in arguments))

            return call
        if name == r"\norm":
            return self._norm(arguments[0])
        function = self.builtin[name]
        if len(arguments) != 1:
            return lambda env: function(*(number(argument(env)) for argument in arguments))
        (argument,) = arguments

        def apply(env: Environment) -> Value:
            tick(8)
            value = argument(env)
            return (
                value.map(function)
                if isinstance(value, Array) and name != r"\abs"
                else function(number(value))
            )

        return apply

    def _norm(self, argument: Evaluator) -> Evaluator:
        def evaluate(env: Environment) -> Value:
            value = argument(env)
            if not isinstance(value, Array) or value.kind != "vector":
                raise LatexError("only a vector has this norm")
            return self.context.sqrt(values.dot(value, value))

        return evaluate

    def _power(self, node: Power) -> Evaluator:
        base, exponent, tick = self.compile(node.base), self.compile(node.exponent), self.machine.tick

        def evaluate(env: Environment) -> Value:
            tick(2)
            a, n = base(env), number(exponent(env))
            if isinstance(a, Array):
                if n != -1:
                    raise LatexError(f"a power of {a} is not defined")
                return values.inverse(a, self.context)
            if a.man and n.man and (a.exp + a.bc).bit_length() + n.exp + n.bc > HUGE_BITS:
                raise LatexError("the power is too large to be held")
            if a == 0 and n <= 0:
                raise LatexError("zero to a power that is not positive")
            if a < 0 and n != int(n):
                raise LatexError("a broken power of a negative number")
            return a ** int(n) if n == int(n) else a**n

        return evaluate

    def _transpose(self, node: Transpose) -> Evaluator:
        base = self.compile(node.base)

        def evaluate(env: Environment) -> Value:
            value = base(env)
            if not isinstance(value, Array):
                raise LatexError("a number has no transpose")
            return value.transposed()

        return evaluate

    def _binary(self, node: Binary) -> Evaluator:
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator == r"\times":
            return lambda env: number(left(env)) * number(right(env))
        operation = _BINARY[node.operator]
        return lambda env: operation(left(env), right(env))

    def _negative(self, node: Negative) -> Evaluator:
        operand = self.compile(node.operand)

        def evaluate(env: Environment) -> Value:
            value = operand(env)
            return value.map(lambda x: -x) if isinstance(value, Array) else -value

        return evaluate

    def _root(self, node: Root) -> Evaluator:
        operand, degree = self.compile(node.operand), node.degree

        def evaluate(env: Environment) -> Value:
            value = number(operand(env))
            if value < 0:
                raise LatexError("the root of a negative number")
            return self.context.root(value, degree)

        return evaluate

    def _big(self, node: Big) -> Evaluator:
        lower, upper, body = self.compile(node.lower), self.compile(node.upper), self.compile(node.body)
        combine = {
            r"\sum": _BINARY["+"],
            r"\prod": lambda a, b: number(a) * number(b),
            r"\max": lambda a, b: max(number(a), number(b)),
            r"\min": lambda a, b: min(number(a), number(b)),
        }[node.kind]

        def evaluate(env: Environment) -> Value:
            first, last = _whole(lower(env)), _whole(upper(env))
            if last < first:
                raise LatexError(f"{node.kind} from {first} to {last} is empty")
            inner = dict(env)
            total = None
            for i in range(first, last + 1):
                self.machine.tick()
                inner[node.index] = i
                term = body(inner)
                total = term if total is None else combine(total, term)
            return total

        return evaluate

    def _cases(self, node: Cases) -> Evaluator:
        rows = [
            (self.compile(value), condition and self._condition(condition)) for value, condition in node.rows
        ]

        def evaluate(env: Environment) -> Value:
            holding = [value for value, condition in rows if condition is not None and condition(env)]
            if not holding and rows[-1][1] is None:
                return rows[-1][0](env)
            if len(holding) != 1:
                raise LatexError(
                    f"{len(holding) or 'none'} of the conditions hold" + ("s" if not holding else "")
                )
            return holding[0](env)

        return evaluate

    def _condition(self, node: Condition) -> Callable[[Environment], bool]:
        sides, relations = [self.compile(side) for side in node.sides], [_COMPARE[r] for r in node.relations]

        def evaluate(env: Environment) -> bool:
            found = [number(side(env)) for side in sides]
            return all(r(a, b) for r, a, b in zip(relations, found, found[1:], strict=False))

        return evaluate


def number(value: Value) -> Any:
    """Return a number as it is, and refuse an array."""
    if isinstance(value, Array):
        raise LatexError(f"expected a number, not {value}")
    return value


def _whole(value: Value) -> int:
    if isinstance(value, Array) or abs(value) > LARGEST_INDEX or value != int(value):
        raise LatexError("an index must be a whole number")
    return int(value)
