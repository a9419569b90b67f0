"""Every activation against an oracle that shares nothing with it, and against bad and extreme input.

The tables below are keyed by the names in ``ACTIVATIONS``: an activation without a row fails.
"""

import copy
import inspect
import pickle

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize_scalar

from nnbook import activations
from nnbook.activations import (
    ACTIVATIONS,
    SELU_ALPHA,
    SELU_SCALE,
    elu,
    elu_derivative,
    gelu,
    gelu_derivative,
    gelu_tanh,
    leaky_relu,
    leaky_relu_derivative,
    log_sigmoid,
    log_softmax,
    log_sum_exp,
    relu,
    selu,
    sigmoid,
    sigmoid_derivative,
    silu,
    softmax,
    softmax_jacobian,
    softplus,
    softsign,
    tanh,
)

INF, NAN = np.inf, np.nan


def sigma(z):
    return 1 / (1 + mp.exp(-z))


def ramp(z, left):
    """Return z on the right of 0, else `left`."""
    return z if z > 0 else left


# The printed definitions, evaluated with 400 digits.
ORACLE = {
    "identity": lambda z: z,
    "step": lambda z: mp.mpf(z >= 0),
    "sigmoid": sigma,
    "log_sigmoid": lambda z: mp.log(sigma(z)),
    "tanh": lambda z: (mp.exp(z) - mp.exp(-z)) / (mp.exp(z) + mp.exp(-z)),
    "softsign": lambda z: z / (1 + abs(z)),
    "relu": lambda z: ramp(z, mp.mpf(0)),
    "leaky_relu": lambda z: ramp(z, mp.mpf(0.01) * z),
    "elu": lambda z: ramp(z, mp.exp(z) - 1),
    "selu": lambda z: mp.mpf(SELU_SCALE) * ramp(z, mp.mpf(SELU_ALPHA) * (mp.exp(z) - 1)),
    "softplus": lambda z: mp.log(1 + mp.exp(z)),
    "silu": lambda z: z * sigma(z),
    "mish": lambda z: z * mp.tanh(mp.log(1 + mp.exp(z))),
    "gelu": lambda z: z * mp.erfc(-z / mp.sqrt(2)) / 2,
    "gelu_tanh": lambda z: z / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (z + mp.mpf(0.044715) * z**3))),
}

# mpmath differentiates the definitions; for this one that takes half a minute.
SLOPE = {"gelu": lambda z: mp.erfc(-z / mp.sqrt(2)) / 2 + z * mp.npdf(z)}

# Units in the last place that a value and a slope may be off.
ULP = dict.fromkeys(ORACLE, (2, 3)) | {"silu": (3, 4), "mish": (4, 7), "gelu": (8, 9), "gelu_tanh": (4, 4)}

# Where a tiny change of z changes many digits (the exponent of gelu_tanh; a slope near its root), no program
# does better than the condition number, by which the allowance is multiplied.
ILL_CONDITIONED = {
    "gelu_tanh": lambda z: True,
    "silu_derivative": lambda z: -3 < z < 0,
    "mish_derivative": lambda z: -3 < z < 0,
    "gelu_derivative": lambda z: -3 < z < 0,
    "gelu_tanh_derivative": lambda z: True,
}

# Value at -∞ and +∞, slope at -∞ and +∞.
AT_INFINITY = {
    "identity": (-INF, INF, 1, 1),
    "step": (0, 1, 0, 0),
    "sigmoid": (0, 1, 0, 0),
    "log_sigmoid": (-INF, 0, 1, 0),
    "tanh": (-1, 1, 0, 0),
    "softsign": (-1, 1, 0, 0),
    "relu": (0, INF, 0, 1),
    "leaky_relu": (-INF, INF, 0.01, 1),
    "elu": (-1, INF, 0, 1),
    "selu": (-SELU_SCALE * SELU_ALPHA, INF, 0, SELU_SCALE),
    "softplus": (0, INF, 0, 1),
    "silu": (0, INF, 0, 1),
    "mish": (0, INF, 0, 1),
    "gelu": (0, INF, 0, 1),
    "gelu_tanh": (0, INF, 0, 1),
}

# PyTorch's recommendations; the parity tests ask PyTorch itself.
GAIN = {
    "identity": 1,
    "sigmoid": 1,
    "tanh": 5 / 3,
    "relu": 2**0.5,
    "leaky_relu": (2 / 1.0001) ** 0.5,
    "selu": 3 / 4,
}

# The slope at a kink is a convention: PyTorch's, except for the step, which PyTorch lacks.
AT_KINK = {"step": 0, "relu": 0, "leaky_relu": 0.01, "selu": SELU_SCALE * SELU_ALPHA}

REFUSES_COMPLEX = {"step", "step_derivative", "relu_derivative", "leaky_relu_derivative"}

_MAGNITUDES = [1e-310, 1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.5, 0.7518, 1, 1.19, 1.2785, 2, 3, 5.5, 9, 15, 19.5]
_MAGNITUDES += [25, 36.8, 37.5, 38.4, 45, 88, 103, 150, 354, 373, 500, 708.5, 710, 730, 745, 750]
GRID = np.array([sign * m for m in [5e-324, *_MAGNITUDES] for sign in (-1, 1)])
FAR = np.array([sign * m for m in (1e5, 1e10, 1e100, 1e154, 1e155, 1e300, 1e308) for sign in (-1, 1)])

every_activation = pytest.mark.parametrize("info", ACTIVATIONS.values(), ids=ACTIVATIONS)
FUNCTIONS = [f for info in ACTIVATIONS.values() for f in (info.function, info.derivative)]
every_function = pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
ALONG_AXIS = [softmax, log_softmax, log_sum_exp, softmax_jacobian]
every_along_axis = pytest.mark.parametrize("f", ALONG_AXIS, ids=lambda f: f.__name__)
every_public = pytest.mark.parametrize("f", FUNCTIONS + ALONG_AXIS, ids=lambda f: f.__name__)


@pytest.fixture(autouse=True)
def _no_overflow_division_or_invalid_operation():
    """Underflow to 0 is right; everything else that NumPy can complain of is a defect."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield


# The table


def test_every_activation_has_its_row_in_every_table():
    public = set(activations.__all__)
    assert set(ACTIVATIONS) == {name for name in public if f"{name}_derivative" in public}
    for table in (ORACLE, ULP, AT_INFINITY):
        assert set(table) == set(ACTIVATIONS)
    assert set(AT_KINK) == {info.name for info in ACTIVATIONS.values() if info.kinks}
    assert {f.__name__ for f in FUNCTIONS + ALONG_AXIS} == public - {"ACTIVATIONS", "ActivationInfo"}


@every_activation
def test_the_table_names_what_it_holds(info):
    assert ACTIVATIONS[info.name] is info
    assert info.function is getattr(activations, info.name)
    assert info.derivative is getattr(activations, f"{info.name}_derivative")


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = None
    with pytest.raises(AttributeError):
        ACTIVATIONS["relu"].gain = 2


@every_activation
def test_gain(info):
    assert info.gain == (pytest.approx(GAIN[info.name], rel=1e-15) if info.name in GAIN else None)


@every_activation
def test_range(info):
    z = np.concatenate([GRID, FAR, np.linspace(-5, 5, 10_001)])
    low, high = info.range
    assert low <= info.function(z).min()
    assert info.function(z).max() <= high
    if low in (0, -1) or info.function(-INF) == low:  # a limit
        assert info.function(-INF) == low
    elif np.isfinite(low):  # a minimum
        lowest = minimize_scalar(info.function, bounds=(-3, 0), method="bounded", options={"xatol": 1e-12})
        assert lowest.fun == pytest.approx(low, rel=1e-15)
    assert info.function(INF) == high


# Values and slopes


def assert_close(f, exactly, z, allowed):
    """Demand that f(z) is at most so many units in the last place from the exact value."""
    exact = exactly(mp.mpf(z))
    if (got := f(z)) == exact:
        return
    ulp = abs(mp.mpf(float(got)) - exact) / mp.mpf(float(np.spacing(abs(float(exact)))))
    if ILL_CONDITIONED.get(f.__name__, lambda z: False)(z):
        allowed *= 1 + abs(mp.mpf(z) * mp.diff(exactly, mp.mpf(z)) / exact)
    assert ulp <= allowed, f"{float(ulp):.3g} ULP at z = {float(z)}"


@every_activation
def test_value(info):
    with mp.workdps(400):
        for z in np.concatenate([GRID, [0.0, -0.0]]):
            assert_close(info.function, ORACLE[info.name], z, ULP[info.name][0])


@every_activation
def test_slope(info):
    slope = SLOPE.get(info.name, lambda z: mp.diff(ORACLE[info.name], z))
    with mp.workdps(400):
        for z in GRID:
            assert_close(info.derivative, slope, z, ULP[info.name][1])


@every_activation
def test_slope_at_a_kink(info):
    for kink in info.kinks:
        assert info.derivative(kink) == AT_KINK[info.name]
        assert info.derivative(-kink) == AT_KINK[info.name]  # at -0.0 too
    if not info.kinks:
        slope = info.derivative(np.array([-1e-12, 0, 1e-12]))
        assert_allclose(slope, slope[1], rtol=0, atol=1e-11)


@every_activation
def test_far_away_values_equal_their_limits_or_lines(info):
    low, high, slope_low, slope_high = AT_INFINITY[info.name]
    for z, value, slope in (
        *[(z, low, slope_low) for z in FAR if z < 0],
        *[(z, high, slope_high) for z in FAR if z > 0],
    ):
        expected = slope * z if np.isinf(value) and np.isfinite(slope * z) else value
        assert info.function(z) == pytest.approx(expected, rel=2e-5, abs=1e-5)
        assert info.derivative(z) == pytest.approx(slope, rel=1e-15, abs=1e-9)


@every_activation
def test_infinity_gives_the_limit(info):
    z = np.array([-INF, INF])
    assert_array_equal([*info.function(z), *info.derivative(z)], AT_INFINITY[info.name])


@every_function
def test_nan_gives_nan_and_harms_no_neighbour(f):
    z = np.array([-1.0, NAN, 1.0, NAN])
    result = f(z)
    assert_array_equal(np.isnan(result), np.isnan(z))
    assert_array_equal(result[[0, 2]], f(z[[0, 2]]))
    assert np.isnan(f(NAN))


SMOOTH_POINTS = np.concatenate([np.linspace(-30, 30, 601) + 0.013, [-300, -40, 40, 300]])


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - REFUSES_COMPLEX))
def test_slope_equals_a_complex_step(name):
    z, h = SMOOTH_POINTS, 1e-30
    complex_step = ACTIVATIONS[name].function(z + 1j * h).imag / h
    assert_allclose(complex_step, ACTIVATIONS[name].derivative(z), rtol=1e-12, atol=1e-12)


@every_activation
def test_slope_equals_a_central_difference(info):
    z, h = SMOOTH_POINTS[:601], 1e-5
    difference = (info.function(z + h) - info.function(z - h)) / (2 * h)
    assert_allclose(difference, info.derivative(z), rtol=0, atol=1e-9)


@every_function
def test_complex_values_equal_real_ones_on_the_real_line(f):
    z = np.array([-800.0, -30, -1, -1e-5, 0, 1e-5, 1, 30, 800])
    if f.__name__ in REFUSES_COMPLEX:
        with pytest.raises(TypeError, match=f"{f.__name__} expected real numbers, got complex128"):
            f(z + 0j)
    else:
        assert f(z + 0j).dtype == np.complex128
        assert f((z + 0j).astype(np.complex64)).dtype == np.complex64
        assert_allclose(f(z + 0j), f(z), rtol=1e-12, atol=1e-15)


# Properties


anything = hnp.arrays(
    st.sampled_from([np.float16, np.float32, np.float64]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    elements={"allow_nan": True, "allow_infinity": True, "min_value": None, "max_value": None},
)
moderate = st.floats(-700, 700)


@every_function
@settings(max_examples=30)
@given(z=anything)
def test_any_array_gives_a_new_array_of_its_shape_and_precision(f, z):
    with np.errstate(over="ignore"):  # near the largest float a SELU is infinite
        z = np.where(abs(z) > np.finfo(z.dtype).max / 2, np.copysign(INF, z), z).astype(z.dtype)
    result = f(z)
    assert np.shape(result) == z.shape
    assert result.dtype == z.dtype
    assert not np.shares_memory(result, z)
    assert_array_equal(np.isnan(result), np.isnan(z))


@every_public
def test_the_input_is_never_modified(f):
    z = np.array([[-3.0, -0.0, 0.5], [2.0, 700.0, -700.0]])
    before = z.copy()
    f(z)
    assert z.tobytes() == before.tobytes()


@given(z=moderate)
def test_symmetries(z):
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=1e-15)
    assert tanh(-z) == -tanh(z)
    assert softsign(-z) == -softsign(z)
    for gated in (silu, gelu, gelu_tanh):  # the gates at z and -z add up to 1
        assert gated(z) - gated(-z) == pytest.approx(z, rel=1e-15)
    assert softplus(z) - softplus(-z) == pytest.approx(z, rel=1e-15)
    assert sigmoid_derivative(z) == sigmoid_derivative(-z)
    assert gelu_derivative(z) + gelu_derivative(-z) == pytest.approx(1, rel=1e-15)


@given(z=moderate)
def test_one_function_in_terms_of_another(z):
    assert relu(z) - relu(-z) == z
    assert leaky_relu(z, negative_slope=0) == relu(z)
    assert leaky_relu(z, negative_slope=1) == pytest.approx(z)
    assert elu(z, alpha=0) == relu(z)
    assert selu(z) == pytest.approx(SELU_SCALE * elu(z, SELU_ALPHA), rel=1e-15)
    assert np.exp(log_sigmoid(z)) == pytest.approx(sigmoid(z), rel=1e-12)
    assert tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1, abs=1e-15)
    assert softplus(z) == -log_sigmoid(-z)
    assert silu(z) == pytest.approx(z * sigmoid(z), rel=1e-14, abs=1e-305)


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"silu", "mish", "gelu", "gelu_tanh"}))
@given(a=moderate, b=moderate)
def test_the_monotone_ones_never_fall(name, a, b):
    f = ACTIVATIONS[name].function
    low, high = sorted((a, b))
    assert f(low) <= f(high) + 2 * np.spacing(abs(f(high)))
    assert ACTIVATIONS[name].derivative(a) >= 0


def test_the_slope_of_a_parameter():
    assert_array_equal(leaky_relu_derivative([-1, 0, 1], 0.2), [0.2, 0.2, 1])
    assert_allclose(elu_derivative([-1, 0, 1], alpha=2), [2 * np.exp(-1), 2, 1])


# Precision, layout, bad input


@every_function
@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint64, int])
def test_integers_become_float64(f, dtype):
    result = f(np.array([0, 1, 1], dtype))
    assert result.dtype == np.float64
    assert_array_equal(result, f(np.array([0.0, 1.0, 1.0])))


@every_function
@pytest.mark.parametrize(("dtype", "rtol"), [(np.float16, 2e-3), (np.float32, 1e-6), (">f8", 1e-15)])
def test_a_precision_is_kept_and_used(f, dtype, rtol):
    z = np.array([-20, -3.5, -1, -0.25, 0, 0.25, 1, 3.5, 20], dtype)
    result = f(z)
    assert result.dtype == np.dtype(dtype).newbyteorder("=")
    smallest = np.finfo(result.dtype).smallest_subnormal
    assert_allclose(result, f(z.astype(float)), rtol=rtol, atol=max(10 * float(smallest), rtol * 1e-3))


def test_a_numpy_number_as_parameter_does_not_change_the_precision():
    z = np.ones(2, np.float32)
    assert elu(z, np.float64(1)).dtype == leaky_relu(z, np.float64(0.1)).dtype == np.float32
    assert (
        elu_derivative(z, np.float64(1)).dtype
        == leaky_relu_derivative(z, np.float64(0.1)).dtype
        == np.float32
    )


@every_public
def test_layout_does_not_matter(f):
    z = np.linspace(-3, 3, 24).reshape(4, 6)
    expected = f(z[::2, ::-2].copy())
    for same in (z[::2, ::-2], np.asfortranarray(z[::2, ::-2]), z[::2, ::-2].tolist()):
        assert_array_equal(f(same), expected)
    z.flags.writeable = False
    assert_array_equal(f(z)[::2, ::-2] if f in FUNCTIONS else f(z[::2, ::-2]), expected)


@every_function
def test_one_number_gives_one_number_and_nothing_gives_nothing(f):
    for one in (2, 2.0, np.float64(2), np.array(2.0)):
        assert isinstance(f(one), np.float64)
        assert f(one) == f([2.0])[0]
    for shape in ((0,), (0, 3), (3, 0)):
        assert f(np.empty(shape)).shape == shape


REFUSED = {
    "a string": ("abc", TypeError, "expected numbers, got 'abc'"),
    "strings": (["a", "b"], TypeError, r"expected numbers, got strings in an array of shape \(2,\)"),
    "bytes": (b"abc", TypeError, "expected numbers, got b'abc'"),
    "None": (None, TypeError, "expected numbers, got None"),
    "objects": (
        [None, "a", 1.0],
        TypeError,
        "expected numbers, got Python objects of type NoneType, float, str",
    ),
    "huge integers": (10**30, TypeError, "expected numbers, got Python objects of type int"),
    "dates": (np.array(["2020-01-01"], "datetime64[D]"), TypeError, r"got datetime64\[D\] in an array"),
    "ragged rows": ([[1, 2], [3]], ValueError, "expected numbers, got rows of different lengths"),
    "long double": (np.longdouble(1), TypeError, "expected numbers, got (float128|longdouble|float96)"),
}


@every_public
@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_gets_a_sentence(f, case):
    value, error, message = REFUSED[case]
    message = message.replace("numbers", "real numbers") if f.__name__ in REFUSES_COMPLEX else message
    with pytest.raises(error, match=message) as caught:
        f(value)
    assert str(caught.value).startswith(f.__name__)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: elu(1, "a"), TypeError, "elu expected real numbers as alpha, got 'a'"),
        (
            lambda: elu(1, alpha=[1, 2]),
            ValueError,
            r"elu expected one number as alpha, got an array of shape \(2,\)",
        ),
        (
            lambda: elu_derivative(1, NAN),
            ValueError,
            "elu_derivative expected finite numbers as alpha, got nan",
        ),
        (lambda: leaky_relu(1, negative_slope=1j), TypeError, "as negative_slope, got complex128"),
        (lambda: elu(1, 2, 3), TypeError, "from 1 to 2 positional arguments"),
        (lambda: elu(1, 2, alpha=3), TypeError, "multiple values for argument 'alpha'"),
        (lambda: elu(1, beta=3), TypeError, "unexpected keyword argument 'beta'"),
        (lambda: sigmoid(), TypeError, "missing 1 required positional argument: 'z'"),
    ],
)
def test_bad_parameters_get_a_sentence(call, error, message):
    with pytest.raises(error, match=message):
        call()


@every_public
def test_the_source_shown_in_the_book_is_the_mathematics(f):
    source = inspect.getsource(inspect.unwrap(f))
    assert f"def {f.__name__}(z: Array" in source
    assert next(iter(inspect.signature(f).parameters)) == "z"
    assert f(z=np.ones(3)).dtype == np.float64
    assert pickle.loads(pickle.dumps(f)) is f
    assert copy.deepcopy(f) is f


# Softmax and its relatives


rows = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=st.floats(-1e3, 1e3))


def exact_softmax(z):
    with mp.workdps(400):
        e = [mp.exp(mp.mpf(float(v))) for v in z]
        return [v / mp.fsum(e) for v in e]


@pytest.mark.parametrize(
    "z",
    [
        [2, 1, 0.1],
        [1000, 0],
        [-1000, -1001],
        [0, -700, -745],
        [3] * 7,
        [50, 0],
        [0, -40, -50],
        [1e300, -1e300],
        [5],
    ],
    ids=str,
)
def test_softmax_family_against_exact_values(z):
    exact = exact_softmax(z if max(z) < 1e5 else [0, -1e5])
    assert_allclose(softmax(z), [float(p) for p in exact], rtol=1e-15, atol=1e-323)
    if max(z) < 1e5:
        with mp.workdps(400):
            assert_allclose(log_softmax(z), [float(mp.log(p)) for p in exact], rtol=2e-15)
            total = mp.log(mp.fsum(mp.exp(mp.mpf(v)) for v in z))
            assert log_sum_exp(z) == pytest.approx(float(total), rel=4e-16)
            jacobian = [[float(p * ((i == j) - q)) for j, q in enumerate(exact)] for i, p in enumerate(exact)]
        assert_allclose(softmax_jacobian(z), jacobian, rtol=1e-14, atol=1e-322)


def test_softmax_of_extreme_logits():
    assert_array_equal(log_softmax([1e300, -1e300]), [0, -2e300])
    assert log_sum_exp([1e300, -1e300]) == 1e300
    largest = np.finfo(float).max
    assert_array_equal(softmax([largest, -largest]), [1, 0])
    assert log_sum_exp([largest, -largest]) == largest
    assert log_sum_exp([-largest, -largest]) == -largest


@given(z=rows)
def test_softmax_gives_probabilities(z):
    p = softmax(z)
    assert_allclose(p.sum(axis=-1), 1, rtol=1e-15)
    assert (p >= 0).all()
    assert_allclose(np.exp(log_softmax(z)), p, rtol=1e-12, atol=1e-300)
    assert_allclose(log_softmax(z), z - log_sum_exp(z)[:, None], rtol=1e-13, atol=1e-12)
    assert_array_equal(softmax(z, axis=0), softmax(z.T).T)
    assert_array_equal(log_softmax(z, 0), log_softmax(z.T).T)
    assert_array_equal(log_sum_exp(z, axis=0), log_sum_exp(z.T))


@given(z=rows, shift=st.floats(-1e3, 1e3))
def test_only_differences_of_logits_count(z, shift):
    assert_allclose(softmax(z + shift), softmax(z), rtol=1e-11, atol=1e-300)
    assert_allclose(log_sum_exp(z + shift), log_sum_exp(z) + shift, rtol=1e-12, atol=1e-10)


@given(z=rows)
def test_rows_and_columns_of_the_jacobian_sum_to_zero(z):
    jacobian = softmax_jacobian(z)
    assert jacobian.shape == (*z.shape, z.shape[-1])
    assert_array_equal(jacobian, jacobian.swapaxes(-1, -2))
    assert_allclose(jacobian.sum(axis=-1), 0, atol=1e-16)
    assert (np.diagonal(jacobian, axis1=-2, axis2=-1) >= 0).all()


def test_the_jacobian_equals_complex_steps():
    z, h = np.array([[2, 1, 0.1, -40], [0, 0, 0, 0.5]]), 1e-30
    step_in = 1j * h * np.eye(4)
    columns = softmax(z[:, None, :] + step_in).imag / h  # row j: logit j was moved
    assert_allclose(softmax_jacobian(z), columns.swapaxes(-1, -2), rtol=1e-12, atol=1e-25)
    assert_allclose(log_sum_exp(z[:, None, :] + step_in).imag / h, softmax(z), rtol=1e-12)
    slope = np.eye(4) - softmax(z)[:, None, :]
    columns = log_softmax(z[:, None, :] + step_in).imag / h
    assert_allclose(columns.swapaxes(-1, -2), slope, rtol=1e-12, atol=1e-15)


def test_infinite_logits():
    assert_array_equal(softmax([-INF, 0]), [0, 1])
    assert_array_equal(log_softmax([-INF, 0]), [-INF, 0])
    assert_array_equal(
        log_sum_exp([[-INF, 0], [-INF, -INF], [INF, 0], [INF, INF], [INF, -INF]]), [0, -INF, INF, INF, INF]
    )
    for row in ([-INF, -INF], [INF, 0], [INF, -INF], [NAN, 0], [NAN, -INF]):
        assert np.isnan(softmax(row)).all()
        assert np.isnan(log_softmax(row)).all()
        assert np.isnan(softmax_jacobian(row)).all()
    assert np.isnan(log_sum_exp([NAN, 0]))
    assert_array_equal(softmax([[0, 0], [INF, 0]])[0], [0.5, 0.5])


@every_along_axis
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64, int, bool])
def test_precision_along_an_axis(f, dtype):
    z = np.array([[1, 0, 1], [0, 1, 1]], dtype)
    assert f(z).dtype == (z.dtype if z.dtype.kind in "fc" else np.float64)
    assert_allclose(f(z), f(z.real.astype(float)), rtol=2e-3 if dtype == np.float16 else 1e-6)


@every_along_axis
def test_shapes_along_an_axis(f):
    shapes = {"log_sum_exp": (2, 5), "softmax_jacobian": (2, 5, 3, 3)}
    assert f(np.zeros((2, 5, 3))).shape == shapes.get(f.__name__, (2, 5, 3))
    assert f(np.empty((0, 3))).shape == {"log_sum_exp": (0,), "softmax_jacobian": (0, 3, 3)}.get(
        f.__name__, (0, 3)
    )
    with pytest.raises(ValueError, match=rf"{f.__name__} expected an array of logits, got one number"):
        f(3.0)
    with pytest.raises(ValueError, match=rf"{f.__name__} expected at least one class, .* \(4, 0\)"):
        f(np.empty((4, 0)))


@pytest.mark.parametrize("f", [softmax, log_softmax, log_sum_exp], ids=lambda f: f.__name__)
def test_an_axis_that_is_not_there(f):
    with pytest.raises(np.exceptions.AxisError, match="axis 2 is out of bounds for array of dimension 1"):
        f([1, 2], 2)
    with pytest.raises(TypeError, match="'str' object cannot be interpreted as an integer"):
        f([1, 2], axis="rows")
