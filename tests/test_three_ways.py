"""Three forms of backpropagation find the same gradients, and PyTorch finds them too.

The four equations written out, the pullbacks of the layers, and numbers that remember what they were computed
from share no line of code, except the derivatives of activations and losses between the first two.
"""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from nnbook import Activation, Linear, Sequential, autograd, losses, member
from nnbook.activations import ACTIVATIONS, SELU_ALPHA, SELU_SCALE
from nnbook.autograd import Value
from nnbook.backprop import backward_by_equations


def hinge_pair(z, negative_slope):
    """Return max(0, z) + slope · min(0, z)."""
    return z.relu() - negative_slope * (-z).relu()


def size(z):
    return z.relu() + (-z).relu()


def softplus(z):
    return (1 + (-size(z)).exp()).log() + z.relu()


# The activations and the losses once more, in numbers that remember

SCALAR_ACTIVATIONS = {
    "identity": lambda z: z + 0,
    "sigmoid": Value.sigmoid,
    "log_sigmoid": lambda z: -softplus(-z),
    "tanh": Value.tanh,
    "softsign": lambda z: z / (1 + size(z)),
    "relu": Value.relu,
    "leaky_relu": lambda z: hinge_pair(z, 0.01),
    "elu": lambda z: z.relu() + (-(-z).relu()).exp() - 1,
    "selu": lambda z: SELU_SCALE * (z.relu() + SELU_ALPHA * ((-(-z).relu()).exp() - 1)),
    "softplus": softplus,
    "silu": lambda z: z * z.sigmoid(),
    "mish": lambda z: z * softplus(z).tanh(),
    "gelu_tanh": lambda z: z / 2 * (1 + (0.7978845608028654 * (z + 0.044715 * z**3)).tanh()),
}
SCALAR_LOSSES = {
    "mean_squared_error": lambda row, y: sum((a - t) ** 2 for a, t in zip(row, y, strict=True)) / len(row),
    "mean_absolute_error": lambda row, y: sum(size(a - t) for a, t in zip(row, y, strict=True)) / len(row),
    "huber": lambda row, y: sum(scalar_huber(a - t) for a, t in zip(row, y, strict=True)) / len(row),
    "binary_cross_entropy_with_logits": lambda row, y: (
        sum(t * softplus(-a) + (1 - t) * softplus(a) for a, t in zip(row, y, strict=True)) / len(row)
    ),
    "cross_entropy": lambda row, y: sum((a - row[y]).exp() for a in row).log(),
}


def scalar_huber(error):
    return error * error / 2 if abs(error.data) <= 1 else size(error) - 0.5


class Case(NamedTuple):
    sizes: list[int]
    activations: list[str]
    loss: str
    n: int
    seed: int


@st.composite
def cases(draw):
    depth = draw(st.integers(1, 4))
    return Case(
        draw(st.lists(st.integers(1, 4), min_size=depth + 1, max_size=depth + 1)),
        draw(st.lists(st.sampled_from(sorted(SCALAR_ACTIVATIONS)), min_size=depth, max_size=depth)),
        draw(st.sampled_from(sorted(SCALAR_LOSSES))),
        draw(st.integers(1, 4)),
        draw(st.integers(0, 10_000)),
    )


def problem(case, *, population=None):
    """Return the network, its parameters, a batch, its targets and the loss."""
    layers = []
    for (fan_in, fan_out), name in zip(
        zip(case.sizes[:-1], case.sizes[1:], strict=True), case.activations, strict=True
    ):
        layers += [Linear(fan_in, fan_out), Activation(name)]
    network, rng = Sequential(*layers), np.random.default_rng(case.seed)
    params = {name: 2 * p for name, p in network.init(rng, population=population).items()}
    x, K = rng.normal(size=(case.n, case.sizes[0])), case.sizes[-1]
    target = rng.integers(0, K, case.n) if case.loss == "cross_entropy" else rng.uniform(size=(case.n, K))
    return network, params, x, target, getattr(losses, case.loss + "_value_and_gradient")


def by_equations(case, **options):
    _, params, x, target, loss = problem(case, **options)
    found = backward_by_equations(params, x, target, activations=case.activations, loss=loss)
    return found.value, found.grads


def by_pullbacks(case, **options):
    network, params, x, target, loss = problem(case, **options)
    output, pullback = network.forward(params, x)
    value, gradient = loss(output, target)
    return value, pullback(gradient)[1]


def by_numbers(case):
    """Run the network on one number at a time."""
    _, params, x, target, _ = problem(case)
    theta = {name: autograd.values(p) for name, p in params.items()}
    samples = []
    for row, y in zip(x, target, strict=True):
        a = [Value(number) for number in row]
        for i, activation in enumerate(case.activations):
            W, b = theta[f"{2 * i}.weight"], theta[f"{2 * i}.bias"]
            z = [
                sum((w * a_j for w, a_j in zip(w_k, a, strict=True)), b_k)
                for w_k, b_k in zip(W, b, strict=True)
            ]
            a = [SCALAR_ACTIVATIONS[activation](z_k) for z_k in z]
        samples.append(SCALAR_LOSSES[case.loss](a, y))
    value = sum(samples) / case.n
    value.backward()
    slopes = np.vectorize(lambda number: number.grad, otypes=[float])
    return value.data, {name: slopes(np.array(numbers)) for name, numbers in theta.items()}


def by_torch(case):
    import torch

    functions = {
        "identity": lambda z: z,
        "sigmoid": torch.sigmoid,
        "log_sigmoid": torch.nn.functional.logsigmoid,
        "elu": torch.nn.functional.elu,
        "gelu_tanh": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
        "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),  # theirs is linear from 20 on
    }
    scores = {
        "mean_squared_error": torch.nn.functional.mse_loss,
        "mean_absolute_error": torch.nn.functional.l1_loss,
        "huber": torch.nn.functional.huber_loss,
    }
    _, params, x, target, _ = problem(case)
    theta = {name: torch.tensor(p, requires_grad=True) for name, p in params.items()}
    a = torch.tensor(x)
    for i, name in enumerate(case.activations):
        z = torch.nn.functional.linear(a, theta[f"{2 * i}.weight"], theta[f"{2 * i}.bias"])
        a = (functions.get(name) or getattr(torch.nn.functional, name))(z)
    value = (scores.get(case.loss) or getattr(torch.nn.functional, case.loss))(a, torch.tensor(target))
    value.backward()
    return value.item(), {name: p.grad.numpy() for name, p in theta.items()}


def assert_agree(one, other):
    """Compare values and gradients to 1e-12 of the largest number of each."""
    assert_allclose(one[0], other[0], rtol=1e-12, atol=1e-12)
    assert one[1].keys() == other[1].keys()
    for name, gradient in one[1].items():
        scale = max(1, np.abs(other[1][name]).max())
        assert_allclose(gradient, other[1][name], rtol=0, atol=1e-12 * scale, err_msg=name)


EVERY = [
    Case([3, 4, 2], [name, "identity"], loss, 3, 7) for name in SCALAR_ACTIVATIONS for loss in SCALAR_LOSSES
]


def test_every_activation_with_a_slope_is_compared():
    # A step has no slope, and a Value no error function, which gelu needs.
    assert set(SCALAR_ACTIVATIONS) == set(ACTIVATIONS) - {"step", "gelu"}
    ours = {
        name.removesuffix("_value_and_gradient") for name in losses.__all__ if name.endswith("_and_gradient")
    }
    assert set(SCALAR_LOSSES) == ours - {"binary_cross_entropy"}  # takes probabilities: below


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.activations[0]}-{case.loss}")
def test_every_activation_with_every_loss(case):
    numbers = by_numbers(case)
    assert_agree(by_equations(case), numbers)
    assert_agree(by_pullbacks(case), numbers)


@given(case=cases())
@example(Case([1, 1, 1, 1, 1], ["relu"] * 4, "mean_squared_error", 1, 0))
@example(Case([2, 4, 1], ["sigmoid", "sigmoid"], "mean_squared_error", 4, 0))
@settings(max_examples=80)
def test_random_networks(case):
    numbers = by_numbers(case)
    assert_agree(by_equations(case), numbers)
    assert_agree(by_pullbacks(case), numbers)


def test_probabilities():
    case = Case([2, 3, 1], ["tanh", "sigmoid"], "binary_cross_entropy", 4, 1)
    with_logits = case._replace(activations=["tanh", "identity"], loss="binary_cross_entropy_with_logits")
    for found in (by_equations(case), by_pullbacks(case)):
        assert_agree(found, by_numbers(with_logits))


@given(case=cases(), population=st.integers(1, 4))
@settings(max_examples=30)
def test_populations(case, population):
    _, params, x, target, loss = problem(case, population=population)
    values, grads = by_equations(case, population=population)
    assert_agree((values, grads), by_pullbacks(case, population=population))
    for i in range(population):
        found = backward_by_equations(member(params, i), x, target, activations=case.activations, loss=loss)
        assert_agree((values[i], member(grads, i)), (found.value, found.grads))


@pytest.mark.torch
@pytest.mark.usefixtures("torch")
class TestPyTorch:
    @pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.activations[0]}-{case.loss}")
    def test_every_activation_with_every_loss(self, case):
        for found in (by_equations(case), by_pullbacks(case), by_numbers(case)):
            assert_agree(found, by_torch(case))

    def test_random_networks(self):
        @given(case=cases())
        @settings(max_examples=60)
        def agree(case):
            for found in (by_equations(case), by_pullbacks(case), by_numbers(case)):
                assert_agree(found, by_torch(case))

        agree()
