"""Data sets that need no network: toys, generators, scikit-learn's bundled sets, and MNIST files that you have.

Each function returns a `Dataset`, which unpacks as ``X, y``: one sample per row of X (n, d), and in y (n,)
classes as whole numbers or, for regression, numbers.  Generators are called ``(n, rng, noise=...)`` and return
new, independent samples at every call.  Every set is float64 except `mnist`.
"""

from nnbook.datasets._bundled import breast_cancer, classification, diabetes, digits, iris, wine
from nnbook.datasets._dataset import Dataset
from nnbook.datasets._generators import blobs, circles, moons, polynomial, sine, spirals
from nnbook.datasets._idx import mnist, read_idx
from nnbook.datasets._toy import consecutive, line, logical_and, logical_or, student, xor

__all__ = [
    "Dataset",
    "blobs",
    "breast_cancer",
    "circles",
    "classification",
    "consecutive",
    "diabetes",
    "digits",
    "iris",
    "line",
    "logical_and",
    "logical_or",
    "mnist",
    "moons",
    "polynomial",
    "read_idx",
    "sine",
    "spirals",
    "student",
    "wine",
    "xor",
]
