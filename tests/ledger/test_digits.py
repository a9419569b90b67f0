"""Proofs of the statements of the chapter *Digits*."""

from __future__ import annotations

import numpy as np

from nnbook import expected_calibration_error


def test_the_calibration_error_is_the_mean_gap_of_the_bins():
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(4), 200)
    y = rng.integers(0, 4, 200)
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    for M in (1, 5, 15):
        bin_of = np.ceil(confidence * M)
        total = 0.0
        for m in np.unique(bin_of):
            inside = bin_of == m
            a, c, n = right[inside].mean(), confidence[inside].mean(), inside.sum()
            total += n / 200 * abs(a - c)
        np.testing.assert_allclose(expected_calibration_error(p, y, bins=M), total, rtol=1e-12)
