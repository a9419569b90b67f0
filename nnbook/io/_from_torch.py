"""A PyTorch module as a network of nnbook, or a sentence that says which part has no counterpart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nnbook._checks import Array
from nnbook.io._shared import import_extra
from nnbook.io._to_torch import PLAIN
from nnbook.layers import (
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    Sequential,
)

__all__ = ["from_torch"]


def from_torch(module: Any) -> tuple[Layer, dict[str, Array]]:
    """Return a PyTorch module as a network of nnbook and its parameters.

    It takes ``Sequential`` (nested too), ``Linear``, ``BatchNorm1d``, ``LayerNorm``, ``Dropout``, ``Flatten``
    and the modules of every activation of `ACTIVATIONS` that PyTorch has.  The weights are copied to the CPU
    without their gradients; layers of a ``Sequential`` are numbered, whatever they were named.

    Parameters
    ----------
    module : torch.nn.Module
        The module, with weights in float32 or float64, on any device, in training or evaluation mode.

    Returns
    -------
    network : Layer
        The network.
    params : dict of ndarray
        Its parameters.

    Raises
    ------
    ImportError
        If PyTorch is missing.
    TypeError
        If `module` is no PyTorch module, or its weights are in half precision or complex.
    ValueError
        If a module, or an option of it, has no counterpart in nnbook; the message says which one, and where.

    Notes
    -----
    ``torch.nn.Softplus`` returns its input above a threshold, 20 unless told otherwise, and is there off by at
    most 2.1e-9.  The network computes the function itself.

    Examples
    --------
    >>> import nnbook
    >>> from torch import nn                                                  # doctest: +SKIP
    >>> nnbook.from_torch(nn.Sequential(nn.Flatten(), nn.Linear(64, 10)))[0]  # doctest: +SKIP
    Sequential(layers=(Flatten(), Linear(in_features=64, out_features=10, ...)))
    """
    torch = import_extra("torch", "torch", "from_torch")
    if not isinstance(module, torch.nn.Module):
        raise TypeError(f"from_torch expected a torch.nn.Module, got {module!r}")
    return _layer(module, torch, "")


def _layer(module: Any, torch: Any, place: str) -> tuple[Layer, dict[str, Array]]:
    """Return the layer and the arrays of a module; `place` is its name in the whole, such as "2.0"."""
    kind = type(module).__name__
    if type(module) is torch.nn.Sequential:
        return _sequential(module, torch, place)
    if type(module) is not getattr(torch.nn, kind, None) or kind not in _READERS:
        hint = "; leave it out: nnbook.cross_entropy takes logits" if "Softmax" in kind else ""
        raise ValueError(f"from_torch does not know the module {_named(module, place)}{hint}")
    try:
        layer = _READERS[kind](module)
    except (TypeError, ValueError) as error:
        raise ValueError(f"from_torch does not know the module {_named(module, place)}: {error}") from None
    tensors = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    if tensors.keys() != {*layer.shapes, *layer.buffer_shapes}:  # a pruned module, for example
        found = ", ".join(tensors) or "none"
        raise ValueError(f"from_torch expected the usual weights of {_named(module, place)}, got {found}")
    where = _named(module, place)
    return layer, {name: _array(tensor, torch, f"{name} of {where}") for name, tensor in tensors.items()}


def _sequential(module: Any, torch: Any, place: str) -> tuple[Sequential, dict[str, Array]]:
    layers: list[Layer] = []
    params: dict[str, Array] = {}
    for i, (name, inner) in enumerate(module._modules.items()):  # a module used twice counts twice
        layer, arrays = _layer(inner, torch, f"{place}.{name}" if place else name)
        layers.append(layer)
        params |= {f"{i}.{key}": array for key, array in arrays.items()}
    try:
        return Sequential(*layers), params
    except ValueError as error:
        raise ValueError(f"from_torch does not know the module {_named(module, place)}: {error}") from None


def _array(tensor: Any, torch: Any, what: str) -> Array:
    if tensor.is_meta:
        raise ValueError(f"from_torch expected numbers, but {what} lies on the meta device, which holds none")
    if tensor.dtype not in (torch.float32, torch.float64, torch.int64):
        raise TypeError(
            f"from_torch expected float32 or float64, got {what} in {tensor.dtype}; call module.float() first"
        )
    array: Array = tensor.detach().cpu().numpy().copy()
    return array


def _named(module: Any, place: str) -> str:
    """Return what a module is and where it stands, on one line."""
    text = str(module)
    return (type(module).__name__ if "\n" in text else text) + (f" at {place!r}" if place else "")


def _refuse_unless(holds: bool, wanted: str) -> None:
    if not holds:
        raise ValueError(f"nnbook has it with {wanted} only")


def _batch_norm(module: Any) -> Layer:
    _refuse_unless(module.affine, "affine=True")
    _refuse_unless(module.track_running_stats, "track_running_stats=True")
    _refuse_unless(module.momentum is not None, "a number as momentum")
    return BatchNorm1d(module.num_features, eps=module.eps, momentum=module.momentum)


def _layer_norm(module: Any) -> Layer:
    _refuse_unless(len(module.normalized_shape) == 1, "one axis")
    _refuse_unless(module.elementwise_affine and module.bias is not None, "weight and bias")
    return LayerNorm(module.normalized_shape[0], eps=module.eps)


def _flatten(module: Any) -> Layer:
    _refuse_unless((module.start_dim, module.end_dim) == (1, -1), "start_dim=1 and end_dim=-1")
    return Flatten()


def _softplus(module: Any) -> Layer:
    _refuse_unless(module.beta == 1, "beta=1")
    _refuse_unless(module.threshold >= 20, "a threshold of at least 20")
    return Activation("softplus")


def _plain(activation: str) -> Callable[[Any], Layer]:
    return lambda module: Activation(activation)


def _option(activation: str, name: str, default: float) -> Callable[[Any], Layer]:
    """Return a reader that mentions the option only where it differs from the common default."""

    def read(module: Any) -> Layer:
        value = getattr(module, name)
        return Activation(activation) if value == default else Activation(activation, **{name: value})

    return read


_READERS: Mapping[str, Callable[[Any], Layer]] = {
    **{theirs: _plain(ours) for theirs, ours in PLAIN.items()},
    "BatchNorm1d": _batch_norm,
    "Dropout": lambda module: Dropout(module.p),
    "ELU": _option("elu", "alpha", 1.0),
    "Flatten": _flatten,
    "GELU": lambda module: Activation("gelu" if module.approximate == "none" else "gelu_tanh"),
    "LayerNorm": _layer_norm,
    "LeakyReLU": _option("leaky_relu", "negative_slope", 0.01),
    "Linear": lambda module: Linear(module.in_features, module.out_features, bias=module.bias is not None),
    "Softplus": _softplus,
}
