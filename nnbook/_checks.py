"""What the functions of this package accept, said once, in sentences.

Every public function hands its arguments to a check from this module first, so that a wrong shape or a
string is refused at the door, in words, instead of failing three lines later.  The decorators do so for
functions of a single array, so that the body below them is the mathematics and nothing else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias

import numpy as np
from numpy.lib.array_utils import normalize_axis_index
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Array",
    "OnNumbers",
    "Parameters",
    "along_axis",
    "elementwise",
    "finite",
    "function",
    "generator",
    "label",
    "neurons",
    "number",
    "numbers",
    "one_sample",
    "positive",
    "real_elementwise",
    "samples",
    "whole_number",
]

Array: TypeAlias = NDArray[Any]
Parameters: TypeAlias = Mapping[str, Array]
P = ParamSpec("P")

_PRECISIONS = (np.float16, np.float32, np.float64, np.complex64, np.complex128)


# Numbers


def numbers(value: ArrayLike, who: str, *, what: str = "", real: bool = False) -> Array:
    """Return an array of floating-point or complex numbers, or say why `value` is none.

    Integers and booleans become float64; float16, float32, float64 and complex numbers stay what they are.
    """
    if type(value) is np.ndarray and value.dtype.char in "fd":  # most of the time, and 1 µs sooner
        return value
    expected = f"{who} expected {'real ' if real else ''}numbers" + (f" as {what}" if what else "")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{expected}, got rows of different lengths") from None
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.type not in _PRECISIONS or (real and array.dtype.kind == "c"):
        raise TypeError(f"{expected}, got {_in_words(value, array)}")
    return array


def finite(value: ArrayLike, who: str, *, what: str) -> Array:
    """Return an array of finite real numbers, or say which value is not finite."""
    array = numbers(value, who, what=what, real=True)
    is_finite = np.isfinite(array)
    if not is_finite.all():
        raise ValueError(f"{who} expected finite numbers as {what}, got {array[~is_finite][0]}")
    return array


def number(value: Any, who: str, *, what: str) -> float:
    """Return one finite real number as a Python float, which leaves float32 arrays float32."""
    array = finite(value, who, what=what)
    if array.ndim:
        raise ValueError(f"{who} expected one number as {what}, got an array of shape {array.shape}")
    return float(array)


def positive(value: float, who: str, *, what: str) -> float:
    """Return one finite number above zero as a Python float."""
    result = number(value, who, what=what)
    if result <= 0:
        raise ValueError(f"{who} expected a positive {what}, got {result:g}")
    return result


def whole_number(value: int, who: str, *, what: str, least: int = 1) -> int:
    """Return a whole number of at least so much, 1 where nothing else is said."""
    try:
        result = operator.index(value)
    except TypeError:
        raise TypeError(f"{who} expected a whole number of {what}, got {value!r}") from None
    if result < least:
        raise ValueError(f"{who} expected at least {least} as {what}, got {result}")
    return result


def label(value: float, who: str) -> None:
    """Refuse a target that is neither 0 nor 1."""
    if value not in (0, 1):
        raise ValueError(f"{who} expected the labels 0 and 1, got {value:g}")


def function(value: object, who: str, *, what: str) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise TypeError(f"{who} expected a function as {what}, such as nnbook.sigmoid, got {value!r}")


def generator(rng: object, who: str) -> Generator:
    """Return a source of randomness, or say how to make one."""
    if not isinstance(rng, Generator):
        seed = rng if isinstance(rng, int) else "seed"
        raise TypeError(
            f"{who} expected a NumPy Generator as rng, got {rng!r}; pass np.random.default_rng({seed})"
        )
    return rng


def _in_words(value: object, array: Array) -> str:
    if value is None or isinstance(value, str | bytes):
        return repr(value)
    if array.dtype.kind == "O":
        names = {type(item).__name__ for item in array.flat}
        return f"Python objects of type {', '.join(sorted(names))}"
    kind = {"U": "strings", "S": "byte strings"}.get(array.dtype.kind, str(array.dtype))
    return f"{kind} in an array of shape {array.shape}" if array.ndim else kind


# Neurons and their samples


def neurons(who: str, x: ArrayLike, weight: ArrayLike, bias: ArrayLike) -> tuple[Array, Array, Array]:
    """Return x (..., d), weight (d,) or (m, d) and bias () or (m,), or say which shape does not fit."""
    X, W, b = (
        numbers(value, who, what=what) for value, what in ((x, "x"), (weight, "weight"), (bias, "bias"))
    )
    if W.ndim not in (1, 2):
        raise ValueError(f"{who} expected weight of shape (d,) or (m, d), got shape {W.shape}")
    d = W.shape[-1]
    if X.ndim == 0 or X.shape[-1] != d:
        came = f"an array of shape {X.shape}" if X.ndim else "one number"
        raise ValueError(f"{who} expected {d} feature{'s' * (d != 1)}, got {came}")
    if b.shape not in ((), W.shape[:-1]):
        shapes = "shape ()" if W.ndim == 1 else f"shape {W.shape[:-1]}, one per neuron"
        raise ValueError(f"{who} expected a bias of {shapes}, got shape {b.shape}")
    if isinstance(bias, int | float):  # a Python number does not turn float32 into float64
        b = b.astype(np.result_type(X, W))
    return X, W, b


def one_sample(
    who: str, x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike
) -> tuple[Array, float, Array, Array]:
    """Return one sample x (d,), its target y, and the neuron or neurons that it meets."""
    x, weight, bias = neurons(who, x, weight, bias)
    if x.ndim != 1:
        raise ValueError(f"{who} expected one sample of shape {weight.shape[-1:]}, got shape {x.shape}")
    return x, number(y, who, what="y"), weight, bias


def samples(who: str, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return X (n, d) and y (n,), finite and not empty, in the precision of X."""
    X = finite(X, who, what="X")
    y = finite(y, who, what="y")
    if X.ndim != 2:
        hint = "; write X[:, None] for a single feature" if X.ndim == 1 else ""
        raise ValueError(f"{who} expected X of shape (n, d), one sample per row, got shape {X.shape}{hint}")
    if len(X) == 0:
        raise ValueError(f"{who} expected at least one sample, got X of shape {X.shape}")
    if y.shape != X.shape[:1]:
        raise ValueError(f"{who} expected y of shape {X.shape[:1]}, one per row of X, got shape {y.shape}")
    return X, y.astype(X.dtype)


# Decorators for functions of one array


class OnNumbers(Protocol[P]):
    """A function of an array, of nested lists, or of one number."""

    __name__: str

    def __call__(self, z: ArrayLike, *args: P.args, **kwargs: P.kwargs) -> Array:
        """Return an array, or one number for one number."""


def elementwise(f: Callable[Concatenate[Array, P], Array]) -> OnNumbers[P]:
    """Let `f`, written for an array of floating-point numbers, take whatever `numbers` takes.

    Further arguments of `f` are single numbers.
    """
    return _on_numbers(_with_number_parameters(f))


def real_elementwise(f: Callable[Concatenate[Array, P], Array]) -> OnNumbers[P]:
    """Do as `elementwise`, but refuse complex numbers: a function with a jump has no complex derivative."""
    return _on_numbers(_with_number_parameters(f), real=True)


def along_axis(f: Callable[Concatenate[Array, P], Array]) -> OnNumbers[P]:
    """Let `f` take whatever `numbers` takes, with at least one entry along its argument ``axis``."""

    @wraps(f)
    def checked(z: Array, /, *args: P.args, **kwargs: P.kwargs) -> Array:
        axis: Any = kwargs.get("axis", args[0] if args else -1)
        if z.ndim == 0:
            raise ValueError(f"{f.__name__} expected an array of logits, got one number")
        if z.shape[normalize_axis_index(axis, z.ndim)] == 0:
            raise ValueError(f"{f.__name__} expected at least one class, got an array of shape {z.shape}")
        return f(z, *args, **kwargs)

    return _on_numbers(checked)


def _on_numbers(f: Callable[Concatenate[Array, P], Array], *, real: bool = False) -> OnNumbers[P]:
    @wraps(f)
    def checked(z: ArrayLike, *args: P.args, **kwargs: P.kwargs) -> Array:
        if type(z) is np.ndarray and z.dtype.char in "fd" and z.ndim:  # most of the time, and 1 µs sooner
            return f(z, *args, **kwargs)
        array = numbers(z, f.__name__, real=real)
        if array.dtype.type is np.float16:  # computed in float32 and rounded once
            return f(array.astype(np.float32), *args, **kwargs).astype(np.float16)
        result = f(array, *args, **kwargs)
        return result if result.ndim else result[()]  # one number for one number

    return checked


def _with_number_parameters(
    f: Callable[Concatenate[Array, P], Array],
) -> Callable[Concatenate[Array, P], Array]:
    names = f.__code__.co_varnames[1 : f.__code__.co_argcount]
    if not names:
        return f

    maths: Any = f

    @wraps(f)
    def checked(z: Array, /, *args: P.args, **kwargs: P.kwargs) -> Array:
        named = ((name, number(v, f.__name__, what=name)) for name, v in kwargs.items())
        listed = (number(v, f.__name__, what=name) for name, v in zip(names, args, strict=False))
        beyond = args[len(names) :]  # too many: f complains
        return maths(z, *listed, *beyond, **dict(named))

    return checked
