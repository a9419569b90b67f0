"""Figures of any network and its training: what it is made of, how it learned, what it says, how sure it is.

They take what the package returns: networks, parameters, histories, counts and probabilities.
"""

# From the network over its training to its answers, which is also the order of the API reference.
# isort: off
from nnbook.plots.networks.diagram import network_diagram
from nnbook.plots.networks.histograms import weight_histograms, activation_histograms
from nnbook.plots.networks.curves import learning_curves
from nnbook.plots.networks.regions import decision_regions
from nnbook.plots.networks.confusion import confusion_matrix_display
from nnbook.plots.networks.reliability import reliability_diagram
from nnbook.plots.networks.shapes import shape_flow
from nnbook.plots.networks.hidden_space import hidden_space
from nnbook.plots.networks.cut_regions import cut_regions
from nnbook.plots.networks.width_times import width_times
from nnbook.plots.networks.detectors import detector_shares
from nnbook.plots.networks.hinge_counts import error_against_hinges, fitted_hinges
from nnbook.plots.networks.folding import folded_layers
from nnbook.plots.networks.shape_errors import shape_errors
# isort: on

__all__ = [
    "activation_histograms",
    "confusion_matrix_display",
    "cut_regions",
    "decision_regions",
    "detector_shares",
    "error_against_hinges",
    "fitted_hinges",
    "folded_layers",
    "hidden_space",
    "learning_curves",
    "network_diagram",
    "reliability_diagram",
    "shape_errors",
    "shape_flow",
    "weight_histograms",
    "width_times",
]
