"""Penalties and their gradients, weight decay, and the rule of early stopping."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import SGD, Adam, AdamW, BatchNorm1d, Linear, Sequential, member, mlp, regularization
from nnbook.backprop import numerical_gradient
from nnbook.regularization import EarlyStopping, l1_penalty_gradient, l2_penalty_gradient

PENALTIES = ("l1_penalty", "l2_penalty")
FORMULAS = {"l1_penalty": lambda w: abs(w), "l2_penalty": lambda w: w * w / 2}
NETWORK = mlp([4, 5, 3])


def three(name):
    """Return value, gradient, and both at once."""
    return tuple(getattr(regularization, name + end) for end in ("", "_gradient", "_value_and_gradient"))


def parameters(**options):
    return NETWORK.init(np.random.default_rng(0), **options)


def test_the_table_names_everything():
    ends = ("", "_gradient", "_value_and_gradient")
    assert ["EarlyStopping", *(name + end for name in PENALTIES for end in ends)] == regularization.__all__


@pytest.mark.parametrize("name", PENALTIES)
@pytest.mark.parametrize("biases", [False, True])
def test_values_by_hand_gradients_by_the_complex_step_and_both_at_once(name, biases):
    value, gradient, both = three(name)
    params = parameters()
    counted = [w for key, w in params.items() if biases or "weight" in key]
    by_hand = 0.3 * sum(FORMULAS[name](number) for w in counted for number in w.flat)
    assert_allclose(value(params, 0.3, biases=biases), by_hand, rtol=1e-14)
    grads = gradient(params, 0.3, biases=biases)
    assert list(grads) == list(params)
    by_step = numerical_gradient(lambda p: value(p, 0.3, biases=biases), params, method="complex")
    for key, g in grads.items():
        assert_allclose(g, by_step[key], rtol=1e-12, atol=0)
        assert np.any(g) == (biases or "weight" in key)
    v, g = both(params, 0.3, biases=biases)
    assert v == value(params, 0.3, biases=biases)
    for key in params:
        assert_array_equal(g[key], grads[key])
    assert inspect.signature(value).parameters == inspect.signature(both).parameters
    assert inspect.signature(value).parameters == inspect.signature(gradient).parameters


@pytest.mark.parametrize("name", PENALTIES)
@pytest.mark.parametrize("biases", [False, True])
@pytest.mark.parametrize("strength", [0.3, [0.0, 0.1, 2.0]])
def test_a_population_is_its_members(name, biases, strength):
    params = parameters(population=3)
    values, grads = three(name)[2](params, strength, biases=biases, population=True)
    assert values.shape == (3,)
    for i, lambda_ in enumerate(np.broadcast_to(strength, 3)):
        value, own = three(name)[2](member(params, i), lambda_, biases=biases)
        assert_allclose(values[i], value, rtol=1e-14)
        for key in params:
            assert_allclose(grads[key][i], own[key], rtol=1e-15)


@pytest.mark.parametrize("name", PENALTIES)
def test_running_statistics_never_count(name):
    network = Sequential(Linear(4, 3), BatchNorm1d(3))
    params = network.init(np.random.default_rng(0))
    value, grads = three(name)[2](params, 0.5, biases=True)
    assert set(grads) == set(network.shapes)
    learned = {key: params[key] for key in network.shapes}
    assert value == three(name)[0](learned, 0.5, biases=True)


def test_a_weight_of_zero_is_not_pulled():
    params = {"weight": np.array([0.0, -0.0, 2, -2])}
    assert_array_equal(l1_penalty_gradient(params, 0.5)["weight"], [0, 0, 0.5, -0.5])
    assert_array_equal(l2_penalty_gradient(params, 0.5)["weight"], [0, 0, 1, -1])


@pytest.mark.parametrize("name", PENALTIES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("population", [None, 3])
@pytest.mark.parametrize("strength", [0.3, [0.3, 0.3, 0.3]])
def test_precision_layout_and_arguments_are_kept(name, dtype, population, strength):
    if population is None and isinstance(strength, list):
        strength = np.array(0.3)
    params = parameters(population=population)
    options = {"biases": True, "population": population is not None}
    wanted = three(name)[2](params, strength, **options)
    views = {}
    for key, w in params.items():
        views[key] = np.repeat(w.astype(dtype), 2, axis=-1)[..., ::2]
        views[key].flags.writeable = False
    before = {key: w.copy() for key, w in views.items()}
    value, grads = three(name)[2](views, strength, **options)
    assert value.dtype == dtype
    assert_allclose(value, wanted[0], rtol=1e-5)
    for key, g in grads.items():
        assert g.dtype == dtype
        assert_allclose(g, wanted[1][key], rtol=1e-5)
        assert not np.shares_memory(g, views[key])
        assert_array_equal(views[key], before[key])


@pytest.mark.parametrize("name", PENALTIES)
def test_integers_and_nan(name):
    whole = {"weight": np.array([[1, -2]]), "bias": np.array([3])}
    value, grads = three(name)[2](whole, 1)
    assert value == {"l1_penalty": 3, "l2_penalty": 2.5}[name]
    assert {g.dtype.name for g in grads.values()} == {"float64"}
    broken = {"weight": np.array([[1, np.nan]]), "bias": np.array([np.nan])}
    value, grads = three(name)[2](broken, 1)
    assert np.isnan(value)
    assert_array_equal(np.isnan(grads["weight"]), [[False, True]])
    assert_array_equal(grads["bias"], [0])  # a bias that does not count cannot spoil anything


@given(w=arrays(np.float64, (3, 4), elements=st.floats(-1e3, 1e3)), strength=st.floats(0, 10))
def test_properties(w, strength):
    for name in PENALTIES:
        value, gradient, _ = three(name)
        penalty = value({"weight": w}, strength)
        assert penalty >= 0
        assert value({"weight": -w}, strength) == penalty
        assert value({"weight": w}, 0) == 0
        assert_allclose(value({"weight": w}, 2 * strength), 2 * penalty, rtol=1e-14, atol=1e-300)
        parts = {"0.weight": w[:1], "1.weight": w[1:]}
        assert_allclose(value(parts, strength), penalty, rtol=1e-13, atol=1e-300)
        # A homogeneous function of degree k: w · gradient = k · value (Euler).
        along = (w * gradient({"weight": w}, strength)["weight"]).sum()
        assert_allclose(along, {"l1_penalty": 1, "l2_penalty": 2}[name] * penalty, rtol=1e-12, atol=1e-300)


def train(optimizer, params, penalty=None, steps=20):
    """Take steps along the gradient of a quadratic, with a penalty where wanted."""
    state = optimizer.init(params)
    for _ in range(steps):
        grads = {name: np.cos(p) for name, p in params.items()}
        if penalty:
            extra = penalty(params)
            grads = {name: g + extra[name] for name, g in grads.items()}
        params, state = optimizer.update(params, grads, state)
    return params


def distance(a, b):
    return max(np.abs(a[name] - b[name]).max() for name in a)


def test_weight_decay_is_the_l2_penalty_for_plain_sgd_and_not_for_adamw():
    def penalty(params):
        return l2_penalty_gradient(params, 0.3, biases=True)  # optimizers decay biases too, as PyTorch's do

    start = parameters()
    same = [(SGD(0.1), SGD(0.1, weight_decay=0.3)), (Adam(0.1), Adam(0.1, weight_decay=0.3))]
    same.append((SGD(0.1, momentum=0.9), SGD(0.1, momentum=0.9, weight_decay=0.3)))
    for plain, decaying in same:
        assert distance(train(plain, start, penalty), train(decaying, start)) < 1e-13
        assert distance(train(plain, start), train(decaying, start)) > 1e-2
    assert distance(train(Adam(0.1), start, penalty), train(AdamW(0.1, weight_decay=0.3), start)) > 1e-2
    shrunk = {name: (1 - 0.1 * 0.3) * p - 0.1 * np.cos(p) for name, p in start.items()}
    assert distance(train(SGD(0.1), start, penalty, steps=1), shrunk) < 1e-15


@pytest.mark.parametrize(
    ("params", "strength", "options", "error", "sentence"),
    [
        ({}, 1, {}, ValueError, "at least one parameter named weight, such as 0.weight, got none"),
        ({"w": np.ones(2)}, 1, {}, ValueError, "at least one parameter named weight, .* got w"),
        ({"weight": "w"}, 1, {}, TypeError, "numbers as weight, got 'w'"),
        ({"weight": np.ones(2)}, -1, {}, ValueError, "a strength of at least 0, got -1"),
        ({"weight": np.ones(2)}, np.nan, {}, ValueError, "finite numbers as strength"),
        ({"weight": np.ones(2)}, "1", {}, TypeError, "real numbers as strength"),
        ({"weight": np.ones(2)}, [1, 2], {}, ValueError, "one strength for one network .*population=True"),
        (
            {"weight": np.ones((3, 2))}, [1, 2], {"population": True}, ValueError,
            r"one strength for 3 networks, got shape \(2,\)",
        ),
        (
            {"0.weight": np.ones((3, 2)), "1.weight": np.ones((4, 2))}, 1, {"population": True}, ValueError,
            r"one first axis on all, got 0.weight of shape \(3, 2\), 1.weight of shape \(4, 2\)",
        ),
        ({"weight": np.array(1.0)}, 1, {"population": True}, ValueError, r"got weight of shape \(\)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", PENALTIES)
def test_penalties_refuse(name, params, strength, options, error, sentence):
    for function in three(name):
        with pytest.raises(error, match=f"^{name}.* expected .*{sentence}"):
            function(params, strength, **options)


# Early stopping


@given(
    new=st.floats(-1e6, 1e6), best=st.floats(-1e6, 1e6), delta=st.floats(0, 10), patience=st.integers(1, 5)
)
def test_better_means_by_more_than_min_delta(new, best, delta, patience):
    low = EarlyStopping(patience, min_delta=delta)
    high = EarlyStopping(patience, min_delta=delta, mode="max")
    assert low.better(new, best) == (new < best - delta) == high.better(-new, -best)
    assert not low.better(best, best)
    assert not high.better(best, best)
    assert low.better(new, low.worst)
    assert high.better(new, high.worst)


def test_each_network_of_a_population_is_judged_by_itself():
    rule = EarlyStopping(2, min_delta=0.1)
    best = np.array([1.0, 1.0, np.inf, 1.0], np.float32)
    assert rule.better(np.array([0.8, 0.95, 5.0, np.nan], np.float32), best).tolist() == [
        True,
        False,
        True,
        False,
    ]
    assert rule.exhausted(np.array([0, 1, 2, 3])).tolist() == [False, False, True, True]
    assert EarlyStopping(2, mode="max").better([1.5, 0.5], [1, 1]).tolist() == [True, False]


def test_nan_and_the_worst_are_never_better():
    for mode in ("min", "max"):
        rule = EarlyStopping(1, mode=mode)
        assert not rule.better(np.nan, rule.worst)
        assert not rule.better(rule.worst, rule.worst)


@pytest.mark.parametrize("patience", [1, 3])
def test_the_epochs_of_a_training(patience):
    losses = [5, 4, 4.5, 4.2, 3.9, 4, 4, 4, 4, 4]
    rule, waited, best, improvements = EarlyStopping(patience), 0, np.inf, []
    for epoch, loss in enumerate(losses):
        if rule.better(loss, best):
            best, waited = loss, 0
            improvements.append(epoch)
        else:
            waited += 1
        if rule.exhausted(waited):
            break
    assert (epoch, improvements) == {1: (2, [0, 1]), 3: (7, [0, 1, 4])}[patience]


def test_a_rule_is_immutable_and_knows_its_defaults():
    rule = EarlyStopping(5)
    assert (rule.min_delta, rule.monitor, rule.mode) == (0.0, "validation_loss", "min")
    assert rule == EarlyStopping(5, monitor="validation_loss")
    with pytest.raises(AttributeError):
        rule.patience = 6


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"patience": 0}, ValueError, "at least 1 as patience, got 0"),
        ({"patience": 1.5}, TypeError, "a whole number of patience, got 1.5"),
        ({"min_delta": -0.1}, ValueError, "min_delta of at least 0, got -0.1"),
        ({"min_delta": np.inf}, ValueError, "finite numbers as min_delta"),
        ({"min_delta": "0"}, TypeError, "real numbers as min_delta"),
        ({"monitor": 3}, TypeError, "the name of a column as monitor, got 3"),
        ({"mode": "auto"}, ValueError, "'min' or 'max' as mode, got 'auto'"),
    ],
)
def test_early_stopping_refuses(options, error, sentence):
    with pytest.raises(error, match=f"^EarlyStopping expected .*{sentence}"):
        EarlyStopping(**{"patience": 3, **options})


def test_better_refuses_what_is_no_number():
    with pytest.raises(TypeError, match=r"EarlyStopping\.better expected real numbers, got 'low'"):
        EarlyStopping(3).better("low", 1.0)


# PyTorch


@pytest.mark.torch
@pytest.mark.parametrize("name", PENALTIES)
def test_pytorch_finds_the_same(name):
    torch = pytest.importorskip("torch", reason="PyTorch comes with: pip install nnbook[torch]")
    params = parameters() | {"1.weight": np.array([0.0, -1.0])}
    theta = {key: torch.tensor(w, requires_grad=True) for key, w in params.items()}
    counted = [theta[key] for key in theta if "weight" in key]
    terms = [w.abs().sum() if name == "l1_penalty" else 0.5 * w.square().sum() for w in counted]
    penalty = 0.3 * sum(terms)
    penalty.backward()
    value, grads = three(name)[2](params, 0.3)
    assert_allclose(value, penalty.item(), rtol=1e-14)
    for key, w in theta.items():
        assert_allclose(grads[key], 0 * params[key] if w.grad is None else w.grad.numpy(), rtol=1e-14)


@pytest.mark.torch
def test_pytorch_s_weight_decay_is_this_penalty():
    torch = pytest.importorskip("torch", reason="PyTorch comes with: pip install nnbook[torch]")
    params = parameters()
    theta = [torch.tensor(w, requires_grad=True) for w in params.values()]
    for w in theta:
        w.grad = torch.zeros_like(w)
    torch.optim.SGD(theta, lr=1.0, weight_decay=0.3).step()
    pull = l2_penalty_gradient(params, 0.3, biases=True)
    for (key, w), after in zip(params.items(), theta, strict=True):
        assert_allclose(w - pull[key], after.detach().numpy(), rtol=1e-14)
