"""The API reference: one page per public module, tied to the chapters in both directions.

``{api-module}`` lists and documents every public name of a module from its docstring; each function shows its
printed formula and the pages that teach or use it.  ``{source}`` prints a function's own code in a chapter.
A public name without a complete docstring, or on no page, fails the build.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from .complete import check_docstrings
from .docstrings import faults
from .enrich import enrich
from .links import resolve_alias
from .listing import source_of
from .public import documented, forget, public_modules, public_names
from .reference import ApiModule
from .source import Source
from .usage import ApiUses, Uses, fill_in, rewrite_changed, uses

__all__ = ["documented", "faults", "public_modules", "public_names", "setup", "source_of"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives, the collector and the check."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.viewcode")
    app.setup_extension("numpydoc")
    app.add_config_value("api_package", "nnbook", "env")
    app.add_node(uses)
    app.add_directive("api-module", ApiModule)
    app.add_directive("api-uses", ApiUses)
    app.add_directive("source", Source)
    app.add_env_collector(Uses)
    app.connect("autodoc-process-docstring", enrich, priority=900)
    app.connect("builder-inited", forget)
    app.connect("env-updated", rewrite_changed)
    app.connect("doctree-resolved", fill_in)
    app.connect("missing-reference", resolve_alias)
    app.connect("env-updated", check_docstrings)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
