"""Batching: every sample once per epoch, splits that share nothing, statistics that survive large means."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import Standardizer, batching, minibatches, random_split

ORDINARY = st.floats(-1e6, 1e6, allow_subnormal=False)


def generator(seed=0):
    return np.random.default_rng(seed)


def test_every_public_name_is_tested_here():
    tested = inspect.getsource(inspect.getmodule(test_every_public_name_is_tested_here))
    assert all(f"{name}(" in tested or f"{name}.fit(" in tested for name in batching.__all__)


# Minibatches


@given(n=st.integers(1, 200), size=st.integers(1, 250), seed=st.integers(0, 2**32), shuffle=st.booleans())
def test_batches_hold_every_sample_once(n, size, seed, shuffle):
    batches = list(minibatches(n, size, generator(seed), shuffle=shuffle))
    assert len(batches) == math.ceil(n / size)
    assert all(len(batch) == size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= size
    assert_array_equal(np.sort(np.concatenate(batches)), np.arange(n))


@given(n=st.integers(1, 200), size=st.integers(1, 200), seed=st.integers(0, 2**32))
def test_drop_last_drops_only_a_short_batch(n, size, seed):
    size = min(n, size)
    whole = list(minibatches(n, size, generator(seed)))
    kept = list(minibatches(n, size, generator(seed), drop_last=True))
    assert len(kept) == n // size
    assert all(len(batch) == size for batch in kept)
    for one, same in zip(kept, whole, strict=False):
        assert_array_equal(one, same)


def test_epochs_differ_and_seeds_repeat_them():
    rng, again = generator(), generator()
    epochs = [np.concatenate(list(minibatches(100, 32, rng))) for _ in range(5)]
    assert len({tuple(epoch) for epoch in epochs}) == 5
    assert not any((np.diff(epoch) == 1).all() for epoch in epochs)
    for epoch in epochs:
        assert_array_equal(epoch, np.concatenate(list(minibatches(100, 32, again))))
    assert not np.array_equal(epochs[0], np.concatenate(list(minibatches(100, 32, generator(1)))))


def test_every_order_of_four_samples_comes_about_equally_often():
    rng = generator()
    orders, counts = np.unique(
        [np.concatenate(list(minibatches(4, 3, rng))) for _ in range(4800)], axis=0, return_counts=True
    )
    assert len(orders) == 24
    assert counts.min() > 140  # 200 expected, standard deviation 14
    assert counts.max() < 260


def test_without_shuffling_no_generator_is_needed_and_none_is_used():
    assert [b.tolist() for b in minibatches(5, 2, shuffle=False)] == [[0, 1], [2, 3], [4]]
    rng = generator()
    list(minibatches(5, 2, rng, shuffle=False))
    assert rng.random() == generator().random()


def test_a_large_batch_holds_all_samples():
    assert [sorted(b.tolist()) for b in minibatches(3, 10, generator())] == [[0, 1, 2]]
    assert len(list(minibatches(1000, 100, generator()))) == 10


def test_the_order_is_drawn_when_the_epoch_is_asked_for():
    rng = generator()
    first, second = minibatches(50, 50, rng), minibatches(50, 50, rng)
    late, early = next(second), next(first)
    again = generator()
    assert_array_equal(early, next(minibatches(50, 50, again)))
    assert_array_equal(late, next(minibatches(50, 50, again)))


# Splits


@given(
    n=st.integers(10, 300),
    weights=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    seed=st.integers(0, 2**32),
)
def test_a_split_is_disjoint_and_complete(n, weights, seed):
    fractions = [w / sum(weights) for w in weights]
    n = max(n, 20)  # every part gets a sample
    parts = random_split(n, fractions, generator(seed))
    assert_array_equal(np.sort(np.concatenate(parts)), np.arange(n))
    for part, fraction in zip(parts, fractions, strict=True):
        assert abs(len(part) - n * fraction) < len(parts)
    for part, again in zip(parts, random_split(n, fractions, generator(seed)), strict=True):
        assert_array_equal(part, again)
    if n > 30 and len(parts) > 1:
        assert not np.array_equal(np.concatenate(parts), np.arange(n))


@pytest.mark.torch
def test_sizes_of_a_split_are_those_of_torch():
    torch = pytest.importorskip("torch")
    for n in (3, 10, 37, 100, 150, 1797):
        for fractions in ((1,), (0.5, 0.5), (0.8, 0.2), (0.7, 0.2, 0.1), (0.29, 0.71), (0.1,) * 10):
            if n * min(fractions) < 1:
                continue
            theirs = torch.utils.data.random_split(range(n), fractions)
            assert [len(part) for part in random_split(n, fractions, generator())] == list(map(len, theirs))


# Standardisation


def data(n=40, d=5, *, mean=0.0, seed=0):
    rng = generator(seed)
    return mean + rng.normal(0, 1, (n, d)) * rng.uniform(0.1, 50, d) + rng.normal(0, 20, d)


@given(X=arrays(np.float64, (7, 3), elements=ORDINARY))
def test_fitted_samples_have_mean_0_and_variance_1(X):
    Z = Standardizer.fit(X)(X)
    spread = np.ptp(X, axis=0) > 1e-6 * np.abs(X).max(axis=0)
    assert_allclose(Z.mean(axis=0)[spread], 0, atol=1e-8)
    assert_allclose((Z**2).mean(axis=0)[spread], 1, rtol=1e-8)
    assert_array_equal(Z[:, np.ptp(X, axis=0) == 0], 0)
    assert_allclose(Standardizer.fit(X).inverse(Z), X, rtol=1e-12, atol=1e-9)


def test_as_scikit_learn():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    X, new = data(), data(seed=1)
    X[:, 2] = 0.1
    ours, theirs = Standardizer.fit(X), preprocessing.StandardScaler().fit(X)
    assert_allclose(ours.mean, theirs.mean_, rtol=1e-13)
    assert_allclose(ours.scale, theirs.scale_, rtol=1e-13)
    assert_allclose(ours(new), theirs.transform(new), rtol=1e-12, atol=1e-13)
    assert_allclose(ours.inverse(new), theirs.inverse_transform(new), rtol=1e-12)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1 / 3, 1e9, 1e-300])
def test_a_constant_feature_becomes_exactly_0(constant):
    X = data()
    X[:, 3] = constant
    fitted = Standardizer.fit(X)
    assert fitted.scale[3] == 1
    assert fitted.mean[3] == constant
    assert_array_equal(fitted(X)[:, 3], 0)
    assert_array_equal(fitted(np.full((2, 5), constant + 2.0))[:, 3], constant + 2.0 - constant)


@pytest.mark.parametrize("unit", [1e-300, 1e-200, 1e200, 1e300])
def test_tiny_and_huge_units_make_no_difference(unit):
    X = data()
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert_allclose(Standardizer.fit(X * unit)(X * unit), Standardizer.fit(X)(X), rtol=1e-11, atol=1e-13)


def test_one_sample_is_constant():
    fitted = Standardizer.fit([[3.0, 4]])
    assert_array_equal(fitted.scale, 1)
    assert_array_equal(fitted([[3.0, 5]]), [[0, 1]])


def test_a_large_mean_costs_no_digits():
    noise = generator().integers(-50, 50, (1000, 2)) / 8  # exact, also beside a large mean
    for mean in (1e9, -1e12):
        fitted = Standardizer.fit(mean + noise)
        assert_allclose(fitted.scale, noise.std(axis=0), rtol=1e-13)
        assert_allclose(fitted.mean - mean, noise.mean(axis=0), rtol=1e-3, atol=1e-3)
    first_is_far = np.concatenate([[[1e9, -1e9]], noise])
    assert_allclose(Standardizer.fit(first_is_far).scale, first_is_far.std(axis=0), rtol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16])
def test_precision_layout_and_samples_are_kept(dtype):
    X = np.asfortranarray(np.repeat(data().astype(dtype), 2, axis=0))[::2]
    X.flags.writeable = False
    before = X.copy()
    fitted = Standardizer.fit(X)
    assert fitted.mean.dtype == fitted.scale.dtype == np.float64
    exact = Standardizer.fit(X.astype(np.float64))
    assert_array_equal(fitted.mean, exact.mean)
    for mine, wanted in ((fitted(X), exact(X.astype(float))), (fitted.inverse(X), exact.inverse(X))):
        assert mine.dtype == dtype
        assert_array_equal(mine, wanted.astype(dtype))
    assert_array_equal(X, before)


def test_integers_lists_single_samples_and_stacks():
    fitted = Standardizer.fit([[1, 10], [3, 30]])
    assert_array_equal(fitted(np.array([[1, 30]])), [[-1, 1]])
    assert_array_equal(fitted([3, 10]), [1, -1])
    stacked = np.stack([[[1.0, 10]], [[3, 30]]])
    assert_array_equal(fitted(stacked), [[[-1, -1]], [[1, 1]]])
    assert_array_equal(fitted.inverse(fitted(stacked)), stacked)


def test_nan_is_refused_in_fit_and_passed_on_later():
    X = data()
    fitted = Standardizer.fit(X)
    X[2, 1] = np.nan
    for function in (fitted, fitted.inverse):
        assert_array_equal(np.isnan(function(X)), np.isnan(X))
    for bad in (np.nan, np.inf):
        X[2, 1] = bad
        with pytest.raises(ValueError, match=f"finite numbers as X, got {bad}"):
            Standardizer.fit(X)


def test_test_samples_do_not_change_the_rule():
    X = data()
    fitted = Standardizer.fit(X)
    mean = fitted.mean.copy()
    fitted(1e6 + data(seed=3))
    X += 1
    assert_array_equal(fitted.mean, mean)
    with pytest.raises(ValueError, match="read-only"):
        fitted.mean[0] = 0
    with pytest.raises(AttributeError):
        fitted.mean = mean


def test_a_rule_keeps_its_own_numbers():
    mean, scale = np.zeros(2), np.ones(2)
    rule = Standardizer(mean, scale)
    mean += 5
    scale *= 3
    assert_array_equal(rule([[1, 2]]), [[1, 2]])


# Errors

ERRORS = {
    "n": (lambda: minibatches(0, 3, generator()), ValueError, "minibatches expected at least 1 as n, got 0"),
    "n in words": (lambda: minibatches("7", 3), TypeError, "minibatches expected a whole number of n"),
    "size": (lambda: minibatches(5, 0, generator()), ValueError, "expected at least 1 as batch_size, got 0"),
    "half": (lambda: minibatches(5, 2.5, generator()), TypeError, "a whole number of batch_size, got 2.5"),
    "no rng": (lambda: minibatches(5, 2), TypeError, "expected a NumPy Generator as rng, got None"),
    "seed": (lambda: minibatches(5, 2, 42), TypeError, "pass np.random.default_rng(42)"),
    "all dropped": (
        lambda: minibatches(5, 8, generator(), drop_last=True),
        ValueError,
        "a batch_size of at most n = 5 with drop_last, got 8",
    ),
    "split n": (lambda: random_split(0, [1], generator()), ValueError, "random_split expected at least 1"),
    "sum": (lambda: random_split(9, (0.5, 0.4), generator()), ValueError, "add up to 1, such as (0.8, 0.2)"),
    "sign": (lambda: random_split(9, (1.5, -0.5), generator()), ValueError, "fractions above 0"),
    "zero": (lambda: random_split(9, (1, 0), generator()), ValueError, "fractions above 0"),
    "counts": (lambda: random_split(9, (6, 3), generator()), ValueError, "add up to 1"),
    "one number": (lambda: random_split(9, 1.0, generator()), ValueError, "such as (0.8, 0.2), got 1.0"),
    "nan share": (lambda: random_split(9, [np.nan], generator()), ValueError, "finite numbers as fractions"),
    "empty part": (
        lambda: random_split(3, (0.9, 0.1), generator()),
        ValueError,
        "at least one sample for each part, got [3, 0] of n = 3",
    ),
    "split rng": (lambda: random_split(9, [1], 3), TypeError, "random_split expected a NumPy Generator"),
    "1-d": (lambda: Standardizer.fit([1.0, 2]), ValueError, "write X[:, None] for a single feature"),
    "3-d": (lambda: Standardizer.fit(np.ones((2, 2, 2))), ValueError, "shape (n, d), one sample per row"),
    "no sample": (lambda: Standardizer.fit(np.ones((0, 3))), ValueError, "got shape (0, 3)"),
    "words": (lambda: Standardizer.fit([["a"]]), TypeError, "expected real numbers as X"),
    "complex": (lambda: Standardizer.fit([[1j]]), TypeError, "expected real numbers as X"),
    "features": (
        lambda: Standardizer.fit([[1.0, 2]])([[1.0, 2, 3]]),
        ValueError,
        "Standardizer expected X with 2 features along its last axis, got shape (1, 3)",
    ),
    "one feature": (
        lambda: Standardizer.fit([[1.0]]).inverse(np.ones((3, 2))),
        ValueError,
        "Standardizer.inverse expected Z with 1 feature along its last axis, got shape (3, 2)",
    ),
    "number": (lambda: Standardizer.fit([[1.0]])(3.0), ValueError, "got shape ()"),
    "scale": (lambda: Standardizer([0], [0]), ValueError, "expected a positive scale, got 0"),
    "shapes": (lambda: Standardizer([0], [1, 2]), ValueError, "got shapes (1,) and (2,)"),
    "nan mean": (lambda: Standardizer([np.nan], [1]), ValueError, "finite numbers as mean"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_bad_input_gets_a_sentence_at_once(case):
    call, kind, sentence = ERRORS[case]
    with pytest.raises(kind) as caught:
        call()
    assert sentence in str(caught.value)
