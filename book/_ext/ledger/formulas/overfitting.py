"""Formulas of the chapter *Overfitting*: what fresh samples cost, where it comes from, and what holds it down."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..inputs import Choice, Vector
from ..registry import Argument, Constant, Formula, Size

PENALTIES = "nnbook.regularization."
PROOF = "tests/ledger/test_overfitting.py::"
SUMMED = "at the size of the terms that are summed"

weights = Argument("w", Vector("d"))
strength = Argument("strength", Choice((0.0, 0.001, 0.1, 2.0)))


def penalty(name: str) -> Any:
    """Return a function that computes a penalty, or its gradient, of one weight vector."""

    def call(w: Any, strength: float) -> Any:
        from nnbook import regularization

        found = getattr(regularization, name)({"weight": w}, strength)
        return found["weight"] if isinstance(found, dict) else found

    return call


def penalty_and_gradient(
    order: int, source: str, gradient_ulp: int, kinks: tuple[float, ...] = ()
) -> tuple[Formula, Formula]:
    """Return the entries of a penalty on the sizes of weights to this power and of its gradient."""
    name, function = f"l{order}-penalty", f"l{order}_penalty"
    symbols = {"w": weights, r"\lambda": strength}
    value = Formula(
        name=name,
        left=(rf"\Omega_{order}",),
        function=PENALTIES + function,
        call=penalty(function),
        symbols={**symbols, "d": Size("d")},
        max_ulp=4,
        source=source,
        figure="fig-weight-sizes",
    )
    gradient = Formula(
        name=name + "-gradient",
        left=(rf"\frac{{\partial \Omega_{order}}}{{\partial w_i}}",),
        function=PENALTIES + function + "_gradient",
        call=penalty(function + "_gradient"),
        symbols=symbols,
        indices={"i": "d"},
        max_ulp=gradient_ulp,
        parent=name,
        by=("w",),
        kinks=kinks,
        source=source,
        figure="fig-weight-sizes",
    )
    return value, gradient


def decayed(w: Any, g: Any, learning_rate: float, strength: float) -> Any:
    """Take a plain step with weight decay."""
    from nnbook.optimizers import SGD

    optimizer = SGD(learning_rate, weight_decay=strength)
    return optimizer.update({"w": w}, {"w": g}, optimizer.init({"w": w}))[0]["w"]


class Mask(np.random.Generator):
    """A source of randomness that keeps what it is told to keep."""

    def __init__(self, kept: np.ndarray) -> None:
        super().__init__(np.random.PCG64(0))
        self.kept = kept

    def random(self, *shape: Any, **_: Any) -> Any:
        """Return numbers that are at least p where a unit stays."""
        return self.kept.reshape(1, -1)


class Kept:
    """Zeros and ones of a shared length."""

    length = "d"

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return one vector of them."""
        return rng.integers(0, 2, sizes[self.length]).astype(float)


def dropped(a: Any, kept: Any, p: float) -> Any:
    """Apply dropout with a given mask."""
    from nnbook.layers import Dropout

    return Dropout(p).forward({}, a[None], train=True, rng=Mask(kept)).value[0]


def watch(loss: float, smallest: float, waited: int, least: float) -> tuple[Any, Any]:
    """Follow the rule of early stopping through one epoch."""
    from nnbook.regularization import EarlyStopping

    better = bool(EarlyStopping(1, min_delta=least).better(loss, smallest))
    return (loss, 0) if better else (smallest, waited + 1)


def wilson(correct: int, n: int) -> tuple[Any, Any]:
    """Return both ends of the interval."""
    from nnbook import accuracy_interval

    return accuracy_interval(correct, n)


# How large the terms are that are added up: where they cancel, their rounding remains.


def step_terms(true: Any, w: Any, g: Any, learning_rate: float, strength: float) -> Any:
    """Return the size of the terms of a step with weight decay."""
    return abs(w) * (1 + learning_rate * strength) + learning_rate * abs(g)


def whole(*true: Any, **_: Any) -> tuple[float, ...]:
    """Return 1 for each end, the size of what a share is cut out of."""
    return (1.0,) * len(true)


FORMULAS = (
    Formula(
        name="generalization-gap",
        kind="statement",
        latex=r"G = \frac{1}{m} \sum_{j=1}^{m} \ell'_j - \frac{1}{n} \sum_{i=1}^{n} \ell_i",
        proof=PROOF + "test_the_gap_is_the_mean_loss_on_fresh_samples_less_that_on_the_training_samples",
        figure="fig-degree-errors",
        source="geman1992neural",
    ),
    Formula(
        name="bias-variance",
        kind="statement",
        latex=r"\frac{1}{N} \sum_{k=1}^{N} \mathrm{E}(\hat{y}_k - y)^2 = (\bar{y} - f)^2 + "
        r"\frac{1}{N} \sum_{k=1}^{N} (\hat{y}_k - \bar{y})^2 + s^2",
        proof=PROOF + "test_bias_variance_and_noise_add_up_to_the_error",
        source="geman1992neural",
    ),
    Formula(
        name="accuracy-interval",
        left=("p_1", "p_2"),
        where=("p", "h"),
        function="nnbook.metrics.accuracy_interval",
        call=wilson,
        symbols={
            "k": Argument("correct", Choice((0, 1, 3, 7, 10))),
            "n": Argument("n", Choice((10, 30, 1000))),
            "z": Constant(lambda context: context.sqrt(2) * context.erfinv(context.mpf("0.95"))),
        },
        max_ulp=4,
        scale=whole,
        scaled="at the size of 1",
        source="wilson1927probable",
    ),
    *penalty_and_gradient(1, "tibshirani1996regression", gradient_ulp=0, kinks=(0.0,)),
    *penalty_and_gradient(2, "krogh1992simple", gradient_ulp=1),
    Formula(
        name="weight-decay",
        left=(r"w \leftarrow",),
        function="nnbook.optimizers.SGD",
        call=decayed,
        symbols={
            "w": Argument("w", Vector("d")),
            "g": Argument("g", Vector("d")),
            r"\eta": Argument("learning_rate", Choice((0.001, 0.1, 0.5))),
            r"\lambda": Argument("strength", Choice((0.001, 0.1, 2.0))),
        },
        max_ulp=4,
        scale=step_terms,
        scaled=SUMMED,
        source="krogh1992simple",
        figure="fig-weight-sizes",
    ),
    Formula(
        name="inverted-dropout",
        left=(r"\tilde{a}_i",),
        function="nnbook.layers.Dropout",
        call=dropped,
        symbols={
            "a": Argument("a", Vector("d")),
            "M": Argument("kept", Kept()),
            "p": Argument("p", Choice((0.1, 0.2, 0.5, 0.9))),
        },
        indices={"i": "d"},
        max_ulp=3,
        source="srivastava2014dropout",
        figure="fig-dropout-mean",
    ),
    Formula(
        name="dropout-expectation",
        kind="statement",
        latex=r"\mathrm{E}(\tilde{a}_i) = p \cdot 0 + (1 - p) \cdot \frac{a_i}{1 - p} = a_i",
        proof=PROOF + "test_over_all_masks_dropout_changes_no_mean",
        source="srivastava2014dropout",
        figure="fig-dropout-mean",
    ),
    Formula(
        name="early-stopping",
        left=("S_t", "k_t"),
        function=PENALTIES + "EarlyStopping",
        call=watch,
        symbols={
            "L_t": Argument("loss", Choice((0.1, 0.25, 0.5, 0.75, 2.0, -1.0))),
            "S_{t-1}": Argument("smallest", Choice((0.25, 0.5, 0.75, 3.0))),
            "k_{t-1}": Argument("waited", Choice((0, 1, 7))),
            r"\Delta": Argument("least", Choice((0.0, 0.25, 0.125))),
        },
        max_ulp=0,
        source="prechelt1998early",
        figure="fig-early-stopping",
    ),
)
