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
# isort: on

__all__ = [
    "activation_histograms",
    "confusion_matrix_display",
    "decision_regions",
    "learning_curves",
    "network_diagram",
    "reliability_diagram",
    "weight_histograms",
]
