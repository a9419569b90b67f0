"""Tiny books: a good one is built with everything linked, and each kind of fault fails the build with a sentence."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.book

MODULES = (f"tiny_formulas_{number}" for number in itertools.count())
ENTRY = r"""
    Formula(
        name="sigmoid",
        left=(r"\sigma(z)",),
        function="nnbook.activations.sigmoid",
        symbols={"z": Argument("z", Real(low=-9, high=9))},
        max_ulp=3,
        source="bridle1990probabilistic",
    ),
"""
SLOPE = r"""
    Formula(
        name="sigmoid-derivative",
        left=(r"\sigma'(z)",),
        function="nnbook.activations.sigmoid_derivative",
        symbols={"z": Argument("z", Real(low=-9, high=9))},
        max_ulp=4,
        parent="sigmoid",
        by=("z",),
        figure="fig-sigmoid",
    ),
"""
FORMULA = "$$\n\\sigma(z) = \\frac{1}{1 + e^{-z}}\n$$ (sigmoid)\n"
SLOPE_FORMULA = "$$\n\\sigma'(z) = \\sigma(z)\\,(1 - \\sigma(z))\n$$ (sigmoid-derivative)\n"
FIGURE = "```{figure} a.svg\n:name: fig-sigmoid\n:alt: A curve.\n\nA curve.\n```\n"
FUNCTION = "```{py:function} nnbook.activations.sigmoid(z)\n```\n"
PAGE = f"# A page\n\nBy {{eq}}`sigmoid`:\n\n{FORMULA}\n{FIGURE}\n{FUNCTION}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@pytest.fixture
def build(book_project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Build a book from pages and entries; building again is incremental."""
    module = next(MODULES)
    monkeypatch.syspath_prepend(tmp_path)

    def run(pages: dict[str, str] | str = PAGE, entries: str = ENTRY, parser: str = "myst_parser", **options):
        imports = "from ledger.inputs import Real\nfrom ledger.registry import Argument, Formula\n"
        (tmp_path / f"{module}.py").write_text(f"{imports}\nFORMULAS = ({entries})\n", encoding="utf-8")
        pages = {"index.md": pages} if isinstance(pages, str) else pages
        suffixes = {".md": {"myst_parser": "markdown", "myst_nb": "myst-nb"}[parser]}
        config = f"source_suffix = {suffixes}\n"
        config += f"ledger_formulas = [{module!r}]\nmath_numfig = True\nversion = copyright = '1'\n"
        return book_project({**pages, "a.svg": SVG}, extensions=[parser, "ledger"], config=config, **options)

    return run


def test_a_good_page_is_built_and_says_what_was_checked(build):
    built = build()
    assert not built.failed, built.warnings
    html = built.page("index")
    (line,) = re.findall(r'<div class="ledger-line ledger-evaluated">(.*?)</div>', html, re.S)
    text = re.sub(r"<[^>]*>", "", line).strip()
    assert re.match(
        r"✓ checked: 1\.\d ULP over \d{3} inputs · sigmoid\(\) · bridle1990probabilistic · test", text
    )
    assert "tests/ledger/test_registry.py::test_formula_is_verified[sigmoid]" in text
    assert "largest error at z = " in text
    assert 'href="#nnbook.activations.sigmoid"' in line
    assert 'href="#equation-sigmoid"' in html


FAULTS = [
    ("no label", {"pages": PAGE + "\n$$\na = b\n$$\n"}, r"index.md:\d+: .*has no label: a = b"),
    (
        "no label in a directive",
        {"pages": PAGE + "\n```{note}\n$$\na = b\n$$\n```\n"},
        r"index.md:\d+: .*has no label: a = b",
    ),
    (
        "not registered",
        {"pages": PAGE + "\n$$\na = b\n$$ (strange)\n"},
        r"index.md:\d+: .*formula 'strange' is not registered",
    ),
    (
        "printed nowhere",
        {"entries": ENTRY + SLOPE},
        r"tiny_formulas_\d+.py:\d+: .*'sigmoid-derivative' is .* on no page",
    ),
    (
        "printed on two pages",
        {"pages": {"index.md": PAGE + "\n```{toctree}\nother\n```\n", "other.md": f"# Other\n\n{FORMULA}"}},
        r"'sigmoid' is printed 2 times",
    ),
    ("printed twice on a page", {"pages": PAGE + "\n" + FORMULA}, r"'sigmoid' is printed 2 times"),
    (
        "a typo",
        {"pages": PAGE.replace("1 + e", "1 - e")},
        r"index.md:\d+: .*'sigmoid'.*division by zero|differ by",
    ),
    (
        "a wrong number",
        {"pages": PAGE.replace("1 + e", "2 + e")},
        r"index.md:\d+: .*'sigmoid' and .* differ by",
    ),
    (
        "broken LaTeX",
        {"pages": PAGE.replace("e^{-z}", "e^{-z")},
        r"index.md:\d+: .*'sigmoid': a bracket is not closed",
    ),
    ("an unknown command", {"pages": PAGE.replace("\\frac", "\\farc")}, r"'sigmoid': unknown command \\farc"),
    (
        "an undeclared symbol",
        {"pages": PAGE.replace("e^{-z}", "e^{-x}")},
        r"'sigmoid': x is not declared \(character",
    ),
    (
        "a missing function",
        {"entries": ENTRY.replace("activations.sigmoid", "activations.sigmoit")},
        r"computed by nnbook.activations.sigmoit, which does not exist",
    ),
    (
        "a wrong function",
        {"entries": ENTRY.replace("activations.sigmoid", "activations.tanh")},
        r"'sigmoid' and nnbook.activations.tanh differ by",
    ),
    (
        "a function without a place in the reference",
        {"pages": PAGE.replace(FUNCTION, "")},
        r"py:func reference target not found: nnbook.activations.sigmoid",
    ),
    (
        "no figure",
        {"pages": PAGE.replace(FIGURE, "")},
        r"'sigmoid' is shown by .* 'fig-sigmoid', which is on no page",
    ),
    (
        "another figure",
        {"pages": PAGE.replace("fig-sigmoid", "fig-sigmoidal")},
        r"'sigmoid' is shown by .* 'fig-sigmoid', which is on no page",
    ),
    (
        "a statement without its test",
        {"entries": ENTRY.replace("max_ulp=3", 'kind="statement", proof="tests/test_nothing.py::test_it"')},
        r"'sigmoid' is proved by tests/test_nothing.py::test_it, which does not exist",
    ),
    (
        "a reprint of nothing",
        {"pages": PAGE + "\n```{formula} strange\n```\n"},
        r"index.md:\d+: .*formula 'strange' cannot be reprinted: no page prints it",
    ),
    (
        "a reference to nothing",
        {"pages": PAGE.replace("{eq}`sigmoid`", "{eq}`strange`")},
        "equation not found: strange",
    ),
    (
        "a wrong derivative",
        {
            "pages": PAGE + "\n" + SLOPE_FORMULA.replace("1 - ", "2 - "),
            "entries": ENTRY + SLOPE.replace("sigmoid_derivative", "sigmoid"),
        },
        r"'sigmoid-derivative' is not the derivative of 'sigmoid' by z at z =",
    ),
]


@pytest.mark.parametrize(("project", "sentence"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_fails_the_build_with_a_sentence(build, project, sentence):
    built = build(**project)
    assert built.failed
    assert re.search(sentence, built.warnings), built.warnings


def test_a_fault_is_reported_until_it_is_mended(build):
    wrong = PAGE.replace("1 + e", "2 + e")
    for _ in range(2):  # the second time, no page is read again
        built = build(wrong)
        assert built.failed
        assert re.search(r"index.md:5: .*'sigmoid' and .* differ by", built.warnings), built.warnings
        (Path(built.html).parent / "doctrees-html" / "unchanged").touch()
    built = build(PAGE)
    assert not built.failed, built.warnings
    built = build(PAGE)
    assert not built.failed, built.warnings


def test_an_illustrative_formula_is_labelled_and_says_that_it_is_not_checked(build):
    entry = 'Formula(name="idea", kind="illustrative"),'
    built = build(PAGE + "\n$$\n\\text{more} \\approx \\text{better}\n$$ (idea)\n", ENTRY + entry)
    assert not built.failed, built.warnings
    assert "illustrative, not checked" in built.page("index")


def test_a_formula_is_reprinted_before_its_page_and_from_docstrings(build):
    reprint = "```{formula} sigmoid\n```\n"
    docstring = "```{eval-rst}\n.. py:function:: nnbook.activations.f(z)\n\n   Text.\n\n   .. formula:: sigmoid\n```\n"
    pages = {"index.md": f"# Start\n\n{reprint}\n{docstring}\n```{{toctree}}\nzebra\n```\n", "zebra.md": PAGE}
    built = build(pages)
    assert not built.failed, built.warnings
    html = built.page("index")
    assert html.count("\\frac{1}{1 + e^{-z}}") == 2
    assert (
        html.count('<div class="formula-home ledger-line">')
        + html.count('<div class="ledger-line formula-home">')
        == 2
    )
    assert len(re.findall(r"formula</span>|formula <", html)) >= 2
    assert 'href="zebra.html#equation-sigmoid"' in html
    assert "eqno" not in html
    changed = FORMULA.replace("1 + e^{-z}", "e^{-z} + 1")
    built = build({**pages, "zebra.md": PAGE.replace(FORMULA, changed)})
    assert not built.failed, built.warnings
    assert built.page("index").count("\\frac{1}{e^{-z} + 1}") == 2


def test_the_index_lists_every_formula_with_all_that_is_known(build):
    pages = {
        "index.md": "# Start\n\n```{toctree}\nzebra\nlist\n```\n",
        "zebra.md": PAGE + "\n" + SLOPE_FORMULA + FUNCTION.replace("sigmoid", "sigmoid_derivative"),
        "list.md": "# Formulas\n\n```{formula-index}\n```\n",
    }
    built = build(pages, ENTRY + SLOPE)
    assert not built.failed, built.warnings
    html = built.page("list")
    text = " ".join(re.sub(r"<[^>]*>", "", html).split())
    assert "2 evaluated as printed, 0 statements, 0 illustrative; " in text
    assert re.search(r"\(1\) sigmoid, evaluated .* \(2\) sigmoid-derivative, evaluated", text)
    for link in (
        "zebra.html",
        "zebra.html#equation-sigmoid",
        "zebra.html#nnbook.activations.sigmoid",
        "zebra.html#fig-sigmoid",
        "zebra.html#equation-sigmoid-derivative",
    ):
        assert f'href="{link}"' in html
    built = build({**pages, "zebra.md": pages["zebra.md"].replace("1 + e^{-z}", "e^{-z} + 1")}, ENTRY + SLOPE)
    assert "\\frac{1}{e^{-z} + 1}" in built.page("list")


def test_formulas_that_a_cell_prints_are_not_the_book_s(build):
    cell = "```{code-cell}\nfrom IPython.display import Math\nMath('a = b')\n```\n"
    front = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n"
    built = build(front + PAGE + cell, parser="myst_nb")
    assert not built.failed, built.warnings
    assert "a = b" in built.page("index")


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "index.txt"), ("latex", "tiny.tex"), ("epub", "index.xhtml")]
)
def test_other_formats_get_plain_text(build, builder, file):
    built = build(builder=builder)
    assert not re.search("ledger|formula|unknown node", built.warnings), built.warnings
    written = (built.html / file).read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]*>" if builder == "epub" else "§", "", written).split())
    assert re.search(r"checked: 1\.\d ULP over \d{3} inputs", text)
    shows_test = re.search(r"test \W*(\\sphinxcode\{\\sphinxupquote\{)?tests", text)
    assert bool(shows_test) == (builder != "epub")  # reading devices do not fold
    assert "<details" not in written


@pytest.mark.filterwarnings(
    "ignore::sphinx.deprecation.RemovedInSphinx11Warning"
)  # transforms ask for their builder
def test_the_domain_counts_what_was_verified_and_reads_in_parallel(build, tmp_path):
    from sphinx.application import Sphinx

    names = [f"page{number}" for number in range(8)]
    pages = {name + ".md": f"# {name}\n\n```{{formula}} sigmoid\n```\n" for name in names}
    pages["index.md"] = "# Start\n\n```{toctree}\nzebra\n" + "\n".join(names) + "\n```\n"
    pages["zebra.md"] = PAGE
    assert not build(pages).failed
    source, out = tmp_path / "book", tmp_path / "parallel"
    app = Sphinx(source, source, out, out / "trees", "html", status=None, freshenv=True, parallel=2)
    app.build()
    domain = app.env.get_domain("ledger")
    assert app.statuscode == 0
    assert set(domain.data["reprints"]) == set(names)
    assert domain.counts() == domain.counts("zebra")
    assert domain.counts()["formulas"] == domain.counts()["evaluated"] == 1
    assert domain.counts()["inputs"] > 100
    assert domain.counts("page0")["formulas"] == 0
    assert all(
        "\\frac{1}{1 + e^{-z}}" in (out / f"{name}.html").read_text(encoding="utf-8") for name in names
    )


def test_results_are_kept_until_the_formula_or_the_code_changes(build, tmp_path, monkeypatch):
    from ledger import checks

    verified: list[str] = []
    real = checks.verify
    monkeypatch.setattr(checks, "verify", lambda name, book: verified.append(name) or real(name, book))
    build()
    assert verified == ["sigmoid"]
    build(PAGE + "\nMore text.\n")
    assert verified == ["sigmoid"]
    build(PAGE.replace("1 + e^{-z}", "e^{-z} + 1"))
    assert verified == ["sigmoid"] * 2
    monkeypatch.setattr(checks, "_code", lambda entry: "another package")
    build(PAGE.replace("1 + e^{-z}", "e^{-z} + 1"))
    assert verified == ["sigmoid"] * 3
