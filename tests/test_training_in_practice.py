"""What the chapter on training in practice states in formulas, shown on small cases."""

from __future__ import annotations

from itertools import product

import numpy as np

from nnbook import SGD


def test_every_power_of_ten_gets_an_equal_share_of_log_uniform_draws() -> None:
    a, b = 1e-5, 1.0
    u = (np.arange(10_000) + 0.5) / 10_000
    drawn = a * (b / a) ** u
    assert drawn.min() > a
    assert drawn.max() < b
    assert np.isclose(np.log(drawn), np.log(a) + u * np.log(b / a)).all()
    counts, _ = np.histogram(drawn, bins=[1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1])
    assert (np.abs(counts - 2000) <= 1).all()
    evenly = a + (b - a) * u
    assert 0.89 < (evenly > 0.1).mean() < 0.91
    assert (evenly < 0.001).mean() < 0.0011


def test_the_share_explained_is_what_a_fit_of_the_group_means_explains() -> None:
    rng = np.random.default_rng(0)
    group = rng.integers(0, 4, 60)
    loss = rng.normal(size=60) + 0.7 * group
    size, total = np.bincount(group), np.bincount(group, loss)
    mean = total / size
    spread = ((loss - loss.mean()) ** 2).sum()
    share = (size * (mean - loss.mean()) ** 2).sum() / spread
    indicators = np.eye(4)[group]
    fitted = indicators @ np.linalg.lstsq(indicators, loss, rcond=None)[0]
    assert np.isclose(share, 1 - ((loss - fitted) ** 2).sum() / spread)
    assert 0 < share < 1
    within = ((loss - mean[group]) ** 2).sum()
    assert np.isclose(share + within / spread, 1)


def test_the_expected_lowest_loss_is_the_mean_over_all_draws() -> None:
    losses = np.sort(np.random.default_rng(1).normal(size=5))
    for n in (1, 2, 3, 4):
        by_hand = np.mean([losses[list(rows)].min() for rows in product(range(5), repeat=n)])
        i = np.arange(1, 6)
        printed = (losses * (((5 - i + 1) / 5) ** n - ((5 - i) / 5) ** n)).sum()
        assert np.isclose(printed, by_hand)


def test_the_update_ratio_of_plain_descent_is_the_rate_times_gradient_over_weights() -> None:
    rng = np.random.default_rng(2)
    before, g = {"w": rng.normal(size=(3, 4))}, {"w": rng.normal(size=(3, 4))}
    optimizer = SGD(0.1)
    after, _ = optimizer.update(before, g, optimizer.init(before))
    ratio = np.linalg.norm(after["w"] - before["w"]) / np.linalg.norm(before["w"])
    assert np.isclose(ratio, 0.1 * np.linalg.norm(g["w"]) / np.linalg.norm(before["w"]))
