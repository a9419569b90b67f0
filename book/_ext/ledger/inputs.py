"""The inputs that formulas are tried at: adversarial grids and small random arrays, the same in every run.

An entry of the registry says for each argument what it may be; `cases` turns that into a list of inputs.
Random choices depend on the formula's name alone.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

# Where float64 formulas break: rounding to 1, overflow and underflow of exp, of its square, of the normal tail.
_EDGES = (
    *(
        1e-300,
        1e-200,
        1e-154,
        1e-100,
        1e-20,
        1e-16,
        1e-10,
        1e-8,
        1e-5,
        1e-3,
        0.1,
        0.25,
        0.5,
        1.0,
        1.5,
        2.0,
        3.0,
        5.0,
    ),
    *(
        6.25,
        8.0,
        8.3,
        10.0,
        14.0,
        17.5,
        18.4,
        19.1,
        20.0,
        26.5,
        27.2,
        30.0,
        36.0,
        36.7,
        37.5,
        38.4,
        38.6,
        40.0,
        50.0,
    ),
    *(
        88.7,
        100.0,
        354.8,
        355.0,
        372.5,
        500.0,
        700.0,
        709.0,
        709.78,
        709.79,
        710.5,
        744.4,
        745.13,
        745.14,
        746.0,
        750.0,
    ),
    *(800.0, 1000.0, 1e4, 1e5, 1e10, 1e16, 1e50, 1e100, 1.3e154, 1.4e154, 1e200, 1e300, 1.79e308),
)
_TINY = (5e-324, 1e-323, 1e-310, 2.2250738585072009e-308, 2.2250738585072014e-308, 1.1102230246251565e-16)


class Inputs(Protocol):
    """What an argument may be."""

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> Any:
        """Return one input; `sizes` holds the lengths d, n, K that arguments share."""


@dataclass(frozen=True)
class Real:
    """A real number: every edge of float64 between `low` and `high`, points around `near`, and many scales."""

    low: float = -np.inf
    high: float = np.inf
    near: tuple[float, ...] = (0.0, -1.0, 1.0)

    def grid(self, rng: np.random.Generator) -> np.ndarray:
        """Return the numbers, each once."""
        edges = np.array([*_TINY, *_EDGES])
        largest = np.finfo(float).max
        around = [p + k * np.spacing(p) for p in self.near for k in (-2, -1, 0, 1, 2)]
        scales = 10.0 ** rng.uniform(-323, 308, 70) * rng.choice([-1, 1], 70)
        found = [
            np.array([0.0, -0.0, largest, -largest, np.inf, -np.inf, *around]),
            *(edges, -edges, rng.uniform(-10, 10, 80), rng.uniform(-40, 40, 60), rng.uniform(-760, 760, 60)),
            *(scales, rng.uniform(-1, 1, 40)),
        ]
        grid = np.concatenate(found)
        return grid[(self.low <= grid) & (grid <= self.high)]

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> float:
        """Return one moderate number; where numbers meet arrays, the edges are in the arrays."""
        return float(np.clip(_moderate(rng, (), flavour), self.low, self.high))


@dataclass(frozen=True)
class Choice:
    """One of a few values, such as slopes or the names of formulas that define a function."""

    values: tuple[Any, ...]

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> Any:
        """Return one of them."""
        return self.values[int(rng.integers(len(self.values)))]


@dataclass(frozen=True)
class Vector:
    """A vector of a shared length: many scales and zeros.

    `wild` ones have ties, huge gaps, a common offset, values up to 1e308; `plain` ones are of the size of 1.
    """

    length: str
    wild: bool = False
    plain: bool = False

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return one vector."""
        shape = (sizes[self.length],)
        if self.wild:
            return _wild(rng, shape, flavour)
        return _moderate(rng, shape, 0 if self.plain else flavour)


@dataclass(frozen=True)
class Matrix:
    """A matrix with shared numbers of rows and columns."""

    rows: str
    columns: str
    plain: bool = False

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return one matrix."""
        return _moderate(rng, (sizes[self.rows], sizes[self.columns]), 0 if self.plain else flavour)


def cases(
    name: str, arguments: Mapping[str, Inputs], count: int, least: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the inputs of a formula, by argument.

    One real number (beside choices) is walked over its whole grid; otherwise `count` random inputs are drawn.
    `least` maps a length to another one that it must exceed.
    """
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    real = [key for key, inputs in arguments.items() if isinstance(inputs, Real)]
    if len(real) == 1 and all(isinstance(inputs, Real | Choice) for inputs in arguments.values()):
        return list(_product(rng, arguments))
    found = []
    for number in range(count):
        sizes = _Sizes(rng, number)
        for long, short in least.items():
            sizes[long] = sizes[short] + 1 + int(rng.integers(6))
        found.append({key: inputs.draw(rng, sizes, number) for key, inputs in arguments.items()})
    return found


class _Sizes(dict[str, int]):
    """Lengths between 1 and 6, drawn when first asked for."""

    def __init__(self, rng: np.random.Generator, number: int) -> None:
        self.rng, self.number = rng, number

    def __missing__(self, key: str) -> int:
        self[key] = 1 + int(self.rng.integers(6))
        return self[key]


def _product(rng: np.random.Generator, arguments: Mapping[str, Inputs]) -> Iterator[dict[str, Any]]:
    axes = []
    for inputs in arguments.values():
        assert isinstance(inputs, Real | Choice)
        axes.append([float(x) for x in inputs.grid(rng)] if isinstance(inputs, Real) else inputs.values)
    for values in itertools.product(*axes):
        yield dict(zip(arguments, values, strict=True))


def _moderate(rng: np.random.Generator, shape: tuple[int, ...], flavour: int) -> np.ndarray:
    """Return numbers whose products do not overflow: normal, whole, over twelve decades, some zeros."""
    found = rng.normal(size=shape)
    if flavour % 4 == 1:
        found = rng.integers(-3, 4, shape).astype(float)
    elif flavour % 4 == 2:
        found = found * 10.0 ** rng.uniform(-6, 6, shape)
    elif flavour % 4 == 3:
        found = np.where(rng.random(shape) < 0.3, 0.0, found)
    return found


def _wild(rng: np.random.Generator, shape: tuple[int, ...], flavour: int) -> np.ndarray:
    """Return scores as a softmax may meet them."""
    found = rng.normal(size=shape) * 10.0 ** rng.uniform(-3, 3)
    if flavour % 6 == 1:
        found = rng.integers(-2, 3, shape).astype(float)
    elif flavour % 6 == 2:
        found = found + rng.choice([-1e3, 1e3, 1e10, -1e15])
    elif flavour % 6 == 3:
        found = rng.uniform(-760, 760, shape)
    elif flavour % 6 == 4:
        found = rng.choice([-1, 1], shape) * 10.0 ** rng.uniform(-320, 308, shape)
    return found
