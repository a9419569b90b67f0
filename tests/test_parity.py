"""The same numbers as PyTorch: values, and slopes by its automatic differentiation, in float64."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import ACTIVATIONS, elu, leaky_relu, log_softmax, log_sum_exp, softmax, softmax_jacobian
from nnbook.activations import elu_derivative, leaky_relu_derivative

torch = pytest.importorskip("torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]")
F = torch.nn.functional
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("torch")]

COUNTERPARTS = {
    "identity": torch.nn.Identity(),
    "sigmoid": torch.sigmoid,
    "log_sigmoid": F.logsigmoid,
    "tanh": torch.tanh,
    "softsign": F.softsign,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "softplus": F.softplus,
    "silu": F.silu,
    "mish": F.mish,
    "gelu": F.gelu,
    "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
}
WITHOUT_COUNTERPART = {"step"}

# From z = 20 on PyTorch returns z for softplus, which is off by exp(-20).
EXCEPTIONS = {"softplus": 2.1e-9}

# PyTorch's own rounding on the left tail, beyond any relative agreement: about 1e-14 absolute.
GRID = np.concatenate([np.linspace(-40, 40, 8_001), [-0.0, 1e-300, -1e-300, 1e-20, -1e-20, 300, -300]])
GAINS = {"identity": ("linear",), "leaky_relu": ("leaky_relu", 0.01)} | {
    name: (name,) for name in ("sigmoid", "tanh", "relu", "selu")
}


def value_and_slope(f, z):
    """Return f(z) and its slope as PyTorch computes them."""
    z = torch.tensor(z, requires_grad=True)
    y = f(z)
    (slope,) = torch.autograd.grad(y.sum(), z)
    return y.detach().numpy(), slope.numpy()


def test_every_activation_has_a_counterpart_or_is_known_to_have_none():
    assert set(COUNTERPARTS) | WITHOUT_COUNTERPART == set(ACTIVATIONS)
    assert not set(COUNTERPARTS) & WITHOUT_COUNTERPART


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_value_and_slope(name):
    value, slope = value_and_slope(COUNTERPARTS[name], GRID)
    tolerance = {"rtol": 1e-12, "atol": EXCEPTIONS.get(name, 1e-12)}
    assert_allclose(ACTIVATIONS[name].function(GRID), value, **tolerance)
    assert_allclose(ACTIVATIONS[name].derivative(GRID), slope, **tolerance)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_the_exceptions_end_where_the_threshold_begins(name):
    above = np.array([20.001])
    assert abs(ACTIVATIONS[name].function(above) - value_and_slope(COUNTERPARTS[name], above)[0]) > 1e-12
    z = GRID[GRID < 20]
    value, slope = value_and_slope(COUNTERPARTS[name], z)
    assert_allclose(ACTIVATIONS[name].function(z), value, rtol=1e-12, atol=1e-12)
    assert_allclose(ACTIVATIONS[name].derivative(z), slope, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "name", sorted({n for n, info in ACTIVATIONS.items() if info.kinks} - WITHOUT_COUNTERPART)
)
def test_the_slope_at_a_kink_follows_the_same_convention(name):
    kinks = np.array(ACTIVATIONS[name].kinks)
    assert_array_equal(ACTIVATIONS[name].derivative(kinks), value_and_slope(COUNTERPARTS[name], kinks)[1])


def test_parameters_mean_the_same():
    for slope in (0.0, 0.2, 1.0):
        value, derivative = value_and_slope(lambda z, a=slope: F.leaky_relu(z, a), GRID)
        assert_allclose(leaky_relu(GRID, slope), value, rtol=1e-15)
        assert_allclose(leaky_relu_derivative(GRID, slope), derivative, rtol=1e-15)
    for alpha in (0.5, 2.0):
        value, derivative = value_and_slope(lambda z, a=alpha: F.elu(z, a), GRID)
        assert_allclose(elu(GRID, alpha), value, rtol=1e-14)
        assert_allclose(elu_derivative(GRID, alpha), derivative, rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@pytest.mark.parametrize("name", COUNTERPARTS)
def test_lower_precisions_agree_to_their_rounding(name, dtype):
    z = np.linspace(-9, 9, 181).astype(dtype)
    value, slope = value_and_slope(COUNTERPARTS[name], z)
    eps = float(np.finfo(dtype).eps)
    assert_allclose(ACTIVATIONS[name].function(z), value, rtol=8 * eps, atol=16 * eps)
    assert_allclose(ACTIVATIONS[name].derivative(z), slope, rtol=8 * eps, atol=16 * eps)


@pytest.mark.parametrize("name", GAINS)
def test_gain(name):
    assert ACTIVATIONS[name].gain == pytest.approx(torch.nn.init.calculate_gain(*GAINS[name]), rel=1e-15)


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - set(GAINS)))
def test_no_gain(name):
    assert ACTIVATIONS[name].gain is None
    with pytest.raises(ValueError, match="Unsupported nonlinearity"):
        torch.nn.init.calculate_gain(name)


def test_softmax_family():
    z = np.random.default_rng(0).normal(scale=20, size=(50, 7))
    t = torch.tensor(z)
    for axis in (0, 1, -1):
        assert_allclose(softmax(z, axis), torch.softmax(t, axis).numpy(), rtol=1e-12, atol=1e-300)
        assert_allclose(log_softmax(z, axis), torch.log_softmax(t, axis).numpy(), rtol=1e-12, atol=1e-12)
        assert_allclose(log_sum_exp(z, axis), torch.logsumexp(t, axis).numpy(), rtol=1e-13)
    jacobian = torch.func.vmap(torch.func.jacrev(lambda row: torch.softmax(row, -1)))(t)
    assert_allclose(softmax_jacobian(z), jacobian.numpy(), rtol=1e-12, atol=1e-15)


def test_infinite_logits_are_decided_alike():
    rows = [[-np.inf, 0, 1], [np.inf, 0, 1], [-np.inf] * 3, [np.nan, 0, 1]]
    t = torch.tensor(rows, dtype=torch.float64)
    assert_allclose(softmax(rows), torch.softmax(t, -1).numpy())
    assert_allclose(log_softmax(rows), torch.log_softmax(t, -1).numpy())
    assert_allclose(log_sum_exp(rows), torch.logsumexp(t, -1).numpy())
