"""Execute one page as the build does, without building: ``python book/_ext/run_page.py book/pytorch.md``.

A failing cell, such as a claim that does not hold, ends the run with its traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path

import kernels

ROOT = Path(__file__).parents[2]


def run(page: Path) -> int:
    """Execute the cells of a page and return how many there were."""
    import jupytext
    from nbclient import NotebookClient

    kernels.prepare(ROOT)
    notebook = jupytext.read(page, fmt="md:myst")
    NotebookClient(notebook, resources={"metadata": {"path": str(page.parent)}}).execute()
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def main(*pages: str) -> None:
    """Execute pages and say so."""
    if not pages:
        raise SystemExit("expected a page to run, such as book/pytorch.md")
    for page in pages:
        if not Path(page).is_file():
            raise SystemExit(f"expected a page of the book, found no file {page}")
        print(f"{page}: {run(Path(page))} cells ran without an error")


if __name__ == "__main__":
    main(*sys.argv[1:])
