"""Proofs of the statements that the chapter *Training and batching* prints without a function behind them."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from nnbook import SGD, fit, mean_squared_error_value_and_gradient, minibatches, mlp

SEEDS = range(5)


def gradients(seed: int, n: int = 6) -> np.ndarray:
    """Return the gradients of single samples of a small network, one per row."""
    rng = np.random.default_rng(seed)
    network = mlp([2, 3, 1], activation="tanh")
    params, X, y = network.init(rng), rng.normal(size=(n, 2)), rng.normal(size=(n, 1))
    rows = []
    for i in range(n):
        prediction, pullback = network.forward(params, X[i : i + 1])
        _, dy = mean_squared_error_value_and_gradient(prediction, y[i : i + 1])
        rows.append(np.concatenate([grad.ravel() for grad in pullback(dy)[1].values()]))
    return np.array(rows)


def distances(g: np.ndarray, batches: list[tuple[int, ...]]) -> float:
    """Return the mean squared distance of the batch gradients from the full gradient."""
    found = g[np.array(batches)].mean(axis=1)
    return float(((found - g.mean(axis=0)) ** 2).sum(axis=1).mean())


def sigma2(g: np.ndarray) -> float:
    return float(((g - g.mean(axis=0)) ** 2).sum(axis=1).mean())


def test_an_epoch_has_as_many_batches_as_printed():
    rng = np.random.default_rng(0)
    for n in range(1, 40):
        for size in range(1, 45):
            assert len(list(minibatches(n, size, rng))) == -(-n // size)


@pytest.mark.parametrize("size", [1, 3, 4, 7, 10])
def test_the_loss_of_an_epoch_weighs_batches_by_their_length(size):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 2)), rng.normal(size=10)
    network = mlp([2, 1])
    params = network.init(rng)
    history = fit(
        network,
        params,
        X,
        y,
        loss="mean_squared_error",
        optimizer=SGD(1e-30),
        batch_size=size,
        epochs=1,
        rng=rng,
    ).history
    exact = (
        (network(params, X)[:, 0] - y) ** 2
    ).mean()  # nothing is learnt, so that the loss is that of the start
    np.testing.assert_allclose(history["loss"], [exact], rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_the_mean_over_all_batches_is_the_full_gradient(seed, size):
    g = gradients(seed)
    mean = g[np.array(list(combinations(range(6), size)))].mean(axis=(0, 1))
    np.testing.assert_allclose(mean, g.mean(axis=0), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_variance_with_replacement_is_as_printed(seed, size):
    g = gradients(seed)
    np.testing.assert_allclose(
        distances(g, list(product(range(6), repeat=size))), sigma2(g) / size, rtol=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_the_variance_without_replacement_is_as_printed(seed, size):
    g = gradients(seed)
    found = distances(g, list(combinations(range(6), size)))
    np.testing.assert_allclose(found, sigma2(g) / size * (6 - size) / 5, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_length_of_a_batch_gradient_is_as_printed(seed, size):
    g = gradients(seed)
    found = g[np.array(list(product(range(6), repeat=size)))].mean(axis=1)
    full = (g.mean(axis=0) ** 2).sum()
    np.testing.assert_allclose((found**2).sum(axis=1).mean(), full + sigma2(g) / size, rtol=1e-9)
    np.testing.assert_allclose((found**2).sum(axis=1).mean() / full, 1 + sigma2(g) / full / size, rtol=1e-9)


@pytest.mark.parametrize("size", [2, 4, 8])
def test_small_steps_and_one_long_step_agree_to_first_order(size):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(size, 3)), rng.normal(size=size)
    gaps, start = [], rng.normal(size=3)
    for eta in (1e-3, 1e-4):
        theta = start
        for x, target in zip(X, y, strict=True):
            theta = theta - eta * 2 * (theta @ x - target) * x
        together = start - size * eta * (2 * (X @ start - y) @ X / size)
        gaps.append(np.abs(theta - together).max())
    assert 50 < gaps[0] / gaps[1] < 200  # the difference is of second order in the rate
    assert gaps[1] < 1e-2 * np.abs(together - start).max()
