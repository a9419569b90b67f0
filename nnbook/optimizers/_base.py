"""What all optimizers share: parameters packed into one flat vector, and taken apart again."""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, Parameters
from nnbook._typing import Inexact

__all__ = ["Optimizer", "OptimizerState"]


Memory: TypeAlias = dict[str, Array]

Layout: TypeAlias = list[tuple[str, Any, tuple[int, ...]]]

Vector: TypeAlias = Inexact[Array, "*S P"]  # all parameters of a network; one row for each of a population


class OptimizerState(NamedTuple):
    """What an optimizer remembers from one update to the next.

    Parameters
    ----------
    step : int
        How many updates there have been.
    memory : dict of ndarray
        Averages of past gradients by their names in the rule, each a flat vector over all parameters.
    theta : ndarray
        The flat vector of the parameters after the last update, empty before the first.
    views : dict of ndarray
        The parameters that `update` returned, which are views of `theta`.
    layout : list of tuple
        Name, place in `theta` and shape of each of them.
    """

    step: int
    memory: Memory
    theta: Array
    views: dict[str, Array]
    layout: Layout


@dataclass(frozen=True)
class Optimizer(ABC):
    """A rule on flat vectors, and what all rules share: packing the parameters and taking them apart again.

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,)
        η; an array gives each network of a population its own.
    """

    learning_rate: float | tuple[float, ...] | ArrayLike

    def __post_init__(self) -> None:
        who = type(self).__name__
        rate = _checks.finite(self.learning_rate, who, what="learning_rate")
        if rate.ndim > 1 or rate.size == 0:
            raise ValueError(
                f"{who} expected one learning rate or one per network, got an array of shape {rate.shape}"
            )
        if (rate < 0).any():
            raise ValueError(f"{who} expected a learning rate of at least 0, got {rate.min():g}")
        object.__setattr__(self, "learning_rate", tuple(rate.tolist()) if rate.ndim else float(rate))

    def _at_least_zero(self, *names: str, below: float = math.inf) -> None:
        """Refuse options that are no numbers, negative, or not below a bound, and keep them as Python's.

        NumPy's own numbers would turn float32 parameters into float64.
        """
        for name in names:
            value = _checks.number(getattr(self, name), type(self).__name__, what=name)
            if not 0 <= value < below:
                bounds = "at least 0" + (f" and below {below:g}" if below < math.inf else "")
                raise ValueError(f"{type(self).__name__} expected {name} of {bounds}, got {value:g}")
            object.__setattr__(self, name, value)

    def init(self, params: Parameters) -> OptimizerState:
        """Return the state before the first update.

        Parameters
        ----------
        params : mapping of str to ndarray
            The parameters.

        Returns
        -------
        OptimizerState
            No step, nothing remembered.
        """
        return OptimizerState(0, {}, np.empty(0), {}, [])

    def update(
        self, params: Parameters, grads: Parameters, state: OptimizerState, *, factor: float = 1.0
    ) -> tuple[dict[str, Array], OptimizerState]:
        """Return the parameters after one step, and the new state.

        Parameters
        ----------
        params : mapping of str to ndarray
            The parameters.  Entries without a gradient, such as running means, are handed on as they are;
            integers become float64, and where precisions are mixed, all take the highest.
        grads : mapping of str to ndarray
            Their gradients, by the same names.
        state : OptimizerState
            What `init` or the last update returned.
        factor : float, default 1
            What a schedule multiplies the learning rate with in this step.

        Returns
        -------
        params : dict of ndarray
            New arrays; they are views of one flat vector.
        state : OptimizerState
            The new state.

        Raises
        ------
        ValueError
            If a gradient has no parameter or another shape, or there are not as many networks as learning rates.
        """
        step, memory, theta, views, layout = state
        self._check(params, grads, views or grads)
        if not views or not all(map(operator.is_, map(params.get, views), views.values())):
            names = list(views or grads)  # the first update, or parameters from elsewhere
            layout = self._layout(params, names)
            theta = self._flat(params, names)
            theta = theta if theta.dtype.kind == "f" else theta.astype(np.float64)
        g = self._flat(grads, views or grads)
        if g.dtype != theta.dtype:
            g = g.astype(theta.dtype)
        lr: Any = self.learning_rate
        if isinstance(lr, tuple):
            lr = np.array(lr, theta.dtype)[:, None]
        theta, memory = self.rule(theta, g, memory, step + 1, lr * float(factor))
        views = {name: theta[place].reshape(shape) for name, place, shape in layout}
        return {**params, **views}, OptimizerState(step + 1, memory, theta, views, layout)

    @abstractmethod
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> tuple[Vector, Memory]:
        """Return θ after step t = 1, 2, … and what to remember, given the gradient g and the learning rate."""

    def _check(self, params: Parameters, grads: Parameters, names: Parameters) -> None:
        """Refuse gradients that do not belong to the parameters."""
        if not grads or grads.keys() != names.keys():
            raise ValueError(
                f"update expected gradients of {', '.join(names) or 'some parameters'}, "
                f"got {', '.join(grads) or 'none'}"
            )
        networks = (len(self.learning_rate),) if isinstance(self.learning_rate, tuple) else ()
        for name, grad in grads.items():
            if name not in params or params[name].shape != grad.shape:
                came = f"of shape {params[name].shape}" if name in params else "missing"
                raise ValueError(
                    f"update expected parameters in the shapes of their gradients, {name} {grad.shape}, got {came}"
                )
            if networks and grad.shape[:1] != networks:
                raise ValueError(
                    f"{type(self).__name__} has {networks[0]} learning rates and expected as many "
                    f"networks, got {name} of shape {grad.shape}"
                )

    def _flat(self, arrays: Parameters, names: Iterable[str]) -> Array:
        """Return all numbers as one vector, or as one row per network where each has its learning rate."""
        if isinstance(self.learning_rate, tuple):
            return np.concatenate([arrays[name].reshape(len(arrays[name]), -1) for name in names], axis=1)
        return np.concatenate([arrays[name] for name in names], axis=None)

    def _layout(self, params: Parameters, names: Iterable[str]) -> Layout:
        """Return the place of each parameter in the flat vector, and its shape."""
        layout: Layout = []
        end = 0
        in_rows = isinstance(self.learning_rate, tuple)
        for name in names:
            shape = params[name].shape
            start, end = end, end + math.prod(shape[in_rows:])
            place = slice(start, end)
            layout.append((name, (slice(None), place) if in_rows else place, shape))
        return layout
