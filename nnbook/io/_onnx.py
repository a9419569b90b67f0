"""A network as an ONNX graph, the format that other programs run without Python."""

from __future__ import annotations

import operator
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnbook.io._description import own_layer
from nnbook.io._onnx_graph import ACTIVATIONS_IN_ONNX, Graph
from nnbook.io._shared import import_extra, one_network, precision, replacing
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

__all__ = ["export_onnx"]

_LARGEST = 2**31 - 2**16  # protobuf takes files below 2 GiB; the nodes need a little of it


def export_onnx(
    network: Layer,
    params: Parameters,
    path: str | os.PathLike[str],
    *,
    sample_shape: Sequence[int] | None = None,
) -> None:
    """Write the network, as it computes in inference, as an ONNX file.

    The graph holds everything from ``input`` to ``output``: every layer with its weights under their own names,
    and every activation.  `Dropout` is left out, as inference has none, and `BatchNorm1d` uses its running
    statistics.  Softmax is not part of a network of nnbook, so a classifier's outputs are logits.  The number of
    samples, named ``batch``, is free.  The graph is in float32 where all parameters are, else in float64; it uses
    opset 13, and only operators whose constants have that precision too.

    Parameters
    ----------
    network : Layer
        The network, of nnbook's own layers.
    params : mapping of str to ndarray
        Its parameters.
    path : str or path-like
        Where to write, exactly as told.  An old file stays until the new one is complete.
    sample_shape : sequence of int, optional
        The shape of one sample, such as (8, 8) before a `Flatten`; one row of the features that the first layer
        expects unless told otherwise.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If the folder does not exist, or the path is one.
    ImportError
        If the package onnx is missing.
    TypeError
        If the network has layers that nnbook does not know, or a parameter has another type.
    ValueError
        If the parameters are not those of the network, are those of a population, or take 2 GiB and more, or a
        sample of this shape does not fit the network.

    Notes
    -----
    ONNX has no logarithm of 1 + x and no exponential minus 1, so far on the left, where their values are near 0,
    softplus, ELU and their kin agree to the precision of 1 and not of the value.  The step activation gives 0 for
    NaN.

    Examples
    --------
    >>> import numpy as np
    >>> import nnbook
    >>> network = nnbook.mlp([64, 32, 10])
    >>> params = network.init(np.random.default_rng(0))
    >>> nnbook.export_onnx(network, params, "digits.onnx")                    # doctest: +SKIP
    """
    onnx = import_extra("onnx", "onnx", "export_onnx")
    arrays = one_network(network, params, "export_onnx")
    size = sum(array.nbytes for array in arrays.values())
    if size > _LARGEST:
        raise ValueError(
            f"export_onnx expected parameters below 2 GiB, the limit of the format, got {size} bytes"
        )
    dtype = precision(arrays)
    graph = Graph(onnx, dtype)
    value = _emit(network, arrays, graph, "input", "")
    shapes = _shapes(network, arrays, sample_shape, dtype)
    model = graph.model(value, *shapes)
    onnx.checker.check_model(model, full_check=True)
    with replacing(path, "export_onnx") as file:
        file.write(model.SerializeToString())


def _shapes(
    network: Layer, params: Parameters, sample_shape: Sequence[int] | None, dtype: np.dtype[Any]
) -> tuple[list[str | int], list[str | int]]:
    """Return the shapes of input and output, by computing one sample."""
    if sample_shape is None:
        features = network.width[0]
        if features is None:  # activations alone take any number of features
            return ["batch", "features"], ["batch", "features"]
        sample_shape = (features,)
    try:
        sizes = [operator.index(size) for size in sample_shape]
    except TypeError:
        raise TypeError(
            f"export_onnx expected whole numbers as sample_shape, such as (8, 8), got {sample_shape!r}"
        ) from None
    if not sizes or min(sizes) < 1:
        raise ValueError(f"export_onnx expected a sample_shape of sizes of at least 1, got {sample_shape!r}")
    with np.errstate(all="ignore"):
        output = network(params, np.zeros((1, *sizes), dtype))
    return ["batch", *sizes], ["batch", *output.shape[1:]]


def _emit(layer: Layer, params: Parameters, g: Graph, x: str, prefix: str) -> str:
    """Add the nodes of a layer, and return the name of what it hands on."""
    own_layer(layer, "export_onnx")

    def weight(name: str) -> str:
        return g.constant(prefix + name, params[prefix + name])

    match layer:
        case Sequential():
            for i, inner in enumerate(layer.layers):
                x = _emit(inner, params, g, x, f"{prefix}{i}.")
            return x
        case Linear():
            return g("Gemm", x, weight("weight"), *([weight("bias")] if layer.bias else []), transB=1)
        case LayerNorm():
            centred = g("Sub", x, _mean(g, x))
            deviation = g("Sqrt", g("Add", _mean(g, g("Mul", centred, centred)), layer.eps))
            return g("Add", g("Mul", weight("weight"), g("Div", centred, deviation)), weight("bias"))
        case BatchNorm1d():  # the operator BatchNormalization has its eps in float32
            deviation = g("Sqrt", g("Add", weight("running_var"), layer.eps))
            x_hat = g("Div", g("Sub", x, weight("running_mean")), deviation)
            return g("Add", g("Mul", weight("weight"), x_hat), weight("bias"))
        case Dropout():
            return x
        case Flatten():
            return g("Flatten", x, axis=1)
        case Activation():
            return ACTIVATIONS_IN_ONNX[layer.name](g, x, **dict(layer.options))
    raise NotImplementedError(f"export_onnx does not know {layer!r} yet")


def _mean(g: Graph, x: str) -> str:
    return g("ReduceMean", x, axes=[-1], keepdims=1)
