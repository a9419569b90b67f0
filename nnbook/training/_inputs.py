"""What `fit` is given, made ready for the loop: the loss, the first parameters, the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.batching import minibatches
from nnbook.layers import Layer, Parameters, Randomness, stack
from nnbook.losses import LOSSES

__all__ = ["Data", "Objective", "batches", "population_of", "start"]


# The loss


@dataclass(frozen=True)
class Objective:
    """A loss, as the loop needs it."""

    value: Callable[[Array, Array], Array]
    value_and_gradient: Callable[[Array, Array], tuple[Array, Array]]
    is_sum: bool
    takes_labels: bool

    @classmethod
    def of(cls, loss: Any) -> Objective:
        """Look up a loss by name or function, keep the options of a partial, or take a function of the caller's."""
        options = loss.keywords if isinstance(loss, partial) else {}
        function = loss.func if isinstance(loss, partial) else loss
        name = function if isinstance(function, str) else getattr(function, "__name__", "")
        name = name.removesuffix("_value_and_gradient")
        if name in LOSSES and function in (name, LOSSES[name].function, LOSSES[name].value_and_gradient):
            reduction = options.get("reduction", "mean")
            if reduction == "none":
                raise ValueError("fit expected a loss with reduction 'mean' or 'sum', got 'none'")
            value = partial(LOSSES[name].function, **options)
            both = partial(LOSSES[name].value_and_gradient, **options)
            return cls(
                value,
                both if options else LOSSES[name].value_and_gradient,
                reduction == "sum",
                name == "cross_entropy",
            )
        if isinstance(function, str) or not callable(loss):
            raise ValueError(f"fit expected a loss, such as {', '.join(sorted(LOSSES))}, got {loss!r}")
        return cls(lambda prediction, target: loss(prediction, target)[0], loss, False, True)


# The parameters


def start(
    network: Layer,
    params_or_rng: Parameters | Generator,
    population: int | None,
    rng: Randomness,
    dtype: Any,
) -> tuple[dict[str, Array], Randomness]:
    """Return the first parameters, and the generator that orders the batches, of a population one for each."""
    if isinstance(params_or_rng, Generator):
        if rng is not None:
            raise TypeError(
                "fit expected rng only beside parameters; here the second argument is a generator"
            )
        if population is None:
            return network.init(params_or_rng, dtype=dtype), params_or_rng
        size = _checks.whole_number(population, "fit", what="population")
        children = params_or_rng.spawn(size)
        return stack([network.init(child, dtype=dtype) for child in children]), children
    if not isinstance(params_or_rng, Mapping):
        raise TypeError(f"fit expected parameters or a NumPy Generator to draw them, got {params_or_rng!r}")
    params = {name: np.asarray(array) for name, array in params_or_rng.items()}
    size_ = population_of(network, params)
    if population not in (None, size_):
        held = "one network" if size_ is None else f"a population of {size_}"
        raise ValueError(f"fit expected parameters of a population of {population}, got those of {held}")
    if isinstance(rng, Generator) and size_ is not None:
        return params, rng.spawn(size_)
    if isinstance(rng, Sequence) and len(rng) != size_:
        raise ValueError(f"fit expected one generator for each network of {size_}, got {len(rng)}")
    return params, rng


def population_of(network: Layer, params: Parameters) -> int | None:
    """Return how many networks the parameters hold, or None for one without a population's axis."""
    for name, shape in network.shapes.items():
        if name in params and params[name].ndim == len(shape) + 1:
            return len(params[name])
    return None


# The data


@dataclass(frozen=True)
class Data:
    """Samples and targets, shared by all networks or with an axis over them in front."""

    X: Array
    y: Array
    per_network: bool

    @classmethod
    def of(
        cls, X: ArrayLike, y: ArrayLike, network: Layer, params: Parameters, objective: Objective, name: str
    ) -> Data:
        """Check samples and targets, in the precision of the parameters."""
        precision = np.result_type(*(a.dtype for a in params.values() if a.dtype.kind == "f"), np.float32)
        X = _checks.finite(X, "fit", what=f"{name}X").astype(precision, copy=False)
        y = np.asarray(y)
        if not (objective.takes_labels and y.dtype.kind in "biu"):
            y = _checks.finite(y, "fit", what=f"{name}y").astype(precision, copy=False)
        size = population_of(network, params)
        per_network = size is not None and X.ndim == 3 and len(X) == size and y.shape[:2] == X.shape[:2]
        samples = X.shape[1:] if per_network else X.shape
        targets = y.shape[1:] if per_network else y.shape
        if len(samples) < 2:
            hint = "; write X[:, None] for a single feature" if X.ndim == 1 else ""
            raise ValueError(f"fit expected {name}X of shape (n, d), one sample per row, got {X.shape}{hint}")
        if samples[0] == 0:
            raise ValueError(f"fit expected at least one sample, got {name}X of shape {X.shape}")
        if targets[:1] != samples[:1]:
            raise ValueError(
                f"fit expected one target for each of the {samples[0]} samples of {name}X, got {name}y of "
                f"shape {y.shape}"
            )
        if len(targets) == 1 and network.width[1] == 1 and y.dtype.kind == "f":
            y = y[..., None]
        if per_network:
            X, y = np.ascontiguousarray(X), np.ascontiguousarray(y)
        return cls(X, y, per_network)

    @property
    def n(self) -> int:
        """The number of samples that one network sees."""
        return self.X.shape[1 if self.per_network else 0]

    def take(self, rows: Any) -> tuple[Array, Array]:
        """Return a batch: the same rows for all networks, or those of each, shape (S, B)."""
        if isinstance(rows, slice):
            return self.X, self.y
        X, y = self.X, self.y
        if self.per_network:  # the samples of all networks below each other, which take reads fastest
            rows = rows + self.n * np.arange(len(X))[:, None]
            X, y = (a.reshape(-1, *a.shape[2:]) for a in (X, y))
        return X.take(rows, axis=0), y.take(rows, axis=0)


def batches(n: int, batch_size: int | None, rng: Randomness) -> Iterator[tuple[Any, int]]:
    """Yield the rows of each batch of one epoch, and how many they are."""
    if batch_size is None or batch_size >= n:
        yield slice(None), n
        return
    if rng is None:
        raise TypeError(
            "fit expected rng to order the batches: pass rng=np.random.default_rng(0), or batch_size=None for all "
            "samples at once"
        )
    if isinstance(rng, Generator):
        for rows in minibatches(n, batch_size, rng):
            yield rows, len(rows)
        return
    order = np.stack([next(minibatches(n, n, child)) for child in rng])
    for first in range(0, n, batch_size):
        rows = order[:, first : first + batch_size]
        yield rows, rows.shape[1]
