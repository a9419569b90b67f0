"""Every layer: gradients, PyTorch, populations, randomness, precision, threads and errors.

The table below is keyed by the layers of ``nnbook.layers``: a new layer without a row fails.
"""

import dataclasses
import functools
import inspect
import math
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import nnbook
from nnbook import ACTIVATIONS, initializers, layers
from nnbook.layers import (
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    Sequential,
    member,
    mlp,
    stack,
)

N, FEATURES = 5, 3
IMAGES = (N, 2, 3)

DEEP = Sequential(
    Linear(3, 4),
    Sequential(BatchNorm1d(4), Activation("tanh"), Sequential(Dropout(0.25))),
    LayerNorm(4),
    Linear(4, 2, bias=False),
)

LAYERS = {
    "Activation": [
        *(Activation(name) for name in ACTIVATIONS),
        Activation("leaky_relu", negative_slope=0.3),
        Activation("elu", alpha=2.5),
    ],
    "BatchNorm1d": [BatchNorm1d(3), BatchNorm1d(3, eps=0.5, momentum=0.7)],
    "Dropout": [Dropout(0.4), Dropout(), Dropout(0)],
    "Flatten": [Flatten(), Sequential(Flatten(), Linear(6, 2)), Sequential(Activation("tanh"), Flatten())],
    "LayerNorm": [LayerNorm(3), LayerNorm(3, eps=0.5)],
    "Linear": [Linear(3, 4), Linear(3, 1), Linear(3, 4, bias=False)],
    "Sequential": [
        DEEP,
        Sequential(Activation("sigmoid")),
        Sequential(Activation("softplus"), Linear(3, 3), Activation("gelu")),
        mlp([3, 4, 4, 2], activation="silu", dropout=0.3),
    ],
}
NO_LAYERS = {"Forward", "Layer", "Parameters", "Pullback", "Randomness", "member", "mlp", "stack"}
REAL_ONLY = {"step"}

CASES = {f"{name}-{i}": layer for name, row in LAYERS.items() for i, layer in enumerate(row)}
MANY_ACTIVATIONS = {c for c, layer in CASES.items() if isinstance(layer, Activation) and not layer.options}
IMAGE_CASES = {f"Flatten-{i}" for i in range(len(LAYERS["Flatten"]))}

every = pytest.mark.parametrize("case", CASES)
one_of_a_kind = pytest.mark.parametrize("case", [c for c in CASES if c not in MANY_ACTIVATIONS])
both_modes = pytest.mark.parametrize("train", [False, True], ids=["eval", "train"])


def rng(seed=0):
    return np.random.default_rng(seed)


def inner(layer):
    """Return the layers that a layer consists of."""
    return [part for one in layer.layers for part in inner(one)] if isinstance(layer, Sequential) else [layer]


def has(layer, *kinds):
    return any(isinstance(part, kinds) for part in inner(layer))


def parameters(layer, *, seed=1, population=None, dtype=np.float64):
    """Return parameters in which no entry is at its first, special value."""
    params, generator = layer.init(rng(seed), population=population, dtype=dtype), rng(seed + 1)
    for name, array in params.items():
        if name.endswith("running_var"):
            params[name] = generator.uniform(0.5, 2, array.shape).astype(dtype)
        elif not name.endswith("num_batches_tracked"):
            params[name] = generator.normal(0, 1, array.shape).astype(dtype)
    return params


def inputs(case, *, seed=3, n=N, members=()):
    """Return a batch whose entries stay away from the kink at 0."""
    shape = (n, *IMAGES[1:]) if case in IMAGE_CASES else (n, FEATURES)
    x = rng(seed).normal(0, 1.5, (*members, *shape))
    return x + np.copysign(0.05, x)


def run(layer, params, x, *, train, dy=None, seed=5):
    """Return the output, the gradient dy that was fed to the pullback, the input's, and the parameters'."""
    value, pullback = layer.forward(params, x, train=train, rng=rng(seed))
    dy = rng(7).normal(0, 1, value.shape).astype(value.dtype) if dy is None else dy
    return value, dy, *pullback(dy)


def assert_same(found, wanted, **tolerance):
    """Compare two dictionaries of arrays, exactly where no tolerance is given."""
    assert list(found) == list(wanted)
    for name, array in wanted.items():
        assert found[name].shape == array.shape
        if tolerance:
            assert_allclose(found[name], array, err_msg=name, **tolerance)
        else:
            assert_array_equal(found[name], array, err_msg=name)


def test_every_layer_is_in_the_table():
    classes = {name for name in layers.__all__ if name not in NO_LAYERS}
    assert set(LAYERS) == classes
    assert {cls.__name__ for cls in all_subclasses(Layer) if cls.__module__.startswith("nnbook")} == classes
    for name, row in LAYERS.items():
        assert isinstance(row[0], getattr(layers, name))
    assert all(getattr(nnbook, name) is getattr(layers, name) for name in layers.__all__)
    assert layers.__all__ == sorted(layers.__all__)


def all_subclasses(cls):
    return {sub for direct in cls.__subclasses__() for sub in ({direct} | all_subclasses(direct))}


@every
def test_layers_are_values(case):
    layer = CASES[case]
    assert hash(layer) == hash(layer)
    for field in dataclasses.fields(layer):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(layer, field.name, None)


# Gradients


def numerical(f, array, *, complex_step):
    """Return the derivatives of a number f with respect to every entry of an array."""
    found = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        step = np.zeros(array.shape, complex if complex_step else float)
        step[index] = 1e-200j if complex_step else 6e-6
        ends = (f(array + step).imag, 0) if complex_step else (f(array + step), f(array - step))
        found[index] = (ends[0] - ends[1]) / (1e-200 if complex_step else 1.2e-5)
    return found


@every
@both_modes
def test_gradients_against_numerical_ones(case, train):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    _, dy, dx, grads = run(layer, params, x, train=train)
    complex_step = not any(isinstance(part, Activation) and part.name in REAL_ONLY for part in inner(layer))

    def loss(params, x):
        return (layer.forward(params, x, train=train, rng=rng(5)).value * dy).sum()

    tolerance = {"rtol": 1e-12, "atol": 1e-13} if complex_step else {"rtol": 1e-8, "atol": 1e-9}
    assert_allclose(dx, numerical(lambda x: loss(params, x), x, complex_step=complex_step), **tolerance)
    assert {name: array.shape for name, array in grads.items()} == layer.shapes
    for name, grad in grads.items():
        wanted = numerical(
            lambda a, n=name: loss(params | {n: a}, x), params[name], complex_step=complex_step
        )
        assert_allclose(grad, wanted, err_msg=name, **tolerance)


@one_of_a_kind
@both_modes
def test_parameter_gradients_without_that_of_the_input(case, train):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    value, pullback = layer.forward(params, x, train=train, rng=rng())
    dx, grads = pullback(value)
    none, alone = pullback(value, wrt_input=False)
    assert none is None
    assert dx.shape == x.shape
    assert_same(alone, grads)


@one_of_a_kind
@both_modes
def test_a_pullback_can_be_called_again_and_is_linear(case, train):
    layer, x = CASES[case], inputs(case)
    value, pullback = layer.forward(parameters(layer), x, train=train, rng=rng())
    dy, other = rng(1).normal(size=value.shape), rng(2).normal(size=value.shape)
    dx, grads = pullback(dy)
    again, same = pullback(dy)
    assert_array_equal(again, dx)
    assert_same(same, grads)
    both, sums = pullback(dy + 2 * other)
    second, more = pullback(other)
    assert_allclose(both, dx + 2 * second, rtol=1e-12, atol=1e-13)
    assert_same(sums, {n: grads[n] + 2 * more[n] for n in grads}, rtol=1e-11, atol=1e-13)


def test_the_data_s_gradient_is_not_computed_when_it_is_not_wanted():
    called = []

    class Spy(Sequential):
        """Note which pullbacks are asked for the gradient of their input."""

        def forward(self, params, x, *, train=False, rng=None):
            step = super().forward(params, x, train=train, rng=rng)

            def pullback(dy, *, wrt_input=True):
                called.append((type(self.layers[0]).__name__, wrt_input))
                return step.pullback(dy, wrt_input=wrt_input)

            return layers.Forward(step.value, pullback)

    network = Sequential(Spy(Flatten()), Spy(Linear(3, 2)), Spy(Activation("tanh")))
    value, pullback = network.forward(parameters(network), inputs(""))
    pullback(value, wrt_input=False)
    assert called == [("Activation", True), ("Linear", False)]
    called.clear()
    pullback(value)
    assert called == [("Activation", True), ("Linear", True), ("Flatten", True)]


@every
def test_inference_is_what_forward_returns(case):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    step = layer.forward(params, x)
    assert_array_equal(layer(params, x), step.value)
    assert step.buffers == {}
    if isinstance(layer, Sequential):
        assert_array_equal(layer.trace(params, x)[-1], step.value)


# Reuse: nothing is stored


@one_of_a_kind
@both_modes
def test_two_passes_do_not_disturb_each_other(case, train):
    layer, params = CASES[case], parameters(CASES[case])
    first, second = inputs(case), inputs(case, seed=30, n=N + 2)
    _, dy, dx, grads = run(layer, params, first, train=train)
    pullback = layer.forward(params, first, train=train, rng=rng(5)).pullback
    run(layer, parameters(layer, seed=40), second, train=train, seed=6)
    found, alone = pullback(dy)
    assert_array_equal(found, dx)
    assert_same(alone, grads)


@pytest.mark.parametrize("network", [DEEP, mlp([3, 4, 4, 2], dropout=0.3)], ids=["deep", "mlp"])
def test_eight_threads_share_a_network(network):
    jobs = [(parameters(network, seed=k), inputs("", seed=k)) for k in range(8)]
    alone = [run(network, params, x, train=True, seed=k) for k, (params, x) in enumerate(jobs)]
    between = threading.Barrier(8, timeout=60)

    def work(k):
        for _ in range(5):
            between.wait()
            params, x = jobs[k]
            value, pullback = network.forward(params, x, train=True, rng=rng(k))
            between.wait()  # all eight are between forward and backward
            result = value, *pullback(alone[k][1])
        return result

    with ThreadPoolExecutor(8) as pool:
        for (value, dx, grads), wanted in zip(pool.map(work, range(8)), alone, strict=True):
            assert_array_equal(value, wanted[0])
            assert_array_equal(dx, wanted[2])
            assert_same(grads, wanted[3])


def test_a_layer_used_twice_in_one_network():
    layer, act = Linear(3, 3), Activation("tanh")
    twice = Sequential(layer, act, layer, act)
    apart = Sequential(Linear(3, 3), Activation("tanh"), Linear(3, 3), Activation("tanh"))
    params, x = parameters(twice), inputs("")
    for found, wanted in zip(
        run(twice, params, x, train=True), run(apart, params, x, train=True), strict=True
    ):
        assert_same(found, wanted) if isinstance(found, dict) else assert_array_equal(found, wanted)

    shared = {name: array for name, array in params.items() if name.startswith("0.")}
    tied = shared | {name.replace("0.", "2."): array for name, array in shared.items()}
    _, dy, _, grads = run(twice, tied, x, train=True)

    def loss(weight):
        own = {"weight": weight, "bias": shared["0.bias"]}
        return (np.tanh(layer(own, np.tanh(layer(own, x)))) * dy).sum()

    assert_allclose(
        grads["0.weight"] + grads["2.weight"],
        numerical(loss, shared["0.weight"], complex_step=True),
        rtol=1e-12,
        atol=1e-13,
    )


@one_of_a_kind
@both_modes
def test_nothing_is_modified_and_read_only_strided_arrays_work(case, train):
    layer = CASES[case]
    plain_x, plain = inputs(case), parameters(layer)
    value, dy, dx, grads = run(layer, plain, plain_x, train=train)

    def awkward(array):
        """Return the same numbers, read-only and with gaps between them."""
        view = np.asfortranarray(np.repeat(array, 2, axis=-1))[..., ::2] if array.ndim else array.copy()
        view.flags.writeable = False
        return view

    x, params = awkward(plain_x), {name: awkward(array) for name, array in plain.items()}
    found, _, found_dx, found_grads = run(layer, params, x, train=train, dy=awkward(dy))
    assert_allclose(found, value, rtol=1e-13, atol=1e-14)
    assert_allclose(found_dx, dx, rtol=1e-12, atol=1e-13)
    assert_same(found_grads, grads, rtol=1e-12, atol=1e-13)
    assert_array_equal(x, plain_x)
    assert_same(params, plain)


@one_of_a_kind
@both_modes
def test_gradients_are_no_views_of_parameters(case, train):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    step = layer.forward(params, x, train=train, rng=rng())
    _, grads = step.pullback(np.ones_like(step.value))
    for made in (grads, step.buffers):
        for array in made.values():
            assert array.flags.writeable
            assert not any(np.shares_memory(array, other) for other in params.values())


# Precision, integers, NaN, empty batches


@every
@both_modes
def test_float32_stays_float32(case, train):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    small = {name: array.astype(np.float32) if array.ndim else array for name, array in params.items()}
    exact = run(layer, params, x, train=train)
    found = run(layer, small, x.astype(np.float32), train=train, dy=exact[1].astype(np.float32))
    for ours, wanted in zip(found, exact, strict=True):
        for one, true in zip(
            *(r.values() if isinstance(r, dict) else [r] for r in (ours, wanted)), strict=True
        ):
            assert one.dtype == np.float32
            assert_allclose(one, true, rtol=2e-3, atol=2e-4)
    buffers = layer.forward(small, x.astype(np.float32), train=train, rng=rng()).buffers
    for name, array in buffers.items():
        assert array.dtype == params[name].dtype if name.endswith("tracked") else np.float32
    assert layer(small, x.astype(np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    "layer",
    [
        Dropout(np.float64(0.5)),
        LayerNorm(3, eps=np.float64(1e-5)),
        BatchNorm1d(3, eps=np.float64(1e-5), momentum=np.float64(0.1)),
        Activation("leaky_relu", negative_slope=np.float64(0.1)),
    ],
    ids=repr,
)
def test_options_that_are_numpy_numbers_leave_float32_alone(layer):
    x, params = inputs("").astype(np.float32), parameters(layer, dtype=np.float32)
    value, _, dx, grads = run(layer, params, x, train=True)
    buffers = layer.forward(params, x, train=True, rng=rng()).buffers
    for array in (value, dx, *grads.values(), *(buffers[n] for n in buffers if n.startswith("running"))):
        assert array.dtype == np.float32


@one_of_a_kind
@both_modes
def test_integers_and_lists_become_float64(case, train):
    layer = CASES[case]
    x, params = np.round(inputs(case) * 3).astype(int) * 2 + 1, parameters(layer)
    wanted = run(layer, params, x.astype(float), train=train)
    for form in (x, x.tolist(), x.astype(np.int8)):
        found = run(layer, params, form, train=train)
        assert found[0].dtype == np.float64
        assert_array_equal(found[0], wanted[0])
        assert_array_equal(found[2], wanted[2])
        assert_same(found[3], wanted[3])
        assert_array_equal(layer(params, form), layer(params, x.astype(float)))


@every
@both_modes
def test_nan_in_a_sample_gives_nan_out(case, train):
    layer, x = CASES[case], inputs(case)
    x[(2, *(0,) * (x.ndim - 1))] = np.nan
    params = parameters(layer)
    value, dy, dx, _ = run(layer, params, x, train=train)
    assert np.isnan(value[2]).any()
    if not (train and has(layer, BatchNorm1d)):  # which mixes the samples
        assert np.isfinite(np.delete(value, 2, axis=0)).all()
        assert np.isfinite(np.delete(dx, 2, axis=0)).all()
    if params:
        assert any(np.isnan(grad).any() for grad in run(layer, params, x, train=train, dy=dy)[3].values())


@one_of_a_kind
def test_nan_parameters_give_nan_out(case):
    layer, x = CASES[case], inputs(case)
    for name in layer.shapes:
        broken = parameters(layer)
        broken[name] = np.full_like(broken[name], np.nan)
        assert np.isnan(layer(broken, x)).all()


@one_of_a_kind
@both_modes
def test_empty_batches_give_empty_outputs_and_gradients_of_zero(case, train):
    layer, x = CASES[case], inputs(case)
    params = parameters(layer)
    wanted = layer(params, x).shape[1:]
    assert layer(params, x[:0]).shape == (0, *wanted)
    if train and has(layer, BatchNorm1d):
        with pytest.raises(ValueError, match="BatchNorm1d expected at least two samples to train on"):
            layer.forward(params, x[:0], train=True, rng=rng())
        return
    value, _, dx, grads = run(layer, params, x[:0], train=train)
    assert value.shape == (0, *wanted)
    assert dx.shape == x[:0].shape
    assert_same(grads, {name: np.zeros(shape) for name, shape in layer.shapes.items()})


# Batches


def one_by_one(case, train):
    """Return whether the samples of a batch do not see each other."""
    return not (train and has(CASES[case], BatchNorm1d, Dropout))


@one_of_a_kind
@both_modes
@settings(max_examples=6)
@given(order=st.permutations(range(N)), seed=st.integers(0, 9))
def test_permuting_rows_permutes_outputs(case, train, order, seed):
    layer, x = CASES[case], inputs(case, seed=seed)
    if train and any(isinstance(part, Dropout) and part.p for part in inner(layer)):
        train = False
    params = parameters(layer)
    value, dy, dx, grads = run(layer, params, x, train=train)
    found, _, found_dx, found_grads = run(layer, params, x[order], train=train, dy=dy[order])
    assert_allclose(found, value[order], rtol=1e-11, atol=1e-12)
    assert_allclose(found_dx, dx[order], rtol=1e-10, atol=1e-11)
    assert_same(found_grads, grads, rtol=1e-10, atol=1e-11)


@one_of_a_kind
@settings(max_examples=6)
@given(cut=st.integers(0, N), seed=st.integers(0, 9))
def test_gradients_of_split_batches_add_up(case, cut, seed):
    layer, x = CASES[case], inputs(case, seed=seed)
    train = one_by_one(case, train=True)
    params = parameters(layer)
    value, dy, dx, grads = run(layer, params, x, train=train)
    parts = [run(layer, params, x[p], train=train, dy=dy[p]) for p in (slice(cut), slice(cut, None))]
    assert_allclose(np.concatenate([part[0] for part in parts]), value, rtol=1e-12, atol=1e-13)
    assert_allclose(np.concatenate([part[2] for part in parts]), dx, rtol=1e-12, atol=1e-13)
    assert_same({n: parts[0][3][n] + parts[1][3][n] for n in grads}, grads, rtol=1e-11, atol=1e-12)


@settings(max_examples=6)
@given(n=st.integers(1, 9), seed=st.integers(0, 99))
def test_the_loss_of_a_batch_is_the_mean_of_single_losses_and_so_is_its_gradient(n, seed):
    network = mlp([3, 4, 3], activation="tanh")
    params, x, target = (
        parameters(network, seed=seed),
        inputs("", seed=seed, n=n),
        rng(seed).integers(0, 3, n),
    )

    def loss_and_gradients(x, target):
        logits, pullback = network.forward(params, x, train=True)
        loss, dy = nnbook.cross_entropy_value_and_gradient(logits, target)
        return loss, pullback(dy)[1]

    loss, grads = loss_and_gradients(x, target)
    single = [loss_and_gradients(x[i : i + 1], target[i : i + 1]) for i in range(n)]
    assert_allclose(loss, np.mean([one for one, _ in single]), rtol=1e-12)
    means = {name: np.mean([g[name] for _, g in single], axis=0) for name in grads}
    assert_same(grads, means, rtol=1e-10, atol=1e-13)


# Populations

S = 4

# Flatten belongs before the population: images are shared, and layers with parameters come behind it.
ONE_OR_OWN = [
    pytest.param(case, own, id=f"{case}-{'own' if own else 'shared'}")
    for case, layer in CASES.items()
    for own in (False, True)
    if case not in MANY_ACTIVATIONS and not (case in IMAGE_CASES and (own or not layer.shapes))
]


@pytest.mark.parametrize(("case", "own"), ONE_OR_OWN)
@both_modes
def test_a_population_is_its_members(case, train, own):
    layer = CASES[case]
    params = parameters(layer, population=S)
    x = inputs(case, members=(S,) if own else ())
    several = any(isinstance(part, Dropout) and part.p for part in inner(layer)) and train
    generators = rng(11).spawn(S)
    step = layer.forward(params, x, train=train, rng=generators)
    dy = rng(7).normal(size=(S, *step.value.shape[-2:]))
    if not (layer.shapes or own or several):
        assert step.value.shape == x.shape  # nothing differs between the networks yet
        dy = dy[0]
    dx, grads = step.pullback(dy)
    _, alone = step.pullback(dy, wrt_input=False)
    assert_same(alone, grads)
    for k, generator in enumerate(rng(11).spawn(S)):
        one = layer.forward(member(params, k), x[k] if own else x, train=train, rng=generator)
        slope, gradients = one.pullback(dy[k] if dy.ndim > 2 else dy)
        pick = (lambda a, k=k: a[k]) if step.value.ndim > 2 else (lambda a: a)
        exact = {"rtol": 1e-12, "atol": 1e-13}
        assert_allclose(pick(step.value), one.value, **exact)
        assert_allclose(pick(dx), slope, **exact)
        assert_same({n: g[k] for n, g in grads.items()}, gradients, **exact)
        assert_same({n: b[k] for n, b in step.buffers.items()}, one.buffers, **exact)
        inference = layer(params, x)
        assert_allclose(
            pick(inference) if inference.ndim > 2 else inference,
            layer(member(params, k), x[k] if own else x),
            **exact,
        )


def test_stack_and_member_are_inverse():
    networks = [parameters(DEEP, seed=k) for k in range(3)]
    population = stack(networks)
    for k, network in enumerate(networks):
        assert_same(member(population, k), network)
        assert_same(member(population, k - 3), network)
    assert member(population, 1)["1.0.num_batches_tracked"] == 0
    with pytest.raises(IndexError, match="got index 3 of a population of 3"):
        member(population, 3)
    with pytest.raises(IndexError, match="got index -4 of a population of 3"):
        member(population, -4)
    with pytest.raises(IndexError, match="got index 0 of parameters without a common first axis"):
        member(DEEP.init(rng()), 0)


@pytest.mark.parametrize(
    ("networks", "sentence"),
    [
        ([], "stack expected the parameters of at least one network, got none"),
        ([{"a": np.ones(1)}, {"b": np.ones(1)}], r"the same names, got \['a'\] and \['b'\]"),
        ([{"a": np.ones(1)}, {"a": np.ones(2)}], r"one shape, got a of shapes \(1,\) and \(2,\)"),
    ],
)
def test_networks_that_cannot_be_stacked(networks, sentence):
    with pytest.raises(ValueError, match=sentence):
        stack(networks)


# First parameters


@one_of_a_kind
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_first_parameters(case, dtype):
    layer = CASES[case]
    params = layer.init(rng(), dtype=dtype)
    assert {name: array.shape for name, array in params.items()} == layer.shapes | layer.buffer_shapes
    assert sum(params[name].size for name in layer.shapes) == layer.parameter_count
    assert all(isinstance(array, np.ndarray) for array in params.values())
    assert {array.dtype for n, array in params.items() if not n.endswith("tracked")} <= {np.dtype(dtype)}
    assert_same(params, layer.init(rng(), dtype=dtype))
    population = layer.init(rng(), population=S, dtype=dtype)
    for k, generator in enumerate(rng().spawn(S)):
        one = layer.init(generator, dtype=dtype)
        assert_same(member(population, k), one)
        assert all(population[name].dtype == one[name].dtype for name in one)


@one_of_a_kind
def test_parameters_come_in_the_layer_s_order(case):
    """The order of a state_dict: gradients and parameters, flattened, belong together."""
    layer = CASES[case]
    grads = run(layer, layer.init(rng()), inputs(case), train=True)[3]
    assert list(grads) == list(layer.shapes) == [name for name in layer.init(rng()) if name in layer.shapes]


def test_first_parameters_are_the_initializers_draws():
    layer = Linear(6, 4)
    generator = rng(5)
    weight = initializers.linear_default(generator, (4, 6))
    bias = initializers.linear_default(generator, (4,), fan_in=6)
    assert_same(layer.init(rng(5)), {"weight": weight, "bias": bias})

    layer = Linear(6, 4, weight_initializer=initializers.he_normal, bias_initializer=initializers.zeros)
    generator = rng(5)
    wanted = {"weight": initializers.he_normal(generator, (4, 6)), "bias": np.zeros(4)}
    assert_same(layer.init(rng(5)), wanted)
    constant = functools.partial(initializers.constant, value=0.5)
    assert_array_equal(Linear(6, 4, bias_initializer=constant).init(rng())["bias"], np.full(4, 0.5))

    network, generator = mlp([6, 4, 2], weight_initializer=initializers.he_uniform), rng(5)
    draws = {}
    for i, (fan_in, fan_out) in {0: (6, 4), 2: (4, 2)}.items():
        draws[f"{i}.weight"] = initializers.he_uniform(generator, (fan_out, fan_in))
        draws[f"{i}.bias"] = initializers.linear_default(generator, (fan_out,), fan_in=fan_in)
    assert_same(network.init(rng(5)), draws)


def test_parameter_counts_worked_by_hand():
    assert Linear(64, 10).parameter_count == 650
    assert Linear(64, 10, bias=False).parameter_count == 640
    assert BatchNorm1d(8).parameter_count == LayerNorm(8).parameter_count == 16
    assert Activation("relu").parameter_count == Dropout().parameter_count == 0
    assert mlp([784, 256, 128, 10]).parameter_count == 235_146
    assert DEEP.parameter_count == 16 + 8 + 8 + 8


def test_mlp_has_an_activation_between_every_two_linear_layers():
    kinds = [type(layer).__name__ for layer in mlp([5, 4, 3, 2], dropout=0.1).layers]
    assert kinds == ["Linear", "Activation", "Dropout", "Linear", "Activation", "Dropout", "Linear"]
    assert [layer.width for layer in mlp([5, 4, 3, 2]).layers][::2] == [(5, 4), (4, 3), (3, 2)]
    assert mlp([2, 1]).layers == (Linear(2, 1),)
    assert mlp([2, 3, 1]).layers[1] == Activation("relu")
    assert mlp([2, 3, 1], activation="tanh").layers[1] == Activation("tanh")
    steep = Activation("leaky_relu", negative_slope=0.5)
    assert mlp((2, 3, 1), activation=steep).layers[1] == steep
    assert mlp([2, 3, 1], dropout=0.4).layers[2] == Dropout(0.4)
    no_shift = mlp([2, 3, 1], bias_initializer=initializers.zeros).init(rng())
    assert not no_shift["0.bias"].any()
    assert not no_shift["2.bias"].any()


def test_trace_is_the_way_through_the_network():
    params, x = parameters(DEEP), inputs("")
    trace = DEEP.trace(params, x.tolist())
    assert len(trace) == len(DEEP.layers) + 1
    assert_array_equal(trace[0], x)
    for i, layer in enumerate(DEEP.layers):
        own = {name.removeprefix(f"{i}."): a for name, a in params.items() if name.startswith(f"{i}.")}
        assert_array_equal(trace[i + 1], layer(own, trace[i]))
    assert_array_equal(trace[-1], DEEP(params, x))


def test_width_is_known_where_it_is_fixed():
    assert (Linear(3, 4).width, LayerNorm(3).width, BatchNorm1d(3).width) == ((3, 4), (3, 3), (3, 3))
    assert Activation("relu").width == Dropout().width == Flatten().width == (None, None)
    assert DEEP.width == (3, 2)
    assert Sequential(Dropout(), Activation("relu")).width == (None, None)
    assert Sequential(Flatten(), DEEP, Dropout()).width == (3, 2)


# Dropout


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean(p):
    x = np.ones((300, 400))
    y = Dropout(p).forward({}, x, train=True, rng=rng()).value
    kept = y != 0
    assert abs(kept.mean() - (1 - p)) < 5 * math.sqrt(p * (1 - p) / x.size)
    assert abs(y.mean() - 1) < 5 * math.sqrt(p / (1 - p) / x.size)
    assert_array_equal(y[kept], 1 / (1 - p))
    for axis, length in ((0, 300), (1, 400)):  # every row and column has its own draws
        spread = kept.mean(axis=axis).std() / math.sqrt(p * (1 - p) / length)
        assert 0.85 < spread < 1.15


def test_dropout_drops_the_same_entries_forward_and_backward():
    layer, x = Dropout(0.4), inputs("", n=200)
    value, dy, dx, _ = run(layer, {}, x, train=True)
    assert_allclose(dx, dy * (value / x), rtol=1e-14)
    assert_array_equal(dx == 0, value == 0)
    assert 0 < (value == 0).sum() < value.size


def test_dropout_does_nothing_outside_training_or_with_probability_0():
    x = inputs("")
    for layer, train in ((Dropout(0.9), False), (Dropout(0), True)):
        value, pullback = layer.forward({}, x, train=train)
        assert_array_equal(value, x)
        assert_array_equal(pullback(x)[0], x)
    generator = rng()
    Dropout(0.9).forward({}, x, rng=generator)
    assert generator.bit_generator.state == rng().bit_generator.state


def test_the_layers_of_a_network_draw_one_after_the_other():
    network, x = Sequential(Dropout(0.5), Dropout(0.5)), np.ones((40, 50))
    generator = rng()
    first = Dropout(0.5).forward({}, x, train=True, rng=generator).value
    second = Dropout(0.5).forward({}, x, train=True, rng=generator).value
    assert (first != second).any()
    assert_array_equal(network.forward({}, x, train=True, rng=rng()).value, first * second)


@pytest.mark.parametrize("shape", [(3, 6, 4), (3, 6, 4, 2)])
def test_every_network_of_a_population_has_its_own_draws(shape):
    x, layer = np.ones(shape), Dropout(0.5)
    value = layer.forward({}, x, train=True, rng=rng().spawn(3)).value
    alone = [layer.forward({}, x[k], train=True, rng=one).value for k, one in enumerate(rng().spawn(3))]
    assert_array_equal(value, alone)
    if len(shape) == 3:  # one batch for all becomes one for each
        shared = layer.forward({}, x[0], train=True, rng=rng().spawn(3))
        assert_array_equal(shared.value, value)
        assert_array_equal(shared.pullback(x)[0], value)


def test_the_same_seed_drops_the_same_entries_in_both_precisions():
    x = inputs("", n=50)
    y = Dropout(0.3).forward({}, x, train=True, rng=rng()).value
    small = Dropout(0.3).forward({}, x.astype(np.float32), train=True, rng=rng()).value
    assert_array_equal(y == 0, small == 0)


# BatchNorm


@pytest.mark.parametrize("momentum", [0.1, 0.7, 1])
def test_batch_norm_counts_batches_and_keeps_running_averages(momentum):
    layer = BatchNorm1d(3, momentum=momentum)
    params, mean, variance = layer.init(rng()), np.zeros(3), np.ones(3)
    for k in range(1, 5):
        x = inputs("", seed=k, n=k + 1)
        step = layer.forward(params, x, train=True)
        assert_allclose(step.value.mean(axis=0), 0, atol=1e-13)
        assert_allclose(step.value.var(axis=0), x.var(axis=0) / (x.var(axis=0) + 1e-5), rtol=1e-12)
        mean = (1 - momentum) * mean + momentum * x.mean(axis=0)
        variance = (1 - momentum) * variance + momentum * x.var(axis=0, ddof=1)
        before = {name: array.copy() for name, array in params.items()}
        assert set(step.buffers) == set(layer.buffer_shapes)
        params, old = params | step.buffers, params
        assert_same(old, before)
        assert_allclose(params["running_mean"], mean, rtol=1e-14)
        assert_allclose(params["running_var"], variance, rtol=1e-14)
        count = params["num_batches_tracked"]
        assert isinstance(count, np.ndarray)
        assert count.dtype.kind == "i"
        assert count == k


def test_normalizing_far_from_zero_keeps_its_digits():
    x = inputs("", n=50)
    for layer in (BatchNorm1d(3), LayerNorm(3)):
        near = layer.forward(layer.init(rng()), x, train=True)
        far = layer.forward(layer.init(rng()), x + 2.0**30, train=True)
        assert_allclose(far.value, near.value, atol=1e-5)


def test_constant_features_are_not_divided_by_zero():
    with np.errstate(all="raise"):
        for layer in (BatchNorm1d(3), LayerNorm(3)):
            value, _, dx, grads = run(layer, layer.init(rng()), np.full((4, 3), 7.0), train=True)
            assert_array_equal(value, 0)
            assert np.isfinite(dx).all()
            assert_array_equal(grads["weight"], 0)


@pytest.mark.parametrize("layer", [LayerNorm(3), BatchNorm1d(3)], ids=["layer", "batch"])
@settings(max_examples=6)
@given(shift=st.floats(-10, 10), scale=st.floats(0.5, 10), seed=st.integers(0, 99))
def test_normalizing_forgets_shift_and_scale(layer, shift, scale, seed):
    tiny = dataclasses.replace(layer, eps=1e-300)
    params, x = parameters(layer), inputs("", seed=seed, n=6)
    value = tiny.forward(params, x, train=True).value
    assert_allclose(tiny.forward(params, scale * x + shift, train=True).value, value, rtol=1e-7, atol=1e-8)


def test_extreme_inputs_do_not_overflow():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for layer in LAYERS["Activation"]:
            for size in (1e3, 1e150, 1e300):
                x = np.array([[size, -size, size]])
                value, _, dx, _ = run(layer, {}, x, train=True, dy=np.ones((1, 3)))
                assert not np.isnan(value).any()
                assert np.isfinite(dx).all()


# What is refused

X = np.ones((2, 3))
POPULATION = parameters(Linear(3, 2), population=4)
TWO_LINEAR = Sequential(Linear(3, 3), Linear(3, 2))


def changed(layer, *, population=None, **arrays):
    return parameters(layer, population=population) | arrays


MISFITS = {
    "features": (
        Linear(64, 10),
        None,
        np.ones((32, 65)),
        "Linear expected 64 features, got an array of shape (32, 65)",
    ),
    "one feature": (Linear(1, 10), None, X, "Linear expected 1 feature, got an array of shape (2, 3)"),
    "features of a norm": (
        LayerNorm(4),
        None,
        X,
        "LayerNorm expected 4 features, got an array of shape (2, 3)",
    ),
    "features of a batch norm": (BatchNorm1d(4), None, X, "BatchNorm1d expected 4 features, got"),
    **{
        f"one sample, {layer}": (
            layer,
            None,
            X[0],
            f"{type(inner(layer)[0]).__name__} expected a batch with one sample per row, got an array of shape (3,); "
            "write x[None] for a single sample",
        )
        for layer in (
            Linear(3, 2),
            LayerNorm(3),
            BatchNorm1d(3),
            Dropout(),
            Flatten(),
            Activation("relu"),
            mlp([3, 2]),
        )
    },
    "one number": (
        Linear(1, 2),
        None,
        5.0,
        "Linear expected a batch with one sample per row, got one number",
    ),
    "rows of different lengths": (Linear(3, 2), None, [[1, 2, 3], [4]], "got rows of different lengths"),
    "x for several, one network": (
        Linear(3, 2),
        None,
        np.ones((4, 2, 3)),
        "Linear expected x of shape (n, 3) for one network, got shape (4, 2, 3)",
    ),
    "x for too few networks": (
        Linear(3, 2),
        POPULATION,
        np.ones((5, 2, 3)),
        "Linear expected x of shape (n, 3) for a population of 4, got shape (5, 2, 3)",
    ),
    "four axes": (
        Linear(3, 2),
        POPULATION,
        np.ones((4, 1, 2, 3)),
        "for a population of 4, got shape (4, 1, 2, 3)",
    ),
    "two populations": (
        TWO_LINEAR,
        parameters(TWO_LINEAR, population=4)
        | {n: a[:3] for n, a in parameters(TWO_LINEAR, population=4).items() if n.startswith("1")},
        X,
        "for a population of 3, got shape (4, 2, 3)",
    ),
    "weight and bias of two populations": (
        Linear(3, 2),
        POPULATION | {"bias": np.ones((5, 2))},
        X,
        "Linear expected weight and bias of the same networks, got shapes (4, 2, 3) and (5, 2)",
    ),
    "a shared bias": (
        Linear(3, 2),
        POPULATION | {"bias": np.ones(2)},
        X,
        "the same networks, got shapes (4, 2, 3) and (2,)",
    ),
    "scale and shift of two populations": (
        LayerNorm(3),
        {"weight": np.ones((4, 3)), "bias": np.ones((5, 3))},
        X,
        "LayerNorm expected weight, bias of the same networks, got shapes (4, 3), (5, 3)",
    ),
    "statistics of another population": (
        BatchNorm1d(3),
        changed(BatchNorm1d(3), running_var=np.ones((4, 3))),
        X,
        "BatchNorm1d expected weight, bias, running_mean, running_var of the same networks, got shapes (3,), (3,),",
    ),
    "shape of the weight": (
        Linear(3, 2),
        changed(Linear(3, 2), weight=np.ones((3, 2))),
        X,
        "Linear expected weight of shape (2, 3), or (S, 2, 3) for a population, got shape (3, 2)",
    ),
    "shape of the bias": (
        Linear(3, 2),
        changed(Linear(3, 2), bias=np.ones(3)),
        X,
        "expected bias of shape (2,), or (S, 2) for",
    ),
    "shape of a scale": (
        LayerNorm(3),
        changed(LayerNorm(3), weight=np.ones(2)),
        X,
        "LayerNorm expected weight of shape (3,)",
    ),
    "no weight": (
        Linear(3, 2),
        {"bias": np.ones(2)},
        X,
        "Linear expected a parameter named 'weight', got bias",
    ),
    "no bias": (
        Linear(3, 2),
        {"weight": np.ones((2, 3))},
        X,
        "Linear expected a parameter named 'bias', got weight",
    ),
    "no parameters": (LayerNorm(3), {}, X, "LayerNorm expected a parameter named 'weight', got none"),
    "no statistics": (
        BatchNorm1d(3),
        {"weight": np.ones(3), "bias": np.ones(3)},
        X,
        "BatchNorm1d expected a parameter named 'running_mean', got bias, weight",
    ),
    "names of a network": (
        mlp([3, 2]),
        {"weight": np.ones((2, 3))},
        X,
        "Sequential expected a parameter named '0.weight', got weight",
    ),
    "no parameters of a network": (
        mlp([3, 2]),
        {},
        X,
        "Sequential expected a parameter named '0.weight', got none",
    ),
    "too many parameters": (
        mlp([3, 2]),
        changed(mlp([3, 2]), **{"1.weight": X, "fc": X}),
        X,
        "Sequential expected the parameters of its layers, got also 1.weight, fc",
    ),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_misfits_get_a_sentence(misfit):
    layer, params, x, sentence = MISFITS[misfit]
    params = parameters(layer) if params is None else params
    calls = [layer, layer.forward, functools.partial(layer.forward, train=True, rng=rng())]
    for call in calls:
        with pytest.raises(ValueError, match="expected") as caught:
            call(params, x)
        assert sentence in str(caught.value)


@one_of_a_kind
def test_words_are_refused(case):
    layer = CASES[case]
    for call in (layer, layer.forward):
        with pytest.raises(TypeError, match=r"\w+ expected (real )?numbers as x, got strings"):
            call(parameters(layer), [["a", "b", "c"]])


@pytest.mark.parametrize("x", [X[:1], np.ones((4, 1, 3))], ids=["one", "one each"])
def test_batch_norm_does_not_train_on_one_sample(x):
    layer = BatchNorm1d(3)
    params = layer.init(rng(), population=4 if x.ndim == 3 else None)
    assert layer(params, x).shape == x.shape
    with pytest.raises(ValueError, match="BatchNorm1d expected at least two samples to train on, got shape"):
        layer.forward(params, x, train=True)


@pytest.mark.parametrize(
    "bad",
    [None, 0, [], [rng(), 1], np.random.RandomState(0)],
    ids=["none", "a seed", "an empty list", "a list with a seed", "a RandomState"],
)
def test_dropout_needs_generators_to_train(bad):
    for network in (Dropout(0.5), mlp([3, 4, 2], dropout=0.5)):
        with pytest.raises(TypeError, match="Dropout expected a NumPy Generator as rng while training, got"):
            network.forward(parameters(network), X, train=True, rng=bad)


def test_dropout_needs_a_generator_per_network():
    with pytest.raises(ValueError, match="Dropout expected 4 generators, one per network, got 3"):
        Dropout(0.5).forward({}, np.ones((4, 2, 3)), train=True, rng=rng().spawn(3))


BAD_OPTIONS = [
    (lambda: Linear(0, 2), ValueError, "Linear expected at least 1 as in_features, got 0"),
    (lambda: Linear(2, -1), ValueError, "Linear expected at least 1 as out_features, got -1"),
    (lambda: Linear(2.0, 2), TypeError, "Linear expected a whole number of in_features, got 2.0"),
    (lambda: LayerNorm(0), ValueError, "LayerNorm expected at least 1 as features, got 0"),
    (lambda: LayerNorm("3"), TypeError, "LayerNorm expected a whole number of features, got '3'"),
    (lambda: LayerNorm(3, eps=0), ValueError, "LayerNorm expected a positive eps, got 0"),
    (lambda: LayerNorm(3, eps=np.nan), ValueError, "LayerNorm expected finite numbers as eps, got nan"),
    (lambda: BatchNorm1d(0), ValueError, "BatchNorm1d expected at least 1 as features, got 0"),
    (lambda: BatchNorm1d(3, eps=-1), ValueError, "BatchNorm1d expected a positive eps, got -1"),
    (lambda: BatchNorm1d(3, momentum=0), ValueError, "BatchNorm1d expected a positive momentum, got 0"),
    (
        lambda: BatchNorm1d(3, momentum=1.5),
        ValueError,
        "BatchNorm1d expected a momentum of at most 1, got 1.5",
    ),
    (lambda: Dropout(1), ValueError, "Dropout expected a probability p from 0 to less than 1, got 1"),
    (lambda: Dropout(-0.1), ValueError, "Dropout expected a probability p from 0 to less than 1, got -0.1"),
    (lambda: Dropout("0.5"), TypeError, "Dropout expected real numbers as p, got '0.5'"),
    (lambda: Activation("softmax"), ValueError, "Activation expected one of elu, .*, got 'softmax'"),
    (lambda: Activation(np.tanh), ValueError, "Activation expected one of elu, .*, got <ufunc 'tanh'>"),
    (lambda: Activation("relu", alpha=1), TypeError, "Activation expected no option for relu, got alpha"),
    (
        lambda: Activation("leaky_relu", alpha=1),
        TypeError,
        "Activation expected the option negative_slope for leaky_relu, got alpha",
    ),
    (lambda: Activation("elu", alpha="1"), TypeError, "Activation expected real numbers as alpha, got '1'"),
    (lambda: Sequential(), ValueError, "Sequential expected at least one layer, got none"),
    (lambda: Sequential(Linear(2, 2), np.tanh), TypeError, r"such as Linear\(64, 10\), got <ufunc 'tanh'>"),
    (
        lambda: Sequential(Linear),
        TypeError,
        r"Sequential expected layers such as Linear\(64, 10\), got <class",
    ),
    (
        lambda: Sequential(Linear(2, 3), Activation("relu"), Linear(4, 1)),
        ValueError,
        r"fit together, but layer 2, Linear\(in_features=4, .*, expects 4 features and gets 3",
    ),
    (
        lambda: Sequential(Linear(2, 3), Sequential(Dropout(), LayerNorm(2))),
        ValueError,
        "expects 2 features and gets 3",
    ),
    (lambda: mlp([3]), ValueError, r"sizes of inputs and outputs at least, such as \[64, 10\], got \[3\]"),
    (lambda: mlp([3, 0, 1]), ValueError, "Linear expected at least 1 as out_features, got 0"),
    (lambda: mlp([3, 2, 1], activation="rely"), ValueError, "Activation expected one of .*, got 'rely'"),
    (lambda: mlp([3, 2, 1], dropout=1.5), ValueError, "Dropout expected a probability p"),
    (
        lambda: Linear(2, 1).init(0),
        TypeError,
        r"Linear.init expected a NumPy Generator as rng, got 0; pass .*\(0\)",
    ),
    (
        lambda: mlp([2, 1]).init(None),
        TypeError,
        r"Sequential.init .*, got None; pass np.random.default_rng\(seed\)",
    ),
    (
        lambda: Linear(2, 1).init(rng(), population=0),
        ValueError,
        "Linear.init expected at least 1 as population",
    ),
    (
        lambda: Linear(2, 1).init(rng(), population=2.0),
        TypeError,
        "expected a whole number of population, got 2.0",
    ),
    (
        lambda: LayerNorm(2).init(rng(), dtype=int),
        TypeError,
        "LayerNorm.init expected np.float32 or np.float64 as dtype",
    ),
    (
        lambda: Linear(2, 1).init(rng(), dtype=np.float16),
        TypeError,
        "expected np.float32 or np.float64 as dtype",
    ),
]


@pytest.mark.parametrize(("make", "error", "sentence"), BAD_OPTIONS)
def test_bad_options_get_a_sentence(make, error, sentence):
    with pytest.raises(error, match=sentence):
        make()


# PyTorch


def theirs(torch, layer):
    """Return PyTorch's module for a layer, in float64."""
    nn = torch.nn
    if isinstance(layer, Sequential):
        return nn.Sequential(*(theirs(torch, part) for part in layer.layers))
    if isinstance(layer, Activation):
        return theirs_activation(torch, layer)
    return {
        Linear: lambda: nn.Linear(layer.in_features, layer.out_features, bias=layer.bias),
        Dropout: lambda: nn.Dropout(layer.p),
        Flatten: lambda: nn.Flatten(),
        LayerNorm: lambda: nn.LayerNorm(layer.features, eps=layer.eps),
        BatchNorm1d: lambda: nn.BatchNorm1d(layer.features, eps=layer.eps, momentum=layer.momentum),
    }[type(layer)]().double()


def theirs_activation(torch, layer):
    class Step(torch.nn.Module):
        def forward(self, x):
            return torch.heaviside(x.detach(), torch.ones((), dtype=x.dtype)) + 0 * x

    nn = torch.nn
    special = {"step": Step, "log_sigmoid": nn.LogSigmoid, "gelu_tanh": lambda: nn.GELU(approximate="tanh")}
    special |= {"leaky_relu": nn.LeakyReLU, "relu": nn.ReLU, "silu": nn.SiLU, "gelu": nn.GELU}
    special |= {name: getattr(nn, name.upper()) for name in ("elu", "selu")}
    make = special.get(layer.name) or getattr(nn, layer.name.capitalize())
    return make(**dict(layer.options))


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]")


def loaded(torch, layer, params):
    module = theirs(torch, layer)
    module.load_state_dict({name: torch.tensor(array) for name, array in params.items()}, strict=True)
    return module


def without_dropout(layer):
    if isinstance(layer, Sequential):
        return Sequential(*map(without_dropout, layer.layers))
    return Dropout(0) if isinstance(layer, Dropout) else layer


@pytest.mark.torch
class TestPyTorch:
    @every
    @both_modes
    def test_values_gradients_and_buffers(self, torch, case, train):
        layer = without_dropout(CASES[case]) if train else CASES[case]
        x, params = inputs(case, n=20), parameters(layer)
        module = loaded(torch, layer, params).train(train)
        assert list(module.state_dict()) == list(layer.init(rng())) or has(layer, BatchNorm1d)
        assert {n: tuple(p.shape) for n, p in module.named_parameters()} == layer.shapes
        assert {n: tuple(p.shape) for n, p in module.named_buffers()} == layer.buffer_shapes
        tensor = torch.tensor(x, requires_grad=True)
        output = module(tensor)
        step = layer.forward(params, x, train=train)
        dy = rng(7).normal(0, 1, step.value.shape)
        output.backward(torch.tensor(dy))
        dx, grads = step.pullback(dy)
        exact = {"rtol": 1e-12, "atol": 1e-13}
        assert_allclose(step.value, output.detach().numpy(), **exact)
        assert_allclose(dx, tensor.grad.numpy(), **exact)
        for name, parameter in module.named_parameters():
            assert_allclose(grads[name], parameter.grad.numpy(), err_msg=name, **exact)
        after = params | step.buffers
        for name, buffer in module.named_buffers():
            assert after[name].dtype == buffer.numpy().dtype
            assert_allclose(after[name], buffer.numpy(), err_msg=name, **exact)

    @pytest.mark.parametrize("momentum", [0.1, 0.6, 1.0])
    def test_batch_norm_over_several_steps_and_evaluation_after_training(self, torch, momentum):
        network = Sequential(
            Linear(3, 6, bias=False),
            BatchNorm1d(6, momentum=momentum),
            Activation("relu"),
            Sequential(Linear(6, 4), BatchNorm1d(4, momentum=momentum)),
        )
        params = network.init(rng())
        module = loaded(torch, network, params).train()
        optimizer = torch.optim.SGD(module.parameters(), lr=0.05)
        for k in range(8):
            x = inputs("", seed=k, n=k + 4)
            step = network.forward(params, x, train=True)
            output = module(torch.tensor(x))
            optimizer.zero_grad()
            (output**2).sum().backward()
            optimizer.step()
            _, grads = step.pullback(2 * step.value, wrt_input=False)
            params = params | step.buffers | {n: params[n] - 0.05 * g for n, g in grads.items()}
        for name, tensor in module.state_dict().items():
            assert_allclose(params[name], tensor.numpy(), rtol=1e-10, atol=1e-12, err_msg=name)
            assert params[name].dtype == tensor.numpy().dtype
        module.eval()
        x = inputs("", seed=99)
        assert_allclose(network(params, x), module(torch.tensor(x)).detach().numpy(), rtol=1e-10, atol=1e-12)

    @pytest.mark.parametrize("p", [0.2, 0.7])
    def test_dropout_given_the_mask(self, torch, p):
        x = inputs("", n=30)
        value, dy, dx, _ = run(Dropout(p), {}, x, train=True)
        mask = torch.tensor((value != 0).astype(float))
        tensor = torch.tensor(x, requires_grad=True)
        output = tensor * mask / (1 - p)
        output.backward(torch.tensor(dy))
        assert_allclose(value, output.detach().numpy(), rtol=1e-14)
        assert_allclose(dx, tensor.grad.numpy(), rtol=1e-14)
        drawn = torch.nn.functional.dropout(torch.ones(100, 100, dtype=torch.float64), p)
        assert set(drawn.unique().tolist()) == set(
            np.unique(Dropout(p).forward({}, np.ones((100, 100)), train=True, rng=rng()).value).tolist()
        )

    def test_mlp_in_a_training_step(self, torch):
        network = mlp([3, 16, 8, 4], activation="tanh")
        params, x, target = network.init(rng()), inputs("", n=32), rng(1).integers(0, 4, 32)
        module = loaded(torch, network, params)
        loss = torch.nn.functional.cross_entropy(module(torch.tensor(x)), torch.tensor(target))
        loss.backward()
        logits, pullback = network.forward(params, x, train=True)
        ours, dy = nnbook.cross_entropy_value_and_gradient(logits, target)
        _, grads = pullback(dy, wrt_input=False)
        assert_allclose(ours, loss.item(), rtol=1e-13)
        for name, parameter in module.named_parameters():
            assert_allclose(grads[name], parameter.grad.numpy(), rtol=1e-11, atol=1e-14, err_msg=name)

    def test_empty_batches(self, torch):
        for case in ("Linear-0", "LayerNorm-0", "BatchNorm1d-0", "Flatten-0", "Dropout-0"):
            layer, x = CASES[case], inputs(case)[:0]
            params = parameters(layer)
            output = loaded(torch, layer, params).eval()(torch.tensor(x))
            assert layer(params, x).shape == tuple(output.shape)

    def test_defaults_are_theirs(self, torch):
        for ours, other in (
            (LayerNorm, torch.nn.LayerNorm),
            (BatchNorm1d, torch.nn.BatchNorm1d),
            (Dropout, torch.nn.Dropout),
        ):
            defaults = inspect.signature(other).parameters
            for field in dataclasses.fields(ours):
                if field.default is not dataclasses.MISSING:
                    assert field.default == defaults[field.name].default


# Corners


def test_flatten_behind_a_layer_has_nothing_left_to_do_also_in_a_population():
    plain, with_flatten = (
        Sequential(Linear(3, 2)),
        Sequential(Linear(3, 2), Flatten(), Activation("tanh"), Flatten()),
    )
    for population in (None, 4):
        params = with_flatten.init(rng(0), population=population)
        x = rng(1).normal(size=(5, 3))
        value, pullback = with_flatten.forward(params, x)
        assert_allclose(value, np.tanh(plain(params, x)), rtol=1e-15)
        assert_allclose(with_flatten(params, x), value, rtol=1e-15)
        _, grads = pullback(np.ones_like(value))
        assert grads["0.weight"].shape == params["0.weight"].shape
        assert [a.shape for a in with_flatten.trace(params, x)][1:] == [value.shape] * 4
    assert Sequential(Flatten(), Linear(6, 2), Flatten())(
        {"1.weight": np.ones((2, 6)), "1.bias": np.ones(2)}, np.ones((4, 3, 2))
    ).shape == (4, 2)


@pytest.mark.parametrize("dy", [np.ones((5, 3)), np.ones(2), [[1.0, 2.0]], None])
def test_a_gradient_of_another_shape_is_refused(dy):
    _, pullback = Sequential(Linear(3, 2)).forward(Sequential(Linear(3, 2)).init(rng(0)), np.ones((5, 3)))
    with pytest.raises(ValueError, match=r"expected a gradient in the shape of its output, \(5, 2\), got"):
        pullback(dy)


def test_mlp_refuses_an_impossible_dropout_also_without_hidden_layers():
    with pytest.raises(ValueError, match="Dropout expected"):
        mlp([2, 1], dropout=5)


def test_running_statistics_keep_their_precision():
    params = BatchNorm1d(2).init(rng(0), dtype=np.float32)
    buffers = BatchNorm1d(2).forward(params, rng(1).normal(size=(5, 2)), train=True).buffers
    assert {buffers[name].dtype for name in ("running_mean", "running_var")} == {np.dtype(np.float32)}
