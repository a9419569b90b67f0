"""Links between names: from docstrings to entries, and from a short name to the entry that documents it."""

from __future__ import annotations

import inspect
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .public import documented, load


def reference_to(name: str, full: str) -> str:
    """Write a link to the entry of a public name, shown as ``name``."""
    return f":py:{'func' if inspect.isroutine(load(full)) else 'obj'}:`{name} <{full}>`"


def linked(text: str, package: str) -> str:
    """Turn names in single backticks, as docstrings write them, into links where they are public, else into code.

    >>> linked("Like `style`, but not ``x`` or :class:`y`.", "nnbook")
    'Like ``style``, but not ``x`` or :class:`y`.'
    """
    return re.sub(
        r"(?<![`:\w])`([A-Za-z_][\w.]*)`(?!`)", lambda found: _link_or_code(found[1], package), text
    )


def _link_or_code(name: str, package: str) -> str:
    entries = documented(package)
    full = entries.get(name) or entries.get(f"{package}.{name}")
    return f":py:obj:`{name} <{full}>`" if full else f"``{name}``"


def resolve_alias(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, text: nodes.Element
) -> nodes.Node | None:
    """Resolve a re-exported name (``nnbook.sigmoid``) to the entry that documents it."""
    target = node.get("reftarget", "")
    full = documented(env.config.api_package).get(target)
    if node.get("refdomain") != "py" or full is None or full == target:
        return None
    return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, "obj", full, node, text)
