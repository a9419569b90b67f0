"""What training leaves behind: the parameters, and a table with one row per epoch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array

__all__ = ["DivergenceError", "Fit", "History"]


class History(Mapping[str, Array]):
    """A table of the training: columns by name, one entry per epoch.

    A column of a population has one entry per epoch and network, shape (epochs, S).  It is a mapping of arrays
    of equal length, so ``pandas.DataFrame(dict(history))`` takes that of a single network as it is.

    Parameters
    ----------
    columns : mapping of str to array_like
        The values by column name.

    Raises
    ------
    ValueError
        If the columns are not equally long.

    Examples
    --------
    >>> from nnbook import History
    >>> history = History({"epoch": [1, 2], "loss": [0.5, 0.25]})
    >>> history["loss"]
    array([0.5 , 0.25])
    >>> print(history)
    epoch      loss
        1       0.5
        2      0.25
    """

    def __init__(self, columns: Mapping[str, ArrayLike]) -> None:
        self._columns = {name: np.asarray(column) for name, column in columns.items()}
        lengths = {name: len(column) for name, column in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"History expected columns of equal length, got {lengths}")

    def __getitem__(self, name: str) -> Array:
        if name not in self._columns:
            raise KeyError(f"the history has the columns {', '.join(self._columns)}, not {name}")
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def epochs(self) -> int:
        """How many epochs there were."""
        return max(map(len, self._columns.values()), default=0)

    def member(self, index: int) -> History:
        """Return the table of one network of a population, up to the epoch in which it stopped.

        Parameters
        ----------
        index : int
            Which network.

        Returns
        -------
        History
            Its own table.

        Raises
        ------
        IndexError
            If there is no such network, or the table is that of a single one.

        Examples
        --------
        >>> from nnbook import History
        >>> both = History({"epoch": [1, 2], "loss": [[3.0, 2.0], [1.0, float("nan")]]})
        >>> both.member(1)["loss"]
        array([2.])
        """
        loss = self._columns.get("loss", np.empty(0))
        if loss.ndim < 2 or not -loss.shape[1] <= index < loss.shape[1]:
            raise IndexError(
                f"member expected a network of a population, got index {index} of loss {loss.shape}"
            )
        trained = int((~np.isnan(loss[:, index])).sum())
        return History(
            {
                name: column[:trained, index] if column.ndim > 1 else column[:trained]
                for name, column in self.items()
            }
        )

    def __repr__(self) -> str:
        return f"<History of {self.epochs} epochs: {', '.join(self)}>"

    def __str__(self) -> str:
        """Return the table, without its middle when it is long; of a population the medians over its networks."""
        widths = {name: len(name) if name == "epoch" else max(9, len(name)) + 1 for name in self}
        lines = ["".join(f"{name:>{width}}" for name, width in widths.items())]
        for epoch in range(self.epochs):
            if 10 <= epoch < self.epochs - 10:
                lines += ["     …"] * (epoch == 10)
                continue
            cells = (
                column[epoch] if column.ndim == 1 else np.nanmedian(column[epoch]) for column in self.values()
            )
            lines.append(
                "".join(f"{cell:>{width}.4g}" for cell, width in zip(cells, widths.values(), strict=True))
            )
        return "\n".join(lines)


@dataclass(frozen=True, eq=False)
class Fit:
    """The result of `fit`; it unpacks as ``params, history``.

    Parameters
    ----------
    params : dict of ndarray
        The trained parameters: the last ones, or with early stopping those of the best epoch.
    history : History
        One row per epoch.
    best_epoch : int, ndarray of int, or None
        With early stopping, the epoch that the parameters are from, counted from 1; one per network.
    diverged : bool or ndarray of bool
        Whether the loss became infinite or NaN; of a population, for each network.
    interrupted : bool
        Whether Ctrl-C ended the training early.
    """

    params: dict[str, Array]
    history: History
    best_epoch: Any = None
    diverged: Any = False
    interrupted: bool = False

    def __iter__(self) -> Iterator[Any]:
        yield self.params
        yield self.history


class DivergenceError(FloatingPointError):
    """The loss became infinite or NaN.

    Parameters
    ----------
    message : str
        When it happened, and what to try.
    result : Fit
        The parameters with the last finite loss, and the history up to the epoch before.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import SGD, DivergenceError, fit, mlp
    >>> X, y = [[1.0], [2.0]], [2.0, 4.0]
    >>> try:
    ...     fit(mlp([1, 1]), np.random.default_rng(0), X, y, loss="mean_squared_error", optimizer=SGD(9.0), epochs=999)
    ... except DivergenceError as error:
    ...     print(error.result.diverged, error.result.history["loss"][:3].round())
    True [1.00000000e+01 3.69220000e+04 1.35978544e+08]
    """

    def __init__(self, message: str, result: Fit) -> None:
        super().__init__(message)
        self.result = result

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.result)  # so that it can leave a worker process
