"""Figures of the project *Iris*: the flowers, those that are missed, how sure a network is, and fair comparisons.

The functions draw what the page's cells have measured.
"""

# In the order of the page, which is also that of the API reference.
# isort: off
from nnbook.plots.iris.lengths import flower_lengths
from nnbook.plots.iris.missed import missed_flowers
from nnbook.plots.iris.differences import split_differences
from nnbook.plots.iris.sureness import sureness_maps
# isort: on

__all__ = [
    "flower_lengths",
    "missed_flowers",
    "split_differences",
    "sureness_maps",
]
