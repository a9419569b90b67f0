"""Formulas of the chapter *Activations*: every activation function with its derivative, and the softmax family."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..inputs import Choice, Matrix, Real, Vector
from ..registry import Argument, Computed, Constant, Formula, Kronecker, Printed, Size, Symbol

MODULE = "nnbook.activations."


def activation(
    name: str, left: str, *, figure: str, symbols: dict[str, Symbol] | None = None, **entry: Any
) -> Formula:
    """Describe an activation of one number, z; its function bears its name."""
    return Formula(
        name=name,
        left=(left,),
        function=MODULE + name.replace("-", "_"),
        symbols={"z": Argument("z", Real())} | (symbols or {}),
        figure=figure,
        **entry,
    )


def derivative(of: str, left: str, **entry: Any) -> Formula:
    """Describe the derivative of an activation."""
    return activation(f"{of}-derivative", left, parent=of, by=("z",), **entry)


def selu_alpha(m: Any) -> Any:
    """Return α of SELU, from the equations for mean 0 and variance 1 that Klambauer and others solve."""
    return -m.sqrt(2 / m.pi) / (m.erfc(1 / m.sqrt(2)) * m.exp(m.mpf(1) / 2) - 1)


def selu_lambda(m: Any) -> Any:
    """Return λ of SELU, from the same equations: the second moment of the output is 1."""
    alpha = selu_alpha(m)
    negative = m.exp(2) * m.erfc(m.sqrt(2)) / 2 - m.exp(m.mpf(1) / 2) * m.erfc(1 / m.sqrt(2)) + m.mpf(1) / 2
    return 1 / m.sqrt(m.mpf(1) / 2 + alpha**2 * negative)


def gap(true: Any, z: Any) -> Any:
    """Return the size of softmax's values times the largest difference of scores, which the exponent rounds at."""
    return abs(true) * (1 + np.minimum(np.max(z) - np.min(z), 1500))


def one(true: Any, z: Any) -> Any:
    """Return 1, the size of what is subtracted in 1 − p."""
    return np.ones_like(true)


def largest(true: Any, z: Any) -> Any:
    """Return the largest score or result: what the logarithm is added to."""
    return np.maximum(abs(true), np.minimum(np.max(abs(z)), 1e308))


def below_largest(true: Any, z: Any) -> Any:
    """Return the size of what log-softmax adds up: a difference of scores, and ln(1 + …), which rounds at 1."""
    return np.maximum(np.maximum(abs(true), 1), np.minimum(np.max(z) - z, 1e308))


def log_softmax_jacobian(z: Any) -> Any:
    """Compute the Jacobian of log-softmax with the package's softmax."""
    from nnbook.activations import softmax

    return np.eye(len(z)) - softmax(z)


def hinge_sum(x: Any, c: Any, v: Any, t: Any) -> Any:
    """Compute a sum of hinges with the package's ReLU."""
    from nnbook.activations import relu

    return c + relu(x - t) @ v


def hinge_terms(true: Any, x: Any, c: Any, v: Any, t: Any) -> Any:
    """Return the size of what a sum of hinges adds up."""
    return abs(c) + abs(v) @ (abs(x) + abs(t))


def slope_terms(gate: Callable[[Any], Any], slope: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the size of gate(z) + z slope(z), the derivative of z gate(z): near its root the two terms cancel."""

    def scale(true: Any, z: Any) -> Any:
        return gate(z) + abs(z * slope(z)) if np.isfinite(z) else abs(true)

    return scale


def sigmoid(z: Any) -> Any:
    """Return the sigmoid, accurately enough for a size."""
    return 1 / (1 + np.exp(-z))


def bell(z: Any) -> Any:
    """Return the density of the normal distribution."""
    return np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def tail(z: Any) -> Any:
    """Return the normal distribution function, accurately enough for a size."""
    return (1 + math.erf(z / math.sqrt(2))) / 2 if z > -5 else 0.0


def exponent(true: Any, z: Any) -> Any:
    """Return the size of the tanh form of GELU times its exponent, which rounds before e is raised to it."""
    return abs(true) * (1 + 1.6 * abs(z) * (1 + 0.045 * z * z)) if abs(z) < 1e100 else abs(true)


def exponent_slope(true: Any, z: Any) -> Any:
    """Return the same for the derivative, whose terms cancel near its root too."""
    summed = slope_terms(tail, bell)(true, z)
    return max(exponent(true, z), summed) if z > -5 else exponent(true, z)


SUMMED = "at the size of the terms that are summed"

SLOPE = {r"\alpha": Argument("negative_slope", Choice((0.01, 0.2)))}
ALPHA = {r"\alpha": Argument("alpha", Choice((1.0, 0.5)))}
SELU: dict[str, Symbol] = {r"\alpha": Constant(selu_alpha), r"\lambda": Constant(selu_lambda)}
SCORES = Argument("z", Vector("K", wild=True))
BY_GAP = "of the value times the largest difference of scores"

SQUASHING: dict[str, Any] = {"figure": "fig-squashing"}
RELU: dict[str, Any] = {"figure": "fig-relu-family"}
SMOOTH: dict[str, Any] = {"figure": "fig-smooth"}
GALLERY: dict[str, Any] = {"figure": "fig-gallery"}
SOFTMAX: dict[str, Any] = {"figure": "fig-softmax"}

FORMULAS = (
    Formula(
        name="linear-stack",
        kind="statement",
        symbols={
            "W_1": Argument("W1", Matrix("h", "d")),
            "W_2": Argument("W2", Matrix("o", "h")),
            "b_1": Argument("b1", Vector("h")),
            "b_2": Argument("b2", Vector("o")),
            "x": Argument("x", Vector("d")),
        },
        proof="tests/ledger/test_statements.py::test_a_stack_of_linear_layers_is_one_layer",
        source="minsky1969perceptrons",
    ),
    Formula(
        name="hinge-sum",
        left=("f(x)",),
        function=MODULE + "relu",
        call=hinge_sum,
        symbols={
            "x": Argument("x", Real()),
            "c": Argument("c", Real()),
            "v": Argument("v", Vector("m")),
            "t": Argument("t", Vector("m")),
            "m": Size("m"),
        },
        max_ulp=4,
        scale=hinge_terms,
        scaled=SUMMED,
        source="cybenko1989approximation",
    ),
    derivative("step", r"\operatorname{step}'(z)", kinks=(0.0,), source="mcculloch1943logical", **SQUASHING),
    activation("sigmoid", r"\sigma(z)", max_ulp=3, source="bridle1990probabilistic", **SQUASHING),
    derivative("sigmoid", r"\sigma'(z)", max_ulp=4, source="lecun1998efficient", **SQUASHING),
    activation("tanh", r"\tanh(z)", max_ulp=3, source="lecun1998efficient", **SQUASHING),
    derivative("tanh", r"\tanh'(z)", max_ulp=5, source="lecun1998efficient", **SQUASHING),
    activation("relu", r"\operatorname{ReLU}(z)", source="nair2010rectified", **RELU),
    derivative("relu", r"\operatorname{ReLU}'(z)", kinks=(0.0,), source="glorot2011deep", **RELU),
    activation(
        "leaky-relu", r"\operatorname{leaky}(z)", symbols=SLOPE, max_ulp=1, source="maas2013rectifier", **RELU
    ),
    derivative(
        "leaky-relu",
        r"\operatorname{leaky}'(z)",
        symbols=SLOPE,
        kinks=(0.0,),
        source="maas2013rectifier",
        **RELU,
    ),
    activation("elu", r"\operatorname{ELU}(z)", symbols=ALPHA, max_ulp=2, source="clevert2016fast", **RELU),
    derivative(
        "elu",
        r"\operatorname{ELU}'(z)",
        symbols=ALPHA,
        kinks=(0.0,),
        max_ulp=2,
        source="clevert2016fast",
        **RELU,
    ),
    activation(
        "softplus", r"\operatorname{softplus}(z)", max_ulp=2, source="dugas2001incorporating", **SMOOTH
    ),
    derivative(
        "softplus", r"\operatorname{softplus}'(z)", max_ulp=3, source="dugas2001incorporating", **SMOOTH
    ),
    activation("gelu", r"\operatorname{GELU}(z)", max_ulp=8, source="hendrycks2016gaussian", **SMOOTH),
    derivative(
        "gelu",
        r"\operatorname{GELU}'(z)",
        max_ulp=16,
        scale=slope_terms(tail, bell),
        scaled=SUMMED,
        source="hendrycks2016gaussian",
        **SMOOTH,
    ),
    activation("silu", r"\operatorname{SiLU}(z)", max_ulp=4, source="elfwing2018sigmoid", **SMOOTH),
    derivative(
        "silu",
        r"\operatorname{SiLU}'(z)",
        max_ulp=8,
        scale=slope_terms(sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
        scaled=SUMMED,
        source="ramachandran2017searching",
        **SMOOTH,
    ),
    Formula(
        name="softmax",
        left=(r"\operatorname{softmax}(z)_i",),
        function=MODULE + "softmax",
        symbols={"z": SCORES, "K": Size("K")},
        indices={"i": "K"},
        max_ulp=4,
        scale=gap,
        scaled=BY_GAP,
        source="bridle1990probabilistic",
    ),
    Formula(
        name="softmax-jacobian",
        left=(r"\frac{\partial p_i}{\partial z_j}",),
        function=MODULE + "softmax_jacobian",
        symbols={"p": Printed("softmax"), r"\delta": Kronecker("K")},
        given={"z": SCORES.inputs},
        indices={"i": "K", "j": "K"},
        cases=60,
        max_ulp=6,
        scale=gap,
        scaled=BY_GAP,
        parent="softmax",
        by=("z",),
        source="bridle1990probabilistic",
    ),
    Formula(
        name="log-softmax",
        left=(r"\operatorname{logsoftmax}(z)_i",),
        function=MODULE + "log_softmax",
        symbols={"z": SCORES, "K": Size("K")},
        indices={"i": "K"},
        max_ulp=4,
        scale=below_largest,
        scaled=SUMMED,
        source="blanchard2021accurately",
        figure="fig-log-softmax",
    ),
    Formula(
        name="log-softmax-jacobian",
        left=(r"\frac{\partial}{\partial z_j} \operatorname{logsoftmax}(z)_i",),
        function=MODULE + "softmax",
        call=log_softmax_jacobian,
        symbols={"z": SCORES, r"\delta": Kronecker("K")},
        indices={"i": "K", "j": "K"},
        cases=60,
        max_ulp=2,
        scale=one,
        scaled="at the size of 1",
        parent="log-softmax",
        by=("z",),
        source="bridle1990probabilistic",
        figure="fig-softmax-jacobian",
    ),
    Formula(
        name="log-sum-exp",
        left=(r"\operatorname{lse}(z)",),
        function=MODULE + "log_sum_exp",
        symbols={
            "z": SCORES,
            "K": Size("K"),
            "m": Computed(lambda context, given: max(row[0] for row in given["z"].rows)),
        },
        max_ulp=3,
        scale=largest,
        scaled="at the size of the largest score",
        source="blanchard2021accurately",
        figure="fig-log-softmax",
    ),
    Formula(
        name="log-sum-exp-gradient",
        left=(r"\frac{\partial}{\partial z_j} \operatorname{lse}(z)",),
        function=MODULE + "softmax",
        symbols={"z": SCORES},
        indices={"j": "K"},
        max_ulp=4,
        scale=gap,
        scaled=BY_GAP,
        parent="log-sum-exp",
        by=("z",),
        source="blanchard2021accurately",
        **SOFTMAX,
    ),
    activation("identity", r"\operatorname{id}(z)", source="widrow1960adaptive", **GALLERY),
    derivative("identity", r"\operatorname{id}'(z)", source="widrow1960adaptive", **GALLERY),
    activation(
        "selu", r"\operatorname{SELU}(z)", symbols=SELU, max_ulp=4, source="klambauer2017self", **GALLERY
    ),
    derivative(
        "selu",
        r"\operatorname{SELU}'(z)",
        symbols=SELU,
        kinks=(0.0,),
        max_ulp=4,
        source="klambauer2017self",
        **GALLERY,
    ),
    activation("mish", r"\operatorname{mish}(z)", max_ulp=8, source="misra2020mish", **GALLERY),
    derivative("mish", r"\operatorname{mish}'(z)", max_ulp=16, source="misra2020mish", **GALLERY),
    activation("softsign", r"\operatorname{softsign}(z)", max_ulp=2, source="elliott1993better", **GALLERY),
    derivative("softsign", r"\operatorname{softsign}'(z)", max_ulp=3, source="elliott1993better", **GALLERY),
    activation(
        "gelu-tanh",
        r"\operatorname{GELUtanh}(z)",
        where=("u",),
        max_ulp=6,
        scale=exponent,
        scaled="of the value times the exponent",
        source="hendrycks2016gaussian",
        **GALLERY,
    ),
    derivative(
        "gelu-tanh",
        r"\operatorname{GELUtanh}'(z)",
        where=("v",),
        symbols={"u": Printed("gelu-tanh", local="u")},
        max_ulp=8,
        scale=exponent_slope,
        scaled="of the value times the exponent",
        source="hendrycks2016gaussian",
        **GALLERY,
    ),
    activation(
        "log-sigmoid", r"\operatorname{logsigmoid}(z)", max_ulp=2, source="dugas2001incorporating", **GALLERY
    ),
    derivative(
        "log-sigmoid", r"\operatorname{logsigmoid}'(z)", max_ulp=3, source="dugas2001incorporating", **GALLERY
    ),
    Formula(
        name="slope-product",
        kind="statement",
        relation=r"\le",
        latex=r"\prod_{l=1}^{k} \sigma'(z_l) \le \left( \frac{1}{4} \right)^{k}",
        symbols={"z": Argument("z", Vector("k")), "k": Size("k")},
        proof="tests/ledger/test_statements.py::test_no_product_of_sigmoid_slopes_exceeds_its_bound",
        source="hochreiter1991untersuchungen",
    ),
)
