"""Figures of the chapter *Activations*: curves, slopes through depth, dead units, errors in ULP.

Functions that draw activations take their names and look them up in `nnbook.ACTIVATIONS`, so a figure
cannot show another curve than the one the package computes.
The others draw arrays that the chapter's cells have measured.
"""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.activations.nonlinearity import hinges, straight_or_bent
from nnbook.plots.activations.curves import activation_family, activation_gallery
from nnbook.plots.activations.softmax import jacobian_tiles, log_probabilities, scores_to_probabilities
from nnbook.plots.activations.depth import dead_units, decay_with_depth
from nnbook.plots.activations.precision import ulp_errors
from nnbook.plots.activations.cost import relative_cost
from nnbook.plots.activations.training import training_curves
# isort: on

__all__ = [
    "activation_family",
    "activation_gallery",
    "dead_units",
    "decay_with_depth",
    "hinges",
    "jacobian_tiles",
    "log_probabilities",
    "relative_cost",
    "scores_to_probabilities",
    "straight_or_bent",
    "training_curves",
    "ulp_errors",
]
