"""Figures of the chapter on initialization: one message each, drawn from the numbers that the chapter computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.initialization.symmetry import distinct_units
from nnbook.plots.initialization.theory import measured_and_predicted
from nnbook.plots.initialization.depth import spread_histograms, spreads_by_layer
from nnbook.plots.initialization.trainability import trainability_map
from nnbook.plots.initialization.choices import accuracies_by_choice
from nnbook.plots.initialization.outputs import living_outputs
# isort: on

__all__ = [
    "accuracies_by_choice",
    "distinct_units",
    "living_outputs",
    "measured_and_predicted",
    "spread_histograms",
    "spreads_by_layer",
    "trainability_map",
]
