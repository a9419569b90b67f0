"""What all optimizers share: a rule on flat vectors, and one update of named parameters by it."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, Parameters
from nnbook._typing import Inexact
from nnbook.optimizers._packed import Packed

__all__ = ["Optimizer", "OptimizerState"]


Memory: TypeAlias = dict[str, Array]

Vector: TypeAlias = Inexact[Array, "*S P"]  # all parameters of a network; one row for each of a population


class OptimizerState(NamedTuple):
    """What an optimizer remembers from one update to the next.

    Parameters
    ----------
    step : int
        How many updates there have been.
    memory : dict of ndarray
        Averages of past gradients by their names in the rule, each a flat vector over all parameters.
    packed : Packed or None
        The flat vector of the parameters after the last update, None before the first.
    spare : Packed or None
        The one before, where an update in place may write over it.
    in_place : bool
        Whether the last update was in place, so that the next one may be.
    """

    step: int
    memory: Memory
    packed: Packed | None = None
    spare: Packed | None = None
    in_place: bool = False


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
        return OptimizerState(0, {})

    def update(
        self,
        params: Parameters,
        grads: Parameters,
        state: OptimizerState,
        *,
        factor: float = 1.0,
        in_place: bool = False,
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
        in_place : bool, default False
            Whether to write over the arrays of earlier updates in place, which saves time and memory.  The
            parameters handed in stay as they are until the next update; older ones, and the old state, do not.
            Parameters that do not come from an update in place are never written over.

        Returns
        -------
        params : dict of ndarray
            New arrays, or in place recycled ones; they are views of one flat vector.
        state : OptimizerState
            The new state.

        Raises
        ------
        ValueError
            If a gradient has no parameter or another shape, there are not as many networks as learning rates, or
            the state is that of another rule or another network.
        """
        now = state.packed
        if now is None or not now.made(params):  # the first update, or parameters from elsewhere
            self._check(params, grads, now.views if now else grads)
            now = Packed.of(
                params, now.views if now else grads, in_rows=isinstance(self.learning_rate, tuple)
            )
        if not now.fits(grads):
            self._check(params, grads, now.views)
        recycled = in_place and state.in_place
        memory = state.memory
        if not recycled or now is not state.packed or tuple(memory) != self.remembers:
            memory = self._memory(state, now.theta)
        after = state.spare if recycled else None
        if after is None or after.theta.dtype != now.theta.dtype:
            after = now.like()
        lr: Any = self.learning_rate
        if isinstance(lr, tuple):
            lr = np.array(lr, now.theta.dtype)[:, None]
        lr = lr * float(factor)
        for place, g in now.pieces(grads):
            own = memory if place is ... else {name: array[place] for name, array in memory.items()}
            rate = lr[place] if now.theta.ndim > 1 else lr
            after.theta[place] = self.rule(now.theta[place], g, own, state.step + 1, rate)
        spare = now if recycled or (in_place and now is not state.packed) else None
        return {**params, **after.views}, OptimizerState(state.step + 1, memory, after, spare, in_place)

    @property
    def remembers(self) -> tuple[str, ...]:
        """The names of the averages that the rule keeps."""
        return ()

    @abstractmethod
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> Vector:
        """Return θ after step t = 1, 2, …, given the gradient g and the learning rate.

        The averages in `memory` start at 0 and are brought up to date in place.
        """

    def _memory(self, state: OptimizerState, theta: Array) -> Memory:
        """Return copies of the averages, zeros before the first step."""
        memory = state.memory
        if state.step == 0:
            return {name: np.zeros_like(theta) for name in self.remembers}
        if tuple(memory) != self.remembers or any(array.shape != theta.shape for array in memory.values()):
            raise ValueError(
                f"update expected a state of {type(self).__name__} for these parameters, with "
                f"{' and '.join(self.remembers) or 'no averages'} of shape {theta.shape}, got "
                f"{', '.join(f'{name} {array.shape}' for name, array in memory.items()) or 'none'}"
            )
        return {name: array.astype(theta.dtype) for name, array in memory.items()}

    def _check(self, params: Parameters, grads: Parameters, names: Parameters) -> None:
        """Refuse gradients that do not belong to the parameters."""
        if not grads or grads.keys() != names.keys():
            raise ValueError(
                f"update expected gradients of {', '.join(names) or 'some parameters'}, "
                f"got {', '.join(grads) or 'none'}"
            )
        networks = (len(self.learning_rate),) if isinstance(self.learning_rate, tuple) else ()
        for name, grad in grads.items():
            shape = getattr(grad, "shape", f"(a {type(grad).__name__})")
            if name not in params or params[name].shape != shape:
                came = f"of shape {params[name].shape}" if name in params else "missing"
                raise ValueError(
                    f"update expected parameters in the shapes of their gradients, {name} {shape}, got {came}"
                )
            if networks and grad.shape[:1] != networks:
                raise ValueError(
                    f"{type(self).__name__} has {networks[0]} learning rates and expected as many "
                    f"networks, got {name} of shape {grad.shape}"
                )
