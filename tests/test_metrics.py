"""Metrics: as scikit-learn has them, one result per network, and sentences for what cannot be measured."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import metrics

CLASSES = ("accuracy", "confusion_matrix", "f1_score", "precision", "recall")
SCORES = ("expected_calibration_error", "roc_auc", "top_k_accuracy")
NUMBERS = ("r2_score", "root_mean_squared_error")
ALL = (*CLASSES, *SCORES, *NUMBERS)


def example(name, *, seed=0, n=30, members=()):
    """Return a prediction and a target of the kind that a metric takes, and its options."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 2, (*members, n, 3))
    if name in NUMBERS:
        return scores, rng.normal(0, 2, (n, 3)), {}
    if name == "roc_auc":
        return scores[..., :1], rng.integers(0, 2, n), {}
    if name == "expected_calibration_error":
        e = np.exp(scores)
        return e / e.sum(axis=-1, keepdims=True), rng.integers(0, 3, n), {}
    options = {"average": "macro"} if name in ("f1_score", "precision", "recall") else {}
    return scores, rng.integers(0, 3, n), options


def test_the_tables_name_every_metric():
    assert sorted((*ALL, "accuracy_interval")) == metrics.__all__


@pytest.fixture(scope="module")
def sk():
    return pytest.importorskip("sklearn.metrics")


# Against scikit-learn


LABELS = st.integers(2, 5).flatmap(
    lambda K: st.lists(st.tuples(*[st.integers(0, K - 1)] * 2), min_size=1, max_size=12)
)


@given(pairs=LABELS)
def test_classes_as_scikit_learn_has_them_even_where_some_are_absent(sk, pairs):
    predicted, true = np.transpose(pairs)
    K = max(2, 1 + predicted.max(), 1 + true.max())
    assert metrics.accuracy(predicted, true) == sk.accuracy_score(true, predicted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's, on classes that are absent
        assert_array_equal(
            metrics.confusion_matrix(predicted, true),
            sk.confusion_matrix(true, predicted, labels=range(K)),
        )
        for ours, theirs in (
            (metrics.precision, sk.precision_score),
            (metrics.recall, sk.recall_score),
            (metrics.f1_score, sk.f1_score),
        ):
            wanted = theirs(true, predicted, average="macro")
            assert_allclose(ours(predicted, true, average="macro"), wanted, rtol=1e-14)
            wanted = theirs(true, predicted, average=None, labels=range(K))
            assert_allclose(ours(predicted, true, average=None), wanted, rtol=1e-14)
            if K == 2:
                assert_allclose(ours(predicted, true), theirs(true, predicted), rtol=1e-14)


@given(seed=st.integers(0, 2**32), n=st.integers(2, 40), ties=st.booleans())
def test_roc_auc_as_scikit_learn(sk, seed, n, ties):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, n).astype(float) if ties else rng.normal(size=n)
    y = np.append(rng.integers(0, 2, n - 2), [0, 1])
    assert_allclose(metrics.roc_auc(scores, y), sk.roc_auc_score(y, scores), rtol=1e-13, atol=1e-15)
    assert_allclose(metrics.roc_auc(-scores, y), 1 - metrics.roc_auc(scores, y), rtol=1e-13, atol=1e-15)
    assert metrics.roc_auc(np.arctan(scores), y) == metrics.roc_auc(scores, y)  # only the order counts
    pairs = scores[y == 1][:, None] - scores[y == 0]
    assert_allclose(metrics.roc_auc(scores, y), ((np.sign(pairs) + 1) / 2).mean(), rtol=1e-13)


@pytest.mark.parametrize("k", [1, 2, 3, 6])
def test_top_k_as_scikit_learn(sk, k):
    rng = np.random.default_rng(0)
    scores, y = rng.normal(size=(200, 6)), np.append(rng.integers(0, 6, 194), range(6))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # k = 6 is always right, which scikit-learn mentions
        assert metrics.top_k_accuracy(scores, y, k=k) == sk.top_k_accuracy_score(y, scores, k=k)


def test_ties_go_to_the_first_classes():
    tied = np.zeros((3, 3))
    assert metrics.accuracy(tied, [0, 0, 1]) == metrics.top_k_accuracy(tied, [0, 0, 1], k=1) == 2 / 3
    assert metrics.top_k_accuracy(tied, [0, 1, 0], k=2) == 1
    assert metrics.top_k_accuracy(tied, [2, 2, 2], k=2) == 0
    assert metrics.accuracy([0.0, -0.0, 0.0], [0, 0, 1]) == 2 / 3  # at the threshold it is class 0


@given(seed=st.integers(0, 2**32), n=st.integers(2, 30), K=st.integers(1, 3))
def test_numbers_as_scikit_learn(sk, seed, n, K):
    rng = np.random.default_rng(seed)
    y_hat, y = rng.normal(3, 1, (2, n, K))
    y[:, 0] = rng.choice([y[0, 0], y[1, 0]], n)
    if K == 1 and seed % 2:
        y_hat, y = y_hat[:, 0], y[:, 0]
    for ours, theirs in (
        (metrics.r2_score, sk.r2_score),
        (metrics.root_mean_squared_error, sk.root_mean_squared_error),
    ):
        if np.ptp(y, axis=0).min() > 0:  # scikit-learn does not see that 0.1, 0.1, 0.1 is constant
            assert_allclose(ours(y_hat, y), theirs(y, y_hat), rtol=1e-11, atol=1e-12)


def test_r2_where_the_target_does_not_vary(sk):
    y = np.full((3, 1), 0.1)
    assert metrics.r2_score(y, y) == 1
    assert metrics.r2_score([[1.1], [0.1], [0.1]], y) == 0
    assert metrics.r2_score([[1.0, 5], [2, 5]], [[1.0, 5], [2, 5]]) == 1
    assert metrics.r2_score([[1.0, 5], [2, 6]], [[1.0, 5], [2, 5]]) == 0.5
    assert sk.r2_score([[1.0, 5], [2, 5]], [[1.0, 5], [2, 6]]) == 0.5
    assert np.isnan(metrics.r2_score([np.nan, 1], [1, 1]))


def test_the_mean_has_r2_of_0_and_the_root_has_units():
    y = np.random.default_rng(0).normal(1e6, 3, 1000)
    assert abs(metrics.r2_score(np.full(1000, y.mean()), y)) < 1e-12
    assert_allclose(metrics.root_mean_squared_error(np.full(1000, y.mean()), y), y.std(), rtol=1e-12)
    assert_allclose(metrics.root_mean_squared_error(1000 * y, 1000 * (y + 2)), 2000, rtol=1e-6)
    outputs = metrics.root_mean_squared_error([[3.0, 10], [3, 10]], [[0, 0], [0, 0]])
    assert outputs == 6.5  # the mean of the roots, not the root of the mean


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.999])
def test_wilson_interval_as_scipy(confidence):
    stats = pytest.importorskip("scipy.stats")
    for n in (1, 2, 10, 30, 360, 10_000):
        for k in sorted({0, 1, n // 3, n - 1, n}):
            theirs = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
            low, high = metrics.accuracy_interval(k, n, confidence)
            assert_allclose([low, high], [theirs.low, theirs.high], rtol=1e-11, atol=1e-15)
            assert 0 <= low <= k / n <= high <= 1
    lows, highs = metrics.accuracy_interval([0, 5, 10], 10, confidence)
    assert lows[0] == 0
    assert highs[2] == 1
    assert_array_equal([lows[1], highs[1]], metrics.accuracy_interval(5, 10, confidence))
    assert_allclose(lows, 1 - highs[::-1], atol=1e-15)


def test_wilson_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(0)
    for p in (0.5, 0.9, 0.97):
        low, high = metrics.accuracy_interval(rng.binomial(360, p, 4000), 360)
        assert 0.93 < ((low <= p) & (p <= high)).mean() < 0.97


# Calibration


@given(seed=st.integers(0, 2**32), bins=st.integers(1, 20), K=st.integers(1, 4))
def test_calibration_error_against_a_plain_loop(seed, bins, K):
    rng = np.random.default_rng(seed)
    n = 25
    grid = rng.integers(0, 5, (n, max(K, 2))) + 1.0  # many confidences on the edges of bins
    p = grid / grid.sum(axis=1, keepdims=True)
    y = rng.integers(0, max(K, 2), n)
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    total = 0.0
    for b in range(bins):
        inside = np.ceil(confidence * bins) == b + 1
        if inside.any():
            total += inside.sum() / n * abs(right[inside].mean() - confidence[inside].mean())
    given_as = p[:, 1:] if K == 1 else p
    found = metrics.expected_calibration_error(given_as, y, bins=bins)
    if K > 1 or not np.isclose(p[:, 0] * bins, np.round(p[:, 0] * bins)).any():  # 1 - p may cross an edge
        assert_allclose(found, total, rtol=1e-12, atol=1e-14)


def test_calibrated_predictions_have_a_small_error_and_overconfident_ones_a_large_one():
    rng = np.random.default_rng(0)
    p = rng.uniform(size=20_000)
    y = (rng.uniform(size=p.size) < p).astype(int)
    assert metrics.expected_calibration_error(p, y) < 0.02
    sharpened = p**4 / (p**4 + (1 - p) ** 4)
    assert metrics.expected_calibration_error(sharpened, y) > 0.1
    assert metrics.expected_calibration_error(y.astype(float), y) == 0
    assert metrics.expected_calibration_error(1.0 - y, y) == 1
    half = np.full((4, 2), 0.5)
    assert metrics.expected_calibration_error(half, [0, 0, 1, 1]) == 0


# What goes in


@pytest.mark.parametrize("name", ALL)
def test_a_population_is_its_members(name):
    metric = getattr(metrics, name)
    predictions, target, options = example(name, members=(4,))
    own = np.stack([example(name, seed=k)[1] for k in range(4)])
    for targets in (target, own):
        result = metric(predictions, targets, **options)
        for k in range(4):
            one = metric(predictions[k], targets[k] if targets is own else targets, **options)
            assert_array_equal(result[k], one)
            assert np.shape(one) == ((3, 3) if name == "confusion_matrix" else ())


@pytest.mark.parametrize("name", CLASSES)
def test_a_population_of_classes_and_of_averages(name):
    predictions, target, options = example(name, members=(4,))
    classes = predictions.argmax(axis=-1)
    for average in ({"average": "macro"}, {"average": None}) if options else ({},):
        wanted = getattr(metrics, name)(predictions, target, **average)
        assert_array_equal(getattr(metrics, name)(classes, target, **average), wanted)
        for k in range(4):
            assert_array_equal(getattr(metrics, name)(classes[k], target, **average), wanted[k])


@pytest.mark.parametrize("name", [*CLASSES, "roc_auc", "expected_calibration_error"])
def test_one_score_per_sample_in_every_shape(name):
    rng = np.random.default_rng(0)
    p, y = rng.uniform(0, 1, 20), rng.integers(0, 2, 20)
    metric, options = getattr(metrics, name), {"threshold": 0.5} if name in CLASSES else {}
    wanted = metric(p, y, **options)
    for prediction in (p, p[:, None]):
        for target in (y, y[:, None], y.astype(float), y.astype(bool), y.tolist()):
            assert_array_equal(metric(prediction, target, **options), wanted)
    stack = np.stack([p, p[::-1]])[..., None]
    for target in (y, y[:, None], np.stack([y, y]), np.stack([y, y])[..., None]):
        assert_array_equal(metric(stack, target, **options)[0], wanted)
    if name in CLASSES:
        classes = p > 0.5
        assert_array_equal(metric(classes, y), wanted)
        assert_array_equal(metric(classes[:, None], y[:, None]), wanted)
        logits = np.log(p / (1 - p))
        assert_array_equal(metric(logits, y), wanted)
        assert_array_equal(metric(np.stack([0 * logits, logits], axis=1), y), wanted)


def test_populations_that_see_one_sample():
    assert_array_equal(metrics.accuracy(np.array([[1], [0], [1]]), [1]), [1, 0, 1])
    assert_array_equal(metrics.accuracy(np.array([[[1.0]], [[-1]]]), [[1]]), [1, 0])
    assert_array_equal(metrics.root_mean_squared_error([[[1.0]], [[3]]], [[0]]), [1, 3])


@pytest.mark.parametrize("name", ALL)
def test_nan_predictions_give_nan_for_their_network_only(name):
    predictions, target, options = example(name, members=(3,))
    predictions[1, 4, 0] = np.nan
    if name == "confusion_matrix":
        with pytest.raises(ValueError, match="a class for each sample, got a NaN prediction"):
            metrics.confusion_matrix(predictions, target)
        return
    with np.errstate(all="raise"):
        result = getattr(metrics, name)(predictions, target, **options)
    assert_array_equal(np.isnan(result), [False, True, False])
    assert np.isnan(getattr(metrics, name)(predictions[1], target, **options))


@pytest.mark.parametrize("name", ALL)
def test_precision_layout_and_arguments_are_kept(name):
    predictions, target, options = example(name, members=(2,))
    wanted = getattr(metrics, name)(predictions, target, **options)
    view = np.repeat(predictions.astype(np.float32), 2, axis=1)[:, ::2]
    view.flags.writeable = target.flags.writeable = False
    before = view.copy(), target.copy()
    found = getattr(metrics, name)(view, target, **options)
    assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)
    assert_array_equal(view, before[0])
    assert_array_equal(target, before[1])
    assert found.dtype == {"confusion_matrix": np.intp}.get(name, np.float32 if name in NUMBERS else float)


def test_infinite_logits_are_certain_answers():
    with np.errstate(all="raise"):
        assert metrics.accuracy([[np.inf, 0], [0, 1e300]], [0, 1]) == 1
        assert metrics.accuracy([-np.inf, np.inf], [0, 1]) == 1
        assert metrics.roc_auc([-np.inf, np.inf, 0], [0, 1, 1]) == 1
        assert metrics.top_k_accuracy([[np.inf, 0, -np.inf]], [1]) == 1


@given(seed=st.integers(0, 2**32))
def test_the_order_of_samples_does_not_matter_and_swapped_classes_swap(seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(30)
    for name in ALL:
        prediction, target, options = example(name, seed=seed % 1000)
        one = getattr(metrics, name)(prediction, target, **options)
        other = getattr(metrics, name)(prediction[order], target[order], **options)
        assert_allclose(one, other, rtol=1e-12, atol=1e-13)
    predicted, true = rng.integers(0, 2, (2, 9))
    assert_array_equal(
        metrics.confusion_matrix(1 - predicted, 1 - true),
        metrics.confusion_matrix(predicted, true)[::-1, ::-1],
    )
    assert_array_equal(metrics.confusion_matrix(true, predicted), metrics.confusion_matrix(predicted, true).T)
    assert_array_equal(metrics.precision(predicted, true), metrics.recall(true, predicted))


def test_worked_confusion():
    counts = metrics.confusion_matrix([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    assert_array_equal(counts, [[1, 2], [1, 1]])
    assert metrics.confusion_matrix([0, 1], [0, 0], classes=4).shape == (4, 4)
    assert_array_equal(metrics.confusion_matrix([0, 0], [0, 0]), [[2, 0], [0, 0]])
    assert (
        metrics.precision([0, 0], [0, 1]) == metrics.recall([1, 1], [0, 0]) == metrics.f1_score([0], [0]) == 0
    )


# Errors

FLOWERS = np.zeros((2, 3))
ERRORS = {
    "empty": ("accuracy", ([], []), "at least one sample, got a prediction of shape (0,)"),
    "no scores": ("accuracy", (np.empty((3, 0)), [0, 0, 0]), "at least one sample"),
    "single": ("accuracy", (1.0, 1), "scores of shape (n,), (n, K) or (S, n, K) as prediction, got shape ()"),
    "deep": ("accuracy", (np.ones((1, 1, 1, 1)), [0]), "got shape (1, 1, 1, 1)"),
    "classes in 3-d": ("recall", (np.ones((2, 2, 2), int), [0, 1]), "classes of shape (n,) or (S, n)"),
    "number": (
        "precision",
        ([0, 1, 1], [0, 1]),
        "one class per sample as target, shape (3,), got shape (2,)",
    ),
    "one-hot": ("accuracy", (FLOWERS, np.eye(3)[:2]), "for one-hot rows pass target.argmax(axis=-1)"),
    "too large": ("accuracy", (FLOWERS, [0, 3]), "classes from 0 to 2 as target, got 3"),
    "three of two": ("accuracy", ([0.5, 0.1], [0, 2]), "classes from 0 to 1 as target, got 2"),
    "minus one": ("confusion_matrix", ([0, 1], [-1, 1]), "classes from 0 to 1 as target, got -1"),
    "minus one predicted": ("f1_score", ([-1, 1], [0, 1]), "classes from 0 to 1 as prediction, got -1"),
    "half": ("accuracy", (FLOWERS, [0.5, 1]), "whole numbers from 0 as target, got 0.5"),
    "huge": ("accuracy", (FLOWERS, [1e300, 1]), "whole numbers from 0 as target, got 1e+300"),
    "ids": ("recall", ([0, 1], [0, 10**9], {"average": None}), "at most 10000 classes, got 1000000001"),
    "nan target": ("accuracy", (FLOWERS, [np.nan, 1]), "finite numbers as target, got nan"),
    "too few": ("confusion_matrix", ([2], [1], {"classes": 2}), "from 0 to 1 as prediction, got 2"),
    "no classes": ("confusion_matrix", ([0], [0], {"classes": 0}), "at least 1 as classes"),
    "binary": ("f1_score", (FLOWERS, [0, 1]), "the classes 0 and 1, got 3 classes; pass average='macro'"),
    "average": (
        "recall",
        ([1], [1], {"average": "mean"}),
        "'binary', 'macro' or None as average, got 'mean'",
    ),
    "one class": ("roc_auc", ([0.1, 0.2], [1, 1]), "samples of both classes"),
    "one class somewhere": (
        "roc_auc",
        (np.ones((2, 2, 1)), [[0, 1], [0, 0]]),
        "samples of both classes as target, got only one class",
    ),
    "two logits": ("roc_auc", ([[0.1, 0.2]], [1]), "for two logits pass z[:, 1] - z[:, 0]"),
    "k": (
        "top_k_accuracy",
        (FLOWERS, [0, 1], {"k": 4}),
        "scores of shape (n, K) with K of at least 2 and k = 4",
    ),
    "k 0": ("top_k_accuracy", (FLOWERS, [0, 1], {"k": 0}), "at least 1 as k"),
    "one score": ("top_k_accuracy", ([0.1, 0.2], [0, 1]), "K of at least 2"),
    "logits": ("expected_calibration_error", ([[2.0, 1]], [0]), "probabilities"),
    "negative": ("expected_calibration_error", ([-0.1], [0]), "probabilities"),
    "above 1": ("expected_calibration_error", ([1.1], [0]), "probabilities"),
    "bins": ("expected_calibration_error", ([0.1], [0], {"bins": 0}), "at least 1 as bins"),
    "one sample": ("r2_score", ([1.0], [1]), "at least two samples"),
    "broadcasting": (
        "r2_score",
        ([[1.0], [2]], [1, 2]),
        "in the shape of the prediction, (2, 1), got shape (2,)",
    ),
    "no numbers": ("root_mean_squared_error", ([], []), "at least one sample"),
    "one number": ("root_mean_squared_error", (1.0, 1.0), "(n,), (n, K) or (S, n, K), got shape ()"),
    "inf target": ("root_mean_squared_error", ([1.0], [np.inf]), "finite numbers as target, got inf"),
    "more than all": (
        "accuracy_interval",
        (4, 3),
        "0 ≤ correct ≤ n and n of at least 1, got correct = 4 and n = 3",
    ),
    "below none": ("accuracy_interval", (-1, 3), "0 ≤ correct ≤ n"),
    "share": ("accuracy_interval", (0.97, 30), "whole numbers"),
    "none at all": ("accuracy_interval", (0, 0), "n of at least 1"),
    "percent": ("accuracy_interval", (1, 3, {"confidence": 95}), "a confidence between 0 and 1, got 95"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_bad_input_gets_a_sentence(case):
    name, (*arguments, last), sentence = ERRORS[case]
    options = last if isinstance(last, dict) else {}
    arguments = arguments if isinstance(last, dict) else [*arguments, last]
    with pytest.raises(ValueError, match="expected") as caught:
        getattr(metrics, name)(*arguments, **options)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize("name", ALL)
def test_words_and_complex_numbers_are_refused(name):
    _, target, options = example(name)
    for prediction in ("cat", ["cat"] * 30, np.ones((30, 3), complex)):
        with pytest.raises(TypeError, match=f"^{name} expected real numbers as prediction, got"):
            getattr(metrics, name)(prediction, target, **options)
