"""Gradients that are too long."""

from __future__ import annotations

import numpy as np

from nnbook import _checks
from nnbook._checks import Array, Parameters

__all__ = ["clip_by_global_norm"]


def clip_by_global_norm(
    grads: Parameters, max_norm: float, *, population: bool = False
) -> tuple[dict[str, Array], Array]:
    """Shorten the gradient, all its parts together, to a largest norm; its direction stays.

    Parameters
    ----------
    grads : mapping of str to ndarray
        Gradients by parameter name.
    max_norm : float
        The largest length of the vector of all gradients.
    population : bool, default False
        Whether the first axis runs over networks, each of which then has its own norm.

    Returns
    -------
    grads : dict of ndarray
        The same names; gradients within `max_norm` are unchanged.
    norm : ndarray
        The norm before, one number or one per network.  Where it is not finite, the gradients become NaN.

    Raises
    ------
    TypeError
        If `max_norm` is not a number.
    ValueError
        If `max_norm` is not positive, there are no gradients, or they are not of as many networks each.

    References
    ----------
    Pascanu, R., Mikolov, T. and Bengio, Y. (2013). On the difficulty of training recurrent neural networks.
    ICML, PMLR 28, 1310–1318.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import clip_by_global_norm
    >>> grads, norm = clip_by_global_norm({"w": np.array([3.0]), "b": np.array([4.0])}, 1.0)
    >>> grads, norm
    ({'w': array([0.6]), 'b': array([0.8])}, np.float64(5.0))
    """
    max_norm = _checks.positive(max_norm, "clip_by_global_norm", what="max_norm")
    if not grads:
        raise ValueError("clip_by_global_norm expected at least one gradient, got none")
    grads = {name: _checks.numbers(g, "clip_by_global_norm", what=name) for name, g in grads.items()}
    kept = 1 if population else 0
    if len({g.shape[:kept] for g in grads.values()}) > 1 or any(g.ndim < kept for g in grads.values()):
        shapes = ", ".join(f"{name} {g.shape}" for name, g in grads.items())
        raise ValueError(f"clip_by_global_norm expected gradients of as many networks each, got {shapes}")

    def beside(g: Array, scale: Array) -> Array:
        return scale.reshape(scale.shape + (1,) * (g.ndim - kept)).astype(g.dtype)

    axes = {name: tuple(range(kept, g.ndim)) for name, g in grads.items()}
    largest = np.max([abs(g).max(axis=axes[name], initial=0) for name, g in grads.items()], axis=0)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1)  # squares of 1e200 would overflow
    norm = unit * np.sqrt(sum(((g / beside(g, unit)) ** 2).sum(axis=axes[name]) for name, g in grads.items()))
    scale = np.where(norm > max_norm, max_norm / np.maximum(norm, max_norm), 1)
    scale = np.where(np.isfinite(norm), scale, np.nan)
    return {name: g * beside(g, scale) for name, g in grads.items()}, norm
