"""Compare two builds of the book, byte for byte: ``python reproducible.py FIRST SECOND``.

Only the build report may differ: it tells how long each chapter took.
"""

from __future__ import annotations

import sys
from pathlib import Path

NEW_EACH_TIME = {"report.html"}


def differences(first: Path, second: Path) -> list[str]:
    """List the files that are missing in one build or differ between two.

    >>> differences(Path("nnbook"), Path("nnbook"))
    []
    """
    trees = [
        {p.relative_to(top).as_posix(): p for p in top.rglob("*") if p.is_file()} for top in (first, second)
    ]
    faults = [f"{name}: only in one build" for name in sorted(trees[0].keys() ^ trees[1].keys())]
    common = sorted((trees[0].keys() & trees[1].keys()) - NEW_EACH_TIME)
    return faults + [
        f"{name}: differs" for name in common if trees[0][name].read_bytes() != trees[1][name].read_bytes()
    ]


def main(first: str, second: str) -> None:
    """Compare two folders and say what was found."""
    for folder in (first, second):
        if not Path(folder, "index.html").is_file():
            raise SystemExit(f"expected a built book in {folder}, found no index.html")
    faults = differences(Path(first), Path(second))
    if faults:
        raise SystemExit("The two builds differ:\n  " + "\n  ".join(faults))
    total = sum(path.is_file() for path in Path(first).rglob("*"))
    print(f"Two builds from nothing are byte-identical: {total} files, the build report excepted.")


if __name__ == "__main__":
    main(*sys.argv[1:])
