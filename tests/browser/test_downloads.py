"""The archive of the built book, unpacked as a reader unpacks it: every chapter runs, with the package beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from .conftest import HTML

pytestmark = pytest.mark.browser

CHAPTERS = sorted(path.stem for path in (HTML / "_downloads").glob("*.py"))
ALONE = """
import runpy, sys

class Missing:  # importing these fails, as where only the package and Jupyter are installed
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("myst_nb", "sphinx"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())  # no None in sys.modules: SciPy looks there to see whether Sphinx runs
runpy.run_path(sys.argv[1], run_name="__main__")
import nnbook
assert nnbook.__file__.startswith(sys.argv[2]), nnbook.__file__
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The archive, unpacked."""
    archives = list((HTML / "_downloads").glob("*.zip"))
    assert len(archives) == 1, (
        f"one archive is expected in {HTML / '_downloads'}: run `python -m nox -s build` first"
    )
    folder = tmp_path_factory.mktemp("archive")
    zipfile.ZipFile(archives[0]).extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_every_chapter_is_there(unpacked):
    assert {"neurons", "activations"} <= set(CHAPTERS)
    assert {path.stem for path in (unpacked / "notebooks").glob("*.ipynb")} == set(CHAPTERS)
    for name in ("pyproject.toml", "README.md", "LICENSE", "nnbook/__init__.py", "nnbook/plots/style.py"):
        assert (unpacked / name).is_file()


@pytest.mark.parametrize("stem", CHAPTERS)
def test_the_notebook_is_plain(unpacked, stem):
    notebook = nbformat.read(unpacked / "notebooks" / f"{stem}.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells)
    for raw in ("{glue", "{cite", "{numref", "{eq}", "{py:", ":::", "```{", "<svg", "myst_nb", "glue("):
        assert raw not in text
    assert sum(cell.source.count("assert ") for cell in notebook.cells if cell.cell_type == "code") > 5


@pytest.mark.parametrize("stem", CHAPTERS)
def test_the_python_file_runs_alone(unpacked, stem):
    if stem == "pytorch" and find_spec("torch") is None:
        pytest.skip("PyTorch is missing: pip install torch adds it")
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONWARNINGS")}
    env |= {
        "PYTHONPATH": str(unpacked),
        "MPLBACKEND": "Agg",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    script = str(unpacked / "notebooks" / f"{stem}.py")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, script, str(unpacked)],
        cwd=unpacked / "notebooks", env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
