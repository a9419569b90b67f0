"""Parameters as one flat vector: a step of a small network is then a few operations on whole vectors."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np

from nnbook._checks import Array, Parameters

__all__ = ["Packed"]

Layout: TypeAlias = list[tuple[str, slice, tuple[int, ...]]]

PIECE = 32_768  # numbers that fit into a fast cache together with what a rule makes of them


class Packed:
    """A flat vector θ, shape (P,), and its parts by name; or one row for each network, shape (S, P).

    Parameters
    ----------
    theta : ndarray
        All numbers.
    layout : list of tuple
        Name, place in `theta` and shape of each parameter.
    """

    __slots__ = ("layout", "shapes", "theta", "views")

    def __init__(self, theta: Array, layout: Layout) -> None:
        self.theta, self.layout = theta, layout
        self.views = {name: theta[..., place].reshape(shape) for name, place, shape in layout}
        self.shapes = [shape for _, _, shape in layout]

    def __reduce__(self) -> tuple[type[Packed], tuple[Array, Layout]]:
        return Packed, (self.theta, self.layout)  # the parts of a copy are views of the copy

    @classmethod
    def of(cls, params: Parameters, names: Iterable[str], *, in_rows: bool) -> Packed:
        """Pack copies of these parameters, integers as float64, in one precision, the highest."""
        found = _layout(params, names, in_rows=in_rows)
        theta = _flat(params, found, in_rows=in_rows)
        return cls(theta.astype(theta.dtype if theta.dtype.kind == "f" else np.float64), found)

    def like(self) -> Packed:
        """Return a vector of the same layout, for new numbers."""
        return Packed(np.empty_like(self.theta), self.layout)

    def made(self, params: Parameters) -> bool:
        """Say whether these parameters are the parts of this vector, and not others of the same names."""
        return all(map(operator.is_, map(params.get, self.views), self.views.values()))

    def fits(self, grads: Parameters) -> bool:
        """Say whether there is one gradient for each parameter, of its shape."""
        return (
            len(grads) == len(self.shapes)
            and [getattr(grads.get(name), "shape", None) for name in self.views] == self.shapes
        )

    def pieces(self, grads: Parameters) -> Iterator[tuple[Any, Array]]:
        """Yield the gradient in pieces small enough for a fast cache, and the place of each in θ."""
        theta = self.theta
        if theta.size <= PIECE:
            yield ..., self._as_theta(_flat(grads, self.layout, in_rows=theta.ndim > 1))
        elif theta.ndim > 1:
            g = self._as_theta(_flat(grads, self.layout, in_rows=True))
            for place in _cut(0, len(theta), max(1, PIECE // theta.shape[1])):
                yield place, g[place]
        else:
            for group in _groups(self.layout):
                start = group[0][1].start
                g = self._as_theta(_flat(grads, group, in_rows=False))
                for place in _cut(0, len(g), PIECE):
                    yield slice(start + place.start, start + place.stop), g[place]

    def _as_theta(self, g: Array) -> Array:
        return g if g.dtype is self.theta.dtype else g.astype(self.theta.dtype)


def _layout(params: Parameters, names: Iterable[str], *, in_rows: bool) -> Layout:
    """Return where each parameter lies in the flat vector, and its shape."""
    found: Layout = []
    end = 0
    for name in names:
        shape = params[name].shape
        start, end = end, end + math.prod(shape[in_rows:])
        found.append((name, slice(start, end), shape))
    return found


def _flat(arrays: Parameters, layout: Layout, *, in_rows: bool) -> Array:
    """Return all numbers as one vector, or as one row for each network."""
    if in_rows:
        return np.concatenate([arrays[name].reshape(shape[0], -1) for name, _, shape in layout], axis=1)
    if len(layout) == 1:
        return arrays[layout[0][0]].reshape(-1)
    return np.concatenate([arrays[name].reshape(-1) for name, _, _ in layout])


def _groups(layout: Layout) -> list[Layout]:
    """Put neighbours together as long as they make at most one piece; a large parameter stays alone."""
    groups: list[Layout] = []
    start = 0
    for entry in layout:
        if not groups or entry[1].stop - start > PIECE:
            groups.append([])
            start = entry[1].start
        groups[-1].append(entry)
    return groups


def _cut(start: int, stop: int, size: int) -> Iterator[slice]:
    return (slice(i, min(i + size, stop)) for i in range(start, stop, size))
