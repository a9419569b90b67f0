"""Proofs of the statements that the pages print without a function of the package behind them."""

from __future__ import annotations

import numpy as np

from nnbook import sigmoid_derivative


def test_a_stack_of_linear_layers_is_one_layer():
    rng = np.random.default_rng(0)
    for _ in range(200):
        inner, hidden, outer, n = rng.integers(1, 9, 4)
        W1, b1 = rng.normal(size=(hidden, inner)), rng.normal(size=hidden)
        W2, b2 = rng.normal(size=(outer, hidden)), rng.normal(size=outer)
        X = rng.normal(size=(n, inner))  # one sample per row
        stacked = (X @ W1.T + b1) @ W2.T + b2
        np.testing.assert_allclose(stacked, X @ (W2 @ W1).T + (b1 @ W2.T + b2), rtol=1e-11, atol=1e-12)


def test_no_product_of_sigmoid_slopes_exceeds_its_bound():
    rng = np.random.default_rng(0)
    for k in range(1, 30):
        z = rng.normal(scale=3, size=(1000, k))
        products = sigmoid_derivative(z).prod(axis=1)
        assert (products <= 0.25**k).all()
        assert sigmoid_derivative(np.zeros(k)).prod() == 0.25**k


def test_straight_pieces_miss_a_curve_by_no_more_than_their_bound():
    rng = np.random.default_rng(0)
    x = np.linspace(0, 1, 20001)
    reached = 0.0
    for _ in range(100):
        amplitude, frequency, phase = rng.normal(size=(3, 4, 1))
        waves = amplitude * np.sin(
            6 * frequency * x + phase
        )  # f is their sum, and its second derivative is known
        steepest_turn = np.abs((waves * (6 * frequency) ** 2).sum(axis=0)).max()
        for m in (1, 3, 10, 40):
            knots = np.arange(m + 1) / m
            heights = (amplitude * np.sin(6 * frequency * knots + phase)).sum(axis=0)
            miss = np.abs(np.interp(x, knots, heights) - waves.sum(axis=0)).max()
            assert miss <= steepest_turn / (8 * m**2) + 1e-12
            reached = max(reached, miss * 8 * m**2 / steepest_turn)
    assert reached > 0.99  # no smaller factor than 1/8 would do
