"""What the evaluator refuses: each row must be an error that says what is wrong, never a number."""

from __future__ import annotations

import numpy as np
import pytest
from ledger.compare import to_mp
from ledger.latex import LatexError, Machine, calculate
from ledger.latex.statements import statements
from ledger.latex.tokens import tokenize

MACHINE = Machine()
X = to_mp(MACHINE.context, np.array([1.0, 2.0, 3.0]))
A = to_mp(MACHINE.context, np.array([[1.0, 2.0], [2.0, 4.0]]))
Z = {"z": MACHINE.context.mpf(2), "a": MACHINE.context.mpf(-3), "b": MACHINE.context.mpf(5)}
ARRAYS = {"x": X, "y": X, "A": A, "n": 3, r"\sigma": lambda u: u}

EXPRESSIONS = [
    # undeclared and unknown
    ("z + q", "q is not declared"),
    (r"\mathbf z", r"\\mathbf\{z\} is not declared"),
    (r"\tau(z)", r"\\tau is not declared"),
    (r"\operatorname{softmux}(z)", "softmux.* is not declared"),
    (r"z^{(l)}", r"z\^\{\(l\)\} is not declared"),
    (r"z'", "z' is not declared"),
    (r"\foo z", r"unknown command \\foo"),
    (r"\log(z)", r"base of \\log is ambiguous: write \\ln"),
    ("z % a", "unknown character '%'"),
    ("z * a", r"unknown character '\*'"),
    (r"\dots", r"unknown command \\dots"),
    (r"\partial z", r"\\partial is not declared"),
    ("e", "e alone is not declared"),
    (r"\text{rate} z", "rate"),
    # ambiguous
    ("1 / 2 z", r"what follows a/b is ambiguous"),
    (r"a / b \cdot z", r"what follows a/b is ambiguous"),
    ("a / b / z", r"what follows a/b is ambiguous"),
    ("z(a)", r"z is a value, but z\(…\) reads like a function call"),
    ("z(-a)", "reads like a function call"),
    ("z 2", "the number 2 follows a factor without an operator"),
    ("2 3", "the number 3 follows a factor"),
    (r"\ln a b", r"where the argument of \\ln ends is ambiguous"),
    (r"\tanh z / 2", r"where the argument of \\tanh ends is ambiguous"),
    (r"\sigma z", "needs its argument in parentheses"),
    (r"\sigma^2(z)", "needs its argument in parentheses"),
    (r"\tanh^{-1}(z)", "may be 2 or 3 only"),
    (r"\prod_{i=1}^{3} x_i z", r"where \\prod ends is ambiguous"),
    (r"\max_{1 \le i \le 3} x_i z", r"where \\max ends is ambiguous"),
    ("|z|a|b|", "several plain bars are ambiguous"),
    (r"\frac12", "12 needs braces"),
    ("z^10", "10 needs braces"),
    ("z^{(1 - a)}", "is not declared"),
    (r"\big| z \big|", "does not say whether it opens or closes"),
    # incomplete
    ("", "ends too early"),
    ("z +", "ends too early"),
    ("(z", r"expected \), found the end"),
    ("z)", r"cannot read on at \)"),
    ("(z]", r"expected \), found \]"),
    (r"\frac{z}", "ends too early"),
    (r"\frac{}{z}", "empty braces"),
    (r"z^\frac{1}{2}", "needs braces here"),
    (r"\left z \right", r"\\left must be followed by a bracket"),
    (r"\sum_{i=1} x_i", "needs both limits"),
    (r"\sum x_1", "expected a number|is not declared"),
    (r"\sum_{z=1}^{3} z", "running index z already means something"),
    (r"\sum_{i=1}^{3} x_i + i", "i is not declared"),
    (r"\max(z)", "of a single number"),
    (r"\sqrt[1]{z}", "degree of a root"),
    (r"\sqrt[n]{z}", "degree of a root"),
    (r"z^2^3", "two powers"),
    ("5_1", "an index must stand on a symbol"),
    ("(z)_1", "an index must stand on a symbol"),
    (r"z \cdot -a", "expected a number, a symbol or a bracket"),
    (r"- - z", "expected a number, a symbol or a bracket"),
    # cases
    (r"\begin{cases} 1 & z > 0 \\ 2 & z > 1 \end{cases}", "2 of the conditions hold"),
    (r"\begin{cases} 1 & z < 0 \\ 2 & z > 9 \end{cases}", "none of the conditions holds"),
    (
        r"\begin{cases} 1 & \text{otherwise} \\ 2 & z > 9 \end{cases}",
        "nothing may follow the row 'otherwise'",
    ),
    (r"\begin{cases} 1 & z > 0 \end{cases}", "cases need two rows"),
    (r"\begin{cases} 1 & z \\ 2 & z < 0 \end{cases}", "a condition must compare"),
    (r"\begin{cases} 1 & \text{unless } z > 0 \\ 2 & z < 0 \end{cases}", "unknown word 'unless'"),
    (r"\begin{cases} 1 z > 0 \\ 2 & z < 0 \end{cases}", "expected &"),
    (r"\begin{cases} 1 & z > 0 \\ 2 & z \le 0 \\ \end{cases}", "expected a number"),
    (r"\begin{matrix} 1 & 2 \end{matrix}", "expected a number, a symbol|cannot read"),
    # values
    (r"\frac{1}{z - 2}", "division by zero"),
    (r"\ln(a)", "not positive"),
    (r"\sqrt{a}", "root of a negative number"),
    (r"a^{\frac{1}{2}}", "broken power of a negative number"),
    (r"(z - 2)^{0}", "zero to a power that is not positive"),
    (r"(z - 2)^{-1}", "zero to a power that is not positive"),
    (r"e^{e^{e^{e^{e^{z}}}}}", "binary digits before the point"),
    (r"2^{2^{2^{2^{2^{z}}}}}", "too large to be held"),
]
SHAPES = [
    ("x y", "the product of a vector.* and a vector.* is not defined"),
    ("A x", "the product of a matrix.* and a vector"),
    (r"x \cdot A", "is not defined"),
    ("x + 1", "does not fit"),
    (r"x \odot A", "does not fit"),
    ("x + x^\\top", "does not fit"),
    ("1 / x", "division by a vector"),
    ("x^2", "a power of a vector"),
    ("A^{-1}", "singular"),
    (r"n^\top", "a number has no transpose"),
    ("x_4", r"index \(4,\) is outside"),
    ("x_{12}", r"index \(12,\) is outside"),
    ("x_{n/2}", "an index must be a whole number"),
    ("A_1", "no component with 1 ind"),
    ("n_1", "a number has no component"),
    (r"\max(x, 1)", "expected a number, not a vector"),
    (r"\lVert A \rVert", "only a vector has this norm"),
    (r"\sum_{i=1}^{n - 3} x_i", "from 1 to 0 is empty"),
    (r"x \times n", "expected a number, not a vector"),
    ("2^{x}", "expected a number, not a vector"),
    (r"\begin{cases} 1 & x > 0 \\ 2 & x \le 0 \end{cases}", "expected a number, not a vector"),
]


@pytest.mark.parametrize(("latex", "message"), EXPRESSIONS)
def test_an_expression_is_refused(latex, message):
    with pytest.raises(LatexError, match=message):
        calculate(latex, Z | ARRAYS, MACHINE)


@pytest.mark.parametrize(("latex", "message"), SHAPES)
def test_a_shape_is_refused(latex, message):
    with pytest.raises(LatexError, match=message):
        calculate(latex, ARRAYS, MACHINE)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("z + 1", "must say that one thing equals another"),
        ("= z", "a side of the equation is missing"),
        ("a = b = ", "a side of the equation is missing"),
        (r"a = b \leftarrow c", "may stand only once"),
        ("a = (b", "a bracket is not closed"),
        ("a = b)", "closes nothing"),
        (r"a = b \text{ for all } z", "text 'for all' between formulas is not read"),
        ("", "an empty formula"),
    ],
)
def test_a_statement_is_refused(latex, message):
    with pytest.raises(LatexError, match=message):
        statements(latex)


def test_an_error_shows_the_place():
    with pytest.raises(LatexError) as caught:
        calculate(r"\frac{1}{1 + e^{-x}}", Z, MACHINE)
    assert str(caught.value) == r"x is not declared (character 18, at: {1}{1 + e^{-⟶x}})"


def test_an_undeclared_decoration_is_not_taken_for_the_bare_symbol():
    with pytest.raises(LatexError, match=r"both W and W_\{1\} are declared"):
        calculate("W_1", {"W": X, "W_1": Z["z"]}, MACHINE)


@pytest.mark.parametrize("latex", [r"\frac{1}{", r"\operatorname 1", r"\operatorname{}", "é", r"\left\foo z"])
def test_the_tokenizer_refuses_or_leaves_it_to_the_parser(latex):
    with pytest.raises(LatexError):
        calculate(latex, Z, MACHINE)


def test_tokens_know_where_they_stood():
    latex = r"\dfrac{1}{1 + e^{-z}}"
    assert all(latex[t.position :].startswith((t.text, r"\dfrac")) for t in tokenize(latex))
