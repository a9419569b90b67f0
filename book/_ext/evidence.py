"""Claims and counts: what the book asserts, shown beside the sentence, and counted for the whole book.

A code cell with the tag ``claim`` holds the assertions behind the paragraph above it.  The page shows it as a small
folded line that opens to the code; a failing assertion fails the build, like any failing cell.  The role
``{count}`` prints a live total: of formulas, claims, figures or seeds, for the book or (``figures@neurons``) a page.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from late import placeholder
from per_page import PerPage
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)

KINDS = ("formulas", "claims", "figures", "seeds")
BANNED = re.compile(r"^(:tags:|tags:|  - ).*\bremove[-_]cell\b", re.MULTILINE)
"""The tag under which a cell can silently go without being run; such a cell leaves no trace in the document."""


class claim(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """The folded assertions behind a paragraph; ``count`` is their number."""


class count(nodes.Inline, placeholder):  # noqa: N801
    """A total, filled in when every page has been read."""


def _is_glue(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "myst_nb"
    called = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(called, ast.Call) and isinstance(called.func, ast.Name) and called.func.id == "glue"


def without_glue(source: str) -> str:
    r"""Drop the statements that only hand numbers to the prose.

    >>> print(without_glue('from myst_nb import glue\nx = 1\nglue("x", x, display=False)\nassert x == 1'))
    x = 1
    assert x == 1
    """
    lines = source.splitlines()
    for statement in reversed(ast.parse(source).body):
        if _is_glue(statement):
            del lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(lines).strip("\n")


def count_assertions(source: str) -> int:
    r"""Count the ``assert`` statements of a cell.

    >>> count_assertions("assert 1 < 2\nfor i in range(3):\n    assert i < 3")
    2
    """
    return sum(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))


def seeds_of(glued: dict[str, Any]) -> int:
    """Add up the glued numbers of seeds: those whose key ends in ``-seeds``.

    >>> seeds_of({"xor-seeds": {"data": {"text/plain": "1000"}}, "loss": {"data": {"text/plain": "0.5"}}})
    1000
    """
    return sum(int(value["data"]["text/plain"]) for key, value in glued.items() if key.endswith("-seeds"))


def cells(doctree: nodes.document) -> Iterator[nodes.container]:
    """Yield the code cells of a page."""
    for node in list(doctree.findall(nodes.container)):
        if node.get("nb_element") == "cell_code":
            yield node


class Evidence(PerPage):
    """Turn claim cells into folded lines, and remember per page how many claims and seeds it has."""

    attribute = "book_evidence"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Fold the claim cells of one page and count."""
        docname = app.env.docname
        problems: list[tuple[int | None, str]] = []
        if BANNED.search(Path(app.env.doc2path(docname)).read_text(encoding="utf-8")):
            problems.append((None, "a cell tagged remove-cell can go without being run: use the tag claim"))
        found = 0
        for cell in cells(doctree):
            if "claim" in cell["cell_metadata"].get("tags", ()):
                found += self._fold(cell, problems)
        self.of(app.env)[docname] = {
            "claims": found,
            "seeds": _read_seeds(app.env, docname),
            "problems": problems,
        }

    @staticmethod
    def _fold(cell: nodes.container, problems: list[tuple[int | None, str]]) -> int:
        code = next(iter(cell.findall(nodes.literal_block)))
        assertions = count_assertions(code.astext())
        if not assertions:
            problems.append((cell.line, "a claim cell must contain at least one assert"))
        outputs = [part for part in cell.children if part.get("nb_element") == "cell_code_output"]
        if any(part.astext().strip() for part in outputs):
            problems.append((cell.line, "a claim cell must print nothing"))
        shown = without_glue(code.astext())
        block = nodes.literal_block(shown, shown, language="ipython3")
        folded = claim("", block, *outputs, count=assertions)
        folded.source, folded.line = cell.source, cell.line
        cell.replace_self(folded)
        return assertions


def _read_seeds(env: BuildEnvironment, docname: str) -> int:
    folder = getattr(getattr(env, "mystnb_config", None), "output_folder", None)
    file = Path(folder) / f"{docname}.glue.json" if folder else None
    if file is None or "glue" not in getattr(env, "nb_metadata", {}).get(docname, {}):
        return 0
    return seeds_of(json.loads(file.read_text(encoding="utf-8")))


def counts(env: BuildEnvironment, docname: str | None = None) -> dict[str, int]:
    """Count formulas, claims, figures and seeds of one page, or of the book."""
    own = Evidence.of(env)
    pages = [docname] if docname else list(own)
    totals = {kind: sum(own.get(page, {}).get(kind, 0) for page in pages) for kind in ("claims", "seeds")}
    drawn: dict[str, dict[str, Any]] = getattr(env, "book_figures", {})
    totals["figures"] = sum(
        len(drawn.get(page, {}).get("figures", ())) for page in ([docname] if docname else drawn)
    )
    totals["formulas"] = (
        env.get_domain("ledger").counts(docname)["formulas"] if "ledger" in env.app.registry.domains else 0  # type: ignore[attr-defined]
    )
    return totals


class CountRole(SphinxRole):
    """``{count}`kind``` or ``{count}`kind@page```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a placeholder, or complain about an unknown kind."""
        kind, _, page = self.text.partition("@")
        if kind not in KINDS:
            message = f"count: expected one of {', '.join(KINDS)}, got {kind!r}"
            logger.warning(message, location=self.get_location(), type="evidence")
            return [], []
        return [count("", kind=kind, page=page)], []


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(count)):
        number = counts(app.env, node["page"] or None)[node["kind"]]
        node.replace_self(nodes.inline("", f"{number:,}", classes=["count"]))


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    for docname, data in sorted(Evidence.of(env).items()):
        for line, message in data["problems"]:
            logger.warning(message, location=(docname, line), type="evidence")


def _visit_claim(self: Any, node: claim) -> None:
    noun = "assertion" if node["count"] == 1 else "assertions"
    self.body.append(
        f'<details class="claim"><summary><span aria-hidden="true">✓</span> checked '
        f'<span class="claim-count">by {node["count"]} {noun}</span></summary>\n'
    )


def _depart_claim(self: Any, node: claim) -> None:
    self.body.append("</details>\n")


def _skip(self: Any, node: nodes.Node) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the claim cells, the role ``count`` and the checks."""
    app.setup_extension("late")
    app.add_node(claim, html=(_visit_claim, _depart_claim), latex=(_skip, None), text=(_skip, None))
    app.add_node(count)
    app.add_role("count", CountRole())
    app.add_env_collector(Evidence)
    app.connect("env-check-consistency", _report)
    app.connect("doctree-resolved", _fill)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
