"""Weights that turn signals without stretching them."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from nnbook._checks import Array
from nnbook.initializers._base import initializer
from nnbook.initializers._fans import fan_in_and_fan_out

__all__ = ["orthogonal"]


@initializer
def orthogonal(
    rng: Generator, shape: tuple[int, ...], *, gain: float = 1.0, dtype: DTypeLike = np.float64
) -> Array:
    """Draw an orthogonal matrix, times the gain: it turns vectors and stretches none of them.

    All axes after the first are flattened.
    A wide matrix has orthonormal rows, a tall one orthonormal columns.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    shape : tuple of int
        The shape of the weight, (out, in) or (out, in, ...).
    gain : float, default 1
        The length of every row, or of every column.
    dtype : dtype, default float64
        Either float64 or float32.

    Returns
    -------
    ndarray
        A matrix from the uniform distribution over all orthogonal ones, in the given shape.

    Raises
    ------
    TypeError
        If `rng` is not a generator, `shape` does not hold whole numbers, or `dtype` is another type.
    ValueError
        If there are fewer than two sizes or one below 1, or `gain` is not positive.

    References
    ----------
    Saxe, A. M., McClelland, J. L. and Ganguli, S. (2014). Exact solutions to the nonlinear dynamics of
    learning in deep linear neural networks. ICLR.

    Mezzadri, F. (2007). How to generate random matrices from the classical compact groups. Notices of the
    American Mathematical Society 54, 592–604.

    Examples
    --------
    A layer of 64 linear neurons with 64 inputs keeps the length of any input:

    >>> import numpy as np
    >>> from nnbook.initializers import orthogonal
    >>> W = orthogonal(np.random.default_rng(0), (64, 64))
    >>> x = np.ones(64)
    >>> np.linalg.norm(W @ x).round(12)
    np.float64(8.0)
    """
    fan_in, _ = fan_in_and_fan_out(shape)
    A = rng.normal(size=(shape[0], fan_in))
    Q, R = np.linalg.qr(A if A.shape[0] >= A.shape[1] else A.T)
    # LAPACK chooses the signs by its own rule, which favours some matrices; a positive diagonal of R does not.
    Q = Q * np.copysign(1, np.diag(R))
    W = gain * (Q if A.shape[0] >= A.shape[1] else Q.T)
    return W.reshape(shape).astype(dtype, order="C", copy=False)
