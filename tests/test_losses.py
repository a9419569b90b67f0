"""Every loss: value, gradient, reductions, populations, precision, extremes and errors."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import losses

REDUCTIONS = ("mean", "sum", "none")
NUMBERS = ("mean_squared_error", "mean_absolute_error", "huber")
NAMES = (*NUMBERS, "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy")


def example(name, *, seed=0, n=6, K=4, members=()):
    """Return a prediction and a target of the kind that a loss takes."""
    rng = np.random.default_rng(seed)
    prediction = rng.normal(0, 2, (*members, n, K))
    if name == "binary_cross_entropy":
        prediction = rng.uniform(0.02, 0.98, prediction.shape)
    if name == "cross_entropy":
        return prediction, rng.integers(0, K, n)
    return prediction, rng.uniform(0, 1, (n, K)) if "binary" in name else rng.normal(0, 2, (n, K))


def three(name):
    """Return value, gradient, and both at once."""
    return tuple(getattr(losses, name + end) for end in ("", "_gradient", "_value_and_gradient"))


def test_the_table_names_every_loss():
    functions = {name + end for name in NAMES for end in ("", "_gradient", "_value_and_gradient")}
    assert functions | {"LOSSES", "LossInfo"} == set(losses.__all__)
    assert list(losses.LOSSES) == [info.name for info in losses.LOSSES.values()]
    assert set(losses.LOSSES) == set(NAMES)
    for name, info in losses.LOSSES.items():
        assert info.gradient is getattr(losses, f"{name}_gradient")
        assert info.value_and_gradient is getattr(losses, f"{name}_value_and_gradient")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_both_at_once_are_value_and_gradient(name, reduction):
    value, gradient, both = three(name)
    prediction, target = example(name)
    v, g = both(prediction, target, reduction=reduction)
    assert_array_equal(v, value(prediction, target, reduction=reduction))
    assert_array_equal(g, gradient(prediction, target, reduction=reduction))
    assert inspect.signature(value).parameters == inspect.signature(both).parameters


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_gradient_against_the_complex_step(name, reduction):
    value, gradient, _ = three(name)
    prediction, target = example(name)
    h, found = 1e-200, np.empty_like(prediction)
    for index in np.ndindex(prediction.shape):
        step = np.zeros(prediction.shape, complex)
        step[index] = 1j * h
        found[index] = value(prediction + step, target, reduction=reduction).imag / h
    assert_allclose(gradient(prediction, target, reduction=reduction), found, rtol=1e-12, atol=1e-14)


def test_gradient_of_class_probabilities_against_the_complex_step():
    prediction, _ = example("cross_entropy")
    target = np.random.default_rng(1).dirichlet(np.ones(4), 6)
    h, found = 1e-200, np.empty_like(prediction)
    for index in np.ndindex(prediction.shape):
        step = np.zeros(prediction.shape, complex)
        step[index] = 1j * h
        found[index] = losses.cross_entropy(prediction + step, target).imag / h
    assert_allclose(losses.cross_entropy_gradient(prediction, target), found, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_a_population_is_its_members(name):
    value, gradient, both = three(name)
    predictions, target = example(name, members=(5,))
    own = np.stack([example(name, seed=k)[1] for k in range(5)])
    for reduction in REDUCTIONS:
        for targets in (target, own):
            v, g = both(predictions, targets, reduction=reduction)
            for k in range(5):
                one = targets[k] if targets is own else targets
                assert_allclose(v[k], value(predictions[k], one, reduction=reduction), rtol=1e-14)
                assert_allclose(g[k], gradient(predictions[k], one, reduction=reduction), rtol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_is_the_mean_of_its_samples_and_its_gradient_their_sum(name):
    value, gradient, _ = three(name)
    prediction, target = example(name)
    single = [value(p[None], t[None]) for p, t in zip(prediction, target, strict=True)]
    assert_allclose(value(prediction, target), np.mean(single), rtol=1e-14)
    halves = [gradient(prediction[part], target[part]) / 2 for part in (slice(3), slice(3, None))]
    assert_allclose(gradient(prediction, target), np.concatenate(halves), rtol=1e-14)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_layout_and_arguments_are_kept(name, dtype):
    prediction, target = example(name)
    wanted = three(name)[2](prediction, target)
    view = np.asfortranarray(np.repeat(prediction.astype(dtype), 2, axis=0))[::2]
    view.flags.writeable = False
    before = view.copy(), target.copy()
    target.flags.writeable = False
    for found, exact in zip(three(name)[2](view, target), wanted, strict=True):
        assert found.dtype == dtype
        assert_allclose(found, exact, rtol=1e-14 if dtype == np.float64 else 2e-5, atol=1e-7)
    assert_array_equal(view, before[0])
    assert_array_equal(target, before[1])


@pytest.mark.parametrize("name", NAMES)
def test_nan_predictions_give_nan(name):
    prediction, target = example(name)
    prediction[2, 1] = np.nan
    for result in three(name)[2](prediction, target):
        assert np.isnan(result).any()
    assert np.isnan(three(name)[0](prediction, target, reduction="none")).sum() == 1


def test_worked_numbers():
    assert losses.mean_squared_error([2.5, 0, 2, 8], [3, -0.5, 2, 7]) == 0.375
    assert round(float(losses.binary_cross_entropy([0.9, 0.1, 0.8, 0.7], [1, 0, 1, 1])), 4) == 0.1976
    assert round(float(losses.binary_cross_entropy([0.1, 0.9, 0.2, 0.3], [1, 0, 1, 1])), 4) == 1.8546
    for K in (2, 10, 1000):
        assert_allclose(losses.cross_entropy(np.zeros((3, K)), [0, 1, K - 1]), np.log(K), rtol=1e-15)
    assert losses.mean_absolute_error([1.0, 5.0], [3, 5]) == 1
    assert_array_equal(losses.huber([0.5, 3, -4], [0, 0, 0], delta=2, reduction="none"), [0.125, 4, 6])


@pytest.mark.parametrize("name", ["binary_cross_entropy_with_logits", "cross_entropy"])
def test_extreme_logits_neither_overflow_nor_lose_digits(name):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for gap in (30.0, 40.0, 700.0, 1e4, 1e300):
            z, y = ([gap, -gap], [1, 0]) if "binary" in name else ([[gap, 0], [0, gap]], [0, 1])
            value, gradient = three(name)[2](z, y, reduction="none")
            small = np.exp(-gap)  # underflow to 0 is right
            assert_allclose(value, [small, small], rtol=1e-12)
            assert_allclose(
                np.abs(gradient).max(axis=-1) if "binary" not in name else np.abs(gradient), small, rtol=1e-12
            )
            wrong, slopes = three(name)[2](z, [1 - k for k in y], reduction="none")
            assert_allclose(wrong, gap + np.log1p(small), rtol=1e-15)
            assert_allclose(np.abs(slopes), np.broadcast_to(1 / (1 + small), slopes.shape), rtol=1e-15)


def test_certain_answers_in_probabilities():
    value, gradient = losses.binary_cross_entropy_value_and_gradient(
        [0, 1, 0, 1], [0, 1, 1, 0], reduction="none"
    )
    assert_array_equal(value, [0, 0, 100, 100])
    assert_array_equal(gradient, [0, 0, -1e12, 1e12])
    assert_array_equal(losses.binary_cross_entropy_gradient([0, 1], [1, 0], reduction="sum"), [-1e12, 1e12])
    nearly = losses.binary_cross_entropy([1e-30, 1e-50], [1, 1], reduction="none")
    assert_allclose(nearly, [30 * np.log(10), 100], rtol=1e-15)


def test_kinks_are_decided():
    assert_array_equal(losses.mean_absolute_error_gradient([2.0, 3], [2, 2]), [0, 0.5])
    assert_array_equal(losses.huber_gradient([1.0, -1], [0, 0], reduction="sum"), [1, -1])


@given(z=arrays(np.float64, (5, 3), elements=st.floats(-50, 50)), shift=st.floats(-1e3, 1e3))
def test_cross_entropy_sees_only_differences_and_its_gradient_adds_up_to_zero(z, shift):
    labels = [0, 1, 2, 1, 0]
    assert_allclose(
        losses.cross_entropy(z + shift, labels), losses.cross_entropy(z, labels), rtol=1e-9, atol=1e-10
    )
    assert np.abs(losses.cross_entropy_gradient(z, labels).sum(axis=1)).max() < 1e-15
    one_hot = np.eye(3)[labels]
    assert_allclose(losses.cross_entropy(z, one_hot), losses.cross_entropy(z, labels), rtol=1e-9, atol=1e-14)
    swapped = [2, 0, 4, 1, 3]
    by_sample = losses.cross_entropy(z, labels, reduction="none")
    assert_array_equal(
        losses.cross_entropy(z[swapped], np.array(labels)[swapped], reduction="none"), by_sample[swapped]
    )


@given(z=arrays(np.float64, 6, elements=st.floats(-700, 700)))
def test_binary_losses_mirror(z):
    y = np.linspace(0, 1, 6)
    assert_allclose(
        losses.binary_cross_entropy_with_logits(z, y, reduction="none"),
        losses.binary_cross_entropy_with_logits(-z, 1 - y, reduction="none"),
        rtol=1e-13,
    )
    two = losses.cross_entropy(np.stack([0 * z, z], axis=1), np.stack([1 - y, y], axis=1), reduction="none")
    assert_allclose(
        losses.binary_cross_entropy_with_logits(z, y, reduction="none"), two, rtol=1e-10, atol=1e-14
    )


ERRORS = {
    "shapes": (
        "mean_squared_error",
        ([[1.0], [2.0]], [1, 2]),
        "in the shape of the prediction, (2, 1), got shape (2,)",
    ),
    "empty": ("huber", ([], []), "at least one sample, got a prediction of shape (0,)"),
    "empty classes": ("cross_entropy", (np.empty((0, 3)), []), "at least one sample"),
    "nan target": ("mean_absolute_error", ([1.0], [np.nan]), "finite numbers as target, got nan"),
    "no population of populations": (
        "huber",
        (np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 1))),
        "(S, n, K), got",
    ),
    "probability": (
        "binary_cross_entropy",
        ([1.5], [1]),
        "probabilities between 0 and 1 as prediction, got 1.5",
    ),
    "target": ("binary_cross_entropy_with_logits", ([1.5], [2]), "targets between 0 and 1, got 2"),
    "label too large": ("cross_entropy", ([[1.0, 2]], [2]), "labels from 0 to 1, got 2"),
    "label negative": ("cross_entropy", ([[1.0, 2]], [-1]), "labels from 0 to 1, got -1"),
    "float labels": ("cross_entropy", ([[1.0, 2]], [1.0]), "write target.astype(int)"),
    "one sample": ("cross_entropy", ([1.0, 2], 1), "shape (n, K), one sample per row, got shape (2,)"),
    "probabilities": ("cross_entropy", ([[1.0, 2]], [[0.5, 0.6]]), "add up to 1"),
    "negative probabilities": ("cross_entropy", ([[1.0, 2]], [[1.5, -0.5]]), "add up to 1"),
    "wrong number of labels": ("cross_entropy", ([[1.0, 2]], [1, 0]), "labels of shape (1,)"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_bad_input_gets_a_sentence(case):
    name, arguments, sentence = ERRORS[case]
    for f in three(name):
        with pytest.raises(ValueError, match="expected") as caught:
            f(*arguments)
        assert sentence in str(caught.value)
        assert str(caught.value).startswith(f.__name__)


@pytest.mark.parametrize("name", NAMES)
def test_words_and_unknown_reductions_are_refused(name):
    prediction, target = example(name)
    for f in three(name):
        with pytest.raises(TypeError, match="expected numbers as prediction, got"):
            f("loss", target)
        with pytest.raises(ValueError, match="'mean', 'sum' or 'none' as reduction, got 'average'"):
            f(prediction, target, reduction="average")


@pytest.mark.parametrize("delta", [0, -1, np.inf])
def test_delta_must_be_positive(delta):
    for f in three("huber"):
        with pytest.raises(ValueError, match="delta"):
            f([1.0], [2], delta=delta)


@pytest.mark.torch
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_parity_with_torch(name, reduction):
    torch = pytest.importorskip(
        "torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]"
    )
    theirs = {
        "mean_squared_error": torch.nn.functional.mse_loss,
        "mean_absolute_error": torch.nn.functional.l1_loss,
        "huber": torch.nn.functional.huber_loss,
    }
    f = theirs.get(name) or getattr(torch.nn.functional, name)
    prediction, target = example(name, n=40)
    targets = [target]
    if name == "cross_entropy":
        targets.append(np.random.default_rng(3).dirichlet(np.ones(4), 40))
    for target in targets:
        t = torch.tensor(prediction, requires_grad=True)
        value = f(t, torch.tensor(target), reduction=reduction)
        (gradient,) = torch.autograd.grad(value.sum(), t)
        ours, slope = three(name)[2](prediction, target, reduction=reduction)
        assert_allclose(ours, value.detach().numpy(), rtol=1e-12, atol=1e-14)
        assert_allclose(slope, gradient.numpy(), rtol=1e-11, atol=1e-14)
