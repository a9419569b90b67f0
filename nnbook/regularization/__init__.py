"""Regularization: what keeps a network from learning its training data by heart.

The chapter *Overfitting* teaches it.  A penalty is added to the loss and its gradient to the gradient of the
loss; `EarlyStopping` is the rule by which `fit` ends a training that no longer helps.

A penalty counts every entry named "weight" and leaves the biases out unless asked; running statistics are never
counted.  With ``population=True`` the first axis runs over networks, each of which has its own penalty, and the
strength may be one number or one for each of them, shape (S,).  Weights keep their precision (integers become
float64), NaN weights give NaN, and nothing is modified.
"""

from nnbook.regularization._early_stopping import EarlyStopping
from nnbook.regularization._penalties import (
    l1_penalty,
    l1_penalty_gradient,
    l1_penalty_value_and_gradient,
    l2_penalty,
    l2_penalty_gradient,
    l2_penalty_value_and_gradient,
)

__all__ = [
    "EarlyStopping",
    "l1_penalty",
    "l1_penalty_gradient",
    "l1_penalty_value_and_gradient",
    "l2_penalty",
    "l2_penalty_gradient",
    "l2_penalty_value_and_gradient",
]
