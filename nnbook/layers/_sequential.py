"""Layers one after the other, and the network that most people mean: the multilayer perceptron."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook._checks import Array
from nnbook.initializers import Initializer, linear_default
from nnbook.layers._activation import Activation
from nnbook.layers._base import Forward, Layer, Parameters, Pullback, Randomness, batch
from nnbook.layers._dropout import Dropout
from nnbook.layers._flatten import Flatten
from nnbook.layers._linear import Linear

__all__ = ["Sequential", "mlp"]

T = TypeVar("T")


@dataclass(frozen=True, init=False)
class Sequential(Layer):
    """Layers one after the other: ``torch.nn.Sequential``.

    The parameters of layer i are named "i.weight", "i.bias" and so on, as in PyTorch's ``state_dict``.

    Parameters
    ----------
    *layers : Layer
        At least one layer, the first one first.

    Raises
    ------
    TypeError
        If one of them is not a layer.
    ValueError
        If there is none, or one hands on another number of features than the next one expects.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Activation, Linear, Sequential
    >>> network = Sequential(Linear(2, 4), Activation("relu"), Linear(4, 1))
    >>> params = network.init(np.random.default_rng(0))
    >>> list(params), network.parameter_count
    (['0.weight', '0.bias', '2.weight', '2.bias'], 17)
    >>> network(params, [[0.0, 1.0], [1.0, 1.0]]).shape
    (2, 1)
    """

    layers: tuple[Layer, ...]

    def __init__(self, *layers: Layer) -> None:
        for layer in layers:
            if not isinstance(layer, Layer):
                raise TypeError(f"Sequential expected layers such as Linear(64, 10), got {layer!r}")
        if not layers:
            raise ValueError("Sequential expected at least one layer, got none")
        width = None
        for i, layer in enumerate(layers):
            expected, handed_on = layer.width
            if None not in (width, expected) and width != expected:
                raise ValueError(
                    f"Sequential expected layers that fit together, but layer {i}, {layer}, expects {expected} "
                    f"features and gets {width}"
                )
            width = handed_on or width
        object.__setattr__(self, "layers", layers)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        return _numbered(layer.shapes for layer in self.layers)

    @property
    def buffer_shapes(self) -> dict[str, tuple[int, ...]]:
        return _numbered(layer.buffer_shapes for layer in self.layers)

    @property
    def width(self) -> tuple[int | None, int | None]:
        known = [layer.width for layer in self.layers if layer.width != (None, None)]
        return (known[0][0], known[-1][1]) if known else (None, None)

    @cached_property
    def _names(self) -> list[list[tuple[str, str]]]:
        """The entries of each layer, by their names there and here."""
        return [
            [(name, f"{i}.{name}") for name in (*layer.shapes, *layer.buffer_shapes)]
            for i, layer in enumerate(self.layers)
        ]

    @cached_property
    def _places(self) -> list[tuple[int, str, str]]:
        """All entries: the layer, and the name there and here."""
        return [(i, name, here) for i, names in enumerate(self._names) for name, here in names]

    @cached_property
    def _working(self) -> list[Layer]:
        """The layers, but for each `Flatten` behind one with a fixed width: the samples are flat already."""
        flat, working = False, []
        for layer in self.layers:
            working.append(Activation("identity") if flat and isinstance(layer, Flatten) else layer)
            flat = flat or layer.width[1] is not None
        return working

    @cached_property
    def _first_to_learn(self) -> int:
        """The first layer with parameters: gradients need not go further back than there."""
        return next((i for i, names in enumerate(self._names) if names), len(self.layers))

    def _draw(self, rng: Generator, dtype: np.dtype[Any]) -> dict[str, Array]:
        return _numbered(layer.init(rng, dtype=dtype) for layer in self.layers)

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        for layer, own in zip(self._working, self._share(params), strict=True):
            x = layer(own, x)
        return np.asarray(x)

    def trace(self, params: Parameters, x: ArrayLike) -> list[Array]:
        """Return the input and the output of every layer, for figures and for looking inside.

        Parameters
        ----------
        params : mapping of str to ndarray
            The parameters.
        x : array_like
            A batch.

        Returns
        -------
        list of ndarray
            One array more than there are layers.

        Raises
        ------
        TypeError, ValueError
            As in `forward`.

        Examples
        --------
        >>> import numpy as np
        >>> from nnbook import mlp
        >>> network = mlp([2, 3, 1])
        >>> [a.shape for a in network.trace(network.init(np.random.default_rng(0)), np.ones((5, 2)))]
        [(5, 2), (5, 3), (5, 3), (5, 1)]
        """
        values = [batch(x, "Sequential")]
        for layer, own in zip(self._working, self._share(params), strict=True):
            values.append(layer(own, values[-1]))
        return values

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        pullbacks: list[Pullback] = []
        buffers: dict[str, Array] = {}
        for i, (layer, own) in enumerate(zip(self._working, self._share(params), strict=True)):
            step = layer.forward(own, x, train=train, rng=rng)
            x = step.value
            pullbacks.append(step.pullback)
            if step.buffers:
                buffers |= {f"{i}.{name}": array for name, array in step.buffers.items()}

        value = np.asarray(x)

        def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
            if getattr(dy, "shape", None) != value.shape:
                raise ValueError(
                    f"Sequential expected a gradient in the shape of its output, {value.shape}, got "
                    f"{f'shape {dy.shape}' if isinstance(dy, np.ndarray) else repr(dy)}"
                )
            first = 0 if wrt_input else self._first_to_learn
            own: list[dict[str, Array]] = [{}] * len(pullbacks)
            for i in range(len(pullbacks) - 1, first - 1, -1):
                dy, own[i] = pullbacks[i](dy, wrt_input=wrt_input or i > first)
            grads = {here: own[i][name] for i, name, here in self._places if name in own[i]}
            return dy if wrt_input else None, grads

        return Forward(value, pullback, buffers)

    def _share(self, params: Parameters) -> list[dict[str, Array]]:
        """Return each layer's own parameters, or say which one is missing or too many."""
        try:
            shares = [{name: params[here] for name, here in names} for names in self._names]
        except KeyError as missing:
            there = ", ".join(sorted(params)) or "none"
            raise ValueError(f"Sequential expected a parameter named {missing}, got {there}") from None
        if len(params) > len(self._places):
            known = {here for _, _, here in self._places}
            raise ValueError(
                f"Sequential expected the parameters of its layers, got also {', '.join(sorted(set(params) - known))}"
            )
        return shares


def _numbered(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Put the number of its layer before each name."""
    return {f"{i}.{name}": value for i, part in enumerate(parts) for name, value in part.items()}


def mlp(
    sizes: Sequence[int],
    *,
    activation: str | Activation = "relu",
    dropout: float = 0.0,
    weight_initializer: Initializer[...] = linear_default,
    bias_initializer: Initializer[...] = linear_default,
) -> Sequential:
    """Return a multilayer perceptron: linear layers with an activation between every two.

    The last layer has no activation, so its outputs are logits or predicted numbers, which the losses expect.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, of units in each hidden layer, and of outputs.
    activation : str or Activation, default "relu"
        The activation of the hidden layers.
    dropout : float, default 0
        The probability p of the `Dropout` behind each activation; 0 means none.
    weight_initializer, bias_initializer : callable
        As in `Linear`.

    Returns
    -------
    Sequential
        The network.

    Raises
    ------
    TypeError
        If a size is not a whole number.
    ValueError
        If there are fewer than two sizes, one is below 1, or there is no such activation.

    Examples
    --------
    >>> from nnbook import mlp
    >>> mlp([64, 32, 10]).parameter_count
    2410
    >>> [type(layer).__name__ for layer in mlp([64, 32, 10], dropout=0.2).layers]
    ['Linear', 'Activation', 'Dropout', 'Linear']
    """
    if len(sizes) < 2:
        raise ValueError(
            f"mlp expected the sizes of inputs and outputs at least, such as [64, 10], got {sizes}"
        )
    hidden = activation if isinstance(activation, Activation) else Activation(activation)
    between: list[Layer] = [hidden, Dropout(dropout)] if dropout else [hidden]
    layers: list[Layer] = []
    for in_features, out_features in pairwise(sizes):
        if layers:
            layers += between
        layers.append(
            Linear(
                in_features,
                out_features,
                weight_initializer=weight_initializer,
                bias_initializer=bias_initializer,
            )
        )
    return Sequential(*layers)
