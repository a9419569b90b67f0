"""What the evaluator reads: LaTeX, values of its symbols, and the number that a mathematician would write down."""

from __future__ import annotations

import math

import numpy as np
import pytest
from ledger.compare import elements, to_mp
from ledger.latex import DIGITS, LatexError, Machine, calculate
from ledger.latex.statements import left_hand_side, statements
from ledger.latex.symbols import symbol_name

MACHINE = Machine()
X, Y = np.array([1.0, 2.0, 3.0]), np.array([4.0, -5.0, 6.0])
A, B = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[2.0, 1.0], [0.0, -1.0]])


def value(latex, **given):
    """Evaluate with floats and arrays, and return floats and arrays; `_hat` and the like spell out LaTeX names."""
    names = {
        "y_hat": r"\hat y",
        "w_bold": r"\mathbf w",
        "x_bold": r"\mathbf x",
        "W_l": "W^{(l)}",
        "W_1": "W_1",
    }
    names |= {
        "sigma": r"\sigma",
        "alpha": r"\alpha",
        "eta": r"\eta",
        "sigma_prime": r"\sigma'",
        "f": r"\operatorname{f}",
    }
    converted = {
        names.get(key, key): v if callable(v) or type(v) is int else to_mp(MACHINE.context, v)
        for key, v in given.items()
    }
    found = elements(calculate(latex, converted, MACHINE))
    return np.vectorize(float, otypes=[float])(found)[()]


SCALARS = [
    # numbers, signs, precedence
    ("2 + 3 \\cdot 4", {}, 14),
    ("2 - 3 - 4", {}, -5),
    ("2 - 3 + 4", {}, 3),
    ("-z^2", {"z": 3.0}, -9),
    ("(-z)^2", {"z": 3.0}, 9),
    ("-z + 1", {"z": 3.0}, -2),
    ("2 z^2", {"z": 3.0}, 18),
    ("2^{-1}", {}, 0.5),
    ("0.044715", {}, 0.044715),
    ("z \\times 3", {"z": 2.0}, 6),
    ("6 / z", {"z": 4.0}, 1.5),
    ("a b / c", {"a": 2.0, "b": 3.0, "c": 4.0}, 1.5),
    ("1 - z / 2", {"z": 3.0}, -0.5),
    ("a b \\cdot c d", {"a": 2.0, "b": 3.0, "c": 4.0, "d": 5.0}, 120),
    # implicit products
    ("2 a b", {"a": 3.0, "b": 5.0}, 30),
    ("-2\\,x (y - \\hat{y})", {"x": 3.0, "y": 1.0, "y_hat": 2.0}, 6),
    ("(1 + z)(1 - z)", {"z": 3.0}, -8),
    ("\\frac{z}{2}(1 + z)", {"z": 3.0}, 6),
    ("z e^{z}", {"z": 1.0}, math.e),
    # fractions and roots
    ("\\frac{1}{1 + e^{-z}}", {"z": 2.0}, 1 / (1 + math.exp(-2))),
    ("\\dfrac{a}{b} + \\tfrac{1}{2}", {"a": 1.0, "b": 4.0}, 0.75),
    ("(z^2)^3", {"z": 2.0}, 64),
    ("\\frac1{z}", {"z": 4.0}, 0.25),
    ("\\sqrt{z + 1}", {"z": 8.0}, 3),
    ("\\sqrt2 z", {"z": 2.0}, 2 * math.sqrt(2)),
    ("\\sqrt[3]{z}", {"z": 8.0}, 2),
    ("z^{\\frac{1}{2}}", {"z": 9.0}, 3),
    # functions
    ("\\exp(-z)", {"z": 1.0}, math.exp(-1)),
    ("\\ln(1 + e^{z})", {"z": 0.5}, math.log1p(math.exp(0.5))),
    ("\\ln 2", {}, math.log(2)),
    ("\\tanh z + 1", {"z": 0.5}, math.tanh(0.5) + 1),
    ("1 - \\tanh^2(z)", {"z": 0.5}, 1 - math.tanh(0.5) ** 2),
    ("1 - \\tanh(z)^2", {"z": 0.5}, 1 - math.tanh(0.5) ** 2),
    ("\\cosh(z) - \\sinh(z)", {"z": 0.5}, math.exp(-0.5)),
    ("\\sin(z)^2 + \\cos(z)^2", {"z": 0.7}, 1),
    ("\\operatorname{erf}(z)", {"z": 0.5}, math.erf(0.5)),
    ("\\mathrm{erf}\\left(\\frac{z}{\\sqrt{2}}\\right)", {"z": 1.0}, math.erf(math.sqrt(0.5))),
    ("\\Phi(z)", {"z": 1.0}, (1 + math.erf(math.sqrt(0.5))) / 2),
    ("\\operatorname{sign}(z)", {"z": -3.0}, -1),
    ("\\max(0, z)", {"z": -2.0}, 0),
    ("\\min(a, b, 1)", {"a": 3.0, "b": -2.0}, -2),
    ("2 \\pi", {}, 2 * math.pi),
    ("\\sigma(2z) - 1", {"sigma": lambda u: u + 1, "z": 3.0}, 6),
    ("\\sigma'(z)\\,\\sigma(z)", {"sigma": lambda u: u + 1, "sigma_prime": lambda u: 2 * u, "z": 3.0}, 24),
    ("\\operatorname{f}(a, b)", {"f": lambda a, b: a - b, "a": 1.0, "b": 3.0}, -2),
    ("\\ln \\sigma(z)", {"sigma": lambda u: u + 1, "z": 3.0}, math.log(4)),
    ("\\alpha (e^{z} - 1)", {"alpha": 2.0, "z": 1.0}, 2 * math.expm1(1)),
    # absolute values, norms, floors
    ("1 + |z|", {"z": -3.0}, 4),
    ("(1 + |z|)^2", {"z": -3.0}, 16),
    ("\\left| z - 1 \\right| \\lvert z \\rvert", {"z": -3.0}, 12),
    ("\\lfloor z / 2 \\rfloor", {"z": 5.0}, 2),
    ("\\lceil z / 2 \\rceil", {"z": 5.0}, 3),
    ("\\left\\lceil \\frac{z}{2} \\right\\rceil", {"z": 6.0}, 3),
    ("\\lVert x \\rVert", {"x": np.array([3.0, 4.0])}, 5),
    ("\\left\\| x \\right\\|^2", {"x": np.array([3.0, 4.0])}, 25),
    # brackets of every size
    ("\\Big( 1 + \\bigl[ z - 1 \\bigr] \\Big)", {"z": 5.0}, 5),
    ("\\left[ z \\right] \\left( 2 - z \\right)", {"z": 3.0}, -3),
    # indices, sums, products, extremes
    ("x_2", {"x": X}, 2),
    ("x_{i + 1}", {"x": X, "i": 1}, 2),
    ("w_{ij}", {"w": A, "i": 3, "j": 1}, 5),
    ("w_{i,j}^2", {"w": A, "i": 3, "j": 2}, 36),
    ("\\sum_{i=1}^{d} w_i x_i + b", {"w": Y, "x": X, "b": 0.5, "d": 3}, 12.5),
    ("\\sum_{i=1}^{3} i", {}, 6),
    ("\\sum_{i=2}^{3} 2 x_i \\cdot 3", {"x": X}, 30),
    ("\\frac{1}{2} \\sum_{i=1}^{3} (x_i - 1)^2", {"x": X}, 2.5),
    ("\\sum_{i=1}^{2} \\sum_{j=1}^{2} b_{ij}", {"b": B}, 2),
    ("\\ln \\sum_{j=1}^{3} e^{x_j}", {"x": X}, math.log(sum(math.exp(t) for t in X))),
    ("\\prod_{i=1}^{3} x_i", {"x": X}, 6),
    ("\\prod_{i=1}^{3} (x_i + 1)^2", {"x": X}, 576),
    ("\\max_{1 \\le j \\le 3} y_j", {"y": Y}, 6),
    ("\\min_{1 \\le j \\le 3} y_j + 1", {"y": Y}, -4),
    # vectors and matrices
    ("\\mathbf{w} \\cdot \\mathbf{x} + b", {"w_bold": Y, "x_bold": X, "b": 0.5}, 12.5),
    ("w \\cdot x", {"w": Y, "x": X}, 12),
    ("\\mathbf w^\\top \\mathbf x", {"w_bold": Y, "x_bold": X}, 12),
    ("x^\\top A y", {"x": X, "A": A, "y": np.array([1.0, -1.0])}, -6),
    # cases
    ("\\begin{cases} 1 & z \\ge 0 \\\\ 0 & z < 0 \\end{cases}", {"z": 0.0}, 1),
    ("\\begin{cases} 1, & \\text{if } z > 0 \\\\ 0, & \\text{otherwise} \\end{cases}", {"z": 0.0}, 0),
    ("2 \\begin{cases} z & -1 < z \\le 1 \\\\ 7 & \\text{otherwise} \\end{cases}", {"z": 1.0}, 2),
    ("\\begin{cases} 1 & i = 2 \\\\ 3 & i \\ne 2 \\end{cases}", {"i": 2}, 1),
    ("\\begin{cases} z & z > 0 \\\\ \\frac{1}{z} & z \\le 0 \\end{cases} + 1", {"z": 2.0}, 3),
]
ARRAYS = [
    ("A x", {"A": A, "x": np.array([1.0, -1.0])}, [-1, -1, -1]),
    ("A B", {"A": A, "B": B}, A @ B),
    ("B^{-1}", {"B": B}, np.linalg.inv(B)),
    ("A^\\top A", {"A": A}, A.T @ A),
    ("(A B)^\\top", {"A": A, "B": B}, (A @ B).T),
    ("x y^\\top", {"x": X, "y": Y}, np.outer(X, Y)),
    ("x + 2 y", {"x": X, "y": Y}, X + 2 * Y),
    ("-x / 2", {"x": X}, -X / 2),
    ("x \\odot y", {"x": X, "y": Y}, X * Y),
    ("A^\\top x \\odot v", {"A": A, "x": X, "v": np.array([2.0, 3.0])}, (A.T @ X) * [2, 3]),
    ("\\eta (y_1 - \\hat y)\\, x", {"eta": 0.5, "y": Y, "y_hat": 2.0, "x": X}, X),
    ("W^{(l)} v", {"W_l": A, "v": np.array([1.0, 0.0])}, A[:, 0]),
    ("W^{(l)\\top} x", {"W_l": A, "x": X}, A.T @ X),
    ("W_1 v", {"W_1": A, "v": np.array([1.0, 0.0])}, A[:, 0]),
    ("\\tanh(x)", {"x": X}, np.tanh(X)),
]


@pytest.mark.parametrize(("latex", "given", "expected"), SCALARS)
def test_a_number_is_read(latex, given, expected):
    assert value(latex, **given) == pytest.approx(expected, rel=1e-15, abs=1e-15)


@pytest.mark.parametrize(("latex", "given", "expected"), ARRAYS)
def test_an_array_is_read(latex, given, expected):
    found = value(latex, **given)
    assert np.shape(found) == np.shape(expected)
    assert found == pytest.approx(np.array(expected, float), rel=1e-15, abs=1e-15)


def test_softmax_is_read_component_by_component():
    given = {"softmax": lambda z: z, "z": to_mp(MACHINE.context, X)}
    assert (
        calculate(
            r"\operatorname{softmax}(z)_2", {r"\operatorname{softmax}": given["softmax"], "z": given["z"]}
        )
        == 2
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\hat y", r"\hat{y}"),
        (r"\mathbf{w}", r"\mathbf w"),
        (r"\boldsymbol w", r"\mathbf w"),
        (r"\operatorname{lse}", r"\mathrm{lse}"),
        (r"\hat{\mathbf y}", r"\hat{\mathbf{y}}"),
        ("W^{(l)}", "W^{( l )}"),
        ("W_1", "W_{1}"),
    ],
)
def test_one_symbol_has_one_name(one, other):
    assert symbol_name(one) == symbol_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(r"\mathbf w", "w"), ("W_1", "W"), (r"\sigma'", r"\sigma"), (r"\phi", r"\varphi"), ("x", "X")],
)
def test_different_symbols_have_different_names(one, other):
    assert symbol_name(one) != symbol_name(other)


@pytest.mark.parametrize(
    ("latex", "sides"),
    [
        ("a = b", [2]),
        ("a = b = c.", [3]),
        (r"a = b, \qquad c \leftarrow d", [2, 2]),
        (r"a = b \quad \text{where} \quad c = d", [2, 2]),
        (r"\begin{aligned} a &= b \\ &= c, \\ d &= e \end{aligned}", [3, 2]),
        (r"\begin{aligned} a &= b, \\[6pt] d &= e \end{aligned}", [2, 2]),
        (r"\prod_{i=1}^{k} a_i \le b", [2]),
        (r"f = \begin{cases} 1 & a = b \\ 0 & a \ne b \end{cases}", [2]),
    ],
)
def test_a_display_is_split_into_statements_and_sides(latex, sides):
    assert [len(statement.sides) for statement in statements(latex)] == sides


def test_left_hand_sides_are_compared_without_regard_to_braces():
    (statement,) = statements(r"\frac{\partial L}{\partial \mathbf{w}} = 0")
    assert statement.left == left_hand_side(r"\frac{\partial L}{\partial\mathbf w}")
    assert statement.left != left_hand_side(r"\frac{\partial L}{\partial w}")
    assert statement.left != left_hand_side(r"\frac{\partial L}{\partial\mathbf w} \leftarrow")


def test_the_oracle_has_enough_digits_for_the_smallest_float():
    tiny = value(r"\ln(1 + e^{z})", z=-740.0)
    assert tiny > 0
    assert tiny == pytest.approx(math.exp(-740), rel=1e-10)
    assert DIGITS == MACHINE.context.dps == 400


@pytest.mark.parametrize("z", [1e300, 1.79e308, math.inf])
def test_e_to_a_huge_power_is_neither_slow_nor_infinite(z):
    assert value(r"\frac{e^{z}}{1 + e^{z}}", z=z) == 1
    assert value(r"e^{-z}", z=z) == 0


def test_a_power_of_a_huge_number_is_held():
    assert value(r"\frac{\cosh(u)^2}{e^{2 u}}", u=1e300) == 0.25


def test_e_to_a_large_whole_power_is_exact():
    context = MACHINE.context
    for z in (1000, -1000, 123457, 700.5):
        with context.workdps(450):
            expected = context.exp(z)
        found = calculate("e^{z}", {"z": context.mpf(z)}, MACHINE)
        assert abs(found / expected - 1) < context.mpf(10) ** -398


def test_the_time_limit_ends_an_endless_sum():
    machine = Machine(seconds=0.2)
    with pytest.raises(LatexError, match=r"took longer than 0\.2 s"):
        calculate(r"\sum_{i=1}^{n} \sum_{j=1}^{n} e^{i + j}", {"n": 10**9}, machine)
