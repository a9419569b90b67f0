"""``{source}``: print the own code of a function, or of a method, in a chapter."""

from __future__ import annotations

import importlib

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .listing import source_of
from .public import definition_of, documented, file_of, home_of, public_modules

logger = logging.getLogger(__name__)


class Source(SphinxDirective):
    """Print a function's own code, linked to its reference entry and to its place in the module."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the listing and the line below it."""
        asked = self.arguments[0]
        entries = documented(self.config.api_package)
        full, method = entries.get(asked), ""
        if full is None:
            owner, _, method = asked.rpartition(".")
            full = entries.get(owner)
        module, _, name = (full or "").rpartition(".")
        found = full is not None and full not in public_modules(self.config.api_package) and name
        if found and method:
            name = f"{name}.{method}"
            found = definition_of(home_of(importlib.import_module(module), name.partition(".")[0]), name)
        if not found:
            message = f"source: {asked!r} is not the name of a public function"
            logger.warning(message, location=self.get_location(), type="api", subtype="source")
            return []
        entry = name
        if method.startswith("_"):  # such methods have no entry of their own
            entry = name.rpartition(".")[0]
        elif method:
            full = f"{full}.{method}"
        home = home_of(importlib.import_module(module), name.partition(".")[0])
        self.env.note_dependency(str(file_of(home)))
        code = source_of(module, name)
        block = nodes.literal_block(code, code, language="python", classes=["source-code"])
        link = addnodes.pending_xref(
            "", nodes.literal(full, f"{module}.{name}", classes=["xref", "py"]),
            refdomain="py", reftype="obj", reftarget=full, refdoc=self.env.docname,
            refexplicit=True, refwarn=True,
        )  # fmt: skip
        page = "_modules/" + home.replace(".", "/")
        anchor = viewcode_anchor("", reftarget=page, refid=entry, refdoc=self.env.docname)
        said = nodes.inline("", "shown without type hints and argument checks", classes=["source-note"])
        caption = nodes.paragraph("", "", link, nodes.Text(" "), said, nodes.Text(" "), anchor)
        caption["classes"].append("source-caption")
        listing = nodes.container("", block, caption, classes=["source"], api_source=full)
        if "source-" + name not in self.state.document.ids:
            listing["ids"].append("source-" + name)
        self.set_source_info(listing)
        self.set_source_info(block)
        return [listing]
