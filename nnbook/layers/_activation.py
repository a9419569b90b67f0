"""An activation as a layer: one function for every number."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.activations import ACTIVATIONS, ActivationInfo
from nnbook.layers._base import Forward, Layer, Parameters, Randomness, batch

__all__ = ["Activation"]


@dataclass(frozen=True, init=False)
class Activation(Layer):
    """Apply an elementwise activation by its name in `ACTIVATIONS`.

    Softmax is none of them: it mixes the classes of a sample, and `cross_entropy` contains it.

    Parameters
    ----------
    name : str
        The name of the function, such as "relu".
    **options : float
        Its further arguments, such as ``negative_slope=0.2`` for "leaky_relu".

    Raises
    ------
    TypeError
        If the function has no such option, or its value is not a number.
    ValueError
        If there is no such activation.

    Examples
    --------
    >>> from nnbook import Activation
    >>> layer = Activation("leaky_relu", negative_slope=0.5)
    >>> layer({}, [[-2.0, 3.0]])
    array([[-1.,  3.]])
    """

    name: str
    options: tuple[tuple[str, float], ...] = ()

    def __init__(self, name: str, **options: float) -> None:
        if name not in ACTIVATIONS:
            known = ", ".join(sorted(ACTIVATIONS))
            raise ValueError(f"Activation expected one of {known}, got {name!r}")
        allowed = list(inspect.signature(ACTIVATIONS[name].function).parameters)[1:]
        for option, value in options.items():
            if option not in allowed:
                raise TypeError(
                    f"Activation expected {'the option ' + allowed[0] if allowed else 'no option'} for {name}, "
                    f"got {option}"
                )
            _checks.number(value, "Activation", what=option)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "options", tuple(sorted(options.items())))

    @property
    def info(self) -> ActivationInfo:
        """The function, its derivative, and what is known of them."""
        return ACTIVATIONS[self.name]

    @cached_property
    def _function(self) -> Callable[[Array], Array]:
        return self._with_options(self.info.function)

    @cached_property
    def _derivative(self) -> Callable[[Array], Array]:
        return self._with_options(self.info.derivative)

    def _with_options(self, f: Callable[..., Array]) -> Callable[[Array], Array]:
        return partial(f, **dict(self.options)) if self.options else f

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        return self._function(batch(x, "Activation"))

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        z = batch(x, "Activation")
        y = self._function(z)

        def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
            return dy * self._derivative(z) if wrt_input else None, {}

        return Forward(y, pullback)
