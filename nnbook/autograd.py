"""Reverse-mode automatic differentiation of numbers, small enough to be read in one sitting.

The chapter *Backpropagation* teaches it.  A `Value` is a number that remembers which numbers it was computed
from, and with what slope it depends on each of them.  Every operation writes its slopes right under its
result; the chain rule then is one loop, ``backward``, over the graph in `topological_order`.

The slopes are numbers, fixed when the operation runs.  So ``backward`` can run any number of times, and
changing ``data`` afterwards, as a training step does, leaves the gradients of the old graph right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks

__all__ = ["Value", "topological_order", "values"]

Number: TypeAlias = float | np.floating[Any] | np.integer[Any]


class Value:
    """Hold a number, the numbers that it was computed from, and its slope with respect to each.

    Values are combined with ``+ - * / **``, with each other and with plain numbers, and with the methods
    ``x.exp()``, ``x.log()``, ``x.tanh()``, ``x.relu()`` and ``x.sigmoid()``.  Every result is a new value.
    NaN gives NaN, and a result too large for a float is ±∞.

    ``z.backward()`` sets ``x.grad``, the slope of z with respect to x, for every x that z was computed from.
    It sets all of them anew: a second call gives the same gradients, not doubled ones.  Values that z does
    not depend on are left alone; what stands there belongs to an earlier call.

    Parameters
    ----------
    data : float
        A Python or NumPy number; integers become floats.
    parents : iterable of (Value, float), optional
        What the number was computed from: each value with the slope of this number with respect to it.
        Operations fill it in; a value made by hand has none.

    Attributes
    ----------
    data : float
        The number.
    grad : float
        The gradient that the last ``backward()`` found here; 0 before the first.
    parents : tuple of (Value, float)
        The values that this one was computed from, each with its slope.

    Raises
    ------
    TypeError
        If data is not one real number (an array, a string, a boolean).
    ValueError
        If data is an integer beyond the largest float, for the logarithm of a number that is not positive, or
        for a power that is not a real number.
    ZeroDivisionError
        For a division by zero, or zero to a negative power.

    Examples
    --------
    >>> from nnbook.autograd import Value
    >>> x, y = Value(3), Value(4)
    >>> z = x * y + x
    >>> z
    Value(15.0, grad=0.0)
    >>> z.backward()
    >>> x.grad, y.grad
    (5.0, 3.0)

    The slope of z with respect to x is y + 1: x is used twice, and both uses count.
    """

    __slots__ = ("data", "grad", "parents")
    __array_ufunc__ = None  # lets np.float64(2) * value come here

    def __init__(self, data: Number, parents: Iterable[tuple[Value, float]] = ()) -> None:
        self.data = _as_float(data)
        self.grad = 0.0
        self.parents = tuple(parents)

    def __repr__(self) -> str:
        return f"Value({self.data!r}, grad={self.grad!r})"

    # Arithmetic: the result, and under it its slopes

    def __add__(self, other: Value | Number) -> Value:
        other = _as_value(other)
        return Value(
            self.data + other.data,
            [(self, 1.0), (other, 1.0)],
        )

    def __mul__(self, other: Value | Number) -> Value:
        other = _as_value(other)
        return Value(
            self.data * other.data,
            [(self, other.data), (other, self.data)],
        )

    def __sub__(self, other: Value | Number) -> Value:
        other = _as_value(other)
        return Value(
            self.data - other.data,
            [(self, 1.0), (other, -1.0)],
        )

    def __truediv__(self, other: Value | Number) -> Value:
        other = _as_value(other)
        if other.data == 0:
            raise ZeroDivisionError(
                f"Value expected a divisor other than zero, got {self.data} / {other.data}"
            )
        ratio = self.data / other.data
        return Value(
            ratio,
            [(self, 1 / other.data), (other, -ratio / other.data)],  # y * y could round to zero
        )

    def __pow__(self, exponent: Value | Number) -> Value:
        x, n = self.data, _as_value(exponent).data
        if isinstance(exponent, Value) and x <= 0:
            raise ValueError(
                f"Value expected a positive base where the exponent is a Value, got ({x}) ** {n}"
            )
        power = _real_power(x, n)
        parents = [(self, n * _ieee(np.power, x, n - 1) if n else 0.0)]
        if isinstance(exponent, Value):
            parents.append((exponent, power * math.log(x)))
        return Value(power, parents)

    def __neg__(self) -> Value:
        return Value(
            -self.data,
            [(self, -1.0)],
        )

    # A number on the left: 2 + x, 2 - x, …

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: Number) -> Value:
        return _as_value(other) - self

    def __rtruediv__(self, other: Number) -> Value:
        return _as_value(other) / self

    def __rpow__(self, base: Number) -> Value:
        return _as_value(base) ** self

    # Functions

    def exp(self) -> Value:
        """Return e to the power of this value; ∞ where that is too large for a float."""
        y = _ieee(np.exp, self.data)
        return Value(
            y,
            [(self, y)],
        )

    def log(self) -> Value:
        """Return the natural logarithm; a ValueError says so if this value is not positive."""
        if self.data <= 0:
            raise ValueError(f"Value.log expected a positive number, got {self.data}")
        return Value(
            math.log(self.data),
            [(self, 1 / self.data)],
        )

    def tanh(self) -> Value:
        """Return the hyperbolic tangent."""
        return Value(
            math.tanh(self.data),
            [(self, 4 * _bell(2 * self.data))],  # 1 - tanh² rounds to 0 from 19 on
        )

    def relu(self) -> Value:
        """Return this value where it is positive, else 0; the slope at 0 is 0."""
        z = self.data
        return Value(
            max(z, 0.0),
            [(self, z if math.isnan(z) else float(z > 0))],
        )

    def sigmoid(self) -> Value:
        """Return the logistic function, a number between 0 and 1."""
        z = self.data
        e = math.exp(-abs(z))  # exp(-z) overflows below -709
        return Value(
            (1 if z >= 0 else e) / (1 + e),
            [(self, _bell(z))],
        )

    # The chain rule

    def backward(self) -> None:
        """Set the ``grad`` of every value that this one was computed from.

        ``value.grad`` becomes the slope of this value with respect to ``value``.  All gradients of this
        value's graph are set anew, so a second call gives the same gradients, not doubled ones.  Values that
        are no part of the graph are left alone: what stands there belongs to an earlier call.
        """
        order = topological_order(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order:
            for parent, slope in node.parents:
                parent.grad += node.grad * slope


def topological_order(output: Value) -> list[Value]:
    """List a value and everything that it was computed from, each before its own parents.

    A value may hand its gradient on only after all that use it have added their share.  So the uses of each
    value are counted first; then each value follows when its last use has been listed (Kahn 1962).  No
    function calls itself, so a long chain does not run into Python's recursion limit.

    Parameters
    ----------
    output : Value
        Where to begin.

    Returns
    -------
    list of Value
        The output first; each value once.

    Raises
    ------
    TypeError
        If output is not a value.

    References
    ----------
    Kahn, A. B. (1962). Topological sorting of large networks. Communications of the ACM 5(11), 558–562.

    Examples
    --------
    >>> from nnbook.autograd import Value, topological_order
    >>> a = Value(1)
    >>> b = a + a
    >>> c = b + b
    >>> topological_order(c) == [c, b, a]
    True

    Handing on b's gradient after its first use and again after its second would give 6 instead of 4:

    >>> c.backward()
    >>> a.grad
    4.0
    """
    if not isinstance(output, Value):
        raise TypeError(f"topological_order expected a Value, got {_in_words(output)}")
    uses: Counter[Value] = Counter()
    found = [output]
    for node in found:  # grows while it is read
        for parent, _ in node.parents:
            if parent not in uses:
                found.append(parent)
            uses[parent] += 1
    order = [output]
    for node in order:  # grows too
        for parent, _ in node.parents:
            uses[parent] -= 1
            if uses[parent] == 0:
                order.append(parent)
    return order


def values(array: ArrayLike) -> Any:
    """Make a value of every number in an array.

    Parameters
    ----------
    array : array_like
        Real numbers in any shape.

    Returns
    -------
    list
        Nested lists of `Value` in the shape of the array; one `Value` for one number.

    Raises
    ------
    TypeError
        If the array does not hold real numbers.
    ValueError
        If its rows differ in length.

    Examples
    --------
    A neuron with two inputs, and the gradient of its output:

    >>> from nnbook.autograd import Value, values
    >>> x, w, b = values([1, 2]), values([3, -1]), Value(0.5)
    >>> y = sum((w_i * x_i for w_i, x_i in zip(w, x)), b).relu()
    >>> y.backward()
    >>> y.data, [w_i.grad for w_i in w], b.grad
    (1.5, [1.0, 2.0], 1.0)
    """
    make_values = np.vectorize(Value, otypes=[object])
    return make_values(_checks.numbers(array, "values", real=True)).tolist()


# What the operations share


def _as_value(number: Value | Number) -> Value:
    return number if isinstance(number, Value) else Value(number)


def _as_float(number: object) -> float:
    """Return a Python float, or say why `number` is none."""
    if isinstance(number, bool) or not isinstance(number, int | float | np.integer | np.floating):
        raise TypeError(f"Value expected one real number, got {_in_words(number)}")
    try:
        return float(number)
    except OverflowError:
        raise ValueError("Value expected a number up to 1.8e308, got a larger integer") from None


def _in_words(what: object) -> str:
    return f"an array of shape {what.shape}" if isinstance(what, np.ndarray) else repr(what)


def _ieee(function: Callable[..., Any], *numbers: float) -> float:
    """Return function(*numbers), which is ±∞ where Python would raise an OverflowError."""
    with np.errstate(all="ignore"):
        return float(function(*numbers))


def _real_power(x: float, n: float) -> float:
    """Return x ** n, or say why it is not a real number."""
    if x == 0 and n < 0:
        raise ZeroDivisionError(
            f"Value expected a base other than zero for a negative power, got ({x}) ** {n}"
        )
    if x < 0 and math.isfinite(n) and n % 1:
        raise ValueError(f"Value expected a whole exponent for a negative base, got ({x}) ** {n}")
    return _ieee(np.power, x, n)


def _bell(z: float) -> float:
    """Return the slope of the sigmoid, s(z) s(-z), without a difference that would lose digits."""
    e = math.exp(-abs(z))
    return e / (1 + e) ** 2
