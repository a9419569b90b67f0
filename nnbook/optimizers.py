"""Optimizers: how far to step, given the gradient.

The chapter *Gradient descent* teaches them.  An optimizer is an immutable rule with two pure functions,
``init(params) -> state`` and ``update(params, grads, state) -> (params, state)``; nothing is mutated.  Every
rule is defined exactly as PyTorch defines it, the order of its operations included.

Behind the scenes all parameters are views of one flat vector θ, so that a step of a small network costs a few
vector operations.  A learning rate of shape (S,) gives every network of a population its own.  Parameters keep
their precision, and NaN gradients give NaN parameters.
"""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook._typing import Inexact, shaped

__all__ = ["SGD", "AdaGrad", "Adam", "AdamW", "Optimizer", "OptimizerState", "RMSprop", "clip_by_global_norm"]

Parameters: TypeAlias = Mapping[str, Array]
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
        for name in names:
            shape = params[name].shape
            if isinstance(self.learning_rate, tuple):
                start, end = end, end + math.prod(shape[1:])
                layout.append((name, (slice(None), slice(start, end)), shape))
            else:
                start, end = end, end + math.prod(shape)
                layout.append((name, slice(start, end), shape))
        return layout


# The rules


@dataclass(frozen=True)
class SGD(Optimizer):
    """Step against the gradient, with momentum where wanted: ``torch.optim.SGD``.

    θ ← θ - η b, with b = g without momentum, else b ← μ b + (1 - dampening) g after the first step, which
    takes b = g.  Nesterov's form steps along g + μ b.

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,), default 1e-3
        η; an array gives each network of a population its own.
    momentum : float, default 0
        μ, at least 0.
    dampening : float, default 0
        What is taken off the new gradient in the running sum; without momentum it is ignored, as in PyTorch.
    weight_decay : float, default 0
        λ, which adds λθ to the gradient.  It decays biases too, as in PyTorch.
    nesterov : bool, default False
        Whether to look ahead; needs momentum and no dampening.

    Raises
    ------
    TypeError
        If an option is not a number.
    ValueError
        If an option is out of its range, or `nesterov` lacks momentum or has dampening.

    References
    ----------
    Sutskever, I., Martens, J., Dahl, G. and Hinton, G. (2013). On the importance of initialization and momentum
    in deep learning. ICML, PMLR 28, 1139–1147.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import SGD
    >>> optimizer = SGD(0.1)
    >>> params, grads = {"w": np.array([2.0])}, {"w": np.array([0.5])}
    >>> params, state = optimizer.update(params, grads, optimizer.init(params))
    >>> params["w"]
    array([1.95])
    """

    learning_rate: float | tuple[float, ...] | ArrayLike = 1e-3
    _: KW_ONLY
    momentum: float = 0.0
    dampening: float = 0.0
    weight_decay: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self._at_least_zero("momentum", "weight_decay")
        object.__setattr__(self, "dampening", _checks.number(self.dampening, "SGD", what="dampening"))
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise ValueError(
                "SGD expected a momentum above 0 and no dampening with nesterov, got "
                f"momentum {self.momentum:g} and dampening {self.dampening:g}"
            )

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> tuple[Vector, Memory]:
        """Step along the gradient, or along its running sum."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        if not self.momentum:
            return theta - lr * g, {}
        b = self.momentum * memory["b"] + (1 - self.dampening) * g if memory else g
        step = g + self.momentum * b if self.nesterov else b
        return theta - lr * step, {"b": b}


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """Divide each gradient by the root of the sum of its squares so far: ``torch.optim.Adagrad``.

    v ← v + g², θ ← θ - η/(1 + (t - 1) lr_decay) · g/(√v + ε).

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,), default 1e-2
        η; an array gives each network of a population its own.
    lr_decay : float, default 0
        How fast the learning rate falls on top of the rule.
    weight_decay : float, default 0
        λ, which adds λθ to the gradient.
    eps : float, default 1e-10
        ε.

    Raises
    ------
    TypeError
        If an option is not a number.
    ValueError
        If an option is out of its range.

    References
    ----------
    Duchi, J., Hazan, E. and Singer, Y. (2011). Adaptive subgradient methods for online learning and stochastic
    optimization. Journal of Machine Learning Research 12, 2121–2159.

    Examples
    --------
    The first step has the length η, whatever the gradient:

    >>> import numpy as np
    >>> from nnbook import AdaGrad
    >>> optimizer = AdaGrad(0.1)
    >>> params, grads = {"w": np.array([2.0, 2.0])}, {"w": np.array([0.5, -50.0])}
    >>> optimizer.update(params, grads, optimizer.init(params))[0]["w"]
    array([1.9, 2.1])
    """

    learning_rate: float | tuple[float, ...] | ArrayLike = 1e-2
    _: KW_ONLY
    lr_decay: float = 0.0
    weight_decay: float = 0.0
    eps: float = 1e-10

    def __post_init__(self) -> None:
        super().__post_init__()
        self._at_least_zero("lr_decay", "weight_decay", "eps")

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> tuple[Vector, Memory]:
        """Step along the gradient over the root of its summed squares."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        v = memory["v"] + g * g if memory else g * g
        return theta - lr / (1 + (t - 1) * self.lr_decay) * (g / (np.sqrt(v) + self.eps)), {"v": v}


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Divide each gradient by the root of a running mean of its squares: ``torch.optim.RMSprop``.

    v ← α v + (1 - α) g², u = g/(√v + ε), θ ← θ - η u; with momentum b ← μ b + u and θ ← θ - η b.  The
    centred form takes v minus the square of the running mean of g: a variance.

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,), default 1e-2
        η; an array gives each network of a population its own.
    alpha : float, default 0.99
        α, how much of the running mean is kept in a step, from 0 up to, but not including, 1.
    eps : float, default 1e-8
        ε.
    weight_decay : float, default 0
        λ, which adds λθ to the gradient.
    momentum : float, default 0
        μ, at least 0.
    centered : bool, default False
        Whether to divide by the root of the variance of the gradient instead of that of its mean square.

    Raises
    ------
    TypeError
        If an option is not a number.
    ValueError
        If an option is out of its range.

    References
    ----------
    Tieleman, T. and Hinton, G. (2012). Lecture 6.5: RMSProp. Coursera, Neural networks for machine learning.
    The centred form: Graves, A. (2013). Generating sequences with recurrent neural networks. arXiv:1308.0850.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import RMSprop
    >>> optimizer = RMSprop(0.1, alpha=0.75)
    >>> params, grads = {"w": np.array([2.0, 2.0])}, {"w": np.array([0.5, -50.0])}
    >>> optimizer.update(params, grads, optimizer.init(params))[0]["w"].round(3)
    array([1.8, 2.2])
    """

    learning_rate: float | tuple[float, ...] | ArrayLike = 1e-2
    _: KW_ONLY
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    momentum: float = 0.0
    centered: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self._at_least_zero("eps", "weight_decay", "momentum")
        self._at_least_zero("alpha", below=1)

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> tuple[Vector, Memory]:
        """Step along the gradient over the root of its mean square."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        v = self._running_mean("v", g * g, memory)
        remembered = {"v": v}
        if self.centered:
            remembered["mean"] = mean = self._running_mean("mean", g, memory)
            v = v - mean * mean
        step = g / (np.sqrt(v) + self.eps)
        if self.momentum:
            remembered["b"] = step = self.momentum * memory["b"] + step if memory else step
        return theta - lr * step, remembered

    def _running_mean(self, name: str, value: Array, memory: Memory) -> Array:
        new = (1 - self.alpha) * value
        return self.alpha * memory[name] + new if memory else new


@dataclass(frozen=True)
class Adam(Optimizer):
    """Divide a running mean of the gradient by the root of one of its squares: ``torch.optim.Adam``.

    m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², θ ← θ - η m̂/(√v̂ + ε), where m̂ = m/(1 - β₁ᵗ) and
    v̂ = v/(1 - β₂ᵗ) make up for the start at 0.  Keras and scikit-learn put ε elsewhere, which matters where
    gradients are as small as ε.

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,), default 1e-3
        η; an array gives each network of a population its own.
    betas : tuple of float, default (0.9, 0.999)
        β₁ and β₂, from 0 up to, but not including, 1.
    eps : float, default 1e-8
        ε.
    weight_decay : float, default 0
        λ, which adds λθ to the gradient; `AdamW` decays the weights themselves.

    Raises
    ------
    TypeError
        If an option is not a number.
    ValueError
        If an option is out of its range.

    References
    ----------
    Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization. ICLR, arXiv:1412.6980.

    Examples
    --------
    The first step has the length η, whatever the gradient:

    >>> import numpy as np
    >>> from nnbook import Adam
    >>> optimizer = Adam(0.1)
    >>> params, grads = {"w": np.array([2.0, 2.0])}, {"w": np.array([0.5, -50.0])}
    >>> optimizer.update(params, grads, optimizer.init(params))[0]["w"].round(6)
    array([1.9, 2.1])
    """

    learning_rate: float | tuple[float, ...] | ArrayLike = 1e-3
    _: KW_ONLY
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    _decoupled = False

    def __post_init__(self) -> None:
        super().__post_init__()
        who = type(self).__name__
        betas = _checks.finite(self.betas, who, what="betas")
        if betas.shape != (2,) or not ((betas >= 0) & (betas < 1)).all():
            raise ValueError(f"{who} expected two betas from 0 to less than 1, got {self.betas!r}")
        object.__setattr__(self, "betas", tuple(betas.tolist()))
        self._at_least_zero("eps", "weight_decay")

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> tuple[Vector, Memory]:
        """Step along the mean gradient over the root of its mean square."""
        beta1, beta2 = self.betas
        if self.weight_decay and self._decoupled:
            theta = theta * (1 - lr * self.weight_decay)
        elif self.weight_decay:
            g = g + self.weight_decay * theta
        m, v = (1 - beta1) * g, g * g
        v *= 1 - beta2
        if memory:
            m += beta1 * memory["m"]
            v += beta2 * memory["v"]
        root = np.sqrt(v)  # of v̂, from here on in place: memory is what a step of a large network waits for
        root /= math.sqrt(1 - beta2**t)
        root += self.eps
        step = np.divide(m, root, out=root)
        step *= lr / (1 - beta1**t)
        return theta - step, {"m": m, "v": v}


@dataclass(frozen=True)
class AdamW(Adam):
    """Let the weights decay on their own, beside Adam's step: ``torch.optim.AdamW``.

    θ ← θ (1 - ηλ) first, then `Adam` with the gradient of the loss alone.  Adam divides an added λθ by the
    root of v as well, so there weights with large gradients hardly decay.

    Parameters
    ----------
    learning_rate : float or array_like of shape (S,), default 1e-3
        η; an array gives each network of a population its own.
    betas : tuple of float, default (0.9, 0.999)
        β₁ and β₂, from 0 up to, but not including, 1.
    eps : float, default 1e-8
        ε.
    weight_decay : float, default 1e-2
        λ.

    Raises
    ------
    TypeError
        If an option is not a number.
    ValueError
        If an option is out of its range.

    References
    ----------
    Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. ICLR, arXiv:1711.05101.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import AdamW
    >>> optimizer = AdamW(0.1, weight_decay=0.5)
    >>> params, grads = {"w": np.array([2.0])}, {"w": np.array([0.0])}
    >>> optimizer.update(params, grads, optimizer.init(params))[0]["w"]
    array([1.9])
    """

    _: KW_ONLY
    weight_decay: float = 1e-2
    _decoupled = True


# Gradients that are too long


def clip_by_global_norm(
    grads: Parameters, max_norm: float, *, population: bool = False
) -> tuple[dict[str, Array], Array]:
    """Shorten the gradient, all its parts together, to a largest norm; its direction stays.

    Parameters
    ----------
    grads : mapping of str to ndarray
        Gradients by parameter name.
    max_norm : float
        The largest length of the vector of all gradients.
    population : bool, default False
        Whether the first axis runs over networks, each of which then has its own norm.

    Returns
    -------
    grads : dict of ndarray
        The same names; gradients within `max_norm` are unchanged.
    norm : ndarray
        The norm before, one number or one per network.  Where it is not finite, the gradients become NaN.

    Raises
    ------
    TypeError
        If `max_norm` is not a number.
    ValueError
        If `max_norm` is not positive, there are no gradients, or they are not of as many networks each.

    References
    ----------
    Pascanu, R., Mikolov, T. and Bengio, Y. (2013). On the difficulty of training recurrent neural networks.
    ICML, PMLR 28, 1310–1318.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import clip_by_global_norm
    >>> grads, norm = clip_by_global_norm({"w": np.array([3.0]), "b": np.array([4.0])}, 1.0)
    >>> grads, norm
    ({'w': array([0.6]), 'b': array([0.8])}, np.float64(5.0))
    """
    max_norm = _checks.positive(max_norm, "clip_by_global_norm", what="max_norm")
    if not grads:
        raise ValueError("clip_by_global_norm expected at least one gradient, got none")
    grads = {name: _checks.numbers(g, "clip_by_global_norm", what=name) for name, g in grads.items()}
    kept = 1 if population else 0
    if len({g.shape[:kept] for g in grads.values()}) > 1 or any(g.ndim < kept for g in grads.values()):
        shapes = ", ".join(f"{name} {g.shape}" for name, g in grads.items())
        raise ValueError(f"clip_by_global_norm expected gradients of as many networks each, got {shapes}")

    def beside(g: Array, scale: Array) -> Array:
        return scale.reshape(scale.shape + (1,) * (g.ndim - kept)).astype(g.dtype)

    axes = {name: tuple(range(kept, g.ndim)) for name, g in grads.items()}
    largest = np.max([abs(g).max(axis=axes[name], initial=0) for name, g in grads.items()], axis=0)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1)  # squares of 1e200 would overflow
    norm = unit * np.sqrt(sum(((g / beside(g, unit)) ** 2).sum(axis=axes[name]) for name, g in grads.items()))
    scale = np.where(norm > max_norm, max_norm / np.maximum(norm, max_norm), 1)
    scale = np.where(np.isfinite(norm), scale, np.nan)
    return {name: g * beside(g, scale) for name, g in grads.items()}, norm
