"""What an entry of the reference shows beside its docstring: formula, fields, records, and the pages that use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .docstrings import field_docs
from .links import linked
from .public import documented, load
from .tables import mapping_table


def formulas_of(env: BuildEnvironment) -> dict[str, list[str]]:
    """Map each public function to the formulas that the ledger says it computes."""
    if "ledger" not in env.domains:
        return {}
    entries = documented(env.config.api_package)
    found: dict[str, list[str]] = {}
    for entry in env.get_domain("ledger").formulas.values():  # type: ignore[attr-defined]
        if entry.function in entries:
            found.setdefault(entries[entry.function], []).append(entry.name)
    return found


def enrich(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Put the printed formula under the summary, and the pages that use the name at the end."""
    if what == "module":
        return
    package = app.config.api_package
    if name.partition(".")[0] == package:
        lines[:] = [line if ">>>" in line else linked(line, package) for line in lines]
    full = documented(package).get(name)
    if full is None:  # a method
        return
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    after = next((i for i, line in enumerate(lines) if i > start and not line.strip()), len(lines))
    printed = formulas_of(app.env).get(full, ())
    lines[after:after] = [line for formula in printed for line in ("", f".. formula:: {formula}", "")]
    value = load(full)
    if what == "class" and not any(line.startswith((":Attributes:", ":Parameters:")) for line in lines):
        texts = [
            line
            for name, text in field_docs(value).items()
            for line in (f"    **{name}**", f"        {text}", "")
        ]
        lines += ["", ":Attributes:", "", *texts] if texts else []
    if isinstance(value, Mapping):
        lines += ["", *mapping_table(value), ""]
    lines += ["", f".. api-uses:: {full}", ""]
