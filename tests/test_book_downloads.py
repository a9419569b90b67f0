"""Downloads: plain notebooks with the page's numbers, that run, and an archive that is the same every time."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import downloads
import nbformat
import plain
import pytest

EXT = Path(plain.__file__).parent
ROOT = EXT.parents[1]

CONF = """
import sys
sys.path[:0] = [{ext!r}]
extensions = ["myst_nb", "furniture", "evidence", "downloads", "sphinxcontrib.bibtex"]
project, version, author = "A book", "1.2", "Us"
nb_execution_mode = "cache"
nb_execution_cache_path = {cache!r}
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
numfig = math_numfig = True
html_theme = "basic"
templates_path = ["_templates"]
"""
LAYOUT = """{% extends "!layout.html" %}{% block footer %}
{% for label, href in chapter_downloads or [] %}<a class="dl" href="{{ href }}">{{ label }}</a>{% endfor %}
{% endblock %}"""
BIB = "@book{doe1999thing, author={Doe, Ann}, title={Thing}, year={1999}, publisher={P}}\n"
FRONT = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n"
CHAPTER = (
    FRONT
    + """
(ch-one)=
# One & only

```{opener}
:question: What is *two*?
:minutes: 3
:need: nothing

- to add
- to check
```

```{code-cell}
---
tags: [claim]
---
from myst_nb import glue

two = 1 + 1  # the sum
glue("two", two, display=False)
for name in ["a", "b"]:
    glue(name, 3, display=False)
assert two == 2
```

The sum is {glue:text}`two:.1f`, says {cite:t}`doe1999thing`; see {numref}`fig-line`, {eq}`sum` and {ref}`ch-one`.
A price of $x$ costs 5\\$ and 2\\*3.

$$
a = b + c
$$ (sum)

```{margin} Aside
A note with `code`.
```

```{code-cell}
---
mystnb:
  figure: {name: fig-line, caption: "The line rises by {glue:text}`two`."}
  image: {alt: "A line."}
tags: [hide-input]
---
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(2, 1))
ax.plot([0, two])
plt.close(fig)
fig
```

| name | value |
|------|------:|
| a    | **1** |

1. first
2. second

   with a second paragraph

Word
: Its meaning.

```{exercise} Add three
:name: ex-three

Write `three`.
```

```{fold-start} Solution
```

It is:

```{code-cell}
three = two + 1
three
```

```{fold-end}
```

:::{question} Why {math}`x`?
Because.
:::

```{takeaway}
Remember two.
```

## Last

<b>bold</b> and [a link](https://example.org/a_b).
"""
)
OTHER = (
    FRONT
    + """
# Other

```{code-cell}
assert True
```

```{code-cell}
assert open("_data/times.json").read() == '{"a": [1]}\\n'
```
"""
)
PRIVATE = (
    FRONT.replace("file_format", "download: false\nfile_format")
    + "\n# Private\n\n```{code-cell}\nassert True\n```\n"
)
INDEX = """# Book

```{toctree}
:numbered:

sub/one
other
private
down
```
"""
DOWN = "# Downloads\n\n```{downloads}\n```\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book, built twice from nothing, the second time by two processes."""
    base = tmp_path_factory.mktemp("downloads")
    src = base / "src"
    for name, text in {
        "conf.py": CONF.format(ext=str(EXT), cache=str(base / "cache")),
        "_templates/layout.html": LAYOUT,
        "references.bib": BIB,
        "index.md": INDEX,
        "sub/one.md": CHAPTER,
        "other.md": OTHER,
        "private.md": PRIVATE,
        "down.md": DOWN,
        "nnbook/__init__.py": "x = 1\n",
        "nnbook/py.typed": "",
        "_data/times.json": '{"a": [1]}\n',
        "nnbook/__pycache__/__init__.pyc": "never packed",
        "pyproject.toml": "[project]\n",
        "bibliography.md": "---\norphan: true\n---\n# B\n\n```{bibliography}\n```\n",
    }.items():
        (src / name).parent.mkdir(parents=True, exist_ok=True)
        (src / name).write_text(text)
    for out, jobs in (("first", "1"), ("second", "2")):
        sphinx(src, base / out, "-j", jobs, "-E")
    return base


def sphinx(src: Path, out: Path, *options: str, builder: str = "html") -> str:
    """Build with every warning an error; return what was printed."""
    env = os.environ | {"PYTHONHASHSEED": str(len(out.name)), "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-b", builder, *options]
    done = subprocess.run(
        [*command, "-d", str(out) + "-trees", str(src), str(out)],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def read(book: Path, name: str) -> str:
    return (book / "first" / "_downloads" / name).read_text("utf-8")


@pytest.mark.book
def test_the_notebook_says_what_the_page_says(book):
    cells = json.loads(read(book, "sub-one.ipynb"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert text.startswith("# One & only\n\n*This is the chapter")
    assert "> **What is *two*?**" in text
    assert "> - to add\n> - to check" in text
    assert "The sum is 2.0, says Doe [1999]; see Figure 1.1, (1.1) and One & only." in text
    assert r"A price of $x$ costs 5\$ and 2\*3." in text
    assert "$$\na = b + c\n\\tag{1.1}\n$$" in text
    assert "> **Aside**\n>\n> A note with `code`." in text
    assert "*Figure 1.1.* The line rises by 2." in text
    assert "| name | value |\n| --- | --- |\n| a | **1** |" in text
    assert "1. first\n\n2. second\n\n   with a second paragraph" in text
    assert "- **Word**: Its meaning." in text
    assert "**Exercise 1.1. Add three**\n\nWrite `three`." in text
    assert "**Solution**\n\nIt is:" in text
    assert "**Why $x$?**\n\nBecause." in text
    assert "> **Key takeaway**\n>\n> Remember two." in text
    assert "## Last\n\n" in text
    assert "[a link](https://example.org/a_b)" in text
    for raw in ("{glue", "{cite", "{numref", "{eq}", ":::", "```{", "<svg", "_images"):
        assert raw not in text


@pytest.mark.book
def test_code_cells_keep_their_asserts_and_lose_the_glue(book):
    notebook = nbformat.reads(read(book, "sub-one.ipynb"), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].source == "two = 1 + 1  # the sum\nassert two == 2"
    assert code[0].metadata.tags == ["claim"]
    assert code[1].source.startswith("import matplotlib.pyplot as plt\n")
    assert code[1].source.endswith("\nfig")
    assert code[2].source == "three = two + 1\nthree"
    assert len(code) == 3
    assert all("glue" not in cell.source for cell in code)
    assert [cell.id for cell in notebook.cells] == [f"cell-{i:03}" for i in range(len(notebook.cells))]


@pytest.mark.book
def test_the_python_file_runs_with_plain_python(book):
    script = read(book, "sub-one.py")
    assert "jupytext" not in script
    ast.parse(script)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"MPLBACKEND": "Agg"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    broken = script.replace("assert two == 2", "assert two == 3")
    assert subprocess.run([sys.executable, "-c", broken], capture_output=True, check=False).returncode == 1


@pytest.mark.book
def test_recorded_data_travels_with_the_chapter(book, tmp_path):
    script = read(book, "other.py")
    assert script.index("write_text") < script.index("assert open")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "_data" / "times.json").read_text() == '{"a": [1]}\n'


def test_data_with_quotes_and_backslashes_survives(tmp_path):
    (tmp_path / "_data").mkdir()
    text = 'a """ \\n b\n'
    (tmp_path / "_data" / "odd.txt").write_text(text)
    first, second = downloads.with_data([plain.Cell("code", 'open("_data/odd.txt")')], tmp_path)
    assert ast.literal_eval(first.source.partition("write_text(")[2].removesuffix(")")) == text
    assert second.source == 'open("_data/odd.txt")'


@pytest.mark.book
def test_links_lead_to_the_files_and_private_pages_have_none(book):
    html = book / "first"
    page = (html / "sub" / "one.html").read_text("utf-8")
    assert '<a class="dl" href="../_downloads/sub-one.ipynb">Notebook</a>' in page
    assert '<a class="dl" href="../_downloads/sub-one.py">Python</a>' in page
    assert 'class="dl"' not in (html / "private.html").read_text("utf-8")
    assert 'class="dl"' not in (html / "down.html").read_text("utf-8")
    names = sorted(path.name for path in (html / "_downloads").iterdir())
    assert names == ["nnbook-1.2.zip", "other.ipynb", "other.py", "sub-one.ipynb", "sub-one.py"]


@pytest.mark.book
def test_the_archive_holds_notebooks_and_package_without_a_date(book):
    with zipfile.ZipFile(book / "first" / "_downloads" / "nnbook-1.2.zip") as packed:
        assert packed.testzip() is None
        assert packed.namelist() == sorted(packed.namelist())
        assert set(packed.namelist()) == {
            "nnbook-1.2/nnbook/__init__.py",
            "nnbook-1.2/nnbook/py.typed",
            "nnbook-1.2/notebooks/other.ipynb",
            "nnbook-1.2/notebooks/other.py",
            "nnbook-1.2/notebooks/sub-one.ipynb",
            "nnbook-1.2/notebooks/sub-one.py",
            "nnbook-1.2/pyproject.toml",
        }
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("nnbook-1.2/notebooks/other.py") == read(book, "other.py").encode()


@pytest.mark.book
def test_the_list_shows_the_size_that_each_file_has(book):
    page = (book / "first" / "down.html").read_text("utf-8")
    for name in ("sub-one.ipynb", "other.py", "nnbook-1.2.zip"):
        count = (book / "first" / "_downloads" / name).stat().st_size
        assert f'href="_downloads/{name}"' in page
        assert f"({max(1, round(count / 1000))} kB)" in page.split(f"_downloads/{name}")[1][:120]


@pytest.mark.book
def test_two_builds_from_nothing_are_identical(book):
    def tree(top: Path) -> dict[str, str]:
        files = (path for path in top.rglob("*") if path.is_file())
        return {
            path.relative_to(top).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }

    first, second = tree(book / "first"), tree(book / "second")
    wanted = [
        name for name in first if name.startswith("_downloads") or name in ("down.html", "searchindex.js")
    ]
    assert len(wanted) == 7
    assert {name: first[name] for name in wanted} == {name: second.get(name) for name in wanted}


@pytest.mark.book
def test_an_edited_chapter_reaches_its_files_and_the_archive(book, tmp_path):
    import shutil

    shutil.copytree(book, tmp_path / "copy")
    copy = tmp_path / "copy"
    (copy / "src" / "other.md").write_text(OTHER.replace("# Other", "# Another"))
    sphinx(copy / "src", copy / "first")
    assert "# # Another" in read(copy, "other.py")
    with zipfile.ZipFile(copy / "first" / "_downloads" / "nnbook-1.2.zip") as packed:
        assert b"# # Another" in packed.read("nnbook-1.2/notebooks/other.py")
    assert "Another" in (copy / "first" / "down.html").read_text("utf-8")


@pytest.mark.book
def test_a_directive_that_is_not_understood_is_a_warning(book, tmp_path):
    import shutil

    shutil.copytree(book, tmp_path / "copy")
    text = OTHER + "\n```{question} What does `two` hold?\nTwo.\n```\n"
    (tmp_path / "copy" / "src" / "other.md").write_text(text)
    with pytest.raises(
        AssertionError, match=r"other.md: WARNING: a directive is not understood: .*\{question\} What does"
    ):
        sphinx(tmp_path / "copy" / "src", tmp_path / "copy" / "first")


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("x = 1", "x = 1"),
        ('glue("x", 1)', ""),
        ('from myst_nb import glue\n\nglue("x", 1)  # why\nx = 2', "x = 2"),
        ('glue(\n    "x",\n    1,\n)\n# kept\nx = 2', "# kept\nx = 2"),
        ('for k in "ab":\n    glue(k, 1)\n    y = k', 'for k in "ab":\n    y = k'),
        ('x = 0\nfor k in "ab":\n    for m in "c":\n        glue(k, 1)\nx = 2', "x = 0\nx = 2"),
        ('with open("f") as f:\n    glue("x", f)\nelse_ = 1', "else_ = 1"),
        ("glueless = 1", "glueless = 1"),
    ],
)
def test_without_glue_keeps_every_other_line(source, left):
    assert plain.without_glue(source) == left


@pytest.mark.parametrize("source", ['x = 1; glue("x", x)', 'y = [glue(k, 1) for k in "ab"]', "f = glue"])
def test_glue_that_cannot_be_taken_out_is_refused(source):
    with pytest.raises(plain.CellError, match="glue"):
        plain.without_glue(source)


def test_a_script_that_a_cell_runs_comes_with_the_chapter(tmp_path, monkeypatch):
    script = '"""Say it."""\n\nprint("one\\n", \'two\')\n'
    (tmp_path / "book" / "scripts").mkdir(parents=True)
    (tmp_path / "book" / "scripts" / "say.py").write_text(script, encoding="utf-8")
    cell = plain.Cell("code", 'line = ["python", "scripts/say.py"]')
    first, second = downloads.with_data([cell], tmp_path / "book")
    assert second == cell
    assert first.source.startswith("# This file of Python belongs to the next cell.")
    monkeypatch.chdir(tmp_path)
    exec(first.source, {})
    assert Path("scripts/say.py").read_text("utf-8") == script
