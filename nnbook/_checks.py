"""What the functions of this package accept, said once, in sentences.

Every public function hands its arguments to a check from this module first, so that a wrong shape or a
string is refused at the door, in words, instead of failing three lines later.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Array",
    "elementwise",
    "finite",
    "floating",
    "number",
    "numbers",
    "positive",
    "positive_integer",
    "real_elementwise",
]

Array: TypeAlias = NDArray[Any]
P = ParamSpec("P")

_PRECISIONS = (np.float16, np.float32, np.float64, np.complex64, np.complex128)


def numbers(value: ArrayLike, who: str, *, what: str = "", real: bool = False) -> Array:
    """Return an array of floating-point or complex numbers, or say why `value` is none.

    Integers and booleans become float64; float16, float32, float64 and complex numbers stay what they are.
    """
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
    """Return an array of finite real numbers, or say which entry is not finite."""
    array = numbers(value, who, what=what, real=True)
    wrong = array[~np.isfinite(array)]
    if wrong.size:
        raise ValueError(f"{who} expected finite numbers as {what}, got {wrong[0]}")
    return array


def number(value: float, who: str, *, what: str) -> float:
    """Return one finite real number as a Python float, which leaves float32 arrays float32."""
    array = finite(value, who, what=what)
    if array.ndim:
        raise ValueError(f"{who} expected one number as {what}, got an array of shape {array.shape}")
    return float(array)


def positive(value: float, who: str, *, what: str) -> float:
    """Return one finite number above zero as a Python float."""
    result = number(value, who, what=what)
    if result <= 0:
        raise ValueError(f"{who} expected a positive {what}, got {result}")
    return result


def positive_integer(value: int, who: str, *, what: str) -> int:
    """Return a whole number of at least 1."""
    try:
        result = operator.index(value)
    except TypeError:
        raise TypeError(f"{who} expected a whole number as {what}, got {value!r}") from None
    if result < 1:
        raise ValueError(f"{who} expected {what} of at least 1, got {result}")
    return result


def floating(f: Callable[Concatenate[Array, P], Array]) -> Callable[Concatenate[ArrayLike, P], Array]:
    """Let `f`, written for an array of floating-point numbers, take whatever `numbers` takes.

    float16 is computed in float32 and rounded once, at the end.
    """
    return _on_numbers(f, real=False)


def elementwise(f: Callable[Concatenate[Array, P], Array]) -> Callable[Concatenate[ArrayLike, P], Array]:
    """Let `f` take whatever `numbers` takes; further arguments are single numbers."""
    return _on_numbers(_with_number_parameters(f), real=False)


def real_elementwise(f: Callable[Concatenate[Array, P], Array]) -> Callable[Concatenate[ArrayLike, P], Array]:
    """Let `f` take real numbers only: a function with jumps has no complex derivative."""
    return _on_numbers(_with_number_parameters(f), real=True)


def _on_numbers(
    f: Callable[Concatenate[Array, P], Array], *, real: bool
) -> Callable[Concatenate[ArrayLike, P], Array]:
    @wraps(f)
    def checked(z: ArrayLike, *args: P.args, **kwargs: P.kwargs) -> Array:
        array = numbers(z, f.__name__, real=real)
        if array.dtype.type is np.float16:
            return np.float16(f(array.astype(np.float32), *args, **kwargs))  # type: ignore[return-value]
        return f(array, *args, **kwargs)[()]  # a 0-d array becomes a number, as in NumPy's own functions

    return checked


def _with_number_parameters(
    f: Callable[Concatenate[Array, P], Array],
) -> Callable[Concatenate[Array, P], Array]:
    names = f.__code__.co_varnames[1 : f.__code__.co_argcount]
    if not names:
        return f

    @wraps(f)
    def checked(z: Array, *args: P.args, **kwargs: P.kwargs) -> Array:
        given = dict(zip(names, args, strict=False)) | kwargs
        return f(z, **{name: number(v, f.__name__, what=name) for name, v in given.items()})

    return checked


def _in_words(value: object, array: Array) -> str:
    if isinstance(value, str):
        return f"the string {value!r}"
    if value is None:
        return "None"
    kind = {"U": "strings", "S": "byte strings", "O": "Python objects"}.get(
        array.dtype.kind, str(array.dtype)
    )
    return f"{kind} in an array of shape {array.shape}" if array.ndim else kind


def function(value: object, who: str, *, what: str) -> None:
    """Refuse what cannot be called, with a hint at what can."""
    if not callable(value):
        raise TypeError(f"{who} expected a function as {what}, such as nnbook.sigmoid, got {value!r}")


def neurons(who: str, x: ArrayLike, weight: ArrayLike, bias: ArrayLike) -> tuple[Array, Array, Any]:
    """Return x (..., d), weight (d,) or (m, d) and bias () or (m,), or say which shape does not fit."""
    x = numbers(x, who, what="x")
    weight = numbers(weight, who, what="weight")
    bias = float(bias) if isinstance(bias, int | float) else numbers(bias, who, what="bias")
    if weight.ndim not in (1, 2):
        raise ValueError(f"{who} expected weight of shape (d,) or (m, d), got shape {weight.shape}")
    d = weight.shape[-1]
    if x.ndim == 0 or x.shape[-1] != d:
        came = f"an array of shape {x.shape}" if x.ndim else "one number"
        raise ValueError(f"{who} expected {d} feature{'s' * (d != 1)}, got {came}")
    if np.shape(bias) not in ((), weight.shape[:-1]):
        raise ValueError(
            f"{who} expected a bias of shape {weight.shape[:-1]}, one per neuron, got shape {np.shape(bias)}"
        )
    return x, weight, bias


def one_sample(
    who: str, x: ArrayLike, y: float, weight: ArrayLike, bias: ArrayLike
) -> tuple[Array, float, Array, Any]:
    """Return one sample x (d,) with its target y, and the neuron or neurons that it meets."""
    x, weight, bias = neurons(who, x, weight, bias)
    if x.ndim != 1:
        raise ValueError(f"{who} expected one sample of shape {weight.shape[-1:]}, got shape {x.shape}")
    return x, number(y, who, what="y"), weight, bias


def label(y: float, who: str) -> None:
    """Refuse a target that is neither 0 nor 1."""
    if y not in (0, 1):
        raise ValueError(f"{who} expected the labels 0 and 1, got {y:g}")


def samples(who: str, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return X (n, d) and y (n,), finite, not empty, in the precision of X."""
    X = finite(X, who, what="X")
    y = finite(y, who, what="y")
    if X.ndim != 2:
        hint = "; write X[:, None] for one feature" if X.ndim == 1 else ""
        raise ValueError(f"{who} expected X of shape (n, d), one sample per row, got shape {X.shape}{hint}")
    if len(X) == 0:
        raise ValueError(f"{who} expected at least one sample, got X of shape {X.shape}")
    if y.shape != X.shape[:1]:
        raise ValueError(f"{who} expected y of shape {X.shape[:1]}, one per row of X, got shape {y.shape}")
    return X, y.astype(X.dtype)
