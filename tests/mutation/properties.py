"""What must hold whatever the numbers are, and what happens at the ends of their range."""

import copy
from functools import partial

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import nnbook
from nnbook import ACTIVATIONS, initializers, losses, metrics, optimizers

STRICT = {"over": "raise", "divide": "raise", "invalid": "raise"}  # underflow to 0 is right
CLOSE = {"rtol": 1e-12, "atol": 1e-13}


def _rng(seed=0):
    return np.random.default_rng(seed)


# Functions


def activations_at_the_ends():
    far = np.array([40.0, 200.0, 1e4, 1e300, 1e-20])
    for info in ACTIVATIONS.values():
        with np.errstate(**STRICT):
            for z in (far, -far):
                assert np.isfinite(info.function(z)).all()
                assert np.isfinite(info.derivative(z)).all()
        assert np.isnan(info.function(np.array([np.nan, 1]))).tolist() == [True, False]
        assert np.isnan(info.derivative(np.array([np.nan, 1]))).tolist() == [True, False]
        low, high = info.range
        values = info.function(np.linspace(-30, 30, 61))
        assert (values >= low).all()
        assert (values <= high).all()
    assert_allclose(nnbook.sigmoid(-40.0), np.exp(-40), rtol=1e-14)
    assert_allclose(nnbook.sigmoid_derivative(40.0), np.exp(-40), rtol=1e-14)
    assert_allclose(nnbook.tanh_derivative(20.0), 4 * np.exp(-40), rtol=1e-14)
    assert_allclose(nnbook.softplus(-50.0), np.exp(-50), rtol=1e-14)
    assert_allclose(nnbook.elu(-1e-20), -1e-20, rtol=1e-14)
    assert nnbook.relu_derivative(0.0) == 0  # said in its docstring


def softmax_is_a_distribution_that_sees_only_differences():
    z = _rng(1).normal(0, 3, (4, 3))
    p = nnbook.softmax(z)
    assert_allclose(p.sum(axis=1), 1, **CLOSE)
    with np.errstate(**STRICT):
        assert_allclose(nnbook.softmax(z + 1000.0), p, rtol=1e-9)
        assert_allclose(nnbook.log_softmax([800.0, 0.0]), [0, -800], atol=1e-12)
    assert_array_equal(nnbook.softmax(z[:1]), p[:1])


def _examples():
    z, y = _rng(2).normal(0, 2, (6, 3)), _rng(3).uniform(0, 1, (6, 3))
    for name, info in losses.LOSSES.items():
        at = 1 / (1 + np.exp(-z)) if name == "binary_cross_entropy" else z
        yield info, at, (_rng(4).integers(0, 3, 6) if name == "cross_entropy" else y)


def the_loss_of_a_batch_is_the_mean_of_single_losses():
    for info, z, y in _examples():
        single = [info.function(z[[i]], y[[i]]) for i in range(6)]
        assert_allclose(info.function(z, y), np.mean(single), **CLOSE)
        assert_allclose(info.function(z, y, reduction="sum"), info.function(z, y, reduction="none").sum())
        halves = [info.gradient(z[part], y[part]) / 2 for part in (slice(3), slice(3, None))]
        assert_allclose(info.gradient(z, y), np.concatenate(halves), **CLOSE)
        value, gradient = info.value_and_gradient(z, y)
        assert_array_equal(value, info.function(z, y))
        assert_array_equal(gradient, info.gradient(z, y))


def losses_at_the_ends():
    with np.errstate(**STRICT):
        for gap in (40.0, 700.0, 1e4):
            for name, z, y in (
                ("binary_cross_entropy_with_logits", [gap, -gap], [1, 0]),
                ("cross_entropy", [[gap, 0], [0, gap]], [0, 1]),
            ):
                both = losses.LOSSES[name].value_and_gradient
                assert_allclose(both(z, y, reduction="none")[0], np.exp(-gap), rtol=1e-12)
                wrong, _ = both(z, [1 - k for k in y], reduction="none")
                assert_allclose(wrong, gap, rtol=1e-12)
        sure = losses.binary_cross_entropy([0, 1, 0, 1], [0, 1, 1, 0], reduction="none")
        assert_array_equal(sure, [0, 0, 100, 100])
    assert_allclose(nnbook.cross_entropy(np.zeros((3, 7)), [0, 3, 6]), np.log(7), rtol=1e-14)
    z = _rng(5).normal(size=(4, 3))
    gradient = nnbook.cross_entropy_gradient(z, [0, 1, 2, 1])
    assert_allclose(gradient.sum(axis=1), 0, atol=1e-15)
    assert (gradient[range(4), [0, 1, 2, 1]] < 0).all()


def shapes_that_do_not_fit_are_refused():
    for name in ("mean_squared_error", "huber", "binary_cross_entropy_with_logits"):
        try:
            losses.LOSSES[name].function(np.zeros((3, 1)), np.zeros(3))
        except ValueError:
            continue
        raise AssertionError(f"{name} took predictions (3, 1) for targets (3,)")


# Layers


def _networks():
    layers = [
        nnbook.Linear(3, 4),
        nnbook.LayerNorm(3),
        nnbook.BatchNorm1d(3),
        nnbook.Activation("tanh"),
        nnbook.Dropout(0.4),
        nnbook.mlp([3, 4, 2]),
    ]
    for layer in layers:
        params = layer.init(_rng(6))
        yield layer, params | {n: params[n] + _rng(7).uniform(0.5, 1, params[n].shape) for n in layer.shapes}


def samples_do_not_see_each_other_at_inference():
    x = _rng(8).normal(size=(6, 3))
    for layer, params in _networks():
        value, pullback = layer.forward(params, x)
        assert_array_equal(layer(params, x), value)
        assert_allclose(layer(params, x[[4]]), value[[4]], **CLOSE)
        assert_allclose(layer(params, x[::-1]), value[::-1], **CLOSE)
        dy = _rng(9).normal(size=value.shape)
        dx, grads = pullback(dy)
        parts = [layer.forward(params, x[part]).pullback(dy[part]) for part in (slice(2), slice(2, None))]
        assert_allclose(np.concatenate([part[0] for part in parts]), dx, **CLOSE)
        for name, grad in grads.items():
            assert_allclose(parts[0][1][name] + parts[1][1][name], grad, **CLOSE)


def passes_do_not_disturb_each_other():
    first, second = _rng(10).normal(size=(2, 5, 3))
    for layer, params in _networks():
        for train in (False, True):
            value, pullback = layer.forward(params, first, train=train, rng=_rng(11))
            before = copy.deepcopy(params)
            dx, grads = pullback(value)
            layer.forward(params, second, train=train, rng=_rng(12)).pullback(value)
            again, same = pullback(value)
            assert_array_equal(again, dx)
            for name, grad in grads.items():
                assert_array_equal(same[name], grad)
            for name, array in params.items():
                assert_array_equal(array, before[name])


def a_population_is_its_members():
    network = nnbook.mlp([3, 4, 2], activation="tanh")
    params, x = network.init(_rng(13), population=3), _rng(14).normal(size=(5, 3))
    value, pullback = network.forward(params, x)
    loss, dy = nnbook.cross_entropy_value_and_gradient(value, [0, 1, 1, 0, 1])
    _, grads = pullback(dy)
    for i in range(3):
        one = nnbook.member(params, i)
        alone, back = network.forward(one, x)
        value_i, dy_i = nnbook.cross_entropy_value_and_gradient(alone, [0, 1, 1, 0, 1])
        assert_allclose(loss[i], value_i, **CLOSE)
        for name, grad in back(dy_i)[1].items():
            assert_allclose(grads[name][i], grad, **CLOSE)


def dropout_keeps_the_mean():
    for p in (0.2, 0.6):
        value, pullback = nnbook.Dropout(p).forward({}, np.ones((200, 100)), train=True, rng=_rng(15))
        assert abs(value.mean() - 1) < 0.03
        assert abs((value == 0).mean() - p) < 0.02
        assert_array_equal(pullback(np.ones((200, 100)))[0], value)  # the mask and its scale are the slope
    x = _rng(16).normal(size=(4, 3))
    assert_array_equal(nnbook.Dropout(0.5).forward({}, x).value, x)


def normalizing_forgets_shift_and_scale():
    x = _rng(17).normal(size=(6, 3))
    for layer in (nnbook.LayerNorm(3, eps=1e-12), nnbook.BatchNorm1d(3, eps=1e-12)):
        params = layer.init(_rng())
        step = layer.forward(params, x, train=True)
        axis = -1 if isinstance(layer, nnbook.LayerNorm) else 0
        assert_allclose(step.value.mean(axis=axis), 0, atol=1e-12)
        assert_allclose((step.value**2).mean(axis=axis), 1, rtol=1e-6)
        far = layer.forward(params, 1e7 + 2 * x, train=True)
        assert_allclose(far.value, step.value, atol=1e-6)
        dx, _ = step.pullback(_rng(18).normal(size=x.shape))
        assert_allclose(dx.sum(axis=axis), 0, atol=1e-9)  # a shift changes nothing
        assert_allclose((dx * x).sum(axis=axis), 0, atol=1e-9)  # nor does a scale
    after = layer.forward(params, x, train=True).buffers
    assert_allclose(after["running_mean"], 0.1 * x.mean(axis=0), **CLOSE)
    assert_allclose(after["running_var"], 0.9 + 0.1 * x.var(axis=0, ddof=1), **CLOSE)


def first_weights_keep_the_size_of_the_signal():
    x = _rng(19).normal(size=(100, 60))
    for name, after in (("he_normal", nnbook.relu), ("he_uniform", nnbook.relu), ("lecun_normal", np.copy)):
        W = getattr(initializers, name)(_rng(20), (180, 60))
        assert_allclose((after(x @ W.T) ** 2).mean(), 1, rtol=0.1)
    for name in ("xavier_normal", "xavier_uniform"):
        W = getattr(initializers, name)(_rng(21), (180, 60))
        there, back = (x @ W.T).var(), (_rng(22).normal(size=(100, 180)) @ W).var()
        assert_allclose(there + back, 2, rtol=0.1)


# Optimizers


def _rules():
    return (
        optimizers.SGD(0.1),
        optimizers.SGD(0.1, momentum=0.9),
        optimizers.AdaGrad(0.1),
        optimizers.RMSprop(0.1, centered=True, momentum=0.5),
        optimizers.Adam(0.1),
        optimizers.AdamW(0.1),
    )


def updates_modify_nothing():
    for rule in _rules():
        params = {"w": _rng(23).normal(size=(2, 3)), "b": np.ones(2)}
        state, seen = rule.init(params), []
        for t in range(4):
            grads = {name: _rng(t).normal(size=a.shape) for name, a in params.items()}
            seen.append((params, copy.deepcopy(params), state, copy.deepcopy(state.memory), grads))
            params, state = rule.update(params, grads, state)
        for params, as_it_was, state, memory, grads in seen:
            for name, array in params.items():
                assert_array_equal(array, as_it_was[name])
            for name, array in state.memory.items():
                assert_array_equal(array, memory[name])
            once, twice = (rule.update(params, grads, state)[0] for _ in range(2))
            assert_array_equal(once["w"], twice["w"])


def steps_have_the_right_length_and_direction():
    w = {"w": np.array([1.0, -2.0])}
    for rule in (optimizers.SGD(0.1), optimizers.SGD(0.1, momentum=0.9)):
        moved, _ = rule.update(w, {"w": np.array([0.5, -3.0])}, rule.init(w))
        assert_allclose(moved["w"], w["w"] - 0.1 * np.array([0.5, -3.0]), **CLOSE)
    for rule in (optimizers.Adam(0.1), optimizers.AdaGrad(0.1)):
        for scale in (1.0, 1e-3):  # a first adaptive step has the length of the learning rate
            moved, _ = rule.update(w, {"w": scale * np.array([0.5, -3.0])}, rule.init(w))
            assert_allclose(moved["w"], w["w"] - 0.1 * np.array([1, -1]), rtol=1e-5)
    rest = {"w": np.zeros(2)}
    for rule in _rules():
        moved, _ = rule.update(w, rest, rule.init(w))
        decay = 0.999 if isinstance(rule, optimizers.AdamW) else 1
        assert_allclose(moved["w"], decay * w["w"], **CLOSE)
    for rule in (optimizers.SGD(0.1, weight_decay=0.5), optimizers.RMSprop(0.1, weight_decay=0.5)):
        assert (np.abs(rule.update(w, rest, rule.init(w))[0]["w"]) < np.abs(w["w"])).all()
    slow = optimizers.SGD(0.1, momentum=0.9)
    pushed, state = w, slow.init(w)
    for _ in range(200):  # a steady push of 1 ends at the speed η / (1 - μ)
        before, (pushed, state) = pushed, slow.update(pushed, {"w": np.ones(2)}, state)
    assert_allclose(before["w"] - pushed["w"], 1, rtol=1e-6)


def clipping_keeps_the_direction():
    grads = {"w": np.array([3.0, -4.0]), "b": np.array([12.0])}
    clipped, norm = nnbook.clip_by_global_norm(grads, 6.5)
    assert norm == 13
    for name, g in grads.items():
        assert_allclose(clipped[name], g / 2, **CLOSE)


def penalties_leave_biases_alone():
    params = {"weight": np.array([[3.0, -4.0]]), "bias": np.array([10.0])}
    for kind in ("l1", "l2"):
        value, gradient = getattr(nnbook, f"{kind}_penalty_value_and_gradient")(params, 0.5)
        assert_array_equal(gradient["bias"], [0])
        one = getattr(nnbook, f"{kind}_penalty")({"weight": params["weight"]}, 0.5)
        assert value == one
        assert (gradient["weight"] * params["weight"] > 0).all()


# Batches


def batches_hold_every_sample_once_and_shuffle_anew():
    rng = _rng(24)
    epochs = [list(nnbook.minibatches(20, 6, rng)) for _ in range(40)]
    for batches in epochs:
        assert [len(batch) for batch in batches] == [6, 6, 6, 2]
        assert sorted(np.concatenate(batches)) == list(range(20))
    assert not np.array_equal(np.concatenate(epochs[0]), np.concatenate(epochs[1]))
    together = np.mean([any({0, 1} <= set(batch) for batch in batches) for batches in epochs])
    assert 0.05 < together < 0.5  # neighbours meet now and then, not always
    assert [len(batch) for batch in nnbook.minibatches(20, 6, shuffle=False, drop_last=True)] == [6, 6, 6]


def parts_of_a_split_are_disjoint():
    parts = nnbook.random_split(50, (0.6, 0.2, 0.2), _rng(25))
    assert sorted(np.concatenate(parts)) == list(range(50))


def standardizing_uses_the_training_samples_alone():
    X = _rng(26).normal(3, 2, (30, 4))
    standardize = nnbook.Standardizer.fit(X)
    Z = standardize(X)
    assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    assert_allclose((Z**2).mean(axis=0), 1, **CLOSE)
    assert_allclose(standardize(X[:1]), Z[:1], **CLOSE)
    assert_allclose(standardize(X + 5), Z + 5 / standardize.scale, **CLOSE)
    assert_allclose(nnbook.Standardizer.fit(X + 1e9)(X + 1e9), Z, atol=1e-6)


# Training


def _classes(n=50):
    X = _rng(27).normal(size=(n, 4))
    return X, (X @ _rng(28).normal(size=(4, 3))).argmax(axis=1)


def fit_is_the_loop_written_by_hand():
    X, y = _classes()
    network = nnbook.Sequential(nnbook.Linear(4, 6), nnbook.BatchNorm1d(6), nnbook.Linear(6, 3))
    for rule in (optimizers.SGD(0.1, momentum=0.9), optimizers.Adam(0.1)):
        found, _ = nnbook.fit(
            network, _rng(29), X, y, loss="cross_entropy", optimizer=rule, batch_size=16, epochs=2
        )
        rng = _rng(29)
        params = network.init(rng)
        state = rule.init(params)
        for _ in range(2):
            for batch in nnbook.minibatches(len(X), 16, rng):
                step = network.forward(params, X[batch], train=True)
                _, dy = nnbook.cross_entropy_value_and_gradient(step.value, y[batch])
                _, grads = step.pullback(dy)
                params, state = rule.update(params, grads, state)
                params |= step.buffers
        assert list(found) == list(params)
        for name, array in params.items():
            assert_array_equal(found[name], array)


def the_history_says_what_happened():
    X, y = _classes()
    network = nnbook.mlp([4, 5, 3], dropout=0.3)
    still = partial(nnbook.fit, network, loss="cross_entropy", batch_size=16, metrics=[nnbook.accuracy])
    rng = _rng(30)
    params, history = still(
        network.init(rng), X, y, rng=rng, optimizer=optimizers.Adam(0.05), epochs=2, validation=(X, y)
    )
    assert history["validation_loss"][-1] == nnbook.cross_entropy(network(params, X), y)
    assert history["accuracy"][-1] == nnbook.accuracy(network(params, X), y)
    network = nnbook.mlp([4, 5, 3])
    params = network.init(_rng(31))
    _, history = nnbook.fit(
        network,
        params,
        X,
        y,
        loss="cross_entropy",
        optimizer=optimizers.SGD(0),
        batch_size=16,
        epochs=1,
        rng=_rng(),
    )
    assert_allclose(history["loss"][0], nnbook.cross_entropy(network(params, X), y), rtol=1e-12)


def early_stopping_returns_the_best():
    X, y = _classes()
    for rule in (optimizers.Adam(0.3), optimizers.SGD(20.0)):
        network = nnbook.mlp([4, 30, 3])
        result = nnbook.fit(
            network,
            _rng(32),
            X[:15],
            y[:15],
            loss="cross_entropy",
            optimizer=rule,
            batch_size=5,
            epochs=12,
            validation=(X[15:], y[15:]),
            early_stopping=nnbook.EarlyStopping(patience=3),
        )
        losses_then = result.history["validation_loss"]
        assert len(losses_then) - 1 > losses_then.argmin()
        assert nnbook.cross_entropy(network(result.params, X[15:]), y[15:]) == losses_then.min()


# Counting


def metrics_by_hand():
    logits, y = np.array([0.3, -0.2, 2.0, 0.1, -3.0]), np.array([1, 0, 1, 0, 1])
    assert nnbook.accuracy(logits, y) == 0.6
    assert nnbook.accuracy(logits[:, None], y) == 0.6
    assert nnbook.accuracy(logits[:, None], y[:, None]) == 0.6
    assert_allclose(metrics.precision(logits, y), 2 / 3)
    assert_allclose(metrics.recall(logits, np.array([1, 1, 1, 0, 1])), 0.5)
    assert_array_equal(nnbook.confusion_matrix([1, 1, 0], [0, 1, 0]), [[1, 1], [0, 1]])


def scalars_used_twice():
    a = nnbook.Value(1.0)
    b = a + a
    c = b + b
    for _ in range(2):  # a second call starts anew
        c.backward()
        assert (a.grad, b.grad) == (4, 2)
    b = a + a
    y = b + b * b  # b is used directly and by a later node, which must come first on the way back
    y.backward()
    assert (y.data, b.grad, a.grad) == (6, 5, 10)


CHECKS = (
    activations_at_the_ends,
    softmax_is_a_distribution_that_sees_only_differences,
    the_loss_of_a_batch_is_the_mean_of_single_losses,
    losses_at_the_ends,
    shapes_that_do_not_fit_are_refused,
    samples_do_not_see_each_other_at_inference,
    passes_do_not_disturb_each_other,
    a_population_is_its_members,
    dropout_keeps_the_mean,
    normalizing_forgets_shift_and_scale,
    first_weights_keep_the_size_of_the_signal,
    updates_modify_nothing,
    steps_have_the_right_length_and_direction,
    clipping_keeps_the_direction,
    penalties_leave_biases_alone,
    batches_hold_every_sample_once_and_shuffle_anew,
    parts_of_a_split_are_disjoint,
    standardizing_uses_the_training_samples_alone,
    fit_is_the_loop_written_by_hand,
    the_history_says_what_happened,
    early_stopping_returns_the_best,
    metrics_by_hand,
    scalars_used_twice,
)
