"""Turn a finished page into the cells of a plain notebook: Markdown that any Jupyter reads, and code that runs.

The page is read after Sphinx has resolved it, so that every number, citation and reference is already text.
What a reader cannot use elsewhere (folds, boxes, links inside the book) becomes ordinary Markdown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import indent

from docutils import nodes
from sphinx import addnodes

SILENT = (
    nodes.comment, nodes.system_message, nodes.substitution_definition, nodes.pending, nodes.raw, nodes.meta,
    nodes.target, addnodes.index, addnodes.toctree, addnodes.tabular_col_spec,
)  # fmt: skip
"""Nodes that say nothing to a reader."""

HIDDEN = {"viewcode-link", "ledger-code"}
"""Classes of inline parts that are only links into the website."""

QUOTED = {"opener", "margin-note", "takeaway"}
"""Classes of boxes that become block quotes."""


@dataclass(frozen=True)
class Cell:
    """One cell: Markdown or code, and the tags of a code cell."""

    kind: str
    source: str
    tags: list[str] = field(default_factory=list)


class CellError(ValueError):
    """A cell cannot run outside the book."""


def without_glue(source: str) -> str:
    r"""Take out what only hands numbers to the prose, and keep every other line as it is.

    >>> print(without_glue('from myst_nb import glue\nx = 1  # one\nglue("x", x)\nassert x == 1'))
    x = 1  # one
    assert x == 1
    """
    if "glue" not in source:
        return source
    tree = ast.parse(source)
    gone = list(_glue_statements(tree.body))
    lines = source.splitlines()
    for statement in sorted(gone, key=lambda node: node.lineno, reverse=True):
        first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
        after = lines[last - 1][statement.end_col_offset :].partition("#")[0]
        if lines[first][: statement.col_offset].strip() or after.strip():
            raise CellError(f"a call of glue shares line {first + 1} of its cell with other code")
        del lines[first:last]
    left = "\n".join(lines).strip("\n")
    if any(isinstance(node, ast.Name) and node.id == "glue" for node in ast.walk(ast.parse(left))):
        raise CellError("glue is used inside other code, so that the cell cannot run without it")
    return left


def _glue_statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Find the statements to drop; a block that holds nothing else goes as a whole."""
    for statement in body:
        inner = [part for name in ("body", "orelse", "finalbody") for part in getattr(statement, name, ())]
        nested = list(_glue_statements(inner))
        if _is_glue(statement) or (inner and len([part for part in inner if part in nested]) == len(inner)):
            yield statement
        else:
            yield from nested


def _is_glue(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "myst_nb"
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "glue"


def cells_of(doctree: nodes.document, numbers: dict[str, dict[str, tuple[int, ...]]]) -> list[Cell]:
    """Write a resolved page as cells; ``numbers`` are the page's figure and formula numbers (``toc_fignumbers``)."""
    return list(_merge(_Writer(numbers).blocks(doctree, level=0)))


def _merge(blocks: Iterable[Cell]) -> Iterator[Cell]:
    """Join neighbouring Markdown; a heading opens a new cell."""
    waiting: list[str] = []
    for block in blocks:
        if waiting and (block.kind == "code" or block.source.startswith("#")):
            yield Cell("markdown", "\n\n".join(waiting))
            waiting = []
        if block.kind == "code":
            yield block
        elif block.source.strip():
            waiting.append(block.source)
    if waiting:
        yield Cell("markdown", "\n\n".join(waiting))


class _Writer:
    """Write nodes as Markdown."""

    def __init__(self, numbers: dict[str, dict[str, tuple[int, ...]]]) -> None:
        self.numbers = numbers

    # Blocks

    def blocks(self, node: nodes.Element, level: int) -> Iterator[Cell]:
        """Write the children of a node, one block each."""
        for child in node.children:
            yield from self.block(child, level)

    def block(self, node: nodes.Node, level: int) -> Iterator[Cell]:
        """Write one block; a node without a rule of its own passes on what it holds."""
        if isinstance(node, SILENT) or (
            isinstance(node, nodes.Element) and "only-dark" in node.get("classes", ())
        ):
            return
        if code := _cell_code(node):
            if source := without_glue(code[0]):
                yield Cell("code", source, code[1])
            yield from self._captions(node)
            return
        for kind in type(node).__mro__:
            rule = getattr(self, f"write_{kind.__name__}", None)
            if rule is not None:
                for part in rule(node, level):
                    yield part if isinstance(part, Cell) else Cell("markdown", part)
                return
        if isinstance(node, nodes.TextElement | nodes.Inline | nodes.Text):
            yield Cell("markdown", self.inline(node).strip())
        elif isinstance(node, nodes.Element):
            yield from self.blocks(node, level)

    def text(self, node: nodes.Element, level: int = 9) -> str:
        """Write everything below a node as one Markdown text."""
        parts = (
            f"```python\n{part.source}\n```" if part.kind == "code" else part.source
            for part in self.blocks(node, level)
        )
        return "\n\n".join(part for part in parts if part.strip())

    def write_section(self, node: nodes.section, level: int) -> Iterator[Cell]:
        yield from self.blocks(node, level + 1)

    def write_title(self, node: nodes.title, level: int) -> Iterator[str]:
        yield "#" * max(level, 1) + " " + self.line(node)

    def write_rubric(self, node: nodes.rubric, level: int) -> Iterator[str]:
        yield f"**{self.line(node)}**"

    write_box_label = write_rubric  # the line that names a box

    def write_exercise_title(self, node: nodes.TextElement, level: int) -> Iterator[str]:
        yield f"**{self._numbered(node.parent, 'exercise', 'Exercise')}{self.line(node)}**"

    def write_paragraph(self, node: nodes.paragraph, level: int) -> Iterator[str]:
        yield self.inline(node).strip()

    def write_box(self, node: nodes.Element, level: int) -> Iterator[str | Cell]:
        if QUOTED & set(node["classes"]):
            yield _quote(self.text(node))
        else:
            yield from self.blocks(node, level)

    def write_container(self, node: nodes.container, level: int) -> Iterator[str | Cell]:
        yield from self.blocks(node, level)

    def write_ledger_box(self, node: nodes.Element, level: int) -> Iterator[str]:
        kept = (
            part
            for part in node.children
            if not (isinstance(part, nodes.inline) and "ledger-dot" in part["classes"])
        )
        if "formula-home" in node["classes"]:
            yield f"*{self.line(node)}*"
        else:
            yield f"*{' · '.join(text for part in kept if (text := self.line(part)))}*"

    def write_block_quote(self, node: nodes.block_quote, level: int) -> Iterator[str]:
        yield _quote(self.text(node))

    def write_Admonition(self, node: nodes.Element, level: int) -> Iterator[str]:  # noqa: N802
        titled = any(isinstance(child, nodes.title) for child in node.children)
        name = "" if titled else f"**{type(node).__name__.capitalize()}.** "
        yield _quote(name + re.sub(r"^#+ (.*)", r"**\1**", self.text(node)))

    def write_bullet_list(self, node: nodes.bullet_list, level: int) -> Iterator[str]:
        yield self._list(node, ["-"] * len(node))

    def write_enumerated_list(self, node: nodes.enumerated_list, level: int) -> Iterator[str]:
        start = node.get("start", 1)
        yield self._list(node, [f"{start + i}." for i in range(len(node))])

    def _list(self, node: nodes.Element, marks: list[str]) -> str:
        items = [self.text(item) for item in node.children if isinstance(item, nodes.Element)]
        gap = "\n\n" if any("\n\n" in item for item in items) else "\n"
        return gap.join(
            f"{mark} " + indent(item, " " * (len(mark) + 1)).lstrip()
            for mark, item in zip(marks, items, strict=True)
        )

    def write_definition_list(self, node: nodes.definition_list, level: int) -> Iterator[str]:
        entries = []
        for item in node.findall(nodes.definition_list_item):
            terms = ", ".join(self.line(term) for term in item.findall(nodes.term))
            meaning = "\n\n".join(
                self.text(part) for part in item.children if isinstance(part, nodes.definition)
            )
            entries.append(f"- **{terms}**: " + indent(meaning, "  ").lstrip())
        yield "\n".join(entries)

    def write_literal_block(self, node: nodes.literal_block, level: int) -> Iterator[str]:
        language = {"ipython3": "python", "none": "", "default": ""}.get(
            node.get("language", ""), node.get("language", "")
        )
        yield f"```{language}\n{node.astext()}\n```"

    def write_doctest_block(self, node: nodes.doctest_block, level: int) -> Iterator[str]:
        yield f"```python\n{node.astext()}\n```"

    def write_math_block(self, node: nodes.math_block, level: int) -> Iterator[str]:
        latex = node.astext().strip()
        if "\\\\" in latex and "\\begin" not in latex:
            latex = f"\\begin{{aligned}}\n{latex}\n\\end{{aligned}}"
        number = self._number(node, "displaymath") or str(node.get("number") or "")
        tag = f"\n\\tag{{{number}}}" if number else ""
        yield f"$$\n{latex}{tag}\n$$"

    def write_figure(self, node: nodes.figure, level: int) -> Iterator[str]:
        images = [f"[Picture: {image['alt']}]" for image in node.findall(nodes.image) if image.get("alt")]
        yield from images[:1]
        yield from self._caption(node)

    def write_image(self, node: nodes.image, level: int) -> Iterator[str]:
        if node.get("alt"):
            yield f"[Picture: {node['alt']}]"

    def write_table(self, node: nodes.table, level: int) -> Iterator[str]:
        for title in node.findall(nodes.title):
            yield f"*{self.line(title)}*"
        rows = [
            [self.text(entry).replace("\n", " ").replace("|", "\\|") for entry in row.findall(nodes.entry)]
            for row in node.findall(nodes.row)
        ]
        if not any(True for _ in node.findall(nodes.thead)):
            rows.insert(0, [""] * len(rows[0]))
        rows.insert(1, ["---"] * len(rows[0]))
        yield "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def write_transition(self, node: nodes.transition, level: int) -> Iterator[str]:
        yield "---"

    def write_footnote(self, node: nodes.footnote, level: int) -> Iterator[str]:
        mark = next(iter(node.findall(nodes.label))).astext()
        body = "\n\n".join(self.text(nodes.container("", child.deepcopy())) for child in node.children[1:])
        yield f"[{mark}] {body}"

    write_citation = write_footnote

    def _captions(self, node: nodes.Node) -> Iterator[Cell]:
        """Write below a cell what stands under the figures that it draws."""
        for figure in node.findall(nodes.figure):
            for text in self._caption(figure):
                yield Cell("markdown", text)

    def _caption(self, node: nodes.Element) -> Iterator[str]:
        for caption in node.findall(nodes.caption):
            number = self._numbered(node, "figure", "Figure")
            yield f"*{number.strip()}* {self.line(caption)}" if number else self.line(caption)

    def _number(self, node: nodes.Element, kind: str) -> str:
        numbers = self.numbers.get(kind, {})
        return next(
            (".".join(map(str, numbers[name])) for name in node.get("ids", ()) if name in numbers), ""
        )

    def _numbered(self, node: nodes.Element, kind: str, word: str) -> str:
        number = self._number(node, kind)
        return f"{word} {number}. " if number else ""

    # Inline

    def line(self, node: nodes.Node) -> str:
        """Write a node's text on one line."""
        return " ".join(self.inline(node).split())

    def inline(self, node: nodes.Node) -> str:
        """Write a node as inline Markdown."""
        if isinstance(node, nodes.Text):
            return escape(node.astext())
        if isinstance(node, SILENT) or _is_hidden(node):
            return ""
        if isinstance(node, nodes.literal):
            ticks = "``" if "`" in node.astext() else "`"
            return f"{ticks}{node.astext()}{ticks}"
        if isinstance(node, nodes.math):
            return f"${node.astext()}$"
        if isinstance(node, nodes.image):
            return node.get("alt", "")
        inner = "".join(self.inline(child) for child in node.children)
        for kind, mark in ((nodes.emphasis, "*"), (nodes.strong, "**")):
            if isinstance(node, kind) and inner.strip():
                return f"{mark}{inner}{mark}"
        if isinstance(node, nodes.superscript | nodes.subscript):
            tag = "sup" if isinstance(node, nodes.superscript) else "sub"
            return f"<{tag}>{inner}</{tag}>"
        if isinstance(node, nodes.footnote_reference):
            return f"[{inner}]"
        if isinstance(node, nodes.reference) and not node.get("internal") and "://" in node.get("refuri", ""):
            return f"[{inner}]({node['refuri']})"
        return inner


def escape(text: str) -> str:
    r"""Escape what Markdown would read as markup.

    >>> print(escape("2*3 costs $6 in snake_case, _so_"))
    2\*3 costs \$6 in snake_case, \_so\_
    """
    return re.sub(r"[\\*$`<]|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)


def _is_hidden(node: nodes.Node) -> bool:
    return type(node).__name__ == "ledger_test" or (
        isinstance(node, nodes.Element) and bool(HIDDEN & set(node.get("classes", ())))
    )


def _quote(text: str) -> str:
    return indent(text, "> ", lambda line: True).replace("> \n", ">\n")


def _cell_code(node: nodes.Node) -> tuple[str, list[str]] | None:
    """Return code and tags if the node is a code cell, folded claims included."""
    if not isinstance(node, nodes.Element):
        return None
    is_claim = type(node).__name__ == "claim"
    if not is_claim and node.get("nb_element") != "cell_code":
        return None
    source = next(
        (part for part in node.findall(nodes.container) if part.get("nb_element") == "cell_code_source"), None
    )
    holder = node if is_claim else source
    if holder is None:
        raise CellError("a cell's code is not on the page (is its input removed?)")
    code = next(iter(holder.findall(nodes.literal_block))).astext()
    return code, ["claim"] if is_claim else list(node["cell_metadata"].get("tags", ()))
