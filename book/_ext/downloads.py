"""Downloads: every chapter as a plain notebook and as a Python file, and all of them with the package in one archive.

The files are written from the finished page, so that they say what the page says, with the same numbers, and they run
in any Jupyter that has the package.  Nothing in them depends on the day or the machine.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from docutils import nodes
from late import is_website, placeholder, reading_order
from plain import Cell, CellError, cells_of
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

FOLDER = "_downloads"
KINDS = (("Notebook", "ipynb"), ("Python", "py"))
BASE = "nnbook[plots,data]"
BROUGHT = {"nnbook", "numpy", "scipy", "tqdm", "matplotlib", "IPython"}
"""What a reader has who installed ``BASE`` beside Jupyter."""

PACKAGE = (
    "nnbook/**/*", "pyproject.toml", "README.md", "CHANGELOG.md", "CITATION.cff",
    "LICENSE", "LICENSE-text", "constraints.txt",
)  # fmt: skip
"""What the archive holds besides the notebooks: enough for ``pip install`` in its folder."""


class download_list(placeholder):  # noqa: N801  (docutils names nodes in lower case)
    """The list of all downloads, filled in when they have been written."""


# --- One chapter ---


def notebook(cells: list[Cell], title: str, book: str) -> nbformat.NotebookNode:
    """Make a notebook whose bytes depend on the cells alone."""
    made = nbformat.v4.new_notebook()
    made.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": title,
        }
    )
    *most, last = [f"`{name}`" for name in (BASE, *further_packages(cells))]
    needs = f"{', '.join(most)} and {last}" if most else f"the book's package, {last}"
    note = f"*This is the chapter “{title}” of “{book}”. The cells need {needs}.*"
    for number, cell in enumerate(_after_title(cells, note)):
        new = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        node = new(cell.source, id=f"cell-{number:03}")
        if cell.tags:
            node.metadata["tags"] = list(cell.tags)
        made.cells.append(node)
    nbformat.validate(made)
    return made


def further_packages(cells: list[Cell]) -> list[str]:
    r"""List what the cells import beyond what the package brings and any Jupyter has.

    >>> further_packages([Cell("code", "import json, torch.nn, numpy as np\nfrom mpmath import mp")])
    ['mpmath', 'torch']
    """
    found = set()
    for node in [node for cell in cells if cell.kind == "code" for node in ast.walk(ast.parse(cell.source))]:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return sorted(found - sys.stdlib_module_names - BROUGHT)


def _after_title(cells: list[Cell], note: str) -> list[Cell]:
    """Put a note right below the first heading."""
    first, *rest = cells
    heading, _, text = first.source.partition("\n\n")
    return [Cell("markdown", f"{heading}\n\n{note}\n\n{text}".strip()), *rest]


def with_data(cells: list[Cell], folder: Path) -> list[Cell]:
    """Put before the first cell that reads a file of ``_data`` or runs one of ``scripts`` one that writes it."""
    made: list[Cell] = []
    written: set[str] = set()
    for cell in cells:
        for name in _data_files(cell) if cell.kind == "code" else ():
            if name not in written:
                text = (folder / name).read_text(encoding="utf-8")
                literal = _literal(text)
                code = f"from pathlib import Path\n\nPath({name!r}).parent.mkdir(exist_ok=True)\n"
                kind = "Python" if name.endswith(".py") else "recorded data"
                note = f"# This file of {kind} belongs to the next cell.\n"
                made.append(Cell("code", f"{note}{code}_ = Path({name!r}).write_text({literal})"))
                written.add(name)
        made.append(cell)
    return made


def _literal(text: str) -> str:
    r"""Write a text as Python does, line by line where that can be.

    >>> print(_literal('say "hello\\n"\n'))
    '''\
    say "hello\\n"
    '''
    """
    for quote in ('"' * 3, "'" * 3):
        if quote not in text and not text.rstrip().endswith(quote[0]):
            escaped = text.replace("\\", "\\\\")
            return f"{quote}\\\n{escaped}{quote}"
    return repr(text)


def _data_files(cell: Cell) -> list[str]:
    constants = (node.value for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Constant))
    folders = ("_data/", "scripts/")
    return sorted({value for value in constants if isinstance(value, str) and value.startswith(folders)})


def as_files(made: nbformat.NotebookNode) -> dict[str, str]:
    """Write a notebook in the two formats, by file ending."""
    script: str = jupytext.writes(made, fmt="py:percent")
    body = (
        script.partition("# ---\n")[2].partition("# ---\n")[2].lstrip("\n")
    )  # without jupytext's own header
    return {"ipynb": nbformat.writes(made, indent=1) + "\n", "py": body}


def has_downloads(app: Sphinx, docname: str) -> bool:
    """Say whether a page is offered: it has a kernel, and does not say ``download: false``."""
    about = app.env.metadata.get(docname, {})
    return "kernelspec" in about and str(about.get("download", True)).lower() != "false"


def file_of(app: Sphinx, docname: str, ending: str) -> Path:
    """Return where a chapter's download is written."""
    return Path(app.outdir, FOLDER, f"{docname.replace('/', '-')}.{ending}")


def _offer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write a chapter's files and hand the links to the theme, as ``chapter_downloads``."""
    if doctree is None or not is_website(app) or not has_downloads(app, page):
        return
    try:
        cells = with_data(cells_of(doctree, app.env.toc_fignumbers.get(page, {})), Path(app.srcdir))
    except (CellError, SyntaxError, OSError) as error:
        logger.warning(f"no download of this page: {error}", location=page, type="downloads")
        return
    for cell in cells:
        if cell.kind == "markdown" and (
            raw := re.search(r"^[> ]*((\\?`){3}|:::)\{.*", cell.source, flags=re.MULTILINE)
        ):
            logger.warning(f"a directive is not understood: {raw[0]}", location=page, type="downloads")
    files = as_files(notebook(cells, app.env.titles[page].astext(), app.config.project))
    links = []
    for label, ending in KINDS:
        target = file_of(app, page, ending)
        _write(target, files[ending].encode())
        links.append((label, context["pathto"](f"{FOLDER}/{target.name}", 1)))
    context["chapter_downloads"] = links


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)


# --- The whole book ---


def archive(files: dict[str, bytes]) -> bytes:
    """Pack files so that the bytes depend on names and contents alone.

    >>> archive({"a": b"1", "b": b"2"}) == archive({"b": b"2", "a": b"1"})
    True
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[name])
    return buffer.getvalue()


def archive_path(app: Sphinx) -> Path:
    """Return where the archive is written."""
    return Path(app.outdir, FOLDER, f"{app.config.downloads_name}-{app.config.version}.zip")


def chapters(app: Sphinx) -> list[str]:
    """List the pages that are offered, in reading order."""
    return [docname for docname in reading_order(app.env) if has_downloads(app, docname)]


def _finish(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Pack the archive when every page has been written; add no page."""
    if not is_website(app):
        return
    top = f"{app.config.downloads_name}-{app.config.version}"
    files = {}
    for docname in chapters(app):
        for _, ending in KINDS:
            source = file_of(app, docname, ending)
            if source.exists():
                files[f"{top}/notebooks/{source.name}"] = source.read_bytes()
    root = Path(app.confdir)
    for source in {path for pattern in PACKAGE for path in root.glob(pattern) if _is_source(path)}:
        files[f"{top}/{source.relative_to(root).as_posix()}"] = source.read_bytes()
    _write(archive_path(app), archive(files))
    yield from ()


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


class Downloads(SphinxDirective):
    """List every download with its size."""

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder."""
        return [download_list()]


def size(path: Path) -> str:
    """Write a file's size for a reader.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "file")
    ...     _ = file.write_bytes(bytes(12_345))
    ...     size(file)
    '12 kB'
    """
    count = path.stat().st_size
    return f"{max(1, round(count / 1000))} kB" if count < 1_000_000 else f"{count / 1e6:.1f} MB"


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the placeholder by a table of the chapters and a line about the archive."""
    for node in list(doctree.findall(download_list)):
        if not is_website(app):
            node.replace_self(nodes.paragraph("", "The files come with the HTML edition of the book."))
            continue
        uri = "../" * docname.count("/") + FOLDER + "/"
        rows = [
            [_page(app, docname, page), *(_entry(file_of(app, page, ending), uri) for _, ending in KINDS)]
            for page in chapters(app)
        ]
        packed = nodes.paragraph("", "", nodes.Text("All of them, with the package, in one archive: "))
        packed += [_entry(archive_path(app), uri), nodes.Text(".")]
        node.replace_self([packed, _table(["Chapter", *(label for label, _ in KINDS)], rows)])


def _page(app: Sphinx, docname: str, page: str) -> nodes.Node:
    uri = app.builder.get_relative_uri(docname, page)
    return nodes.reference("", app.env.titles[page].astext(), refuri=uri, internal=True)


def _entry(path: Path, uri: str) -> nodes.Node:
    link = nodes.reference("", path.name, refuri=uri + path.name, internal=True)
    told = f" ({size(path)})" if path.exists() else ""
    return nodes.inline("", "", link, nodes.Text(told))


def _table(head: list[str], rows: list[list[nodes.Node]]) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", _row([nodes.Text(title) for title in head]))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["downloads"])


def _row(cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the steps."""
    app.setup_extension("late")
    app.add_config_value("downloads_name", "nnbook", "html")
    app.add_node(download_list)
    app.add_directive("downloads", Downloads)
    app.connect("html-page-context", _offer)
    app.connect("html-collect-pages", _finish)
    app.connect("doctree-resolved", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
