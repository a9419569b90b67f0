"""``{api-module}``: one page per public module, with a table of what it holds and an entry for every name."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .docstrings import summary
from .links import linked, reference_to
from .public import documented, file_of, load, methods, own_names, public_modules, public_names, route
from .tables import row

logger = logging.getLogger(__name__)


class ApiModule(SphinxDirective):
    """Document a module: its own words, a table of what it holds, then every public name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the reStructuredText that autodoc understands, and parse it in place."""
        package, module = self.config.api_package, self.arguments[0]
        if module not in public_modules(package):
            message = f"api-module: {module!r} is no public module of {package}"
            logger.warning(message, location=self.get_location(), type="api")
            return []
        loaded = importlib.import_module(module)
        places = {place for name in public_names(module) for place, _ in route(loaded, name)}
        for place in {module, *places}:
            self.env.note_dependency(str(file_of(place)))
        if "ledger" in self.env.domains:
            for file in {entry.file for entry in self.env.get_domain("ledger").formulas.values()}:  # type: ignore[attr-defined]
                self.env.note_dependency(file)
        return self.parse_text_to_nodes("\n".join(_page(package, module)))


def _page(package: str, module: str) -> Iterator[str]:
    own = own_names(package, module)
    entries = documented(package)
    yield from (f".. automodule:: {module}", "   :no-members:", "")
    names = public_names(module)
    paired = {f"{name}_derivative" for name in names} & set(names)
    widths = "25 45 30" if paired else "30 70"
    yield from (
        ".. list-table::",
        "   :class: api-overview",
        "   :header-rows: 1",
        f"   :widths: {widths}",
        "",
    )
    yield from row(["Name", "What it does", "Derivative"][: 3 if paired else 2])
    for name in [name for name in names if name not in paired]:
        full = entries[f"{module}.{name}"]
        cells = [reference_to(name, full), linked(summary(full.rpartition(".")[0], name), package)]
        if paired:
            derivative = f"{name}_derivative"
            cells.append(
                reference_to(derivative, entries[f"{module}.{derivative}"]) if derivative in paired else "–"
            )
        yield from row(cells)
    yield ""
    for name in own:
        value = load(f"{module}.{name}")
        if inspect.isclass(value):
            yield f".. autoclass:: {module}.{name}"
            if members := methods(value):
                yield from (f"   :members: {', '.join(members)}", "   :member-order: bysource")
            yield ""
        elif inspect.isroutine(value):
            yield from (f".. autofunction:: {module}.{name}", "")
        else:
            yield from (f".. autodata:: {module}.{name}", "   :no-value:", "")
