"""One neuron: a weighted sum, a bias, a function of the result, and the two oldest ways to make it learn.

The chapter *Neurons* builds every function of this module.  A sample ``x`` has d features; a batch holds one
sample per row.  ``weight`` is the (d,) of one neuron or, one neuron per row, the (m, d) of m neurons that
see the same samples: m starts of one experiment, or the beginning of a layer.
"""

# in the order of the reference
# isort: off
from nnbook.neurons._step import step
from nnbook.neurons._neuron import weighted_sum, neuron
from nnbook.neurons._perceptron import PerceptronFit, perceptron_fit, perceptron_update
from nnbook.neurons._delta_rule import (
    DeltaRuleFit,
    delta_rule_fit,
    delta_rule_update,
    squared_error_gradient,
)
from nnbook.neurons._least_squares import least_squares
# isort: on

__all__ = [
    "DeltaRuleFit",
    "PerceptronFit",
    "delta_rule_fit",
    "delta_rule_update",
    "least_squares",
    "neuron",
    "perceptron_fit",
    "perceptron_update",
    "squared_error_gradient",
    "step",
    "weighted_sum",
]
