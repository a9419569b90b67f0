"""Stochastic gradient descent, with momentum where wanted."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._typing import shaped
from nnbook.optimizers._base import Memory, Optimizer, Vector

__all__ = ["SGD"]


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

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("b",) if self.momentum else ()

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> Vector:
        """Step along the gradient, or along its running sum."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        if not self.momentum:
            return theta - lr * g
        b = memory["b"]
        b *= self.momentum
        b += g if t == 1 else (1 - self.dampening) * g
        step = g + self.momentum * b if self.nesterov else b
        return theta - lr * step
