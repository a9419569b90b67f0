"""Penalties on large weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, Parameters

__all__ = [
    "l1_penalty",
    "l1_penalty_gradient",
    "l1_penalty_value_and_gradient",
    "l2_penalty",
    "l2_penalty_gradient",
    "l2_penalty_value_and_gradient",
]


def l1_penalty(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> Array:
    """Return λ Σ abs(w): a pull of one size on every weight, which makes small ones exactly 0.

    Parameters
    ----------
    params : mapping of str to ndarray
        Parameters by name.
    strength : float or array_like of shape (S,)
        λ, at least 0.
    biases : bool, default False
        Whether the biases count too.
    population : bool, default False
        Whether the first axis runs over networks.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError
        If the parameters or the strength are not numbers.
    ValueError
        If no parameter is a weight, the strength is negative or not finite, or the networks are not as many as
        the strengths.

    References
    ----------
    Tibshirani, R. (1996). Regression shrinkage and selection via the lasso. Journal of the Royal Statistical
    Society B 58(1), 267–288.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l1_penalty
    >>> float(l1_penalty({"weight": np.array([[3.0, -4.0]]), "bias": np.array([10.0])}, 0.1).round(6))
    0.7
    """
    penalized, lambda_ = _penalized("l1_penalty", params, strength, biases, population)
    return _times(lambda_, _total(penalized, _size, population))


def l1_penalty_gradient(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> dict[str, Array]:
    """Return the gradient of `l1_penalty`: λ times the sign of each weight, and 0 for a weight of 0.

    Parameters
    ----------
    params, strength, biases, population
        As in `l1_penalty`.

    Returns
    -------
    dict of ndarray
        The gradient of every weight and bias by name; zeros for a bias that does not count.

    Raises
    ------
    TypeError, ValueError
        As in `l1_penalty`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l1_penalty_gradient
    >>> l1_penalty_gradient({"weight": np.array([[3.0, -4.0]]), "bias": np.array([10.0])}, 0.1)
    {'weight': array([[ 0.1, -0.1]]), 'bias': array([0.])}
    """
    penalized, lambda_ = _penalized("l1_penalty_gradient", params, strength, biases, population)
    return _with_zeros(params, {name: _times(lambda_, np.sign(w)) for name, w in penalized.items()})


def l1_penalty_value_and_gradient(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> tuple[Array, dict[str, Array]]:
    """Return `l1_penalty` and its gradient.

    Parameters
    ----------
    params, strength, biases, population
        As in `l1_penalty`.

    Returns
    -------
    tuple of ndarray and dict
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `l1_penalty`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l1_penalty_value_and_gradient
    >>> value, gradient = l1_penalty_value_and_gradient({"weight": np.array([3.0, -4.0])}, 0.5)
    >>> float(value), gradient["weight"]
    (3.5, array([ 0.5, -0.5]))
    """
    options: Any = {"biases": biases, "population": population}
    return l1_penalty(params, strength, **options), l1_penalty_gradient(params, strength, **options)


def l2_penalty(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> Array:
    """Return λ/2 Σ w²: a pull on every weight in proportion to it.

    With the half, its gradient is λw, which is what an optimizer's ``weight_decay=λ`` adds; so for plain `SGD`
    the penalty and weight decay are the same (where both count the biases).  For `AdamW` they are not.

    Parameters
    ----------
    params : mapping of str to ndarray
        Parameters by name.
    strength : float or array_like of shape (S,)
        λ, at least 0.
    biases : bool, default False
        Whether the biases count too.
    population : bool, default False
        Whether the first axis runs over networks.

    Returns
    -------
    ndarray
        One number, or one for each network, shape (S,).

    Raises
    ------
    TypeError
        If the parameters or the strength are not numbers.
    ValueError
        If no parameter is a weight, the strength is negative or not finite, or the networks are not as many as
        the strengths.

    References
    ----------
    Krogh, A. and Hertz, J. A. (1992). A simple weight decay can improve generalization. Advances in Neural
    Information Processing Systems 4, 950–957.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l2_penalty
    >>> float(l2_penalty({"weight": np.array([[3.0, -4.0]]), "bias": np.array([10.0])}, 0.1))
    1.25
    """
    penalized, lambda_ = _penalized("l2_penalty", params, strength, biases, population)
    return _times(lambda_, 0.5 * _total(penalized, np.square, population))


def l2_penalty_gradient(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> dict[str, Array]:
    """Return the gradient of `l2_penalty`: λ times each weight.

    Parameters
    ----------
    params, strength, biases, population
        As in `l2_penalty`.

    Returns
    -------
    dict of ndarray
        The gradient of every weight and bias by name; zeros for a bias that does not count.

    Raises
    ------
    TypeError, ValueError
        As in `l2_penalty`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l2_penalty_gradient
    >>> l2_penalty_gradient({"weight": np.array([[3.0, -4.0]]), "bias": np.array([10.0])}, 0.5)
    {'weight': array([[ 1.5, -2. ]]), 'bias': array([0.])}
    """
    penalized, lambda_ = _penalized("l2_penalty_gradient", params, strength, biases, population)
    return _with_zeros(params, {name: _times(lambda_, w) for name, w in penalized.items()})


def l2_penalty_value_and_gradient(
    params: Parameters, strength: ArrayLike, *, biases: bool = False, population: bool = False
) -> tuple[Array, dict[str, Array]]:
    """Return `l2_penalty` and its gradient.

    Parameters
    ----------
    params, strength, biases, population
        As in `l2_penalty`.

    Returns
    -------
    tuple of ndarray and dict
        Value and gradient.

    Raises
    ------
    TypeError, ValueError
        As in `l2_penalty`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import l2_penalty_value_and_gradient
    >>> value, gradient = l2_penalty_value_and_gradient({"weight": np.array([3.0, -4.0])}, 0.5)
    >>> float(value), gradient["weight"]
    (6.25, array([ 1.5, -2. ]))
    """
    options: Any = {"biases": biases, "population": population}
    return l2_penalty(params, strength, **options), l2_penalty_gradient(params, strength, **options)


def _penalized(
    who: str, params: Parameters, strength: ArrayLike, biases: bool, population: bool
) -> tuple[dict[str, Array], float | Array]:
    """Return the entries that count, and λ as a Python number or as an array of shape (S,)."""
    kinds = ("weight", "bias") if biases else ("weight",)
    weights = {name: _checks.numbers(w, who, what=name) for name, w in params.items() if _kind(name) in kinds}
    if not weights:
        there = ", ".join(sorted(params)) or "none"
        raise ValueError(f"{who} expected at least one parameter named weight, such as 0.weight, got {there}")
    sizes = {w.shape[0] if w.ndim else 0 for w in weights.values()} if population else set()
    if len(sizes) > 1 or 0 in sizes:
        raise ValueError(f"{who} expected a population, with one first axis on all, got {_shapes(weights)}")
    lambda_ = _checks.finite(strength, who, what="strength")
    if (lambda_ < 0).any():
        raise ValueError(f"{who} expected a strength of at least 0, got {lambda_.min():g}")
    if lambda_.ndim == 0:
        return weights, float(lambda_)  # leaves float32 float32
    if lambda_.shape != tuple(sizes):
        networks = f"{sizes.pop()} networks" if sizes else "one network (say population=True for more)"
        raise ValueError(f"{who} expected one strength for {networks}, got shape {lambda_.shape}")
    return weights, lambda_


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _shapes(arrays: Parameters) -> str:
    return ", ".join(f"{name} of shape {array.shape}" for name, array in arrays.items())


def _size(w: Array) -> Array:
    return np.maximum(w, -w)  # by the real part, so that a complex step gives the slope


def _total(weights: Parameters, of: Any, population: bool) -> Array:
    """Add up a function of all weights of each network."""
    return np.sum([of(w).sum(axis=tuple(range(int(population), w.ndim))) for w in weights.values()], axis=0)


def _times(lambda_: float | Array, array: Array) -> Array:
    """Multiply each network's part, along the first axis, with its strength."""
    if isinstance(lambda_, float):
        return lambda_ * array
    return lambda_.astype(array.real.dtype).reshape(-1, *[1] * (array.ndim - 1)) * array


def _with_zeros(params: Parameters, gradient: dict[str, Array]) -> dict[str, Array]:
    """Add zeros for the biases that do not count, in the order of the parameters."""
    return {
        name: gradient[name] if name in gradient else np.zeros_like(_checks.numbers(w, name))
        for name, w in params.items()
        if _kind(name) in ("weight", "bias")
    }
