"""Losses: how wrong a prediction is, as one number, and which way to move the prediction.

The chapter *Losses* teaches them.  Each loss comes as a value, as its gradient with respect to the
prediction, and as both at once, which computes nothing twice.

A batch holds one sample per row: predictions have shape (n,) or (n, K).  A population of networks has its
axis in front, (S, n, K), and gets one value per network; the target may be shared, (n, K), or one per
network.  ``reduction="mean"`` takes the mean over all entries of a network's prediction, for `cross_entropy`
over its samples, as PyTorch does; ``"sum"`` adds them up; ``"none"`` keeps them apart, with the gradient of
the sum.  Predictions keep their precision (integers become float64), NaN predictions give NaN, targets must
be finite, and nothing is modified.
"""

# in the order of the reference
# isort: off
from nnbook.losses._regression import (
    huber,
    huber_gradient,
    huber_value_and_gradient,
    mean_absolute_error,
    mean_absolute_error_gradient,
    mean_absolute_error_value_and_gradient,
    mean_squared_error,
    mean_squared_error_gradient,
    mean_squared_error_value_and_gradient,
)
from nnbook.losses._binary import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_value_and_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    binary_cross_entropy_with_logits_value_and_gradient,
)
from nnbook.losses._classes import cross_entropy, cross_entropy_gradient, cross_entropy_value_and_gradient
from nnbook.losses._table import LOSSES, LossInfo
# isort: on

__all__ = [
    "LOSSES",
    "LossInfo",
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "binary_cross_entropy_value_and_gradient",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_gradient",
    "binary_cross_entropy_with_logits_value_and_gradient",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_value_and_gradient",
    "huber",
    "huber_gradient",
    "huber_value_and_gradient",
    "mean_absolute_error",
    "mean_absolute_error_gradient",
    "mean_absolute_error_value_and_gradient",
    "mean_squared_error",
    "mean_squared_error_gradient",
    "mean_squared_error_value_and_gradient",
]
