"""Numbers in the prose, set as numbers: a minus sign for a hyphen, a power of ten for an ``e``.

A percent sign stays on the line of its number, behind a narrow space.
The prose prints computed values by ``{glue:text}``, which formats them as Python does.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

_NUMBER = re.compile(r"([+-]?)(\d[\d.,_]*)(?:e([+-]?)(\d+))?(%?)")
_PERCENT = re.compile(r"(?<=\d) %")
_VERBATIM = (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw)


def typeset(text: str) -> list[nodes.Node]:
    r"""Return the nodes of one number, or the text as it is.

    >>> [node.astext() for node in typeset("-1.5e-07")]
    ['−1.5\xa0×\xa010', '−7']
    >>> [node.astext() for node in typeset("95%")]
    ['95\u202f%']
    >>> [node.astext() for node in typeset("12 weights")]
    ['12 weights']
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return [nodes.Text(text)]
    sign, digits, exponent_sign, exponent, percent = found.groups()
    number = sign.replace("-", "−") + digits
    if exponent is None:
        return [nodes.Text(number + ("\u202f%" if percent else ""))]
    power = exponent_sign.replace("-", "−").replace("+", "") + str(int(exponent))
    return [nodes.Text(f"{number}\u00a0×\u00a010"), nodes.superscript("", power)]


def _is_pasted(node: nodes.Node | None) -> bool:
    """Say whether a node is a computed value."""
    return isinstance(node, nodes.inline) and "pasted-text" in node["classes"]


def _keep_percent(part: nodes.Text) -> None:
    """Bind percent signs to the numbers before them, also to a computed one."""
    place = part.parent.index(part)
    text = _PERCENT.sub("\u202f%", part)
    if text.startswith(" %") and place and _is_pasted(part.parent[place - 1]):
        text = "\u202f" + text[1:]
    if text != part:
        part.parent.replace(part, nodes.Text(text))


def _process(app: Sphinx, doctree: nodes.document) -> None:
    for node in doctree.findall(nodes.inline):
        if _is_pasted(node) and all(isinstance(part, nodes.Text) for part in node.children):
            text = node.astext()
            node.clear()
            node += typeset(text)
    for part in list(doctree.findall(nodes.Text)):
        if not isinstance(part.parent, _VERBATIM):
            _keep_percent(part)


def setup(app: Sphinx) -> dict[str, Any]:
    """Typeset every pasted number once its page has been read."""
    app.connect("doctree-read", _process)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
