"""Data sets that come with scikit-learn, which the extra ``nnbook[data]`` installs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.random import Generator

from nnbook import _checks
from nnbook.datasets._dataset import Dataset

__all__ = ["breast_cancer", "classification", "diabetes", "digits", "iris", "wine"]


def iris() -> Dataset:
    """Return 150 iris flowers of three species, with the sizes of their leaves in cm.

    Returns
    -------
    Dataset
        X (150, 4) and the classes y (150,), sorted by class.

    Raises
    ------
    ImportError
        If scikit-learn is not installed.

    References
    ----------
    Fisher, R. A. (1936). The use of multiple measurements in taxonomic problems. Annals of Eugenics 7, 179–188.

    Examples
    --------
    >>> from nnbook.datasets import iris
    >>> iris()
    Dataset(150 samples, 4 features, target setosa | versicolor | virginica)
    """
    return _load("iris", "Iris flowers: sepals and petals in cm, three species.")


def digits() -> Dataset:
    """Return 1797 handwritten digits of 8×8 pixels, with grey values from 0 to 1.

    Returns
    -------
    Dataset
        X (1797, 64), scikit-learn's divided by 16, and the classes y (1797,).

    Raises
    ------
    ImportError
        If scikit-learn is not installed.

    References
    ----------
    Alpaydin, E. and Kaynak, C. (1998). Optical recognition of handwritten digits. UCI machine learning
    repository. doi:10.24432/C50P49.

    Examples
    --------
    >>> from nnbook.datasets import digits
    >>> data = digits()
    >>> data.X.shape, float(data.X.max()), data.image_shape
    ((1797, 64), 1.0, (8, 8))
    """
    return _load("digits", "Handwritten digits of 8×8 pixels.", unit=16, image_shape=(8, 8))


def wine() -> Dataset:
    """Return 178 Italian wines from three cultivars, with 13 measurements on very different scales.

    Returns
    -------
    Dataset
        X (178, 13) and the classes y (178,), sorted by class.

    Raises
    ------
    ImportError
        If scikit-learn is not installed.

    References
    ----------
    Aeberhard, S. and Forina, M. (1992). Wine. UCI machine learning repository. doi:10.24432/C5PC7J.

    Examples
    --------
    >>> from nnbook.datasets import wine
    >>> wine().X.std(axis=0).round(1).max()
    np.float64(314.0)
    """
    return _load("wine", "Chemical measurements of wines from three cultivars.")


def breast_cancer() -> Dataset:
    """Return 569 breast tumours, with 30 measurements of cell nuclei; class 0 is malignant.

    Returns
    -------
    Dataset
        X (569, 30) and the classes y (569,).

    Raises
    ------
    ImportError
        If scikit-learn is not installed.

    References
    ----------
    Wolberg, W., Mangasarian, O., Street, N. and Street, W. (1993). Breast cancer Wisconsin (diagnostic). UCI
    machine learning repository. doi:10.24432/C5DW2B.

    Examples
    --------
    >>> from nnbook.datasets import breast_cancer
    >>> breast_cancer().y.mean().round(3)
    np.float64(0.627)
    """
    return _load("breast_cancer", "Cell nuclei of malignant and benign breast tumours.")


def diabetes() -> Dataset:
    """Return 442 patients with ten measurements, and the progression of their diabetes a year later.

    The features are as scikit-learn has them: with mean 0, and scaled so that their squares add up to 1.

    Returns
    -------
    Dataset
        X (442, 10) and the numbers y (442,), from 25 to 346.

    Raises
    ------
    ImportError
        If scikit-learn is not installed.

    References
    ----------
    Efron, B., Hastie, T., Johnstone, I. and Tibshirani, R. (2004). Least angle regression. Annals of Statistics
    32, 407–499.

    Examples
    --------
    >>> from nnbook.datasets import diabetes
    >>> diabetes()
    Dataset(442 samples, 10 features, target progression after a year)
    """
    return _load("diabetes", "Diabetes patients, and how far the disease had come a year later.")


def classification(
    n: int = 1000, rng: Generator | int = 42, *, features: int = 20, classes: int = 2
) -> Dataset:
    """Return samples of scikit-learn's ``make_classification``: clouds around the corners of a hidden square.

    Two of the features tell the classes apart, two are mixtures of those, the rest is noise, and 1 % of the
    labels are drawn anew.

    Parameters
    ----------
    n : int, default 1000
        The number of samples.
    rng : numpy.random.Generator or int, default 42
        The source of randomness; a whole number gives the data that scikit-learn makes of this
        ``random_state``.
    features : int, default 20
        d, at least 4.
    classes : int, default 2
        K, from 2 to 4.

    Returns
    -------
    Dataset
        X (n, d) and the classes y (n,).

    Raises
    ------
    ImportError
        If scikit-learn is not installed.
    TypeError
        If `n`, `features` or `classes` is not a whole number, or `rng` is neither generator nor whole number.
    ValueError
        If `n` is below 1, `features` below 4, or `classes` not from 2 to 4, or a seed is negative.

    Examples
    --------
    >>> from nnbook.datasets import classification
    >>> classification()
    Dataset(1000 samples, 20 features, target 0 | 1)
    """
    who = "classification"
    n = _checks.whole_number(n, who, what="n")
    d = _checks.whole_number(features, who, what="features")
    K = _checks.whole_number(classes, who, what="classes")
    if d < 4 or K not in (2, 3, 4):
        raise ValueError(f"{who} expected at least 4 features and 2 to 4 classes, got {d} and {K}")
    if isinstance(rng, bool) or not isinstance(rng, int):
        rng = int(_checks.generator(rng, who).integers(2**32))
    if not 0 <= rng < 2**32:
        raise ValueError(f"{who} expected a seed from 0 to {2**32 - 1}, got {rng}")
    X, y = _scikit_learn(who).make_classification(
        n, d, n_classes=K, n_clusters_per_class=4 // K, random_state=rng
    )
    names, targets = tuple(f"x{i}" for i in range(1, d + 1)), tuple(str(k) for k in range(K))
    return Dataset(X, y.astype(np.int64), names, targets, "Clouds around the corners of a hidden square.")


def _load(
    name: str, description: str, *, unit: float = 1, image_shape: tuple[int, int] | None = None
) -> Dataset:
    data = getattr(_scikit_learn(name), f"load_{name}")()
    y = data.target.astype(np.float64 if name == "diabetes" else np.int64)
    targets = data.get("target_names", ["progression after a year"])
    features = tuple(str(feature) for feature in data.feature_names)
    return Dataset(data.data / unit, y, features, tuple(str(t) for t in targets), description, image_shape)


def _scikit_learn(who: str) -> Any:
    try:
        return import_module("sklearn.datasets")
    except ImportError as error:
        raise ImportError(
            f"{who} comes with scikit-learn; install it with: pip install 'nnbook[data]'", name="sklearn"
        ) from error
