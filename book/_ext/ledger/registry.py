r"""What the ledger knows of each formula: the code that computes it, its inputs, its paper, its figure.

The label under a displayed formula is the key.
An entry says what every printed symbol stands for; the formula itself is printed on a page, and only there.

>>> formulas = load()
>>> formulas["sigmoid"].function
'nnbook.activations.sigmoid'
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from .inputs import Inputs

Kind = Literal["evaluated", "reference", "statement", "illustrative"]


@dataclass(frozen=True)
class Argument:
    """A symbol that stands for an argument of the function."""

    name: str
    inputs: Inputs


@dataclass(frozen=True)
class Printed:
    """A symbol whose value another printed formula gives, with some of its arguments fixed."""

    formula: str
    local: str | None = None
    fixed: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Size:
    """A symbol that stands for a length that arguments share, such as d or K."""

    name: str


@dataclass(frozen=True)
class Kronecker:
    r"""The symbol δ of `\delta_{ij}`: 1 where the indices are equal, else 0."""

    size: str


@dataclass(frozen=True)
class Computed:
    """A symbol that prose defines: computed from the arguments with mpmath, `compute(context, arguments)`."""

    compute: Callable[[Any, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Constant:
    """A symbol with one value that no page prints, such as the scale of SELU: `compute(context)`, with mpmath."""

    compute: Callable[[Any], Any]


Symbol = Argument | Printed | Size | Kronecker | Computed | Constant


@dataclass(frozen=True, kw_only=True)
class Formula:
    r"""One entry; `name` is the label of the displayed formula.

    Attributes
    ----------
    kind
        `evaluated`: the printed formula is compared with the code.
        `reference`: an mpmath function is; `latex` repeats what is printed.
        `statement`: the test `proof` shows it; where `symbols` are given, the printed sides are compared as well;
        where there are none, or only a bound, `latex` repeats what is printed.  `illustrative`: nothing is checked.
    left
        The left-hand sides, as printed, in the order of the function's results; `\leftarrow` marks an update.
    relation
        What joins the sides of a statement.
    where
        Quantities that the same display defines on the way, such as the u of a tanh(u).
    function, call
        The function in nnbook, and how to call it with the arguments where that is not plainly by name.
    symbols, given, indices, longer
        What the printed symbols stand for; arguments that no symbol of this formula stands for; the free indices of
        the left-hand side with their lengths; and which length must exceed which.
    max_ulp, scale
        The largest error allowed, in units in the last place of the true value; where sums cancel or exponents
        round, `scale(true, **arguments)` gives the magnitude whose last place counts, and `scaled` says so in words.
    parent, by, kinks
        For a derivative: the formula (or the name in `where`) that it is the derivative of, the arguments by which
        (one for each left-hand side), and where there is none.
    source, figure, proof
        The key in the bibliography, the label of the figure that shows it, and the pytest node that proves it.
    """

    name: str
    kind: Kind = "evaluated"
    left: tuple[str, ...] = ()
    relation: str = "="
    where: tuple[str, ...] = ()
    function: str | None = None
    call: Callable[..., Any] | None = None
    symbols: Mapping[str, Symbol] = field(default_factory=dict)
    given: Mapping[str, Inputs] = field(default_factory=dict)
    indices: Mapping[str, str] = field(default_factory=dict)
    longer: Mapping[str, str] = field(default_factory=dict)
    cases: int = 120
    max_ulp: float = 0.0
    scale: Callable[..., Any] | None = None
    scaled: str = ""
    parent: str | None = None
    by: tuple[str, ...] = ()
    kinks: tuple[float, ...] = ()
    reference: Callable[..., Any] | None = None
    latex: str = ""
    source: str | None = None
    figure: str | None = None
    proof: str | None = None
    file: str = ""

    def __post_init__(self) -> None:
        identity = self.kind == "statement" and self.symbols and self.relation == "="
        evaluated = self.kind == "evaluated" or identity
        if self.kind != "illustrative" and bool(self.latex) == bool(evaluated):
            raise ValueError(
                f"formula {self.name!r}: `latex` is for what evaluation alone cannot tell, and needed there"
            )
        if self.figure is None and self.kind != "illustrative":
            object.__setattr__(self, "figure", f"fig-{self.name}")

    @property
    def arguments(self) -> dict[str, Inputs]:
        """The function's arguments with their inputs."""
        printed = {s.name: s.inputs for s in self.symbols.values() if isinstance(s, Argument)}
        return {**printed, **self.given}

    @property
    def test(self) -> str | None:
        """The pytest node that checks this entry."""
        if self.kind == "illustrative":
            return None
        return self.proof or f"tests/ledger/test_registry.py::test_formula_is_verified[{self.name}]"

    def resolve(self) -> Callable[..., Any]:
        """Return the function of the package that computes the formula."""
        if self.function is None:
            raise LookupError(f"formula {self.name!r} names no function that computes it")
        module, _, name = self.function.rpartition(".")
        try:
            found: Callable[..., Any] = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            raise LookupError(
                f"formula {self.name!r} is computed by {self.function}, which does not exist"
            ) from None
        return found


def load(modules: Iterable[str] = ("ledger.formulas",)) -> dict[str, Formula]:
    """Return all entries of the given modules or packages, by name."""
    return _load(tuple(modules))


@cache
def _load(modules: tuple[str, ...]) -> dict[str, Formula]:
    found: dict[str, Formula] = {}
    for module in _modules(modules):
        for entry in module.FORMULAS:
            if entry.name in found:
                raise ValueError(
                    f"formula {entry.name!r} is registered twice, in {found[entry.name].file} too"
                )
            found[entry.name] = replace(entry, file=str(module.__file__))
    return found


def files(modules: Iterable[str] = ("ledger.formulas",)) -> list[Path]:
    """Return the files that hold the entries."""
    return [Path(str(module.__file__)) for module in _modules(modules)]


def _modules(names: Iterable[str]) -> list[ModuleType]:
    found = []
    for name in names:
        module = importlib.import_module(name)
        children = [f"{name}.{m.name}" for m in pkgutil.iter_modules(getattr(module, "__path__", []))]
        found += [importlib.import_module(child) for child in sorted(children)] if children else [module]
    return found
