r"""Find the displayed formulas of the book's pages, with the parser that Sphinx reads them with.

Displays in the bodies of directives are found too; code cells are not looked into.

>>> [(d.label, d.latex) for d in displays("$$\na = b\n$$ (first)\n\n$$\nc\n$$\n")]
[('first', 'a = b'), (None, 'c')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_NO_MARKDOWN = frozenset(
    {
        "code",
        "code-cell",
        "code-block",
        "raw",
        "source",
        "toctree",
        "eval-rst",
        "formula",
        "formula-index",
        "literalinclude",
    }
)
_OPTION = re.compile(r"\s*:([a-z-]+):\s*(.*)$")


@dataclass(frozen=True)
class Display:
    """One displayed formula on a page."""

    page: str
    line: int
    label: str | None
    latex: str


def displays(text: str, page: str = "", offset: int = 0) -> Iterator[Display]:
    """Yield the displayed formulas of a text."""
    for token in _parser().parse(text):
        line = offset + (token.map[0] if token.map else 0) + 1
        if token.type == "math_block":
            yield Display(page, line, None, token.content.strip())
        elif token.type == "math_block_label":
            yield Display(page, line, token.info, token.content.strip())
        elif token.type == "amsmath":
            yield Display(page, line, None, token.content.strip())
        elif token.type in ("fence", "colon_fence"):
            yield from _directive(token, page, line)
        elif token.type == "inline":
            for child in token.children or ():
                if child.type == "math_inline_double":
                    yield Display(page, line, None, child.content.strip())


def _directive(token: Any, page: str, line: int) -> Iterator[Display]:
    """Look into the body of a directive."""
    match = re.match(r"\{([\w:-]+)\}", token.info.strip())
    if match is None or match[1] in _NO_MARKDOWN:
        return
    options: dict[str, str] = {}
    body = token.content.splitlines()
    skipped = 0
    if body and body[0].strip() == "---":
        skipped = next((i for i, row in enumerate(body[1:], 2) if row.strip() == "---"), len(body))
    else:
        while skipped < len(body) and (option := _OPTION.match(body[skipped])):
            options[option[1]] = option[2]
            skipped += 1
    rest = "\n".join(body[skipped:])
    if match[1] == "math":
        yield Display(page, line, options.get("label"), rest.strip())
    else:
        yield from displays(rest, page, line + skipped)


def printed_formulas(folder: Path) -> list[Display]:
    """Return the displayed formulas of all pages in a folder, page by page."""
    found: list[Display] = []
    for file in sorted(folder.rglob("*.md")):
        name = file.relative_to(folder)
        if not any(part.startswith(("_", ".")) for part in name.parts):
            found += displays(file.read_text(encoding="utf-8"), name.with_suffix("").as_posix())
    return found


@cache
def _parser() -> Any:
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    extensions = {"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"}
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
