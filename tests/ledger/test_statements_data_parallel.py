"""Proofs of the statements that the section *More than one machine* prints without a function behind them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from nnbook import binary_cross_entropy_with_logits_value_and_gradient as bce
from nnbook import mlp

PAGE = Path(__file__).parents[2] / "book" / "pytorch.md"


@pytest.mark.parametrize("sizes", [(8, 8), (12, 4), (1, 15), (5, 5, 6), (1, 2, 3, 10)])
def test_the_weighted_mean_over_shards_is_the_full_gradient(sizes):
    rng = np.random.default_rng(len(sizes))
    network = mlp([3, 4, 1], activation="tanh")
    params, X, y = network.init(rng), rng.normal(size=(16, 3)), rng.integers(0, 2, (16, 1))

    def gradient(rows):
        scores, pullback = network.forward(params, X[rows])
        grads = pullback(bce(scores, y[rows])[1])[1]
        return np.concatenate([grad.ravel() for grad in grads.values()])

    full = gradient(np.arange(16))
    shards = [gradient(rows) for rows in np.split(np.arange(16), np.cumsum(sizes)[:-1])]
    weighted = sum(n / 16 * g for n, g in zip(sizes, shards, strict=True))
    np.testing.assert_allclose(weighted, full, rtol=0, atol=1e-15)
    if len(set(sizes)) > 1:  # the plain mean is something else
        assert np.abs(np.mean(shards, axis=0) - full).max() > 1e-3


def ring_of_the_page():
    """Return the function that the page defines."""
    cells = re.findall(r"```\{code-cell\} ipython3\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
    (code,) = [cell for cell in cells if "def ring_all_reduce" in cell]
    names = {"np": np}
    exec(code.partition("\n\n")[0] if code.startswith("def") else code, names)
    return names["ring_all_reduce"]


@pytest.mark.parametrize("processes", [1, 2, 3, 4, 7, 16])
def test_each_process_of_the_ring_on_the_page_sends_as_much_as_printed(processes):
    rows = np.random.default_rng(processes).normal(size=(processes, 5 * processes))
    untouched = rows.copy()
    sums, sent = ring_of_the_page()(rows)
    np.testing.assert_array_equal(rows, untouched)
    np.testing.assert_allclose(sums, np.tile(rows.sum(axis=0), (processes, 1)), rtol=0, atol=1e-13)
    np.testing.assert_array_equal(sent, 2 * (processes - 1) / processes * rows.shape[1])
