"""Formulas of the chapter *Initialization*: how large first weights should be, and layers that care less."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..inputs import Choice, Real, Vector
from ..registry import Argument, Formula, Size

INITIALIZERS = "nnbook.initializers."
LAYERS = "nnbook.layers."
SUMMED = "at the size of the terms that are summed"

fan_in = Argument("fan_in", Choice((1, 2, 3, 10, 64, 100, 784, 4097)))
fan_out = Argument("fan_out", Choice((1, 2, 3, 7, 10, 64, 1000)))
gain = Argument("gain", Choice((0.5, 1.0, 5 / 3, 2**0.5)))
eps = Argument("eps", Choice((1e-5, 1e-3, 0.1)))


class Asked(np.random.Generator):
    """A generator that does not draw: it answers with the spread or the bound that it is asked for."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Return the standard deviation."""
        return np.full(size, scale)

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """Return the upper bound, if the lower one is its negative."""
        assert low == -high
        return np.full(size, high)


def spread(name: str) -> Callable[..., float]:
    """Call an initializer and return the spread or the bound that it draws with."""

    def call(fan_in: int, fan_out: int = 5, **options: Any) -> float:
        from nnbook import initializers

        return float(getattr(initializers, name)(Asked(), (fan_out, fan_in), **options)[0, 0])

    return call


def leaky_gain(negative_slope: float) -> float:
    """Return the gain of a leaky ReLU."""
    from nnbook.initializers import gain

    return gain("leaky_relu", negative_slope=negative_slope)


def layer_norm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    """Normalize one sample."""
    from nnbook.layers import LayerNorm

    return LayerNorm(len(x), eps=eps)({"weight": gamma, "bias": beta}, x[None])[0]


def batch_norm(x: Any, gamma: float, beta: float, eps: float) -> Any:
    """Normalize one feature over a batch, as in training."""
    from nnbook.layers import BatchNorm1d

    layer = BatchNorm1d(1, eps=eps)
    scales = {"weight": np.array([gamma]), "bias": np.array([beta])}
    return layer.forward(layer.init(np.random.default_rng(0)) | scales, x[:, None], train=True).value[:, 0]


def running(old: float, x: Any, momentum: float) -> Any:
    """Return the running means after one batch in which the features have the means x."""
    from nnbook.layers import BatchNorm1d

    means = np.atleast_1d(np.asarray(x, float))
    layer = BatchNorm1d(len(means), momentum=momentum)
    params = layer.init(np.random.default_rng(0)) | {"running_mean": np.full(len(means), old)}
    after = layer.forward(params, np.array([means, means]), train=True).buffers["running_mean"]
    return after if np.ndim(x) else after[0]


# How large the terms are that are added up: where they cancel, their rounding remains.


def normalized_terms(true: Any, x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    """Return the size of what a normalization adds up: the mean loses digits of the largest number."""
    size = (np.abs(x).max() + 1e-300) / np.sqrt(np.var(x) + eps)
    return np.abs(gamma) * size * (1 + size) + np.abs(beta)


def running_terms(true: Any, old: Any, x: Any, momentum: float) -> Any:
    """Return the size of the two terms of a running mean."""
    return abs(old) + abs(x)


def initializer(name: str, function: str, left: str, **entry: Any) -> Formula:
    """Describe the spread or the bound of an initializer."""
    return Formula(
        name=name, left=(left,), function=INITIALIZERS + function, call=spread(function), max_ulp=4, **entry
    )


PROOF = "tests/test_initial_spreads.py::"
FANS = {"d": fan_in, "m": fan_out, "g": gain}
SCALES = {r"\gamma": Argument("gamma", Vector("d")), r"\beta": Argument("beta", Vector("d"))}

FORMULAS = (
    Formula(
        name="layer-variance",
        kind="statement",
        latex=r"\operatorname{Var}(z) = \sigma_w^2 \sum_{i=1}^{d} a_i^2",
        proof=PROOF + "test_the_variance_of_a_weighted_sum",
        source="lecun1998efficient",
    ),
    Formula(
        name="error-variance",
        kind="statement",
        latex=r"\operatorname{Var}\left( \frac{\partial L}{\partial a_i} \right) "
        r"= \sigma_w^2 \sum_{j=1}^{m} \delta_j^2",
        proof=PROOF + "test_the_variance_of_an_error_on_its_way_back",
        source="glorot2010understanding",
        figure="fig-fifty-layers",
    ),
    initializer(
        "lecun",
        "lecun_normal",
        r"\sigma_w",
        symbols={"d": fan_in},
        source="lecun1998efficient",
        figure="fig-fifty-layers",
    ),
    initializer(
        "xavier-normal",
        "xavier_normal",
        r"\sigma_w",
        symbols=FANS,
        source="glorot2010understanding",
        figure="fig-fifty-layers",
    ),
    initializer(
        "xavier-uniform",
        "xavier_uniform",
        "c",
        symbols=FANS,
        source="glorot2010understanding",
        figure="fig-fifty-layers",
    ),
    initializer(
        "he",
        "he_normal",
        r"\sigma_w",
        symbols={"d": fan_in},
        source="he2015delving",
        figure="fig-fifty-layers",
    ),
    initializer(
        "linear-default",
        "linear_default",
        "c",
        symbols={"d": fan_in},
        source="paszke2019pytorch",
    ),
    Formula(
        name="gain",
        kind="statement",
        latex=r"\frac{1}{g^2} = \operatorname{E}\left( \varphi(u)^2 \right)",
        proof=PROOF + "test_the_gain_keeps_the_mean_square",
        source="he2015delving",
        figure="fig-fifty-layers",
    ),
    Formula(
        name="leaky-gain",
        left=("g",),
        function=INITIALIZERS + "gain",
        call=leaky_gain,
        symbols={r"\alpha": Argument("negative_slope", Choice((0.0, 0.01, 0.2, 0.5, 1.0, 5**0.5, 30.0)))},
        max_ulp=2,
        source="he2015delving",
        figure="fig-fifty-layers",
    ),
    Formula(
        name="orthogonal",
        kind="statement",
        latex=r"W^\top W = g^2 I",
        proof=PROOF + "test_an_orthogonal_weight_keeps_every_length",
        source="saxe2014exact",
    ),
    Formula(
        name="mean-field",
        kind="statement",
        latex=r"q_{l+1} = d\, \sigma_w^2\, \operatorname{E}\left( \varphi(\sqrt{q_l}\, u)^2 \right)",
        proof=PROOF + "test_mean_squares_follow_the_recursion",
        source="poole2016exponential",
        figure="fig-fifty-layers",
    ),
    Formula(
        name="mean-field-back",
        kind="statement",
        latex=r"\tilde{q}_l = \tilde{q}_{l+1}\, m\, \sigma_w^2\, "
        r"\operatorname{E}\left( \varphi'(\sqrt{q_l}\, u)^2 \right)",
        proof=PROOF + "test_errors_follow_the_recursion",
        source="schoenholz2017deep",
        figure="fig-fifty-layers",
    ),
    Formula(
        name="layer-norm",
        left=("y_j",),
        where=(r"\bar{x}", "v"),
        function=LAYERS + "LayerNorm",
        call=layer_norm,
        symbols=SCALES | {"x": Argument("x", Vector("d")), r"\epsilon": eps, "d": Size("d")},
        indices={"j": "d"},
        max_ulp=3,
        scale=normalized_terms,
        scaled=SUMMED,
        source="ba2016layer",
        figure="fig-normalized-depth",
    ),
    Formula(
        name="batch-norm",
        left=("y_i",),
        where=(r"\bar{x}", "v"),
        function=LAYERS + "BatchNorm1d",
        call=batch_norm,
        symbols={
            "x": Argument("x", Vector("n")),
            r"\gamma": Argument("gamma", Choice((1.0, -0.5, 3.0))),
            r"\beta": Argument("beta", Choice((0.0, 0.25, -2.0))),
            r"\epsilon": eps,
            "n": Size("n"),
        },
        indices={"i": "n"},
        longer={"n": "d"},  # a batch has at least two samples
        max_ulp=3,
        scale=normalized_terms,
        scaled=SUMMED,
        source="ioffe2015batch",
        figure="fig-normalized-depth",
    ),
    Formula(
        name="running-mean",
        left=(r"\bar{m} \leftarrow",),
        function=LAYERS + "BatchNorm1d",
        call=running,
        symbols={
            r"\bar{m}": Argument("old", Choice((0.0, -1.0, 0.1, 3.7, 1e6))),
            r"\bar{x}": Argument("x", Real(low=-1e150, high=1e150)),
            "p": Argument("momentum", Choice((0.1, 0.5, 1.0))),
        },
        max_ulp=4,
        scale=running_terms,
        scaled=SUMMED,
        source="ioffe2015batch",
        figure="fig-train-eval",
    ),
    Formula(
        name="scaled-weights",
        kind="statement",
        latex=r"\frac{\partial L}{\partial W}(c\,W) = \frac{1}{c}\, \frac{\partial L}{\partial W}(W)",
        proof=PROOF + "test_the_gradient_of_a_normalized_layer_shrinks_as_its_weights_grow",
        source="vanlaarhoven2017l2",
        figure="fig-answer",
    ),
)
