"""Formulas of the chapter *Networks*: a layer, layers in a row, what they cost and what they can follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import Choice, Matrix, Real, Vector
from ..registry import Argument, Computed, Formula, Size

LINEAR = "nnbook.layers.Linear"
SUMMED = "at the size of the terms that are summed"


def linear(X: Any, W: Any, b: Any) -> Any:
    """Compute a layer's weighted sums with the package's layer."""
    from nnbook import Linear

    return Linear(W.shape[1], W.shape[0])({"weight": W, "bias": b}, X)


def terms(_: Any, X: Any, W: Any, b: Any) -> Any:
    """Return the size of what the weighted sums add up: where the terms cancel, their rounding remains."""
    return abs(X) @ abs(W).T + abs(b)


def every_row(context: Any, given: Mapping[str, Any]) -> Any:
    """Repeat the biases in one row per sample, as the text under the formula says and as NumPy does."""
    inputs = given.get("X") or given["A"]
    row = tuple(value for (value,) in given["b"].rows)
    return inputs.__class__("matrix", (row,) * len(inputs.rows))


def one_sample(x: Any, W: Any, b: Any) -> Any:
    """Compute the weighted sums for one sample with the package's layer."""
    return linear(x[None], W, b)[0]


def one_sample_terms(_: Any, x: Any, W: Any, b: Any) -> Any:
    """Return the size of what the weighted sums of one sample add up."""
    return terms(_, x[None], W, b)[0]


def hidden_layer(A: Any, W: Any, b: Any, phi: Any) -> Any:
    """Compute a layer with its activation as a network of the package."""
    from nnbook import Activation, Linear, Sequential

    network = Sequential(Linear(W.shape[1], W.shape[0]), Activation(phi.__name__))
    return network({"0.weight": W, "0.bias": b}, A)


def hidden_terms(_: Any, A: Any, W: Any, b: Any, phi: Any) -> Any:
    """Return the size of what a layer adds up; no slope of these activations exceeds 1."""
    return terms(_, A, W, b)


@dataclass(frozen=True)
class Widths:
    """Whole numbers from 1 to 99, one for each layer."""

    length: str

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> Any:
        """Return the widths of as many layers as the other widths have."""
        return rng.integers(1, 100, sizes[self.length]).astype(float)


def count(d: Any, m: Any) -> float:
    """Count with the package the parameters of layers with d inputs and m neurons."""
    from nnbook import Linear

    return float(sum(Linear(int(i), int(o)).parameter_count for i, o in zip(d, m, strict=True)))


@dataclass(frozen=True)
class AroundCorners:
    """Two numbers: the four corners, and points around them, on which every threshold shows."""

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> Any:
        """Return the corners in turn first, and then anything between -1 and 2."""
        corner = np.array([flavour // 2 % 2, flavour % 2], dtype=float)
        return corner if flavour < 4 else rng.uniform(-1, 2, 2)


def xor_by_hand(x: Any) -> Any:
    """Compute XOR with three neurons of the package."""
    from nnbook import neuron

    hidden = [neuron(x, [1, 1], -0.5), neuron(x, [-1, -1], 1.5)]
    return neuron(hidden, [1, 1], -1.5)


def tent(x: Any) -> Any:
    """Compute the tent with a network of two ReLU units."""
    from nnbook import mlp

    params = {"0.weight": np.ones((2, 1)), "0.bias": np.array([0, -0.5])}
    params |= {"2.weight": np.array([[2.0, -4.0]]), "2.bias": np.zeros(1)}
    return mlp([1, 2, 1])(params, np.reshape(x, (-1, 1)))[:, 0].reshape(np.shape(x))


def tent_terms(_: Any, x: float) -> float:
    """Return the size of what the tent adds up."""
    return 4 * abs(x) + 2


FORMULAS = (
    Formula(
        name="layer-sum",
        left=("z_j",),
        function=LINEAR,
        call=one_sample,
        symbols={
            "W": Argument("W", Matrix("out", "d")),
            "x": Argument("x", Vector("d")),
            "b": Argument("b", Vector("out")),
            "d": Size("d"),
        },
        indices={"j": "out"},
        max_ulp=4,
        scale=one_sample_terms,
        scaled=SUMMED,
        figure="fig-three-four-one",
        source="rosenblatt1962principles",
    ),
    Formula(
        name="layer",
        left=("Z",),
        function=LINEAR,
        call=linear,
        symbols={
            "X": Argument("X", Matrix("n", "d")),
            "W": Argument("W", Matrix("out", "d")),
            "b": Computed(every_row),
        },
        given={"b": Vector("out")},
        max_ulp=4,
        scale=terms,
        scaled=SUMMED,
        figure="fig-shapes",
        source="rosenblatt1962principles",
    ),
    Formula(
        name="forward",
        left=("A^{(l)}",),
        function="nnbook.layers.Sequential",
        call=hidden_layer,
        symbols={
            "A^{(l-1)}": Argument("A", Matrix("n", "d")),
            "W^{(l)}": Argument("W", Matrix("out", "d")),
            "b^{(l)}": Computed(every_row),
            r"\varphi": Argument("phi", Choice(("relu", "tanh", "sigmoid", "identity"))),
        },
        given={"b": Vector("out")},
        max_ulp=8,
        scale=hidden_terms,
        scaled=SUMMED,
        figure="fig-shapes",
        source="rumelhart1986learning",
    ),
    Formula(
        name="parameter-count",
        left=("P",),
        function=LINEAR,
        call=count,
        symbols={
            "d": Argument("d", Widths("k")),
            "m": Argument("m", Widths("k")),
            "k": Size("k"),
        },
        max_ulp=0,
        source="rumelhart1986learning",
    ),
    Formula(
        name="xor-network",
        left=(r"\hat y",),
        where=("h_1", "h_2"),
        function="nnbook.neurons.neuron",
        call=xor_by_hand,
        symbols={"x": Argument("x", AroundCorners())},
        source="minsky1969perceptrons",
    ),
    Formula(
        name="tent",
        left=(r"\operatorname{tent}(x)",),
        function="nnbook.layers.Sequential",
        call=tent,
        symbols={"x": Argument("x", Real(-1e300, 1e300))},
        max_ulp=1,
        scale=tent_terms,
        scaled=SUMMED,
        source="telgarsky2016benefits",
        figure="fig-fold",
    ),
    Formula(
        name="hinge-error",
        kind="statement",
        relation=r"\le",
        latex=r"\max_{0 \le x \le 1} |f(x) - f_m(x)| \le \frac{1}{8 m^2} \max_{0 \le x \le 1} |f''(x)|",
        proof="tests/ledger/test_statements.py::test_straight_pieces_miss_a_curve_by_no_more_than_their_bound",
        source="deboor1978practical",
        figure="fig-hinges-needed",
    ),
)
