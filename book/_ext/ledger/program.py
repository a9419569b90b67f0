"""Compile a printed formula together with its entry: symbols get values, functions find their definitions.

A program evaluates its formula from the function's arguments, and asks the book for others that it uses.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .inputs import Choice, Real
from .latex import evaluate, values
from .latex.parser import RESERVED, Parser
from .latex.statements import Statement, left_hand_side, statements
from .latex.symbols import symbol_name
from .latex.tokens import LatexError
from .latex.tree import Name, Node
from .registry import Argument, Computed, Constant, Formula, Kronecker, Printed, Size
from .signature import function_left

if TYPE_CHECKING:
    from .book import Book

Bindings = Mapping[str, Any]  # argument -> mpmath value, or the formula of an argument that is a function
BOUNDS = {r"\le": operator.le, r"\ge": operator.ge, "<": operator.lt, ">": operator.gt}


class Program:
    """One printed formula, ready to be evaluated."""

    def __init__(self, book: Book, formula: Formula, latex: str) -> None:
        self.book, self.formula, self.latex = book, formula, latex
        self.context = book.machine.context
        self.symbols = {symbol_name(key): symbol for key, symbol in formula.symbols.items()}
        self.function = function_left(formula.left[0]) if formula.left else None
        self.uses: set[str] = set()  # formulas that this one needs
        self._last: tuple[Any, ...] = ()  # the last call, which `softmax(z)_i` repeats for every i
        self._last_value: Any = None
        self._constants: dict[tuple[str, int], Any] = {}
        try:
            self._compile()
        except LatexError as error:
            error.latex = error.latex or latex
            raise

    def _compile(self) -> None:
        formula = self.formula
        function_symbols = {
            name: symbol.name
            for name, symbol in self.symbols.items()
            if isinstance(symbol, Argument) and _is_function(symbol)
        }
        declared = self.symbols.keys() | {symbol_name(name) for name in formula.where}
        if wrong := (declared | formula.indices.keys()) & RESERVED:
            raise LatexError(f"{sorted(wrong)[0]} is declared, but always means the same")
        printed: dict[str, Callable[..., Any]] = {
            name: self._definition(other)
            for name, other in self.book.functions.items()
            if other != formula.name
        }
        for name, argument in function_symbols.items():
            printed[name] = self._chosen(argument)
            self.uses.update(formula.arguments[argument].values)  # type: ignore[attr-defined]
        self.values = frozenset(declared | set(formula.indices)) - function_symbols.keys()
        self.functions = frozenset(printed) - self.values
        self.compiler = evaluate.Compiler(self.book.machine, printed)
        self.seen: set[str] = set()
        self.outputs: list[tuple[list[evaluate.Evaluator], tuple[str, ...]]] = []
        self.locals: dict[str, evaluate.Evaluator] = {}
        found = statements(self.latex)
        if formula.left:
            self._match(found)
        else:
            for statement in found:
                if set(statement.links) != {formula.relation}:
                    raise LatexError(f"the sides are not joined by {formula.relation}, as registered")
                self.outputs.append(([self._side(tokens) for tokens in statement.sides], statement.links))
        for name in declared - self.seen:
            raise LatexError(f"{name} is declared, but not printed")
        for symbol in self.symbols.values():
            if isinstance(symbol, Printed):
                self.uses.add(symbol.formula)
                self.book.program(symbol.formula)

    def _match(self, found: list[Statement]) -> None:
        """Give each statement its role: a result of the function, or a quantity on the way."""
        wanted = {left_hand_side(left): ("result", left) for left in self.formula.left}
        wanted |= {left_hand_side(left): ("local", left) for left in self.formula.where}
        results: dict[str, list[evaluate.Evaluator]] = {}
        for statement in found:
            role, left = wanted.pop(statement.left, ("", ""))
            if not role:
                shown = " ".join(statement.left)
                expected = " or ".join(x for _, x in wanted.values()) or "nothing more"
                raise LatexError(f"the left-hand side {shown} is not the registered one ({expected})")
            if BOUNDS.keys() & set(statement.links):
                raise LatexError("a bound instead of an equality")
            sides = [self._side(tokens) for tokens in statement.sides[1:]]
            if role == "local":
                if len(sides) != 1:
                    raise LatexError(f"{left} is defined by several sides")
                self.locals[symbol_name(left)] = sides[0]
                self.seen.add(symbol_name(left))
            else:
                results[left] = sides
                self._see_left(left)
        if wanted:
            raise LatexError(
                f"{' and '.join(left for _, left in wanted.values())} is registered, but not printed"
            )
        self.outputs = [(results[left], ("=",) * len(results[left])) for left in self.formula.left]

    def _see_left(self, left: str) -> None:
        """Count the parameters of a function as printed symbols."""
        function = function_left(left)
        self.seen.update(function[1] if function else ())

    def _side(self, tokens: tuple[Any, ...]) -> evaluate.Evaluator:
        tree = Parser(tokens, self.values, self.functions).parse()
        for name in _names(tree):
            self.seen.add(name)
            if name in self.functions and name in self.book.functions:
                self.uses.add(self.book.functions[name])
                self.book.program(self.book.functions[name])
        return self.compiler.compile(tree)

    def _definition(self, other: str) -> Callable[..., Any]:
        """Return the function that another printed formula defines."""

        def call(env: evaluate.Environment, *arguments: Any) -> Any:
            return self.book.program(other).call(env[""], *arguments)

        return call

    def _chosen(self, argument: str) -> Callable[..., Any]:
        """Return the function that is itself an argument."""

        def call(env: evaluate.Environment, *arguments: Any) -> Any:
            return self.book.program(env[""][argument]).call(env[""], *arguments)

        return call

    def call(self, bindings: Bindings, *arguments: Any) -> Any:
        """Evaluate the formula as a function of its printed parameters."""
        key = (bindings, self.context.prec, *arguments)
        if len(key) == len(self._last) and all(a is b for a, b in zip(key, self._last, strict=True)):
            return self._last_value
        self._last_value = self._call(bindings, *arguments)
        self._last = key
        return self._last_value

    def _call(self, bindings: Bindings, *arguments: Any) -> Any:
        function = self.function
        if function is None or len(function[1]) != len(arguments):
            raise LatexError(f"{self.formula.left[0]} is called with {len(arguments)} arguments")
        if len(arguments) == 1 and isinstance(arguments[0], values.Array):
            symbol = self.symbols[function[1][0]]
            if isinstance(symbol, Argument) and isinstance(symbol.inputs, Real):  # element by element
                return arguments[0].map(lambda x: self._call(bindings, x))
        inner = dict(bindings)
        for parameter, value in zip(function[1], arguments, strict=True):
            symbol = self.symbols[parameter]
            assert isinstance(symbol, Argument)
            inner[symbol.name] = value
        return self.value(inner)

    def environment(self, bindings: Bindings) -> dict[str, Any]:
        """Return the values of the printed symbols, computed when they are needed."""
        env: dict[str, Any] = {"": bindings}
        for name, symbol in self.symbols.items():
            if isinstance(symbol, Argument) and not _is_function(symbol):
                if symbol.name not in bindings:
                    raise LatexError(f"{name} of formula {self.formula.name!r} has no value here")
                env[name] = bindings[symbol.name]
            elif isinstance(symbol, Size):
                env[name] = self._size(symbol.name, bindings)
            elif isinstance(symbol, Kronecker):
                n, one, zero = self._size(symbol.size, bindings), self.context.mpf(1), self.context.mpf(0)
                env[name] = values.matrix([[one if i == j else zero for j in range(n)] for i in range(n)])
            elif isinstance(symbol, Computed):
                env[name] = symbol.compute(self.context, bindings)
            elif isinstance(symbol, Constant):
                key = (name, self.context.prec)
                if key not in self._constants:
                    self._constants[key] = symbol.compute(self.context)
                env[name] = self._constants[key]
            elif isinstance(symbol, Printed):
                env[name] = _once(name, lambda s=symbol: self._printed(s, bindings))
        for name, local in self.locals.items():
            env[name] = _once(name, lambda f=local: f(env))
        return env

    def _printed(self, symbol: Printed, bindings: Bindings) -> Any:
        other = self.book.program(symbol.formula)
        inner = {**bindings, **dict(symbol.fixed)}
        return other.value(inner) if symbol.local is None else other.local(symbol.local, inner)

    def _size(self, name: str, bindings: Bindings) -> int:
        """Return the length d, n or K that the arguments have."""
        for key, inputs in self.formula.arguments.items():
            for axis, attribute in ((0, "length"), (0, "rows"), (1, "columns")):
                if getattr(inputs, attribute, None) == name:
                    if not isinstance(bindings[key], values.Array):
                        raise LatexError(
                            f"{self.formula.name!r} is evaluated at a number, where it needs an array"
                        )
                    return int(bindings[key].shape[axis])
        raise LatexError(f"no argument has the length {name}")

    def local(self, name: str, bindings: Bindings) -> Any:
        """Return a quantity that the display defines on the way."""
        value = self.environment(bindings)[symbol_name(name)]
        return value() if callable(value) else value

    def value(self, bindings: Bindings) -> Any:
        """Return the first result, by its first side."""
        env = self.environment(bindings)
        return self._assembled(self.outputs[0][0][0], env, bindings)

    def sides(self, bindings: Bindings) -> list[list[Any]]:
        """Return for each result the values of all its sides."""
        env = self.environment(bindings)
        return [[self._assembled(side, env, bindings) for side in sides] for sides, _ in self.outputs]

    def _assembled(self, side: evaluate.Evaluator, env: dict[str, Any], bindings: Bindings) -> Any:
        """Evaluate a side for all values of the free indices, to a number, a vector or a matrix."""
        indices = [(index, self._size(size, bindings)) for index, size in self.formula.indices.items()]
        if not indices:
            return side(env)
        (i, n), rest = indices[0], indices[1:]
        if not rest:
            return values.vector([evaluate.number(side({**env, i: a})) for a in range(1, n + 1)])
        ((j, m),) = rest
        at = [[{**env, i: a, j: b} for b in range(1, m + 1)] for a in range(1, n + 1)]
        return values.matrix([[evaluate.number(side(inner)) for inner in row] for row in at])


def _is_function(symbol: Argument) -> bool:
    return isinstance(symbol.inputs, Choice) and isinstance(symbol.inputs.values[0], str)


def _once(name: str, compute: Callable[[], Any]) -> Callable[[], Any]:
    """Compute on the first call and remember; refuse a quantity that needs itself."""
    found: list[Any] = []
    running = False

    def value() -> Any:
        nonlocal running
        if not found:
            if running:
                raise LatexError(f"{name} is defined by itself")
            running = True
            found.append(compute())
        return found[0]

    return value


def _names(node: Any) -> set[str]:
    """Return every name in a tree, functions included."""
    if isinstance(node, tuple):
        return set().union(*map(_names, node))
    if not isinstance(node, Node):
        return set()
    found = {node.text} if isinstance(node, Name) else set()
    found |= {function} if isinstance(function := getattr(node, "function", None), str) else set()
    return found.union(*(_names(part) for part in vars(node).values()))
