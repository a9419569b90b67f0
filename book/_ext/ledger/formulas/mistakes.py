"""Formulas of the page *Mistakes tutorials make*: only what no other chapter has."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..inputs import Choice
from ..registry import Argument, Formula


def sure_and_right(K: int) -> Any:
    """Compute the cross-entropy of probabilities, one of them 1, that are taken for logits."""
    from nnbook import cross_entropy

    return cross_entropy(np.eye(1, K), [0])


FORMULAS = (
    Formula(
        name="softmax-twice-floor",
        left=(r"L_{\min}",),
        function="nnbook.losses.cross_entropy",
        call=sure_and_right,
        symbols={"K": Argument("K", Choice((2, 3, 5, 10, 100, 1000)))},
        max_ulp=4,
        source="bridle1990training",
        figure="fig-softmax-twice",
    ),
)
