"""The bibliography as a plain list: every work with the pages that cite it.

Text cites by author and year, so the entries need no labels; a list is what a screen reader announces best.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from late import reading_order, series
from pybtex.plugin import find_plugin, register_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def citing_pages(env: BuildEnvironment) -> dict[str, list[str]]:
    """Map the id of each entry to the pages that cite it, in reading order."""
    domain = env.get_domain("cite")
    cited: dict[str, set[str]] = {}
    for reference in domain.citation_refs:  # type: ignore[attr-defined]
        for target in reference.targets:
            cited.setdefault(target.key, set()).add(reference.docname)
    order = reading_order(env)
    return {
        entry.citation_id: [page for page in order if page in cited.get(entry.key, ())]
        for entry in domain.citations  # type: ignore[attr-defined]
    }


def _plain(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn each block of citations into a list, and say under each entry where it is cited."""
    blocks = {id(node.parent): node.parent for node in doctree.findall(nodes.citation)}
    if not blocks:
        return
    cited = citing_pages(app.env)
    for block in blocks.values():
        items = []
        for entry in [child for child in block.children if isinstance(child, nodes.citation)]:
            text = [child for child in entry.children if not isinstance(child, nodes.label)]
            pages = [page for name in entry["ids"] for page in cited.get(name, ())]
            links: list[nodes.Node] = [
                nodes.reference(
                    "",
                    app.env.titles[page].astext(),
                    refuri=app.builder.get_relative_uri(docname, page),
                    internal=True,
                )
                for page in pages
            ]
            if links and isinstance(text[0], nodes.paragraph):
                text[0] += [nodes.Text(" Cited in "), *series(links), nodes.Text(".")]
            items.append(nodes.list_item("", *text, ids=entry["ids"]))
        at = block.index(next(child for child in block.children if isinstance(child, nodes.citation)))
        block.children = [child for child in block.children if not isinstance(child, nodes.citation)]
        block.insert(at, nodes.bullet_list("", *items, classes=["bibliography"]))


def _remember_plugins() -> None:
    """Register what is looked up for every citation; else pybtex searches all installed packages each time."""
    for group, name in (("backends", "docutils"), ("backends", "plaintext"), ("style.names", "last")):
        register_plugin(f"pybtex.{group}", name, find_plugin(f"pybtex.{group}", name), force=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the last step of the bibliography."""
    app.setup_extension("sphinxcontrib.bibtex")
    _remember_plugins()
    app.connect("doctree-resolved", _plain)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
