"""`fit`: the same loop as by hand, one network or many, with everything around it."""

from __future__ import annotations

import io
import signal
import sys
from functools import partial

import numpy as np
import pytest

import nnbook
from nnbook import (
    SGD,
    Activation,
    Adam,
    AdamW,
    BatchNorm1d,
    DivergenceError,
    Dropout,
    EarlyStopping,
    Fit,
    Flatten,
    History,
    LayerNorm,
    Linear,
    RMSprop,
    Sequential,
    accuracy,
    clip_by_global_norm,
    cross_entropy,
    cross_entropy_value_and_gradient,
    fit,
    l2_penalty_value_and_gradient,
    mean_squared_error,
    mean_squared_error_value_and_gradient,
    member,
    minibatches,
    mlp,
    stack,
)
from nnbook.schedules import exponential_decay, linear_warmup

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_Y = np.array([0, 1, 1, 0])
BCE = "binary_cross_entropy_with_logits"


def rng(seed=0):
    return np.random.default_rng(seed)


def classes(n=50, d=4, K=3, seed=1):
    """Return samples whose class can be learned."""
    X = rng(seed).normal(size=(n, d))
    return X, (X @ rng(seed + 1).normal(size=(d, K))).argmax(axis=1)


def same(first, second, **tolerance):
    """Tell whether two parameter dictionaries hold the same numbers."""
    assert first.keys() == second.keys()
    for name, array in first.items():
        np.testing.assert_allclose(array, second[name], err_msg=name, **tolerance or {"rtol": 0})
    return True


# One network


def by_hand(network, generator, X, y, optimizer, batch_size, epochs, loss=cross_entropy_value_and_gradient):
    """Train as the chapter does, in a few lines."""
    params = network.init(generator)
    state, losses = optimizer.init(params), []
    for _ in range(epochs):
        total = 0.0
        for rows in minibatches(len(X), batch_size, generator):
            prediction, pullback = network.forward(params, X[rows], train=True, rng=generator)
            value, gradient = loss(prediction, y[rows])
            params, state = optimizer.update(params, pullback(gradient)[1], state)
            total += value * len(rows)
        losses.append(total / len(X))
    return params, losses


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.01), RMSprop(0.01, centered=True)])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_fit_is_the_loop_written_by_hand(optimizer, dropout):
    X, y = classes()
    network = mlp([4, 8, 3], dropout=dropout)
    params, losses = by_hand(network, rng(), X, y, optimizer, 16, 5)
    result = fit(network, rng(), X, y, loss="cross_entropy", optimizer=optimizer, batch_size=16, epochs=5)
    assert same(result.params, params)
    np.testing.assert_allclose(result.history["loss"], losses, rtol=1e-15)
    assert result.history["epoch"].tolist() == [1, 2, 3, 4, 5]


def test_the_epoch_loss_weighs_every_sample_alike():
    X, y = classes(n=7)
    network = mlp([4, 3])
    params = network.init(rng())
    frozen = SGD(0.0)
    result = fit(
        network, params, X, y, loss="cross_entropy", optimizer=frozen, batch_size=3, epochs=1, rng=rng()
    )
    np.testing.assert_allclose(result.history["loss"][0], cross_entropy(network(params, X), y), rtol=1e-14)


def test_a_sum_is_summed_over_the_epoch():
    X, y = rng().normal(size=(7, 2)), rng(1).normal(size=7)
    network = mlp([2, 1])
    params = network.init(rng())
    loss = partial(mean_squared_error, reduction="sum")
    result = fit(network, params, X, y, loss=loss, optimizer=SGD(0.0), batch_size=3, epochs=1, rng=rng())
    expected = ((network(params, X)[:, 0] - y) ** 2).sum()
    np.testing.assert_allclose(result.history["loss"][0], expected, rtol=1e-14)


def test_the_same_seed_gives_the_same_bits_and_another_one_does_not():
    X, y = classes()
    network = mlp([4, 8, 3], dropout=0.2)
    runs = [
        fit(network, rng(seed), X, y, loss="cross_entropy", epochs=3, metrics=[accuracy])
        for seed in (0, 0, 1)
    ]
    first, again, other = runs
    assert all((first.params[name] == again.params[name]).all() for name in first.params)
    assert all((first.history[name] == again.history[name]).all() for name in first.history)
    assert not (first.params["0.weight"] == other.params["0.weight"]).all()


@pytest.mark.parametrize(
    "loss",
    [
        "cross_entropy",
        cross_entropy,
        cross_entropy_value_and_gradient,
        partial(cross_entropy, reduction="mean"),
        lambda prediction, target: cross_entropy_value_and_gradient(prediction, target),
    ],
)
def test_a_loss_can_be_named_in_several_ways(loss):
    X, y = classes()
    result = fit(mlp([4, 3]), rng(), X, y, loss=loss, epochs=2, validation=(X, y))
    expected = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=2, validation=(X, y))
    assert same(result.params, expected.params)
    assert (result.history["validation_loss"] == expected.history["validation_loss"]).all()


@pytest.mark.parametrize("name", sorted(nnbook.LOSSES))
def test_every_loss_falls(name):
    X = rng().normal(size=(40, 3))
    last = [Activation("sigmoid")] if name == "binary_cross_entropy" else []
    y = (X[:, 0] + X[:, 1] > 0).astype(int)
    network = Sequential(Linear(3, 2 if name == "cross_entropy" else 1), *last)
    history = fit(network, rng(), X, y, loss=name, optimizer=Adam(0.05), epochs=40).history
    assert history["loss"][-1] < 0.7 * history["loss"][0]


def test_float32_data_trains_a_float32_network_and_integers_a_float64_one():
    X, y = classes()
    for data, precision in (
        (X.astype(np.float32), np.float32),
        (X, np.float64),
        ((10 * X).astype(int), np.float64),
    ):
        result = fit(mlp([4, 3]), rng(), data, y, loss="cross_entropy", epochs=2)
        assert {array.dtype.type for array in result.params.values()} == {precision}
    params = mlp([4, 3]).init(rng(), dtype=np.float32)
    result = fit(mlp([4, 3]), params, X, y, loss="cross_entropy", epochs=2, rng=rng())
    assert {array.dtype.type for array in result.params.values()} == {np.float32}


def test_nothing_that_comes_in_is_modified():
    X, y = classes()
    params = mlp([4, 3]).init(rng())
    before = {name: array.copy() for name, array in params.items()}
    for array in (X, y, *params.values()):
        array.flags.writeable = False
    fit(mlp([4, 3]), params, X, y, loss="cross_entropy", epochs=2, rng=rng())
    assert same(params, before)


def test_images_pass_through_flatten():
    images, y = rng().normal(size=(20, 2, 3)), rng(1).integers(0, 2, 20)
    network = Sequential(Flatten(), Linear(6, 2))
    flat = fit(mlp([6, 2]), rng(), images.reshape(20, 6), y, loss="cross_entropy", epochs=3)
    result = fit(network, rng(), images, y, loss="cross_entropy", epochs=3)
    assert (result.params["1.weight"] == flat.params["0.weight"]).all()


def test_batch_normalization_counts_its_batches():
    X, y = classes(n=40)
    network = Sequential(Linear(4, 5), BatchNorm1d(5), Activation("relu"), Linear(5, 3))
    params, history = fit(network, rng(), X, y, loss="cross_entropy", batch_size=10, epochs=3)
    assert params["1.num_batches_tracked"] == 12
    assert history["loss"][-1] < history["loss"][0]
    assert (params["1.running_var"] != 1).all()


# Around the loop


def test_a_schedule_counts_epochs_or_batches():
    X, y = classes(n=40)
    common = {"loss": "cross_entropy", "optimizer": SGD(1.0), "batch_size": 10, "epochs": 4}
    by_epoch = fit(mlp([4, 3]), rng(), X, y, schedule=exponential_decay(0.5), **common)
    assert by_epoch.history["learning_rate"].tolist() == [1.0, 0.5, 0.25, 0.125]
    by_batch = fit(mlp([4, 3]), rng(), X, y, schedule=linear_warmup(8, 0.5), schedule_per="batch", **common)
    assert by_batch.history["learning_rate"].tolist() == [0.5, 0.75, 1.0, 1.0]
    assert not (by_epoch.params["0.weight"] == by_batch.params["0.weight"]).all()
    steps = []
    fit(mlp([4, 3]), rng(), X, y, schedule=lambda t: steps.append(t) or 1.0, schedule_per="batch", **common)
    assert sorted(set(steps)) == list(range(16))


def test_metrics_and_validation_are_columns():
    X, y = classes(n=60)
    network = mlp([4, 8, 3])
    params, history = fit(
        network, rng(), X[:40], y[:40], loss="cross_entropy", epochs=3, validation=(X[40:], y[40:]),
        metrics={"right": accuracy},
    )  # fmt: skip
    assert list(history) == ["epoch", "learning_rate", "loss", "right", "validation_loss", "validation_right"]
    assert history["right"][-1] == accuracy(network(params, X[:40]), y[:40])
    assert history["validation_loss"][-1] == cross_entropy(network(params, X[40:]), y[40:])
    assert history["validation_right"][-1] == accuracy(network(params, X[40:]), y[40:])
    assert {len(column) for column in history.values()} == {3}


def test_early_stopping_returns_the_best_weights():
    X, y = classes(n=30, seed=5)
    held_out = classes(n=200, seed=5)
    noisy = np.where(rng(3).random(30) < 0.3, rng(4).integers(0, 3, 30), y)
    seen = {}
    params, history = result = fit(
        mlp([4, 64, 3]), rng(), X, noisy, loss="cross_entropy", optimizer=Adam(0.02), epochs=300,
        validation=held_out, early_stopping=EarlyStopping(patience=10),
        callbacks=[lambda epoch, params, history: seen.__setitem__(epoch, params)],
    )  # fmt: skip
    best = int(history["validation_loss"].argmin()) + 1
    assert result.best_epoch == best < history.epochs == best + 10 < 300
    assert same(params, seen[best])
    assert (
        cross_entropy(mlp([4, 64, 3])(params, held_out[0]), held_out[1]) == history["validation_loss"].min()
    )


def test_early_stopping_can_watch_what_should_grow():
    X, y = classes()
    rule = EarlyStopping(patience=3, monitor="accuracy", mode="max")
    result = fit(
        mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=200, metrics=[accuracy], early_stopping=rule
    )
    assert result.best_epoch == result.history["accuracy"].argmax() + 1


def test_a_callback_sees_each_epoch_and_may_end_the_training():
    X, y = classes()
    seen = []

    def third(epoch, params, history):
        seen.append((epoch, history.epochs, history["loss"][-1], params["0.weight"]))
        return epoch == 3

    result = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=10, callbacks=[third])
    assert [epoch for epoch, *_ in seen] == [epochs for _, epochs, *_ in seen] == [1, 2, 3]
    assert result.history.epochs == 3
    assert (seen[-1][3] == result.params["0.weight"]).all()


def test_a_penalty_adds_its_gradient_and_stays_out_of_the_loss():
    X, y = classes(n=32)
    common = {"loss": "cross_entropy", "epochs": 5}
    penalty = partial(l2_penalty_value_and_gradient, strength=0.1, biases=True)
    slope = penalty({"weight": np.array([[1.0]])})[1]["weight"].item()
    decayed = fit(mlp([4, 3]), rng(), X, y, optimizer=SGD(0.1, weight_decay=slope), **common)
    plain = fit(mlp([4, 3]), rng(), X, y, optimizer=SGD(0.1), **common)
    result = fit(mlp([4, 3]), rng(), X, y, optimizer=SGD(0.1), penalty=penalty, **common)
    assert same(result.params, decayed.params, rtol=1e-12)
    assert not np.allclose(result.params["0.weight"], plain.params["0.weight"])
    assert result.history["loss"][0] == plain.history["loss"][0]  # of the one batch, before the first step


def test_long_gradients_are_shortened():
    X, y = classes()
    network, optimizer = mlp([4, 3]), SGD(1.0)
    params = network.init(rng())
    _, pullback = network.forward(params, 100 * X)
    _, gradient = cross_entropy_value_and_gradient(network(params, 100 * X), y)
    grads, norm = clip_by_global_norm(pullback(gradient)[1], 0.5)
    assert norm > 0.5
    expected = {name: params[name] - grads[name] for name in params}
    result = fit(
        network,
        params,
        100 * X,
        y,
        loss="cross_entropy",
        optimizer=optimizer,
        batch_size=None,
        epochs=1,
        max_norm=0.5,
    )
    assert same(result.params, expected, rtol=1e-14)


# When it goes wrong


def test_a_lost_loss_says_when_and_what_to_try():
    X = rng().normal(size=(20, 3)) * 100
    y = X @ [1.0, 2.0, 3.0]
    with pytest.raises(
        DivergenceError, match=r"in epoch \d+: the loss .* smaller learning rate \(it was 10\)"
    ) as caught:
        fit(mlp([3, 8, 1]), rng(), X, y, loss="mean_squared_error", optimizer=SGD(10.0), epochs=100)
    result = caught.value.result
    assert result.diverged is True
    assert all(np.isfinite(array).all() for array in result.params.values())
    assert np.isfinite(result.history["loss"]).all() if result.history else True
    with np.errstate(over="ignore"):  # the loss was finite at these parameters, and not at the next ones
        assert np.isfinite(mean_squared_error(mlp([3, 8, 1])(result.params, X), y[:, None]))


class Interrupt:
    """Press Ctrl-C during the given step."""

    def __init__(self, at):
        self.left = at

    def __call__(self, prediction, target):
        self.left -= 1
        if not self.left:
            signal.raise_signal(signal.SIGINT)
        return cross_entropy_value_and_gradient(prediction, target)


class Torn(SGD):
    """Gradient descent that is interrupted in the middle of its ninth update."""

    def rule(self, theta, g, memory, t, lr):
        new = super().rule(theta, g, memory, t, lr)
        if t == 9:
            raise KeyboardInterrupt
        return new


@pytest.fixture
def ctrl_c():
    """Let Ctrl-C interrupt, also where the tests run in the background of a shell that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_returns_what_was_learned():
    X, y = classes(n=40)
    result = fit(mlp([4, 3]), rng(), X, y, loss=Interrupt(11), batch_size=10, epochs=100)
    whole = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", batch_size=10, epochs=2)
    assert result.interrupted
    assert result.history.epochs == 2
    assert (result.history["loss"] == whole.history["loss"]).all()
    options = {"loss": "cross_entropy", "batch_size": 10}
    unfinished = fit(mlp([4, 3]), rng(), X, y, optimizer=Torn(0.1), **options)
    two_epochs = fit(mlp([4, 3]), rng(), X, y, optimizer=SGD(0.1), epochs=2, **options)
    assert same(unfinished.params, two_epochs.params)
    at_once = fit(mlp([4, 3]), rng(), X, y, loss=Interrupt(1), epochs=100)
    assert same(at_once.params, mlp([4, 3]).init(rng()))
    assert at_once.history.epochs == 0


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"X": np.zeros((0, 4)), "y": np.zeros(0, int)}, ValueError, "at least one sample"),
        ({"X": np.zeros(4)}, ValueError, "one sample per row.*X\\[:, None\\]"),
        ({"X": np.full((50, 4), np.nan)}, ValueError, "finite numbers as X, got nan"),
        ({"X": np.zeros((50, 5))}, ValueError, "4 features, got"),
        (
            {"y": np.zeros(49, int)},
            ValueError,
            "one target for each of the 50 samples of X, got y of shape \\(49,\\)",
        ),
        ({"y": np.full(50, 3)}, ValueError, "labels from 0 to 2, got 3"),
        ({"y": np.full((50, 3), np.inf)}, ValueError, "finite numbers as y"),
        ({"loss": "crossentropy"}, ValueError, "expected a loss, such as"),
        ({"loss": 3}, ValueError, "expected a loss, such as"),
        ({"loss": partial(cross_entropy, reduction="none")}, ValueError, "'mean' or 'sum'"),
        ({"epochs": 0}, ValueError, "at least 1 as epochs"),
        ({"epochs": 2.5}, TypeError, "whole number of epochs"),
        ({"batch_size": 0}, ValueError, "at least 1 as batch_size"),
        ({"schedule_per": "step"}, ValueError, "'epoch' or 'batch'"),
        ({"early_stopping": EarlyStopping(3)}, ValueError, "validation data to watch validation_loss"),
        ({"early_stopping": EarlyStopping(3, monitor="f1")}, ValueError, "a column to watch, one of epoch"),
        ({"metrics": {"x": 3}}, TypeError, "as the metric x"),
        ({"rng": rng()}, TypeError, "rng only beside parameters"),
        ({"params_or_rng": 0}, TypeError, "parameters or a NumPy Generator"),
        ({"params_or_rng": mlp([4, 3]).init(rng())}, TypeError, "rng to order the batches"),
        ({"params_or_rng": mlp([4, 3]).init(rng()), "population": 3}, ValueError, "those of one network"),
        ({"population": 0}, ValueError, "at least 1 as population"),
        ({"validation": (np.zeros((2, 4)), [0, 1, 2])}, ValueError, "validation X"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(changes, error, words):
    X, y = classes()
    arguments = {"params_or_rng": rng(), "X": X, "y": y, "loss": "cross_entropy", "epochs": 2} | changes
    with pytest.raises(error, match=words):
        fit(mlp([4, 3]), **arguments)


# The progress bar


def test_the_bar_is_quiet_where_nobody_looks(capfd):
    X, y = classes()
    fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=2)
    fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=2, progress=False)
    assert capfd.readouterr() == ("", "")


def test_the_bar_shows_on_a_terminal_and_on_request(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    X, y = classes()
    screens = []
    for screen, progress in ((Terminal(), None), (io.StringIO(), True)):
        monkeypatch.setattr(sys, "stderr", screen)
        fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=2, progress=progress)
        screens.append(screen.getvalue())
    for text in screens:
        assert "2/2" in text
        assert "loss=" in text


# Populations


def networks():
    return {
        "mlp": mlp([4, 6, 3]),
        "tanh": mlp([4, 6, 3], activation="tanh"),
        "dropout": mlp([4, 6, 3], dropout=0.4),
        "dropped input": Sequential(Dropout(0.2), Linear(4, 3)),
        "layer norm": Sequential(Linear(4, 6), LayerNorm(6), Activation("relu"), Linear(6, 3)),
        "batch norm": Sequential(Linear(4, 6), BatchNorm1d(6), Activation("relu"), Linear(6, 3)),
    }


@pytest.mark.parametrize("name", networks())
@pytest.mark.parametrize("batch_size", [None, 16])
def test_each_member_equals_its_own_run_over_200_steps(name, batch_size):
    X, y = classes(n=48)
    common = {"loss": "cross_entropy", "batch_size": batch_size, "validation": classes(n=20, seed=9)}
    if batch_size is None:
        common |= {"optimizer": SGD(0.05, momentum=0.9), "epochs": 200}
    else:
        common |= {"optimizer": AdamW(0.01), "epochs": 67, "metrics": [accuracy]}
    network = networks()[name]
    together = fit(network, rng(3), X, y, population=3, **common)
    for i, child in enumerate(rng(3).spawn(3)):
        alone = fit(network, child, X, y, **common)
        assert same(member(together.params, i), alone.params, rtol=1e-10, atol=1e-10)
        for column, values in alone.history.items():
            np.testing.assert_allclose(together.history.member(i)[column], values, rtol=1e-10, atol=1e-10)
    assert together.diverged.tolist() == [False] * 3


def test_one_network_for_each_learning_rate():
    X, y = classes(n=48)
    rates = (0.01, 0.1, 1.0)
    params = mlp([4, 6, 3]).init(rng())
    together = fit(
        mlp([4, 6, 3]),
        stack([params] * 3),
        X,
        y,
        loss="cross_entropy",
        optimizer=SGD(rates),
        batch_size=None,
        epochs=50,
    )
    for i, rate in enumerate(rates):
        alone = fit(
            mlp([4, 6, 3]),
            params,
            X,
            y,
            loss="cross_entropy",
            optimizer=SGD(rate),
            batch_size=None,
            epochs=50,
        )
        assert same(member(together.params, i), alone.params, rtol=1e-10)
    assert together.history["learning_rate"].shape == (50, 3)
    drawn = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", optimizer=Adam(rates), epochs=1)
    assert drawn.params["0.weight"].shape == (3, 3, 4)


def test_each_network_may_have_data_of_its_own():
    X, y = classes(n=60)
    resampled = rng(8).integers(0, 60, (3, 40))
    common = {"loss": "cross_entropy", "batch_size": 16, "epochs": 10}
    held_out = classes(n=20, seed=9)
    together = fit(
        mlp([4, 5, 3]), rng(2), X[resampled], y[resampled], population=3, validation=held_out, **common
    )
    for i, child in enumerate(rng(2).spawn(3)):
        alone = fit(mlp([4, 5, 3]), child, X[resampled[i]], y[resampled[i]], validation=held_out, **common)
        assert same(member(together.params, i), alone.params, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(
            together.history["validation_loss"][:, i], alone.history["validation_loss"]
        )


def test_a_member_that_diverges_freezes_and_is_marked():
    X, y = rng().normal(size=(30, 3)), rng(1).normal(size=30)
    rates = (0.01, 1e4, 0.05)
    result = fit(
        mlp([3, 8, 1]),
        rng(),
        X,
        y,
        loss="mean_squared_error",
        optimizer=SGD(rates),
        batch_size=None,
        epochs=200,
    )
    assert result.diverged.tolist() == [False, True, False]
    assert all(np.isfinite(array).all() for array in result.params.values())
    lost = result.history.member(1)
    assert 0 < lost.epochs < 200
    assert np.isfinite(lost["loss"]).all()
    assert np.isnan(result.history["loss"][lost.epochs :, 1]).all()
    for i in (0, 2):
        assert result.history.member(i).epochs == 200
        alone = fit(
            mlp([3, 8, 1]), rng().spawn(3)[i], X, y, loss="mean_squared_error", optimizer=SGD(rates[i]),
            batch_size=None, epochs=200,
        )  # fmt: skip
        assert same(member(result.params, i), alone.params, rtol=1e-10)
    with pytest.raises(DivergenceError) as caught:
        fit(
            mlp([3, 8, 1]), rng().spawn(3)[1], X, y, loss="mean_squared_error", optimizer=SGD(rates[1]),
            batch_size=None, epochs=200,
        )  # fmt: skip
    assert caught.value.result.history.epochs == lost.epochs
    assert same(member(result.params, 1), caught.value.result.params, rtol=1e-10)
    with np.errstate(over="ignore"):
        assert np.isfinite(mean_squared_error(mlp([3, 8, 1])(result.params, X), y[:, None])).all()


def test_only_when_all_diverge_it_is_an_error():
    X, y = rng().normal(size=(30, 3)), rng(1).normal(size=30)
    with pytest.raises(DivergenceError, match=r"each of the 4 networks.*it was 10000"):
        fit(
            mlp([3, 8, 1]),
            rng(),
            X,
            y,
            loss="mean_squared_error",
            optimizer=SGD(1e4),
            population=4,
            epochs=200,
        )


def test_each_member_stops_early_by_itself():
    X, y = classes(n=30, seed=5)
    noisy = np.where(rng(3).random(30) < 0.3, rng(4).integers(0, 3, 30), y)
    common = {
        "loss": "cross_entropy", "optimizer": Adam(0.02), "epochs": 120, "validation": classes(n=100, seed=5),
        "early_stopping": EarlyStopping(patience=5), "metrics": [accuracy],
    }  # fmt: skip
    together = fit(mlp([4, 32, 3]), rng(7), X, noisy, population=5, **common)
    assert len(set(together.best_epoch.tolist())) > 1
    for i, child in enumerate(rng(7).spawn(5)):
        alone = fit(mlp([4, 32, 3]), child, X, noisy, **common)
        assert together.best_epoch[i] == alone.best_epoch
        assert same(member(together.params, i), alone.params, rtol=1e-9, atol=1e-9)
        assert together.history.member(i).epochs == alone.history.epochs
        np.testing.assert_allclose(together.history.member(i)["accuracy"], alone.history["accuracy"])


def test_a_hundred_networks_learn_xor():
    result = fit(
        mlp([2, 8, 1], activation="tanh"),
        rng(),
        XOR,
        XOR_Y,
        loss=BCE,
        optimizer=Adam(0.05),
        population=100,
        epochs=150,
    )
    prediction = mlp([2, 8, 1], activation="tanh")(result.params, XOR)[..., 0]
    assert ((prediction > 0) == XOR_Y).all(axis=1).sum() >= 98


# The table


def test_the_history_is_a_table():
    X, y = classes()
    history = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=30).history
    assert isinstance(history, History)
    lines = str(history).splitlines()
    assert lines[0].split() == list(history)
    assert len(lines) == 22
    assert float(lines[1].split()[-1]) == pytest.approx(history["loss"][0], rel=1e-3)
    assert float(lines[-1].split()[-1]) == pytest.approx(history["loss"][-1], rel=1e-3)
    assert repr(history) == "<History of 30 epochs: epoch, learning_rate, loss>"
    with pytest.raises(KeyError, match="columns epoch, learning_rate, loss, not losses"):
        history["losses"]
    with pytest.raises(IndexError, match="a network of a population"):
        history.member(0)
    with pytest.raises(ValueError, match="equal length"):
        History({"a": [1], "b": [1, 2]})


def test_the_result_unpacks():
    X, y = classes()
    result = fit(mlp([4, 3]), rng(), X, y, loss="cross_entropy", epochs=2)
    params, history = result
    assert isinstance(result, Fit)
    assert params is result.params
    assert history is result.history
    assert (result.best_epoch, result.diverged, result.interrupted) == (None, False, False)


def test_mean_squared_error_of_one_output_takes_flat_targets():
    X = rng().normal(size=(20, 2))
    y = X @ [1.0, -2.0]
    flat = fit(mlp([2, 1]), rng(), X, y, loss=mean_squared_error_value_and_gradient, epochs=5)
    column = fit(mlp([2, 1]), rng(), X, y[:, None], loss="mean_squared_error", epochs=5)
    assert same(flat.params, column.params)
