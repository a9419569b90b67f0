"""What several test modules share: one BLAS thread, fixed Hypothesis examples, a way to build a tiny book."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from docutils.parsers.rst import directives, roles
from hypothesis import settings

ROOT = Path(__file__).parent.parent

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
os.environ["SCIPY_ARRAY_API"] = "1"  # before SciPy is imported: scikit-learn then checks estimators in full

if "--benchmark-only" not in sys.argv:
    os.environ["NNBOOK_CHECK_SHAPES"] = "1"  # the shapes in the annotations are checked in every test
    import nnbook

    assert nnbook.__all__  # which imports every module, once and here
    del os.environ["NNBOOK_CHECK_SHAPES"]  # processes that a test starts run as a reader's do

settings.register_profile("nnbook", deadline=None, derandomize=True)  # the same examples on every run
settings.load_profile("nnbook")


PRISTINE = dict(directives._directives), dict(roles._roles)


def forget_builds() -> None:
    """Undo what a build leaves behind in the process: directives, roles, and Sphinx's table of suffixes."""
    for registry, before in zip((directives._directives, roles._roles), PRISTINE, strict=True):
        if len(registry) != len(before):
            registry.clear()
            registry.update(before)
    if config := sys.modules.get("sphinx.config"):
        default = config.Config.config_values["source_suffix"].default
        default.clear()
        default[".rst"] = "restructuredtext"


@pytest.fixture(autouse=True)
def _builds_apart() -> Iterator[None]:
    """Keep builds apart that run in one process."""
    yield
    forget_builds()


@pytest.fixture
def torch() -> Iterator[ModuleType]:
    """Return PyTorch, working in one thread as in the book's kernels; skip the test where it is missing."""
    module = pytest.importorskip(
        "torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]"
    )
    before = module.get_num_threads()
    module.set_num_threads(1)
    yield module
    module.set_num_threads(before)


@dataclass(frozen=True)
class BuiltBook:
    """What a tiny book looked like after its build, in which warnings are errors."""

    html: Path
    warnings: str
    failed: bool

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def book_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., BuiltBook]:
    """Build a tiny book from ``{file name: text}`` with chosen extensions; calling again builds incrementally."""
    import kernels
    from sphinx.cmd.build import build_main

    monkeypatch.setenv("NNBOOK_WORK", str(tmp_path / "work"))
    for name in ("IPYTHONDIR", "MATPLOTLIBRC", "PYTHONPATH", *kernels._ENVIRONMENT):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    cache = kernels.prepare(ROOT)

    def build(
        pages: dict[str, str],
        *,
        extensions: Sequence[str] = ("myst_parser",),
        config: str = "",
        builder: str = "html",
    ) -> BuiltBook:
        source, out = tmp_path / "book", tmp_path / "work" / builder
        source.mkdir(exist_ok=True)
        settings = {
            "extensions": list(extensions),
            "nb_execution_mode": "cache",
            "nb_execution_cache_path": str(cache),
        }
        settings |= {"numfig": True, "html_theme": "basic", "nb_execution_show_tb": True, "project": "Tiny"}
        settings |= {"myst_enable_extensions": ["dollarmath", "colon_fence"]}
        lines = [f"{key} = {value!r}" for key, value in settings.items()]
        (source / "conf.py").write_text("\n".join([*lines, config]), encoding="utf-8")
        for name, text in pages.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        screen = io.StringIO()
        try:
            with redirect_stdout(screen), redirect_stderr(screen), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # those of the tools; in the book's kernels they are errors
                doctrees = tmp_path / "work" / f"doctrees-{builder}"
                arguments = ["-q", "-W", "-n", "--keep-going", "-b", builder, "-d", str(doctrees)]
                status = build_main([*arguments, str(source), str(out)])
        finally:
            forget_builds()
            sys.modules.pop("conf", None)
        return BuiltBook(out, screen.getvalue(), status != 0)

    return build
