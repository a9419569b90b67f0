"""Proofs of the statements of the chapter *Losses*: each noise makes the loss that it is said to make."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from nnbook import binary_cross_entropy, cross_entropy, mean_absolute_error, mean_squared_error

rng = np.random.default_rng(0)
Y = rng.normal(size=50)
CURVES = Y + rng.normal(size=(200, 50))  # predictions of 200 models


def same_up_to_a_constant(a, b) -> None:
    np.testing.assert_allclose(a - a[0], b - b[0], rtol=1e-10, atol=1e-10)


def test_the_likelihood_of_samples_becomes_a_sum():
    p = rng.uniform(0.5, 1, (100, 20))
    np.testing.assert_allclose(-np.log(p.prod(axis=1)), -np.log(p).sum(axis=1), rtol=1e-12)


@pytest.mark.parametrize("s", [0.5, 1.0, 3.0])
def test_gaussian_noise_makes_the_mean_squared_error(s):
    surprise = -stats.norm.logpdf(Y, loc=CURVES, scale=s).mean(axis=1)
    losses = np.array([mean_squared_error(c, Y) for c in CURVES])
    same_up_to_a_constant(surprise, losses / (2 * s * s))


@pytest.mark.parametrize("s", [0.5, 1.0, 3.0])
def test_laplace_noise_makes_the_mean_absolute_error(s):
    surprise = -stats.laplace.logpdf(Y, loc=CURVES, scale=s).mean(axis=1)
    losses = np.array([mean_absolute_error(c, Y) for c in CURVES])
    same_up_to_a_constant(surprise, losses / s)


def test_bernoulli_noise_makes_the_binary_cross_entropy():
    p, y = rng.uniform(0.01, 0.99, 500), rng.integers(0, 2, 500)
    surprise = -stats.bernoulli.logpmf(y, p).mean()
    np.testing.assert_allclose(binary_cross_entropy(p, y), surprise, rtol=1e-12)


def test_categorical_noise_makes_the_cross_entropy():
    p, labels = rng.dirichlet(np.ones(4), 500), rng.integers(0, 4, 500)
    surprise = -stats.multinomial.logpmf(np.eye(4)[labels], 1, p).mean()
    np.testing.assert_allclose(cross_entropy(np.log(p), labels), surprise, rtol=1e-12)


def test_no_answer_has_a_lower_expected_loss_than_the_truth():
    for K in range(2, 8):
        q, p = rng.dirichlet(np.ones(K), (2, 1000))
        expected = cross_entropy(np.log(p), q, reduction="none")
        entropy = cross_entropy(np.log(q), q, reduction="none")
        assert (expected >= entropy - 1e-12).all()
        assert (expected > entropy + 1e-6).mean() > 0.99
