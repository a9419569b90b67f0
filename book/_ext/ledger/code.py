"""Call the package: every input of a formula with what the code returns for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .inputs import Choice, Real, cases
from .registry import Formula

Computed = list[tuple[dict[str, Any], list[np.ndarray]]]


def inputs(formula: Formula) -> list[dict[str, Any]]:
    """Return the inputs that a formula is tried at."""
    return cases(formula.name, formula.arguments, formula.cases, formula.longer)


def computed(formula: Formula, formulas: Mapping[str, Formula]) -> Computed:
    """Return the inputs, each with the results of the code; a grid of numbers is handed over as one array."""
    function, arguments, every = formula.resolve(), formula.arguments, inputs(formula)
    call = formula.call or (lambda **given: function(**given))

    def results(given: Mapping[str, Any]) -> list[np.ndarray]:
        """Call the function, with functions in place of the names of the formulas that they compute."""
        found = call(**{k: formulas[v].resolve() if isinstance(v, str) else v for k, v in given.items()})
        return [np.asarray(r) for r in (found if isinstance(found, tuple) else (found,))]

    with np.errstate(all="ignore"):
        real = [key for key, kind in arguments.items() if isinstance(kind, Real)]
        if len(real) != 1 or not all(isinstance(kind, Real | Choice) for kind in arguments.values()):
            return [(given, results(given)) for given in every]
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for given in every:
            groups.setdefault(tuple(v for k, v in given.items() if k != real[0]), []).append(given)
        found: Computed = []
        for members in groups.values():
            grid = results({**members[0], real[0]: np.array([given[real[0]] for given in members])})
            found += [(given, [column[i] for column in grid]) for i, given in enumerate(members)]
        return found
