"""No activation at all, and the slope of the oldest one."""

from __future__ import annotations

import numpy as np

from nnbook._checks import Array, elementwise, real_elementwise

__all__ = ["identity", "identity_derivative", "step_derivative"]


@elementwise
def identity(z: Array) -> Array:
    """Return z itself: the activation of an output that may be any number.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        A copy of z.

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import identity
    >>> identity([-1, 2])
    array([-1.,  2.])
    """
    return +z


@elementwise
def identity_derivative(z: Array) -> Array:
    """Return the slope of `identity`: 1 everywhere.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape.

    Returns
    -------
    ndarray
        Ones in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold numbers.

    Examples
    --------
    >>> from nnbook import identity_derivative
    >>> identity_derivative([-1, 2])
    array([1., 1.])
    """
    return np.where(np.isnan(z), z, 1)


@real_elementwise
def step_derivative(z: Array) -> Array:
    """Return the slope of `step`: 0 everywhere, and by convention 0 at the jump.

    A slope of 0 says nothing about which way to move, so a step cannot be trained by its slope.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape.

    Returns
    -------
    ndarray
        Zeros in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.

    Examples
    --------
    >>> from nnbook import step_derivative
    >>> step_derivative([-1, 0, 1])
    array([0., 0., 0.])
    """
    return np.where(np.isnan(z), z, 0)
