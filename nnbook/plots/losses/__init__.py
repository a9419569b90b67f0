"""Figures of the chapter *Losses*: where losses come from, what their slopes ask for, and what goes wrong.

Functions that draw a loss look it up in `nnbook.LOSSES`, so a figure cannot show another curve than the one
the package computes.
The others draw arrays that the chapter's cells have measured.
"""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.losses.likelihood import noise_and_loss
from nnbook.plots.losses.errors import error_losses
from nnbook.plots.losses.outliers import outlier_pull
from nnbook.plots.losses.binary import binary_losses
from nnbook.plots.losses.honesty import expected_losses
from nnbook.plots.losses.classes import push_and_pull
from nnbook.plots.losses.guessing import losses_at_start
from nnbook.plots.losses.floor import noise_floor
from nnbook.plots.losses.precision import loss_errors
from nnbook.plots.losses.optimizers import curves_by_optimizer
from nnbook.plots.losses.saturation import pushes_by_logit
# isort: on

__all__ = [
    "binary_losses",
    "curves_by_optimizer",
    "error_losses",
    "expected_losses",
    "loss_errors",
    "losses_at_start",
    "noise_and_loss",
    "noise_floor",
    "outlier_pull",
    "push_and_pull",
    "pushes_by_logit",
]
