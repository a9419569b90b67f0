"""What is registered and what is printed, together: a `Book` compiles each formula when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .code import Computed, computed
from .latex.functions import Machine
from .latex.parser import RESERVED
from .latex.tokens import LatexError
from .program import Program
from .registry import Formula
from .signature import function_left


@dataclass
class Book:
    """The registered formulas with their printed LaTeX, and a machine to evaluate them on."""

    formulas: Mapping[str, Formula]
    printed: Mapping[str, str]
    machine: Machine = field(default_factory=Machine)

    def __post_init__(self) -> None:
        self._programs: dict[str, Program] = {}
        self._computed: dict[str, Computed] = {}
        self._compiling: list[str] = []

    @cached_property
    def functions(self) -> dict[str, str]:
        """The names of the functions that registered formulas define, with the formula of each."""
        found: dict[str, str] = {}
        for formula in self.formulas.values():
            for left in formula.left[:1]:
                function = function_left(left)
                if function and function[0] not in RESERVED and formula.kind == "evaluated":
                    if function[0] in found:
                        raise ValueError(
                            f"{formula.name!r} and {found[function[0]]!r} both define {function[0]}"
                        )
                    found[function[0]] = formula.name
        return found

    def program(self, name: str) -> Program:
        """Return the compiled formula."""
        if name not in self._programs:
            if name not in self.formulas:
                raise LatexError(f"formula {name!r} is not registered")
            if name not in self.printed:
                raise LatexError(f"formula {name!r} is printed on no page")
            if name in self._compiling:
                raise LatexError(" → ".join([*self._compiling, name]) + ": a formula that defines itself")
            self._compiling.append(name)
            try:
                self._programs[name] = Program(self, self.formulas[name], self.printed[name])
            finally:
                self._compiling.pop()
        return self._programs[name]

    def computed(self, formula: Formula) -> Computed:
        """Return the inputs of a formula with what the code returns for them."""
        if formula.name not in self._computed:
            self._computed[formula.name] = computed(formula, self.formulas)
        return self._computed[formula.name]

    def needs(self, name: str) -> set[str]:
        """Return the formulas that a printed formula is evaluated with, itself included."""
        found, waiting = set(), [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting += self.program(current).uses
        return found

    def changed(self, name: str, latex: str) -> Book:
        """Return a book in which one formula is printed differently."""
        book = Book(self.formulas, {**self.printed, name: latex}, self.machine)
        book._computed = self._computed
        book._programs = {other: p for other, p in self._programs.items() if name not in self.needs(other)}
        return book
