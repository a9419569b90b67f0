"""Pages that tell about the build itself are written last, at every build, without being read again.

An extension derives its placeholder from `placeholder` and fills it on ``doctree-resolved``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from per_page import PerPage
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class placeholder(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """A place for what is known only at the end of a build."""


def is_website(app: Sphinx) -> bool:
    """Say whether this build makes pages that can carry downloads and a report; an EPUB does not."""
    return app.builder.format == "html" and not app.builder.name.startswith("epub")


def reading_order(env: BuildEnvironment) -> list[str]:
    """List the pages as a reader who turns every page meets them."""
    order: list[str] = []
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop(0)
        if docname not in order:
            order.append(docname)
            waiting[:0] = env.toctree_includes.get(docname, [])
    return order


def figure_link(app: Sphinx, at: str, docname: str, target: str) -> nodes.reference:
    """Return a link from page `at` to a figure of page `docname`; its text is the figure's number."""
    number = app.env.toc_fignumbers.get(docname, {}).get("figure", {}).get(target, ())
    label = " ".join(["Figure", ".".join(map(str, number))]).strip()
    uri = f"{app.builder.get_relative_uri(at, docname)}#{target}"
    return nodes.reference("", label, internal=True, refuri=uri)


def series(items: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Put commas and an *and* between nodes."""
    for i, item in enumerate(items):
        if i:
            yield nodes.Text(" and " if i == len(items) - 1 else ", ")
        yield item


class LatePages(PerPage):
    """Remember which pages hold a placeholder."""

    attribute = "late_pages"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Look for a placeholder on one page."""
        if any(True for _ in doctree.findall(placeholder)):
            self.of(app.env)[app.env.docname] = True


def _rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the late pages of an EPUB again with the others: it is packed before there is a last step."""
    return [] if is_website(app) else list(LatePages.of(env))


def _write(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the late pages once everything else has been written; add no page."""
    if is_website(app):
        for docname in sorted(LatePages.of(app.env).keys() & app.env.found_docs):
            doctree = app.env.get_and_resolve_doctree(docname, app.builder, tags=app.tags)
            app.builder.write_doc(docname, doctree)
    yield from ()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the placeholder and the last step."""
    app.add_node(placeholder)
    app.add_env_collector(LatePages)
    app.connect("env-updated", _rewrite)
    app.connect("html-collect-pages", _write, priority=900)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
