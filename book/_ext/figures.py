"""Figures: every one has a name, a caption, alt text, and a dark twin that follows the reader's switch.

Figures are SVG drawn with the colours of ``nnbook.plots.style``; the dark twin is the same file with each colour
exchanged for its partner.  A drawing without name, caption or alt text, or with a colour that has no partner, fails
the build.  ``{figure-index}`` lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from late import figure_link, placeholder, reading_order
from per_page import PerPage
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nnbook.plots.style import DARK

logger = logging.getLogger(__name__)

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_SIZE = re.compile(r'<svg[^>]*?\bviewBox="0 0 ([\d.]+) ([\d.]+)"')


class drawing(nodes.image):  # noqa: N801  (docutils names nodes in lower case)
    """One rendering, light or dark, of a figure; written with its size, so that the page does not jump."""


class figure_index(placeholder):  # noqa: N801
    """The list of all figures, filled in when every page has been read."""


def darken(svg: str) -> str:
    """Exchange every colour of a light SVG for its dark partner.

    >>> darken('<path style="stroke: #1f2430"/>')
    '<path style="stroke: #e6e9ef"/>'
    """
    return _HEX.sub(lambda match: DARK.get(match[0].lower(), match[0]), svg)


def strange_colors(svg: str) -> list[str]:
    """List the colours that have no dark partner.

    >>> strange_colors('<path style="stroke: #ff0000; fill: #1f2430"/>')
    ['#ff0000']
    """
    return sorted({color.lower() for color in _HEX.findall(svg)} - DARK.keys())


def size_of(svg: str) -> tuple[int, int] | None:
    """Read width and height, in CSS pixels, from an SVG that matplotlib wrote in points.

    >>> size_of('<svg width="72pt" height="36pt" viewBox="0 0 72 36">')
    (96, 48)
    """
    found = _SIZE.search(svg)
    return (round(float(found[1]) * 4 / 3), round(float(found[2]) * 4 / 3)) if found else None


class Figures(PerPage):
    """Check the figures of each page, add their dark twins and remember them."""

    attribute = "book_figures"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Check and twin the figures of one page."""
        docname = app.env.docname
        problems: list[tuple[int | None, str]] = []
        named = []
        for cell in doctree.findall(nodes.container):
            wanted = cell.get("cell_metadata", {}).get("mystnb", {}).get("figure", {})
            if wanted and not any(True for _ in cell.findall(nodes.figure)):
                problems.append((cell.line, f"figure {wanted.get('name')}: its cell drew nothing"))
        for node in doctree.findall(nodes.figure):
            problems += [(node.line, problem) for problem in _faults(node)]
            if node["ids"]:
                caption = next(iter(node.findall(nodes.caption)), nodes.caption())
                named.append((node["ids"][0], caption.deepcopy()))
        for image in list(doctree.findall(nodes.image)):
            cell = _code_cell(image)
            if cell is not None and not _in_figure(image):
                problems.append((cell.line, "a drawing needs a figure name, a caption and alt text"))
            elif not image.get("alt", "").strip():
                problems.append((image.line, f"image {image['uri']} needs alt text"))
            if image["uri"].endswith(".svg") and cell is not None:
                problems += _add_twin(app.env, image)
        if named or problems:
            self.of(app.env)[docname] = {"figures": named, "problems": problems}


def _faults(figure: nodes.figure) -> list[str]:
    name = next(iter(figure["names"]), "")
    caption = next(iter(figure.findall(nodes.caption)), None)
    image = next(iter(figure.findall(nodes.image)), None)
    faults = []
    if not name.startswith("fig-"):
        faults.append(f"a figure needs a name that starts with fig-, got {name!r}")
    if caption is None or not caption.astext().strip():
        faults.append(f"figure {name}: a caption that states the finding is missing")
    if image is None:
        faults.append(f"figure {name}: it holds no image")
    elif not image.get("alt", "").strip():
        faults.append(f"figure {name}: alt text is missing")
    return faults


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what encloses a node, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


def _code_cell(node: nodes.Node) -> nodes.Element | None:
    """Find the code cell that drew a node."""
    return next((parent for parent in _around(node) if parent.get("nb_element") == "cell_code"), None)


def _in_figure(node: nodes.Node) -> bool:
    """Say whether a node belongs to a figure."""
    return any(isinstance(parent, nodes.figure) for parent in _around(node))


def _add_twin(env: BuildEnvironment, image: nodes.image) -> list[tuple[int | None, str]]:
    light = Path(env.srcdir, image["uri"]).resolve()
    svg = light.read_text(encoding="utf-8")
    dark = light.with_name(light.stem + "-dark.svg")
    dark.write_text(darken(svg), encoding="utf-8")
    twin_uri = image["uri"][: -len(".svg")] + "-dark.svg"
    env.images.add_file(env.docname, twin_uri)
    size = size_of(svg)
    twins = []
    for uri, theme in ((image["uri"], "only-light"), (twin_uri, "only-dark")):
        twin = drawing("", uri=uri, candidates={"*": uri}, alt=image.get("alt", ""), classes=[theme])
        twin["size"] = size
        twins.append(twin)
    image.replace_self(twins)
    return [
        (image.line, f"colour {color} of a figure has no dark twin in nnbook.plots.style.DARK")
        for color in strange_colors(svg)
    ]


class OneRendering(SphinxPostTransform):
    """Keep only the light rendering where nothing can switch: EPUB, LaTeX, text."""

    default_priority = 300

    def run(self, **options: Any) -> None:
        """Remove the dark twins."""
        if self.app.builder.name not in ("html", "dirhtml", "singlehtml"):
            for node in list(self.document.findall(drawing)):
                if "only-dark" in node["classes"]:
                    node.parent.remove(node)


class FillIndex(SphinxPostTransform):
    """Turn ``{figure-index}`` into lists of links, before references are resolved."""

    default_priority = 8

    def run(self, **options: Any) -> None:
        """Fill every index on the page."""
        for node in list(self.document.findall(figure_index)):
            node.replace_self(self._lists())

    def _lists(self) -> list[nodes.Node]:
        found = Figures.of(self.env)
        order = [name for name in reading_order(self.env) if found.get(name, {}).get("figures")]
        parts: list[nodes.Node] = []
        for docname in order:
            title = nodes.rubric("", "", *self.env.titles[docname].deepcopy().children)
            items = [self._entry(docname, target, caption) for target, caption in found[docname]["figures"]]
            parts += [title, nodes.bullet_list("", *items, classes=["figure-index"])]
        return parts

    def _entry(self, docname: str, target: str, caption: nodes.caption) -> nodes.list_item:
        link, text = figure_link(self.app, self.env.docname, docname, target), caption.deepcopy()
        for reference in text.findall():
            if isinstance(reference, nodes.Element) and "refdoc" in reference:
                reference["refdoc"] = self.env.docname
        return nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(". "), *text.children))


class FigureIndex(SphinxDirective):
    """The list of all figures of the book."""

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder."""
        return [figure_index()]


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    for docname, data in sorted(Figures.of(env).items()):
        for line, message in data["problems"]:
            logger.warning(message, location=(docname, line), type="figures")


def _visit_drawing(self: Any, node: drawing) -> None:
    name = self.builder.images.get(node["uri"])
    attributes: dict[str, Any] = {"src": f"{self.builder.imgpath}/{quote(name)}" if name else node["uri"]}
    attributes["alt"] = node["alt"]
    if node["size"]:
        attributes["width"], attributes["height"] = node["size"]
    if self.builder.name != "epub":
        attributes |= {"loading": "lazy", "decoding": "async"}
    self.body.append(self.emptytag(node, "img", "\n", **attributes))


def _depart(self: Any, node: nodes.Node) -> None:
    pass


def _skip(self: Any, node: nodes.Node) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the checks, the twins and the index."""
    app.setup_extension("late")
    app.add_node(drawing, html=(_visit_drawing, _depart), text=(_skip, None))
    app.add_node(figure_index)
    app.add_directive("figure-index", FigureIndex)
    app.add_env_collector(Figures)
    app.add_post_transform(OneRendering)
    app.add_post_transform(FillIndex)
    app.connect("env-check-consistency", _report)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
