"""The neuron, the perceptron, the delta rule and least squares: worked numbers, properties, bad input."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import neurons
from nnbook.activations import sigmoid
from nnbook.neurons import (
    delta_rule_fit,
    delta_rule_update,
    least_squares,
    neuron,
    perceptron_fit,
    perceptron_update,
    squared_error_gradient,
    step,
    weighted_sum,
)

STUDENT = {"x": [8, 75, 80], "weight": [0.4, 0.01, 0.005], "bias": -2}
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
AND, OR, XOR = [0, 0, 0, 1], [0, 1, 1, 1], [0, 1, 1, 0]
LINE = {"X": [[1], [2], [3], [4]], "y": [3, 5, 7, 9]}

reals = st.floats(-1e3, 1e3)


def vectors(*shape):
    return hnp.arrays(np.float64, shape, elements=reals)


@pytest.fixture(autouse=True)
def _no_overflow_division_or_invalid_operation():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield


# The neuron


def test_the_student_passes():
    assert weighted_sum(**STUDENT) == pytest.approx(2.35, rel=1e-15)
    assert neuron(**STUDENT) == 1
    assert neuron(**STUDENT | {"bias": -4.36}) == 0
    assert neuron(**STUDENT, activation=sigmoid) == pytest.approx(1 / (1 + np.exp(-2.35)), rel=1e-15)


def test_the_step_fires_at_zero():
    assert_array_equal(step([-1, -5e-324, -0.0, 0, 5e-324, 1]), [0, 0, 1, 1, 1, 1])
    assert neuron([0, 0], [1, 1], 0) == 1


@given(x=vectors(5, 3), weight=vectors(3), bias=reals)
def test_a_batch_is_one_sample_per_row(x, weight, bias):
    z = weighted_sum(x, weight, bias)
    assert z.shape == (5,)
    assert_allclose(z, [weighted_sum(row, weight, bias) for row in x], rtol=1e-13, atol=1e-8)
    assert_allclose(z, [sum(row * weight) + bias for row in x], rtol=1e-13, atol=1e-8)
    assert_array_equal(neuron(x, weight, bias), step(z))


@given(x=vectors(5, 3), weight=vectors(2, 3), bias=vectors(2))
def test_several_neurons_are_several_columns(x, weight, bias):
    z = weighted_sum(x, weight, bias)
    assert z.shape == (5, 2)
    one_by_one = [weighted_sum(x, w, b) for w, b in zip(weight, bias, strict=True)]
    assert_allclose(z, np.transpose(one_by_one), rtol=1e-13, atol=1e-8)
    assert_allclose(weighted_sum(x[0], weight, bias), z[0], rtol=1e-13, atol=1e-8)


def test_shapes():
    assert weighted_sum(np.zeros((0, 3)), np.ones(3), 0).shape == (0,)
    assert weighted_sum(np.zeros((7, 5, 3)), np.ones(3), 0).shape == (7, 5)
    assert weighted_sum(np.zeros((7, 5, 3)), np.ones((2, 3)), 0).shape == (7, 5, 2)
    assert weighted_sum(np.zeros(3), np.ones(3), 0).shape == ()


def test_a_complex_step_passes_through_the_weighted_sum():
    h = 1e-30
    assert weighted_sum(**STUDENT | {"x": [8, 75 + 1j * h, 80]}).imag / h == 0.01


def test_nan_stays_nan():
    assert_array_equal(neuron([[np.nan, 1], [1, 1]], [1, 1], 0), [np.nan, 1])


# The perceptron


def test_a_right_answer_changes_nothing():
    assert_array_equal(perceptron_update([2, 1], 1, [1, 1], 0)[0], [1, 1])
    assert perceptron_update([2, 1], 1, [1, 1], 0)[1] == 0


def test_a_mistake_moves_the_weights_by_the_sample():
    weight, bias = perceptron_update([2, 1], 0, [1, 1], 0, learning_rate=0.5)
    assert_array_equal(weight, [0, 0.5])
    assert bias == -0.5
    weight, bias = perceptron_update([2, 1], 1, [-1, -1], 0, learning_rate=0.5)
    assert_array_equal(weight, [0, -0.5])
    assert bias == 0.5


@given(x=vectors(3), y=st.sampled_from([0, 1]), weight=vectors(3), bias=reals, rate=st.floats(1e-3, 10))
def test_an_update_moves_the_answer_towards_the_label(x, y, weight, bias, rate):
    before = weighted_sum(x, weight, bias)
    after = weighted_sum(x, *perceptron_update(x, y, weight, bias, rate))
    if step(before) == y:
        assert after == before
    else:
        gain = (after - before) * (2 * y - 1)
        assert gain == pytest.approx(rate * (x @ x + 1), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("y", [AND, OR, [1, 0, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]])
def test_the_perceptron_learns_what_a_line_can_separate(y):
    fit = perceptron_fit(CORNERS, y)
    assert_array_equal(neuron(CORNERS, fit.weight, fit.bias), y)
    assert fit.mistakes[-1] == 0
    assert (fit.mistakes[:-1] > 0).all()
    assert len(fit.mistakes) < 100


def test_the_perceptron_never_learns_xor():
    fit = perceptron_fit(CORNERS, XOR, epochs=300)
    assert len(fit.mistakes) == 300
    assert (fit.mistakes > 0).all()


def test_the_first_epochs_on_and_by_hand():
    # Start (0, 0 | 0): 00 → 1, wrong; 01, 10 → 0, right; 11 → 0, wrong: (1, 1 | 0).  And so on.
    assert_array_equal(perceptron_fit(CORNERS, AND, epochs=1).weight, [1, 1])
    assert perceptron_fit(CORNERS, AND, epochs=1).bias == 0
    assert_array_equal(perceptron_fit(CORNERS, AND).mistakes, [2, 3, 3, 2, 1, 0])


def test_many_perceptrons_learn_side_by_side_as_each_would_alone():
    rng = np.random.default_rng(0)
    weight, bias = rng.normal(size=(20, 2)), rng.normal(size=20)
    together = perceptron_fit(CORNERS, AND, weight=weight, bias=bias)
    assert together.mistakes.shape[1:] == (20,)
    assert not together.mistakes[-1].any()
    for i in range(20):
        alone = perceptron_fit(CORNERS, AND, weight=weight[i], bias=bias[i])
        assert_array_equal(together.weight[i], alone.weight)
        assert together.bias[i] == alone.bias
        assert_array_equal(together.mistakes[: len(alone.mistakes), i], alone.mistakes)


# The delta rule


@given(x=vectors(3), y=reals, weight=vectors(3), bias=reals)
def test_the_gradient_equals_a_complex_step(x, y, weight, bias):
    def loss(weight, bias):
        return (y - weighted_sum(x, weight, bias)) ** 2

    h = 1e-30
    d_weight, d_bias = squared_error_gradient(x, y, weight, bias)
    numerical = [loss(weight + 1j * h * e, bias).imag / h for e in np.eye(3)]
    assert_allclose(d_weight, numerical, rtol=1e-11, atol=1e-4)
    assert_allclose(d_bias, loss(weight + 0j, bias + 1j * h).imag / h, rtol=1e-11, atol=1e-4)


def test_the_gradient_by_hand():
    d_weight, d_bias = squared_error_gradient([1, 2], 3, [1, 0], 0)
    assert_array_equal(d_weight, [-4, -8])
    assert d_bias == -4


@given(x=vectors(3), y=reals, weight=vectors(3), bias=reals, rate=st.floats(1e-3, 10))
def test_the_delta_rule_is_a_gradient_step_of_half_the_rate(x, y, weight, bias, rate):
    d_weight, d_bias = squared_error_gradient(x, y, weight, bias)
    new_weight, new_bias = delta_rule_update(x, y, weight, bias, rate)
    assert_allclose(new_weight, weight - rate / 2 * d_weight, rtol=1e-12, atol=1e-12)
    assert_allclose(new_bias, bias - rate / 2 * d_bias, rtol=1e-12, atol=1e-12)


def test_one_neuron_finds_the_line():
    fit = delta_rule_fit(**LINE, learning_rate=0.01, epochs=1000)
    assert fit.weight.round(4) == [2.0002]
    assert fit.bias.round(4) == 0.9994
    assert weighted_sum([5], fit.weight, fit.bias).round(4) == 11.0004
    assert fit.path.shape == (4001, 2)
    assert_array_equal(fit.path[0], [0, 0])
    assert_allclose(fit.path[1], [0.03, 0.03])  # 0 + 0.01 · (3 - 0) · 1
    assert_array_equal(fit.path[-1], [*fit.weight, fit.bias])


def test_the_path_visits_the_samples_in_order():
    X, y = np.array([[1.0, 2], [3, -1], [0, 1]]), [1, -2, 0.5]
    weight, bias = np.array([0.5, -0.5]), 0.25
    fit = delta_rule_fit(X, y, learning_rate=0.1, epochs=2, weight=weight, bias=bias)
    for visited, (x_i, y_i) in enumerate([*zip(X, y, strict=True)] * 2):
        assert_array_equal(fit.path[visited], [*weight, bias])
        weight, bias = delta_rule_update(x_i, y_i, weight, bias, 0.1)
    assert_array_equal(fit.path[-1], [*weight, bias])
    assert len(fit.path) == 7


def test_many_linear_neurons_learn_side_by_side_as_each_would_alone():
    rng = np.random.default_rng(1)
    weight, bias = rng.normal(size=(5, 1)), rng.normal(size=5)
    together = delta_rule_fit(**LINE, learning_rate=0.05, epochs=20, weight=weight, bias=bias)
    assert together.path.shape == (81, 5, 2)
    for i in range(5):
        alone = delta_rule_fit(**LINE, learning_rate=0.05, epochs=20, weight=weight[i], bias=bias[i])
        assert_allclose(together.path[:, i], alone.path, rtol=1e-13)


def test_divergence_gets_a_sentence():
    with pytest.raises(FloatingPointError, match=r"diverged in epoch \d+: .* try a learning_rate below 1$"):
        delta_rule_fit(**LINE, learning_rate=1, epochs=1000)


def test_one_neuron_that_diverges_does_not_stop_the_others():
    # Of two neurons on one sample, the second already stands where the error is too large for a number.
    fit = delta_rule_fit(
        [[1.0], [1.0]], [0, 0], learning_rate=2.1, epochs=50, weight=[[0.0], [1e305]], bias=[0, 1e305]
    )
    assert_array_equal(fit.weight[0], [0])
    assert not np.isfinite(fit.weight[1]).any()


# Least squares


def test_least_squares_finds_the_line():
    weight, bias = least_squares(**LINE)
    assert_allclose(weight, [2], rtol=1e-13)
    assert bias == pytest.approx(1, rel=1e-13)


def test_the_best_line_through_xor_says_one_half():
    weight, bias = least_squares(CORNERS, XOR)
    assert_allclose(weight, [0, 0], atol=1e-15)
    assert bias == pytest.approx(0.5)


@given(X=vectors(8, 2), y=vectors(8), nudge=vectors(3))
def test_no_other_linear_neuron_has_a_smaller_error(X, y, nudge):
    weight, bias = least_squares(X, y)
    best = ((y - weighted_sum(X, weight, bias)) ** 2).sum()
    other = ((y - weighted_sum(X, weight + nudge[:2], bias + nudge[2])) ** 2).sum()
    assert best <= other * (1 + 1e-9) + 1e-6


def test_too_few_samples_give_the_shortest_solution():
    weight, bias = least_squares([[1, 1]], [3])
    assert_allclose([*weight, bias], [1, 1, 1])


# Precision, layout, bad input


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_precision_is_kept(dtype):
    X, y = np.array(CORNERS, dtype), np.array(OR, dtype)
    weight = np.ones(2, dtype)
    results = [
        weighted_sum(X, weight, 0.5),
        neuron(X, weight, -1),
        *perceptron_update(X[1], 0, weight, 0.0),
        *perceptron_fit(X, y)[:2],
        *squared_error_gradient(X[1], 0.5, weight, 0),
        *delta_rule_update(X[1], 0.5, weight, 0, 0.1),
        *delta_rule_fit(X, y, learning_rate=0.1, epochs=2),
        *least_squares(X, y),
    ]
    assert {np.asarray(result).dtype for result in results} == {np.dtype(dtype)}


def test_integers_and_lists_become_float64():
    assert weighted_sum([1, 2], [3, 4], 5).dtype == np.float64
    assert perceptron_fit(CORNERS.astype(np.int8), np.array(AND, bool)).weight.dtype == np.float64
    assert least_squares(np.array([[1], [2]], np.uint8), [1, 2])[0].dtype == np.float64
    # 100 · 2 does not fit into eight bits
    assert weighted_sum(np.array([100], np.int8), np.array([2], np.int8), np.int8(0)) == 200


def test_float16_is_kept_where_numpy_keeps_it():
    X = CORNERS.astype(np.float16)
    assert perceptron_fit(X, AND).weight.dtype == np.float16
    assert least_squares(X, OR)[0].dtype == np.float32  # LAPACK's smallest


def test_the_input_is_never_modified_and_may_be_read_only():
    X, y, weight, bias = CORNERS.astype(float), np.array(AND, float), np.array([0.5, -0.5]), np.array(0.25)
    arrays = [X, y, weight, bias]
    before = [a.copy() for a in arrays]
    for a in arrays:
        a.flags.writeable = False
    perceptron_update(X[0], 1, weight, bias)
    delta_rule_update(X[0], 1, weight, bias, 0.1)
    squared_error_gradient(X[0], 1, weight, bias)
    perceptron_fit(X, y, weight=weight, bias=bias)
    fit = delta_rule_fit(X, y, learning_rate=0.1, epochs=2, weight=weight, bias=bias)
    least_squares(X[::-1, ::-1], y[::-1])
    assert not np.shares_memory(fit.path, weight)
    for a, b in zip(arrays, before, strict=True):
        assert_array_equal(a, b)


NO_NUMBER = ("abc", None, [[1], [1, 2]])
ONE = {"x": [1, 2], "y": 1, "weight": [1, 1], "bias": 0}
MANY = {"X": CORNERS, "y": AND}
RATE, TRAIN = {"learning_rate": 0.1}, {"learning_rate": 0.1, "epochs": 1}

REFUSED = [
    (
        weighted_sum,
        {"x": np.zeros((32, 4)), "weight": np.ones(3), "bias": 0},
        "expected 3 features, got an array of shape (32, 4)",
    ),
    (weighted_sum, {"x": [1, 2], "weight": [1], "bias": 0}, "expected 1 feature, got an array of shape (2,)"),
    (weighted_sum, {"x": 3.0, "weight": [1], "bias": 0}, "expected 1 feature, got one number"),
    (
        weighted_sum,
        {"x": [1], "weight": 1, "bias": 0},
        "expected weight of shape (d,) or (m, d), got shape ()",
    ),
    (
        weighted_sum,
        {"x": [1], "weight": [[[1]]], "bias": 0},
        "weight of shape (d,) or (m, d), got shape (1, 1, 1)",
    ),
    (weighted_sum, {"x": [1], "weight": [1], "bias": [0]}, "expected a bias of shape (), got shape (1,)"),
    (
        weighted_sum,
        {"x": [1], "weight": [[1], [1]], "bias": [0]},
        "a bias of shape (2,), one per neuron, got shape (1,)",
    ),
    (weighted_sum, {"x": "abc", "weight": [1], "bias": 0}, "expected numbers as x, got 'abc'"),
    (
        weighted_sum,
        {"x": [1], "weight": [None], "bias": 0},
        "expected numbers as weight, got Python objects of type NoneType",
    ),
    (weighted_sum, {"x": [1], "weight": [1], "bias": "0"}, "expected numbers as bias, got '0'"),
    (
        weighted_sum,
        {"x": [[1], [1, 2]], "weight": [1], "bias": 0},
        "numbers as x, got rows of different lengths",
    ),
    (
        neuron,
        STUDENT | {"activation": "sigmoid"},
        "expected a function as activation, such as nnbook.sigmoid, got 'sigmoid'",
    ),
    (perceptron_update, ONE | {"y": 2}, "expected the labels 0 and 1, got 2"),
    (perceptron_update, ONE | {"y": -1}, "expected the labels 0 and 1, got -1"),
    (perceptron_update, ONE | {"y": np.nan}, "expected finite numbers as y, got nan"),
    (perceptron_update, ONE | {"y": [1, 0]}, "expected one number as y, got an array of shape (2,)"),
    (perceptron_update, ONE | {"x": [[1, 2]]}, "expected one sample of shape (2,), got shape (1, 2)"),
    (perceptron_update, ONE | {"learning_rate": 0}, "expected a positive learning_rate, got 0"),
    (perceptron_update, ONE | {"learning_rate": -0.1}, "expected a positive learning_rate, got -0.1"),
    (perceptron_update, ONE | {"learning_rate": np.inf}, "expected finite numbers as learning_rate, got inf"),
    (perceptron_fit, MANY | {"y": [0, 1, 2, 1]}, "expected the labels 0 and 1, got 2"),
    (perceptron_fit, MANY | {"epochs": 0}, "expected at least 1 as epochs, got 0"),
    (perceptron_fit, MANY | {"epochs": 2.5}, "expected a whole number of epochs, got 2.5"),
    (perceptron_fit, MANY | {"learning_rate": "fast"}, "expected real numbers as learning_rate, got 'fast'"),
    (perceptron_fit, MANY | {"weight": [1, 2, 3]}, "expected 3 features, got an array of shape (4, 2)"),
    (
        perceptron_fit,
        MANY | {"X": [1, 2, 3, 4]},
        "one sample per row, got shape (4,); write X[:, None] for a single feature",
    ),
    (perceptron_fit, MANY | {"X": 3}, "expected X of shape (n, d), one sample per row, got shape ()"),
    (perceptron_fit, {"X": np.empty((0, 2)), "y": []}, "expected at least one sample, got X of shape (0, 2)"),
    (squared_error_gradient, ONE | {"y": np.inf}, "expected finite numbers as y, got inf"),
    (squared_error_gradient, ONE | {"x": CORNERS}, "expected one sample of shape (2,), got shape (4, 2)"),
    (delta_rule_update, ONE | RATE | {"y": np.nan}, "expected finite numbers as y, got nan"),
    (delta_rule_update, ONE | {"learning_rate": -1}, "expected a positive learning_rate, got -1"),
    (delta_rule_update, ONE | RATE | {"y": 1j}, "expected real numbers as y, got complex128"),
    (delta_rule_fit, MANY | TRAIN | {"y": [0, 1, np.nan, 1]}, "expected finite numbers as y, got nan"),
    (
        delta_rule_fit,
        MANY | TRAIN | {"X": np.where(CORNERS, np.inf, 0)},
        "expected finite numbers as X, got inf",
    ),
    (
        delta_rule_fit,
        MANY | TRAIN | {"y": [[0], [1], [1], [0]]},
        "y of shape (4,), one per row of X, got shape (4, 1)",
    ),
    (
        delta_rule_fit,
        MANY | TRAIN | {"y": [0, 1]},
        "expected y of shape (4,), one per row of X, got shape (2,)",
    ),
    (delta_rule_fit, MANY | TRAIN | {"learning_rate": 0}, "expected a positive learning_rate, got 0"),
    (delta_rule_fit, MANY | TRAIN | {"epochs": True - 1}, "expected at least 1 as epochs, got 0"),
    (delta_rule_fit, MANY | TRAIN | {"bias": [0, 0]}, "expected a bias of shape (), got shape (2,)"),
    (least_squares, {"X": np.empty((0, 2)), "y": []}, "expected at least one sample, got X of shape (0, 2)"),
    (least_squares, {"X": [[np.nan]], "y": [1]}, "expected finite numbers as X, got nan"),
    (least_squares, {"X": [[1j]], "y": [1]}, "expected real numbers as X, got complex128"),
]


@pytest.mark.parametrize(("f", "arguments", "message"), REFUSED)
def test_bad_input_gets_a_sentence(f, arguments, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)) as caught:
        f(**arguments)
    name = str(caught.value).split()[0]
    assert callable(getattr(neurons, name))  # the sentence begins with a function that the reader knows


def test_every_function_is_refused_something():
    functions = {name for name in neurons.__all__ if name[0].islower()}
    assert functions - {"step"} == {f.__name__ for f, _, _ in REFUSED}  # step: see test_activations
