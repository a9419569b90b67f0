"""Batches: which samples a step sees, and in which units it sees them.

The chapter *Training and batching* teaches them.  Nothing here holds data: samples are chosen by arrays of
their indices, ``X[batch]`` and ``y[batch]``, so any number of arrays can be cut in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array

__all__ = ["Standardizer", "minibatches", "random_split"]


# Which samples


def minibatches(
    n: int, batch_size: int, rng: Generator | None = None, *, shuffle: bool = True, drop_last: bool = False
) -> Iterator[Array]:
    """Cut one epoch into batches: arrays of indices that together hold each of 0, …, n − 1 once.

    Call it again for the next epoch, with the same `rng`, which then shuffles anew.

    Parameters
    ----------
    n : int
        The number of samples.
    batch_size : int
        Samples in a batch.  The last batch holds what is left, which may be fewer; a size above `n` gives one
        batch of all samples.
    rng : numpy.random.Generator, optional
        The source of randomness; needed only for shuffling.
    shuffle : bool, default True
        Draw a new order, or keep 0, …, n − 1.
    drop_last : bool, default False
        Leave out the last batch if it is short.  Its samples are then not seen in this epoch.

    Returns
    -------
    iterator of ndarray
        Index arrays of shape (batch_size,), the last one perhaps shorter.

    Raises
    ------
    TypeError
        If `n` or `batch_size` is not a whole number, or `rng` is missing or no generator.
    ValueError
        If `n` or `batch_size` is below 1, or `drop_last` would leave out every sample.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import minibatches
    >>> rng = np.random.default_rng(0)
    >>> for epoch in range(2):
    ...     print([batch.tolist() for batch in minibatches(7, 3, rng)])
    [[2, 4, 3], [6, 5, 0], [1]]
    [[5, 2, 4], [6, 1, 0], [3]]
    """
    n = _checks.whole_number(n, "minibatches", what="n")
    size = _checks.whole_number(batch_size, "minibatches", what="batch_size")
    if drop_last and size > n:
        raise ValueError(
            f"minibatches expected a batch_size of at most n = {n} with drop_last, got {size}: "
            "the only batch is short, and would be dropped"
        )
    order = _checks.generator(rng, "minibatches").permutation(n) if shuffle else np.arange(n)
    end = n - n % size if drop_last else n
    return (order[start : start + size] for start in range(0, end, size))


def random_split(n: int, fractions: Sequence[float], rng: Generator) -> list[Array]:
    """Deal n samples at random into parts, such as training, validation and test: every index to one part.

    Each part gets its fraction of `n` rounded down; the samples that are left go one by one to the first
    parts, as in ``torch.utils.data.random_split``.

    Parameters
    ----------
    n : int
        The number of samples.
    fractions : sequence of float
        The share of each part, above 0; together they are 1.
    rng : numpy.random.Generator
        The source of randomness.

    Returns
    -------
    list of ndarray
        One array of indices for each part, in random order.

    Raises
    ------
    TypeError
        If `n` is not a whole number, `fractions` are not numbers, or `rng` is no generator.
    ValueError
        If `n` is below 1, the fractions do not add up to 1, one is not above 0, or a part would be empty.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import random_split
    >>> train, validation, test = random_split(150, (0.6, 0.2, 0.2), np.random.default_rng(0))
    >>> len(train), len(validation), len(test)
    (90, 30, 30)
    >>> sorted([*train, *validation, *test]) == list(range(150))
    True
    """
    n = _checks.whole_number(n, "random_split", what="n")
    shares = _checks.finite(fractions, "random_split", what="fractions")
    if shares.ndim != 1 or (shares <= 0).any() or not math.isclose(shares.sum(), 1):
        raise ValueError(
            "random_split expected fractions above 0 that add up to 1, such as (0.8, 0.2), "
            f"got {shares.tolist()}"
        )
    sizes = np.floor(n * shares).astype(int)
    sizes[: n - sizes.sum()] += 1
    if not sizes.all():
        raise ValueError(
            f"random_split expected at least one sample for each part, got {sizes.tolist()} of n = {n}"
        )
    order = _checks.generator(rng, "random_split").permutation(n)
    return np.split(order, sizes.cumsum()[:-1])


# In which units


@dataclass(frozen=True, eq=False)
class Standardizer:
    """Measure every feature from its mean, in standard deviations: (x − μ) / σ.

    ``Standardizer.fit(X)`` takes μ and σ of the samples X (n, d), calling the result standardises samples of
    shape (..., d) in their own precision, and ``inverse`` takes them back.
    Fit it on the training samples alone, and hand validation and test samples through the same object:
    statistics that saw the test samples leak them into training.
    NaN is refused by ``fit``, whose result it would spoil, and stays NaN in a call.

    Parameters
    ----------
    mean : array_like, shape (d,)
        μ, the mean of each feature.
    scale : array_like, shape (d,)
        σ, the standard deviation of each feature (with 1/n), or 1 for a feature that does not vary.

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    ValueError
        If they are not finite, are not both of shape (d,), or a scale is not positive.

    Examples
    --------
    >>> from nnbook import Standardizer
    >>> standardize = Standardizer.fit([[1, 10], [3, 10]])
    >>> standardize.mean, standardize.scale
    (array([ 2., 10.]), array([1., 1.]))
    >>> standardize([[1, 10], [3, 10], [5, 11]])
    array([[-1.,  0.],
           [ 1.,  0.],
           [ 3.,  1.]])
    >>> standardize.inverse([[-1, 0]])
    array([[ 1., 10.]])
    """

    mean: Array
    scale: Array

    def __post_init__(self) -> None:
        for name in ("mean", "scale"):  # float64 and a copy of its own, so that nobody changes it later
            value = _checks.finite(getattr(self, name), "Standardizer", what=name).astype(np.float64)
            value.flags.writeable = False
            object.__setattr__(self, name, value)
        if self.mean.ndim != 1 or self.scale.shape != self.mean.shape:
            raise ValueError(
                "Standardizer expected mean and scale of shape (d,), "
                f"got shapes {self.mean.shape} and {self.scale.shape}"
            )
        if (self.scale <= 0).any():
            raise ValueError(f"Standardizer expected a positive scale, got {self.scale.min():g}")

    @classmethod
    def fit(cls, X: ArrayLike) -> Self:
        """Take mean and standard deviation of every feature, in float64 and in two passes.

        The mean of the squares minus the square of the mean would need one pass, and lose every digit of a
        feature whose mean is large: around 10⁹ it can come out negative.

        Parameters
        ----------
        X : array_like, shape (n, d)
            The training samples; not a single NaN, which would make its whole feature NaN.

        Returns
        -------
        Standardizer
            The rule that gives these samples mean 0 and variance 1.

        Raises
        ------
        TypeError
            If `X` does not hold real numbers.
        ValueError
            If `X` is not of shape (n, d), is empty, or holds NaN or infinity.
        """
        X = _checks.finite(X, "Standardizer.fit", what="X").astype(np.float64, copy=False)
        if X.ndim != 2 or X.size == 0:
            hint = "; write X[:, None] for a single feature" if X.ndim == 1 else ""
            raise ValueError(
                f"Standardizer.fit expected X of shape (n, d), one sample per row, got shape {X.shape}{hint}"
            )
        shifted = X - X[0]  # exactly 0 where a feature is constant
        largest = np.abs(shifted).max(axis=0)
        unit = np.where(largest == 0, 1, largest)  # or squares of tiny differences would round to 0
        part = shifted / unit
        scale = unit * np.sqrt(((part - part.mean(axis=0)) ** 2).mean(axis=0))
        return cls(X[0] + unit * part.mean(axis=0), np.where(scale == 0, 1, scale))

    def __call__(self, X: ArrayLike) -> Array:
        """Return (X − μ) / σ in the precision of `X`, with any number of axes before the features.

        NaN stays NaN.

        Parameters
        ----------
        X : array_like, shape (..., d)
            Samples.

        Returns
        -------
        ndarray
            The same samples, standardised.

        Raises
        ------
        TypeError
            If `X` does not hold real numbers.
        ValueError
            If it has another number of features.
        """
        X = self._features(X, "Standardizer", "X")
        return ((X - self.mean) / self.scale).astype(X.dtype, copy=False)

    def inverse(self, Z: ArrayLike) -> Array:
        """Return Z σ + μ in the precision of `Z`: standardised samples in their own units again.

        Parameters
        ----------
        Z : array_like, shape (..., d)
            Standardised samples.

        Returns
        -------
        ndarray
            Samples in the units of the features.

        Raises
        ------
        TypeError
            If `Z` does not hold real numbers.
        ValueError
            If it has another number of features.
        """
        Z = self._features(Z, "Standardizer.inverse", "Z")
        return (Z * self.scale + self.mean).astype(Z.dtype, copy=False)

    def _features(self, value: ArrayLike, who: str, name: str) -> Array:
        array = _checks.numbers(value, who, what=name, real=True)
        d = len(self.mean)
        if array.shape[-1:] != (d,):
            raise ValueError(
                f"{who} expected {name} with {d} feature{'s' * (d != 1)} along its last axis, "
                f"got shape {array.shape}"
            )
        return array
