"""The same network in PyTorch: modules with our names and our numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnbook.io._description import own_layer
from nnbook.io._shared import import_extra, one_network, precision
from nnbook.layers import (
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    Parameters,
    Sequential,
)

__all__ = ["PLAIN", "to_torch"]

PLAIN: Mapping[str, str] = {  # activations without options, by PyTorch's name
    "Identity": "identity",
    "LogSigmoid": "log_sigmoid",
    "Mish": "mish",
    "ReLU": "relu",
    "SELU": "selu",
    "SiLU": "silu",
    "Sigmoid": "sigmoid",
    "Softsign": "softsign",
    "Tanh": "tanh",
}


def to_torch(network: Layer, params: Parameters) -> Any:
    """Return the network as a PyTorch module with these weights, in evaluation mode.

    A `Sequential` becomes a ``torch.nn.Sequential``, and the names in its ``state_dict`` are ours, so that
    ``module.load_state_dict`` also takes any later parameters as tensors.  Every option goes along (``eps``,
    ``momentum``, ``p``, ``bias=False``, the options of activations); initializers do not.  The module has copies
    of the weights, in float32 where all of them are, else in float64.

    Parameters
    ----------
    network : Layer
        The network, of nnbook's own layers.
    params : mapping of str to ndarray
        Its parameters.

    Returns
    -------
    torch.nn.Module
        The module, on the CPU.

    Raises
    ------
    ImportError
        If PyTorch is missing.
    TypeError
        If the network has layers that nnbook does not know, or a parameter has another type.
    ValueError
        If the parameters are not those of the network or are those of a population, or the network contains the
        step activation, which PyTorch has not as a module.

    Notes
    -----
    ``torch.nn.Softplus`` returns its input above a threshold; the module gets the threshold 40, where this is
    exact in float64.

    Examples
    --------
    >>> import numpy as np
    >>> import nnbook
    >>> network = nnbook.mlp([64, 32, 10], activation="gelu")
    >>> params = network.init(np.random.default_rng(0))
    >>> module = nnbook.to_torch(network, params)                             # doctest: +SKIP
    >>> list(module.state_dict())                                             # doctest: +SKIP
    ['0.weight', '0.bias', '2.weight', '2.bias']
    """
    torch = import_extra("torch", "torch", "to_torch")
    arrays = one_network(network, params, "to_torch")
    dtype = precision(arrays)
    module = _module(network, torch, getattr(torch, dtype.name))
    module.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in arrays.items()})
    return module.eval()


def _module(layer: Layer, torch: Any, dtype: Any) -> Any:
    """Return the module of a layer, without the numbers."""
    own_layer(layer, "to_torch")
    nn = torch.nn
    match layer:
        case Sequential():
            return nn.Sequential(*(_module(inner, torch, dtype) for inner in layer.layers))
        case Linear():  # skip_init: drawing first weights would use up PyTorch's random numbers
            sizes = layer.in_features, layer.out_features
            return nn.utils.skip_init(nn.Linear, *sizes, bias=bool(layer.bias), dtype=dtype)
        case BatchNorm1d():
            return nn.BatchNorm1d(layer.features, eps=layer.eps, momentum=layer.momentum, dtype=dtype)
        case LayerNorm():
            return nn.LayerNorm(layer.features, eps=layer.eps, dtype=dtype)
        case Dropout():
            return nn.Dropout(layer.p)
        case Flatten():
            return nn.Flatten()
        case Activation():
            return _activation(layer, nn)
    raise NotImplementedError(f"to_torch does not know {layer!r} yet")


def _activation(layer: Activation, nn: Any) -> Any:
    options = dict(layer.options)
    match layer.name:
        case "leaky_relu":
            return nn.LeakyReLU(**options)
        case "elu":
            return nn.ELU(**options)
        case "softplus":
            return nn.Softplus(threshold=40.0)
        case "gelu":
            return nn.GELU()
        case "gelu_tanh":
            return nn.GELU(approximate="tanh")
    for theirs, ours in PLAIN.items():
        if ours == layer.name:
            return getattr(nn, theirs)()
    raise ValueError(f"to_torch expected activations that PyTorch has as modules, got {layer.name!r}")
