"""What every initializer takes, and how it is checked."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook import _checks
from nnbook._checks import Array

P = ParamSpec("P")


class Initializer(Protocol[P]):
    """A function that makes the first weights."""

    __name__: str

    def __call__(
        self, rng: Generator, shape: int | Iterable[int], *args: P.args, **kwargs: P.kwargs
    ) -> Array:
        """Return weights of this shape."""


def initializer(f: Callable[Concatenate[Generator, tuple[int, ...], P], Array]) -> Initializer[P]:
    """Check the generator, the shape and the options, so that the body of `f` is the mathematics."""
    maths: Any = f

    @wraps(f)
    def checked(rng: Generator, shape: int | Iterable[int], *args: P.args, **kwargs: P.kwargs) -> Array:
        who = f.__name__
        _checks.generator(rng, who)
        sizes = checked_sizes(shape, who)
        options = {
            name: _OPTIONS[name](value, who, what=name) if name in _OPTIONS else value
            for name, value in kwargs.items()
        }
        return maths(rng, sizes, *args, **options)

    return checked


def checked_sizes(shape: int | Iterable[int], who: str) -> tuple[int, ...]:
    try:
        sizes = tuple(map(operator.index, shape if isinstance(shape, Iterable) else (shape,)))
    except TypeError:
        raise TypeError(f"{who} expected whole numbers as shape, such as (10, 64), got {shape!r}") from None
    if not sizes or min(sizes) < 1:
        raise ValueError(f"{who} expected a shape of one or more sizes of at least 1, got {sizes}")
    return sizes


def _precision(value: DTypeLike, who: str, *, what: str) -> DTypeLike:
    try:
        known = value is not None and np.dtype(value) in (np.float32, np.float64)
    except TypeError:
        known = False
    if not known:
        raise TypeError(f"{who} expected np.float32 or np.float64 as {what}, got {value!r}")
    return value


def _mode(value: str, who: str, *, what: str) -> str:
    if value not in ("fan_in", "fan_out"):
        raise ValueError(f"{who} expected 'fan_in' or 'fan_out' as {what}, got {value!r}")
    return value


def _fan_in(value: int | None, who: str, *, what: str) -> int | None:
    return None if value is None else _checks.whole_number(value, who, what=what)


_OPTIONS: Mapping[str, Callable[..., Any]] = {
    "dtype": _precision,
    "fan_in": _fan_in,
    "gain": _checks.positive,
    "high": _checks.number,
    "low": _checks.number,
    "mean": _checks.number,
    "mode": _mode,
    "std": _checks.positive,
    "value": _checks.number,
}
