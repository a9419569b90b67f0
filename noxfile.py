"""Every task a person runs: ``python -m nox -s build``, then ``python -m nox -s tests``.

``nox --list`` names them all.  Environments are made by pip on first use and kept: a second run starts in seconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import nox

ROOT = Path(__file__).parent
BUILD = ROOT / "_build"
HTML = BUILD / "html"
INSPECTED = ["noxfile.py", "conf.py", "nnbook", "tests", "book/_ext"]
TORCH = "torch==2.13.0"

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["build"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def install(session: nox.Session, *requirements: str) -> None:
    """Install what is wanted at the pinned versions, unless this environment already holds exactly that."""
    inputs = [*requirements, (ROOT / "pyproject.toml").read_text(), (ROOT / "constraints.txt").read_text()]
    key = hashlib.sha256("\0".join(inputs).encode()).hexdigest()
    stamp = Path(session.virtualenv.location) / "installed"
    if not (stamp.exists() and stamp.read_text() == key):
        session.install("-q", "-c", "constraints.txt", *requirements)
        stamp.write_text(key)
    session.env.update(ONE_THREAD)


def try_torch(session: nox.Session) -> bool:
    """Install PyTorch where pip finds a file for this machine; say how to get it where not."""
    packages = Path(session.virtualenv.location).glob("**/site-packages/torch/version.py")
    if any(packages):
        return True
    if not os.environ.get("NNBOOK_WITHOUT_TORCH"):
        options = ["--disable-pip-version-check", "--retries", "1"]
        session.run(
            "python", "-m", "pip", "install", "-q", *options, TORCH, success_codes=[0, 1], silent=True
        )
    found = any(Path(session.virtualenv.location).glob("**/site-packages/torch/version.py"))
    if not found:
        session.log(
            f"PyTorch is missing: pip install '{TORCH}' adds it. The core book and its tests do not need it."
        )
    return found


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
    install(session, "-e", ".[book]")
    try_torch(session)
    sphinx(session, *session.posargs)
    session.log(
        f"The book is ready. Open {(HTML / 'index.html').as_uri()} in a browser; no network is needed."
    )


@nox.session
def tests(session: nox.Session) -> None:
    """Run everything that needs no browser: unit, doctest, ledger, properties, parity, book checks."""
    install(session, "-e", ".[tests]")
    try_torch(session)
    session.run(
        "python",
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "--ignore=tests/browser",
        *session.posargs,
    )


@nox.session
def doctest(session: nox.Session) -> None:
    """Run the examples of the docstrings alone."""
    install(session, "-e", ".[plots]", "pytest")
    session.run("python", "-m", "pytest", "-q", "nnbook", *session.posargs)


@nox.session
def pytorch(session: nox.Session) -> None:
    """Run the comparison with PyTorch: the parity tests and the PyTorch page."""
    install(session, "-e", ".[tests]")
    if not try_torch(session):
        session.error(f"this session compares with PyTorch: python -m pip install '{TORCH}' must work first")
    session.run("python", "-m", "pytest", "-q", "-m", "torch", "tests", *session.posargs)
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
    tools = ["pytest", "pytest-xdist", "playwright", "axe-playwright-python", "nbformat"]
    install(session, "-e", ".[plots]", "mpmath", "ipython", *tools)
    try_torch(session)  # the downloaded chapters are run as well
    session.env["CHROMIUM"] = chromium
    # fmt: off
    session.run(
        "python", "-m", "pytest", "-q", "-n", "2", "--confcutdir=tests/browser", "-m", "browser", "tests/browser",
        *session.posargs,
    )
    # fmt: on


@nox.session
def bench(session: nox.Session) -> None:
    """Time the package with one thread and record the ratios that the book prints."""
    install(session, "-e", ".[tests]")
    result = BUILD / "benchmarks.json"
    BUILD.mkdir(exist_ok=True)
    # fmt: off
    session.run(
        "python", "-m", "pytest", "-q", "tests/benchmarks", "--benchmark-only", f"--benchmark-json={result}",
        "-p", "no:xdist", "-o", "python_files=bench_*.py", *session.posargs,
    )
    # fmt: on
    session.run("python", "tests/benchmarks/record.py", str(result))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types and the direction of imports."""
    install(session, "-e", ".[plots]", "ruff", "mypy", "import-linter")
    session.run("ruff", "check", *INSPECTED)
    session.run("ruff", "format", "--check", *INSPECTED)
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def serve(session: nox.Session) -> None:
    """Build, open a local server and build again at every change."""
    install(session, "-e", ".[book]")
    try_torch(session)
    # fmt: off
    session.run(
        "sphinx-autobuild", "-c", ".", "-d", str(BUILD / "doctrees-html"), "-j", "auto", "--watch", "nnbook",
        "--watch", "book/_ext", "--ignore", "*/_build/*", "book", str(HTML), *session.posargs,
    )
    # fmt: on


@nox.session
def epub(session: nox.Session) -> None:
    """Build the EPUB into _build/epub."""
    install(session, "-e", ".[book]")
    try_torch(session)
    sphinx(session, *session.posargs, builder="epub", to=BUILD / "epub")
    (book,) = (BUILD / "epub").glob("*.epub")
    session.log(f"The EPUB is ready: {book}")


@nox.session
def reproducible(session: nox.Session) -> None:
    """Build the book twice from nothing and compare every byte."""
    install(session, "-e", ".[book]")
    try_torch(session)
    copies = [BUILD / "twice" / name / "html" for name in ("first", "second")]
    shutil.rmtree(BUILD / "twice", ignore_errors=True)
    for html in copies:
        session.env["NNBOOK_WORK"] = str(html.parent)
        sphinx(session, to=html)
    session.run("python", "book/_ext/reproducible.py", *map(str, copies))
