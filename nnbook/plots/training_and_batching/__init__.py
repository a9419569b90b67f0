"""Figures of the chapter on training and batching: one message each, drawn from the numbers that it computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.training_and_batching.loop import batch_losses
from nnbook.plots.training_and_batching.means import mean_of_means
from nnbook.plots.training_and_batching.units import count_bars
from nnbook.plots.training_and_batching.cloud import gradient_cloud
from nnbook.plots.training_and_batching.sizes import against_batch_size
from nnbook.plots.training_and_batching.seen import times_seen
from nnbook.plots.training_and_batching.order import order_curves
from nnbook.plots.training_and_batching.solved import solved_by_batch_size
# isort: on

__all__ = [
    "against_batch_size",
    "batch_losses",
    "count_bars",
    "gradient_cloud",
    "mean_of_means",
    "order_curves",
    "solved_by_batch_size",
    "times_seen",
]
