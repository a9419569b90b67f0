"""Formulas of the project *Iris*: an interval over splits that share samples, and the size of a test set."""

from __future__ import annotations

from ..registry import Formula

PROOFS = "tests/test_plots_iris.py::"

FORMULAS = (
    Formula(
        name="corrected-interval",
        kind="statement",
        latex=r"h = 1.96 \sqrt{\left(\frac{1}{J} + \frac{n_2}{n_1}\right) s^2}",
        proof=PROOFS + "test_the_corrected_interval_holds_for_results_that_share_a_part",
        source="nadeau2003inference",
    ),
    Formula(
        name="test-size",
        kind="statement",
        latex=r"n = \left(1.96 + 0.84\right)^2 \frac{r - \Delta^2}{\Delta^2}",
        proof=PROOFS + "test_four_of_five_tests_of_the_size_that_the_formula_says_find_the_difference",
        source="miettinen1968matched",
    ),
)
