"""Formulas of the chapter *Training in practice*: drawing settings, judging searches, measuring steps."""

from __future__ import annotations

from ..registry import Formula

PROOFS = "tests/test_training_in_practice.py::"


FORMULAS = (
    Formula(
        name="log-uniform",
        kind="statement",
        latex=r"\eta = a \left(\frac{b}{a}\right)^u",
        proof=PROOFS + "test_every_power_of_ten_gets_an_equal_share_of_log_uniform_draws",
        source="bergstra2012random",
        figure="fig-grid-and-random",
    ),
    Formula(
        name="share-explained",
        kind="statement",
        latex=r"E = \frac{\sum_{g=1}^{G} n_g \left(\bar{L}_g - \bar{L}\right)^2}"
        r"{\sum_{i=1}^{n} \left(L_i - \bar{L}\right)^2}",
        proof=PROOFS + "test_the_share_explained_is_what_a_fit_of_the_group_means_explains",
        source="fisher1925statistical",
        figure="fig-importance",
    ),
    Formula(
        name="best-of-tries",
        kind="statement",
        latex=r"\bar{\ell}_{\min} = \sum_{i=1}^{N} \ell_i \left( \left(\frac{N - i + 1}{N}\right)^n "
        r"- \left(\frac{N - i}{N}\right)^n \right)",
        proof=PROOFS + "test_the_expected_lowest_loss_is_the_mean_over_all_draws",
        source="dodge2019show",
    ),
    Formula(
        name="update-ratio",
        kind="statement",
        latex=r"r_t = \frac{\lVert \theta_t - \theta_{t-1} \rVert}{\lVert \theta_{t-1} \rVert}",
        proof=PROOFS + "test_the_update_ratio_of_plain_descent_is_the_rate_times_gradient_over_weights",
        source="goodfellow2016deep",
    ),
)
