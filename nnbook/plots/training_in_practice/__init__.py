"""Figures of the chapter on training in practice: one message each, drawn from the numbers that it computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.training_in_practice.importance import importance
from nnbook.plots.training_in_practice.grids import grid_and_random
from nnbook.plots.training_in_practice.tries import best_of_tries
from nnbook.plots.training_in_practice.winners import rerun_scores, winner_scores
from nnbook.plots.training_in_practice.gallery import loss_gallery
from nnbook.plots.training_in_practice.ratios import update_ratios
from nnbook.plots.training_in_practice.alarms import alarms
from nnbook.plots.training_in_practice.diagnosis import diagnosis
# isort: on

__all__ = [
    "alarms",
    "best_of_tries",
    "diagnosis",
    "grid_and_random",
    "importance",
    "loss_gallery",
    "rerun_scores",
    "update_ratios",
    "winner_scores",
]
