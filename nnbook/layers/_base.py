"""What every layer is: named shapes, first parameters, and ``value, pullback = layer.forward(params, x)``.

Parameters live in one flat dictionary with PyTorch's names and shapes, outside the layer, and nothing is stored
during a forward pass.  So a layer can be used twice, from several threads, or with last week's parameters.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, DTypeLike

from nnbook import _checks
from nnbook._checks import Array, Parameters

__all__ = ["Forward", "Layer", "Parameters", "Pullback", "Randomness", "member", "stack"]

Randomness: TypeAlias = Generator | Sequence[Generator] | None


class Pullback(Protocol):
    """What takes the gradient of the loss from a layer's output back to its input and parameters."""

    def __call__(self, dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
        """Return (∂L/∂x, {name: ∂L/∂parameter}); without `wrt_input`, None stands for ∂L/∂x."""


class Forward:
    """What a forward pass returns; it unpacks as ``value, pullback``.

    Parameters
    ----------
    value : ndarray
        The output of the layer.
    pullback : callable
        Takes ∂L/∂value and returns (∂L/∂x, gradients by parameter name).  With ``wrt_input=False`` it leaves
        out ∂L/∂x, which training does not need for the data.
    buffers : dict of ndarray, optional
        New values for the entries of the parameters that are counted rather than learned: the running
        statistics of `BatchNorm1d`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear
    >>> layer = Linear(2, 1)
    >>> params = {"weight": np.array([[3.0, 4.0]]), "bias": np.array([1.0])}
    >>> value, pullback = layer.forward(params, np.array([[1.0, 1.0]]))
    >>> value
    array([[8.]])
    >>> dx, grads = pullback(np.array([[1.0]]))
    >>> dx, grads["weight"]
    (array([[3., 4.]]), array([[1., 1.]]))
    """

    __slots__ = ("buffers", "pullback", "value")

    def __init__(self, value: Array, pullback: Pullback, buffers: dict[str, Array] | None = None) -> None:
        self.value = value
        self.pullback = pullback
        self.buffers = {} if buffers is None else buffers

    def __iter__(self) -> Iterator[Any]:
        return iter((self.value, self.pullback))


class Layer(ABC):
    """A function of parameters and input that knows how to take gradients back.

    A layer of your own needs `__call__` and `forward`; one that learns also `shapes` and first parameters.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Forward, Layer, Linear, Sequential
    >>> class Square(Layer):
    ...     def __call__(self, params, x):
    ...         return x * x
    ...
    ...     def forward(self, params, x, *, train=False, rng=None):
    ...         def pullback(dy, *, wrt_input=True):
    ...             return 2 * x * dy, {}
    ...         return Forward(x * x, pullback)
    >>> network = Sequential(Linear(1, 1), Square())
    >>> params = {"0.weight": np.array([[3.0]]), "0.bias": np.array([0.0])}
    >>> value, pullback = network.forward(params, np.array([[2.0]]))
    >>> value.item(), pullback(np.array([[1.0]]))[0].item()
    (36.0, 36.0)
    """

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each learned parameter by name, as PyTorch's ``named_parameters`` has them."""
        return {}

    @property
    def buffer_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each entry that is counted rather than learned, such as a running mean."""
        return {}

    @property
    def width(self) -> tuple[int | None, int | None]:
        """The number of features that the layer expects and hands on, where it is fixed."""
        return None, None

    @property
    def parameter_count(self) -> int:
        """How many numbers the layer learns."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    def init(
        self, rng: Generator, *, population: int | None = None, dtype: DTypeLike = np.float64
    ) -> dict[str, Array]:
        """Return the first parameters.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of randomness.
        population : int, optional
            Draw this many networks and stack them along a leading axis.  Member i is what ``init`` draws from
            ``rng.spawn(population)[i]``.
        dtype : dtype, default float64
            Either float64 or float32.

        Returns
        -------
        dict of ndarray
            Parameters, and buffers where the layer has them, under PyTorch's names.

        Raises
        ------
        TypeError
            If `rng` is not a generator, `population` is not a whole number, or `dtype` is another one.
        ValueError
            If `population` is below 1.
        """
        who = f"{type(self).__name__}.init"
        _checks.generator(rng, who)
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise TypeError(f"{who} expected np.float32 or np.float64 as dtype, got {dtype!r}")
        if population is None:
            return self._draw(rng, np.dtype(dtype))
        size = _checks.whole_number(population, who, what="population")
        return stack([self._draw(child, np.dtype(dtype)) for child in rng.spawn(size)])

    def _draw(self, rng: Generator, dtype: np.dtype[Any]) -> dict[str, Array]:
        """Return the first parameters of one network."""
        return {}

    @abstractmethod
    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        """Return the output for inference, as ``forward(params, x).value`` does, without building a pullback."""

    @abstractmethod
    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        """Return the output and its pullback.

        Parameters
        ----------
        params : mapping of str to ndarray
            The parameters, as `init` returns them.
        x : array_like, shape (n, d) or (S, n, d)
            A batch, one sample per row; for a population either shared or one batch per network.
        train : bool, default False
            Whether dropout drops and batch normalization uses the batch's own statistics.
        rng : numpy.random.Generator or sequence of them, optional
            The source of dropout's randomness; a sequence gives every network of a population its own.

        Returns
        -------
        Forward
            Unpacks as ``value, pullback``.

        Raises
        ------
        TypeError
            If `x` does not hold numbers.
        ValueError
            If a parameter is missing, or the shapes of `x` and the parameters do not fit.
        """


# Populations: the parameters of several networks of one shape, stacked along a leading axis


def stack(networks: Sequence[Parameters]) -> dict[str, Array]:
    """Return the parameters of several networks as one population.

    Parameters
    ----------
    networks : sequence of mapping
        Parameters with the same names and shapes.

    Returns
    -------
    dict of ndarray
        The same names, with a leading axis over the networks.

    Raises
    ------
    ValueError
        If there is no network, or names or shapes differ.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear, member, stack
    >>> first, second = (Linear(3, 2).init(np.random.default_rng(seed)) for seed in (1, 2))
    >>> both = stack([first, second])
    >>> both["weight"].shape, bool((member(both, 1)["bias"] == second["bias"]).all())
    ((2, 2, 3), True)
    """
    if not networks:
        raise ValueError("stack expected the parameters of at least one network, got none")
    first, *others = networks
    for other in others:
        if other.keys() != first.keys():
            raise ValueError(
                f"stack expected networks with the same names, got {sorted(first)} and {sorted(other)}"
            )
        for name, array in first.items():
            if other[name].shape != array.shape:
                raise ValueError(
                    f"stack expected networks of one shape, got {name} of shapes {array.shape} and "
                    f"{other[name].shape}"
                )
    return {name: np.stack([network[name] for network in networks]) for name in first}


def member(params: Parameters, index: int) -> dict[str, Array]:
    """Return the parameters of one network of a population.

    Parameters
    ----------
    params : mapping of str to ndarray
        Parameters with a leading axis over the networks.
    index : int
        Which network.

    Returns
    -------
    dict of ndarray
        The same names without the leading axis.

    Raises
    ------
    IndexError
        If there is no such network.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear, member
    >>> params = Linear(3, 2).init(np.random.default_rng(0), population=5)
    >>> member(params, 4)["weight"].shape
    (2, 3)
    """
    sizes = {array.shape[0] if array.ndim else 0 for array in params.values()}
    if len(sizes) > 1 or not all(-size <= index < size for size in sizes):
        held = (
            f"a population of {sizes.pop()}" if len(sizes) == 1 else "parameters without a common first axis"
        )
        raise IndexError(f"member expected a network of the population, got index {index} of {held}")
    return {name: array[index] for name, array in params.items()}


# What layers share


def parameter(params: Parameters, name: str, shape: tuple[int, ...], who: str) -> Array:
    """Return a parameter of this shape, with or without a population's axis, or say what is wrong."""
    try:
        array = params[name]
    except KeyError:
        there = ", ".join(sorted(params)) or "none"
        raise ValueError(f"{who} expected a parameter named {name!r}, got {there}") from None
    if not isinstance(array, np.ndarray):
        array = _checks.numbers(array, who, what=name)
    if array.shape != shape and array.shape[1:] != shape:
        raise ValueError(
            f"{who} expected {name} of shape {shape}, or (S, {', '.join(map(str, shape))}) for a population, "
            f"got shape {array.shape}"
        )
    return array


def rows(x: ArrayLike, features: int, population: int | None, who: str) -> Array:
    """Return a batch (n, features), or (S, n, features) beside a population of S, or say what came instead."""
    x = batch(x, who)
    if x.shape[-1] != features:
        raise ValueError(
            f"{who} expected {features} feature{'s' * (features != 1)}, got an array of shape {x.shape}"
        )
    if x.ndim > 2 and (x.ndim > 3 or x.shape[0] != population):
        networks = "one network" if population is None else f"a population of {population}"
        raise ValueError(f"{who} expected x of shape (n, {features}) for {networks}, got shape {x.shape}")
    return x


def batch(x: ArrayLike, who: str) -> Array:
    """Return an array of numbers with one sample per row."""
    if not (isinstance(x, np.ndarray) and x.dtype.kind == "f"):
        x = _checks.numbers(x, who, what="x")
    if x.ndim < 2:
        came = f"an array of shape {x.shape}" if x.ndim else "one number"
        hint = "; write x[None] for a single sample" if x.ndim else ""
        raise ValueError(f"{who} expected a batch with one sample per row, got {came}{hint}")
    return x
