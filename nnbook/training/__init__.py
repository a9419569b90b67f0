"""The training loop: forward, loss, backward, update, repeat.

The chapter *Training* builds it; `fit` is the same loop with what a person wants around it: validation, early
stopping, schedules, metrics, a progress bar, and a population of networks trained at once.  The same seed gives
the same bits.
"""

# in the order of the reference
# isort: off
from nnbook.training._fit import fit
from nnbook.training._history import DivergenceError, Fit, History
# isort: on

__all__ = ["DivergenceError", "Fit", "History", "fit"]
