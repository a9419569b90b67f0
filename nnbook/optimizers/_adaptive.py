"""Rules that give every parameter a step size of its own."""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._typing import shaped
from nnbook.optimizers._base import Memory, Optimizer, Vector

__all__ = ["AdaGrad", "Adam", "AdamW", "RMSprop"]


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

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("v",)

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> Vector:
        """Step along the gradient over the root of its summed squares."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        v = memory["v"]
        v += g * g
        return theta - lr / (1 + (t - 1) * self.lr_decay) * (g / (np.sqrt(v) + self.eps))


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

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("v",) + ("mean",) * self.centered + ("b",) * (self.momentum > 0)

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> Vector:
        """Step along the gradient over the root of its mean square."""
        if self.weight_decay:
            g = g + self.weight_decay * theta
        v = memory["v"]
        v *= self.alpha
        v += (1 - self.alpha) * (g * g)
        if self.centered:
            mean = memory["mean"]
            mean *= self.alpha
            mean += (1 - self.alpha) * g
            v = v - mean * mean
        step = g / (np.sqrt(v) + self.eps)
        if self.momentum:
            b = memory["b"]
            b *= self.momentum
            b += step
            step = b
        return theta - lr * step


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

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("m", "v")

    @shaped
    def rule(self, theta: Vector, g: Vector, memory: Memory, t: int, lr: Any) -> Vector:
        """Step along the mean gradient over the root of its mean square."""
        beta1, beta2 = self.betas
        if self.weight_decay and self._decoupled:
            theta = theta * (1 - lr * self.weight_decay)
        elif self.weight_decay:
            g = g + self.weight_decay * theta
        m, v = memory["m"], memory["v"]
        m += (1 - beta1) * (g - m)
        v += (1 - beta2) * (g * g - v)
        root = math.sqrt(1 - beta2**t)  # m̂/(√v̂ + ε), times root above and below
        return theta - (lr * root / (1 - beta1**t)) * m / (np.sqrt(v) + self.eps * root)


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
