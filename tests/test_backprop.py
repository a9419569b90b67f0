"""The four equations, differences, and the check of any gradient: values, shapes, precision, errors."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import (
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    LayerNorm,
    Linear,
    Sequential,
    backprop,
    losses,
    mlp,
    relu_derivative,
    sigmoid_derivative,
    tanh_derivative,
)
from nnbook.backprop import (
    GradientCheck,
    backward_by_equations,
    bias_gradient,
    gradient_check,
    hidden_error,
    numerical_gradient,
    output_error,
    relative_error,
    weight_gradient,
)
from nnbook.backprop._differences import STEPS


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def frozen(array):
    """Return a read-only view that is not contiguous, with the same numbers."""
    view = np.repeat(array, 2, axis=-1)[..., ::2]
    view.flags.writeable = False
    return view


# The four equations: each with arguments for a batch of 5, m = 3 units, d = 4 units before them

EQUATIONS = {
    "output_error": lambda *s: (output_error, (normal(*s, 3), normal(*s, 3, seed=1)), tanh_derivative),
    "hidden_error": lambda *s: (
        hidden_error,
        (normal(*s, 3), normal(*s[:-1], 3, 4, seed=1), normal(*s, 4, seed=2)),
        tanh_derivative,
    ),
    "bias_gradient": lambda *s: (bias_gradient, (normal(*s, 3),)),
    "weight_gradient": lambda *s: (weight_gradient, (normal(*s, 3), normal(*s, 4, seed=1))),
}
SUMMED = ("bias_gradient", "weight_gradient")  # over the samples


def equation(name, *shape):
    f, args, *derivative = EQUATIONS[name](*shape)
    return (lambda *arrays: f(*arrays, *derivative)), args


def test_every_public_name_has_a_test():
    others = {"Backward", "GradientCheck", "GradientError", "backward_by_equations", "gradient_check"}
    assert {*EQUATIONS, *others, "numerical_gradient", "relative_error"} == set(backprop.__all__)


def test_equations_by_hand():
    z, W = np.array([0.3, -2.0, 0.7]), normal(2, 3)
    delta = np.array([0.5, -1.5])
    assert_allclose(
        output_error([1, 2, 3], z, sigmoid_derivative), [1, 2, 3] * sigmoid_derivative(z), rtol=1e-15
    )
    by_hand = [sum(W[k, j] * delta[k] for k in range(2)) * (z[j] > 0) for j in range(3)]
    assert_allclose(hidden_error(delta, W, z, relu_derivative), by_hand, rtol=1e-15)
    assert_array_equal(bias_gradient(delta), delta)
    assert_array_equal(weight_gradient(delta, [1, 2, 4]), [[0.5, 1, 2], [-1.5, -3, -6]])


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_batch_is_its_samples(name):
    f, args = equation(name, 5)
    batch = f(*args)
    per_sample = [
        f(*(a if name == "hidden_error" and k == 1 else a[i] for k, a in enumerate(args))) for i in range(5)
    ]
    assert_allclose(batch, np.sum(per_sample, axis=0) if name in SUMMED else per_sample, rtol=1e-13)
    if name in SUMMED:  # a batch of three and one of two add up to the batch of five
        halves = [f(*(a[part] for a in args)) for part in (slice(3), slice(3, 5))]
        assert_allclose(batch, sum(halves), rtol=1e-13)


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_population_is_its_members(name):
    f, args = equation(name, 7, 5)
    assert_allclose(f(*args), [f(*(a[i] for a in args)) for i in range(7)], rtol=1e-14)


def test_a_population_may_share_what_came_in():
    delta, a = normal(7, 5, 3), normal(5, 4)
    assert_array_equal(weight_gradient(delta, a), [weight_gradient(d, a) for d in delta])
    W = normal(3, 4)  # and networks may share a weight
    z = normal(7, 5, 4)
    assert_allclose(
        hidden_error(delta, W, z, tanh_derivative),
        [hidden_error(d, W, own, tanh_derivative) for d, own in zip(delta, z, strict=True)],
        rtol=1e-14,
    )


@pytest.mark.parametrize("name", EQUATIONS)
@pytest.mark.parametrize("shape", [(), (5,), (7, 5)])
def test_precision_layout_and_arguments_are_kept(name, shape):
    f, args = equation(name, *shape)
    if name == "hidden_error" and not shape:
        args = (args[0], normal(3, 4), args[2])
    wanted = f(*args)
    for dtype in (np.float32, np.float64):
        views = [frozen(a.astype(dtype)) for a in args]
        before = [a.copy() for a in views]
        found = f(*views)
        assert found.dtype == dtype
        assert_allclose(found, wanted, rtol=1e-14 if dtype == np.float64 else 1e-5, atol=1e-6)
        assert not any(np.shares_memory(found, a) for a in views)
        for a, b in zip(views, before, strict=True):
            assert_array_equal(a, b)
    whole = [np.rint(3 * a).astype(int) for a in args]
    assert f(*whole).dtype == np.float64
    assert_array_equal(f(*whole), f(*(a.astype(float) for a in whole)))
    with_nan = [a.copy() for a in args]
    with_nan[0][..., 1] = np.nan
    assert np.isnan(f(*with_nan)).any()


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (
            lambda: output_error(normal(5, 3), normal(5), tanh_derivative),
            ValueError,
            "output_gradient and z of one",
        ),
        (lambda: output_error(normal(3), normal(3), 1.0), TypeError, "a function as activation_derivative"),
        (
            lambda: output_error("a", normal(3), tanh_derivative),
            TypeError,
            "numbers as output_gradient, got 'a'",
        ),
        (
            lambda: hidden_error(normal(5, 4), normal(3, 4), normal(5, 3), tanh_derivative),
            ValueError,
            r"next_weight of shape \(m, d\), got \(5, 4\) and \(3, 4\)",
        ),
        (
            lambda: hidden_error(normal(5, 3), normal(3), normal(5, 3), tanh_derivative),
            ValueError,
            r"got \(5, 3\) and \(3,\)",
        ),
        (
            lambda: hidden_error(normal(3, 3), normal(7, 3, 4), normal(7, 3, 4), tanh_derivative),
            ValueError,
            r"got \(3, 3\) and \(7, 3, 4\)",
        ),
        (
            lambda: hidden_error(normal(5, 3), normal(3, 4), normal(4), tanh_derivative),
            ValueError,
            r"z of one shape, got \(5, 4\) and \(4,\)",
        ),
        (lambda: hidden_error(normal(3), normal(3, 4), normal(4), None), TypeError, "a function"),
        (lambda: bias_gradient(2.0), ValueError, r"got shape \(\)"),
        (lambda: bias_gradient(normal(1, 2, 3, 4)), ValueError, "error of shape"),
        (lambda: weight_gradient(normal(5, 3), normal(4)), ValueError, r"got \(5, 3\) and \(4,\)"),
        (lambda: weight_gradient(normal(3), normal(5, 4)), ValueError, r"got \(3,\) and \(5, 4\)"),
        (lambda: weight_gradient(normal(5, 3), normal(6, 4)), ValueError, r"\(5, 3\) and \(6, 4\)"),
        (lambda: weight_gradient(normal(3), 1.0), ValueError, r"got \(3,\) and \(\)"),
        (lambda: weight_gradient(normal(7, 5, 3), normal(7, 4)), ValueError, r"\(7, 5, 3\) and \(7, 4\)"),
    ],
)
def test_equations_refuse_what_does_not_fit(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


# The equations put together (their agreement with the other ways: test_three_ways.py)


def mse(prediction, target):
    return losses.mean_squared_error_value_and_gradient(prediction, target)


def test_the_tiny_network_of_the_chapter():
    params = {"0.weight": np.array([[3.0]]), "0.bias": np.zeros(1)}
    params |= {"2.weight": np.array([[0.5]]), "2.bias": np.zeros(1)}
    found = backward_by_equations(params, [[2]], [[5]], activations=["relu", "identity"], loss=mse)
    assert [a.item() for a in found.activations] == [2, 6, 3]
    assert [z.item() for z in found.pre_activations] == [6, 3]
    assert [e.item() for e in found.errors] == [-2, -4]
    assert found.value == 4
    assert {name: g.item() for name, g in found.grads.items()} == {
        "0.weight": -4, "0.bias": -2, "2.weight": -24, "2.bias": -4,
    }  # fmt: skip


def test_layers_are_taken_by_their_number_not_by_their_place():
    network = mlp([2, 3, 3, 3, 3, 3, 1], activation="tanh")
    params = network.init(np.random.default_rng(0))  # 0, 2, 4, 6, 8, 10
    x, y = normal(4, 2), normal(4, 1, seed=1)
    options = {"activations": ["tanh"] * 5 + ["identity"], "loss": mse}
    found = backward_by_equations(params, x, y, **options)
    assert list(found.grads) == list(params)
    shuffled = {name: params[name] for name in sorted(params, reverse=True)}
    again = backward_by_equations(shuffled, x, y, **options)
    for name in params:
        assert_array_equal(found.grads[name], again.grads[name])
    assert_allclose(found.activations[-1], network(params, x), rtol=1e-14)


LAYERS = {"0.weight": normal(3, 2), "0.bias": normal(3)}


@pytest.mark.parametrize(
    ("params", "x", "activations", "sentence"),
    [
        ({}, normal(4, 2), [], "a weight and a bias for every layer, such as 0.weight, got none"),
        ({"0.weight": normal(3, 2)}, normal(4, 2), ["tanh"], "a bias for every layer"),
        (LAYERS | {"1.gamma": normal(3)}, normal(4, 2), ["tanh"], "a bias for every layer"),
        (LAYERS, normal(4, 2), "tanh", "one activation for each of 1 layers, got 'tanh'"),
        (LAYERS, normal(4, 2), ["tanh", "tanh"], "one activation for each of 1 layers"),
        (LAYERS, normal(4, 2), ["softmax"], "got 'softmax'"),
        (LAYERS, normal(4, 3), ["tanh"], r"got \(4, 3\), \(3, 2\) and \(3,\)"),
        (LAYERS, normal(2), ["tanh"], r"a batch of shape \(n, d\)"),
        (LAYERS, normal(5, 4, 2), ["tanh"], r"got \(5, 4, 2\)"),
        (LAYERS | {"0.bias": normal(1)}, normal(4, 2), ["tanh"], r"\(3, 2\) and \(1,\)"),
    ],
)
def test_a_stack_that_is_none_is_refused(params, x, activations, sentence):
    with pytest.raises(ValueError, match=f"^backward_by_equations expected .*{sentence}"):
        backward_by_equations(params, x, normal(4, 3), activations=activations, loss=mse)


# Differences

FUNCTIONS = {  # analytic, with their gradients
    "quadratic": (lambda x: (x * x).sum() / 2, lambda x: x),
    "sine": (lambda x: np.sin(x).sum(), np.cos),
    "exponential": (lambda x: np.exp(x / 3).sum(), lambda x: np.exp(x / 3) / 3),
    "product": (lambda x: np.prod(x + 5), lambda x: np.prod(x + 5) / (x + 5)),
}
ATTAINED = {"central": 1e-9, "forward": 1e-6, "complex": 1e-14}


@pytest.mark.parametrize("method", STEPS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_differences_are_as_good_as_promised(method, name):
    f, gradient = FUNCTIONS[name]
    x = normal(2, 3)
    error = np.abs(numerical_gradient(f, x, method=method) - gradient(x)).max() / max(1, abs(f(x)))
    assert error < ATTAINED[method]


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4, 1e12])
def test_the_step_grows_with_the_number(size):
    for method in STEPS:
        found = numerical_gradient(lambda x: (x * x).sum(), [size], method=method)
        assert_allclose(found, [2 * size], rtol={"complex": 1e-15, "central": 1e-8, "forward": 1e-4}[method])


def test_each_method_is_its_formula():
    def f(x):
        return x**3

    # exact in binary: x = 1, h = 1/4
    assert numerical_gradient(f, 1, method="central", step=0.25) == (1.25**3 - 0.75**3) / 0.5
    assert numerical_gradient(f, 1, method="forward", step=0.25) == (1.25**3 - 1) / 0.25
    assert numerical_gradient(f, 1, method="complex", step=0.25) == ((1 + 0.25j) ** 3).imag / 0.25


def test_the_default_step_is_the_best_one():
    def worst(method, step):
        return np.abs(
            numerical_gradient(lambda x: np.sin(x).sum(), x, method=method, step=step) - np.cos(x)
        ).max()

    x = np.linspace(-1, 1, 50)
    for method in ("central", "forward"):
        assert worst(method, None) < min(worst(method, STEPS[method] * k) for k in (1e3, 1e-3)) / 10


def test_the_change_is_divided_by_the_step_that_was_taken():
    # 0.1 + h is rounded, by up to 1e-10 of h: it shows where the function itself is exact.
    found = numerical_gradient(lambda x: x, 0.1, method="forward", step=1e-7)
    assert found == 1.0
    assert numerical_gradient(lambda x: x, 0.1) == 1.0


@given(x=arrays(np.float64, st.tuples(st.integers(0, 3), st.integers(1, 3)), elements=st.floats(-10, 10)))
def test_shapes_are_kept(x):
    for method in STEPS:
        found = numerical_gradient(lambda x: (x * x).sum(), x, method=method)
        assert found.shape == x.shape
        assert_allclose(found, 2 * x, atol=1e-5)


def test_dictionaries_numbers_integers_and_float32():
    def f(p):
        return (p["w"] ** 2).sum() * p["b"]

    found = numerical_gradient(f, {"w": [1, 2], "b": np.float32(3)}, method="complex")
    assert_allclose(found["w"], [6, 12], rtol=1e-15)
    assert found["b"] == 5
    assert np.ndim(found["b"]) == 0
    assert all(g.dtype == np.float64 for g in found.values())
    whole = numerical_gradient(lambda x: (x**3).sum(), np.array([1, 2]))
    assert_allclose(whole, [3, 12], rtol=1e-9)
    single = numerical_gradient(lambda x: (x**3).sum(), np.array([1, 2], np.float32))
    assert_array_equal(single, whole)
    assert numerical_gradient(lambda p: 1.0, {}) == {}
    for method in STEPS:  # an entry that is not used has the slope 0
        found = numerical_gradient(lambda p: p["w"] ** 2, {"w": 3.0, "unused": [1.0, 2]}, method=method)
        assert_array_equal(found["unused"], [0, 0])


def test_what_comes_in_is_not_modified_and_the_function_may_not_either():
    x = frozen(normal(2, 3))
    before = x.copy()
    seen = []

    def f(moved):
        seen.append(moved)
        return (moved * moved).sum()

    numerical_gradient(f, x)
    assert_array_equal(x, before)
    assert len(seen) == 12
    for moved in seen:  # one number differs, all others stay
        assert (moved != x).sum() == 1

    def vandal(p):
        p["w"][:] = 0
        return p["b"].sum()

    for method in STEPS:
        with pytest.raises(ValueError, match="read-only"):
            numerical_gradient(vandal, {"b": np.ones(2), "w": np.ones(2)}, method=method)


def test_nan_gives_nan_and_infinities_do_not_warn():
    assert_array_equal(np.isnan(numerical_gradient(lambda x: (x * x).sum(), [1, np.nan])), [True, True])
    assert np.isnan(numerical_gradient(lambda x: math.inf, 1.0))
    assert numerical_gradient(lambda x: 1.0 if x < 1 else math.inf, 1.0) == math.inf


@pytest.mark.parametrize(
    ("f", "x", "options", "error", "sentence"),
    [
        (3, 1.0, {}, TypeError, "a function as f"),
        (lambda x: x, [1.0, 2], {}, ValueError, r"one number, got an array of shape \(2,\); sum it up"),
        (lambda x: None, 1.0, {}, TypeError, "numbers as value of f, got None"),
        (lambda x: np.float32(x), 1.0, {}, TypeError, "a number in float64, got float32"),
        (lambda x: 1j * x, 1.0, {}, TypeError, "a real number, got a complex one$"),
        (abs, 1.0, {"method": "complex"}, TypeError, "a complex number, got a real one; abs, .real"),
        (lambda x: x, 1.0, {"method": "backward"}, ValueError, "'complex' as method, got 'backward'"),
        (lambda x: x, 1.0, {"step": 0}, ValueError, "a positive step, got 0"),
        (lambda x: x, 1e20, {"step": 1.0}, ValueError, r"a step that changes 1e\+20, got 1$"),
        (lambda x: x, 1e20, {"step": 1.0, "method": "forward"}, ValueError, "a step that changes"),
        (lambda x: x, 1j, {}, TypeError, "real numbers as x"),
        (lambda x: x["w"], {"w": "one"}, {}, TypeError, "real numbers as w, got 'one'"),
    ],
)
def test_differences_refuse(f, x, options, error, sentence):
    with pytest.raises(error, match=f"^numerical_gradient expected .*{sentence}"):
        numerical_gradient(f, x, **options)


# Relative errors


def test_relative_errors():
    big, inf, nan = 1.7e308, math.inf, math.nan
    with np.errstate(all="raise"):
        assert relative_error(1, 2) == 0.5
        assert relative_error([0, -0.0, inf, -inf], [0, 0, inf, -inf]).tolist() == [0, 0, 0, 0]
        assert relative_error([big, -big, 5e-324, 1], [-big, big, -5e-324, 0]).tolist() == [2, 2, 2, 1]
        assert relative_error([inf, 1, inf], [1, -inf, -inf]).tolist() == [inf] * 3
        assert np.isnan(relative_error([nan, nan, 0, nan], [1, nan, nan, inf])).all()
    assert relative_error(1 + 2**-52, 1) == 2**-52 / (1 + 2**-52)
    assert relative_error(np.float32(1), np.float32([2, 3])).dtype == np.float32
    with pytest.raises(ValueError, match=r"got \(2,\) and \(3,\)"):
        relative_error([1, 2], [1, 2, 3])


@given(a=st.floats(allow_nan=False, allow_infinity=False), b=st.floats(allow_nan=False, allow_infinity=False))
def test_relative_errors_are_symmetric_and_between_0_and_2(a, b):
    error = relative_error(a, b)
    assert error == relative_error(b, a) == relative_error(-a, -b)
    assert bool(error == 0) is (a == b)
    assert 0 <= error <= 2


# Gradient checks

RNG = np.random.default_rng
NETWORKS = {
    "Linear": Linear(4, 3),
    "Linear without bias": Linear(4, 3, bias=False),
    "Activation": Activation("silu"),
    "LayerNorm": LayerNorm(4),
    "BatchNorm1d": BatchNorm1d(4),
    "Dropout": Dropout(0.4),
    "Flatten": Flatten(),
    "Sequential": Sequential(
        Linear(4, 6), LayerNorm(6), Activation("tanh"), Dropout(0.3), Linear(6, 5), BatchNorm1d(5)
    ),
}
SCORES = {name: getattr(losses, name) for name in losses.__all__ if name.endswith("_value_and_gradient")}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("train", [False, True])
@pytest.mark.parametrize("method", STEPS)
def test_right_gradients_pass(name, train, method):
    network = NETWORKS[name]
    params = network.init(RNG(0))
    check = gradient_check(network, params, normal(6, 4), method=method, train=train, rng=RNG(1))
    assert check.passed, check
    assert check
    assert set(check.errors) == {*network.shapes, "input"}
    if method == "complex":
        assert max(e.absolute for e in check.errors.values()) < 1e-12
    assert str(check).endswith(f"tolerance {check.tolerance:g})")


@pytest.mark.parametrize("name", SCORES)
def test_right_losses_pass(name):
    network = mlp([4, 5, 3], activation="tanh")
    if name.startswith("binary_cross_entropy_value"):
        network = Sequential(*network.layers, Activation("sigmoid"))
    target = RNG(2).integers(0, 3, 6) if name.startswith("cross") else RNG(2).uniform(size=(6, 3))
    for method in ("central", "complex"):
        check = gradient_check(
            network, network.init(RNG(0)), normal(6, 4), target, loss=SCORES[name], method=method
        )
        assert check.passed, check


def test_populations_pass_on_shared_and_on_own_batches():
    network = mlp([4, 5, 3], activation="tanh")
    params = network.init(RNG(0), population=3)
    for x in (normal(6, 4), normal(3, 6, 4)):
        check = gradient_check(
            network, params, x, RNG(2).integers(0, 3, 6), loss=losses.cross_entropy_value_and_gradient
        )
        assert check.passed, check
        assert check.errors["input"].shape == x.shape
        assert check.errors["0.weight"].shape == (3, 5, 4)


def test_float32_and_integers_are_checked_in_float64():
    network = mlp([4, 5, 3], activation="tanh")
    params = network.init(RNG(0), dtype=np.float32)
    check = gradient_check(network, params, np.arange(24).reshape(6, 4) % 5)
    assert check.passed, check
    whole = {"weight": np.array([[3, 4]]), "bias": np.array([1])}
    assert gradient_check(Linear(2, 1), whole, [[1, 2]]).passed
    assert whole["weight"].dtype == int


class Planted:
    """A layer whose gradients pass through `spoil` before they are handed on."""

    def __init__(self, network, spoil):
        self.network, self.spoil = network, spoil

    def forward(self, params, x):
        value, pullback = self.network.forward(params, x)
        return value, lambda dy: self.spoil(*pullback(dy))


def spoil(name, change):
    return lambda dx, grads: (dx, {n: change(g) if n == name else g for n, g in grads.items()})


def add_to_one(g, much=1e-4):
    g = g.copy()
    g[1, 2] += much
    return g


MISTAKES = {
    "a mean instead of a sum": (spoil("0.bias", lambda g: g / 6), "0.bias"),
    "a sign": (spoil("2.weight", lambda g: -g), "2.weight"),
    "a factor": (spoil("2.weight", lambda g: 1.0001 * g), "2.weight"),
    "one entry": (spoil("0.weight", add_to_one), "0.weight"),
    "two entries exchanged": (spoil("2.bias", lambda g: g[::-1]), "2.bias"),
    "nothing": (spoil("2.bias", lambda g: 0 * g), "2.bias"),
    "NaN": (spoil("2.bias", lambda g: np.nan * g), "2.bias"),
    "infinity": (spoil("2.bias", lambda g: np.inf * np.ones_like(g)), "2.bias"),
    "the input's": (lambda dx, grads: (0.5 * dx, grads), "input"),
}


@pytest.mark.parametrize("method", STEPS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_wrong_gradients_fail_and_the_table_says_which(mistake, method):
    network = mlp([4, 5, 3], activation="tanh")
    change, name = MISTAKES[mistake]
    if (mistake, method) == ("a factor", "forward"):
        change = spoil(name, lambda g: 1.01 * g)
    check = gradient_check(
        Planted(network, change),
        network.init(RNG(0)),
        normal(6, 4),
        normal(6, 3, seed=1),
        loss=mse,
        method=method,
    )
    assert not check.passed
    assert not check
    assert check.failed == (name,)
    table = str(check)
    assert re.search(rf"^{re.escape(name)} .* wrong$", table, re.MULTILINE)
    assert table.count("wrong") == 1
    assert table.count(" ok\n") == 4
    assert f"failed: {name} (" in table
    if mistake == "one entry":
        error = check.errors[name]
        assert error.worst == (1, 2)
        assert error.pullback - error.differences == pytest.approx(1e-4, rel=1e-2)
        assert error.absolute == pytest.approx(1e-4, rel=1e-2)


def test_a_gradient_of_the_loss_that_is_wrong_fails_too():
    def half(prediction, target):
        value, gradient = mse(prediction, target)
        return value, gradient / 2

    network = mlp([4, 3])
    check = gradient_check(network, network.init(RNG(0)), normal(6, 4), normal(6, 3), loss=half)
    assert check.failed == ("0.weight", "0.bias", "input")


def test_no_output_hides_another():
    # A sum of all outputs would not see that two of them are exchanged.
    mixed = Planted(Linear(4, 3), lambda dx, grads: (dx, {n: g[::-1] for n, g in grads.items()}))
    assert not gradient_check(mixed, Linear(4, 3).init(RNG(0)), normal(6, 4)).passed


class WrongInTraining:
    """Dropout that scales forward, but not back: a mistake that inference does not show."""

    def forward(self, params, x, *, train=False, rng=None):
        value, pullback = Dropout(0.4).forward(params, x, train=train, rng=rng)
        return value, lambda dy: (0.6 * pullback(dy)[0] if train else dy, {})


def test_training_is_checked_where_wanted():
    assert gradient_check(WrongInTraining(), {}, normal(6, 4)).passed
    assert gradient_check(WrongInTraining(), {}, normal(6, 4), train=True, rng=RNG(0)).failed == ("input",)


def test_a_zero_gradient_is_no_division_by_zero():
    check = gradient_check(Linear(4, 3), {"weight": np.zeros((3, 4)), "bias": np.zeros(3)}, np.zeros((6, 4)))
    assert check.passed
    assert check.errors["input"].relative == 0


def test_the_tolerance_decides():
    network, params = Linear(4, 3), Linear(4, 3).init(RNG(0))
    nearly = Planted(network, lambda dx, grads: ((1 + 1e-3) * dx, grads))
    assert gradient_check(nearly, params, normal(6, 4), tolerance=1e-2).passed
    assert not gradient_check(nearly, params, normal(6, 4), tolerance=1e-4).passed
    nan = GradientCheck(gradient_check(network, params, normal(6, 4)).errors, float("nan"), "central")
    assert not nan


def test_a_check_changes_nothing_and_draws_nothing():
    network = NETWORKS["Sequential"]
    params = {name: frozen(a) if a.ndim else a for name, a in network.init(RNG(0)).items()}
    before = {name: a.copy() for name, a in params.items()}
    x, rng = frozen(normal(6, 4)), RNG(5)
    first = gradient_check(network, params, x, train=True, rng=rng)
    assert first.passed
    assert rng.random() == RNG(5).random()
    for name, a in before.items():
        assert_array_equal(params[name], a)
    second = gradient_check(network, params, x, train=True, rng=RNG(5))
    assert str(second) == str(first)


def test_a_layer_of_ones_own_may_leave_out_the_input():
    class Scale:
        def forward(self, params, x):
            return params["a"] * x, lambda dy: (None, {"a": (dy * x).sum()})

    check = gradient_check(Scale(), {"a": 2.0}, normal(3, 2))
    assert check.passed
    assert list(check.errors) == ["a"]
    assert check.errors["a"].worst == ()


NET = mlp([4, 3])
THETA = NET.init(RNG(0))
X, Y = normal(6, 4), normal(6, 3)


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda: gradient_check(NET, THETA, X, Y), TypeError, "a loss with the target"),
        (
            lambda: gradient_check(NET, THETA, X, Y, loss=losses.mean_squared_error),
            TypeError,
            "a loss that returns its value and its gradient",
        ),
        (lambda: gradient_check(NET, THETA, X, method="both"), ValueError, "as method, got 'both'"),
        (lambda: gradient_check(NET, THETA, X, tolerance=0), ValueError, "a positive tolerance"),
        (lambda: gradient_check(NET, THETA, np.nan * X), ValueError, "a finite loss, got nan"),
        (
            lambda: gradient_check(NET, THETA, X, Y, loss=lambda p, y: (np.inf, p)),
            ValueError,
            "a finite loss, got inf",
        ),
        (
            lambda: gradient_check(
                NET, THETA, X, Y, loss=lambda p, y: (0.0 if p[0, 0] == P00 else np.inf, p)
            ),
            ValueError,
            "a finite loss, got inf",
        ),
        (
            lambda: gradient_check(Planted(NET, lambda dx, g: (dx, {"0.bias": g["0.bias"]})), THETA, X),
            ValueError,
            "gradients of 0.bias, 0.weight, got those of 0.bias$",
        ),
        (
            lambda: gradient_check(Planted(NET, lambda dx, g: (dx, g | {"1.bias": dx})), THETA, X),
            ValueError,
            "got those of 0.bias, 0.weight, 1.bias$",
        ),
        (
            lambda: gradient_check(Planted(NET, spoil("0.weight", lambda g: g.T)), THETA, X),
            ValueError,
            r"a gradient of 0.weight in its shape \(3, 4\), got shape \(4, 3\)",
        ),
        (
            lambda: gradient_check(Planted(NET, lambda dx, g: (dx[0], g)), THETA, X),
            ValueError,
            r"the input in its shape \(6, 4\), got shape \(4,\)",
        ),
        (lambda: gradient_check(NET, THETA, "x"), TypeError, "real numbers as x, got 'x'"),
    ],
)
def test_what_cannot_be_checked_is_refused(call, error, sentence):
    with pytest.raises(error, match=f"^gradient_check expected .*{sentence}"):
        call()


P00 = NET(THETA, X)[0, 0]
