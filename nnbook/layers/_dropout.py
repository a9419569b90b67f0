"""Dropout: leave out a random part of the numbers while training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.layers._base import Forward, Layer, Parameters, Randomness, batch

__all__ = ["Dropout"]


@dataclass(frozen=True)
class Dropout(Layer):
    """Set each number to 0 with probability p while training, and divide the others by 1 - p.

    So the mean of every number stays what it is without dropout, and inference needs no correction
    ("inverted" dropout, ``torch.nn.Dropout``).  Inference returns its input.

    Parameters
    ----------
    p : float, default 0.5
        The probability of a zero, from 0 up to, but not including, 1.

    Raises
    ------
    TypeError
        If `p` is not a number.
    ValueError
        If `p` is below 0, or 1 and more.

    References
    ----------
    Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I. and Salakhutdinov, R. (2014). Dropout: a simple way
    to prevent neural networks from overfitting. Journal of Machine Learning Research 15, 1929–1958.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Dropout
    >>> x = np.ones((2, 4))
    >>> Dropout(0.5).forward({}, x, train=True, rng=np.random.default_rng(1)).value
    array([[2., 2., 0., 2.],
           [0., 0., 2., 0.]])
    >>> Dropout(0.5)({}, x).mean()
    np.float64(1.0)
    """

    p: float = 0.5

    def __post_init__(self) -> None:
        p = _checks.number(self.p, "Dropout", what="p")
        if not 0 <= p < 1:
            raise ValueError(f"Dropout expected a probability p from 0 to less than 1, got {p:g}")
        object.__setattr__(self, "p", p)  # a Python number: NumPy's would turn float32 into float64

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        return batch(x, "Dropout")

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        x = batch(x, "Dropout")
        scale = self._keep(x, rng) / (1 - self.p) if train and self.p else None
        y = x if scale is None else x * scale

        def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
            if not wrt_input:
                return None, {}
            return dy if scale is None else dy * scale, {}

        return Forward(y, pullback)

    def _keep(self, x: Array, rng: Randomness) -> Array:
        """Draw 1 where a number stays and 0 where it goes, in the precision of x."""
        if isinstance(rng, Generator):
            drawn = rng.random(x.shape)
        elif isinstance(rng, Sequence) and rng and all(isinstance(one, Generator) for one in rng):
            if x.ndim > 2 and len(x) != len(rng):
                raise ValueError(f"Dropout expected {len(x)} generators, one per network, got {len(rng)}")
            shape = x.shape[1:] if x.ndim > 2 else x.shape
            drawn = np.stack([one.random(shape) for one in rng])
        else:
            raise TypeError(f"Dropout expected a NumPy Generator as rng while training, got {rng!r}")
        return (drawn >= self.p).astype(x.real.dtype)
