"""Figures of the chapter on neurons: one message each, drawn from the numbers that the chapter computes.

Class 1 (the neuron says yes) is blue and round, class 0 (it says no) is orange and square, in every figure.
"""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.neurons.diagram import neuron_diagram, weighted_sum_waterfall
from nnbook.plots.neurons.threshold import bias_sweep, step_function
from nnbook.plots.neurons.plane import decision_boundary, same_weighted_sum
from nnbook.plots.neurons.perceptron import perceptron_step, solved_share
from nnbook.plots.neurons.delta_rule import learned_lines, loss_path, squared_error_slopes
from nnbook.plots.neurons.least_squares import residuals
from nnbook.plots.neurons.separability import half_planes
from nnbook.plots.neurons.layer import layer_matrices
from nnbook.plots.neurons.boolean_functions import truth_tables
# isort: on

__all__ = [
    "bias_sweep",
    "decision_boundary",
    "half_planes",
    "layer_matrices",
    "learned_lines",
    "loss_path",
    "neuron_diagram",
    "perceptron_step",
    "residuals",
    "same_weighted_sum",
    "solved_share",
    "squared_error_slopes",
    "step_function",
    "truth_tables",
    "weighted_sum_waterfall",
]
