"""Does it still learn?  What most people look at: the loss falls, and the answers are right."""

from functools import partial

import numpy as np

from nnbook import (
    SGD,
    Activation,
    Adam,
    AdamW,
    BatchNorm1d,
    Dropout,
    EarlyStopping,
    LayerNorm,
    Linear,
    RMSprop,
    Sequential,
    Standardizer,
    accuracy,
    datasets,
    fit,
    initializers,
    l2_penalty_value_and_gradient,
    mlp,
    random_split,
)


def _fell(history, *, to):
    assert history["loss"][-1] < to * history["loss"][0]


def xor_with_sigmoids_and_squared_error():
    X, y = datasets.xor()
    hidden = Linear(2, 8, weight_initializer=initializers.normal)
    network = Sequential(hidden, Activation("sigmoid"), Linear(8, 1), Activation("sigmoid"))
    params, history = fit(
        network,
        np.random.default_rng(0),
        X,
        y.astype(float),
        loss="mean_squared_error",
        optimizer=SGD(1.0, momentum=0.9, nesterov=True),
        batch_size=None,
        epochs=250,
    )
    _fell(history, to=0.3)
    assert accuracy(network(params, X), y, threshold=0.5) == 1


def xor_with_tanh_and_logits():
    X, y = datasets.xor()
    network = mlp([2, 8, 8, 1], activation="tanh", weight_initializer=initializers.xavier_normal)
    params, history = fit(
        network,
        np.random.default_rng(1),
        X,
        y.astype(float),
        loss="binary_cross_entropy_with_logits",
        optimizer=Adam(0.02),
        batch_size=None,
        epochs=120,
    )
    _fell(history, to=0.3)
    assert accuracy(network(params, X), y) == 1


def _iris(network, seed, *, loss, epochs, **options):
    """Train on 120 flowers; return the share of the other 30 that is named right."""
    rng = np.random.default_rng(seed)
    X, y = datasets.iris()
    train, test = random_split(len(X), (0.8, 0.2), rng)
    standardize = Standardizer.fit(X[train])
    Z, target = standardize(X), np.eye(3)[y] if loss == "mean_squared_error" else y
    if "early_stopping" in options:
        options["validation"] = Z[test], target[test]
    params, history = fit(
        network, rng, Z[train], target[train], loss=loss, batch_size=32, epochs=epochs, **options
    )
    _fell(history, to=0.45)
    assert accuracy(network(params, standardize(X[test])), y[test]) >= 0.75


def iris_with_relu_and_cross_entropy():
    network = mlp([4, 16, 3], weight_initializer=initializers.he_normal)
    _iris(network, 2, loss="cross_entropy", epochs=20, optimizer=Adam(0.02))


def iris_with_normalization_dropout_and_decay():
    network = Sequential(
        Linear(4, 16, weight_initializer=initializers.he_uniform),
        BatchNorm1d(16),
        Activation("leaky_relu"),
        Dropout(0.2),
        Linear(16, 8),
        LayerNorm(8),
        Activation("elu"),
        Linear(8, 3),
    )
    _iris(
        network,
        3,
        loss="cross_entropy",
        epochs=12,
        optimizer=AdamW(0.02),
        penalty=partial(l2_penalty_value_and_gradient, strength=1e-3),
        max_norm=1.0,
        early_stopping=EarlyStopping(patience=12),
    )


def iris_with_squared_error():
    network = mlp([4, 12, 3], activation="gelu")
    _iris(network, 4, loss="mean_squared_error", epochs=12, optimizer=RMSprop(0.01, centered=True))
    _iris(network, 5, loss="mean_squared_error", epochs=25, optimizer=SGD(0.2, weight_decay=1e-3))


CHECKS = (
    xor_with_sigmoids_and_squared_error,
    xor_with_tanh_and_logits,
    iris_with_relu_and_cross_entropy,
    iris_with_normalization_dropout_and_decay,
    iris_with_squared_error,
)
