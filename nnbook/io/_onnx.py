"""A network as an ONNX graph, the format that other programs run without Python."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from nnbook._checks import Array
from nnbook.activations import SELU_ALPHA, SELU_SCALE
from nnbook.io._description import own_layer
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

__all__ = ["ACTIVATIONS_IN_ONNX", "export_onnx"]

_OPSET, _IR_VERSION = 13, 7  # of January 2021: what runs ONNX today runs these
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
    graph = _Graph(onnx, dtype)
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


class _Graph:
    """A graph under construction: calling it adds a node and returns the name of the node's output."""

    def __init__(self, onnx: Any, dtype: np.dtype[Any]) -> None:
        self.onnx = onnx
        self.dtype = dtype
        self.nodes: list[Any] = []
        self.constants: dict[str, Array] = {}

    def __call__(self, operator: str, *inputs: str | float, **attributes: Any) -> str:
        names = [name if isinstance(name, str) else self.constant(repr(float(name)), name) for name in inputs]
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(operator, names, [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = np.asarray(value, self.dtype)
        return name

    @property
    def element_type(self) -> int:
        kinds = self.onnx.TensorProto
        return int(kinds.FLOAT if self.dtype == np.float32 else kinds.DOUBLE)

    def model(self, value: str, input_shape: list[str | int], output_shape: list[str | int]) -> Any:
        """Return the model whose output is this value."""
        self("Identity", value)
        self.nodes[-1].output[0] = "output"
        helper, tensor = self.onnx.helper, self.onnx.numpy_helper.from_array
        graph = helper.make_graph(
            self.nodes,
            "network",
            [helper.make_tensor_value_info("input", self.element_type, input_shape)],
            [helper.make_tensor_value_info("output", self.element_type, output_shape)],
            [tensor(np.ascontiguousarray(a).reshape(a.shape), name) for name, a in self.constants.items()],
        )
        opset = helper.make_opsetid("", _OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION, producer_name="nnbook")


def _emit(layer: Layer, params: Parameters, g: _Graph, x: str, prefix: str) -> str:
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


def _mean(g: _Graph, x: str) -> str:
    return g("ReduceMean", x, axes=[-1], keepdims=1)


# Activations, of operators that exist in float64 and keep their constants in it


def _step(g: _Graph, z: str) -> str:
    return g("Cast", g("GreaterOrEqual", z, 0.0), to=g.element_type)


def _softplus(g: _Graph, z: str) -> str:
    small = g("Exp", g("Neg", g("Abs", z)))
    return g("Add", g("Max", z, 0.0), g("Log", g("Add", small, 1.0)))


def _softsign(g: _Graph, z: str) -> str:
    return g("Div", z, g("Add", g("Abs", z), 1.0))


def _leaky_relu(g: _Graph, z: str, negative_slope: float = 0.01) -> str:
    return g("Add", g("Max", z, 0.0), g("Mul", g("Min", z, 0.0), negative_slope))


def _elu(g: _Graph, z: str, alpha: float = 1.0) -> str:
    below = g("Sub", g("Exp", g("Min", z, 0.0)), 1.0)
    return g("Add", g("Max", z, 0.0), g("Mul", below, alpha))


def _half(g: _Graph, z: str, odd: str) -> str:
    """Return z (1 + odd)/2: the frame of both forms of GELU."""
    return g("Mul", g("Mul", z, 0.5), g("Add", odd, 1.0))


def _gelu(g: _Graph, z: str) -> str:
    if g.dtype == np.float32:
        return _half(g, z, g("Erf", g("Mul", z, math.sqrt(0.5))))
    # Programs have ONNX's Erf in float32 only.  So, as in nnbook.gelu: max(z, 0) - |z|/2 exp(-z²/2) erfcx(|z|/√2).
    m = g("Abs", z)
    bell = g("Exp", g("Mul", g("Mul", z, z), -0.5))
    return g(
        "Sub",
        g("Max", z, 0.0),
        g("Mul", g("Mul", m, 0.5), g("Mul", bell, _erfcx(g, g("Mul", m, math.sqrt(0.5))))),
    )


def _erfcx(g: _Graph, x: str) -> str:
    """Return exp(x²) erfc(x) for x >= 0, to 2e-14 of its value, by a polynomial that is fitted here."""
    from numpy.polynomial import chebyshev
    from scipy.special import erfcx

    def flat(s: Any) -> Any:
        """Return (1 + x/4) erfcx(x), which changes little, as a function of s = 8/(4 + x) - 1 in (-1, 1]."""
        x = 8 / (1 + s) - 4
        return (1 + x / 4) * erfcx(x)

    s = g("Sub", g("Div", g.constant("8.0", 8), g("Add", x, 4.0)), 1.0)
    first, *others = reversed(chebyshev.cheb2poly(chebyshev.chebinterpolate(flat, 24)))
    value = g.constant("highest", first)
    for coefficient in others:  # Horner's rule
        value = g("Add", g("Mul", value, s), coefficient)
    return g("Div", value, g("Add", g("Mul", x, 0.25), 1.0))


def _gelu_tanh(g: _Graph, z: str) -> str:
    cube = g("Mul", g("Mul", z, z), z)
    u = g("Mul", g("Add", z, g("Mul", cube, 0.044715)), math.sqrt(2 / math.pi))
    return _half(g, z, g("Tanh", u))


ACTIVATIONS_IN_ONNX: Mapping[str, Callable[..., str]] = {
    "elu": _elu,
    "gelu": _gelu,
    "gelu_tanh": _gelu_tanh,
    "identity": lambda g, z: g("Identity", z),
    "leaky_relu": _leaky_relu,
    "log_sigmoid": lambda g, z: g("Neg", _softplus(g, g("Neg", z))),
    "mish": lambda g, z: g("Mul", z, g("Tanh", _softplus(g, z))),
    "relu": lambda g, z: g("Relu", z),
    "selu": lambda g, z: g("Mul", _elu(g, z, SELU_ALPHA), SELU_SCALE),
    "sigmoid": lambda g, z: g("Sigmoid", z),
    "silu": lambda g, z: g("Mul", z, g("Sigmoid", z)),
    "softplus": _softplus,
    "softsign": _softsign,
    "step": _step,
    "tanh": lambda g, z: g("Tanh", z),
}
"""The nodes of each activation: called with a graph and the name of z, they return the name of the result."""
