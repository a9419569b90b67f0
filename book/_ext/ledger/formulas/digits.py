"""Formulas of the chapter *Digits*: how far confidence is from accuracy, and what a temperature does about it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..inputs import Choice, Vector
from ..registry import Argument, Formula, Size

PROOF = "tests/ledger/test_digits.py::"


def cooled(z: Any, T: float) -> Any:
    """Return the softmax of scores that are divided by a temperature."""
    from nnbook.activations import softmax

    return softmax(z / T)


def gap(true: Any, z: Any, T: float) -> Any:
    """Return the size of the values times the largest difference of scores, which the exponent rounds at."""
    return abs(true) * (1 + np.minimum((np.max(z) - np.min(z)) / T, 1500))


FORMULAS = (
    Formula(
        name="calibration-error",
        kind="statement",
        latex=r"E = \sum_{m=1}^{M} \frac{n_m}{n} \left\lvert a_m - c_m \right\rvert",
        proof=PROOF + "test_the_calibration_error_is_the_mean_gap_of_the_bins",
        source="guo2017calibration",
        figure="fig-digits-reliability",
    ),
    Formula(
        name="temperature-scaling",
        left=("p_i",),
        function="nnbook.activations.softmax",
        call=cooled,
        symbols={
            "z": Argument("z", Vector("K")),
            "T": Argument("T", Choice((0.05, 0.5, 1.0, 1.7, 20.0))),
            "K": Size("K"),
        },
        indices={"i": "K"},
        max_ulp=4,
        scale=gap,
        scaled="of the value times the largest difference of scores",
        source="guo2017calibration",
    ),
)
