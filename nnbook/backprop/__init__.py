"""Backpropagation by its four equations, and differences that check any gradient.

The chapter *Backpropagation* teaches both.  The equations are one line each and know nothing of layers;
`backward_by_equations` puts them together for a multilayer perceptron.  They take a batch, one sample per row,
with or without a population's axis in front, or one sample, shape (d,), as the book prints them.

With a wrong gradient the loss may fall all the same.  So `numerical_gradient` moves every number a little and
looks what happens, and `gradient_check` compares that with the pullback of any layer or network.

The equations keep the precision of their arguments (integers become float64), differences are float64 always;
NaN in gives NaN out, and nothing is modified.
"""

from nnbook.backprop._check import GradientCheck, GradientError, gradient_check
from nnbook.backprop._differences import numerical_gradient, relative_error
from nnbook.backprop._equations import (
    Backward,
    backward_by_equations,
    bias_gradient,
    hidden_error,
    output_error,
    weight_gradient,
)

__all__ = [
    "Backward",
    "GradientCheck",
    "GradientError",
    "backward_by_equations",
    "bias_gradient",
    "gradient_check",
    "hidden_error",
    "numerical_gradient",
    "output_error",
    "relative_error",
    "weight_gradient",
]
