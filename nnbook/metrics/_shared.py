"""What the metrics of classes share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array


class Classes(NamedTuple):
    """Predicted and true classes (..., n), the number of classes, and which networks predicted NaN (...)."""

    predicted: Array
    true: Array
    K: int
    broken: Array


def classes_of(
    who: str, prediction: ArrayLike, target: ArrayLike, threshold: float, classes: int | None = None
) -> Classes:
    predicted, broken, K = decide(who, prediction, _checks.number(threshold, who, what="threshold"))
    y = whole(who, target)
    came = np.shape(prediction)
    if predicted.shape == y.shape == came and came[1:] == (1,):  # two columns of classes, not n networks
        predicted, y, broken = predicted[:, 0], y[:, 0], np.zeros((), bool)
    shape = predicted.shape
    if y.shape in ((*shape, 1), (*shape[-1:], 1)) and y.shape != shape:
        y = y[..., 0]
    if y.shape not in (shape, shape[-1:]):
        hint = "; for one-hot rows pass target.argmax(axis=-1)" if y.shape == came else ""
        raise ValueError(
            f"{who} expected one class per sample as target, shape {shape[-1:]}, got shape {y.shape}{hint}"
        )
    if classes is not None:
        K = _checks.whole_number(classes, who, what="classes")
    K = K or max(2, 1 + int(predicted.max()), 1 + int(y.max()))
    for labels, what in ((predicted, "prediction"), (y, "target")):
        if labels.min() < 0 or labels.max() >= K:
            wrong = labels.min() if labels.min() < 0 else labels.max()
            raise ValueError(f"{who} expected classes from 0 to {K - 1} as {what}, got {wrong}")
    return Classes(predicted, np.broadcast_to(y, shape), K, broken)


def decide(who: str, prediction: ArrayLike, threshold: float) -> tuple[Array, Array, int | None]:
    """Return the predicted classes, which networks predicted NaN, and K where the scores tell it."""
    p = _checks.numbers(prediction, who, what="prediction", real=True)
    whole = np.asarray(prediction).dtype.kind in "biu"
    if p.ndim not in ((1, 2) if whole else (1, 2, 3)):
        shapes = "classes of shape (n,) or (S, n)" if whole else "scores of shape (n,), (n, K) or (S, n, K)"
        raise ValueError(f"{who} expected {shapes} as prediction, got shape {p.shape}")
    if p.size == 0:
        raise ValueError(f"{who} expected at least one sample, got a prediction of shape {p.shape}")
    if whole:
        return p.astype(np.intp), np.zeros(p.shape[:-1], bool), None
    if p.ndim == 1:
        p = p[:, None]
    broken: Array = np.asarray(np.isnan(p).any(axis=(-2, -1)))
    if p.shape[-1] == 1:
        return (p[..., 0] > threshold).astype(np.intp), broken, 2
    return p.argmax(axis=-1), broken, p.shape[-1]


def whole(who: str, target: ArrayLike) -> Array:
    """Return true classes as integers; losses of two classes want them as 0.0 and 1.0."""
    y = _checks.finite(target, who, what="target")
    no_class = (y % 1 != 0) | (np.abs(y) > 2**53)
    if no_class.any():
        raise ValueError(f"{who} expected whole numbers from 0 as target, got {y[no_class][0]:g}")
    return y.astype(np.intp)


def unless(broken: Array, value: Array) -> Array:
    return np.where(broken, np.nan, value)[()]
