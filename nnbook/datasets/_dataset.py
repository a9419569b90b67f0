"""A data set: samples, targets, and what the numbers mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nnbook._checks import Array

__all__ = ["Dataset"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Samples and targets with their names; unpacks as ``X, y``.

    The arrays belong to the caller: every data set is made anew.
    """

    X: Array
    """Samples (n, d), one per row."""
    y: Array
    """Targets (n,): classes 0, …, K − 1 as whole numbers, or numbers."""
    feature_names: tuple[str, ...]
    """The d columns of X."""
    target_names: tuple[str, ...]
    """The K classes, or the one number that y holds."""
    description: str
    """What it is, in a sentence."""
    image_shape: tuple[int, int] | None = None
    """Height and width where a sample is an image, so that ``X[i].reshape(image_shape)`` shows it."""

    def __post_init__(self) -> None:
        if self.X.ndim != 2 or self.y.shape != self.X.shape[:1]:
            raise ValueError(
                f"Dataset expected X of shape (n, d) and y of shape (n,), got {self.X.shape} and {self.y.shape}"
            )

    def __iter__(self) -> Iterator[Array]:
        yield self.X
        yield self.y

    def __repr__(self) -> str:
        n, d = self.X.shape
        return f"Dataset({n} samples, {d} features, target {' | '.join(self.target_names)})"
