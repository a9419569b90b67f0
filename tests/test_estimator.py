"""The scikit-learn estimators: the whole contract of scikit-learn, and `nnbook.fit` behind it."""

from __future__ import annotations

import copy
import inspect
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pandas
import pytest
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes, load_wine
from sklearn.ensemble import BaggingClassifier
from sklearn.exceptions import FitFailedWarning
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import nnbook
from nnbook import SGD, Activation, Adam, AdamW, DivergenceError, fit, mlp
from nnbook.estimator import NeuralNetworkClassifier, NeuralNetworkRegressor

BOTH = [NeuralNetworkClassifier, NeuralNetworkRegressor]
both = pytest.mark.parametrize("Estimator", BOTH)
BCE = "binary_cross_entropy_with_logits"
QUICK = {"hidden_layer_sizes": (4,), "max_iter": 3, "random_state": 0}


def samples(n=60, d=4, K=3, seed=1):
    """Return samples, and classes that can be learned."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    return X, (X @ rng.normal(size=(d, K))).argmax(axis=1)


def targets(n=60, d=4, K=None, seed=1):
    """Return samples, and numbers that can be learned."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    return X, X @ rng.normal(size=d if K is None else (d, K))


def data_for(Estimator):
    return samples() if Estimator is NeuralNetworkClassifier else targets()


def same(first, second):
    """Demand that two networks have the same parameters, bit for bit."""
    assert first.keys() == second.keys()
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name], err_msg=name, strict=True)
    return True


def differ(first, second):
    return any((first[name] != second[name]).any() for name in first)


# scikit-learn's own checks, all of them


CHECKED = {"hidden_layer_sizes": (16,), "learning_rate": 0.05, "max_iter": 10}


@parametrize_with_checks(
    [
        NeuralNetworkClassifier(**CHECKED),
        NeuralNetworkRegressor(**CHECKED),
        NeuralNetworkClassifier(
            (8, 8), "tanh", optimizer=AdamW(), dropout=0.05, learning_rate=0.05, max_iter=10
        ),
        NeuralNetworkRegressor(
            (), optimizer=SGD(0.05, momentum=0.5), batch_size=None, max_norm=1.0, max_iter=50
        ),
    ]
)
def test_scikit_learns_checks(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # the checks look at the warnings themselves
        check(estimator)


# What stands behind: mlp and fit


OPTIONS = {
    "hidden_layer_sizes": [(5,), 7, (), [4, 3], np.array([4, 3])],
    "activation": ["tanh", Activation("leaky_relu", negative_slope=0.2)],
    "dropout": [0.3],
    "optimizer": [SGD(0.05, momentum=0.9)],
    "learning_rate": [0.02],
    "schedule": [lambda epoch: 0.5**epoch],
    "batch_size": [7, None],
    "max_iter": [2],
    "max_norm": [1e-3],
    "random_state": [1, np.int64(1)],
}


def by_fit(X, y, sizes, loss, **options):
    """Train with `fit` what the estimator trains."""
    hidden = options.get("hidden_layer_sizes", (4,))
    hidden = [hidden] if isinstance(hidden, int) else list(hidden)
    network = mlp(
        [sizes[0], *hidden, sizes[1]],
        activation=options.get("activation", "relu"),
        dropout=options.get("dropout", 0.0),
    )
    return fit(
        network,
        np.random.default_rng(options.get("random_state", 0)),
        X,
        y,
        loss=loss,
        optimizer=options.get("optimizer", Adam(options.get("learning_rate", 0.001))),
        schedule=options.get("schedule"),
        batch_size=options.get("batch_size", 32),
        epochs=options.get("max_iter", 3),
        max_norm=options.get("max_norm"),
    )


@pytest.mark.parametrize(("name", "value"), [(name, v) for name, values in OPTIONS.items() for v in values])
@both
def test_it_is_fit_bit_for_bit(Estimator, name, value):
    X, y = data_for(Estimator)
    outputs, loss = (
        (3, "cross_entropy") if Estimator is NeuralNetworkClassifier else (1, "mean_squared_error")
    )
    expected = by_fit(X, y, (4, outputs), loss, **{name: value})
    estimator = Estimator(**(QUICK | {name: value})).fit(X, y)
    assert same(estimator.params_, expected.params)
    np.testing.assert_array_equal(estimator.history_["loss"], expected.history["loss"])
    assert estimator.loss_curve_ == expected.history["loss"].tolist()
    assert estimator.n_iter_ == len(estimator.loss_curve_) == expected.history.epochs
    assert estimator.best_iter_ is None
    if name not in ("random_state", "hidden_layer_sizes", "max_iter"):
        assert differ(estimator.params_, by_fit(X, y, (4, outputs), loss).params), "the option does nothing"


@both
def test_every_argument_has_a_test(Estimator):
    elsewhere = {"early_stopping", "validation_fraction", "n_iter_no_change", "verbose"}
    arguments = inspect.signature(Estimator).parameters
    assert set(arguments) == set(OPTIONS) | elsewhere == set(Estimator().get_params())


def test_two_classes_have_one_logit():
    X, y = samples(K=2)
    estimator = NeuralNetworkClassifier(**QUICK).fit(X, y)
    expected = by_fit(X, y, (4, 1), BCE)
    assert same(estimator.params_, expected.params)
    np.testing.assert_array_equal(
        estimator.decision_function(X), estimator.network_(expected.params, X)[:, 0]
    )


def test_the_learning_rate_is_that_of_any_optimizer():
    X, y = samples()
    rates = [
        NeuralNetworkClassifier(**QUICK, optimizer=optimizer, learning_rate=rate).fit(X, y)
        for optimizer, rate in ((SGD(0.5, momentum=0.9), 0.125), (SGD(0.125, momentum=0.9), None))
    ]
    assert same(rates[0].params_, rates[1].params_)
    assert rates[0].history_["learning_rate"].tolist() == [0.125] * 3
    default = NeuralNetworkClassifier(**QUICK).fit(X, y)
    assert same(default.params_, NeuralNetworkClassifier(**QUICK, optimizer=Adam()).fit(X, y).params_)


@pytest.mark.parametrize("K", [2, 3])
def test_probabilities_are_those_of_scikit_learns_network_with_the_same_weights(K):
    X, y = samples(K=K)
    theirs = MLPClassifier(
        (6, 5), activation="tanh", max_iter=40, random_state=0, tol=0, n_iter_no_change=100
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged
        theirs.fit(X, y)
    ours = NeuralNetworkClassifier((6, 5), "tanh", max_iter=1).fit(X, y)
    _transplant(theirs, ours)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=1e-12)
    np.testing.assert_allclose(ours.predict_log_proba(X), theirs.predict_log_proba(X), rtol=1e-9, atol=1e-14)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    assert ours.score(X, y) == theirs.score(X, y)


@pytest.mark.parametrize("K", [None, 1, 3])
def test_predictions_are_those_of_scikit_learns_network_with_the_same_weights(K):
    X, y = targets(K=K)
    theirs = MLPRegressor(hidden_layer_sizes=(6,), max_iter=20, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs.fit(X, y)
    ours = NeuralNetworkRegressor((6,), max_iter=1).fit(X, y)
    _transplant(theirs, ours)
    assert ours.predict(X).shape == y.shape
    np.testing.assert_allclose(ours.predict(X).ravel(), theirs.predict(X).ravel(), rtol=1e-12, atol=1e-14)
    assert ours.score(X, y) == pytest.approx(theirs.score(X, y), rel=1e-12)


def _transplant(theirs, ours):
    linear = range(0, 2 * len(theirs.coefs_), 2)
    ours.params_ = {f"{i}.weight": W.T for i, W in zip(linear, theirs.coefs_, strict=True)} | {
        f"{i}.bias": b for i, b in zip(linear, theirs.intercepts_, strict=True)
    }


def test_without_a_hidden_layer_it_is_linear_regression():
    X, y = targets(K=2)
    y = y + np.random.default_rng(5).normal(size=y.shape)
    network = NeuralNetworkRegressor((), learning_rate=0.05, batch_size=None, max_iter=500).fit(X, y)
    np.testing.assert_allclose(network.predict(X), LinearRegression().fit(X, y).predict(X), rtol=0, atol=1e-5)


# Labels, probabilities, shapes


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["yes", "no"]),
        np.array(["c", "a", "b"]),
        np.array(["c", "a", "b"], dtype=object),
        np.array([7, -3, 100]),
        np.array([1.0, 0.0]),
        np.array([True, False]),
    ],
    ids=repr,
)
def test_labels_come_back_as_they_were(labels):
    X, index = samples(n=90, K=len(labels))
    y = labels[index]
    estimator = NeuralNetworkClassifier((16,), learning_rate=0.02, max_iter=40, random_state=0).fit(X, y)
    predicted = estimator.predict(X)
    assert predicted.dtype == y.dtype
    assert predicted.shape == y.shape
    np.testing.assert_array_equal(estimator.classes_, np.unique(labels))
    assert (predicted == y).mean() == estimator.score(X, y) > 0.95
    probabilities = estimator.predict_proba(X)
    assert probabilities.shape == (90, len(labels))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_array_equal(estimator.classes_[probabilities.argmax(axis=1)], predicted)
    np.testing.assert_allclose(estimator.predict_log_proba(X), np.log(probabilities), rtol=1e-9, atol=1e-14)
    scores = estimator.decision_function(X)
    assert scores.shape == ((90,) if len(labels) == 2 else (90, len(labels)))
    if len(labels) == 2:
        np.testing.assert_array_equal(estimator.classes_[(scores > 0).astype(int)], predicted)


@pytest.mark.parametrize("K", [2, 3])
def test_probabilities_far_out_are_exact(K):
    X, y = samples(K=K)
    estimator = NeuralNetworkClassifier((), learning_rate=0.1, max_iter=20, random_state=0).fit(X, y)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        probabilities = estimator.predict_proba(1e4 * X)
        logarithms = estimator.predict_log_proba(1e4 * X)
    assert set(probabilities.round().ravel()) == {0.0, 1.0}
    assert np.isfinite(logarithms).all()
    assert logarithms.min() < -1000
    assert logarithms.max() <= 0


def test_the_shape_of_the_targets_is_that_of_the_predictions():
    for K, shape in ((None, (60,)), (1, (60, 1)), (3, (60, 3))):
        X, y = targets(K=K)
        estimator = NeuralNetworkRegressor((16,), learning_rate=0.02, max_iter=60, random_state=0).fit(X, y)
        assert estimator.predict(X).shape == shape
        assert estimator.predict(X[:1]).shape == (1, *shape[1:])
        assert estimator.score(X, y) > 0.95


def test_refitting_with_other_data_forgets_the_old():
    X, y = targets(K=3)
    estimator = NeuralNetworkRegressor(**QUICK).fit(X, y)
    estimator.fit(X[:, :2], y[:, 0])
    assert estimator.predict(X[:, :2]).shape == (60,)
    assert estimator.n_features_in_ == 2
    classifier = NeuralNetworkClassifier(**QUICK).fit(*samples(K=3))
    assert classifier.fit(*samples(K=2)).predict_proba(X).shape == (60, 2)


@both
def test_float32_stays_float32(Estimator):
    X, y = data_for(Estimator)
    small = Estimator(**QUICK).fit(X.astype(np.float32), y)
    assert {array.dtype for array in small.params_.values()} == {np.dtype(np.float32)}
    outputs = ["predict_proba", "decision_function"] if Estimator is NeuralNetworkClassifier else ["predict"]
    for name in outputs:
        assert getattr(small, name)(X.astype(np.float32)).dtype == np.float32
        assert getattr(small, name)(X).dtype == np.float64
    for dtype in (np.float64, np.float16, np.int64, np.int8):
        large = Estimator(**QUICK).fit(X.astype(dtype), y)
        assert {array.dtype for array in large.params_.values()} == {np.dtype(np.float64)}


@both
def test_what_comes_in_stays_as_it_is(Estimator):
    X, y = data_for(Estimator)
    X, y = np.asfortranarray(X)[::2], y[::2]
    before = X.copy(), y.copy()
    for array in (X, y):
        array.flags.writeable = False
    estimator = Estimator(**QUICK, early_stopping=True, validation_fraction=0.3).fit(X, y)
    estimator.predict(X)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])
    contiguous = Estimator(**QUICK, early_stopping=True, validation_fraction=0.3).fit(*before)
    np.testing.assert_allclose(contiguous.params_["0.weight"], estimator.params_["0.weight"], rtol=1e-12)


# Randomness


@both
def test_a_whole_number_gives_the_same_network_again(Estimator):
    X, y = data_for(Estimator)
    options = QUICK | {"early_stopping": True, "dropout": 0.2}
    estimator = Estimator(**options).fit(X, y)
    first = estimator.params_
    assert same(first, estimator.fit(X, y).params_)
    assert same(first, clone(estimator).fit(X, y).params_)
    assert differ(first, Estimator(**(options | {"random_state": 1})).fit(X, y).params_)


def test_a_generator_goes_on_where_it_was():
    X, y = samples()
    options = QUICK | {"random_state": np.random.default_rng(0)}
    estimator = NeuralNetworkClassifier(**options).fit(X, y)
    first = estimator.params_
    assert same(first, NeuralNetworkClassifier(**QUICK).fit(X, y).params_)
    assert differ(first, estimator.fit(X, y).params_)


@pytest.mark.parametrize("make", [np.random.RandomState, np.random.seed])
def test_the_older_generators_of_numpy_do_too(make):
    X, y = samples()
    before = np.random.get_state()  # noqa: NPY002 (scikit-learn's own)
    try:
        runs = []
        for seed in (0, 0, 1):
            state = make(seed)  # np.random.seed returns None, which stands for what it has seeded
            estimator = NeuralNetworkClassifier(**(QUICK | {"random_state": state})).fit(X, y)
            runs += [estimator.params_, estimator.fit(X, y).params_]
    finally:
        np.random.set_state(before)  # noqa: NPY002
    first, second, again, and_second, other, _ = runs
    assert same(first, again)
    assert same(second, and_second)
    assert differ(first, second)
    assert differ(first, other)


# Early stopping


@both
def test_early_stopping_keeps_the_best_epoch(Estimator):
    X, y = data_for(Estimator)
    y = np.random.default_rng(3).permutation(y)  # nothing to learn, so it soon gets worse
    options = {"learning_rate": 0.05, "early_stopping": True, "n_iter_no_change": 4, "random_state": 0}
    estimator = Estimator((30,), **options).fit(X, y)
    losses = estimator.history_["validation_loss"]
    assert estimator.n_iter_ == len(losses) < 200
    assert estimator.best_iter_ == losses.argmin() + 1 == estimator.n_iter_ - 4
    until = Estimator((30,), **(options | {"max_iter": estimator.best_iter_})).fit(X, y)
    assert same(estimator.params_, until.params_)


def test_the_fraction_is_held_out_class_by_class(monkeypatch):
    X, y = samples(n=200, K=2)
    y[:180], y[180:] = 0, 1
    seen = {}

    def spy(network, rng, X, y, **options):
        seen.update(X=X, y=y, validation=options["validation"])
        return fit(network, rng, X, y, **options)

    monkeypatch.setattr("nnbook.training.fit", spy)
    for seed in range(5):
        options = QUICK | {"random_state": seed, "early_stopping": True, "validation_fraction": 0.2}
        NeuralNetworkClassifier(**options).fit(X, y)
        held_X, held_y = seen["validation"]
        assert (len(seen["X"]), len(held_X)) == (160, 40)
        assert (held_y.sum(), seen["y"].sum()) == (4, 16)
    rows = {row.tobytes(): label for row, label in zip(X, y, strict=True)}
    together = [*zip(seen["X"], seen["y"], strict=True), *zip(held_X, held_y, strict=True)]
    assert {row.tobytes() for row, _ in together} == set(rows)
    assert all(rows[row.tobytes()] == label for row, label in together)
    NeuralNetworkRegressor(**QUICK, early_stopping=True, validation_fraction=0.2).fit(X, X.sum(axis=1))
    np.testing.assert_array_equal(seen["validation"][0].sum(axis=1), seen["validation"][1])


def test_the_progress_bar_is_shown_on_request_alone(capsys):
    X, y = samples()
    NeuralNetworkClassifier(**QUICK).fit(X, y)
    assert capsys.readouterr().err == ""
    NeuralNetworkClassifier(**QUICK, verbose=True).fit(X, y)
    assert "3/3" in capsys.readouterr().err


# In scikit-learn's company


def test_a_grid_search_through_a_pipeline():
    X, y = load_wine(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), NeuralNetworkClassifier((8,), max_iter=15, random_state=0))
    grid = {
        "neuralnetworkclassifier__optimizer": [Adam(), SGD(momentum=0.9)],
        "neuralnetworkclassifier__learning_rate": [1e-6, 0.02],
    }
    search = GridSearchCV(pipeline, grid, cv=3).fit(X, y)
    assert search.best_params_["neuralnetworkclassifier__learning_rate"] == 0.02
    assert search.best_score_ > 0.95
    assert search.predict_proba(X).shape == (178, 3)
    assert len(set(search.cv_results_["mean_test_score"])) >= 3
    search.best_estimator_.set_output(transform="default")


def test_scores_of_other_kinds_and_ensembles():
    X, y = samples(n=120, K=2)
    network = NeuralNetworkClassifier((8,), learning_rate=0.02, max_iter=15, random_state=0)
    for scoring in ("roc_auc", "neg_log_loss", "f1", "accuracy"):
        scores = cross_val_score(network, X, y, cv=3, scoring=scoring)
        assert (scores > (-0.4 if scoring == "neg_log_loss" else 0.85)).all()
    assert BaggingClassifier(network, n_estimators=3, random_state=0).fit(X, y).score(X, y) > 0.9


def test_targets_in_units_of_their_own():
    X, y = load_diabetes(return_X_y=True)
    network = NeuralNetworkRegressor((16,), max_iter=20, random_state=0)
    model = make_pipeline(StandardScaler(), TransformedTargetRegressor(network, transformer=StandardScaler()))
    assert cross_val_score(model, X, y, cv=3).mean() > 0.4


@both
def test_clones_copies_and_pickles(Estimator):
    X, y = data_for(Estimator)
    estimator = Estimator(
        (5, np.int64(3)), Activation("elu", alpha=0.5), optimizer=AdamW(0.01, weight_decay=0.1), max_iter=3
    )
    assert clone(estimator).get_params() == estimator.get_params()
    estimator.fit(X, y)
    assert not hasattr(clone(estimator), "params_")
    for other in (pickle.loads(pickle.dumps(estimator)), copy.deepcopy(estimator)):
        np.testing.assert_array_equal(other.predict(X), estimator.predict(X))
        assert other.loss_curve_ == estimator.loss_curve_
        assert other.network_ == estimator.network_
    assert "AdamW" in repr(estimator)


def test_the_network_goes_on_from_there(tmp_path):
    X, y = samples()
    estimator = NeuralNetworkClassifier(**QUICK).fit(X, y)
    nnbook.save(tmp_path / "network.npz", estimator.network_, estimator.params_)
    network, params = nnbook.load(tmp_path / "network.npz")
    np.testing.assert_array_equal(network(params, X), estimator.decision_function(X))


@both
def test_names_of_features_are_kept_and_compared(Estimator):
    X, y = data_for(Estimator)
    frame = pandas.DataFrame(X, columns=["a", "b", "c", "d"])
    pipeline = make_pipeline(StandardScaler(), Estimator(**QUICK)).set_output(transform="pandas")
    estimator = pipeline.fit(frame, pandas.Series(y))[-1]
    assert estimator.feature_names_in_.tolist() == ["a", "b", "c", "d"]
    assert pipeline.predict(frame).shape == (60,)
    with pytest.raises(ValueError, match="feature names"):
        estimator.predict(frame[["b", "a", "c", "d"]])


# What is refused, and in which words


WRONG = {
    "optimizer": ({"optimizer": "adam"}, TypeError, "expected an optimizer such as nnbook.Adam"),
    "rates": ({"learning_rate": [0.1, 0.2]}, ValueError, "expected one learning rate, got 2"),
    "rates of the optimizer": ({"optimizer": Adam([0.1, 0.2, 0.3])}, ValueError, "one learning rate, got 3"),
    "word for a rate": ({"learning_rate": "adaptive"}, TypeError, "learning_rate, got 'adaptive'"),
    "negative rate": ({"learning_rate": -0.1}, ValueError, "learning rate of at least 0"),
    "max_iter": ({"max_iter": 0}, ValueError, "expected at least 1 as max_iter, got 0"),
    "half an epoch": ({"max_iter": 1.5}, TypeError, "a whole number of max_iter, got 1.5"),
    "batch_size": ({"batch_size": "auto"}, TypeError, "a whole number of batch_size"),
    "activation": ({"activation": "logistic"}, ValueError, "sigmoid"),
    "dropout": ({"dropout": 1.0}, ValueError, "probability p"),
    "no units": ({"hidden_layer_sizes": (0,)}, ValueError, "expected"),
    "half a unit": ({"hidden_layer_sizes": 2.5}, TypeError, "hidden_layer_sizes"),
    "fraction": ({"early_stopping": True, "validation_fraction": 1}, ValueError, "fraction below 1, got 1"),
    "no fraction": (
        {"early_stopping": True, "validation_fraction": 0},
        ValueError,
        "positive validation_frac",
    ),
    "patience": ({"early_stopping": True, "n_iter_no_change": 0}, ValueError, "n_iter_no_change"),
    "max_norm": ({"max_norm": -1.0}, ValueError, "positive max_norm"),
    "random_state": ({"random_state": "seed"}, ValueError, "seed"),
    "negative seed": ({"random_state": -1}, ValueError, "random_state of at least 0, got -1"),
}


@pytest.mark.parametrize("case", WRONG)
@both
def test_a_wrong_argument_is_named_by_fit(Estimator, case):
    options, error, words = WRONG[case]
    with pytest.raises(error, match=words):
        Estimator(**(QUICK | options)).fit(*data_for(Estimator))


def test_labels_that_cannot_be_learned_are_refused():
    X, y = samples()
    network = NeuralNetworkClassifier(**QUICK)
    with pytest.raises(ValueError, match=r"expected at least 2 classes, got 1 class, .*'a'"):
        network.fit(X, np.full(60, "a"))
    with pytest.raises(ValueError, match="Unknown label type"):
        network.fit(X, X[:, 0])
    with pytest.raises(ValueError, match="1d array"):
        network.fit(X, np.eye(3)[y])
    with pytest.raises(TypeError, match="sample_weight"):
        network.fit(X, y, sample_weight=np.ones(60))
    assert not hasattr(network, "partial_fit")
    with pytest.raises(TypeError, match="real numbers as y"):
        NeuralNetworkRegressor(**QUICK).fit(X, np.full(60, "a"))


@both
def test_sparse_samples_are_refused(Estimator):
    from scipy.sparse import csr_array

    X, y = data_for(Estimator)
    estimator = Estimator(**QUICK)
    assert not estimator.__sklearn_tags__().input_tags.sparse
    with pytest.raises(TypeError, match="Sparse data was passed"):
        estimator.fit(csr_array(X), y)


@both
def test_divergence_says_what_to_try(Estimator):
    X, y = data_for(Estimator)
    estimator = Estimator((8,), optimizer=SGD(1e200), random_state=0)
    with pytest.raises(DivergenceError, match=r"Try a smaller learning rate \(it was 1e\+200\)") as caught:
        estimator.fit(X, y)
    assert not hasattr(estimator, "params_")
    travelled = pickle.loads(pickle.dumps(caught.value))
    assert str(travelled) == str(caught.value)
    assert same(travelled.result.params, caught.value.result.params)


def test_a_search_goes_on_after_divergence():
    X, y = targets()
    network = NeuralNetworkRegressor((8,), optimizer=SGD(), max_iter=10, random_state=0)
    search = GridSearchCV(network, {"learning_rate": [0.05, 1e200]}, cv=2)
    with pytest.warns() as caught:
        search.fit(X, y)
    assert any(w.category is FitFailedWarning and "DivergenceError" in str(w.message) for w in caught)
    assert np.isnan(search.cv_results_["mean_test_score"]).tolist() == [False, True]
    assert search.best_params_ == {"learning_rate": 0.05}


@both
def test_ctrl_c_keeps_what_was_learned_and_ends_a_search(Estimator):
    X, y = data_for(Estimator)

    def interrupted(epoch):
        if epoch == 2:
            raise KeyboardInterrupt
        return 1.0

    estimator = Estimator(**(QUICK | {"max_iter": 50}), schedule=interrupted)
    with pytest.raises(KeyboardInterrupt, match="keeps what it learned in 2 epochs"):
        estimator.fit(X, y)
    assert same(estimator.params_, Estimator(**(QUICK | {"max_iter": 2})).fit(X, y).params_)
    assert estimator.n_iter_ == 2
    assert len(estimator.predict(X)) == 60
    with pytest.raises(KeyboardInterrupt):
        cross_val_score(estimator, X, y, cv=2)


def test_ctrl_c_in_the_first_epoch():
    def interrupted(epoch):
        raise KeyboardInterrupt

    estimator = NeuralNetworkClassifier(**QUICK, schedule=interrupted)
    with pytest.raises(KeyboardInterrupt, match="0 epochs"):
        estimator.fit(*samples())
    assert estimator.loss_curve_ == []
    assert estimator.n_iter_ == 0


# Without scikit-learn


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_without_scikit_learn_a_sentence_says_how_to_get_it():
    run = python("import sys; sys.modules['sklearn'] = None; import nnbook; import nnbook.estimator")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: nnbook.estimator needs scikit-learn 1.6 or newer; "
        "install it with: pip install 'nnbook[data]'"
    ).replace("ModuleNotFoundError", "ImportError")


def test_nnbook_does_not_import_it():
    run = python("import sys, nnbook; print('nnbook.estimator' in sys.modules, hasattr(nnbook, 'estimator'))")
    assert run.stdout.split() == ["False", "False"]
