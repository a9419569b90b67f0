"""Figures of the page *Mistakes tutorials make*: what a mistake costs, and where it shows.

The functions draw what the page's cells have measured: the mistake in one colour, its fix in another.
"""

# In the order of the page, which is also that of the API reference.
# isort: off
from nnbook.plots.mistakes.floor import losses_above_floor
from nnbook.plots.mistakes.statistics import own_statistics
from nnbook.plots.mistakes.seeds import single_runs
from nnbook.plots.mistakes.costs import mistake_costs
# isort: on

__all__ = [
    "losses_above_floor",
    "mistake_costs",
    "own_statistics",
    "single_runs",
]
