"""A graph of ONNX under construction, and what each activation is in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnbook._checks import Array
from nnbook.activations import SELU_ALPHA, SELU_SCALE

__all__ = ["ACTIVATIONS_IN_ONNX", "Graph"]

_OPSET, _IR_VERSION = 13, 7  # of 2020: what runs ONNX today runs these


class Graph:
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


# Activations, of operators that exist in float64 and keep their constants in it


def _step(g: Graph, z: str) -> str:
    return g("Cast", g("GreaterOrEqual", z, 0.0), to=g.element_type)


def _silu(g: Graph, z: str) -> str:
    # The factor z would enlarge the error of onnxruntime's Sigmoid in float32.
    right = g("Add", g("Exp", g("Neg", g("Abs", z))), 1.0)
    return g("Mul", z, g("Div", g("Exp", g("Min", z, 0.0)), right))


def _softplus(g: Graph, z: str) -> str:
    small = g("Exp", g("Neg", g("Abs", z)))
    return g("Add", g("Max", z, 0.0), g("Log", g("Add", small, 1.0)))


def _softsign(g: Graph, z: str) -> str:
    return g("Div", z, g("Add", g("Abs", z), 1.0))


def _leaky_relu(g: Graph, z: str, negative_slope: float = 0.01) -> str:
    return g("Add", g("Max", z, 0.0), g("Mul", g("Min", z, 0.0), negative_slope))


def _elu(g: Graph, z: str, alpha: float = 1.0) -> str:
    below = g("Sub", g("Exp", g("Min", z, 0.0)), 1.0)
    return g("Add", g("Max", z, 0.0), g("Mul", below, alpha))


def _half(g: Graph, z: str, odd: str) -> str:
    """Return z (1 + odd)/2: the frame of both forms of GELU."""
    return g("Mul", g("Mul", z, 0.5), g("Add", odd, 1.0))


def _gelu(g: Graph, z: str) -> str:
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


def _erfcx(g: Graph, x: str) -> str:
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


def _gelu_tanh(g: Graph, z: str) -> str:
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
    "silu": _silu,
    "softplus": _softplus,
    "softsign": _softsign,
    "step": _step,
    "tanh": lambda g, z: g("Tanh", z),
}
"""The nodes of each activation: called with a graph and the name of z, they return the name of the result."""
