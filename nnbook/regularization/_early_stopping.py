"""Stopping in time."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks

__all__ = ["EarlyStopping"]


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when a figure has not improved for some epochs, and keep the parameters that were best.

    It is a rule without memory: whoever uses it keeps the best value and counts the epochs since.  So one rule
    serves all networks of a population, each with its own count.

    Parameters
    ----------
    patience : int
        How many epochs without improvement end the training.
    min_delta : float, default 0
        By how much a value must be better than the best so far to count as an improvement.
    monitor : str, default "validation_loss"
        The column of the history that is watched.
    mode : {"min", "max"}, default "min"
        Whether a small value is good, as of a loss, or a large one, as of an accuracy.

    Raises
    ------
    TypeError
        If `patience` is not a whole number, `min_delta` is not a number, or `monitor` is not a string.
    ValueError
        If `patience` is below 1, `min_delta` is negative or not finite, or `mode` is another word.

    References
    ----------
    Prechelt, L. (1998). Early stopping – but when? In Neural Networks: Tricks of the Trade, Springer, 55–69.

    Examples
    --------
    The loss of one network, epoch by epoch:

    >>> from nnbook import EarlyStopping
    >>> rule = EarlyStopping(patience=2)
    >>> best, waited = rule.worst, 0
    >>> for epoch, loss in enumerate([0.9, 0.5, 0.6, 0.7, 0.4], start=1):
    ...     improved = rule.better(loss, best)
    ...     best, waited = (loss, 0) if improved else (best, waited + 1)
    ...     if rule.exhausted(waited):
    ...         break
    >>> epoch, best
    (4, 0.5)
    """

    patience: int
    _: KW_ONLY
    min_delta: float = 0.0
    monitor: str = "validation_loss"
    mode: Literal["min", "max"] = "min"

    def __post_init__(self) -> None:
        _checks.whole_number(self.patience, "EarlyStopping", what="patience")
        if _checks.number(self.min_delta, "EarlyStopping", what="min_delta") < 0:
            raise ValueError(f"EarlyStopping expected min_delta of at least 0, got {self.min_delta:g}")
        if not isinstance(self.monitor, str):
            raise TypeError(f"EarlyStopping expected the name of a column as monitor, got {self.monitor!r}")
        if self.mode not in ("min", "max"):
            raise ValueError(f"EarlyStopping expected 'min' or 'max' as mode, got {self.mode!r}")

    @property
    def worst(self) -> float:
        """What every number is better than: the best value before the first epoch."""
        return np.inf if self.mode == "min" else -np.inf

    def better(self, new: ArrayLike, best: ArrayLike) -> Any:
        """Return where a new value is better than the best so far, by more than `min_delta`; NaN never is.

        Parameters
        ----------
        new, best : array_like
            One value, or one for each network of a population.

        Returns
        -------
        bool or ndarray of bool
            One answer for each.

        Raises
        ------
        TypeError
            If one of them is not a number.
        """
        new, best = (_checks.numbers(value, "EarlyStopping.better", real=True) for value in (new, best))
        return new < best - self.min_delta if self.mode == "min" else new > best + self.min_delta

    def exhausted(self, waited: ArrayLike) -> Any:
        """Return where the patience is used up after so many epochs without improvement.

        Parameters
        ----------
        waited : array_like of int
            The number of epochs since the last improvement, one or one for each network.

        Returns
        -------
        bool or ndarray of bool
            One answer for each.
        """
        return np.asarray(waited) >= self.patience
