"""Figures of the chapter *PyTorch*: how far apart two programs are, what misuse does, and what is fast.

All draw numbers that the chapter's cells have measured, or that were recorded; nothing here needs PyTorch.
"""

# In the order of the page, which is also that of the API reference.
# isort: off
from nnbook.plots.pytorch.two_ways import loss_two_ways
from nnbook.plots.pytorch.misuse import answers_by_batch, gradients_left, memory_held
from nnbook.plots.pytorch.drift import drift
from nnbook.plots.pytorch.speed import overtaking
from nnbook.plots.pytorch.differences import largest_differences
from nnbook.plots.pytorch.digits import correct_digits
from nnbook.plots.pytorch.overview import every_difference
# isort: on

__all__ = [
    "answers_by_batch",
    "correct_digits",
    "drift",
    "every_difference",
    "gradients_left",
    "largest_differences",
    "loss_two_ways",
    "memory_held",
    "overtaking",
]
