"""Figures of the chapter on overfitting: one message each, drawn from the numbers that the chapter computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.overfitting.degrees import fits_by_degree
from nnbook.plots.overfitting.errors import error_curves
from nnbook.plots.overfitting.parts import error_parts
from nnbook.plots.overfitting.compared import compared_means
from nnbook.plots.overfitting.pairs import paired_losses
from nnbook.plots.overfitting.weights import weight_sizes
from nnbook.plots.overfitting.masks import dropout_mean
from nnbook.plots.overfitting.monitored import monitored_losses
from nnbook.plots.overfitting.double_descent import double_descent
# isort: on

__all__ = [
    "compared_means",
    "double_descent",
    "dropout_mean",
    "error_curves",
    "error_parts",
    "fits_by_degree",
    "monitored_losses",
    "paired_losses",
    "weight_sizes",
]
