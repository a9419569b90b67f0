"""The fully connected layer: every output a weighted sum of all inputs."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook._products import column_sums, product
from nnbook.initializers import Initializer, linear_default
from nnbook.layers._base import Forward, Layer, Parameters, Randomness, parameter, rows

__all__ = ["Linear"]


@dataclass(frozen=True)
class Linear(Layer):
    """Compute x Wᵀ + b: ``torch.nn.Linear``.

    Parameters
    ----------
    in_features, out_features : int
        The sizes of a sample before and after the layer.
    bias : bool, default True
        Whether the layer has the shifts b.
    weight_initializer, bias_initializer : callable
        What draws the first weights, shape (out_features, in_features), and biases, shape (out_features,);
        PyTorch's U(±1/√in_features) for both unless told otherwise.

    Raises
    ------
    TypeError
        If a size is not a whole number.
    ValueError
        If a size is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear
    >>> layer = Linear(3, 2)
    >>> params = layer.init(np.random.default_rng(0))
    >>> {name: array.shape for name, array in params.items()}
    {'weight': (2, 3), 'bias': (2,)}
    >>> layer(params, np.ones((5, 3))).shape
    (5, 2)
    """

    in_features: int
    out_features: int
    _: KW_ONLY
    bias: bool = True
    weight_initializer: Initializer[...] = linear_default
    bias_initializer: Initializer[...] = linear_default

    def __post_init__(self) -> None:
        for name in ("in_features", "out_features"):
            _checks.whole_number(getattr(self, name), "Linear", what=name)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        shapes: dict[str, tuple[int, ...]] = {"weight": (self.out_features, self.in_features)}
        return shapes | {"bias": (self.out_features,)} if self.bias else shapes

    @property
    def width(self) -> tuple[int | None, int | None]:
        return self.in_features, self.out_features

    def _draw(self, rng: Generator, dtype: np.dtype[Any]) -> dict[str, Array]:
        weight = self.weight_initializer(rng, (self.out_features, self.in_features), dtype=dtype)
        if not self.bias:
            return {"weight": weight}
        # The shape of a bias does not tell its fan-in, which PyTorch's rule needs.
        fan_in = {"fan_in": self.in_features} if self.bias_initializer is linear_default else {}
        return {
            "weight": weight,
            "bias": self.bias_initializer(rng, (self.out_features,), dtype=dtype, **fan_in),
        }

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        x, weight, bias = self._checked(params, x)
        return product(x, weight.mT) + bias

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        x, weight, bias = self._checked(params, x)
        y = product(x, weight.mT) + bias

        def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
            grads = {"weight": product(dy.mT, x)}
            if self.bias:
                grads["bias"] = column_sums(dy)
            return product(dy, weight) if wrt_input else None, grads

        return Forward(y, pullback)

    def _checked(self, params: Parameters, x: ArrayLike) -> tuple[Array, Array, Any]:
        """Return the input, the weight, and a bias that adds to rows."""
        weight, bias = params.get("weight"), params.get("bias")
        if (
            type(x) is type(weight) is type(bias) is np.ndarray
            and x.dtype.char in "fd"
            and x.ndim == 2
            and x.shape[1] == self.in_features
            and weight.shape == (self.out_features, self.in_features)
            and bias.shape == (self.out_features,)
        ):
            return x, weight, bias  # most of the time, and 2 µs sooner
        weight = parameter(params, "weight", (self.out_features, self.in_features), "Linear")
        x = rows(x, self.in_features, len(weight) if weight.ndim == 3 else None, "Linear")
        if not self.bias:
            return x, weight, 0.0
        bias = parameter(params, "bias", (self.out_features,), "Linear")
        if bias.shape[:-1] != weight.shape[:-2]:
            raise ValueError(
                f"Linear expected weight and bias of the same networks, got shapes {weight.shape} and {bias.shape}"
            )
        return x, weight, bias[..., None, :]
