"""Proofs of the statements of the chapter *Overfitting*."""

from __future__ import annotations

from itertools import product

import numpy as np
from ledger.formulas.overfitting import dropped

from nnbook import SGD, fit, mean_squared_error, mlp

rng = np.random.default_rng(0)


def test_the_gap_is_the_mean_loss_on_fresh_samples_less_that_on_the_training_samples():
    X, y = rng.normal(size=(30, 3)), rng.normal(size=30)
    network = mlp([3, 8, 1])
    result = fit(
        network, rng, X[:20], y[:20], loss="mean_squared_error", optimizer=SGD(0.01), epochs=3,
        batch_size=None, metrics=[mean_squared_error], validation=(X[20:], y[20:]),
    )  # fmt: skip
    losses = (network(result.params, X)[:, 0] - y) ** 2
    gap = losses[20:].sum() / 10 - losses[:20].sum() / 20
    column = result.history
    np.testing.assert_allclose(
        column["validation_mean_squared_error"][-1] - column["mean_squared_error"][-1], gap, rtol=1e-12
    )


def test_bias_variance_and_noise_add_up_to_the_error():
    for s in (0.0, 0.3, 2.0):
        answers, f = rng.normal(1, 2, size=17), rng.normal()
        fresh = f + s * np.array([-1.0, 1.0, -1.0, 1.0])  # mean f, variance s²
        error = ((answers[:, None] - fresh) ** 2).mean()
        mean = answers.mean()
        parts = (mean - f) ** 2, ((answers - mean) ** 2).mean(), s**2
        np.testing.assert_allclose(error, sum(parts), rtol=1e-12)


def test_over_all_masks_dropout_changes_no_mean():
    a = rng.normal(size=5)
    for p in (0.1, 0.5, 0.8):
        masks = np.array(list(product([0.0, 1.0], repeat=5)))
        chance = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
        np.testing.assert_allclose(chance.sum(), 1)
        np.testing.assert_allclose(chance @ [dropped(a, mask, p) for mask in masks], a, rtol=1e-12)
