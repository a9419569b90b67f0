"""Formulas of the chapter *Losses*: from noise to losses, each with its gradient, and what their means divide by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import Choice, Matrix, Real, Vector
from ..registry import Argument, Formula, Printed, Size

MODULE = "nnbook.losses."
PROOF = "tests/ledger/test_losses.py::"
SUMMED = "at the size of the terms that are summed"


@dataclass(frozen=True)
class Shares:
    """A vector of numbers between 0 and 1; `margin` keeps away from both ends, `both` allows the ends themselves."""

    length: str
    margin: float = 1e-30
    both: bool = False

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return one vector: even, whole where allowed, or close to an end."""
        shape = (sizes[self.length],)
        found = rng.uniform(self.margin, 1 - max(self.margin, 1e-15), shape)
        if flavour % 3 == 1 and self.both:
            return rng.integers(0, 2, shape).astype(float)
        if flavour % 3 == 2:
            found = np.maximum(10.0 ** rng.uniform(-30, 0, shape), self.margin)
            found = np.where(rng.random(shape) < 0.5, found, 1 - np.maximum(found, 1e-15))
        return np.clip(found, self.margin, 1 - max(self.margin, 1e-15))


@dataclass(frozen=True)
class OneHot:
    """A one where the true class is, zeros elsewhere: a vector, or a matrix with a one in every row."""

    length: str
    rows: str = ""

    @property
    def columns(self) -> str:
        """The length of a row."""
        return self.length if self.rows else ""

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return one."""
        K = sizes[self.length]
        return np.eye(K)[rng.integers(K, size=(sizes[self.rows],) if self.rows else ())]


@dataclass(frozen=True)
class Distribution:
    """Probabilities of K classes that add up to 1, exactly."""

    length: str

    def draw(self, rng: np.random.Generator, sizes: dict[str, int], flavour: int) -> np.ndarray:
        """Return K shares of 2^20."""
        K = sizes[self.length]
        cuts = np.sort(rng.choice(np.arange(1, 2**20), K - 1, replace=False))
        return np.diff(np.concatenate([[0], cuts, [2**20]])) / 2**20


prediction, target = Argument("prediction", Vector("n")), Argument("target", Vector("n"))
numbers = {r"\hat y": prediction, "y": target, "n": Size("n")}
many = {
    r"\hat y": Argument("prediction", Matrix("n", "K")),
    "y": Argument("target", Matrix("n", "K")),
    "n": Size("n"),
    "K": Size("K"),
}
probability = Argument("prediction", Shares("n", margin=1e-6))
answer = Argument("target", Shares("n", both=True, margin=0.0))
logit = Argument("prediction", Vector("n", wild=True))
SCORES = Argument("z", Vector("K", wild=True))
NOISE = {
    "y": Argument("y", Real()),
    r"\hat y": Argument("prediction", Choice((0.0, -1.5, 3.0))),
    "s": Argument("s", Choice((0.5, 1.0, 3.0))),
}


def size_of_errors(true: Any, prediction: Any, target: Any) -> Any:
    """Return the size of the numbers that an error is the difference of, times what it is multiplied by."""
    return 2 * (abs(prediction) + abs(target)) / len(prediction)


def mean_of_sizes(true: Any, prediction: Any, target: Any) -> Any:
    """Return the mean size of what errors are differences of."""
    return np.mean(abs(prediction) + abs(target))


def mean_of_squares(true: Any, prediction: Any, target: Any) -> Any:
    """Return the mean squared size of what errors are differences of."""
    return np.mean((abs(prediction) + abs(target)) ** 2)


def one_error(name: str) -> Any:
    """Return a function that computes the Huber loss, or its slope, of one error."""

    def call(u: Any, delta: float) -> Any:
        from nnbook import losses

        return getattr(losses, name)(u, np.zeros_like(u), delta=delta, reduction="none")

    return call


def squared_and_slope(z: Any, y: Any) -> Any:
    """Compute the slope of the squared error of σ(z), by the chain rule with the package's functions."""
    from nnbook import mean_squared_error_gradient, sigmoid, sigmoid_derivative

    target = np.full_like(z, y)
    return mean_squared_error_gradient(sigmoid(z), target, reduction="none") * sigmoid_derivative(z)


def half_slope(true: Any, z: Any, y: Any) -> Any:
    """Return the size of the slope with 1 in place of σ(z) − y, in which digits cancel."""
    tail = np.exp(-abs(z)) if abs(z) < 700 else 0.0
    return 2 * tail


def sums_of_squares(prediction: Any, target: Any) -> Any:
    """Compute the mean over the samples alone: K times the package's."""
    from nnbook import mean_squared_error

    return mean_squared_error(prediction, target) * prediction.shape[1]


def one_sample(z: Any, y: Any) -> Any:
    """Compute the cross-entropy of one sample."""
    from nnbook import cross_entropy

    return cross_entropy(z[None], y[None])


def one_sample_slope(z: Any, y: Any) -> Any:
    """Compute its gradient."""
    from nnbook import cross_entropy_gradient

    return cross_entropy_gradient(z[None], y[None])[0]


def scores(true: Any, z: Any, y: Any) -> Any:
    """Return the largest score or 1: what the loss is a difference of."""
    return max(1.0, min(float(np.max(abs(z))), 1e308), float(np.max(abs(true))))


def row_scores(true: Any, prediction: Any, target: Any) -> Any:
    """Return the same for a batch."""
    return max(1.0, float(np.max(abs(prediction))))


def gap(true: Any, z: Any, y: Any) -> Any:
    """Return the size of the probabilities times the largest difference of scores, which the exponent rounds at."""
    return 1 + np.minimum(np.max(z) - np.min(z), 1500)


def row_gap(true: Any, prediction: Any, target: Any) -> Any:
    """Return the same for a batch, whose mean divides by n."""
    return (1 + np.minimum(np.max(prediction) - np.min(prediction), 1500)) / len(prediction)


def steps_of_one(true: Any, prediction: Any, target: Any) -> Any:
    """Return the size of the probabilities that a gradient is a difference of, over n."""
    return np.full_like(true, 1 / len(prediction))


def guess(K: int) -> Any:
    """Compute the cross-entropy of K equal scores."""
    from nnbook import cross_entropy

    return cross_entropy(np.zeros((1, K)), [0])


def entropy(q: Any) -> Any:
    """Compute the cross-entropy of the truth with itself: scores ln q give the probabilities q."""
    from nnbook import cross_entropy

    return cross_entropy(np.log(q)[None], q[None])


def one(true: Any, **arguments: Any) -> Any:
    """Return 1, the size of 1 − r, which rounds."""
    return 1.0


def flipped(r: float, K: int) -> Any:
    """Compute the entropy of labels of which a share r was exchanged for another of the K classes."""
    return entropy(np.array([1 - r] + [r / (K - 1)] * (K - 1)))


FORMULAS = (
    Formula(
        name="mean-squared-error",
        left=("L",),
        function=MODULE + "mean_squared_error",
        symbols=numbers,
        max_ulp=6,
        scale=mean_of_squares,
        scaled=SUMMED,
        source="legendre1805nouvelles",
        figure="fig-error-losses",
    ),
    Formula(
        name="mean-squared-error-gradient",
        left=(r"\frac{\partial L}{\partial \hat y_i}",),
        function=MODULE + "mean_squared_error_gradient",
        symbols=numbers,
        indices={"i": "n"},
        max_ulp=3,
        scale=size_of_errors,
        scaled=SUMMED,
        parent="mean-squared-error",
        by=("prediction",),
        source="legendre1805nouvelles",
        figure="fig-error-losses",
    ),
    Formula(
        name="independent-samples",
        kind="statement",
        symbols={"p": Argument("p", Shares("n", margin=1e-9)), "n": Size("n")},
        proof=PROOF + "test_the_likelihood_of_samples_becomes_a_sum",
        source="fisher1922mathematical",
        figure="fig-noise-losses",
    ),
    Formula(
        name="gaussian-noise",
        kind="statement",
        symbols=NOISE,
        proof=PROOF + "test_gaussian_noise_makes_the_mean_squared_error",
        source="gauss1809theoria",
        figure="fig-noise-losses",
    ),
    Formula(
        name="laplace-noise",
        kind="statement",
        symbols=NOISE,
        proof=PROOF + "test_laplace_noise_makes_the_mean_absolute_error",
        source="laplace1774memoire",
        figure="fig-noise-losses",
    ),
    Formula(
        name="mean-absolute-error",
        left=("L",),
        function=MODULE + "mean_absolute_error",
        symbols=numbers,
        max_ulp=6,
        scale=mean_of_sizes,
        scaled=SUMMED,
        source="laplace1774memoire",
        figure="fig-error-losses",
    ),
    Formula(
        name="mean-absolute-error-gradient",
        left=(r"\frac{\partial L}{\partial \hat y_i}",),
        function=MODULE + "mean_absolute_error_gradient",
        symbols=numbers,
        indices={"i": "n"},
        max_ulp=1,
        parent="mean-absolute-error",
        by=("prediction",),
        source="laplace1774memoire",
        figure="fig-error-losses",
    ),
    Formula(
        name="huber",
        left=(r"\operatorname{huber}(u)",),
        function=MODULE + "huber",
        call=one_error("huber"),
        symbols={"u": Argument("u", Real()), "c": Argument("delta", Choice((0.5, 1.0, 1.345)))},
        max_ulp=3,
        source="huber1964robust",
        figure="fig-error-losses",
    ),
    Formula(
        name="huber-derivative",
        left=(r"\operatorname{huber}'(u)",),
        function=MODULE + "huber_gradient",
        call=one_error("huber_gradient"),
        symbols={"u": Argument("u", Real()), "c": Argument("delta", Choice((0.5, 1.0, 1.345)))},
        parent="huber",
        by=("u",),
        source="huber1964robust",
        figure="fig-error-losses",
    ),
    Formula(
        name="bernoulli-noise",
        kind="statement",
        symbols={
            "p": Argument("p", Choice((1e-9, 0.1, 0.25, 0.5, 0.8, 0.999))),
            "y": Argument("y", Choice((0.0, 1.0))),
        },
        proof=PROOF + "test_bernoulli_noise_makes_the_binary_cross_entropy",
        source="good1952rational",
        figure="fig-binary-cross-entropy",
    ),
    Formula(
        name="binary-cross-entropy",
        left=("L",),
        function=MODULE + "binary_cross_entropy",
        symbols={"p": probability, "y": answer, "n": Size("n")},
        max_ulp=6,
        source="good1952rational",
    ),
    Formula(
        name="binary-cross-entropy-gradient",
        left=(r"\frac{\partial L}{\partial p_i}",),
        function=MODULE + "binary_cross_entropy_gradient",
        symbols={"p": probability, "y": answer, "n": Size("n")},
        indices={"i": "n"},
        max_ulp=6,
        parent="binary-cross-entropy",
        by=("prediction",),
        source="good1952rational",
        figure="fig-binary-cross-entropy",
    ),
    Formula(
        name="binary-cross-entropy-with-logits",
        left=("L",),
        function=MODULE + "binary_cross_entropy_with_logits",
        symbols={"z": logit, "y": answer, "n": Size("n")},
        max_ulp=4,
        source="solla1988accelerated",
        figure="fig-binary-cross-entropy",
    ),
    Formula(
        name="binary-cross-entropy-with-logits-gradient",
        left=(r"\frac{\partial L}{\partial z_i}",),
        function=MODULE + "binary_cross_entropy_with_logits_gradient",
        symbols={"z": logit, "y": answer, "n": Size("n")},
        indices={"i": "n"},
        max_ulp=3,
        scale=steps_of_one,
        scaled="at the size of 1/n",
        parent="binary-cross-entropy-with-logits",
        by=("prediction",),
        source="solla1988accelerated",
        figure="fig-binary-cross-entropy",
    ),
    Formula(
        name="categorical-noise",
        kind="statement",
        symbols={
            "p": Argument("p", Distribution("K")),
            "y": Argument("y", OneHot("K")),
            "K": Size("K"),
        },
        proof=PROOF + "test_categorical_noise_makes_the_cross_entropy",
        source="bridle1990training",
        figure="fig-cross-entropy",
    ),
    Formula(
        name="cross-entropy",
        left=(r"L",),
        function=MODULE + "cross_entropy",
        call=one_sample,
        symbols={
            "z": SCORES,
            "y": Argument("y", OneHot("K")),
            "p": Printed("softmax"),
            "K": Size("K"),
        },
        max_ulp=3,
        scale=scores,
        scaled="at the size of the largest score",
        source="bridle1990training",
    ),
    Formula(
        name="cross-entropy-gradient",
        left=(r"\frac{\partial L}{\partial z_j}",),
        function=MODULE + "cross_entropy_gradient",
        call=one_sample_slope,
        symbols={"p": Printed("softmax"), "y": Argument("y", OneHot("K"))},
        given={"z": SCORES.inputs},
        indices={"j": "K"},
        max_ulp=2,
        scale=gap,
        scaled="at the largest difference of scores",
        parent="cross-entropy",
        by=("z",),
        source="bridle1990training",
        figure="fig-cross-entropy",
    ),
    Formula(
        name="cross-entropy-batch",
        left=("L",),
        function=MODULE + "cross_entropy",
        symbols={
            "z": Argument("prediction", Matrix("n", "K")),
            "y": Argument("target", OneHot("K", rows="n")),
            "n": Size("n"),
            "K": Size("K"),
        },
        max_ulp=6,
        scale=row_scores,
        scaled="at the size of the largest score",
        source="bridle1990training",
        figure="fig-cross-entropy",
    ),
    Formula(
        name="cross-entropy-batch-gradient",
        left=(r"\frac{\partial L}{\partial z_{ij}}",),
        function=MODULE + "cross_entropy_gradient",
        symbols={
            "z": Argument("prediction", Matrix("n", "K")),
            "y": Argument("target", OneHot("K", rows="n")),
            "n": Size("n"),
            "K": Size("K"),
        },
        indices={"i": "n", "j": "K"},
        max_ulp=2,
        scale=row_gap,
        scaled="at the largest difference of scores",
        parent="cross-entropy-batch",
        by=("prediction",),
        source="bridle1990training",
        figure="fig-cross-entropy",
    ),
    Formula(
        name="guess",
        left=("L",),
        function=MODULE + "cross_entropy",
        call=guess,
        symbols={"K": Argument("K", Choice((2, 3, 5, 10, 100, 1000)))},
        max_ulp=2,
        source="shannon1948mathematical",
        figure="fig-losses-at-start",
    ),
    Formula(
        name="entropy",
        left=("H(q)",),
        function=MODULE + "cross_entropy",
        call=entropy,
        symbols={"q": Argument("q", Distribution("K")), "K": Size("K")},
        max_ulp=6,
        source="shannon1948mathematical",
        figure="fig-expected-losses",
    ),
    Formula(
        name="entropy-bound",
        kind="statement",
        relation=r"\ge",
        latex=r"-\sum_{k=1}^{K} q_k \ln p_k \ge -\sum_{k=1}^{K} q_k \ln q_k",
        symbols={
            "q": Argument("q", Distribution("K")),
            "p": Argument("p", Distribution("K")),
            "K": Size("K"),
        },
        proof=PROOF + "test_no_answer_has_a_lower_expected_loss_than_the_truth",
        source="shannon1948mathematical",
        figure="fig-expected-losses",
    ),
    Formula(
        name="label-noise",
        left=("H",),
        function=MODULE + "cross_entropy",
        call=flipped,
        symbols={
            "r": Argument("r", Choice((0.01, 0.1, 0.2, 0.3, 0.5))),
            "K": Argument("K", Choice((2, 3, 10))),
        },
        max_ulp=8,
        scale=one,
        scaled="at the size of 1",
        source="shannon1948mathematical",
        figure="fig-label-noise",
    ),
    Formula(
        name="mean-over-entries",
        left=("L",),
        function=MODULE + "mean_squared_error",
        symbols=many,
        max_ulp=6,
        scale=mean_of_squares,
        scaled=SUMMED,
        source="legendre1805nouvelles",
        figure="fig-reduction",
    ),
    Formula(
        name="mean-over-samples",
        left=("L",),
        function=MODULE + "mean_squared_error",
        call=sums_of_squares,
        symbols=many,
        max_ulp=6,
        scale=mean_of_squares,
        scaled=SUMMED,
        source="legendre1805nouvelles",
        figure="fig-reduction",
    ),
    Formula(
        name="squared-error-of-sigmoid",
        left=(r"\frac{\partial L}{\partial z}",),
        where=("L",),
        function=MODULE + "mean_squared_error_gradient",
        call=squared_and_slope,
        symbols={"z": Argument("z", Real()), "y": Argument("y", Choice((0.0, 1.0)))},
        max_ulp=8,
        scale=half_slope,
        scaled="of the slope with 1 in place of the error",
        parent="L",
        by=("z",),
        source="solla1988accelerated",
        figure="fig-saturated-push",
    ),
)
