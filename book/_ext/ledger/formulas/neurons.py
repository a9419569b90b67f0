"""Formulas of the chapter *Neurons*: the weighted sum, the neuron, and three ways to find its weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..inputs import Choice, Matrix, Real, Vector
from ..registry import Argument, Computed, Formula, Printed, Size

MODULE = "nnbook.neurons."

x, weight, bias = (
    Argument("x", Vector("d")),
    Argument("weight", Vector("d")),
    Argument("bias", Real()),
)
y, rate = Argument("y", Real()), Argument("learning_rate", Choice((0.01, 0.1, 0.5, 1.0)))
ANSWER = Argument("y", Choice((0.0, 1.0)))
SUMMED = "at the size of the terms that are summed"


def terms(z: Any, x: Any, weight: Any, bias: Any, **_: Any) -> Any:
    """Return the size of what a weighted sum adds up: where the terms cancel, their rounding remains."""
    return abs(x) @ abs(weight) + abs(bias)


def moved(
    new_weight: Any, new_bias: Any, x: Any, y: Any, weight: Any, bias: Any, learning_rate: float
) -> Any:
    """Return the size of what an update adds up."""
    error = abs(y) + terms(0, x, weight, bias)
    return abs(weight) + learning_rate * error * abs(x), abs(bias) + learning_rate * error


def slopes(d_weight: Any, d_bias: Any, x: Any, y: Any, weight: Any, bias: Any) -> Any:
    """Return the size of the terms of the gradient."""
    error = abs(y) + terms(0, x, weight, bias)
    return 2 * error * abs(x), 2 * error


def with_ones(context: Any, given: Mapping[str, Any]) -> Any:
    """Put a column of ones before the samples, so that the bias becomes the first weight."""
    return given["X"].__class__("matrix", tuple((context.mpf(1), *row) for row in given["X"].rows))


def bias_first(X: Any, y: Any) -> Any:
    """Return the bias and the weights of the least-squares solution as one vector, as the formula prints them."""
    from nnbook.neurons import least_squares

    weight, bias = least_squares(X, y)
    return np.concatenate([[bias], weight])


def conditioned(solution: Any, X: Any, y: Any) -> Any:
    """Return the size of the solution times the condition number that its rounding errors are multiplied by."""
    A = np.column_stack([np.ones(len(X)), X])
    kappa = np.linalg.cond(A)
    residual = np.linalg.norm(y - A @ solution) / np.linalg.norm(A, 2)
    return (
        np.linalg.norm(solution) * kappa
        + residual * kappa**2
        + np.linalg.norm(y) / np.linalg.norm(A, 2) * kappa
    )


FORMULAS = (
    Formula(
        name="weighted-sum",
        left=("z",),
        function=MODULE + "weighted_sum",
        symbols={"w": weight, "x": x, "b": bias, "d": Size("d")},
        max_ulp=4,
        scale=terms,
        scaled=SUMMED,
        source="rosenblatt1958perceptron",
    ),
    Formula(
        name="weighted-sum-dot",
        left=("z",),
        function=MODULE + "weighted_sum",
        symbols={"w": weight, "x": x, "b": bias},
        max_ulp=4,
        scale=terms,
        scaled=SUMMED,
        source="rosenblatt1958perceptron",
    ),
    Formula(
        name="neuron-output",
        left=("a",),
        function=MODULE + "neuron",
        symbols={
            "z": Printed("weighted-sum-dot"),
            r"\varphi": Argument("activation", Choice(("step", "identity", "sigmoid", "tanh"))),
        },
        given={"x": x.inputs, "weight": weight.inputs, "bias": bias.inputs},
        max_ulp=4,
        scale=terms,
        scaled=SUMMED,
        source="rosenblatt1962principles",
    ),
    Formula(
        name="step",
        left=(r"\operatorname{step}(z)",),
        function=MODULE + "step",
        symbols={"z": Argument("z", Real())},
        source="mcculloch1943logical",
    ),
    Formula(
        name="perceptron-update",
        left=(r"w \leftarrow", r"b \leftarrow"),
        function=MODULE + "perceptron_update",
        symbols={
            "w": weight,
            "x": x,
            "b": bias,
            "y": ANSWER,
            r"\eta": rate,
            r"\hat y": Printed("neuron-output", fixed=(("activation", "step"),)),
        },
        max_ulp=2,
        scale=moved,
        scaled=SUMMED,
        source="rosenblatt1962principles",
    ),
    Formula(
        name="linear-neuron-gradient",
        left=(r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial b}"),
        where=("L",),
        function=MODULE + "squared_error_gradient",
        symbols={"x": x, "y": y, r"\hat y": Printed("weighted-sum-dot")},
        given={"weight": weight.inputs, "bias": bias.inputs},
        max_ulp=4,
        scale=slopes,
        scaled=SUMMED,
        parent="L",
        by=("weight", "bias"),
        source="widrow1960adaptive",
    ),
    Formula(
        name="delta-rule",
        left=(r"w \leftarrow", r"b \leftarrow"),
        function=MODULE + "delta_rule_update",
        symbols={
            "w": weight,
            "x": x,
            "b": bias,
            "y": y,
            r"\eta": rate,
            r"\hat y": Printed("weighted-sum-dot"),
        },
        max_ulp=4,
        scale=moved,
        scaled=SUMMED,
        source="widrow1960adaptive",
    ),
    Formula(
        name="least-squares",
        left=(r"\begin{bmatrix} b \\ w \end{bmatrix}",),
        function=MODULE + "least_squares",
        call=bias_first,
        symbols={r"\tilde X": Computed(with_ones), "y": Argument("y", Vector("n", plain=True))},
        given={"X": Matrix("n", "d", plain=True)},
        longer={"n": "d"},
        max_ulp=20,
        scale=conditioned,
        scaled="at the size of the solution times its condition number",
        source="legendre1805nouvelles",
    ),
)
