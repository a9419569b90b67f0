"""Columns of units, too tall ones with dots in the middle."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nnbook.plots.networks._arguments import Array


@dataclass
class Column:
    """A column of units: how many there are, which are drawn, and what happens to their values."""

    units: int
    most: int
    notes: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[int]:
        """The units that are drawn: all, or the first and the last ones."""
        if self.units <= self.most:
            return list(range(self.units))
        below = (self.most - 1) // 2
        return [*range(self.most - 1 - below), *range(self.units - below, self.units)]

    @property
    def heights(self) -> Array:
        """Where they stand, from the top; the place of the dots is left free."""
        elided = self.units > self.most
        places = np.arange(len(self.shown) + elided, dtype=float)
        places = (len(places) - 1) / 2 - places
        return np.delete(places, self._gap) if elided else places

    @property
    def dots(self) -> float | None:
        """The place of the dots that stand for the other units."""
        return (self.most - 1) / 2 - self._gap if self.units > self.most else None

    @property
    def _gap(self) -> int:
        return self.most - 1 - (self.most - 1) // 2
