"""Plant one mistake into a copy of the package and see which kinds of checks notice it.

Each mistake gets a fresh process.  Where the platform can, these are forked from a server that has imported NumPy
and PyTorch once (but never nnbook), so that a mistake costs about half a second.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import shutil
import sys
import tempfile
import warnings
from multiprocessing.connection import Connection
from pathlib import Path

from mutation.mistakes import MISTAKES, Mistake

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "book" / "_data" / "mutations.json"
KINDS = ("learning", "gradients", "parity", "properties")
LIMIT = 300  # seconds, of which less than one is needed: beyond it a mistake hangs
SHARED = ["numpy", "scipy.special", "sklearn.datasets", "torch", "torch._dynamo", "pytest"]


def noticed(mistake: Mistake | None) -> dict[str, str]:
    """Return the kinds of checks that notice a mistake, each with its first check that does."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "nnbook"
        shutil.copytree(ROOT / "nnbook", copy)
        if mistake:
            plant(mistake, copy)
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = _context().Process(target=_examine, args=(folder, theirs))
        process.start()
        theirs.close()
        try:
            if not ours.poll(LIMIT):
                raise TimeoutError(f"the checks took longer than {LIMIT} s with {mistake}")
            return ours.recv()
        except EOFError:
            raise RuntimeError(f"the process that examined {mistake} died") from None
        finally:
            process.kill()
            process.join()
            ours.close()


def plant(mistake: Mistake, package: Path) -> None:
    """Put a mistake into a copy of the package."""
    file = package / mistake.file
    wrong = mistake.planted_in(file.read_text(encoding="utf-8"))
    compile(wrong, mistake.file, "exec")
    file.write_text(wrong, encoding="utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()


def record(mistake: Mistake) -> dict[str, object]:
    """Return one row of the committed data file."""
    row = {"key": mistake.key, "sentence": mistake.sentence, "file": mistake.file}
    return row | ({"seen": mistake.seen} if mistake.seen else {}) | {"noticed": noticed(mistake)}


def records() -> list[dict[str, object]]:
    """Return every row, computed anew."""
    return [record(mistake) for mistake in MISTAKES.values()]


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(SHARED)
    return context


def _examine(folder: str, answer: Connection) -> None:
    """Run all checks on the package in a folder, in a process of their own."""
    gc.freeze()  # nothing of what the server imported will become garbage: it need not be searched
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    answer.send({kind: check for kind in KINDS if (check := _first_to_notice(kind, folder))})


def _first_to_notice(kind: str, folder: str) -> str:
    """Return the name of the first check of a kind that fails, in words, or nothing."""
    with warnings.catch_warnings():
        # The tests turn warnings into errors; who only watches the loss reads past them.
        warnings.simplefilter("ignore" if kind == "learning" else "error")
        for check in importlib.import_module(f"mutation.{kind}").CHECKS:
            try:
                check()
            except Exception:
                return check.__name__.replace("_", " ")
    examined = Path(sys.modules["nnbook"].__file__ or "")
    assert examined.is_relative_to(folder), f"{examined} was examined in place of the copy"
    return ""
