"""Every entry of the ledger: verified, and with everything that it promises."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from ledger.checks import Kept, proof_exists
from ledger.code import inputs
from ledger.compare import Disagreement
from ledger.inputs import Real
from ledger.latex import LatexError
from ledger.registry import Formula, load
from ledger.verify import ROOT, the_book, verify

FORMULAS = load()
BOOK = the_book()
NAMES = list(FORMULAS)
Z = FORMULAS["sigmoid"].symbols["z"]
CHECKED = [name for name, formula in FORMULAS.items() if formula.kind != "illustrative"]


@pytest.mark.parametrize("name", NAMES)
def test_formula_is_verified(name):
    result = verify(name, BOOK)
    if FORMULAS[name].kind in ("evaluated", "reference"):
        assert result.inputs >= 60
        assert result.max_ulp <= FORMULAS[name].max_ulp
        assert result.max_ulp >= FORMULAS[name].max_ulp / 6, "the allowance is larger than it need be"


@pytest.mark.parametrize("name", CHECKED)
def test_an_entry_is_complete(name):
    formula = FORMULAS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert formula.source
    assert formula.figure
    assert formula.figure.startswith("fig-")
    assert formula.function or formula.kind == "statement"
    assert formula.proof is None or proof_exists(formula, ROOT)
    assert formula.scale is None or formula.scaled, "an error at another size must say so"


@pytest.mark.parametrize("name", CHECKED)
def test_the_function_is_public_and_called_by_the_names_of_its_arguments(name):
    formula = FORMULAS[name]
    if formula.function is None:
        return
    import nnbook

    module, _, function = formula.function.rpartition(".")
    apart = {"nnbook.schedules": nnbook.schedules, "nnbook.initializers": nnbook.initializers}
    assert getattr(apart.get(module, nnbook), function) is formula.resolve()  # their names stay with them
    assert module.startswith("nnbook.")


@pytest.mark.parametrize("name", CHECKED)
def test_the_paper_is_in_the_bibliography(name):
    keys = set(
        re.findall(r"^@\w+\{([^,]+),", (ROOT / "book" / "references.bib").read_text(encoding="utf-8"), re.M)
    )
    assert FORMULAS[name].source in keys


@pytest.mark.parametrize("name", CHECKED)
def test_the_figure_is_on_a_page(name):
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").glob("*.md"))
    assert re.search(rf"\bname: {FORMULAS[name].figure}\b", pages)


@pytest.mark.parametrize(
    "name", [n for n, f in FORMULAS.items() if n.endswith(("-derivative", "-gradient", "-jacobian"))]
)
def test_a_derivative_is_compared_with_its_parent(name):
    formula = FORMULAS[name]
    assert formula.parent in FORMULAS or formula.parent in formula.where
    assert len(formula.by) == len(formula.left)


def test_everything_displayed_is_registered_and_everything_registered_displayed():
    assert set(BOOK.printed) == set(FORMULAS)


def test_the_inputs_reach_every_corner_of_float64():
    grid = np.array([given["z"] for given in inputs(FORMULAS["sigmoid"])])
    tiny = np.finfo(float).smallest_subnormal
    for corner in (0.0, tiny, -tiny, np.inf, -np.inf, np.finfo(float).max, np.finfo(float).tiny):
        assert corner in grid
    assert np.any(np.signbit(grid) & (grid == 0))
    assert ((abs(grid) > 0) & (abs(grid) < np.finfo(float).tiny)).sum() > 5
    assert len(grid) >= 400
    decades = np.floor(np.log10(abs(grid[np.isfinite(grid) & (abs(grid) > 1e-300)])))
    assert len(set(decades)) > 60


def test_the_inputs_are_the_same_in_every_run():
    for name in ("sigmoid", "softmax", "least-squares"):
        first, second = inputs(FORMULAS[name]), inputs(FORMULAS[name])
        assert repr(first) == repr(second)


def test_a_real_number_stays_in_its_range():
    grid = Real(low=0.0, high=1.0).grid(np.random.default_rng(0))
    assert grid.min() >= 0
    assert grid.max() <= 1
    assert len(grid) > 50


def with_entry(name: str, **changes):
    """Return the book with one entry changed."""
    book = the_book()
    changed = {**FORMULAS, name: dataclasses.replace(FORMULAS[name], **changes)}
    return type(book)(changed, book.printed, book.machine)


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        (
            "sigmoid",
            {"function": "nnbook.activations.tanh"},
            "'sigmoid' and nnbook.activations.tanh differ by .* at z =",
        ),
        ("sigmoid", {"max_ulp": 0.1}, r"differ by .* ULP \(allowed: 0.1\)"),
        ("sigmoid-derivative", {"parent": "tanh"}, "is not the derivative of 'tanh' by z"),
        ("softmax-jacobian", {"parent": "log-softmax"}, "is not the derivative of 'log-softmax'"),
        ("delta-rule", {"function": "nnbook.neurons.perceptron_update"}, "expected|differ by"),
        ("linear-neuron-gradient", {"call": lambda **given: given["x"]}, "returns 1 results, .* prints 2"),
        ("softmax", {"call": lambda z: z[:1]}, r"returns shape \(1,\)"),
        ("tanh", {"call": lambda z: z * np.nan}, "differ by inf ULP"),
    ],
)
def test_a_wrong_entry_is_found(name, changes, message):
    with pytest.raises((Disagreement, ValueError), match=message):
        verify(name, with_entry(name, **changes))


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("sigmoid", {"symbols": {}}, "z is not declared"),
        (
            "sigmoid",
            {"symbols": {"z": Z, "q": Z}},
            "q is declared, but not",
        ),
        (
            "sigmoid",
            {"symbols": {"z": Z, "e": Z}},
            "e is declared, but always",
        ),
        ("sigmoid", {"left": (r"\tau(z)",)}, r"left-hand side .* is not the registered one \(.tau\(z\)\)"),
        ("gelu-tanh", {"where": ()}, "u is not declared"),
        (
            "perceptron-update",
            {"left": (r"w \leftarrow",)},
            "left-hand side b .leftarrow is not the registered one",
        ),
        ("sigmoid", {"left": (r"\sigma(z)", "b")}, "b is registered, but not printed"),
    ],
)
def test_an_entry_that_does_not_fit_the_page_is_refused(name, changes, message):
    with pytest.raises(LatexError, match=message):
        verify(name, with_entry(name, **changes))


def test_a_function_that_does_not_exist_is_named():
    with pytest.raises(LookupError, match=r"'sigmoid' is computed by .*sigmoit, which does not exist"):
        verify("sigmoid", with_entry("sigmoid", function="nnbook.activations.sigmoit"))
    with pytest.raises(LookupError, match="names no function"):
        verify("sigmoid", with_entry("sigmoid", function=None))


def test_two_entries_with_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    entry = "Formula(name='twice', kind='illustrative')"
    (tmp_path / "twice_formulas.py").write_text(
        f"from ledger.registry import Formula\nFORMULAS = ({entry}, {entry})\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match="'twice' is registered twice"):
        load(("twice_formulas",))


def test_what_cannot_be_evaluated_must_be_repeated_in_the_registry():
    with pytest.raises(ValueError, match="`latex` is for what evaluation alone cannot tell"):
        Formula(name="chain-rule", kind="statement", proof="tests/test_x.py::test_y")
    entry = Formula(name="chain-rule", kind="statement", latex="a = b", proof="tests/test_x.py::test_y")
    book = type(BOOK)({"chain-rule": entry}, {"chain-rule": "a = b"})
    assert verify("chain-rule", book).kind == "statement"
    with pytest.raises(Disagreement, match="is not printed as registered"):
        verify("chain-rule", book.changed("chain-rule", "a = c"))


def test_a_reference_is_compared_with_the_code():
    entry = dataclasses.replace(
        FORMULAS["tanh"], kind="reference", latex="tanh", reference=lambda mp, z: mp.tanh(z), max_ulp=1
    )
    book = type(BOOK)({"tanh": entry}, {"tanh": "tanh"})
    assert 0.5 < verify("tanh", book).max_ulp < 1
    wrong = dataclasses.replace(entry, reference=lambda mp, z: mp.sinh(z))
    with pytest.raises(Disagreement, match="differ by"):
        verify("tanh", type(BOOK)({"tanh": wrong}, {"tanh": "tanh"}))


def test_formulas_that_define_each_other_are_refused():
    one, other = (
        dataclasses.replace(FORMULAS["relu"], name=name, left=(left,))
        for name, left in (("one", r"\operatorname{one}(z)"), ("other", r"\operatorname{other}(z)"))
    )
    printed = {
        "one": r"\operatorname{one}(z) = \operatorname{other}(z)",
        "other": r"\operatorname{other}(z) = \operatorname{one}(z)",
    }
    with pytest.raises(LatexError, match="one → other → one: a formula that defines itself"):
        verify("one", type(BOOK)({"one": one, "other": other}, printed))


def test_a_kept_result_depends_on_every_formula_that_it_needs(tmp_path: Path):
    def key(name: str, book) -> str:
        return Kept(tmp_path / "ledger.json", book)._key(name)

    for name, needed in (
        ("tanh-derivative", "tanh"),  # its parent, which it does not use
        ("sigmoid-derivative", "sigmoid"),
        ("perceptron-update", "step"),  # through the neuron's output
        ("mish", "softplus"),
    ):
        changed = BOOK.changed(needed, BOOK.printed[needed] + " ")
        assert key(name, changed) != key(name, BOOK)
        assert key("relu", changed) == key("relu", BOOK)
