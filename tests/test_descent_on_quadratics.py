"""What the chapter on gradient descent states about quadratics, shown on random ones."""

from __future__ import annotations

import numpy as np
import pytest

from nnbook import SGD


def distances(optimizer: SGD, curvatures: np.ndarray, steps: int) -> np.ndarray:
    """Return how far descent on ½ Σ λθ² is from the lowest point after every step."""
    params, found = {"theta": np.ones_like(curvatures)}, []
    state = optimizer.init(params)
    for _ in range(steps):
        params, state = optimizer.update(params, {"theta": curvatures * params["theta"]}, state)
        found.append(np.linalg.norm(params["theta"]))
    return np.array(found)


def contraction(optimizer: SGD, curvatures: np.ndarray) -> float:
    """Return the largest factor per step of any direction: the spectral radius of the update, read from its code.

    One step maps (θ, b) linearly; the columns of its matrix are the images of (1, 0) and (0, 1).
    """
    worst = 0.0
    for curvature in curvatures:
        columns = []
        for theta, b in ((1.0, 0.0), (0.0, 1.0)):
            place, memory = np.array([theta]), {"b": np.array([b])}
            after = optimizer.rule(place, curvature * place, memory, 2, optimizer.learning_rate)
            columns.append([after[0], memory["b"][0]])
        matrix = np.array(columns).T
        worst = max(
            worst,
            abs(
                np.linalg.eigvals(matrix[: 1 + bool(optimizer.momentum), : 1 + bool(optimizer.momentum)])
            ).max(),
        )
    return float(worst)


def random_curvatures(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 10 ** rng.uniform(-1, 1, 1 + seed % 5)


@pytest.mark.parametrize("seed", range(10))
def test_descent_converges_below_the_limit_and_not_above(seed: int) -> None:
    curvatures = random_curvatures(seed)
    limit = 2 / curvatures.max()
    below = distances(SGD(0.99 * limit), curvatures, 1200)
    above = distances(SGD(1.01 * limit), curvatures, 1200)
    assert below[-1] < 1e-6 * below[0]
    assert above[-1] > 1e6 * above[0]
    assert np.isclose(abs(1 - limit * curvatures.max()), 1)  # at the limit it neither nears nor leaves


@pytest.mark.parametrize("seed", range(10))
def test_no_rate_of_plain_descent_beats_the_best_one(seed: int) -> None:
    curvatures = np.append(random_curvatures(seed), [0.05, 20.0])
    low, high = curvatures.min(), curvatures.max()
    kappa = high / low
    best = contraction(SGD(2 / (high + low)), curvatures)
    assert np.isclose(best, (kappa - 1) / (kappa + 1), rtol=1e-12)
    for rate in 2 / (high + low) * np.array([0.5, 0.9, 0.99, 1.01, 1.1, 2]):
        assert contraction(SGD(rate), curvatures) > best


@pytest.mark.parametrize("seed", range(10))
def test_no_rate_and_momentum_beat_the_best_ones(seed: int) -> None:
    curvatures = np.append(random_curvatures(seed), [0.05, 20.0])
    root = np.sqrt(curvatures.max() / curvatures.min())
    rho = (root - 1) / (root + 1)
    best_rate, best_momentum = (1 + rho) ** 2 / curvatures.max(), rho**2
    best = contraction(SGD(best_rate, momentum=best_momentum), curvatures)
    assert np.isclose(
        best, rho, atol=1e-6
    )  # a double root: eigenvalues are good to the root of the precision
    for rate in best_rate * np.array([0.8, 0.95, 1, 1.05, 1.2]):
        for momentum in np.minimum(best_momentum * np.array([0.9, 0.98, 1, 1.02, 1.1]), 0.999):
            if (rate, momentum) != (best_rate, best_momentum):
                assert contraction(SGD(rate, momentum=momentum), curvatures) > best - 1e-6
