"""Normalization layers: bring numbers to mean 0 and variance 1, over the features or over the batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook._products import column_sums
from nnbook._typing import Inexact, shaped
from nnbook.layers._base import Forward, Layer, Parameters, Randomness, parameter, rows

__all__ = ["BatchNorm1d", "LayerNorm"]


@dataclass(frozen=True)
class LayerNorm(Layer):
    """Normalize each sample over its features, then scale and shift: ``torch.nn.LayerNorm``.

    Parameters
    ----------
    features : int
        The size of a sample.
    eps : float, default 1e-5
        Added to the variance, so that a constant sample is not divided by 0.

    Raises
    ------
    TypeError
        If an argument is not a number, or `features` is not a whole one.
    ValueError
        If `features` is below 1 or `eps` is not positive.

    References
    ----------
    Ba, J. L., Kiros, J. R. and Hinton, G. E. (2016). Layer normalization. arXiv:1607.06450.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import LayerNorm
    >>> layer = LayerNorm(4)
    >>> layer(layer.init(np.random.default_rng(0)), [[1.0, 2.0, 3.0, 4.0]]).round(3)
    array([[-1.342, -0.447,  0.447,  1.342]])
    """

    features: int
    _: KW_ONLY
    eps: float = 1e-5

    def __post_init__(self) -> None:
        _checks.whole_number(self.features, "LayerNorm", what="features")
        object.__setattr__(self, "eps", _checks.positive(self.eps, "LayerNorm", what="eps"))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        return {"weight": (self.features,), "bias": (self.features,)}

    @property
    def width(self) -> tuple[int | None, int | None]:
        return self.features, self.features

    def _draw(self, rng: Generator, dtype: np.dtype[Any]) -> dict[str, Array]:
        return {"weight": np.ones(self.features, dtype), "bias": np.zeros(self.features, dtype)}

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        return self.forward(params, x).value

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        gamma, beta = _scales(params, ("weight", "bias"), self.features, "LayerNorm")
        x = rows(x, self.features, _population(gamma), "LayerNorm")
        _, centred, variance = moments(x, -1)
        x_hat, pullback_normalize = normalize(centred, variance + self.eps, -1)
        return _affine(gamma, beta, x_hat, lambda dy: pullback_normalize(dy * gamma))


@dataclass(frozen=True)
class BatchNorm1d(Layer):
    """Normalize each feature over the batch, then scale and shift: ``torch.nn.BatchNorm1d``.

    While training it uses the mean and the variance of the batch, and counts running averages of both, which
    inference uses.  The running averages live among the parameters under PyTorch's names; a forward pass
    returns them new in ``Forward.buffers`` and changes nothing.  As in PyTorch the batch is normalized by its
    biased variance, and the running average takes the unbiased one.

    Parameters
    ----------
    features : int
        The size of a sample.
    eps : float, default 1e-5
        Added to the variance, so that a constant feature is not divided by 0.
    momentum : float, default 0.1
        The share of the new batch in the running averages, above 0 and at most 1.

    Raises
    ------
    TypeError
        If an argument is not a number, or `features` is not a whole one.
    ValueError
        If `features` is below 1, `eps` is not positive, or `momentum` is not above 0 and at most 1; in
        training, if the batch has a single sample.

    References
    ----------
    Ioffe, S. and Szegedy, C. (2015). Batch normalization: accelerating deep network training by reducing
    internal covariate shift. ICML, PMLR 37, 448–456.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import BatchNorm1d
    >>> layer = BatchNorm1d(2)
    >>> params = layer.init(np.random.default_rng(0))
    >>> step = layer.forward(params, [[1.0, 10.0], [3.0, 30.0]], train=True)
    >>> step.value.round(3)
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> step.buffers["running_mean"], params["running_mean"]
    (array([0.2, 2. ]), array([0., 0.]))
    """

    features: int
    _: KW_ONLY
    eps: float = 1e-5
    momentum: float = 0.1

    def __post_init__(self) -> None:
        _checks.whole_number(self.features, "BatchNorm1d", what="features")
        object.__setattr__(self, "eps", _checks.positive(self.eps, "BatchNorm1d", what="eps"))
        momentum = _checks.positive(self.momentum, "BatchNorm1d", what="momentum")
        if momentum > 1:
            raise ValueError(f"BatchNorm1d expected a momentum of at most 1, got {momentum:g}")
        object.__setattr__(self, "momentum", momentum)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        return {"weight": (self.features,), "bias": (self.features,)}

    @property
    def buffer_shapes(self) -> dict[str, tuple[int, ...]]:
        return {"running_mean": (self.features,), "running_var": (self.features,), "num_batches_tracked": ()}

    @property
    def width(self) -> tuple[int | None, int | None]:
        return self.features, self.features

    def _draw(self, rng: Generator, dtype: np.dtype[Any]) -> dict[str, Array]:
        return {
            "weight": np.ones(self.features, dtype),
            "bias": np.zeros(self.features, dtype),
            "running_mean": np.zeros(self.features, dtype),
            "running_var": np.ones(self.features, dtype),
            "num_batches_tracked": np.array(0),
        }

    def __call__(self, params: Parameters, x: ArrayLike) -> Array:
        return self.forward(params, x).value

    def forward(
        self, params: Parameters, x: ArrayLike, *, train: bool = False, rng: Randomness = None
    ) -> Forward:
        gamma, beta, mean, variance = _scales(
            params, ("weight", "bias", *_RUNNING), self.features, "BatchNorm1d"
        )
        x = rows(x, self.features, _population(gamma), "BatchNorm1d")
        return self._train(params, gamma, beta, x) if train else self._infer(gamma, beta, mean, variance, x)

    def _infer(self, gamma: Array, beta: Array, mean: Array, variance: Array, x: Array) -> Forward:
        deviation = np.sqrt(variance + self.eps)
        slope = gamma / deviation
        return _affine(gamma, beta, (x - mean) / deviation, lambda dy: dy * slope)

    def _train(self, params: Parameters, gamma: Array, beta: Array, x: Array) -> Forward:
        n = x.shape[-2]
        if n < 2:
            raise ValueError(f"BatchNorm1d expected at least two samples to train on, got shape {x.shape}")
        mean, centred, variance = moments(x, -2)
        x_hat, pullback_normalize = normalize(centred, variance + self.eps, -2)
        buffers = self._new_statistics(params, mean[..., 0, :], variance[..., 0, :] * (n / (n - 1)))
        return _affine(gamma, beta, x_hat, lambda dy: pullback_normalize(dy * gamma), buffers)

    @shaped
    def _new_statistics(
        self, params: Parameters, mean: Inexact[Array, "*S d"], unbiased: Inexact[Array, "*S d"]
    ) -> dict[str, Array]:
        """Return the running averages after a batch with this mean and variance, in the precision they had."""
        old = {name: parameter(params, name, (self.features,), "BatchNorm1d") for name in _RUNNING}
        new: dict[str, Array] = {}
        for name, value in zip(_RUNNING, (mean, unbiased), strict=True):
            average = (1 - self.momentum) * old[name] + self.momentum * value
            # Complex numbers come from a gradient check by complex steps, and go through.
            new[name] = average if average.dtype.kind == "c" else average.astype(old[name].dtype, copy=False)
        count = np.asarray(parameter(params, "num_batches_tracked", (), "BatchNorm1d") + 1)
        return new | {"num_batches_tracked": count}


_RUNNING = ("running_mean", "running_var")


def moments(x: Array, axis: int) -> tuple[Array, Array, Array]:
    """Return the mean along an axis, x minus it, and the biased variance."""
    mean = x.mean(axis=axis, keepdims=True)
    centred = x - mean
    return mean, centred, (centred * centred).mean(axis=axis, keepdims=True)


@shaped
def normalize(
    centred: Inexact[Array, "*S n d"], variance: Inexact[Array, "*S _ _"], axis: int
) -> tuple[Inexact[Array, "*S n d"], Callable[[Array], Array]]:
    """Return (x - mean)/√variance along an axis, and its pullback."""
    deviation = np.sqrt(variance)
    x_hat = centred / deviation

    def pullback(dx_hat: Array) -> Array:
        # The mean and the deviation depend on every x, so each takes its share out of the gradient.
        through_mean = dx_hat.mean(axis=axis, keepdims=True)
        through_deviation = x_hat * (dx_hat * x_hat).mean(axis=axis, keepdims=True)
        return (dx_hat - through_mean - through_deviation) / deviation

    return x_hat, pullback


def _affine(
    gamma: Array,
    beta: Array,
    x_hat: Array,
    to_input: Callable[[Array], Array],
    buffers: dict[str, Array] | None = None,
) -> Forward:
    """Scale and shift normalized numbers; `to_input` takes a gradient from there to the layer's input."""
    y = gamma * x_hat + beta

    def pullback(dy: Array, *, wrt_input: bool = True) -> tuple[Any, dict[str, Array]]:
        grads = {"weight": column_sums(dy * x_hat), "bias": column_sums(dy)}
        return to_input(dy) if wrt_input else None, grads

    return Forward(y, pullback, buffers)


def _scales(params: Parameters, names: tuple[str, ...], features: int, who: str) -> list[Array]:
    """Return parameters with one number per feature, as rows."""
    arrays = [parameter(params, name, (features,), who) for name in names]
    if any(array.shape != arrays[0].shape for array in arrays):
        raise ValueError(
            f"{who} expected {', '.join(names)} of the same networks, got shapes "
            f"{', '.join(str(array.shape) for array in arrays)}"
        )
    return [array[..., None, :] for array in arrays]


def _population(scale: Array) -> int | None:
    return len(scale) if scale.ndim == 3 else None
