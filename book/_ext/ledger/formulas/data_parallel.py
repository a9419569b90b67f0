"""Formulas of the section *More than one machine* of the chapter *PyTorch*."""

from __future__ import annotations

from ..registry import Formula

STATEMENTS = "tests/ledger/test_statements_data_parallel.py::"

FORMULAS = (
    Formula(
        name="mean-over-shards",
        kind="statement",
        latex=(
            r"g = \sum_{k=1}^{P} \frac{n_k}{n}\, \bar{g}_k "
            r"\quad \text{with} \quad n = \sum_{k=1}^{P} n_k"
        ),
        proof=STATEMENTS + "test_the_weighted_mean_over_shards_is_the_full_gradient",
        figure="fig-shard-gradients",
        source="li2020distributed",
    ),
    Formula(
        name="ring-all-reduce",
        kind="statement",
        latex=r"c = 2\, \frac{P - 1}{P}\, s",
        proof=STATEMENTS + "test_each_process_of_the_ring_on_the_page_sends_as_much_as_printed",
        source="patarasuk2009bandwidth",
    ),
)
