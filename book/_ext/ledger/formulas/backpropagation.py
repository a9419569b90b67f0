"""Formulas of the chapter *Backpropagation*: the chain rule, its four equations, and differences that check them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..inputs import Choice, Matrix, Real, Vector
from ..registry import Argument, Formula, Size

MODULE = "nnbook.backprop."
STATEMENTS = "tests/ledger/test_statements_backpropagation.py::"
SUMMED = "at the size of the terms that are summed"

SLOPES = Choice(("sigmoid-derivative", "tanh-derivative", "relu-derivative", "softplus-derivative"))
SLOPE = Argument("activation_derivative", SLOPES)
FUNCTIONS = Argument("f", Choice(("sigmoid", "tanh", "softplus")))
POINT, STEP = Argument("x", Real(-5, 5)), Argument("h", Choice((0.1, 1e-3)))
NUMBERS = Choice((-3.0, -1e-9, 1e-9, 1.0, 1.0000001, 2.5, 1e10, 1e-300, 1e300))


def passed_back(true: Any, next_error: Any, next_weight: Any, **_: Any) -> Any:
    """Return the size of what an error adds up; no slope exceeds 1."""
    return abs(next_error) @ abs(next_weight)


def summed_weights(true: Any, error: Any, previous_activation: Any) -> Any:
    """Return the size of what a weight gradient adds up."""
    return abs(error).T @ abs(previous_activation)


def summed_biases(true: Any, error: Any) -> Any:
    """Return the size of what a bias gradient adds up."""
    return abs(error).sum(axis=0)


def paths(delta: Any, W: Any) -> Any:
    """Compute the gradient of the activations behind a layer with the package's second equation."""
    from nnbook.activations import identity_derivative
    from nnbook.backprop import hidden_error

    return hidden_error(delta, W, np.zeros(W.shape[1]), identity_derivative)


def all_paths(true: Any, delta: Any, W: Any) -> Any:
    """Return the size of what the paths add up."""
    return abs(delta) @ abs(W)


def difference(method: str) -> Any:
    """Return a function that computes one kind of difference with the package, at every x."""

    def call(f: Any, x: Any, h: float) -> Any:
        from nnbook.backprop import numerical_gradient

        return np.array([numerical_gradient(f, at, method=method, step=h) for at in np.atleast_1d(x)])  # type: ignore[call-overload]

    return call


def cancelled(true: Any, f: str, x: Any, h: float) -> Any:
    """Return the size of the two values that a difference subtracts, over the step."""
    return (1 + abs(x)) / h


def complex_step(x: Any, h: float) -> Any:
    """Compute the derivative of the exponential function by a complex step, with the package."""
    return difference("complex")(np.exp, x, h)


FORMULAS = (
    Formula(
        name="chain-rule",
        kind="statement",
        latex=r"\frac{\mathrm{d}}{\mathrm{d} x} f(g(x)) = f'(g(x))\, g'(x)",
        proof=STATEMENTS + "test_slopes_of_nested_functions_multiply",
        figure="fig-worked-example",
        source="rumelhart1986learning",
    ),
    Formula(
        name="weight-chain",
        kind="statement",
        latex=(
            r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a}\, \frac{\partial a}{\partial z}\, "
            r"\frac{\partial z}{\partial w}"
        ),
        proof=STATEMENTS + "test_the_gradient_of_a_weight_is_the_product_along_its_path",
        figure="fig-worked-example",
        source="rumelhart1986learning",
    ),
    Formula(
        name="step-loss",
        kind="statement",
        symbols={r"\eta": Argument("eta", Real(0))},
        proof=STATEMENTS + "test_the_loss_along_the_step_is_the_printed_polynomial",
        figure="fig-step-length",
        source="rumelhart1986learning",
    ),
    Formula(
        name="raise-activation",
        kind="statement",
        latex=(
            r"\mathrm{d} a = \varphi'(z) \left( \mathrm{d} b + \sum_{i=1}^{d} a_i\, \mathrm{d} w_i + "
            r"\sum_{i=1}^{d} w_i\, \mathrm{d} a_i \right)"
        ),
        proof=STATEMENTS + "test_small_changes_raise_an_activation_as_printed",
        figure="fig-ways",
        source="rumelhart1986learning",
    ),
    Formula(
        name="path-sum",
        left=(r"\frac{\partial L}{\partial a_k}",),
        function=MODULE + "hidden_error",
        call=paths,
        symbols={
            r"\delta": Argument("delta", Vector("m")),
            "w": Argument("W", Matrix("m", "d")),
            "m": Size("m"),
        },
        indices={"k": "d"},
        max_ulp=4,
        scale=all_paths,
        scaled=SUMMED,
        figure="fig-blame",
        source="rumelhart1986learning",
    ),
    Formula(
        name="output-error",
        left=(r"\delta",),
        function=MODULE + "output_error",
        symbols={
            "g": Argument("output_gradient", Vector("K")),
            "z": Argument("z", Vector("K")),
            r"\varphi'": SLOPE,
        },
        max_ulp=8,
        figure="fig-blame",
        source="rumelhart1986learning",
    ),
    Formula(
        name="hidden-error",
        left=(r"\delta^{(l)}",),
        function=MODULE + "hidden_error",
        symbols={
            "W^{(l+1)}": Argument("next_weight", Matrix("m", "d")),
            r"\delta^{(l+1)}": Argument("next_error", Vector("m")),
            "z^{(l)}": Argument("z", Vector("d")),
            r"\varphi'": SLOPE,
        },
        max_ulp=8,
        scale=passed_back,
        scaled=SUMMED,
        figure="fig-blame",
        source="rumelhart1986learning",
    ),
    Formula(
        name="bias-gradient-sample",
        left=(r"\frac{\partial L}{\partial b^{(l)}}",),
        function=MODULE + "bias_gradient",
        symbols={r"\delta^{(l)}": Argument("error", Vector("m"))},
        figure="fig-blame",
        source="rumelhart1986learning",
    ),
    Formula(
        name="weight-gradient-sample",
        left=(r"\frac{\partial L}{\partial W^{(l)}}",),
        function=MODULE + "weight_gradient",
        symbols={
            r"\delta^{(l)}": Argument("error", Vector("m")),
            "a^{(l-1)}": Argument("previous_activation", Vector("d")),
        },
        max_ulp=1,
        figure="fig-blame",
        source="rumelhart1986learning",
    ),
    Formula(
        name="output-error-batch",
        left=("D",),
        function=MODULE + "output_error",
        symbols={
            "G": Argument("output_gradient", Matrix("n", "K")),
            "Z": Argument("z", Matrix("n", "K")),
            r"\varphi'": SLOPE,
        },
        max_ulp=8,
        figure="fig-nudges",
        source="rumelhart1986learning",
    ),
    Formula(
        name="hidden-error-batch",
        left=("D^{(l)}",),
        function=MODULE + "hidden_error",
        symbols={
            "W^{(l+1)}": Argument("next_weight", Matrix("m", "d")),
            "D^{(l+1)}": Argument("next_error", Matrix("n", "m")),
            "Z^{(l)}": Argument("z", Matrix("n", "d")),
            r"\varphi'": SLOPE,
        },
        max_ulp=8,
        scale=passed_back,
        scaled=SUMMED,
        figure="fig-nudges",
        source="rumelhart1986learning",
    ),
    Formula(
        name="bias-gradient-batch",
        left=(r"\frac{\partial L}{\partial b_j}",),
        function=MODULE + "bias_gradient",
        symbols={"D": Argument("error", Matrix("n", "m")), "n": Size("n")},
        indices={"j": "m"},
        max_ulp=4,
        scale=summed_biases,
        scaled=SUMMED,
        figure="fig-nudges",
        source="rumelhart1986learning",
    ),
    Formula(
        name="weight-gradient-batch",
        left=(r"\frac{\partial L}{\partial W^{(l)}}",),
        function=MODULE + "weight_gradient",
        symbols={
            "D^{(l)}": Argument("error", Matrix("n", "m")),
            "A^{(l-1)}": Argument("previous_activation", Matrix("n", "d")),
        },
        max_ulp=4,
        scale=summed_weights,
        scaled=SUMMED,
        figure="fig-nudges",
        source="rumelhart1986learning",
    ),
    Formula(
        name="mean-of-gradients",
        kind="statement",
        latex=(
            r"\frac{\partial L}{\partial \theta} = \frac{1}{n} \sum_{i=1}^{n} "
            r"\frac{\partial L_i}{\partial \theta}"
        ),
        proof=STATEMENTS + "test_the_batch_gradient_is_the_mean_of_the_samples_gradients",
        figure="fig-nudges",
        source="rumelhart1986learning",
    ),
    Formula(
        name="forward-difference",
        left=(r"s_{\mathrm{forward}}",),
        function=MODULE + "numerical_gradient",
        call=difference("forward"),
        symbols={"f": FUNCTIONS, "x": POINT, "h": STEP},
        max_ulp=4,
        scale=cancelled,
        scaled="at the size of the two values over h",
        figure="fig-v-curve",
        source="lyness1967numerical",
    ),
    Formula(
        name="central-difference",
        left=(r"s_{\mathrm{central}}",),
        function=MODULE + "numerical_gradient",
        call=difference("central"),
        symbols={"f": FUNCTIONS, "x": POINT, "h": STEP},
        max_ulp=2,
        scale=cancelled,
        scaled="at the size of the two values over h",
        figure="fig-v-curve",
        source="lyness1967numerical",
    ),
    Formula(
        name="complex-step",
        kind="reference",
        latex=r"s_{\mathrm{complex}} = \frac{\operatorname{Im} f(x + \mathrm{i} h)}{h}",
        function=MODULE + "numerical_gradient",
        call=complex_step,
        reference=lambda m, x, h: m.im(m.exp(m.mpc(x, h))) / h,
        given={"x": Real(-5, 5), "h": Choice((0.1, 1e-100))},
        max_ulp=6,
        figure="fig-v-curve",
        source="squire1998using",
    ),
    Formula(
        name="relative-error",
        left=(r"\operatorname{rel}(a, b)",),
        function=MODULE + "relative_error",
        symbols={"a": Argument("a", NUMBERS), "b": Argument("b", NUMBERS)},
        max_ulp=4,
        scale=lambda true, a, b: max(float(true), 1e-300),
        scaled="of the value",
        figure="fig-v-curve",
        source="lyness1967numerical",
    ),
)
