"""What the theme needs from Python: nothing loaded that the page does not use, and every wide thing scrolls alone.

The templates and the style sheet are in ``book/_theme/nnbook``.
"""

from __future__ import annotations

import hashlib
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from furniture.box import box
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

_PRE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_PLAIN = re.compile(r'<span class="(?:n|na|nn|nt|nv|o|p|pm|w)">([^<]*)</span>|<span></span>')
"""Code in the colour of the text needs no element: names, operators, punctuation, white space."""

STYLE = Path(__file__).parents[1] / "_theme" / "nnbook" / "static" / "nnbook.css"

MATH_STYLE = STYLE.parents[3] / "_static" / "katex" / "katex.min.css"

_REPLACED = (
    "nnbook.css",
    "katex.min.css",
    "basic.css",
    "pygments.css",
    "pygments_dark.css",
    "mystnb.",
    "copybutton.css",
)
"""Style sheets whose few rules that the book needs are in the theme's own; that one stands in the page itself."""


def wrap_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let a table that is wider than the page scroll in a box of its own."""
    if app.builder.format != "html":
        return
    for table in list(doctree.findall(nodes.table)):
        wrapper = box.of("div", classes="table-scroll")
        table.parent.replace(table, wrapper)
        wrapper.append(table)


class PlaceNotes(SphinxPostTransform):
    """Bring a margin note level with the paragraph before it: on the page, the note floats beside it.

    On a narrow window the style sheet puts the note back after the paragraph.
    """

    default_priority = 901
    formats = ("html",)

    def run(self, **options: Any) -> None:
        """Wrap paragraph and notes, the notes first."""
        if self.app.builder.name == "epub":
            return
        for note in list(self.document.findall(box)):
            if "margin-note" not in note["classes"]:
                continue
            parent, place = note.parent, note.parent.index(note)
            while place and parent[place - 1].tagname == "claim":
                place -= 1
            before = parent[place - 1] if place else None
            if isinstance(before, box) and "noted" in before["classes"]:
                parent.remove(note)
                before.insert(len(before) - 1, note)
            elif isinstance(before, nodes.paragraph | nodes.bullet_list | nodes.enumerated_list):
                parent.remove(note)
                wrapper = box.of("div", classes="noted")
                parent.replace(before, wrapper)
                wrapper += [note, before]


def _visit_hidden_code(self: Any, node: HideCodeCellNode) -> None:
    """Name a folded cell by what it holds; the summary's text is its accessible name."""
    kind = "output" if "above-output" in node["classes"] or "below-input" in node["classes"] else "code"
    self.body.append(self.starttag(node, "details", CLASS=f"hide hide-{kind}"))
    self.body.append(
        f"<summary>Show the {kind}</summary>\n" if kind == "output" else "<summary>The code</summary>\n"
    )


def _depart_hidden_code(self: Any, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def _visit_citation(self: Any, node: nodes.citation) -> None:
    """Write an entry of the bibliography without the key, its backlinks and roles, which fail on other pages."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div class="citation-list">\n')
    for key in list(node.findall(nodes.label)):
        node.remove(key)
    self.body.append(self.starttag(node, "div", CLASS="citation"))


def _depart_citation(self: Any, node: nodes.citation) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")


def plain_code(html: str) -> str:
    """Drop the elements around code that the style sheet does not colour: half the elements of a page.

    >>> plain_code('<pre><span></span><span class="n">x</span> <span class="k">if</span></pre>')
    '<pre>x <span class="k">if</span></pre>'
    >>> plain_code('<span class="n">x</span>')
    '<span class="n">x</span>'
    """
    return _PRE.sub(lambda block: _PLAIN.sub(lambda token: token[1] or "", block[0]), html)


@cache
def style() -> str:
    """Return the theme's style sheet without comments and indentation.

    It stands in every page, so that the first paint waits for one file less: that is a second on a slow telephone.
    """
    css = re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", css).strip()


def _note_style(app: Sphinx, config: Config) -> None:
    """Write every page again when the style sheet has changed."""
    style.cache_clear()
    config.nnbook_style = hashlib.sha256(style().encode()).hexdigest()


def section_heights(doctree: nodes.document) -> dict[str, int]:
    """Estimate, generously, how tall the sections of a page are on a phone, in CSS pixels, by their id.

    A browser that has not laid out a section yet reserves this much room for it.
    """
    return {
        section["ids"][0]: math.ceil(_height(section) / 10) * 10
        for chapter in doctree.children
        if isinstance(chapter, nodes.section)
        for section in chapter.children
        if isinstance(section, nodes.section)
    }


def _height(node: nodes.Node) -> float:
    """Estimate the height of a node on a phone; what is folded, and a figure's dark twin, has none."""
    if isinstance(node, nodes.literal_block):
        return 21 * (node.astext().count("\n") + 1) + 55
    if isinstance(node, nodes.math_block):
        return 40 * (node.astext().count(r"\\") + 1) + 40
    if isinstance(node, nodes.image):
        return 0 if "only-dark" in node["classes"] else 320
    if isinstance(node, nodes.row):
        return 24 * max(math.ceil(len(entry.astext()) / 18) for entry in node.children) + 18
    if isinstance(node, nodes.TextElement):
        return 29 * math.ceil(len(node.astext()) / 34) + 20
    if (
        node.tagname == "claim"
        or isinstance(node, HideCodeCellNode)
        or "fold-body" in getattr(node, "attributes", {}).get("classes", ())
    ):
        return 32
    return sum(_height(child) for child in node.children)


def _trim(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop style sheets that the theme replaces and elements that nothing styles; let no script hold up the page."""
    if app.builder.name == "epub":
        return
    sheets = [str(getattr(sheet, "filename", sheet)) for sheet in context["css_files"]]
    context["css_files"] = [
        sheet
        for sheet in context["css_files"]
        if not any(replaced in str(getattr(sheet, "filename", sheet)) for replaced in _REPLACED)
    ]
    context["style"] = style().replace("url(fonts/", f"url({context['pathto']('_static/fonts', 1)}/")
    if any(sheet.endswith("katex.min.css") for sheet in sheets):
        mathematics = MATH_STYLE.read_text(encoding="utf-8")
        fonts = f"url({context['pathto']('_static/katex/fonts', 1)}/"
        context["style"] = mathematics.replace("url(fonts/", fonts) + context["style"]
    if "body" in context:
        context["body"] = plain_code(context["body"])
    if doctree is not None:
        context["section_heights"] = section_heights(doctree)
    for script in context["script_files"]:
        if hasattr(script, "attributes"):
            script.attributes.setdefault("defer", "defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the post-transform and the overrides."""
    app.add_post_transform(PlaceNotes)
    app.add_node(HideCodeCellNode, override=True, html=(_visit_hidden_code, _depart_hidden_code))
    app.add_node(nodes.citation, override=True, html=(_visit_citation, _depart_citation))
    app.add_config_value("nnbook_style", "", "html")
    app.connect("config-inited", _note_style)
    app.connect("doctree-resolved", wrap_tables, priority=900)
    app.connect("html-page-context", _trim, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
