"""How the learning rate changes during training: functions that return a function ``step -> factor``.

An optimizer multiplies its learning rate with the factor, which mostly starts at 1.  Step 0 is the first
update; whether a step is a batch or an epoch is up to whoever counts.  Each schedule is a closed form, so the
factor of any step can be read off without the steps before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from nnbook import _checks

__all__ = [
    "chain",
    "cosine_annealing",
    "exponential_decay",
    "linear_warmup",
    "polynomial_decay",
    "step_decay",
]

Schedule: TypeAlias = Callable[[int], float]


def _count(step: int, who: str) -> int:
    """Return a step as a Python integer, or say why it is none."""
    return _checks.whole_number(step, who, what="steps", least=0)


# Decay


def step_decay(step_size: int, gamma: float = 0.1) -> Schedule:
    """Multiply the learning rate by gamma after every `step_size` steps: γ^⌊t/s⌋.

    Parameters
    ----------
    step_size : int
        Steps from one drop to the next.
    gamma : float, default 0.1
        The factor of each drop, above 0.

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If an argument is not a number, or `step_size` is not a whole one.
    ValueError
        If `step_size` is below 1, or `gamma` is not positive.

    Examples
    --------
    >>> from nnbook.schedules import step_decay
    >>> factor = step_decay(3, gamma=0.5)
    >>> [factor(t) for t in range(8)]
    [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25]
    """
    step_size = _checks.whole_number(step_size, "step_decay", what="step_size")
    gamma = _checks.positive(gamma, "step_decay", what="gamma")

    def factor(step: int) -> float:
        return gamma ** (_count(step, "step_decay") // step_size)

    return factor


def exponential_decay(gamma: float) -> Schedule:
    """Multiply the learning rate by gamma after every step: γᵗ.

    Parameters
    ----------
    gamma : float
        The factor of one step, above 0; above 1 the rate grows.

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If `gamma` is not a number.
    ValueError
        If `gamma` is not positive.

    Examples
    --------
    >>> from nnbook.schedules import exponential_decay
    >>> factor = exponential_decay(0.5)
    >>> [factor(t) for t in range(4)]
    [1.0, 0.5, 0.25, 0.125]
    """
    gamma = _checks.positive(gamma, "exponential_decay", what="gamma")

    def factor(step: int) -> float:
        return gamma ** _count(step, "exponential_decay")

    return factor


def polynomial_decay(total: int, power: float = 1.0) -> Schedule:
    """Lower the learning rate to 0 along (1 − t/T)^p, and leave it there.

    Parameters
    ----------
    total : int
        T, the step from which on the factor is 0.
    power : float, default 1
        p, above 0; 1 is a straight line.

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If an argument is not a number, or `total` is not a whole one.
    ValueError
        If `total` is below 1, or `power` is not positive.

    Examples
    --------
    >>> from nnbook.schedules import polynomial_decay
    >>> factor = polynomial_decay(4, power=2)
    >>> [factor(t) for t in range(6)]
    [1.0, 0.5625, 0.25, 0.0625, 0.0, 0.0]
    """
    total = _checks.whole_number(total, "polynomial_decay", what="total")
    power = _checks.positive(power, "polynomial_decay", what="power")

    def factor(step: int) -> float:
        t = min(_count(step, "polynomial_decay"), total)
        return (1 - t / total) ** power

    return factor


def cosine_annealing(total: int, minimum: float = 0.0) -> Schedule:
    """Lower the learning rate along half a wave of the cosine, m + (1 − m)(1 + cos(πt/T))/2.

    PyTorch's ``CosineAnnealingLR`` rises again after T; this one stays at its minimum.

    Parameters
    ----------
    total : int
        T, the step at which the factor reaches the minimum.
    minimum : float, default 0
        m, the last factor: a fraction of the initial learning rate (PyTorch's ``eta_min`` is a rate).

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If an argument is not a number, or `total` is not a whole one.
    ValueError
        If `total` is below 1, or `minimum` is not between 0 and 1.

    References
    ----------
    Loshchilov, I. and Hutter, F. (2017). SGDR: stochastic gradient descent with warm restarts. ICLR.

    Examples
    --------
    >>> from nnbook.schedules import cosine_annealing
    >>> factor = cosine_annealing(4, minimum=0.2)
    >>> [round(factor(t), 3) for t in range(6)]
    [1.0, 0.883, 0.6, 0.317, 0.2, 0.2]
    """
    total = _checks.whole_number(total, "cosine_annealing", what="total")
    minimum = _checks.number(minimum, "cosine_annealing", what="minimum")
    if not 0 <= minimum <= 1:
        raise ValueError(
            "cosine_annealing expected a minimum between 0 and 1, a fraction of the initial rate, "
            f"got {minimum:g}"
        )

    def factor(step: int) -> float:
        t = min(_count(step, "cosine_annealing"), total)
        return minimum + (1 - minimum) * (1 + math.cos(math.pi * t / total)) / 2

    return factor


# Warm-up


def linear_warmup(steps: int, start: float = 1 / 3) -> Schedule:
    """Raise the learning rate along a straight line from a fraction to the whole, and leave it there.

    Parameters
    ----------
    steps : int
        The step from which on the factor is 1.
    start : float, default 1/3
        The first factor, above 0 (at 0 the first update would change nothing) and at most 1.

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If an argument is not a number, or `steps` is not a whole one.
    ValueError
        If `steps` is below 1, or `start` is not above 0 and at most 1.

    References
    ----------
    Goyal, P., Dollár, P., Girshick, R. and others (2017). Accurate, large minibatch SGD: training ImageNet
    in 1 hour. arXiv:1706.02677.

    Examples
    --------
    >>> from nnbook.schedules import linear_warmup
    >>> factor = linear_warmup(3, start=0.25)
    >>> [factor(t) for t in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    steps = _checks.whole_number(steps, "linear_warmup", what="steps")
    start = _checks.number(start, "linear_warmup", what="start")
    if not 0 < start <= 1:
        raise ValueError(f"linear_warmup expected a start above 0 and at most 1, got {start:g}")

    def factor(step: int) -> float:
        t = min(_count(step, "linear_warmup"), steps)
        return start + (1 - start) * t / steps

    return factor


# One after the other


def chain(first: Schedule, then: Schedule, at: int) -> Schedule:
    """Follow one schedule up to step `at`, and from there a second one, which starts again at its step 0.

    Parameters
    ----------
    first : callable
        The factor of the steps before `at`.
    then : callable
        The factor of the steps from `at` on, as a function of the step minus `at`.
    at : int
        The step at which the second schedule begins.

    Returns
    -------
    callable
        A function of the step that returns the factor.

    Raises
    ------
    TypeError
        If a schedule cannot be called, or `at` is not a whole number.
    ValueError
        If `at` is below 1.

    Examples
    --------
    Warm-up, then cosine:

    >>> from nnbook.schedules import chain, cosine_annealing, linear_warmup
    >>> factor = chain(linear_warmup(2, start=0.5), cosine_annealing(3), at=2)
    >>> [round(factor(t), 2) for t in range(7)]
    [0.5, 0.75, 1.0, 0.75, 0.25, 0.0, 0.0]
    """
    for schedule, name in ((first, "first"), (then, "then")):
        if not callable(schedule):
            raise TypeError(
                f"chain expected a schedule as {name}, such as linear_warmup(100), got {schedule!r}"
            )
    at = _checks.whole_number(at, "chain", what="at")

    def factor(step: int) -> float:
        t = _count(step, "chain")
        return first(t) if t < at else then(t - at)

    return factor
