"""Samples drawn from known shapes, so that one can compare what a network learns with the truth.

Samples are independent, except that each class gets an equal share of them, up to one sample.  The noise is
Gaussian, with the given standard deviation; a larger `noise` moves the samples of a seed along the same lines.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.datasets._dataset import Dataset

__all__ = ["blobs", "circles", "moons", "polynomial", "sine", "spirals"]


# Classes in the plane


def moons(n: int, rng: Generator, *, noise: float = 0.1) -> Dataset:
    """Draw from two half circles of radius 1 that reach into each other.

    Class 0 is the upper half around (0, 0), class 1 the lower half around (1, ½).

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 0.1
        The standard deviation that is added to both coordinates.

    Returns
    -------
    Dataset
        X (n, 2) and the classes y (n,).

    Raises
    ------
    TypeError
        If `n` is not a whole number, `rng` is no generator, or `noise` is not a number.
    ValueError
        If `n` is below 1 or `noise` is negative.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import moons
    >>> X, y = moons(4, np.random.default_rng(0), noise=0)
    >>> np.hypot(*(X - np.where(y[:, None], [1, 0.5], 0)).T)
    array([1., 1., 1., 1.])
    """
    y = _classes("moons", n, 2, rng)
    angle = np.pi * rng.uniform(size=n)
    up, centre = 1 - 2 * y, y[:, None] * [1, 0.5]
    X = centre + np.stack([up * np.cos(angle), up * np.sin(angle)], axis=1)
    return _plane("moons", X, y, 2, rng, noise, "Two half circles that reach into each other.")


def circles(n: int, rng: Generator, *, noise: float = 0.05, inner: float = 0.5) -> Dataset:
    """Draw from two circles around (0, 0): class 0 of radius 1, class 1 inside it.

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 0.05
        The standard deviation that is added to both coordinates.
    inner : float, default 0.5
        The radius of class 1, between 0 and 1.

    Returns
    -------
    Dataset
        X (n, 2) and the classes y (n,).

    Raises
    ------
    TypeError
        If `n` is not a whole number, `rng` is no generator, or `noise` or `inner` is not a number.
    ValueError
        If `n` is below 1, `noise` is negative, or `inner` is not between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import circles
    >>> X, y = circles(4, np.random.default_rng(0), noise=0, inner=0.25)
    >>> bool(np.allclose(np.hypot(*X.T), np.where(y, 0.25, 1)))
    True
    """
    inner = _checks.number(inner, "circles", what="inner")
    if not 0 < inner < 1:
        raise ValueError(f"circles expected an inner radius between 0 and 1, got {inner:g}")
    y = _classes("circles", n, 2, rng)
    X = _polar(np.where(y, inner, 1), 2 * np.pi * rng.uniform(size=n))
    return _plane("circles", X, y, 2, rng, noise, "A circle inside a circle.")


def spirals(n: int, rng: Generator, *, noise: float = 0.02, classes: int = 2, turns: float = 1.0) -> Dataset:
    """Draw from interleaved spirals, one per class, whose radius grows from 0 to 1 in proportion to the angle.

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 0.02
        The standard deviation that is added to both coordinates.
    classes : int, default 2
        K, the number of arms.
    turns : float, default 1
        How often an arm winds around the origin.

    Returns
    -------
    Dataset
        X (n, 2) and the classes y (n,).

    Raises
    ------
    TypeError
        If `n` or `classes` is not a whole number, `rng` is no generator, or another argument is not a number.
    ValueError
        If `n` or `classes` is below 1, `noise` is negative, or `turns` is not positive.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import spirals
    >>> X, y = spirals(300, np.random.default_rng(0), classes=3)
    >>> X.shape, np.bincount(y).tolist()
    ((300, 2), [100, 100, 100])
    """
    turns = _checks.positive(turns, "spirals", what="turns")
    K = _checks.whole_number(classes, "spirals", what="classes")
    y = _classes("spirals", n, K, rng)
    radius = rng.uniform(size=n)
    X = _polar(radius, 2 * np.pi * (turns * radius + y / K))
    return _plane("spirals", X, y, K, rng, noise, "Interleaved spirals.")


def blobs(
    n: int, rng: Generator, *, noise: float = 1.0, centers: ArrayLike = ((-3, 0), (3, 0), (0, 4))
) -> Dataset:
    """Draw from one round cloud per class.

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 1
        The standard deviation of a cloud, along each axis.
    centers : array_like, shape (K, d)
        The middle of each cloud.

    Returns
    -------
    Dataset
        X (n, d) and the classes y (n,).

    Raises
    ------
    TypeError
        If `n` is not a whole number, `rng` is no generator, or another argument does not hold numbers.
    ValueError
        If `n` is below 1, `noise` is negative, or `centers` is not of shape (K, d) or not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import blobs
    >>> X, y = blobs(3000, np.random.default_rng(0))
    >>> bool(np.allclose([X[y == k].mean(axis=0) for k in range(3)], [[-3, 0], [3, 0], [0, 4]], atol=0.1))
    True
    """
    middles = _checks.finite(centers, "blobs", what="centers").astype(np.float64, copy=False)
    if middles.ndim != 2 or middles.size == 0:
        raise ValueError(f"blobs expected centers of shape (K, d), one per row, got shape {middles.shape}")
    y = _classes("blobs", n, len(middles), rng)
    return _plane("blobs", middles[y], y, len(middles), rng, noise, "A round cloud for each class.")


# Curves


def polynomial(
    n: int, rng: Generator, *, noise: float = 0.1, coefficients: ArrayLike = (0, -1, 0, 2)
) -> Dataset:
    """Draw points around a polynomial, with x from −1 to 1.

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 0.1
        The standard deviation that is added to y.
    coefficients : array_like, shape (degree + 1,)
        The factors of 1, x, x², …; the default is 2x³ − x.

    Returns
    -------
    Dataset
        X (n, 1) and the numbers y (n,).

    Raises
    ------
    TypeError
        If `n` is not a whole number, `rng` is no generator, or another argument does not hold numbers.
    ValueError
        If `n` is below 1, `noise` is negative, or the coefficients are no list or not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import polynomial
    >>> X, y = polynomial(50, np.random.default_rng(0), noise=0)
    >>> bool(np.allclose(y, 2 * X[:, 0] ** 3 - X[:, 0]))
    True
    """
    factors = _checks.finite(coefficients, "polynomial", what="coefficients")
    if factors.ndim != 1 or factors.size == 0:
        raise ValueError(f"polynomial expected a list of coefficients, got shape {factors.shape}")
    x = _inputs("polynomial", n, rng, -1, 1)
    return _curve("polynomial", x, np.polynomial.Polynomial(factors)(x), rng, noise, "A noisy polynomial.")


def sine(n: int, rng: Generator, *, noise: float = 0.2) -> Dataset:
    """Draw points around one wave, sin(2πx), with x from 0 to 1.

    Parameters
    ----------
    n : int
        The number of samples.
    rng : numpy.random.Generator
        The source of randomness.
    noise : float, default 0.2
        The standard deviation that is added to y.

    Returns
    -------
    Dataset
        X (n, 1) and the numbers y (n,).

    Raises
    ------
    TypeError
        If `n` is not a whole number, `rng` is no generator, or `noise` is not a number.
    ValueError
        If `n` is below 1 or `noise` is negative.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.datasets import sine
    >>> X, y = sine(10_000, np.random.default_rng(0))
    >>> (y - np.sin(2 * np.pi * X[:, 0])).std().round(2)
    np.float64(0.2)
    """
    x = _inputs("sine", n, rng, 0, 1)
    return _curve("sine", x, np.sin(2 * np.pi * x), rng, noise, "A noisy wave.")


# What they share


def _classes(who: str, n: int, K: int, rng: Generator) -> Array:
    """Return n classes in random order, each as often as the others, or once more."""
    n = _checks.whole_number(n, who, what="n")
    return _checks.generator(rng, who).permutation(np.arange(n) % K)


def _inputs(who: str, n: int, rng: Generator, low: float, high: float) -> Array:
    n = _checks.whole_number(n, who, what="n")
    return _checks.generator(rng, who).uniform(low, high, n)


def _polar(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _noisy(who: str, exact: Array, rng: Generator, noise: float) -> Array:
    noise = _checks.number(noise, who, what="noise")
    if noise < 0:
        raise ValueError(f"{who} expected a noise of at least 0, got {noise:g}")
    return exact + noise * rng.normal(size=exact.shape)


def _plane(who: str, X: Array, y: Array, K: int, rng: Generator, noise: float, description: str) -> Dataset:
    features = tuple(f"x{i}" for i in range(1, 1 + X.shape[1]))
    targets = tuple(str(k) for k in range(K))
    return Dataset(_noisy(who, X, rng, noise), y, features, targets, description)


def _curve(who: str, x: Array, y: Array, rng: Generator, noise: float, description: str) -> Dataset:
    return Dataset(x[:, None], _noisy(who, y, rng, noise), ("x",), ("y",), description)
