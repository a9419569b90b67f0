"""Every task a person runs: ``python -m nox -s build``, then ``python -m nox -s tests``.

``nox --list`` names them all.  Environments are made by pip on first use and kept: a second run starts in seconds.
Sessions that need the same packages share one: ``.nox/book`` holds what a build needs and no more, ``.nox/tests`` the
tools as well.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
BUILD = ROOT / "_build"
HTML = BUILD / "html"
INSPECTED = ["noxfile.py", "conf.py", "nnbook", "tests", "book/_ext", "book/scripts"]
TORCH = "torch==2.13.0"
# what is imported is compiled at its first import; pip would compile all of PyTorch for a minute
PIP = ["python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile"]

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "none"  # nox would make one environment per session
nox.options.sessions = ["build"]

PATH = os.environ["PATH"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# a task starts dozens of processes, and each would compile NumPy, Matplotlib and PyTorch anew
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}


def enter(session: nox.Session, extra: str) -> Path:
    """Enter the environment named after an extra of nnbook; bring it to the pinned versions unless it is there."""
    home = ROOT / ".nox" / extra
    stamp = home / "installed"
    made_by = f"{sys.executable} {sys.version} {home}"
    wanted = ["-e", f".[{extra}]"]
    inputs = [*wanted, (ROOT / "pyproject.toml").read_text(), (ROOT / "constraints.txt").read_text()]
    stamps = [hashlib.sha256("\0".join(text).encode()).hexdigest() for text in ([made_by], inputs)]
    found = stamp.read_text().split() if stamp.exists() else []
    if found[:1] != stamps[:1]:
        session.run_install(sys.executable, "-m", "venv", "--clear", str(home))
    os.environ["PATH"] = os.pathsep.join([str(home / ("Scripts" if os.name == "nt" else "bin")), PATH])
    if found != stamps:
        stamp.write_text(stamps[0])
        session.run_install(*PIP, "-c", "constraints.txt", *wanted)
        stamp.write_text("\n".join(stamps))
    session.env.update(ONE_THREAD | KEEP_COMPILED)
    return home


def try_torch(session: nox.Session, home: Path) -> bool:
    """Install PyTorch where pip finds a file for this machine; say how to get it where not."""

    def found() -> bool:
        places = ("lib/*/site-packages", "Lib/site-packages")
        return any(any(home.glob(f"{place}/torch/version.py")) for place in places)

    if not (found() or os.environ.get("NNBOOK_WITHOUT_TORCH")):
        session.run_install(*PIP, "--retries", "1", TORCH, success_codes=[0, 1], silent=True)
    if not found():
        session.log(
            f"PyTorch is missing: pip install '{TORCH}' adds it. The core book and its tests do not need it."
        )
    return found()


def sphinx(session: nox.Session, *options: str, builder: str = "html", to: Path = HTML) -> None:
    """Run Sphinx with every warning an error."""
    doctrees = to.parent / f"doctrees-{to.name}"
    # fmt: off
    session.run(
        "python", "-m", "sphinx", "-b", builder, "-c", ".", "-d", str(doctrees), "-j", "auto",
        "-W", "-n", "--keep-going", "-q", *options, "book", str(to),
    )
    # fmt: on


@nox.session
def build(session: nox.Session) -> None:
    """Build the whole book, executed, into _build/html."""
    try_torch(session, enter(session, "book"))
    sphinx(session, *session.posargs)
    session.log(
        f"The book is ready. Open {(HTML / 'index.html').as_uri()} in a browser; no network is needed."
    )


@nox.session
def tests(session: nox.Session) -> None:
    """Run everything that needs no browser: unit, doctest, ledger, properties, parity, book checks."""
    try_torch(session, enter(session, "tests"))
    # fmt: off
    session.run(
        "python", "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "--ignore=tests/browser",
        *session.posargs,
    )
    # fmt: on


@nox.session
def doctest(session: nox.Session) -> None:
    """Run the examples of the docstrings alone."""
    try_torch(session, enter(session, "tests"))
    session.run("python", "-m", "pytest", "-q", "nnbook", *session.posargs)


@nox.session
def pytorch(session: nox.Session) -> None:
    """Run the comparison with PyTorch: the parity tests and the PyTorch page."""
    if not try_torch(session, enter(session, "tests")):
        session.error(f"this session compares with PyTorch: python -m pip install '{TORCH}' must work first")
    # planted mistakes need PyTorch as well, and have a session of their own
    planted = "--ignore=tests/test_mutation.py"
    session.run("python", "-m", "pytest", "-q", "-m", "torch", planted, "tests", *session.posargs)
    session.run("python", "book/_ext/run_page.py", "book/pytorch.md")


@nox.session
def browser(session: nox.Session) -> None:
    """Open every built page in Chromium, offline: errors, mathematics, accessibility, phone, search."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        session.error(
            "Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM to its path"
        )
    if not (HTML / "index.html").exists():
        session.error("there is no built book to look at: run `python -m nox -s build` first")
    try_torch(session, enter(session, "tests"))  # the downloaded chapters are run as well
    session.env["CHROMIUM"] = chromium
    # fmt: off
    session.run(
        "python", "-m", "pytest", "-q", "-n", "2", "--no-loadscope-reorder", "--confcutdir=tests/browser",
        "-m", "browser", "tests/browser", *session.posargs,
    )
    # fmt: on


@nox.session
def bench(session: nox.Session) -> None:
    """Time the package with one thread and record the ratios that the book prints."""
    try_torch(session, enter(session, "tests"))
    session.run_install(
        *PIP, "-c", "constraints.txt", "jax", success_codes=[0, 1], silent=True
    )  # where it can
    result = BUILD / "benchmarks.json"
    BUILD.mkdir(exist_ok=True)
    # fmt: off
    session.run(
        "python", "-m", "pytest", "-q", "tests/benchmarks", "--benchmark-only", f"--benchmark-json={result}",
        "-p", "no:xdist", "-o", "python_files=bench_*.py", *session.posargs,
    )
    # fmt: on
    session.run("python", "tests/benchmarks/record.py", str(result))
    session.run("python", "tests/benchmarks/networks.py")
    session.run("python", "tests/benchmarks/training.py")
    session.run("python", "tests/benchmarks/backpropagation.py")
    session.run("python", "tests/benchmarks/batching.py")
    session.run("python", "tests/benchmarks/pytorch.py")


@nox.session
def mutation(session: nox.Session) -> None:
    """Plant classic mistakes one by one and record which kinds of checks notice them."""
    if not try_torch(session, enter(session, "tests")):
        session.error(f"this session compares with PyTorch: python -m pip install '{TORCH}' must work first")
    session.run("python", "-m", "mutation", env={"PYTHONPATH": "tests"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types and the direction of imports."""
    enter(session, "tests")
    session.run("ruff", "check", *INSPECTED)
    session.run("ruff", "format", "--check", *INSPECTED)
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def serve(session: nox.Session) -> None:
    """Build, open a local server and build again at every change."""
    try_torch(session, enter(session, "book"))
    # fmt: off
    session.run(
        "sphinx-autobuild", "-c", ".", "-d", str(BUILD / "doctrees-html"), "-j", "auto", "--watch", "nnbook",
        "--watch", "book/_ext", "--ignore", "*/_build/*", "book", str(HTML), *session.posargs,
    )
    # fmt: on


@nox.session
def epub(session: nox.Session) -> None:
    """Build the EPUB into _build/epub."""
    try_torch(session, enter(session, "book"))
    sphinx(session, *session.posargs, builder="epub", to=BUILD / "epub")
    (book,) = (BUILD / "epub").glob("*.epub")
    session.log(f"The EPUB is ready: {book}")


@nox.session
def reproducible(session: nox.Session) -> None:
    """Build the book twice from nothing and compare every byte."""
    try_torch(session, enter(session, "book"))
    copies = [BUILD / "twice" / name / "html" for name in ("first", "second")]
    shutil.rmtree(BUILD / "twice", ignore_errors=True)
    for html in copies:
        session.env["NNBOOK_WORK"] = str(html.parent)
        sphinx(session, to=html)
    session.run("python", "book/_ext/reproducible.py", *map(str, copies))
