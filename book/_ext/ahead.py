"""Run the cells of all changed pages before any page is read: side by side, the longest page first.

Sphinx hands pages to its processes in large groups, so that one process would run most of the long pages while the
others wait.  Reading then finds every page in the cache.  A page whose cells fail is not kept, so that reading it
runs it again and reports the failure.

The cache remembers processor seconds, which do not grow when another page runs at the same time.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.config import NbParserConfig
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def _notebook(app: Sphinx, docname: str) -> NotebookNode | None:
    """Read the cells of a page as it will be read later; None where there are none to run."""
    path = app.env.doc2path(docname)
    if path.suffix != ".md":
        return None
    content = [path.read_text(encoding="utf-8")]
    app.emit("source-read", docname, content)
    reader = create_nb_reader(str(path), app.env.myst_config, app.env.mystnb_config, content[0])  # type: ignore[attr-defined]
    return reader and reader.read(content[0])


def _missing(config: NbParserConfig, notebook: NotebookNode) -> bool:
    """Tell whether the cache has no outputs for these cells."""
    try:
        get_cache(config.execution_cache_path).match_cache_notebook(notebook)
    except KeyError:
        return True
    return False


def _code(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def _processor_seconds() -> float:
    """Return the processor time of all processes that this one has started and that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _run(path: str, notebook: NotebookNode, config: NbParserConfig) -> None:
    """Run the cells of one page in a kernel of its own, and keep what they returned."""
    before = _processor_seconds()
    result = single_nb_execution(
        notebook,
        cwd=os.path.dirname(path),
        timeout=config.execution_timeout,
        allow_errors=config.execution_allow_errors,
        meta_override=True,
    )
    if result.err is None:
        seconds = _processor_seconds() - before
        get_cache(config.execution_cache_path).cache_notebook_bundle(
            CacheBundleIn(notebook, path, data={"execution_seconds": seconds}),
            check_validity=False, overwrite=True,
        )  # fmt: skip


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run what the cache lacks of the pages that will be read."""
    config: NbParserConfig = env.mystnb_config  # type: ignore[attr-defined]
    if config.execution_mode != "cache":
        return
    found = [(str(env.doc2path(docname)), _notebook(app, docname)) for docname in docnames]
    waiting = [(path, notebook) for path, notebook in found if notebook and _missing(config, notebook)]
    waiting.sort(key=lambda page: (-len(_code(page[1])), page[0]))
    if not waiting:
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max(app.parallel, 1), mp_context=fork) as pool:
        for job in [pool.submit(_run, path, notebook, config) for path, notebook in waiting]:
            job.result()


def setup(app: Sphinx) -> dict[str, Any]:
    """Run the cells once it is known which pages will be read."""
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
