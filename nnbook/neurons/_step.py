"""The oldest activation: yes or no."""

from __future__ import annotations

import numpy as np

from nnbook import _checks
from nnbook._checks import Array

__all__ = ["step"]


@_checks.real_elementwise
def step(z: Array) -> Array:
    """Fire or not: 1 where z ≥ 0, else 0.

    At z = 0 the neuron fires; this is a convention.

    Parameters
    ----------
    z : array_like
        Real pre-activations, any shape.

    Returns
    -------
    ndarray
        Zeros and ones in the shape of z (NaN where z is NaN).

    Raises
    ------
    TypeError
        If z does not hold real numbers.

    References
    ----------
    McCulloch, W. S. and Pitts, W. (1943). A logical calculus of the ideas immanent in nervous activity.
    Bulletin of Mathematical Biophysics 5, 115–133.

    Examples
    --------
    >>> from nnbook import step
    >>> step([-0.1, 0, 2.35])
    array([0., 1., 1.])
    """
    return np.heaviside(z, 1)
