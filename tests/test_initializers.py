"""Every initializer: its distribution, its fans, its bits, and PyTorch's own rules fed with the same draws.

The tables below are keyed by ``initializers.__all__``: a new initializer without a row fails.
"""

import math
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from nnbook import ACTIVATIONS, initializers
from nnbook.initializers import (
    constant,
    fan_in_and_fan_out,
    gain,
    he_normal,
    he_uniform,
    lecun_normal,
    linear_default,
    normal,
    orthogonal,
    uniform,
    xavier_normal,
    xavier_uniform,
    zeros,
)

# Worked out by hand: (300, 100) has fans 100 and 300; (30, 20, 3, 5) has fans 300 and 450.
DENSE, KERNEL = (300, 100), (30, 20, 3, 5)


def flat(bound):
    return stats.uniform(-bound, 2 * bound)


def bell(variance):
    return stats.norm(0, math.sqrt(variance))


DISTRIBUTIONS = {
    "uniform": [
        (uniform, DENSE, stats.uniform(0, 1)),
        (partial(uniform, low=-3, high=-1), KERNEL, stats.uniform(-3, 2)),
    ],
    "normal": [
        (normal, DENSE, stats.norm(0, 1)),
        (partial(normal, mean=5, std=0.01), KERNEL, stats.norm(5, 0.01)),
    ],
    "xavier_uniform": [
        (xavier_uniform, DENSE, flat(math.sqrt(6 / 400))),
        (partial(xavier_uniform, gain=2), KERNEL, flat(2 * math.sqrt(6 / 750))),
    ],
    "xavier_normal": [
        (xavier_normal, DENSE, bell(2 / 400)),
        (partial(xavier_normal, gain=2), KERNEL, bell(4 * 2 / 750)),
    ],
    "he_uniform": [
        (he_uniform, DENSE, flat(math.sqrt(6 / 100))),
        (partial(he_uniform, mode="fan_out"), DENSE, flat(math.sqrt(6 / 300))),
        (partial(he_uniform, gain=1), KERNEL, flat(math.sqrt(3 / 300))),
        (partial(he_uniform, mode="fan_out"), KERNEL, flat(math.sqrt(6 / 450))),
    ],
    "he_normal": [
        (he_normal, DENSE, bell(2 / 100)),
        (partial(he_normal, mode="fan_out"), DENSE, bell(2 / 300)),
        (partial(he_normal, gain=1), KERNEL, bell(1 / 300)),
        (partial(he_normal, mode="fan_out"), KERNEL, bell(2 / 450)),
    ],
    "lecun_normal": [(lecun_normal, DENSE, bell(1 / 100)), (lecun_normal, KERNEL, bell(1 / 300))],
    "linear_default": [
        (linear_default, DENSE, flat(0.1)),
        (linear_default, KERNEL, flat(math.sqrt(1 / 300))),
        (partial(linear_default, fan_in=25), (9_000,), flat(0.2)),
    ],
}
FIXED = {
    "zeros": [(zeros, 0)],
    "constant": [(partial(constant, value=0.5), 0.5), (partial(constant, value=-3), -3)],
}
MATRICES = {"orthogonal": [(orthogonal, 1), (partial(orthogonal, gain=3), 3)]}
NO_INITIALIZERS = {"fan_in_and_fan_out", "gain"}

INITIALIZERS = {
    name: cases[0][0] for table in (DISTRIBUTIONS, FIXED, MATRICES) for name, cases in table.items()
}
WITH_FANS = set(INITIALIZERS) - {"zeros", "constant", "uniform", "normal"}


def cases(table):
    return [pytest.param(*case, id=f"{name}-{i}") for name in table for i, case in enumerate(table[name])]


every = pytest.mark.parametrize("initialize", INITIALIZERS.values(), ids=INITIALIZERS)


def rng(seed=0):
    return np.random.default_rng(seed)


def test_every_initializer_is_in_the_tables():
    assert set(INITIALIZERS) | NO_INITIALIZERS == set(initializers.__all__)
    assert initializers.__all__ == sorted(initializers.__all__)
    for name, initialize in INITIALIZERS.items():
        assert getattr(initialize, "func", initialize) is getattr(initializers, name)


# What is drawn


@pytest.mark.parametrize(("initialize", "shape", "distribution"), cases(DISTRIBUTIONS))
def test_distribution(initialize, shape, distribution):
    W = initialize(rng(), shape).ravel()
    mean, variance, excess = (float(v) for v in distribution.stats("mvk"))
    assert abs(W.mean() - mean) < 5 * math.sqrt(variance / W.size)
    assert abs(((W - mean) ** 2).mean() - variance) < 5 * variance * math.sqrt((excess + 2) / W.size)
    assert stats.kstest(W, distribution.cdf).pvalue > 1e-4


@pytest.mark.parametrize(("initialize", "shape", "distribution"), cases(DISTRIBUTIONS))
def test_bounds_are_kept_and_reached(initialize, shape, distribution):
    low, high = distribution.support()
    W = initialize(rng(1), shape)
    assert W.min() >= low
    assert W.max() <= high
    if math.isfinite(low):  # a gap of 20/n at an end has a chance of exp(-20)
        gap = 20 / W.size * (high - low)
        assert W.min() < low + gap
        assert W.max() > high - gap
    else:  # not truncated
        assert abs(W - distribution.mean()).max() > 3 * distribution.std()


@pytest.mark.parametrize(("initialize", "shape", "distribution"), cases(DISTRIBUTIONS))
def test_spread_to_the_last_digits(initialize, shape, distribution):
    normal_draws = math.isinf(distribution.support()[0])
    draws = rng(2).standard_normal(shape) if normal_draws else rng(2).random(shape)
    middle = distribution.mean() if normal_draws else distribution.support()[0]
    scale = distribution.std() if normal_draws else distribution.support()[1] - middle
    assert_allclose(initialize(rng(2), shape), middle + scale * draws, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(("initialize", "value"), cases(FIXED))
@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4)])
def test_fixed_values(initialize, value, shape):
    generator = rng()
    before = generator.bit_generator.state
    assert_array_equal(initialize(generator, shape), np.full(shape, float(value)))
    assert generator.bit_generator.state == before


@pytest.mark.parametrize(("initialize", "length"), cases(MATRICES))
@pytest.mark.parametrize(
    "shape", [(20, 20), (8, 30), (30, 8), (1, 5), (5, 1), (1, 1), (6, 2, 5, 3), (40, 2, 3)]
)
def test_orthonormal(initialize, length, shape):
    W = initialize(rng(), shape)
    assert W.shape == shape
    assert W.flags.c_contiguous
    Q = W.reshape(shape[0], -1) / length
    if Q.shape[0] >= Q.shape[1]:
        assert_allclose(Q.T @ Q, np.eye(Q.shape[1]), atol=1e-14)
    if Q.shape[0] <= Q.shape[1]:
        assert_allclose(Q @ Q.T, np.eye(Q.shape[0]), atol=1e-14)


@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (4, 2)])
def test_orthogonal_matrices_are_uniformly_distributed(shape):
    generator, n = rng(), 4_000
    W = np.stack([orthogonal(generator, shape) for _ in range(n)])
    variance = 1 / max(shape)
    assert_allclose(W.mean(axis=0), 0, atol=5 * math.sqrt(variance / n))
    assert_allclose((W**2).mean(axis=0), variance, atol=5 / math.sqrt(n) * variance * math.sqrt(2))
    if shape[0] == shape[1]:  # as many reflections as rotations
        assert abs(np.linalg.det(W).mean()) < 5 / math.sqrt(n)


@every
@pytest.mark.parametrize("dtype", [np.float64, np.float32, "float32", np.dtype("float64")])
def test_same_generator_same_bits_in_both_precisions(initialize, dtype):
    W = initialize(rng(3), (6, 5), dtype=dtype)
    assert W.dtype == dtype
    assert W.shape == (6, 5)
    assert W.flags.writeable
    assert_array_equal(W, initialize(rng(3), (6, 5)).astype(dtype))


@pytest.mark.parametrize("name", INITIALIZERS)
def test_draws_go_on_with_the_generator(name):
    generator = rng(4)
    first, second = INITIALIZERS[name](generator, (6, 5)), INITIALIZERS[name](generator, (6, 5))
    assert not np.shares_memory(first, second)
    assert np.array_equal(first, second) is (name in FIXED)


@every
@pytest.mark.parametrize("shape", [[6, 5], np.array([6, 5]), (np.int64(6), np.int32(5))])
def test_shapes_come_in_many_forms(initialize, shape):
    assert_array_equal(initialize(rng(), shape), initialize(rng(), (6, 5)))


@pytest.mark.parametrize("name", sorted(set(INITIALIZERS) - WITH_FANS))
def test_one_axis_is_enough_where_no_fans_are_needed(name):
    assert INITIALIZERS[name](rng(), 3).shape == INITIALIZERS[name](rng(), (3,)).shape == (3,)


# Fans and gains


@pytest.mark.parametrize(
    ("shape", "fans"),
    [
        ((10, 64), (64, 10)),
        ((1, 1), (1, 1)),
        ((16, 8, 3), (24, 48)),
        ((16, 8, 3, 3), (72, 144)),
        ((4, 2, 2, 3, 5), (60, 120)),
    ],
)
def test_fans(shape, fans):
    assert fan_in_and_fan_out(shape) == fans
    assert all(type(fan) is int for fan in fan_in_and_fan_out(np.array(shape)))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gain_of_every_activation(name):
    expected = ACTIVATIONS[name].gain
    if expected is None:
        with pytest.raises(ValueError, match=f"gain found none recommended for {name}; choose a number"):
            gain(name)
    else:
        assert gain(name) == expected


@pytest.mark.parametrize(("slope", "squared"), [(0, 2), (1, 1), (-1, 1), (0.5, 1.6), (3, 0.2)])
def test_gain_of_a_leaky_relu(slope, squared):
    assert gain("leaky_relu", negative_slope=slope) ** 2 == pytest.approx(squared, rel=1e-15)


def test_gain_of_a_leaky_relu_without_a_slope_is_that_of_its_default():
    assert gain("leaky_relu") == gain("leaky_relu", negative_slope=0.01)


@pytest.mark.parametrize("name", ["linear", "ReLU", "", None, ["relu"]])
def test_gain_of_no_activation(name):
    with pytest.raises(ValueError, match=r"gain expected one of elu, .*, tanh, got "):
        gain(name)


def test_only_a_leaky_relu_has_a_slope():
    with pytest.raises(
        ValueError, match="gain expected a negative_slope for leaky_relu alone, got one for relu"
    ):
        gain("relu", negative_slope=0.1)
    with pytest.raises(ValueError, match="gain expected finite numbers as negative_slope, got nan"):
        gain("leaky_relu", negative_slope=np.nan)


# Refusals


@every
@pytest.mark.parametrize(
    ("generator", "advice"),
    [
        (7, r"got 7; pass np\.random\.default_rng\(7\)"),
        (None, r"got None; pass np\.random\.default_rng\(seed\)"),
        (np.random, r"pass np\.random\.default_rng\(seed\)"),
        (np.random.PCG64(0), r"pass np\.random\.default_rng\(seed\)"),
    ],
    ids=["int", "None", "module", "bits"],
)
def test_generator_is_required(initialize, generator, advice):
    name = getattr(initialize, "func", initialize).__name__
    with pytest.raises(TypeError, match=f"^{name} expected a NumPy Generator as rng, .*{advice}"):
        initialize(generator, (6, 5))


@every
@pytest.mark.parametrize(
    ("shape", "error", "sentence"),
    [
        ((6.0, 5), TypeError, "expected whole numbers as shape, such as"),
        ("65", TypeError, "expected whole numbers as shape, such as"),
        (None, TypeError, "expected whole numbers as shape, such as"),
        ((), ValueError, "expected a shape of one or more sizes of at least 1, got "),
        ((6, 0), ValueError, "expected a shape of one or more sizes of at least 1, got "),
        ((-6, 5), ValueError, "expected a shape of one or more sizes of at least 1, got "),
    ],
    ids=str,
)
def test_wrong_shapes(initialize, shape, error, sentence):
    name = getattr(initialize, "func", initialize).__name__
    with pytest.raises(error, match=f"^{name} {sentence}"):
        initialize(rng(), shape)


@pytest.mark.parametrize("name", sorted(WITH_FANS))
@pytest.mark.parametrize("shape", [5, (5,)])
def test_a_bias_has_no_fans(name, shape):
    with pytest.raises(
        ValueError, match=r"expected the shape of a weight, .* got \(5,\); a bias has no fans"
    ):
        INITIALIZERS[name](rng(), shape)


@every
@pytest.mark.parametrize("dtype", [np.float16, int, complex, None, object, "nonsense"])
def test_other_dtypes(initialize, dtype):
    with pytest.raises(TypeError, match=r"expected np\.float32 or np\.float64 as dtype, got "):
        initialize(rng(), (6, 5), dtype=dtype)


@pytest.mark.parametrize("initialize", [xavier_uniform, xavier_normal, he_uniform, he_normal, orthogonal])
@pytest.mark.parametrize("value", [0, -1])
def test_gain_must_be_positive(initialize, value):
    with pytest.raises(ValueError, match=f"{initialize.__name__} expected a positive gain, got {value}"):
        initialize(rng(), (6, 5), gain=value)


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (partial(he_normal, mode="fan_avg"), ValueError, "he_normal expected 'fan_in' or 'fan_out' as mode"),
        (partial(he_uniform, mode="out"), ValueError, "he_uniform expected 'fan_in' or 'fan_out' as mode"),
        (partial(he_normal, gain=np.inf), ValueError, "he_normal expected finite numbers as gain"),
        (partial(he_normal, gain="relu"), TypeError, "he_normal expected real numbers as gain"),
        (partial(normal, std=0), ValueError, "normal expected a positive std, got 0"),
        (partial(normal, mean=np.nan), ValueError, "normal expected finite numbers as mean"),
        (partial(uniform, low=1), ValueError, "uniform expected low below high, got low=1 and high=1"),
        (partial(uniform, high=-2), ValueError, "uniform expected low below high, got low=0 and high=-2"),
        (partial(uniform, high=np.inf), ValueError, "uniform expected finite numbers as high"),
        (partial(constant, value=[1, 2]), ValueError, "constant expected one number as value"),
        (
            partial(linear_default, fan_in=0),
            ValueError,
            "linear_default expected at least 1 as fan_in, got 0",
        ),
        (partial(linear_default, fan_in=1.5), TypeError, "linear_default expected a whole number of fan_in"),
    ],
)
def test_wrong_options(call, error, sentence):
    with pytest.raises(error, match=f"^{sentence}"):
        call(rng(), (6, 5))


# PyTorch


@pytest.fixture
def fed(torch):
    """Return PyTorch's initializer applied to a tensor that draws from NumPy's generator."""
    numpy_rng = rng(5)

    class FromNumPy(torch.Tensor):
        def uniform_(self, low, high, *, generator=None):
            return self.copy_(torch.tensor(numpy_rng.uniform(low, high, tuple(self.shape))))

        def normal_(self, mean, std, *, generator=None):
            return self.copy_(torch.tensor(numpy_rng.normal(mean, std, tuple(self.shape))))

    def draw(rule, shape, **options):
        tensor = torch.empty(shape, dtype=torch.float64).as_subclass(FromNumPy)
        return getattr(torch.nn.init, rule)(tensor, **options).detach().as_subclass(torch.Tensor).numpy()

    return draw


RULES = {
    "zeros": [({}, "zeros_", {})],
    "constant": [({"value": 0.3}, "constant_", {"val": 0.3})],
    "uniform": [({}, "uniform_", {}), ({"low": -2, "high": 0.5}, "uniform_", {"a": -2, "b": 0.5})],
    "normal": [({}, "normal_", {}), ({"mean": 2, "std": 0.1}, "normal_", {"mean": 2, "std": 0.1})],
    "xavier_uniform": [({}, "xavier_uniform_", {}), ({"gain": 5 / 3}, "xavier_uniform_", {"gain": 5 / 3})],
    "xavier_normal": [({}, "xavier_normal_", {}), ({"gain": 5 / 3}, "xavier_normal_", {"gain": 5 / 3})],
    "he_uniform": [
        ({}, "kaiming_uniform_", {"nonlinearity": "relu"}),
        ({"mode": "fan_out"}, "kaiming_uniform_", {"nonlinearity": "relu", "mode": "fan_out"}),
        ({"gain": gain("leaky_relu", negative_slope=0.2)}, "kaiming_uniform_", {"a": 0.2}),
    ],
    "he_normal": [
        ({}, "kaiming_normal_", {"nonlinearity": "relu"}),
        ({"mode": "fan_out"}, "kaiming_normal_", {"nonlinearity": "relu", "mode": "fan_out"}),
        ({"gain": gain("leaky_relu", negative_slope=0.2)}, "kaiming_normal_", {"a": 0.2}),
    ],
    "lecun_normal": [({}, "kaiming_normal_", {"nonlinearity": "linear"})],
    "linear_default": [({}, "kaiming_uniform_", {"a": math.sqrt(5)})],  # what nn.Linear calls
    "orthogonal": [({}, "orthogonal_", {}), ({"gain": 5 / 3}, "orthogonal_", {"gain": 5 / 3})],
}


@pytest.mark.torch
class TestPyTorch:
    def test_every_initializer_has_a_rule(self):
        assert set(RULES) == set(INITIALIZERS)

    @pytest.mark.parametrize(
        ("name", "ours", "rule", "theirs"), [(name, *case) for name in RULES for case in RULES[name]]
    )
    @pytest.mark.parametrize("shape", [(10, 64), (64, 10), (7, 7), (16, 8, 3), (4, 8, 3, 5)])
    def test_same_weights_from_the_same_draws(self, fed, name, ours, rule, theirs, shape):
        W = getattr(initializers, name)(rng(5), shape, **ours)
        assert_allclose(W, fed(rule, shape, **theirs), rtol=1e-12, atol=1e-13)

    @pytest.mark.parametrize("shape", [(10, 64), (16, 8, 3), (4, 8, 3, 5), (2, 3, 4, 5, 6)])
    def test_same_fans(self, torch, shape):
        assert fan_in_and_fan_out(shape) == torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))

    @pytest.mark.parametrize("slope", [0.01, 0.2, 1.0, math.sqrt(5)])
    def test_same_gain_of_a_leaky_relu(self, torch, slope):
        expected = torch.nn.init.calculate_gain("leaky_relu", slope)
        assert gain("leaky_relu", negative_slope=slope) == pytest.approx(expected, rel=1e-15)

    def test_linear_default_is_what_a_fresh_linear_layer_holds(self, torch):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            layer = torch.nn.Linear(25, 4_000, dtype=torch.float64)
        for theirs, ours in (
            (layer.weight, linear_default(rng(), (4_000, 25))),
            (layer.bias, linear_default(rng(), 4_000, fan_in=25)),
        ):
            assert stats.ks_2samp(theirs.detach().numpy().ravel(), ours.ravel()).pvalue > 1e-4
            assert abs(ours).max() == pytest.approx(theirs.abs().max().item(), rel=0.01)
