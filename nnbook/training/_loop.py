"""The loop itself: one epoch is a pass over the batches, one step is forward, loss, backward, update."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array
from nnbook.layers import Layer, Parameters, Randomness
from nnbook.optimizers import Optimizer, OptimizerState, clip_by_global_norm
from nnbook.regularization import EarlyStopping
from nnbook.schedules import Schedule
from nnbook.training._inputs import Data, Objective, batches

__all__ = ["Best", "Loop"]

Params = dict[str, Array]


@dataclass
class Loop:
    """A training under way: of one network, or of a population, where each can stop by itself."""

    network: Layer
    objective: Objective
    optimizer: Optimizer
    batch_size: int | None
    schedule: Schedule | None
    per_batch: bool
    penalty: Callable[[Parameters], tuple[Any, Parameters]] | None
    max_norm: float | None
    rng: Randomness
    params: Params
    learning: Array
    state: OptimizerState = field(init=False)
    before: Params = field(init=False)
    diverged: Array = field(init=False)
    stopped: Array | None = None
    epochs: int = 0

    def __post_init__(self) -> None:
        self.state = self.optimizer.init(self.params)
        self.before = self.params
        self.diverged = np.zeros_like(self.learning)

    def epoch(self, data: Data) -> Array:
        """Go through the data once; return the loss of each network that learned to the end of the epoch."""
        total: Any = 0.0 if self.learning.ndim == 0 else np.zeros(self.learning.shape)
        for rows, count in batches(data.n, self.batch_size, self.rng):
            value = self.step(*data.take(rows))
            total = total + (value if self.objective.is_sum else value * count)
        self.epochs += 1
        return np.where(self.learning, total if self.objective.is_sum else total / data.n, np.nan)

    def step(self, X: Array, y: Array) -> Any:
        """Learn from one batch; return its loss before the update."""
        forward = self.network.forward(self.params, X, train=True, rng=self.rng)
        value: Any
        value, gradient = self.objective.value_and_gradient(forward.value, y)
        if self.learning.ndim == 0:
            value = float(value)  # of one network: in double precision, and faster to add
        if not (math.isfinite(value) if self.learning.ndim == 0 else np.isfinite(value).all()):
            self.set_back(np.isfinite(value))
        _, grads = forward.pullback(gradient, wrt_input=False)
        if self.penalty:
            grads |= {name: grads[name] + grad for name, grad in self.penalty(self.params)[1].items()}
        if self.max_norm:
            grads, _ = clip_by_global_norm(grads, self.max_norm, population=self.learning.ndim == 1)
        params, self.state = self.optimizer.update(
            self.params, grads, self.state, factor=self.factor, in_place=True
        )
        params |= forward.buffers
        if self.stopped is not None:
            keep(self.stopped, self.params, params)
        self.before, self.params = self.params, params
        return value

    @property
    def factor(self) -> float:
        """What the schedule makes of the learning rate now."""
        if self.schedule is None:
            return 1.0
        return self.schedule(self.state.step if self.per_batch else self.epochs)

    def copy(self) -> Params:
        """Return the parameters as arrays that further steps leave alone."""
        return {name: array.copy() for name, array in self.params.items()}

    def set_back(self, finite: Array) -> None:
        """Freeze the networks whose loss is no longer finite, at their last parameters with a finite loss."""
        lost = self.learning & ~finite
        keep(lost, self.before, self.params)
        self.diverged = self.diverged | lost
        self.stop(lost)

    def stop(self, networks: Array) -> None:
        """Let these networks learn no longer."""
        self.learning = self.learning & ~networks
        self.stopped = None if self.learning.all() else ~self.learning


@dataclass
class Best:
    """The best epoch so far of each network."""

    rule: EarlyStopping
    params: Params
    value: Any = field(init=False)
    epoch: Any = 0
    waited: Any = 0

    def __post_init__(self) -> None:
        self.value = self.rule.worst

    def see(self, epoch: int, value: ArrayLike, params: Params) -> Any:
        """Take note of an epoch; return which networks have waited long enough."""
        improved = self.rule.better(value, self.value)
        self.params = choose(np.asarray(improved), params, self.params)
        self.value = np.where(improved, value, self.value)
        self.epoch = np.where(improved, epoch, self.epoch)
        self.waited = np.where(improved, 0, self.waited + 1)
        return self.rule.exhausted(self.waited)


def keep(networks: Array, these: Params, over: Params) -> None:
    """Write the parameters of some networks over those of others, in place."""
    for name, array in over.items():
        if array is not these[name]:
            array[networks] = these[name][networks]


def choose(networks: Array, these: Params, those: Params) -> Params:
    """Return copies of the parameters of some networks from one dictionary, of the others from another one."""
    return {
        name: np.where(
            networks.reshape(networks.shape + (1,) * (array.ndim - networks.ndim)), array, those[name]
        )
        for name, array in these.items()
    }
