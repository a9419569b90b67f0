"""Formulas of the chapter *Training and batching*: gradients and losses of batches, units."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..inputs import Choice, Vector
from ..registry import Argument, Formula, Size

STATEMENTS = "tests/ledger/test_statements_training.py::"


def iterations(n: int, batch_size: int) -> int:
    """Count the batches of an epoch that the package cuts."""
    from nnbook.batching import minibatches

    return sum(1 for _ in minibatches(int(n), int(batch_size), shuffle=False))


def standardized(x: Any) -> Any:
    """Standardise the samples of one feature with the package."""
    from nnbook.batching import Standardizer

    column = np.asarray(x, dtype=float)[:, None]
    return Standardizer.fit(column)(column)[:, 0]


def conditioned(true: Any, x: Any) -> Any:
    """Return the size of a standardised sample, and of the rounding of a mean beside the deviation."""
    deviation = np.std(x)
    return 1 + (np.abs(x).max() / deviation if deviation else 0)


FORMULAS = (
    Formula(
        name="iterations",
        left=("I",),
        function="nnbook.batching.minibatches",
        call=iterations,
        symbols={
            "n": Argument("n", Choice((1, 2, 7, 10, 999, 1000, 1437))),
            "B": Argument("batch_size", Choice((1, 2, 3, 10, 32, 100, 2000))),
        },
        figure="fig-loop",
        source="bottou2018optimization",
    ),
    Formula(
        name="epoch-loss",
        kind="statement",
        latex=r"L = \frac{1}{n} \sum_{k=1}^{I} B_k L_k",
        proof=STATEMENTS + "test_the_loss_of_an_epoch_weighs_batches_by_their_length",
        source="bottou2018optimization",
    ),
    Formula(
        name="gradient-estimates",
        kind="statement",
        latex=(
            r"\begin{aligned} "
            r"\text{full batch} \quad g &= \frac{1}{n} \sum_{i=1}^{n} g_i, \\ "
            r"\text{single sample} \quad \hat{g} &= g_i, \\ "
            r"\text{mini-batch} \quad \hat{g} &= \frac{1}{B} \sum_{k=1}^{B} g_{i_k} "
            r"\end{aligned}"
        ),
        proof=STATEMENTS + "test_the_mean_over_all_batches_is_the_full_gradient",
        source="robbins1951stochastic",
    ),
    Formula(
        name="batch-variance",
        kind="statement",
        latex=(
            r"\operatorname{E} \lVert \hat{g} - g \rVert^2 = \frac{\sigma^2}{B} "
            r"\quad \text{with} \quad \sigma^2 = \frac{1}{n} \sum_{i=1}^{n} \lVert g_i - g \rVert^2"
        ),
        proof=STATEMENTS + "test_the_variance_with_replacement_is_as_printed",
        source="cochran1977sampling",
    ),
    Formula(
        name="batch-variance-without",
        kind="statement",
        latex=r"\operatorname{E} \lVert \hat{g} - g \rVert^2 = \frac{\sigma^2}{B} \cdot \frac{n - B}{n - 1}",
        proof=STATEMENTS + "test_the_variance_without_replacement_is_as_printed",
        figure="fig-batch-variance",
        source="cochran1977sampling",
    ),
    Formula(
        name="noise-scale",
        kind="statement",
        latex=(
            r"\operatorname{E} \lVert \hat{g} \rVert^2 = \lVert g \rVert^2 + \frac{\sigma^2}{B}, \qquad "
            r"B_{\text{noise}} = \frac{\sigma^2}{\lVert g \rVert^2}"
        ),
        proof=STATEMENTS + "test_the_length_of_a_batch_gradient_is_as_printed",
        figure="fig-batch-variance",
        source="mccandlish2018empirical",
    ),
    Formula(
        name="linear-scaling",
        kind="statement",
        latex=r"\eta_B = B\, \eta_1",
        proof=STATEMENTS + "test_small_steps_and_one_long_step_agree_to_first_order",
        source="goyal2017accurate",
    ),
    Formula(
        name="standardization",
        left=(r"x_i \leftarrow",),
        where=(r"\mu", r"\sigma"),
        indices={"i": "n"},
        longer={"n": "m"},  # two or more: a single sample has no deviation
        function="nnbook.batching.Standardizer",
        call=standardized,
        symbols={"x": Argument("x", Vector("n", plain=True)), "n": Size("n")},
        max_ulp=8,
        scale=conditioned,
        scaled="at the size of the sample beside the deviation",
        source="lecun1998efficient",
    ),
)
