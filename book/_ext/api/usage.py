"""Which pages teach or use a public name, and the sentence that says so in its entry."""

from __future__ import annotations

import ast

from docutils import nodes
from late import reading_order, series
from per_page import PerPage
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from .enrich import formulas_of
from .public import documented


class uses(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """The pages that teach or use ``target``, filled in when every page has been read."""


class ApiUses(SphinxDirective):
    """Leave the place where the pages that use a name are listed."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [uses("", target=self.arguments[0])]


def names_in_code(code: str, package: str, imported: dict[str, str]) -> set[str]:
    """Collect the dotted names of the package that a cell uses, and remember what it imports.

    >>> sorted(names_in_code("import nnbook as nn; nn.plots.line(nn.step(0))", "nnbook", {}))
    ['nnbook', 'nnbook.plots', 'nnbook.plots.line', 'nnbook.step']
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a cell with a shell or magic line
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == package:
                    imported[alias.asname or package] = alias.name if alias.asname else package
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            imported.update(
                {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            )
    for node in ast.walk(tree):
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in imported:
            found.add(".".join([imported[node.id], *parts]))
    return found


class Uses(PerPage):
    """Remember for each page which names it teaches (prints their formula or code) and uses (links or calls)."""

    attribute = "api_uses"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Look through one page."""
        env = app.env
        entries = documented(env.config.api_package)
        places = {node["target"] for node in doctree.findall(uses)}
        if places:
            self.of(env)[env.docname] = {"places": places}
            return
        taught = {}
        computed_by = {name: full for full, names in formulas_of(env).items() for name in names}
        for formula in doctree.findall(nodes.math_block):
            if (label := formula.get("label")) in computed_by:
                taught.setdefault(computed_by[label], nodes.make_id(f"equation-{label}"))
        for listing in doctree.findall(nodes.container):
            if "api_source" in listing and listing["ids"]:
                taught[listing["api_source"]] = listing["ids"][0]
        used = {
            entries[node["reftarget"]]
            for node in doctree.findall(addnodes.pending_xref)
            if node.get("refdomain") == "py" and node["reftarget"] in entries
        }
        imported: dict[str, str] = {}
        for block in doctree.findall(nodes.literal_block):
            if block.get("language") in ("ipython3", "python3", "ipython", "python") and not _inside_source(
                block
            ):
                found = names_in_code(block.astext(), env.config.api_package, imported)
                used |= {entries[name] for name in found if name in entries}
        if taught or used:
            self.of(env)[env.docname] = {"taught": taught, "used": dict.fromkeys(used - taught.keys(), "")}


def _inside_source(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.container) and "api_source" in node.parent


def pages_of(env: BuildEnvironment, full: str) -> list[tuple[str, str, str]]:
    """List page, ``"taught"`` or ``"used"``, and place on the page for one public name, in reading order."""
    store = Uses.of(env)
    order = reading_order(env)
    return [
        (docname, how, store[docname][how][full])
        for how in ("taught", "used")
        for docname in order
        if full in store.get(docname, {}).get(how, ())
    ]


def rewrite_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write an API page again when the pages that it must list have changed."""
    changed = []
    for docname, found in Uses.of(env).items():
        if "places" in found:
            now = {
                full: [(*found, env.titles[found[0]].astext()) for found in pages_of(env, full)]
                for full in found["places"]
            }
            if found.get("written") != now:
                found["written"] = now
                changed.append(docname)
    return changed


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace each placeholder by “Taught in …. Used in ….”."""
    for node in list(doctree.findall(uses)):
        pages = pages_of(app.env, node["target"])
        sentence: list[nodes.Node] = []
        for how, words in (("taught", "Taught in "), ("used", "Used in ")):
            links = [_link(app, docname, page, place) for page, kind, place in pages if kind == how]
            if links:
                sentence += [nodes.Text((" " if sentence else "") + words), *series(links), nodes.Text(".")]
        if sentence:
            node.replace_self(nodes.paragraph("", "", *sentence, classes=["api-uses"]))
        else:
            node.parent.remove(node)


def _link(app: Sphinx, docname: str, page: str, place: str) -> nodes.Node:
    uri = app.builder.get_relative_uri(docname, page) + (f"#{place}" if place else "")
    return nodes.reference("", app.env.titles[page].astext(), internal=True, refuri=uri)
