"""The build report: seconds, formulas, claims, figures and seeds of each page, with versions and machine.

It is the one page that is new at every build, so it stays out of the search index and out of the comparison of builds.
"""

from __future__ import annotations

import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from docutils import nodes
from evidence import KINDS, counts
from late import is_website, placeholder, reading_order
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

PACKAGES = ("numpy", "scipy", "matplotlib", "torch", "mpmath", "Sphinx", "myst-nb", "ipykernel")
"""The packages that can change what the book says or shows."""


class build_report(placeholder):  # noqa: N801  (docutils names nodes in lower case)
    """The report, filled in when everything else has been written."""


class BuildReport(SphinxDirective):
    """Tell about the build that wrote this page."""

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder."""
        return [build_report()]


def seconds(env: BuildEnvironment, docname: str) -> float | None:
    """Return the processor time of a page's cells when they last ran, or None for a page without cells."""
    executed = getattr(env, "nb_metadata", {}).get(docname, {}).get("exec_data") or {}
    runtime = executed.get("runtime")
    return None if runtime is None else float(runtime)


def rows(env: BuildEnvironment) -> list[tuple[str, float | None, list[int]]]:
    """List page, seconds and counts for each page that runs or proves something, in reading order."""
    found = []
    for docname in reading_order(env):
        numbers = [counts(env, docname)[kind] for kind in KINDS]
        if any(numbers) or seconds(env, docname) is not None:
            found.append((docname, seconds(env, docname), numbers))
    return found


def versions() -> list[str]:
    """List the versions of what can change the result; a package that is not installed is left out.

    >>> versions()[0].startswith("Python 3")
    True
    """
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _start(app: Sphinx) -> None:
    app.build_report_start = time.perf_counter()  # type: ignore[attr-defined]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the placeholder by the report."""
    for node in list(doctree.findall(build_report)):
        if is_website(app):
            node.replace_self(list(_report(app, docname)))
        else:
            node.replace_self(nodes.paragraph("", "The report belongs to the HTML edition of the book."))


def _report(app: Sphinx, docname: str) -> list[nodes.Node]:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    took = time.perf_counter() - app.build_report_start  # type: ignore[attr-defined]
    table = rows(app.env)
    body = [
        _row(
            _title(app, docname, page),
            "–" if ran is None else f"{ran:.1f}",
            *(f"{number:,}" for number in numbers),
        )
        for page, ran, numbers in table
    ]
    total = [sum(numbers[i] for _, _, numbers in table) for i in range(len(KINDS))]
    body.append(
        _row(
            nodes.strong("", "Whole book"),
            f"{sum(ran or 0 for _, ran, _ in table):.1f}",
            *(f"{number:,}" for number in total),
        )
    )
    head = _row("Page", "Seconds", *(kind.capitalize() for kind in KINDS))
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(2 + len(KINDS))), cols=2 + len(KINDS))
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    facts = {
        "Built": f"{now}, in {took:.1f} seconds",
        "Versions": ", ".join(versions()),
        "Machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} logical processors",
    }
    fields = [
        nodes.field("", nodes.field_name("", name), nodes.field_body("", nodes.paragraph("", text)))
        for name, text in facts.items()
    ]
    return [nodes.field_list("", *fields), nodes.table("", group, classes=["build-report"])]


def _title(app: Sphinx, docname: str, page: str) -> nodes.Node:
    uri = app.builder.get_relative_uri(docname, page)
    return nodes.reference("", app.env.titles[page].astext(), refuri=uri, internal=True)


def _row(*cells: str | nodes.Node) -> nodes.row:
    texts = (nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells)
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", text)) for text in texts))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the last step."""
    app.setup_extension("late")
    app.add_node(build_report)
    app.add_directive("build-report", BuildReport)
    app.connect("builder-inited", _start)
    app.connect("doctree-resolved", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
