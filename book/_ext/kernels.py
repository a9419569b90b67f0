"""Prepare what the Jupyter kernels of the book need, before any of them starts.

Warnings are errors, BLAS has one thread, figures are SVG with fixed ids, the user's own profile stays out, and
the execution cache is keyed on the package and the pinned versions, so that a changed package is noticed.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_PROFILE = """\
c.IPKernelApp.log_level = "ERROR"
c.InlineBackend.figure_formats = ["svg"]
c.InlineBackend.rc = {}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "metadata": {"Date": None, "Creator": None}}
"""

_ENVIRONMENT = {
    "PYTHONWARNINGS": "error::RuntimeWarning,error::FutureWarning,error::UserWarning",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


def package_key(root: Path) -> str:
    """Hash what cells import, read and run: package, ledger, recorded data, scripts, and pinned versions.

    >>> len(package_key(Path(".")))
    16
    """
    digest = hashlib.sha256()
    data = ("book/_data/*.json", "book/scripts/*.py")
    sources = ("nnbook/**/*.py", "book/_ext/ledger/**/*.py", *data, "constraints.txt")
    for file in sorted(file for pattern in sources for file in root.glob(pattern)):
        if file.is_file():
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def prepare(root: Path) -> Path:
    """Set the kernels' environment and return the folder of the execution cache."""
    from jupyter_cache import get_cache
    from matplotlib import font_manager  # noqa: F401  (builds the font cache now, not on a kernel's stderr)

    work = Path(os.environ.get("NNBOOK_WORK") or root / "_build")
    profile = work / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    config = profile / "ipython_kernel_config.py"
    if not config.exists() or config.read_text() != _PROFILE:
        config.write_text(_PROFILE)
    matplotlibrc = work / "ipython" / "matplotlibrc"
    matplotlibrc.write_text("svg.hashsalt: nnbook\nsvg.fonttype: path\n")
    os.environ.update(
        _ENVIRONMENT,
        IPYTHONDIR=str(work / "ipython"),
        MATPLOTLIBRC=str(matplotlibrc),
        PYTHONPATH=os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")])),
    )
    cache = work / "cells" / package_key(root)
    cache.mkdir(parents=True, exist_ok=True)
    get_cache(cache).db  # noqa: B018  (creates the database before parallel workers race for it)
    return cache
