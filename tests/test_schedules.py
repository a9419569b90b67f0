"""Every schedule: factors worked out by hand, what it refuses, and PyTorch's schedulers over 60 steps.

The tables below are keyed by ``schedules.__all__``: a new schedule without a row fails.
"""

import math

import numpy as np
import pytest

from nnbook import schedules
from nnbook.schedules import (
    chain,
    cosine_annealing,
    exponential_decay,
    linear_warmup,
    polynomial_decay,
    step_decay,
)

HALF = math.sqrt(0.5)
FAR = 10_000

FACTORS = {
    "step_decay": [
        (step_decay(3), {0: 1, 2: 1, 3: 0.1, 5: 0.1, 6: 0.01, FAR: 0}),
        (step_decay(1, gamma=0.5), {0: 1, 1: 0.5, 4: 1 / 16}),
        (step_decay(2, 1), {0: 1, 99: 1}),
    ],
    "exponential_decay": [
        (exponential_decay(0.5), {0: 1, 1: 0.5, 3: 0.125, FAR: 0}),
        (exponential_decay(2), {0: 1, 10: 1024}),
    ],
    "polynomial_decay": [
        (polynomial_decay(4), {0: 1, 1: 0.75, 3: 0.25, 4: 0, 5: 0, FAR: 0}),
        (polynomial_decay(4, power=2), {0: 1, 1: 9 / 16, 3: 1 / 16, 4: 0, FAR: 0}),
        (polynomial_decay(4, power=0.5), {0: 1, 3: 0.5, 4: 0, 5: 0}),
    ],
    "cosine_annealing": [
        (cosine_annealing(4), {0: 1, 1: (1 + HALF) / 2, 2: 0.5, 3: (1 - HALF) / 2, 4: 0, 5: 0, FAR: 0}),
        (cosine_annealing(6, minimum=0.1), {0: 1, 2: 0.775, 3: 0.55, 4: 0.325, 6: 0.1, 7: 0.1, FAR: 0.1}),
        (cosine_annealing(3, minimum=1), {0: 1, 1: 1, 9: 1}),
        (cosine_annealing(1), {0: 1, 1: 0, 2: 0}),
    ],
    "linear_warmup": [
        (linear_warmup(4), {0: 1 / 3, 1: 1 / 2, 2: 2 / 3, 4: 1, 5: 1, FAR: 1}),
        (linear_warmup(5, start=0.5), {0: 0.5, 1: 0.6, 4: 0.9, 5: 1, 6: 1}),
        (linear_warmup(3, start=1), {0: 1, 1: 1, FAR: 1}),
    ],
    "chain": [
        (
            chain(linear_warmup(2, start=0.5), cosine_annealing(2, minimum=0.2), at=2),
            {0: 0.5, 1: 0.75, 2: 1, 3: 0.6, 4: 0.2, 5: 0.2, FAR: 0.2},
        ),
        (chain(step_decay(1), polynomial_decay(2), at=1), {0: 1, 1: 1, 2: 0.5, 3: 0}),
        (
            chain(lambda step: 0.5, chain(lambda step: 0.25, lambda step: step, at=2), at=3),
            {0: 0.5, 2: 0.5, 3: 0.25, 4: 0.25, 5: 0, 6: 1},
        ),
    ],
}

EVERY = [pytest.param(*case, id=f"{name}-{i}") for name in FACTORS for i, case in enumerate(FACTORS[name])]
FIRST = {name: case[0][0] for name, case in FACTORS.items()}


def test_every_schedule_is_in_the_table():
    assert set(FACTORS) == set(schedules.__all__)
    assert schedules.__all__ == sorted(schedules.__all__)
    assert all(row for row in FACTORS.values())


@pytest.mark.parametrize(("schedule", "factors"), EVERY)
def test_factors(schedule, factors):
    for step, factor in factors.items():
        assert schedule(step) == pytest.approx(factor, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(("schedule", "factors"), EVERY)
def test_factors_do_not_depend_on_the_steps_before(schedule, factors):
    forwards = [schedule(step) for step in range(30)]
    assert [schedule(step) for step in reversed(range(30))] == forwards[::-1]


@pytest.mark.parametrize("name", FIRST)
def test_steps_may_be_numpy_integers_and_factors_are_python_floats(name):
    assert type(FIRST[name](3)) is float
    assert FIRST[name](np.int32(3)) == FIRST[name](3)


@pytest.mark.parametrize("name", FIRST)
def test_no_factor_is_negative_or_above_one(name):
    assert all(0 <= FIRST[name](step) <= 1 for step in range(200))


@pytest.mark.parametrize("name", FIRST)
@pytest.mark.parametrize(
    ("step", "error", "sentence"),
    [
        (-1, ValueError, "expected at least 0 as steps, got -1"),
        (1.0, TypeError, "expected a whole number of steps, got 1.0"),
        (None, TypeError, "expected a whole number of steps, got None"),
    ],
)
def test_wrong_steps(name, step, error, sentence):
    with pytest.raises(error, match=f"^{name} {sentence}"):
        FIRST[name](step)


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        (lambda: step_decay(0), ValueError, "step_decay expected at least 1 as step_size, got 0"),
        (lambda: step_decay(2.5), TypeError, "step_decay expected a whole number of step_size, got 2.5"),
        (lambda: step_decay(2, gamma=0), ValueError, "step_decay expected a positive gamma, got 0"),
        (
            lambda: exponential_decay(-0.5),
            ValueError,
            "exponential_decay expected a positive gamma, got -0.5",
        ),
        (lambda: exponential_decay("0.9"), TypeError, "exponential_decay expected real numbers as gamma"),
        (lambda: polynomial_decay(0), ValueError, "polynomial_decay expected at least 1 as total, got 0"),
        (lambda: polynomial_decay(5, power=0), ValueError, "polynomial_decay expected a positive power"),
        (lambda: cosine_annealing(0), ValueError, "cosine_annealing expected at least 1 as total, got 0"),
        (
            lambda: cosine_annealing(9, -0.1),
            ValueError,
            "cosine_annealing expected a minimum between 0 and 1",
        ),
        (lambda: cosine_annealing(9, 1.1), ValueError, "cosine_annealing expected a minimum between 0 and 1"),
        (
            lambda: cosine_annealing(9, np.nan),
            ValueError,
            "cosine_annealing expected finite numbers as minimum",
        ),
        (lambda: linear_warmup(0), ValueError, "linear_warmup expected at least 1 as steps, got 0"),
        (
            lambda: linear_warmup(5, start=0),
            ValueError,
            "linear_warmup expected a start above 0 and at most 1",
        ),
        (
            lambda: linear_warmup(5, start=2),
            ValueError,
            "linear_warmup expected a start above 0 and at most 1",
        ),
        (lambda: chain(0.5, step_decay(1), at=1), TypeError, "chain expected a schedule as first, such as"),
        (lambda: chain(step_decay(1), None, at=1), TypeError, "chain expected a schedule as then, such as"),
        (
            lambda: chain(step_decay(1), step_decay(1), at=0),
            ValueError,
            "chain expected at least 1 as at, got 0",
        ),
        (
            lambda: chain(step_decay(1), step_decay(1), at=1.5),
            TypeError,
            "chain expected a whole number of at",
        ),
    ],
)
def test_wrong_arguments(make, error, sentence):
    with pytest.raises(error, match=f"^{sentence}"):
        make()


# PyTorch: a schedule of ours, the maker of one of theirs from its module and an optimizer, and where theirs
# is compared up to (its cosine rises again after the end).

RATE, STEPS = 0.3, 60

SCHEDULERS = {
    "step_decay": [(step_decay(7, gamma=0.5), lambda s, o: s.StepLR(o, 7, gamma=0.5), STEPS)],
    "exponential_decay": [(exponential_decay(0.9), lambda s, o: s.ExponentialLR(o, 0.9), STEPS)],
    "polynomial_decay": [
        (polynomial_decay(45), lambda s, o: s.PolynomialLR(o, 45), STEPS),
        (polynomial_decay(45, power=2.5), lambda s, o: s.PolynomialLR(o, 45, power=2.5), STEPS),
    ],
    "cosine_annealing": [
        (cosine_annealing(60), lambda s, o: s.CosineAnnealingLR(o, 60), STEPS),
        (
            cosine_annealing(40, minimum=0.1),
            lambda s, o: s.CosineAnnealingLR(o, 40, eta_min=0.1 * RATE),
            40,
        ),
    ],
    "linear_warmup": [
        (linear_warmup(5), lambda s, o: s.LinearLR(o), STEPS),
        (linear_warmup(50, start=0.01), lambda s, o: s.LinearLR(o, 0.01, total_iters=50), STEPS),
    ],
    "chain": [
        (
            chain(linear_warmup(10, start=0.1), cosine_annealing(50, minimum=0.2), at=10),
            lambda s, o: s.SequentialLR(
                o,
                [s.LinearLR(o, 0.1, total_iters=10), s.CosineAnnealingLR(o, 50, eta_min=0.2 * RATE)],
                milestones=[10],
            ),
            STEPS,
        ),
        (
            chain(exponential_decay(0.8), step_decay(9), at=23),
            lambda s, o: s.SequentialLR(o, [s.ExponentialLR(o, 0.8), s.StepLR(o, 9)], milestones=[23]),
            STEPS,
        ),
    ],
}


@pytest.mark.torch
class TestPyTorch:
    def test_every_schedule_has_a_scheduler(self):
        assert set(SCHEDULERS) == set(schedules.__all__)

    @pytest.mark.parametrize(
        ("schedule", "make", "last"),
        [
            pytest.param(*case, id=f"{name}-{i}")
            for name in SCHEDULERS
            for i, case in enumerate(SCHEDULERS[name])
        ],
    )
    def test_same_learning_rates(self, schedule, make, last):
        torch = pytest.importorskip("torch", reason="PyTorch comes with: pip install nnbook[torch]")
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
        scheduler = make(torch.optim.lr_scheduler, optimizer)
        for step in range(last + 1):
            (theirs,) = scheduler.get_last_lr()
            assert RATE * schedule(step) == pytest.approx(theirs, rel=0, abs=1e-12)
            optimizer.step()
            scheduler.step()
