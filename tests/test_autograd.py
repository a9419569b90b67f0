"""The gradients of `Value` against closed forms, the complex step, PyTorch and equations written by hand.

``OPERATIONS`` is keyed by the methods of `Value`: an operation without a row fails.
"""

import operator
import sys
from types import SimpleNamespace
from typing import NamedTuple

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from nnbook import sigmoid
from nnbook.autograd import Value, topological_order, values

INF, NAN = float("inf"), float("nan")


def gradients(output, inputs):
    """Run backward and return what stands at the inputs."""
    output.backward()
    return [value.grad for value in inputs]


# --- every operation against its closed form ---


class Operation(NamedTuple):
    """How to apply an operation, and what it and its slopes should be in many digits.

    A slope of None belongs to an argument that is a plain number.
    """

    apply: object
    exact: object
    slopes: tuple
    points: tuple


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def one(*_):
    return mp.mpf(1)


def minus_one(*_):
    return mp.mpf(-1)


PAIRS = ((3.0, -0.7), (-1e-3, 41.0), (2.5, 2.5), (1e100, -3e-150), (-0.1, -7e12))
BASES = ((2.5, 3.0), (0.3, -2.2), (7.0, 0.0), (1e-5, 0.5), (1.0, 300.0))
REAL_LINE = tuple((z,) for z in (-700.0, -40.0, -18.7, -1.0, -1e-9, 0.0, 1e-300, 0.3, 2.0, 19.5, 300.0))
OPERATIONS = {
    "__add__": Operation(operator.add, operator.add, (one, one), PAIRS),
    "__radd__": Operation(operator.add, operator.add, (None, one), PAIRS),
    "__sub__": Operation(operator.sub, operator.sub, (one, minus_one), PAIRS),
    "__rsub__": Operation(operator.sub, operator.sub, (None, minus_one), PAIRS),
    "__mul__": Operation(operator.mul, operator.mul, (lambda x, y: y, lambda x, y: x), PAIRS),
    "__rmul__": Operation(operator.mul, operator.mul, (None, lambda x, y: x), PAIRS),
    "__truediv__": Operation(
        operator.truediv,
        operator.truediv,
        (lambda x, y: 1 / y, lambda x, y: -x / y**2),
        (*PAIRS, (1e-200, 1e-200)),
    ),
    "__rtruediv__": Operation(operator.truediv, operator.truediv, (None, lambda x, y: -x / y**2), PAIRS),
    "__pow__": Operation(
        operator.pow,
        operator.pow,
        (lambda x, y: y * x ** (y - 1), lambda x, y: x**y * mp.log(x)),
        BASES,
    ),
    "__rpow__": Operation(operator.pow, operator.pow, (None, lambda x, y: x**y * mp.log(x)), BASES),
    "__neg__": Operation(operator.neg, operator.neg, (minus_one,), REAL_LINE),
    "exp": Operation(Value.exp, mp.exp, (mp.exp,), REAL_LINE),
    "log": Operation(
        Value.log, mp.log, (lambda x: 1 / x,), tuple((z,) for z in (1e-300, 0.2, 1.0, 3.0, 1e300))
    ),
    "tanh": Operation(Value.tanh, mp.tanh, (lambda z: mp.sech(z) ** 2,), REAL_LINE),
    "relu": Operation(Value.relu, lambda z: max(z, 0), (lambda z: mp.mpf(z > 0),), REAL_LINE),
    "sigmoid": Operation(Value.sigmoid, sigma, (lambda z: sigma(z) * sigma(-z),), REAL_LINE),
}
NO_OPERATIONS = {"__init__", "__repr__", "backward"}


def test_every_operation_has_a_row():
    assert {name for name, what in vars(Value).items() if callable(what)} - NO_OPERATIONS == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_value_and_slopes_are_those_of_the_closed_form(name):
    operation = OPERATIONS[name]
    for point in operation.points:
        arguments = [
            number if slope is None else Value(number)
            for number, slope in zip(point, operation.slopes, strict=True)
        ]
        output = operation.apply(*arguments)
        output.backward()
        with mp.workdps(700):
            exact = [mp.mpf(number) for number in point]
            expected = [float(operation.exact(*exact))]
            expected += [float(slope(*exact)) for slope in operation.slopes if slope]
        found = [output.data] + [value.grad for value in arguments if isinstance(value, Value)]
        assert_allclose(found, expected, rtol=2e-15, atol=5e-324, err_msg=f"{name}{point}")
        assert {type(number) for number in found} == {float}


@pytest.mark.parametrize(
    ("base", "exponent", "power", "slope"),
    [
        (-2, 3, -8, 12),
        (-2, -2, 0.25, 0.25),
        (0, 2, 0, 0),
        (0, 1, 0, 1),
        (0, 0, 1, 0),
        (-3, 0, 1, 0),
        (0, 0.5, 0, INF),
        (5e-324, 0, 1, 0),
        (-10, 309, -INF, INF),
        (10, 400, INF, INF),
    ],
)
def test_powers_with_a_number_as_exponent(base, exponent, power, slope):
    x = Value(base)
    y = x**exponent
    assert (y.data, gradients(y, [x])) == (power, [slope])


@pytest.mark.parametrize("name", OPERATIONS)
def test_nan_passes_through_values_and_slopes(name):
    operation = OPERATIONS[name]
    arguments = [NAN if slope is None else Value(NAN) for slope in operation.slopes]
    output = operation.apply(*arguments)
    assert np.isnan(output.data)
    constant = operation.slopes[0] in (one, minus_one) or name == "__rsub__" or name == "__radd__"
    if not constant:
        inputs = [value for value in arguments if isinstance(value, Value)]
        assert np.isnan(gradients(output, inputs)).all()


def test_nan_on_one_side_of_a_power():
    assert np.isnan((Value(-2.0) ** NAN).data)
    assert np.isnan((Value(NAN) ** Value(2.0)).data)


def test_what_is_too_large_is_infinite_and_never_an_error():
    x = Value(1000)
    assert (x.exp().data, gradients(x.exp(), [x])) == (INF, [INF])
    assert (Value(1e300) * 1e300).data == INF
    assert (Value(1e300) / 1e-300).data == INF
    assert (Value(-1e308) - 1e308).data == -INF
    assert (Value(2) ** Value(5000)).data == INF
    for z in (INF, -INF, 1e308, -1e308):
        for name in ("tanh", "relu", "sigmoid"):
            x = Value(z)
            y = getattr(x, name)()
            limits = {"tanh": np.sign(z), "relu": max(z, 0), "sigmoid": float(z > 0)}
            assert y.data == limits[name]
            assert gradients(y, [x]) == [float(name == "relu" and z > 0)]


# --- graphs ---


def test_a_value_used_twice_gets_both_contributions():
    a = Value(1)
    b = a + a
    c = b + b
    assert gradients(c, [a, b, c]) == [4, 2, 1]
    x = Value(3)
    assert gradients(x * x, [x]) == [6]
    assert_allclose(gradients(x**x, [x]), [27 * (np.log(3) + 1)], rtol=1e-15)
    assert gradients(x / x - x, [x]) == [-1]


def test_a_long_and_a_short_way_meet():
    x = Value(2)
    a = x * x
    b = a * 3
    c = b * b + a  # a is reached directly, and later again through b
    assert gradients(c, [x, a, b]) == [292, 73, 24]


def test_backward_twice_gives_the_same_gradients():
    x, y = values([0.3, -1.2])
    z = ((x * y).tanh() + x).exp() * y
    first = gradients(z, [x, y, z])
    assert gradients(z, [x, y, z]) == first
    assert all(first)


def test_a_second_output_of_one_graph_has_its_own_gradients():
    x, y = values([2.0, 5.0])
    shared = x * y
    first, second = shared * 3, shared.log() + x
    assert gradients(first, [x, y, shared]) == [15, 6, 3]
    assert_allclose(gradients(second, [x, y, shared]), [1.5, 0.2, 0.1], rtol=1e-15)
    assert gradients(first, [x, y, shared]) == [15, 6, 3]
    assert gradients(shared, [x, y, shared]) == [5, 2, 1]  # from the middle of the graph


def test_backward_leaves_alone_what_is_no_part_of_the_graph():
    x, y = values([2.0, 5.0])
    (x * y).backward()
    (x * 7).backward()
    assert (x.grad, y.grad) == (7, 2)


def test_data_changed_after_the_operation_leaves_the_gradients_of_the_graph():
    w = Value(3)
    loss = w * w * w
    w.data = 100.0
    assert gradients(loss, [w]) == [27]


def test_a_training_step_lowers_the_loss():
    w, b = values([0.0, 0.0])
    samples = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]
    for _ in range(300):
        loss = sum((w * x + b - y) ** 2 for x, y in samples) / 3
        loss.backward()
        for parameter in (w, b):
            parameter.data -= 0.2 * parameter.grad
    assert_allclose([w.data, b.data], [2, 1], rtol=1e-6)


def test_a_chain_of_100_000_values_meets_no_recursion_limit():
    x = y = Value(1)
    for _ in range(50_000):
        y = y * 1.0 + x
    assert sys.getrecursionlimit() < 100_000
    assert (y.data, gradients(y, [x])) == (50_001, [50_001])


def test_a_ladder_of_diamonds_takes_no_more_steps_than_it_has_values():
    a = y = Value(1)
    for _ in range(1000):
        y = y + y  # 2¹⁰⁰⁰ paths
    assert len(topological_order(y)) == 1001
    assert gradients(y, [a]) == [2.0**1000]


# --- random graphs, against the complex step and PyTorch ---


# Each step keeps its arguments in the domain of the operation, and the results moderate.
STEPS = {
    "add": lambda m, a, b: a + b,
    "add a number": lambda m, a, b: 0.75 + a + 0.5,
    "subtract": lambda m, a, b: a - b,
    "subtract a number": lambda m, a, b: 0.5 - (a - 2),
    "negate": lambda m, a, b: -a,
    "multiply": lambda m, a, b: a * m.tanh(b),
    "multiply by a number": lambda m, a, b: -0.7 * a * 0.9,
    "divide": lambda m, a, b: a / (m.sigmoid(b) + 0.5),
    "divide a number": lambda m, a, b: 2 / (m.sigmoid(a) + 0.5) / 3,
    "power": lambda m, a, b: (m.sigmoid(a) + 0.5) ** m.tanh(b),
    "power of a number": lambda m, a, b: 1.5 ** m.tanh(a) + m.tanh(b) ** 3,
    "negative power": lambda m, a, b: (m.sigmoid(a) + 0.5) ** -1.5,
    "exp": lambda m, a, b: m.exp(m.tanh(a)),
    "log": lambda m, a, b: m.log(m.sigmoid(a) + 0.5),
    "tanh": lambda m, a, b: m.tanh(a),
    "relu": lambda m, a, b: m.relu(a),
    "sigmoid": lambda m, a, b: m.sigmoid(a),
}
ON_VALUES = SimpleNamespace(
    exp=Value.exp, log=Value.log, tanh=Value.tanh, relu=Value.relu, sigmoid=Value.sigmoid
)
ON_COMPLEX = SimpleNamespace(
    exp=np.exp, log=np.log, tanh=np.tanh, relu=lambda z: z if z.real > 0 else 0 * z, sigmoid=sigmoid
)
INPUTS = 3


@st.composite
def graphs(draw):
    """Return the steps of a computation and three inputs; each step uses any two of the earlier results."""
    count = draw(st.integers(1, 14))
    steps = []
    for already in range(INPUTS, INPUTS + count):
        name = draw(st.sampled_from(sorted(STEPS)))
        places = draw(st.tuples(*2 * [st.integers(max(0, already - 4), already - 1)]))
        steps.append((name, *places))
    inputs = draw(st.lists(st.floats(-2, 2), min_size=INPUTS, max_size=INPUTS))
    return steps, inputs


def run(steps, inputs, m):
    """Compute the results of all steps with the functions in m; return the sum of the last two."""
    results = list(inputs)
    for name, i, j in steps:
        results.append(STEPS[name](m, results[i], results[j]))
    return results[-1] + results[-2]


def compute(steps, inputs):
    """Return the value, the gradient, and the size that rounding errors are measured by."""
    leaves = [Value(number) for number in inputs]
    output = run(steps, leaves, ON_VALUES)
    gradient = gradients(output, leaves)
    order = topological_order(output)
    # A leaf that the output does not depend on has not been visited: its gradient is the 0 it began with.
    return output.data, gradient, max(abs(number) for node in order for number in (1, node.data, node.grad))


@given(graphs())
def test_gradients_of_random_graphs_are_those_of_the_complex_step(graph):
    steps, inputs = graph
    value, gradient, size = compute(steps, inputs)
    moved = np.asarray(inputs) + 1e-100j * np.eye(INPUTS)
    outputs = [run(steps, row, ON_COMPLEX) for row in moved]
    assert_allclose(value, outputs[0].real, rtol=0, atol=1e-13 * size)
    assert_allclose(gradient, np.imag(outputs) / 1e-100, rtol=0, atol=1e-12 * size)


@given(graphs())
def test_the_order_puts_every_value_before_its_parents(graph):
    steps, inputs = graph
    order = topological_order(run(steps, map(Value, inputs), ON_VALUES))
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order)
    assert all(place[node] < place[parent] for node in order for parent, _ in node.parents)


@pytest.mark.torch
def test_gradients_of_random_graphs_are_those_of_pytorch():
    torch = pytest.importorskip(
        "torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]"
    )

    @given(graphs())
    def check(graph):
        steps, inputs = graph
        value, gradient, size = compute(steps, inputs)
        leaves = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in inputs]
        output = run(steps, leaves, torch)
        output.backward()
        theirs = [0.0 if leaf.grad is None else leaf.grad.item() for leaf in leaves]
        assert_allclose(value, output.item(), rtol=0, atol=1e-13 * size)
        assert_allclose(gradient, theirs, rtol=0, atol=1e-12 * size)

    check()


# --- a network, against the equations written by hand ---


@pytest.mark.parametrize("seed", range(5))
def test_a_network_with_a_hidden_layer_has_the_gradients_of_the_equations(seed):
    rng = np.random.default_rng(seed)
    n, d, h, k = 4, 3, 5, 2
    X, Y = rng.normal(size=(n, d)), rng.normal(size=(n, k))
    W1, b1 = rng.normal(size=(h, d)), rng.normal(size=h)
    W2, b2 = rng.normal(size=(k, h)), rng.normal(size=k)

    Z1 = X @ W1.T + b1
    A1 = np.tanh(Z1)
    error = A1 @ W2.T + b2 - Y
    delta2 = 2 * error / error.size
    delta1 = (delta2 @ W2) * (1 - A1**2)
    by_hand = delta1.T @ X, delta1.sum(axis=0), delta2.T @ A1, delta2.sum(axis=0)

    parameters = [values(parameter) for parameter in (W1, b1, W2, b2)]
    w1, c1, w2, c2 = parameters

    def layer(x, w, b):
        return [
            sum((w_i * x_i for w_i, x_i in zip(row, x, strict=True)), start)
            for row, start in zip(w, b, strict=True)
        ]

    loss = 0
    for x, target in zip(X, Y, strict=True):
        a1 = [z.tanh() for z in layer(x, w1, c1)]
        loss = loss + sum((y - t) ** 2 for y, t in zip(layer(a1, w2, c2), target, strict=True))
    loss = loss / (n * k)
    loss.backward()

    assert_allclose(loss.data, (error**2).mean(), rtol=1e-14)
    for parameter, expected in zip(parameters, by_hand, strict=True):
        found = np.vectorize(lambda value: value.grad)(np.array(parameter, dtype=object))
        assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


# --- what goes in ---


@pytest.mark.parametrize("number", [3, 3.0, np.float64(3), np.float32(3), np.int8(3), np.uint64(3)])
def test_numbers_of_every_kind_become_python_floats(number):
    assert type(Value(number).data) is float
    x = Value(2)
    for result, expected in (
        (x * number, 6),
        (number * x, 6),
        (number - x, 1),
        (number / x, 1.5),
        (number**x, 9),
        (x**number, 8),
    ):
        assert type(result) is Value
        assert (type(result.data), result.data) == (float, expected)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("1", "'1'"),
        (True, "True"),
        (np.True_, "True"),
        (None, "None"),
        (1j, "1j"),
        ([1.0], r"\[1.0\]"),
        (np.ones(3), r"an array of shape \(3,\)"),
        (np.array(1.0), r"an array of shape \(\)"),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(wrong, words):
    sentence = f"Value expected one real number, got .*{words}"
    with pytest.raises(TypeError, match=sentence):
        Value(wrong)
    for apply in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
        with pytest.raises(TypeError, match=sentence):
            apply(Value(2), wrong)
        with pytest.raises(TypeError, match=sentence):
            apply(wrong, Value(2))


def test_a_value_of_a_value_is_refused():
    with pytest.raises(TypeError, match=r"got Value\(1.0, grad=0.0\)"):
        Value(Value(1))


def test_an_integer_that_is_too_large_is_refused():
    with pytest.raises(ValueError, match=r"Value expected a number up to 1.8e308, got a larger integer"):
        Value(10**400)


@pytest.mark.parametrize(
    ("compute", "error", "sentence"),
    [
        (lambda x: x / 0, ZeroDivisionError, r"expected a divisor other than zero, got -2.0 / 0.0"),
        (lambda x: x / (x + 2), ZeroDivisionError, r"expected a divisor other than zero"),
        (lambda x: 1 / (x * 0), ZeroDivisionError, r"expected a divisor other than zero, got 1.0 / -0.0"),
        (lambda x: (x + 2) ** -1, ZeroDivisionError, r"a base other than zero for a negative power"),
        (lambda x: x**0.5, ValueError, r"a whole exponent for a negative base, got \(-2.0\) \*\* 0.5"),
        (lambda x: x ** Value(2), ValueError, r"a positive base where the exponent is a Value, got \(-2.0\)"),
        (lambda x: 0**x, ValueError, r"a positive base where the exponent is a Value, got \(0.0\)"),
        (lambda x: x.log(), ValueError, r"Value.log expected a positive number, got -2.0"),
        (lambda x: (x + 2).log(), ValueError, r"Value.log expected a positive number, got 0.0"),
    ],
)
def test_what_has_no_real_result_is_refused_in_a_sentence(compute, error, sentence):
    with pytest.raises(error, match=sentence):
        compute(Value(-2))


def test_values_reads_arrays_of_every_shape():
    matrix = values([[1, 2, 3], [4, 5, 6]])
    assert [[type(value) for value in row] for row in matrix] == [[Value] * 3] * 2
    assert [[value.data for value in row] for row in matrix] == [[1, 2, 3], [4, 5, 6]]
    assert len({id(value) for row in matrix for value in row}) == 6
    assert values([]) == []
    assert values(2).data == 2
    assert values(np.float32([0.5]))[0].data == 0.5


def test_values_and_the_order_refuse_what_they_cannot_read():
    with pytest.raises(TypeError, match="values expected real numbers, got strings"):
        values(["a"])
    with pytest.raises(TypeError, match="values expected real numbers, got complex128"):
        values([1j])
    with pytest.raises(ValueError, match="values expected real numbers, got rows of different lengths"):
        values([[1], [2, 3]])
    with pytest.raises(TypeError, match=r"topological_order expected a Value, got 3.0"):
        topological_order(3.0)


def test_repr_shows_the_number_and_its_gradient():
    x = Value(2)
    (x * x).backward()
    assert repr(x) == "Value(2.0, grad=4.0)"
