"""What the chapter on initialization states about random weights, shown exactly or on wide layers."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import roots_hermitenorm

from nnbook import BatchNorm1d, LayerNorm, Linear, Sequential, cross_entropy_value_and_gradient
from nnbook.activations import ACTIVATIONS
from nnbook.initializers import gain, orthogonal

nodes, weights = roots_hermitenorm(1000)
weights = weights / weights.sum()


def normal_mean(f: Callable[[np.ndarray], np.ndarray], q: float) -> float:
    """Return the mean of f(z) for z from N(0, q)."""
    return float((weights * f(np.sqrt(q) * nodes)).sum())


@pytest.mark.parametrize("seed", range(5))
def test_the_variance_of_a_weighted_sum(seed: int) -> None:
    """Weights ±σ with every pattern of signs have mean 0, variance σ² and no correlation: no draw, no noise."""
    a = np.random.default_rng(seed).normal(size=8)
    signs = np.array(list(itertools.product([-1, 1], repeat=8)))
    z = 0.3 * signs @ a
    assert np.isclose(z.mean(), 0, atol=1e-12)
    assert np.isclose(z.var(), 0.3**2 * (a**2).sum(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_variance_of_an_error_on_its_way_back(seed: int) -> None:
    delta = np.random.default_rng(seed).normal(size=6)
    columns = 0.2 * np.array(list(itertools.product([-1, 1], repeat=6)))  # one column of W per pattern
    linear = Linear(len(columns), 6, bias=False)
    _, pullback = linear.forward({"weight": columns.T}, np.ones((1, len(columns))))
    back, _ = pullback(delta[None])
    assert np.isclose(back.var(), 0.2**2 * (delta**2).sum(), rtol=1e-12)


def test_the_gain_keeps_the_mean_square() -> None:
    for name in ("identity", "relu"):
        f = ACTIVATIONS[name].function
        assert np.isclose(gain(name) ** 2 * normal_mean(lambda u, f=f: f(u) ** 2, 1.0), 1, rtol=1e-6)
    leaky = ACTIVATIONS["leaky_relu"].function
    for slope in (0.0, 0.01, 0.2, 1.0):
        g = gain("leaky_relu", negative_slope=slope)
        assert np.isclose(g**2 * normal_mean(lambda u, s=slope: leaky(u, s) ** 2, 1.0), 1, rtol=1e-6)


@pytest.mark.parametrize("shape", [(5, 5), (9, 4)])
def test_an_orthogonal_weight_keeps_every_length(shape: tuple[int, int]) -> None:
    W = orthogonal(np.random.default_rng(3), shape, gain=1.7)
    assert np.allclose(W.T @ W, 1.7**2 * np.eye(shape[1]), atol=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("spread", [0.7, 1.0, 1.4])
def test_mean_squares_follow_the_recursion(name: str, spread: float) -> None:
    rng, d = np.random.default_rng(0), 1500
    f = ACTIVATIONS[name].function
    a, q = rng.normal(size=(4, d)), spread**2
    a /= np.sqrt((a**2).mean(axis=1, keepdims=True))
    for _ in range(3):
        z = a @ rng.normal(0, spread / np.sqrt(d), (d, d)).T
        assert np.isclose((z**2).mean(), q, rtol=0.15)
        a, q = f(z), spread**2 * normal_mean(lambda u: f(u) ** 2, q)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_errors_follow_the_recursion(name: str) -> None:
    rng, d = np.random.default_rng(1), 1500
    slope = ACTIVATIONS[name].derivative
    z = rng.normal(0, 1.3, (4, d))
    delta = rng.normal(size=(4, d)) @ rng.normal(0, 0.8 / np.sqrt(d), (d, d)) * slope(z)
    assert np.isclose((delta**2).mean(), 0.8**2 * normal_mean(lambda u: slope(u) ** 2, 1.3**2), rtol=0.1)


@pytest.mark.parametrize("normalization", [LayerNorm, BatchNorm1d])
def test_the_gradient_of_a_normalized_layer_shrinks_as_its_weights_grow(normalization: type) -> None:
    network = Sequential(Linear(6, 4, bias=False), normalization(4, eps=1e-300))
    rng = np.random.default_rng(0)
    params, X, y = network.init(rng), rng.normal(size=(5, 6)), np.array([0, 1, 2, 3, 0])
    found = []
    for c in (1.0, 10.0):
        value, pullback = network.forward(params | {"0.weight": c * params["0.weight"]}, X, train=True)
        loss, gradient = cross_entropy_value_and_gradient(value, y)
        found.append((loss, pullback(gradient)[1]["0.weight"]))
    assert np.isclose(found[0][0], found[1][0], rtol=1e-10)
    assert np.allclose(found[0][1], 10 * found[1][1], rtol=1e-9)
