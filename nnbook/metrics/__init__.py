"""Metrics: numbers for people, which training does not need to differentiate.

The chapter *Overfitting* teaches them.  As the losses do, they take the prediction first and then the target
(scikit-learn takes them the other way round), and a population of networks, with its axis in front, gets one
result per network; its target may be shared, or one per network.

Predictions of classes come as scores (n, K), of which the largest wins, the first one where several tie; as
one score per sample, (n,) or (n, 1), which means class 1 above the threshold; or as whole numbers, which are
the classes themselves.  Populations are (S, n, K), (S, n, 1), or (S, n) whole numbers.  Classes are 0, …,
K − 1.  A network with a NaN among its predictions gets NaN, `confusion_matrix` refuses it, and targets must
be finite.
"""

# in the order of the reference
# isort: off
from nnbook.metrics._accuracy import accuracy, accuracy_interval, top_k_accuracy
from nnbook.metrics._confusion import confusion_matrix, f1_score, precision, recall
from nnbook.metrics._scores import expected_calibration_error, roc_auc
from nnbook.metrics._regression import r2_score, root_mean_squared_error
# isort: on

__all__ = [
    "accuracy",
    "accuracy_interval",
    "confusion_matrix",
    "expected_calibration_error",
    "f1_score",
    "precision",
    "r2_score",
    "recall",
    "roc_auc",
    "root_mean_squared_error",
    "top_k_accuracy",
]
