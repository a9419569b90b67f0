"""One curve of a training, read from a column of its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnbook.plots.networks._arguments import Array

WHO = "learning_curves"
Table: TypeAlias = Mapping[str, ArrayLike]


@dataclass(frozen=True)
class Curve:
    """The median over the networks, with its band, or the curve of a single network."""

    name: str
    color: str
    dashes: Any
    epochs: Array
    middle: Array
    band: tuple[Array, Array] | None

    def draw(self, ax: Axes) -> None:
        marker = "o" if self.epochs.size == 1 else None
        ax.plot(self.epochs, self.middle, color=self.color, linestyle=self.dashes, marker=marker)
        if self.band is not None:
            ax.fill_between(self.epochs, *self.band, color=self.color, alpha=0.2, linewidth=0)

    def at(self, epoch: float) -> tuple[float, float]:
        """Return the point of the curve at this epoch, or at the nearest one."""
        place = int(np.abs(self.epochs - epoch).argmin())
        return float(self.epochs[place]), float(self.middle[place])

    @property
    def lowest(self) -> float:
        return float(self.epochs[self.middle.argmin()])


def read_curve(table: Table, column: str, name: str, color: str, dashes: Any) -> Curve:
    """Read a column, and take median and band of a population."""
    if column not in table:
        raise ValueError(f"{WHO} expected a column {column!r}, got {', '.join(map(str, table)) or 'none'}")
    values = np.asarray(table[column], dtype=np.float64)
    if values.ndim not in (1, 2):
        raise ValueError(f"{WHO} expected {column} of shape (epochs,) or (epochs, S), got {values.shape}")
    if np.isinf(values).any():
        raise ValueError(f"{WHO} expected finite values in {column!r}, got infinity")
    epochs = np.asarray(table.get("epoch", np.arange(1, len(values) + 1)), dtype=np.float64)
    if epochs.shape != values.shape[:1]:
        raise ValueError(f"{WHO} expected one {column} per epoch, got {len(values)} for {epochs.size} epochs")
    trained = ~np.isnan(values.reshape(len(values), -1)).all(axis=1)
    if not trained.any():
        raise ValueError(f"{WHO} expected at least one number in {column!r}, got none")
    values, epochs = values[trained], epochs[trained]
    if values.ndim == 1:
        return Curve(name, color, dashes, epochs, values, None)
    low, middle, high = np.nanquantile(values, [0.1, 0.5, 0.9], axis=1)
    return Curve(name, color, dashes, epochs, middle, (low, high))
