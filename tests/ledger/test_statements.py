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
