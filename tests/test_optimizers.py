"""Every optimizer: 50 steps beside PyTorch's, populations, states that can be resumed, invariances and errors.

The table below is keyed by the rules of ``nnbook.optimizers``: a new rule, or a new option, without a row fails.
"""

import copy
import dataclasses
import functools
import inspect
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import nnbook
from nnbook import optimizers, schedules
from nnbook.optimizers import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Optimizer,
    OptimizerState,
    RMSprop,
    clip_by_global_norm,
)

RATE, STEPS, S = 0.05, 50, 4

OPTIONS = {
    "SGD": [
        {},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.4},
        {"momentum": 0.5, "dampening": -0.5},
        {"dampening": 0.7},
        {"weight_decay": 0.1},
        {"momentum": 0.9, "nesterov": True},
        {"momentum": 0.8, "nesterov": True, "weight_decay": 0.05},
        {"momentum": 0.8, "dampening": 0.2, "weight_decay": 0.05},
    ],
    "AdaGrad": [
        {},
        {"lr_decay": 0.1},
        {"weight_decay": 0.1},
        {"eps": 0.1},
        {"lr_decay": 0.05, "weight_decay": 0.05, "eps": 1e-3},
    ],
    "RMSprop": [
        {},
        {"alpha": 0.7},
        {"alpha": 0},
        {"eps": 0.1},
        {"weight_decay": 0.1},
        {"momentum": 0.9},
        {"centered": True},
        {"centered": True, "momentum": 0.8},
        {"alpha": 0.9, "eps": 1e-3, "weight_decay": 0.05, "momentum": 0.5, "centered": True},
    ],
    "Adam": [
        {},
        {"betas": (0.6, 0.9)},
        {"betas": (0.0, 0.99)},
        {"eps": 0.1},
        {"weight_decay": 0.1},
        {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.05},
    ],
    "AdamW": [
        {},
        {"betas": (0.6, 0.9)},
        {"eps": 0.1},
        {"weight_decay": 0},
        {"weight_decay": 0.5},
        {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.3},
    ],
}
NO_RULES = {"Optimizer", "OptimizerState", "clip_by_global_norm"}

CASES = {
    f"{name}-{i}": (getattr(optimizers, name), row) for name in OPTIONS for i, row in enumerate(OPTIONS[name])
}
every = pytest.mark.parametrize(("rule", "options"), CASES.values(), ids=CASES)

SHAPES = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (1, 4), "scale": ()}


def rng(seed=0):
    return np.random.default_rng(seed)


def arrays(seed, *, members=(), dtype=np.float64):
    generator = rng(seed)
    return {name: generator.normal(0, 1, (*members, *shape)).astype(dtype) for name, shape in SHAPES.items()}


@functools.cache
def noise(step):
    return arrays(step + 100)


def gradients(params, step):
    """Return the gradients of a bowl with noise: they depend on where the parameters are."""
    pairs = zip(params.items(), noise(step).values(), strict=True)
    return {name: np.asarray(a - 0.5 + 0.3 * more.astype(a.dtype)) for (name, a), more in pairs}


def train(optimizer, params, *, steps=STEPS, state=None, schedule=lambda step: 1.0, slopes=gradients):
    """Return the parameters and the state after so many steps, counted on from the state."""
    state = optimizer.init(params) if state is None else state
    for step in range(state.step, state.step + steps):
        params, state = optimizer.update(params, slopes(params, step), state, factor=schedule(step))
    return params, state


def assert_same(found, wanted, **tolerance):
    assert list(found) == list(wanted)
    for name, array in wanted.items():
        assert found[name].shape == array.shape
        if tolerance:
            assert_allclose(found[name], array, err_msg=name, **tolerance)
        else:
            assert_array_equal(found[name], array, err_msg=name)


def test_every_rule_and_every_option_is_in_the_table():
    rules = {name for name in optimizers.__all__ if name not in NO_RULES}
    assert set(OPTIONS) == rules
    assert all(issubclass(getattr(optimizers, name), Optimizer) for name in rules)
    assert set(map(str.lower, optimizers.__all__)) == {name.lower() for name in (*rules, *NO_RULES)}
    assert all(getattr(nnbook, name) is getattr(optimizers, name) for name in optimizers.__all__)
    for name, rows in OPTIONS.items():
        rule = getattr(optimizers, name)
        for field in dataclasses.fields(rule):
            tried = [row[field.name] for row in rows if field.name in row]
            assert field.name == "learning_rate" or any(value != field.default for value in tried), field.name
        assert inspect.signature(rule).parameters["learning_rate"].kind.name == "POSITIONAL_OR_KEYWORD"
        others = set(inspect.signature(rule).parameters.values()) - {
            inspect.signature(rule).parameters["learning_rate"]
        }
        assert {parameter.kind.name for parameter in others} == {"KEYWORD_ONLY"}


@every
def test_rules_are_values(rule, options):
    optimizer = rule(RATE, **options)
    assert optimizer == rule(RATE, **options)
    assert hash(optimizer) == hash(rule(np.array(RATE), **options))
    assert optimizer != rule(2 * RATE, **options)
    assert rule([0.1, 0.2]) == rule(np.array([0.1, 0.2])) == rule((0.1, 0.2))
    assert dataclasses.replace(optimizer, learning_rate=1.0).learning_rate == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        optimizer.learning_rate = 1.0


# Worked by hand


def path(optimizer, slopes, start=1.0):
    """Return where one number goes under given gradients."""
    params, found = {"w": np.array([start])}, []
    state = optimizer.init(params)
    for slope in slopes:
        params, state = optimizer.update(params, {"w": np.array([slope])}, state)
        found.append(params["w"].item())
    return found


def test_two_steps_worked_by_hand():
    assert path(SGD(0.1), [2, 4]) == pytest.approx([0.8, 0.4])
    assert path(SGD(0.1, momentum=0.5), [2, 4]) == pytest.approx([0.8, 0.3])
    assert path(SGD(0.1, momentum=0.5, dampening=0.5), [2, 4]) == pytest.approx([0.8, 0.5])
    assert path(SGD(0.1, momentum=0.5, nesterov=True), [2, 4]) == pytest.approx([0.7, 0.05])
    assert path(SGD(0.1, weight_decay=0.5), [2, 4]) == pytest.approx([0.75, 0.3125])
    assert path(AdaGrad(0.1, eps=0), [3, 4]) == pytest.approx([0.9, 0.82])
    assert path(AdaGrad(0.1, eps=0, lr_decay=1), [3, 4]) == pytest.approx([0.9, 0.86])
    assert path(RMSprop(0.1, alpha=0.75, eps=0), [2, 1]) == pytest.approx([0.8, 0.7])
    assert path(RMSprop(0.1, alpha=0.75, eps=0, momentum=0.5), [2, 1]) == pytest.approx([0.8, 0.6])
    assert path(RMSprop(0.1, alpha=0.5, eps=1, centered=True), [4]) == pytest.approx([1 - 0.4 / 3])
    assert path(Adam(0.1, eps=0), [-7]) == pytest.approx([1.1])
    assert path(Adam(0.1, betas=(0.5, 0), eps=0), [2, 4]) == pytest.approx(
        [0.9, 0.9 - 0.1 * (2.5 / 0.75) / 4]
    )
    assert path(Adam(0.1, betas=(0, 0.5), eps=0), [3, 0, 0]) == pytest.approx([0.9, 0.9, 0.9])
    assert path(AdamW(0.1, eps=0, weight_decay=0.5), [2]) == pytest.approx([0.85])
    assert path(Adam(0.1, eps=1), [3]) == pytest.approx([1 - 0.1 * 3 / 4])


@every
def test_no_gradient_no_step(rule, options):
    params = arrays(1)
    zeros = {name: np.zeros_like(array) for name, array in params.items()}
    optimizer = rule(RATE, **options | {"weight_decay": 0})
    with np.errstate(all="raise"):
        assert_same(train(optimizer, params, slopes=lambda params, step: zeros)[0], params)


@every
def test_a_learning_rate_of_zero_moves_nothing(rule, options):
    assert_same(train(rule(0, **options), arrays(1), steps=3)[0], arrays(1))
    assert_same(train(rule(RATE, **options), arrays(1), steps=3, schedule=lambda step: 0.0)[0], arrays(1))


# States


@every
def test_steps_are_counted(rule, options):
    optimizer = rule(RATE, **options)
    state = optimizer.init(arrays(1))
    assert isinstance(state, OptimizerState)
    assert state.step == 0
    assert train(optimizer, arrays(1), steps=7)[1].step == 7


@every
@pytest.mark.parametrize("rate", [RATE, (0.01, 0.02, 0.05, 0.1)], ids=["one rate", "four rates"])
def test_nothing_is_modified_and_old_states_can_be_resumed(rule, options, rate):
    optimizer = rule(rate, **options)
    members = (S,) if isinstance(rate, tuple) else ()
    params = arrays(1, members=members)
    state, history = optimizer.init(params), []
    for step in range(8):
        grads = gradients(params, step)
        for array in (
            *params.values(),
            *grads.values(),
            *state.memory.values(),
            state.packed and state.packed.theta,
        ):
            if array is not None:
                array.flags.writeable = False  # whoever writes into it, fails
        before = copy.deepcopy((params, grads, state))
        history.append((params, state))
        new = optimizer.update(params, grads, state)
        assert_same(params, before[0])
        assert_same(grads, before[1])
        assert_same(state.memory, before[2].memory)
        assert all(array.flags.writeable for array in new[0].values())
        params, state = new
    for start in (0, 1, 3):
        found, _ = train(optimizer, *history[start][:1], steps=8 - start, state=history[start][1])
        assert_same(found, params)


@every
def test_a_state_that_was_copied_or_pickled_goes_on_as_before(rule, options):
    optimizer = rule(RATE, **options)
    params, state = train(optimizer, arrays(1), steps=5)
    wanted, _ = train(optimizer, params, steps=5, state=state)
    for other in (
        copy.deepcopy((params, state)),
        pickle.loads(pickle.dumps((params, state))),
        (params, copy.deepcopy(state)),
    ):
        assert_same(train(optimizer, other[0], steps=5, state=other[1])[0], wanted)


@every
@pytest.mark.parametrize("rate", [RATE, (RATE,) * S], ids=["one rate", "four rates"])
def test_parameters_from_elsewhere_are_taken_as_they_are(rule, options, rate):
    optimizer = rule(rate, **options)
    start = arrays(1, members=(S,) if isinstance(rate, tuple) else ())
    params, state = train(optimizer, start, steps=3)
    changed = {name: array.copy() for name, array in params.items()}
    changed["0.bias"] *= 0.5
    wanted, _ = train(optimizer, changed, steps=3, state=state)

    replaced = params | {"0.bias": params["0.bias"] * 0.5}  # one new array among the views
    assert_same(train(optimizer, replaced, steps=3, state=state)[0], wanted)
    params["0.bias"][...] *= 0.5  # in place
    assert_same(train(optimizer, params, steps=3, state=state)[0], wanted)
    other, _ = train(optimizer, start, steps=3)
    assert (other["0.bias"] != params["0.bias"]).all()


@every
def test_the_order_of_the_names_does_not_matter(rule, options):
    optimizer = rule(RATE, **options)
    wanted, _ = train(optimizer, arrays(1), steps=6)
    params = dict(reversed(arrays(1).items()))
    state = optimizer.init(params)
    for step in range(6):
        grads = gradients(dict(sorted(params.items(), key=lambda item: list(SHAPES).index(item[0]))), step)
        shuffled = [list(grads)[k] for k in rng(step).permutation(len(grads))]
        params, state = optimizer.update(params, {name: grads[name] for name in shuffled}, state)
        assert list(params) == list(reversed(SHAPES))
        params = {name: params[name] for name in reversed(params)} if step % 2 else params
        params = dict(reversed(arrays(1).items())) | params if step % 2 else params
    assert_same({name: params[name] for name in SHAPES}, wanted)


@every
def test_entries_without_a_gradient_are_handed_on(rule, options):
    buffers = {"1.running_mean": np.array([1.0, 2.0]), "1.num_batches_tracked": np.array(3)}
    first = {"1.running_mean": buffers["1.running_mean"], **arrays(1), **buffers}
    optimizer = rule(RATE, **options)
    params, state = first, optimizer.init(first)
    for step in range(4):
        grads = gradients({name: params[name] for name in SHAPES}, step)
        buffers = {name: array + 1 for name, array in buffers.items()}
        params, state = optimizer.update(params | buffers, grads, state)
        assert list(params) == list(first)
        assert all(params[name] is array for name, array in buffers.items())
    assert_same({name: params[name] for name in SHAPES}, train(optimizer, arrays(1), steps=4)[0])


@every
def test_cutting_parameters_into_parts_changes_nothing(rule, options):
    optimizer, whole = rule(RATE, **options), {"w": rng(1).normal(size=(6, 2))}
    parts = {"a": whole["w"][:2].copy(), "b": whole["w"][2:].copy()}
    states = optimizer.init(whole), optimizer.init(parts)
    for step in range(10):
        g = rng(step).normal(size=(6, 2))
        whole, first = optimizer.update(whole, {"w": g}, states[0])
        parts, second = optimizer.update(parts, {"a": g[:2], "b": g[2:]}, states[1])
        states = first, second
    assert_array_equal(np.concatenate([parts["a"], parts["b"]]), whole["w"])


@every
def test_arrays_with_gaps_or_in_fortran_order_work(rule, options):
    optimizer = rule(RATE, **options)

    def awkward(arrays):
        strided = {name: np.repeat(a[..., None], 2, axis=-1)[..., 0] for name, a in arrays.items()}
        return {name: np.asfortranarray(a) if a.ndim == 2 else a for name, a in strided.items()}

    found, _ = train(
        optimizer, awkward(arrays(1)), steps=4, slopes=lambda p, step: awkward(gradients(p, step))
    )
    assert_same(found, train(optimizer, arrays(1), steps=4)[0])


# In place


@every
@pytest.mark.parametrize("rate", [RATE, (0.01, 0.02, 0.05, 0.1)], ids=["one rate", "four rates"])
def test_updates_in_place_give_the_same_numbers_and_spare_what_they_were_given(rule, options, rate):
    optimizer = rule(rate, **options)
    first = arrays(1, members=(S,) if isinstance(rate, tuple) else ())
    before = copy.deepcopy(first)
    wanted, plain = first, optimizer.init(first)
    params, state = first, optimizer.init(first)
    recycled = set()
    for step in range(9):
        wanted, plain = optimizer.update(wanted, gradients(wanted, step), plain)
        kept = copy.deepcopy(params)
        new, after = optimizer.update(params, gradients(params, step), state, in_place=True)
        assert_same(new, wanted)
        assert_same(params, kept)  # until the next update
        assert_same(after.memory, plain.memory)
        recycled.add(id(new["0.bias"]))
        params, state = new, after
    assert_same(first, before)
    assert len(recycled) == 2  # two sets of arrays take turns


@every
def test_updates_in_place_and_others_may_alternate(rule, options):
    optimizer = rule(RATE, **options)
    wanted, _ = train(optimizer, arrays(1), steps=12)
    params, state = arrays(1), optimizer.init(arrays(1))
    for step in range(12):
        new, after = optimizer.update(params, gradients(params, step), state, in_place=step % 5 != 2)
        if not state.in_place:
            kept = copy.deepcopy((params, state.memory))
            held = params, state.memory
        params, state = new, after
        assert_same(held[0], kept[0])  # what an update not in place returned is never written over
        assert_same(held[1], kept[1])
        if step == 6:
            params = {name: array.copy() for name, array in params.items()}  # from elsewhere
    assert_same(params, wanted)


def test_large_parameters_are_updated_in_pieces(monkeypatch):
    params = {"a": rng(1).normal(size=(7, 9)), "b": rng(2).normal(size=5), "c": rng(3).normal(size=4)}
    members = {name: np.stack([a, a + 1]) for name, a in params.items()}
    for start, rate in ((params, 0.1), (members, (0.1, 0.2))):
        wanted, _ = train(
            Adam(rate), start, slopes=lambda p, step: {n: np.sin(a + step) for n, a in p.items()}
        )
        with monkeypatch.context() as patch:
            patch.setattr("nnbook.optimizers._packed.PIECE", 10)
            cut, _ = train(
                Adam(rate), start, slopes=lambda p, step: {n: np.sin(a + step) for n, a in p.items()}
            )
        assert_same(cut, wanted)


def test_a_state_of_another_rule_or_network_is_refused():
    params = {"w": np.ones(3)}
    grads = {"w": np.ones(3)}
    params, state = Adam(0.1).update(params, grads, Adam(0.1).init(params))
    with pytest.raises(
        ValueError, match=r"expected a state of SGD for these parameters, with b of shape \(3,\)"
    ):
        SGD(0.1, momentum=0.9).update(params, grads, state)
    other = {"w": np.ones(4)}
    with pytest.raises(ValueError, match=r"with m and v of shape \(4,\), got m \(3,\), v \(3,\)"):
        Adam(0.1).update(other, other, state)
    with pytest.raises(ValueError, match=r"parameters in the shapes of their gradients, w \(a list\)"):
        Adam(0.1).update(params, {"w": [1.0, 2.0, 3.0]}, state)


# Populations


@every
def test_learning_rates_of_a_population_equal_separate_runs(rule, options):
    rates, params = (0.01, 0.02, 0.05, 0.1), arrays(1, members=(S,))
    schedule = schedules.exponential_decay(0.97)
    found, state = train(rule(rates, **options), params, schedule=schedule)
    for k, rate in enumerate(rates):
        own = {name: array[k] for name, array in params.items()}
        wanted, _ = train(rule(rate, **options), own, schedule=schedule)
        assert_same({name: array[k] for name, array in found.items()}, wanted)
    assert state.step == STEPS


@every
def test_a_population_with_one_learning_rate_equals_separate_runs(rule, options):
    params = arrays(1, members=(S,))
    found, _ = train(rule(RATE, **options), params, steps=10)
    for k in range(S):
        own = {name: array[k] for name, array in params.items()}
        assert_same({n: a[k] for n, a in found.items()}, train(rule(RATE, **options), own, steps=10)[0])


# Precision, NaN, extremes


@every
@pytest.mark.parametrize("rate", [RATE, (RATE,) * S], ids=["one rate", "four rates"])
def test_parameters_keep_their_precision(rule, options, rate):
    members = (S,) if isinstance(rate, tuple) else ()
    exact, _ = train(rule(rate, **options), arrays(1, members=members), steps=12)
    for dtype in (np.float32, np.float64):  # of the gradients
        slopes = lambda p, step, d=dtype: {n: g.astype(d) for n, g in gradients(p, step).items()}  # noqa: E731
        small = arrays(1, members=members, dtype=np.float32)
        found, state = train(rule(rate, **options), small, steps=12, slopes=slopes)
        assert {a.dtype for a in (*found.values(), *state.memory.values())} == {np.dtype(np.float32)}
        assert_same(found, exact, rtol=1e-3, atol=1e-4)
        double, _ = train(rule(rate, **options), arrays(1, members=members), steps=12, slopes=slopes)
        assert {a.dtype for a in double.values()} == {np.dtype(np.float64)}


@every
def test_options_that_are_numpy_numbers_leave_float32_alone(rule, options):
    wide = {name: np.float64(v) if isinstance(v, float) else v for name, v in options.items()}
    wide |= {"betas": np.array(options["betas"])} if "betas" in options else {}
    found, _ = train(
        rule(np.float64(RATE), **wide),
        arrays(1, dtype=np.float32),
        steps=4,
        schedule=lambda step: np.float64(1),
    )
    assert {a.dtype for a in found.values()} == {np.dtype(np.float32)}
    assert_same(found, train(rule(RATE, **options), arrays(1, dtype=np.float32), steps=4)[0])
    assert rule(np.float64(RATE), **wide) == rule(RATE, **options)


def test_mixed_precisions_take_the_highest():
    params = {"w": np.ones(2, np.float32), "b": np.ones(1)}
    found, _ = update(params, params)
    assert {array.dtype for array in found.values()} == {np.dtype(np.float64)}
    assert_same(found, {"w": np.full(2, 0.9), "b": np.full(1, 0.9)})


@every
@pytest.mark.parametrize("rate", [RATE, (RATE,) * S], ids=["one rate", "four rates"])
def test_integers_become_float64(rule, options, rate):
    optimizer, whole = rule(rate, **options), {"w": np.arange(S), "b": np.ones((S, 2), np.int8)}
    exact = {name: array.astype(float) for name, array in whole.items()}
    slopes = {name: np.full(array.shape, 0.5) for name, array in whole.items()}
    integers = {name: np.full(array.shape, 3) for name, array in whole.items()}
    for grads in (slopes, integers):
        found, _ = optimizer.update(whole, grads, optimizer.init(whole))
        floats = {name: grad.astype(float) for name, grad in grads.items()}
        assert_same(found, optimizer.update(exact, floats, optimizer.init(exact))[0])
        assert {a.dtype for a in found.values()} == {np.dtype(np.float64)}


@every
def test_nan_gradients_give_nan_parameters_there_and_from_then_on(rule, options):
    def slopes(params, step):
        grads = gradients(params, step)
        if step == 2:
            grads["0.weight"][1, 1] = np.nan
        return grads

    found, _ = train(rule(RATE, **options), arrays(1), steps=5, slopes=slopes)
    assert np.isnan(found["0.weight"][1, 1])
    assert sum(np.isnan(array).sum() for array in found.values()) == 1


@pytest.mark.parametrize(  # centred, the variance of a constant gradient is lost in its rounding, in PyTorch too
    ("rule", "options"), [case for case in CASES.values() if "centered" not in case[1]]
)
def test_large_and_tiny_gradients_neither_overflow_nor_divide_by_zero(rule, options):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for size in (1e-300, 1e-160, 1e100):
            grads = {name: np.full_like(array, size) for name, array in arrays(1).items()}
            found, _ = train(rule(RATE, **options), arrays(1), steps=3, slopes=lambda p, step, g=grads: g)
            assert all(np.isfinite(array).all() for array in found.values())


# Invariances


def steps_taken(optimizer, slopes, scale=1.0):
    """Return how far the parameters went, from 0, under given gradients."""
    params = {"w": np.zeros(slopes.shape[1])}
    found, _ = train(optimizer, params, steps=len(slopes), slopes=lambda p, step: {"w": scale * slopes[step]})
    return found["w"]


SLOPES = st.integers(0, 999).map(lambda seed: rng(seed).normal(size=(6, 3)))
ADAPTIVE = [
    AdaGrad(RATE, eps=0),
    AdaGrad(RATE, eps=0, lr_decay=0.1),
    RMSprop(RATE, eps=0),
    RMSprop(RATE, eps=0, momentum=0.9),
    RMSprop(RATE, eps=0, centered=True),
    Adam(RATE, eps=0),
    Adam(RATE, eps=0, betas=(0.5, 0.7)),
    AdamW(RATE, eps=0),
]
LINEAR = [SGD(RATE), SGD(RATE, momentum=0.9, dampening=0.3), SGD(RATE, momentum=0.9, nesterov=True)]


@pytest.mark.parametrize("optimizer", ADAPTIVE, ids=repr)
@settings(max_examples=6)
@given(slopes=SLOPES, scale=st.floats(1e-6, 1e6))
def test_adaptive_steps_do_not_see_the_scale_of_the_gradient(optimizer, slopes, scale):
    wanted = steps_taken(optimizer, slopes)
    assert_allclose(steps_taken(optimizer, slopes, scale), wanted, rtol=1e-9, atol=1e-11)
    assert_array_equal(steps_taken(optimizer, slopes, 2.0**20), wanted)  # powers of 2 to the last bit
    assert_array_equal(steps_taken(optimizer, slopes, -1.0), -wanted)


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
@settings(max_examples=6)
@given(first=SLOPES, second=SLOPES, a=st.floats(-5, 5), b=st.floats(-5, 5))
def test_steps_of_gradient_descent_are_linear_in_the_gradient(optimizer, first, second, a, b):
    found = steps_taken(optimizer, a * first + b * second)
    wanted = a * steps_taken(optimizer, first) + b * steps_taken(optimizer, second)
    assert_allclose(found, wanted, rtol=1e-11, atol=1e-12)


@every
@settings(max_examples=6)
@given(slopes=SLOPES, factor=st.floats(0.01, 100))
def test_steps_are_proportional_to_the_learning_rate(rule, options, slopes, factor):
    options = options | {"weight_decay": 0}
    wanted = factor * steps_taken(rule(RATE, **options), slopes)
    assert_allclose(steps_taken(rule(factor * RATE, **options), slopes), wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("optimizer", [rule for rule in ADAPTIVE if type(rule) is not RMSprop], ids=repr)
@settings(max_examples=6)
@given(slopes=SLOPES)
def test_a_first_adaptive_step_has_the_length_of_the_learning_rate(optimizer, slopes):
    assert_allclose(steps_taken(optimizer, slopes[:1]), -RATE * np.sign(slopes[0]), rtol=1e-12)


def test_relatives():
    """Rules that are special cases of others."""
    slopes = rng(3).normal(size=(20, 4))
    same = [
        (Adam(RATE), AdamW(RATE, weight_decay=0)),
        (SGD(RATE), SGD(RATE, dampening=0.9)),
        (RMSprop(RATE, alpha=0.9), Adam(RATE, betas=(0, 0.9))),
    ]
    for one, other in same[:2]:
        assert_array_equal(steps_taken(one, slopes), steps_taken(other, slopes))
    one, other = (steps_taken(rule, slopes) for rule in same[2])
    assert (one != other).all()  # Adam makes up for the start at 0
    assert not np.allclose(
        *(train(rule(RATE, weight_decay=0.1), arrays(1))[0]["0.bias"] for rule in (Adam, AdamW))
    )


@every
def test_a_bowl_is_descended(rule, options):
    def slopes(params, step):
        return {name: array - 0.5 for name, array in params.items()}

    schedule = (lambda step: 10.0) if rule is AdaGrad else schedules.exponential_decay(0.98)
    optimizer = rule(0.1, **options | {"weight_decay": 0})
    params, _ = train(optimizer, arrays(1), steps=300, slopes=slopes, schedule=schedule)
    for array in params.values():
        assert_allclose(array, 0.5, atol=0.05)


# Clipping


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("max_norm", [0.1, 1, 3.0, 1e9])
def test_clipping_shortens_and_keeps_the_direction(dtype, max_norm):
    grads = arrays(1, dtype=dtype)
    before = copy.deepcopy(grads)
    for array in grads.values():
        array.flags.writeable = False
    clipped, norm = clip_by_global_norm(grads, max_norm)
    flat = np.concatenate([g.ravel() for g in grads.values()])
    exact = {"rtol": 1e-13} if dtype == np.float64 else {"rtol": 1e-5}
    assert_allclose(norm, np.linalg.norm(flat), **exact)
    assert norm.dtype == dtype
    assert {a.dtype for a in clipped.values()} == {np.dtype(dtype)}
    if norm <= max_norm:
        assert_same(clipped, grads)
    else:
        assert_allclose(clip_by_global_norm(clipped, max_norm)[1], max_norm, **exact)
        assert_same(clipped, {n: g * (max_norm / norm) for n, g in grads.items()}, **exact)
    assert_same(grads, before)


def test_norms_of_a_population_are_those_of_its_members():
    grads = arrays(1, members=(S,))
    grads = {
        name: g * np.array([0.01, 1, 10, 0]).reshape(S, *(1,) * (g.ndim - 1)) for name, g in grads.items()
    }
    clipped, norms = clip_by_global_norm(grads, 1.0, population=True)
    assert norms.shape == (S,)
    assert norms[3] == 0
    for k in range(S):
        alone, norm = clip_by_global_norm({name: g[k] for name, g in grads.items()}, 1.0)
        assert_allclose(norms[k], norm, rtol=1e-14)
        assert_same({name: g[k] for name, g in clipped.items()}, alone, rtol=1e-14)
    assert_same({n: g[[0, 3]] for n, g in clipped.items()}, {n: g[[0, 3]] for n, g in grads.items()})
    assert_allclose(np.sum([(g[2] ** 2).sum() for g in clipped.values()]), 1, rtol=1e-14)


@pytest.mark.parametrize(
    ("dtype", "sizes"), [(np.float64, (1e-200, 1e200, 1e300)), (np.float32, (1e-25, 1e25, 1e37))]
)
def test_gradients_whose_squares_overflow_are_clipped_all_the_same(dtype, sizes):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for size in sizes:
            grads = {"w": np.array([3 * size, 0], dtype), "b": np.array([[-4 * size]], dtype)}
            clipped, norm = clip_by_global_norm(grads, 2.5 * size)
            assert_allclose(norm, 5 * size, rtol=1e-6)
            assert_same(clipped, {name: g / 2 for name, g in grads.items()}, rtol=1e-6)
            within, _ = clip_by_global_norm(grads, 6 * size)
            assert_same(within, grads)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_gradients_that_are_not_finite_become_nan(bad):
    grads = arrays(1)
    grads["0.bias"][1] = bad
    clipped, norm = clip_by_global_norm(grads, 1.0)
    assert not np.isfinite(norm)
    assert all(np.isnan(array).all() for array in clipped.values())
    several = arrays(1, members=(S,))
    several["0.bias"][2, 1] = bad
    clipped, norms = clip_by_global_norm(several, 1.0, population=True)
    assert_array_equal(np.isfinite(norms), [True, True, False, True])
    for array in clipped.values():
        assert np.isnan(array[2]).all()
        assert np.isfinite(array[[0, 1, 3]]).all()


def test_clipping_takes_integers_and_keeps_mixed_precisions():
    clipped, norm = clip_by_global_norm({"w": np.array([3, 0]), "b": np.array(4)}, 1)
    assert norm == 5
    assert_same(clipped, {"w": np.array([0.6, 0]), "b": np.array(0.8)}, rtol=1e-15)
    mixed, _ = clip_by_global_norm({"w": np.ones(2, np.float32), "b": np.ones(2)}, 0.1)
    assert (mixed["w"].dtype, mixed["b"].dtype) == (np.float32, np.float64)


# What is refused

W = {"w": np.ones((3, 2)), "b": np.ones(3)}


def update(params, grads, optimizer=SGD(0.1), state=None):  # noqa: B008
    return optimizer.update(params, grads, state or optimizer.init(params))


BAD_OPTIONS = {
    name: [
        ({"learning_rate": -0.1}, ValueError, "expected a learning rate of at least 0, got -0.1"),
        ({"learning_rate": [0.1, -0.2]}, ValueError, "expected a learning rate of at least 0, got -0.2"),
        ({"learning_rate": np.nan}, ValueError, "expected finite numbers as learning_rate, got nan"),
        ({"learning_rate": np.inf}, ValueError, "expected finite numbers as learning_rate, got inf"),
        ({"learning_rate": "0.1"}, TypeError, "expected real numbers as learning_rate, got '0.1'"),
        ({"learning_rate": None}, TypeError, "expected real numbers as learning_rate, got None"),
        (
            {"learning_rate": np.ones((2, 2))},
            ValueError,
            "or one per network, got an array of shape \\(2, 2\\)",
        ),
        ({"learning_rate": []}, ValueError, "or one per network, got an array of shape \\(0,\\)"),
        ({"weight_decay": -1}, ValueError, "expected weight_decay of at least 0, got -1"),
        ({"weight_decay": "a bit"}, TypeError, "expected real numbers as weight_decay, got 'a bit'"),
    ]
    for name in OPTIONS
}
NOT_NEGATIVE = {
    "SGD": ["momentum"],
    "AdaGrad": ["lr_decay", "eps"],
    "RMSprop": ["eps", "momentum"],
    "Adam": ["eps"],
    "AdamW": ["eps"],
}
for _name, _options in NOT_NEGATIVE.items():
    for _option in _options:
        BAD_OPTIONS[_name] += [
            ({_option: -0.5}, ValueError, f"expected {_option} of at least 0, got -0.5"),
            ({_option: np.inf}, ValueError, f"expected finite numbers as {_option}, got inf"),
            (
                {_option: [0.1, 0.2]},
                ValueError,
                rf"expected one number as {_option}, got an array of shape \(2,\)",
            ),
        ]
BAD_OPTIONS["SGD"] += [
    (
        {"nesterov": True},
        ValueError,
        "expected a momentum above 0 and no dampening with nesterov, got momentum 0 and",
    ),
    ({"nesterov": True, "momentum": 0.9, "dampening": 0.1}, ValueError, "got momentum 0.9 and dampening 0.1"),
    ({"dampening": "much"}, TypeError, "expected real numbers as dampening, got 'much'"),
]
BAD_OPTIONS["RMSprop"] += [
    ({"alpha": a}, ValueError, "expected alpha of at least 0 and below 1, got") for a in (1, -0.1)
]
for _name in ("Adam", "AdamW"):
    BAD_OPTIONS[_name] += [
        ({"betas": betas}, ValueError, "expected two betas from 0 to less than 1, got")
        for betas in ((0.9, 1), (-0.1, 0.9), (0.9,), 0.9, (0.9, 0.9, 0.9))
    ]


@pytest.mark.parametrize(
    ("name", "options", "error", "sentence"),
    [
        pytest.param(name, *bad, id=f"{name}-{i}")
        for name, row in BAD_OPTIONS.items()
        for i, bad in enumerate(row)
    ],
)
def test_bad_options_get_a_sentence(name, options, error, sentence):
    with pytest.raises(error, match=f"^{name} .*{sentence}"):
        getattr(optimizers, name)(**options)


MISFITS = [
    (lambda: update(W, {}), "update expected gradients of some parameters, got none"),
    (lambda: update(W, {"v": W["w"]}), r"in the shapes of their gradients, v \(3, 2\), got missing"),
    (lambda: update(W, {"w": np.ones((2, 3))}), r"their gradients, w \(2, 3\), got of shape \(3, 2\)"),
    (lambda: update(W, {"b": np.ones((3, 1))}), r"their gradients, b \(3, 1\), got of shape \(3,\)"),
    (lambda: update(W, {"w": W["w"]}, state=update(W, W)[1]), "update expected gradients of w, b, got w$"),
    (lambda: update(W, W, state=update(W, {"w": W["w"]})[1]), "update expected gradients of w, got w, b"),
    (
        lambda: update(W, W, optimizer=Adam([0.1, 0.2])),
        r"Adam has 2 learning rates and expected as many networks, got w of shape \(3, 2\)",
    ),
    (
        lambda: update({"s": np.array(1.0)}, {"s": np.array(1.0)}, optimizer=SGD([0.1])),
        r"got s of shape \(\)",
    ),
    (lambda: clip_by_global_norm({}, 1.0), "clip_by_global_norm expected at least one gradient, got none"),
    (lambda: clip_by_global_norm(W, 0), "clip_by_global_norm expected a positive max_norm, got 0"),
    (lambda: clip_by_global_norm(W, -1), "clip_by_global_norm expected a positive max_norm, got -1"),
    (
        lambda: clip_by_global_norm(W, np.nan),
        "clip_by_global_norm expected finite numbers as max_norm, got nan",
    ),
    (
        lambda: clip_by_global_norm(W | {"b": np.ones(2)}, 1, population=True),
        r"gradients of as many networks each, got w \(3, 2\), b \(2,\)",
    ),
    (
        lambda: clip_by_global_norm({"s": np.array(1.0)}, 1, population=True),
        r"as many networks each, got s \(\)",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), MISFITS)
def test_misfits_get_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_words_are_no_norm():
    with pytest.raises(TypeError, match="clip_by_global_norm expected real numbers as max_norm, got '1'"):
        clip_by_global_norm(W, "1")


# PyTorch


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]")


def theirs(torch, rule):
    return getattr(torch.optim, {"AdaGrad": "Adagrad"}.get(rule.__name__, rule.__name__))


@pytest.mark.torch
class TestPyTorch:
    @every
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_fifty_steps(self, torch, rule, options, dtype):
        optimizer, params = rule(RATE, **options), arrays(1, dtype=dtype)
        tensors = {name: torch.tensor(array, requires_grad=True) for name, array in params.items()}
        other = theirs(torch, rule)(list(tensors.values()), lr=RATE, **options)
        state, ours, wanted = optimizer.init(params), [], []
        for step in range(STEPS):
            for tensor, gradient in zip(tensors.values(), self.slopes(tensors, step).values(), strict=True):
                tensor.grad = torch.from_numpy(gradient)
            other.step()
            params, state = optimizer.update(params, gradients(params, step), state)
            ours.append(np.concatenate(list(params.values()), axis=None))
            wanted.append(np.concatenate([t.detach().numpy() for t in tensors.values()], axis=None))
        exact = {"rtol": 1e-12, "atol": 1e-13} if dtype == np.float64 else {"rtol": 2e-4, "atol": 2e-5}
        assert_allclose(ours, wanted, **exact)

    @staticmethod
    def slopes(tensors, step):
        return gradients({name: tensor.detach().numpy() for name, tensor in tensors.items()}, step)

    @pytest.mark.parametrize("name", OPTIONS)
    @pytest.mark.parametrize(
        "schedule",
        [
            schedules.chain(schedules.linear_warmup(10), schedules.cosine_annealing(40), at=10),
            schedules.step_decay(7, gamma=0.5),
        ],
    )
    def test_schedules_as_factors(self, torch, name, schedule):
        rule, options = getattr(optimizers, name), OPTIONS[name][-1]
        tensors = {name: torch.tensor(array, requires_grad=True) for name, array in arrays(1).items()}
        other = theirs(torch, rule)(list(tensors.values()), lr=RATE, **options)
        scheduler = torch.optim.lr_scheduler.LambdaLR(other, schedule)
        for step in range(STEPS):
            for tensor, gradient in zip(tensors.values(), self.slopes(tensors, step).values(), strict=True):
                tensor.grad = torch.tensor(gradient)
            other.step()
            scheduler.step()
        found, _ = train(rule(RATE, **options), arrays(1), schedule=schedule)
        assert_same(found, {n: t.detach().numpy() for n, t in tensors.items()}, rtol=1e-12, atol=1e-13)

    @pytest.mark.parametrize("name", OPTIONS)
    def test_defaults_are_theirs(self, torch, name):
        rule = getattr(optimizers, name)
        defaults = inspect.signature(theirs(torch, rule)).parameters
        for field in dataclasses.fields(rule):
            assert field.default == defaults["lr" if field.name == "learning_rate" else field.name].default

    @pytest.mark.parametrize("max_norm", [0.1, 1.0, 3.0, 100.0])
    def test_clipping(self, torch, max_norm):
        grads = arrays(1)
        tensors = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in grads.values()]
        for tensor, grad in zip(tensors, grads.values(), strict=True):
            tensor.grad = torch.tensor(grad)
        their_norm = torch.nn.utils.clip_grad_norm_(tensors, max_norm).item()
        clipped, norm = clip_by_global_norm(grads, max_norm)
        assert_allclose(norm, their_norm, rtol=1e-13)
        stretch = (norm + 1e-6) / norm if norm > max_norm else 1  # PyTorch divides by the norm + 1e-6
        for tensor, array in zip(tensors, clipped.values(), strict=True):
            assert_allclose(array, tensor.grad.numpy() * stretch, rtol=1e-12)
