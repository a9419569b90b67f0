"""Formulas of the chapter *Gradient descent*: one step, how far it may go, and every rule that changes it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..inputs import Choice, Real, Vector
from ..registry import Argument, Formula, Symbol

OPTIMIZERS, SCHEDULES = "nnbook.optimizers.", "nnbook.schedules."
SUMMED = "at the size of the terms that are summed"

theta, g = Argument("theta", Real()), Argument("g", Real())
rate = Argument("learning_rate", Choice((0.001, 0.1, 0.5)))
momentum = Argument("momentum", Choice((0.5, 0.9, 0.99)))
decay = Argument("weight_decay", Choice((0.01, 0.5)))
beta1, beta2 = Argument("beta1", Choice((0.5, 0.9))), Argument("beta2", Choice((0.99, 0.999)))
eps = Argument("eps", Choice((1e-8, 1e-3)))
m, v = Argument("m", Real()), Argument("v", Real(low=0.0))
t = Argument("t", Choice((1, 2, 10, 1000)))
step = Argument("t", Choice((0, 1, 3, 10, 99, 100, 1000)))
PAST = {r"\theta_{t-1}": theta, "g_t": g, r"\eta": rate}
AVERAGES = {"m_{t-1}": m, "v_{t-1}": v, r"\beta_1": beta1, r"\beta_2": beta2, r"\epsilon": eps, "t": t}


def one_step(optimizer: Any, theta: Any, g: Any, t: int = 2, **memory: Any) -> Any:
    """Take step t of an optimizer by its rule on flat vectors, with what it remembers."""
    kept = {name: np.atleast_1d(np.asarray(value, float)).copy() for name, value in memory.items()}
    after = optimizer.rule(
        np.atleast_1d(np.asarray(theta, float)), np.atleast_1d(np.asarray(g, float)), kept, int(t),
        optimizer.learning_rate,
    )  # fmt: skip
    return after if np.ndim(theta) else after[0]


def descend(theta: Any, g: Any, learning_rate: float) -> Any:
    """Take a plain step."""
    from nnbook.optimizers import SGD

    return one_step(SGD(learning_rate), theta, g)


def on_quadratic(theta: Any, curvature: float, learning_rate: float, k: int) -> Any:
    """Take k plain steps on ½ λ θ²."""
    for _ in range(int(k)):
        theta = descend(theta, curvature * theta, learning_rate)
    return theta


def with_momentum(theta: Any, g: Any, b: Any, learning_rate: float, momentum: float) -> Any:
    """Take a step with momentum."""
    from nnbook.optimizers import SGD

    return one_step(SGD(learning_rate, momentum=momentum), theta, g, b=b)


def nesterov(theta: Any, g: Any, b: Any, learning_rate: float, momentum: float) -> Any:
    """Take a step of Nesterov's form."""
    from nnbook.optimizers import SGD

    return one_step(SGD(learning_rate, momentum=momentum, nesterov=True), theta, g, b=b)


def adagrad(theta: Any, g: Any, v: Any, learning_rate: float, eps: float) -> Any:
    """Take a step of AdaGrad."""
    from nnbook.optimizers import AdaGrad

    return one_step(AdaGrad(learning_rate, eps=eps), theta, g, v=v)


def rmsprop(theta: Any, g: Any, v: Any, learning_rate: float, alpha: float, eps: float) -> Any:
    """Take a step of RMSprop."""
    from nnbook.optimizers import RMSprop

    return one_step(RMSprop(learning_rate, alpha=alpha, eps=eps), theta, g, v=v)


def adam(
    theta: Any, g: Any, m: Any, v: Any, t: int, learning_rate: float, beta1: float, beta2: float, eps: float
) -> Any:
    """Take a step of Adam."""
    from nnbook.optimizers import Adam

    return one_step(Adam(learning_rate, betas=(beta1, beta2), eps=eps), theta, g, t, m=m, v=v)


def adamw(
    weight_decay: float, learning_rate: float, beta1: float, beta2: float, eps: float, **given: Any
) -> Any:
    """Take a step of AdamW."""
    from nnbook.optimizers import AdamW

    optimizer = AdamW(learning_rate, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)
    return one_step(optimizer, **given)


def clipped(g: Any, max_norm: float) -> Any:
    """Clip a gradient that is a single vector."""
    from nnbook.optimizers import clip_by_global_norm

    return clip_by_global_norm({"g": g}, max_norm)[0]["g"]


def stepwise(t: int, step_size: int, gamma: float) -> float:
    """Return the factor of a step schedule."""
    from nnbook.schedules import step_decay

    return step_decay(step_size, gamma)(t)


def exponential(t: int, gamma: float) -> float:
    """Return the factor of an exponential schedule."""
    from nnbook.schedules import exponential_decay

    return exponential_decay(gamma)(t)


def cosine(t: int, total: int, minimum: float) -> float:
    """Return the factor of a cosine schedule."""
    from nnbook.schedules import cosine_annealing

    return cosine_annealing(total, minimum)(t)


def warm_up(t: int, steps: int, start: float) -> float:
    """Return the factor of a linear warm-up."""
    from nnbook.schedules import linear_warmup

    return linear_warmup(steps, start)(t)


# How large the terms are that a step adds up: where they cancel, their rounding remains.


def plain_terms(true: Any, theta: Any, g: Any, learning_rate: float) -> Any:
    """Return the size of the terms of a plain step."""
    return abs(theta) + learning_rate * abs(g)


def power(true: Any, theta: Any, curvature: float, learning_rate: float, k: int) -> Any:
    """Return the size that k steps may reach: each rounds at the size of θ and of what is taken off."""
    return k * abs(theta) * max(1.0, learning_rate * curvature) ** k


def momentum_terms(true: Any, theta: Any, g: Any, b: Any, learning_rate: float, momentum: float) -> Any:
    """Return the size of the terms of a step with momentum."""
    return abs(theta) + learning_rate * (2 * abs(g) + abs(b))


def fraction(true: Any, theta: Any, learning_rate: float, **_: Any) -> Any:
    """Return the size of θ and of the step that is taken off."""
    return abs(theta) + abs(true - theta) + learning_rate


def adam_terms(
    true: Any, theta: Any, g: Any, m: Any, v: Any, learning_rate: float, t: int, **betas: Any
) -> Any:
    """Return the size of θ and of the step; 1 − β^t and the average m lose digits where their terms cancel."""
    second = betas["beta2"] * v + (1 - betas["beta2"]) * g * g
    root = math.sqrt(1 - betas["beta2"] ** t)
    bottom = math.sqrt(second) + betas["eps"] * root
    largest = learning_rate * root / (1 - betas["beta1"] ** t) * (abs(m) + abs(g)) / bottom
    return abs(theta) + largest / (1 - betas["beta2"] ** t)


def cosine_terms(true: Any, t: int, total: int, minimum: float) -> float:
    """Return 1, the size of what a cosine schedule adds up."""
    return 1.0


def optimizer(name: str, function: str, call: Any, symbols: dict[str, Symbol], **entry: Any) -> Formula:
    """Describe the update of one parameter, from step t − 1 to step t."""
    return Formula(
        name=name, left=(r"\theta_t",), function=OPTIMIZERS + function, call=call, symbols=PAST | symbols,
        scaled=SUMMED, **entry,
    )  # fmt: skip


def schedule(name: str, function: str, call: Any, symbols: dict[str, Symbol], **entry: Any) -> Formula:
    """Describe the factor of the learning rate at step t."""
    return Formula(
        name=name, left=("q_t",), function=SCHEDULES + function, call=call, symbols={"t": step} | symbols,
        figure="fig-schedules", **entry,
    )  # fmt: skip


PROOFS = "tests/test_descent_on_quadratics.py::"

FORMULAS = (
    Formula(
        name="gradient-descent",
        left=(r"\theta \leftarrow",),
        function=OPTIMIZERS + "SGD",
        call=descend,
        symbols={
            r"\theta": Argument("theta", Vector("P")),
            "g": Argument("g", Vector("P")),
            r"\eta": rate,
        },
        max_ulp=2,
        scale=plain_terms,
        scaled=SUMMED,
        source="cauchy1847methode",
    ),
    Formula(
        name="quadratic-error",
        left=(r"\theta_k",),
        function=OPTIMIZERS + "SGD",
        call=on_quadratic,
        symbols={
            r"\theta_0": Argument("theta", Vector("P")),
            r"\lambda": Argument("curvature", Choice((0.25, 1.0, 10.0))),
            r"\eta": Argument("learning_rate", Choice((0.01, 0.1, 0.2, 0.3))),
            "k": Argument("k", Choice((1, 2, 10, 50))),
        },
        max_ulp=4,
        scale=power,
        scaled="at the size of the largest value on the way, times the number of steps",
        figure="fig-three-rates",
        source="polyak1964methods",
    ),
    Formula(
        name="stability-limit",
        kind="statement",
        latex=r"\eta < \frac{2}{\lambda_{\max}}",
        proof=PROOFS + "test_descent_converges_below_the_limit_and_not_above",
        source="polyak1964methods",
    ),
    Formula(
        name="best-plain",
        kind="statement",
        latex=r"\eta = \frac{2}{\lambda_{\max} + \lambda_{\min}}, \qquad \rho = \frac{\kappa - 1}{\kappa + 1}",
        proof=PROOFS + "test_no_rate_of_plain_descent_beats_the_best_one",
        figure="fig-condition-number",
        source="polyak1964methods",
    ),
    Formula(
        name="best-momentum",
        kind="statement",
        latex=r"\sqrt{\mu} = \rho = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}, \qquad "
        r"\eta = \frac{(1 + \rho)^2}{\lambda_{\max}}",
        proof=PROOFS + "test_no_rate_and_momentum_beat_the_best_ones",
        figure="fig-condition-number",
        source="polyak1964methods",
    ),
    optimizer(
        "momentum", "SGD", with_momentum,
        {r"b_{t-1}": Argument("b", Real()), r"\mu": momentum},
        where=("b_t",), max_ulp=4, scale=momentum_terms, figure="fig-ravine", source="polyak1964methods",
    ),
    optimizer(
        "nesterov", "SGD", nesterov,
        {r"b_{t-1}": Argument("b", Real()), r"\mu": momentum},
        where=("b_t",), max_ulp=4, scale=momentum_terms, figure="fig-condition-number",
        source="nesterov1983method",
    ),
    optimizer(
        "adagrad", "AdaGrad", adagrad, {"v_{t-1}": v, r"\epsilon": eps},
        where=("v_t",), max_ulp=4, scale=fraction, figure="fig-rotated", source="duchi2011adaptive",
    ),
    optimizer(
        "rmsprop", "RMSprop", rmsprop,
        {"v_{t-1}": v, r"\alpha": Argument("alpha", Choice((0.75, 0.99))), r"\epsilon": eps},
        where=("v_t",), max_ulp=4, scale=fraction, figure="fig-rotated", source="tieleman2012rmsprop",
    ),
    optimizer(
        "adam", "Adam", adam, AVERAGES,
        where=("m_t", "v_t", r"\hat{m}_t", r"\hat{v}_t"), max_ulp=2, scale=adam_terms,
        figure="fig-bias-correction", source="kingma2015adam",
    ),
    optimizer(
        "adamw", "AdamW", adamw, AVERAGES | {r"\lambda": decay},
        where=("m_t", "v_t", r"\hat{m}_t", r"\hat{v}_t"), max_ulp=4, scale=adam_terms,
        figure="fig-adamw", source="loshchilov2019decoupled",
    ),
    Formula(
        name="gradient-clipping",
        left=(r"g \leftarrow",),
        function=OPTIMIZERS + "clip_by_global_norm",
        call=clipped,
        symbols={"g": Argument("g", Vector("P")), "c": Argument("max_norm", Choice((0.1, 1.0, 5.0)))},
        max_ulp=4,
        source="pascanu2013difficulty",
    ),
    schedule(
        "step-decay", "step_decay", stepwise,
        {"s": Argument("step_size", Choice((1, 3, 30))), r"\gamma": Argument("gamma", Choice((0.1, 0.5)))},
        max_ulp=2, source="he2016deep",
    ),
    schedule(
        "exponential-decay", "exponential_decay", exponential,
        {r"\gamma": Argument("gamma", Choice((0.9, 0.99)))},
        max_ulp=2, source="senior2013empirical",
    ),
    schedule(
        "cosine-annealing", "cosine_annealing", cosine,
        {"T": Argument("total", Choice((4, 100, 1000))), "q_T": Argument("minimum", Choice((0.0, 0.1)))},
        max_ulp=2, scale=cosine_terms, scaled=SUMMED, source="loshchilov2017sgdr",
    ),
    schedule(
        "linear-warmup", "linear_warmup", warm_up,
        {"n": Argument("steps", Choice((5, 100))), "q_0": Argument("start", Choice((0.01, 0.25)))},
        max_ulp=2, source="goyal2017accurate",
    ),
)  # fmt: skip
