"""The furniture of a page: opener, margin note, takeaway, numbered exercise, folded answer, cover.

Each directive is a small file; all of them are made of `box`, an HTML element that other writers pass through.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import asides, box, cover, exercise, fold, opener


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the nodes and directives."""
    for part in (box, opener, asides, exercise, fold, cover):
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
