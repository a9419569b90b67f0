"""Flatten: images in, rows out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from nnbook._checks import Array
from nnbook.layers._base import Forward, Layer, Parameters, Randomness, batch

__all__ = ["Flatten"]


@dataclass(frozen=True)
class Flatten(Layer):
    """Write each sample as one row: (n, 8, 8) becomes (n, 64), as ``torch.nn.Flatten`` does.

    A network flattens its data first; behind a layer with a fixed number of outputs nothing is left to flatten,
    and in `Sequential` it hands on what it gets, also of a population.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Flatten
    >>> Flatten()({}, np.zeros((10, 8, 8))).shape
    (10, 64)
    """

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        x = batch(x, "Flatten")
        return x.reshape(len(x), math.prod(x.shape[1:]))

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        x = batch(x, "Flatten")
        y = self(params, x)

        def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
            return dy.reshape(*dy.shape[:-1], *x.shape[1:]) if wrt_input else None, {}

        return Forward(y, pullback)
