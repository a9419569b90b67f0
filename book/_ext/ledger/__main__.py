"""Check formulas from the command line.

``python -m ledger check`` checks every formula of the book, ``python -m ledger check book/activations.md`` those
printed on one page, ``python -m ledger check sigmoid`` one of them; one line per formula, and status 1 on an error.
Run it in the root of the project with ``PYTHONPATH=book/_ext:.``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .book import Book
from .pages import Display, displays, printed_formulas
from .registry import load
from .verify import ROOT, verify


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ledger", description=__doc__)
    parser.add_argument("command", choices=["check"])
    parser.add_argument("what", nargs="*", help="pages (files) or names of formulas; everything if left out")
    options = parser.parse_args(arguments)
    everything = printed_formulas(ROOT / "book")
    chosen: list[Display] = [] if options.what else everything
    for what in options.what:
        if what.endswith(".md"):
            page = list(displays(Path(what).read_text(encoding="utf-8"), what))
            everything = [d for d in everything if d.label not in {p.label for p in page}] + page
            chosen += page
        else:
            chosen += [d for d in everything if d.label == what] or [Display("", 0, what, "")]
    book = Book(load(), {d.label: d.latex for d in everything if d.label})
    return 1 if sum(not _report(display, book) for display in chosen) else 0


def _report(display: Display, book: Book) -> bool:
    """Print the line of one formula; say whether it is well."""
    name = display.label or f"{display.page}:{display.line}"
    started = time.perf_counter()
    try:
        if display.label is None:
            raise LookupError("this display formula has no label")
        if name not in book.formulas:
            raise LookupError("not registered")
        result = verify(name, book)
    except (ValueError, LookupError, AssertionError) as error:
        print(f"{name:28} ERROR  {error.args[0] if isinstance(error, LookupError) else error}")
        return False
    measured = f"{result.max_ulp:8.2f} ULP" if result.max_ulp is not None else " " * 12
    print(
        f"{name:28} ok  {result.kind:12} {measured}  {result.inputs:5} inputs "
        f"{time.perf_counter() - started:5.2f} s  {result.worst[:60]}"
    )
    return True


if __name__ == "__main__":
    sys.exit(main())
