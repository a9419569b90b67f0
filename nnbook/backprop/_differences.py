"""Gradients by moving one number at a time, and how far two gradients lie apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, TypeAlias, overload

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array

__all__ = ["Method", "numerical_gradient", "relative_error"]

Method: TypeAlias = Literal["central", "forward", "complex"]

_EPS = float(np.finfo(np.float64).eps)
# Where rounding, about ε/h, meets what the difference leaves out: h for a forward one, h² for a central one.
# A complex step subtracts nothing, so nothing is rounded away and h can be as small as we like.
STEPS: dict[str, float] = {"central": _EPS ** (1 / 3), "forward": _EPS ** (1 / 2), "complex": 1e-100}


@overload
def numerical_gradient(
    f: Callable[[Any], Any], x: Mapping[str, ArrayLike], *, method: Method = ..., step: float | None = ...
) -> dict[str, Array]: ...
@overload
def numerical_gradient(
    f: Callable[[Any], Any], x: ArrayLike, *, method: Method = ..., step: float | None = ...
) -> Array: ...
def numerical_gradient(
    f: Callable[[Any], Any],
    x: ArrayLike | Mapping[str, ArrayLike],
    *,
    method: Method = "central",
    step: float | None = None,
) -> Array | dict[str, Array]:
    """Return the gradient of a function by differences: every number is moved a little, all others stay.

    It costs one or two values of the function for every number in x, so it is for checking, not for training.

    Parameters
    ----------
    f : callable
        Takes what `x` is, as float64 (complex for a complex step), and returns one number.
    x : array_like or mapping of str to array_like
        Where.  Integers and float32 become float64: in float32 a difference has two or three right digits at
        best, which cannot tell a wrong gradient from a right one.
    method : {"central", "forward", "complex"}, default "central"
        (f(x + h) - f(x - h))/(2h), with about ten right digits; (f(x + h) - f(x))/h, with about seven; or
        Im f(x + ih)/h, with nearly all, for an analytic f that takes complex numbers.
    step : float, optional
        h.  Unless given, ε^(1/3) or ε^(1/2) (6e-6 and 1.5e-8) times the larger of 1 and the size of the
        number, and 1e-100 for a complex step.

    Returns
    -------
    ndarray or dict of ndarray
        The gradient, in the shape of x.  Where f gives NaN, it is NaN.

    Raises
    ------
    TypeError
        If x or f(x) does not hold real numbers, f(x) is float32, or f drops the imaginary part of a complex
        step.
    ValueError
        If f(x) is more than one number, the method is unknown, or the step is not positive or too small to
        change x.

    References
    ----------
    Squire, W. and Trapp, G. (1998). Using complex variables to estimate derivatives of real functions. SIAM
    Review 40(1), 110–112.

    Examples
    --------
    >>> from nnbook import numerical_gradient
    >>> numerical_gradient(lambda x: (x**2).sum(), [1, 2, 3]).round(8)
    array([2., 4., 6.])
    >>> float(numerical_gradient(lambda x: x**3, 2, method="complex"))
    12.0
    """
    who = "numerical_gradient"
    _checks.function(f, who, what="f")
    check_method(method, who)
    if step is not None:
        step = _checks.positive(step, who, what="step")
    if not isinstance(x, Mapping):
        return _differences(f, _point(x, "x"), method, step)
    point = {name: _point(value, name) for name, value in x.items()}
    # All entries are complex together: f is complex then also where it does not use the one that moves.
    others = {
        name: _read_only(a.astype(complex if method == "complex" else float)) for name, a in point.items()
    }

    def along(name: str, moved: Array) -> Any:
        return f({**others, name: moved})

    return {name: _differences(partial(along, name), array, method, step) for name, array in point.items()}


def check_method(method: Method, who: str) -> None:
    """Refuse an unknown kind of difference."""
    if method not in STEPS:
        raise ValueError(f"{who} expected 'central', 'forward' or 'complex' as method, got {method!r}")


def _point(x: ArrayLike, what: str) -> Array:
    """Return a float64 copy that nobody can change."""
    return _read_only(_checks.numbers(x, "numerical_gradient", what=what, real=True).astype(np.float64))


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _differences(f: Callable[[Array], Any], x: Array, method: Method, step: float | None) -> Array:
    """Return the derivative of f by every number of x."""

    def at(index: tuple[int, ...], value: complex) -> Any:
        moved = x.astype(type(value))
        moved[index] = value
        return _one_number(f(moved if moved.ndim else moved[()]), method)

    gradient = np.empty_like(x)
    start = _one_number(f(x if x.ndim else x[()]), method) if method == "forward" and x.size else None
    for index in np.ndindex(x.shape):
        here = float(x[index])
        h = step or STEPS[method] * (1.0 if method == "complex" else max(1.0, abs(here)))
        if method == "complex":
            gradient[index] = at(index, complex(here, h)).imag / h
            continue
        above, below = here + h, here if method == "forward" else here - h
        if above == below:
            raise ValueError(f"numerical_gradient expected a step that changes {here:g}, got {h:g}")
        change = at(index, above) - (at(index, below) if start is None else start)
        gradient[index] = change / (above - below)  # not 2h, which rounding may have changed
    return gradient if gradient.ndim else gradient[()]


def _one_number(value: Any, method: Method) -> Any:
    """Return a value of f as a Python number, which never warns, or say what is wrong with it."""
    expected = "numerical_gradient expected f to return"
    number = _checks.numbers(value, "numerical_gradient", what="value of f")
    if number.ndim:
        raise ValueError(f"{expected} one number, got an array of shape {number.shape}; sum it up")
    if number.dtype not in (np.float64, np.complex128):
        raise TypeError(
            f"{expected} a number in float64, got {number.dtype}: differences would be rounded away"
        )
    if (number.dtype.kind == "c") is not (method == "complex"):
        hint = "; abs, .real and the like drop the imaginary part: use method='central'"
        wanted, came = ("complex", "real") if method == "complex" else ("real", "complex")
        raise TypeError(
            f"{expected} a {wanted} number, got a {came} one{hint if method == 'complex' else ''}"
        )
    return number.item()


def relative_error(a: ArrayLike, b: ArrayLike) -> Array:
    """Return the distance of two numbers over the larger of their sizes: ``abs(a - b) / max(abs(a), abs(b))``.

    Parameters
    ----------
    a, b : array_like
        Numbers, in shapes that broadcast together.

    Returns
    -------
    ndarray
        From 0, where both are equal (both 0 too), to 2, where they have opposite signs; ∞ where only one is
        finite or they are different infinities, and NaN where one is NaN.

    Raises
    ------
    TypeError
        If one of them does not hold numbers.
    ValueError
        If their shapes do not broadcast together.

    Examples
    --------
    >>> from nnbook import relative_error
    >>> relative_error([1e-9, 100, 0], [2e-9, 101, 0]).round(4)
    array([0.5   , 0.0099, 0.    ])
    """
    a, b = _checks.numbers(a, "relative_error", what="a"), _checks.numbers(b, "relative_error", what="b")
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(
            f"relative_error expected shapes that fit together, got {a.shape} and {b.shape}"
        ) from None
    largest = np.maximum(np.abs(a), np.abs(b))
    half = np.where(largest > 1, 0.5, 1).astype(largest.dtype)  # a - b could overflow
    with np.errstate(invalid="ignore"):  # 0/0 and ∞ - ∞, which the next line decides
        error = np.abs(a * half - b * half) / (largest * half)
    return np.where(a == b, 0, np.where(np.isinf(largest), np.inf, error)).astype(largest.dtype)[()]
