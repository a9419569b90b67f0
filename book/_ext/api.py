"""The API reference: one page per public module, tied to the chapters in both directions.

``{api-module}`` lists and documents every public name of a module from its docstring; each function shows its
printed formula and the pages that teach or use it.  ``{source}`` prints a function's own code in a chapter.
A public name without a complete docstring, or on no page, fails the build.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from late import reading_order, series
from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

REQUIRED = ("GL08", "SS01", "SS03", "PR01", "PR02", "RT01", "YD01", "EX01")
"""What numpydoc's validator must not report of a public name."""

CHECKS = "_checks"
"""The module whose calls check arguments."""

KEPT_DECORATORS = {"dataclass", "property", "staticmethod", "classmethod"}
"""Decorators that belong to the idea; ``{source}`` leaves all others out."""


# --- What is public ---


def public_modules(package: str) -> list[str]:
    """List the public modules of a package, by name.

    >>> "nnbook.plots" in public_modules("nnbook")
    True
    """
    path = importlib.import_module(package).__path__
    return [f"{package}.{info.name}" for info in pkgutil.iter_modules(path) if not info.name.startswith("_")]


def public_names(module: str) -> list[str]:
    """List the names that a module promises, in the order of its source: what it passes on, then its own.

    >>> public_names("nnbook.plots.style")[:2]
    ['WIDTH', 'COLORS']
    """
    loaded = importlib.import_module(module)
    names: list[str] = list(getattr(loaded, "__all__", ()))
    return sorted(names, key=lambda name: _position(loaded, name))


def _position(module: ModuleType, name: str) -> tuple[int, int, int]:
    """Say where a name stands: the line that imports it (if any), and the line that defines it."""
    home = _home(module, name)
    line = getattr(_definition(home, name), "lineno", 0)
    if home == module.__name__:
        return 1, 0, line
    imports = (part for part in _tree(module.__name__).body if isinstance(part, ast.ImportFrom))
    imported = (part.lineno for part in imports if {alias.name for alias in part.names} & {name, "*"})
    return 0, next(imported, 0), line


def _home(module: ModuleType, name: str) -> str:
    """Name the module that defines what ``module`` exports under this name."""
    value = getattr(module, name)
    home = getattr(value, "__module__", None)
    if isinstance(home, str) and (inspect.isroutine(value) or inspect.isclass(value)):
        return home
    if _definition(module.__name__, name) is None:  # data: find the import that brought it
        for statement in _tree(module.__name__).body:
            if isinstance(statement, ast.ImportFrom) and any(
                (a.asname or a.name) == name for a in statement.names
            ):
                return importlib.util.resolve_name(
                    "." * statement.level + (statement.module or ""), _package(module)
                )
    return module.__name__


def _package(module: ModuleType) -> str:
    return module.__name__ if hasattr(module, "__path__") else module.__name__.rpartition(".")[0]


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text(encoding="utf-8"))


def _file(module: str) -> Path:
    return Path(inspect.getfile(importlib.import_module(module)))


def _definition(module: str, name: str) -> ast.stmt | None:
    """Find the statement that defines a dotted name inside a module."""
    body = _tree(module).body
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((statement for statement in body if part in _bound(statement)), None)
        body = getattr(found, "body", [])
    return found


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


@cache
def documented(package: str) -> dict[str, str]:
    """Map every public dotted name to the one under which the API reference documents it.

    ``package.f``, ``package.module.f`` and a re-export from another public module lead to the same entry; a
    package of modules (``package.plots``) documents its names itself.

    >>> documented("nnbook")["nnbook.plots"]
    'nnbook.plots'
    """
    entries: dict[str, str] = {}
    modules = public_modules(package)
    for module in modules:
        loaded = importlib.import_module(module)
        for name in public_names(module):
            home = _home(loaded, name)
            entries[f"{module}.{name}"] = f"{home if home in modules else module}.{name}"
            entries[f"{home}.{name}"] = entries[f"{module}.{name}"]
    top = vars(importlib.import_module(package))
    short = {f"{package}.{full.rpartition('.')[2]}": full for full in entries.values()}
    entries |= {name: full for name, full in short.items() if name.rpartition(".")[2] in top}
    return {module: module for module in modules} | entries


def own_names(package: str, module: str) -> list[str]:
    """List the names that the page of a module documents itself."""
    entries = documented(package)
    return [name for name in public_names(module) if entries[f"{module}.{name}"] == f"{module}.{name}"]


def _load(full: str) -> Any:
    module, _, name = full.rpartition(".")
    return getattr(importlib.import_module(module), name)


# --- What a docstring must hold ---


def data_docstring(module: str, name: str) -> list[str]:
    """Read the docstring below (or the ``#:`` comment above) a public constant."""
    home = _home(importlib.import_module(module), name)
    return ModuleAnalyzer.for_module(home).find_attr_docs().get(("", name), [])


def faults(module: str, name: str) -> list[str]:
    """Say in sentences what the docstring of one public name lacks.

    >>> faults("nnbook.plots.style", "figure")
    []
    """
    value = getattr(importlib.import_module(module), name)
    full = f"{module}.{name}"
    if not (inspect.isroutine(value) or inspect.isclass(value)):
        return (
            [] if any(line.strip() for line in data_docstring(module, name)) else [f"{full} has no docstring"]
        )
    found = dict(validate(full)["errors"])
    if fields := field_docs(
        value
    ):  # a record: its fields are documented, and the function that returns it has examples
        missing = sorted(field for field, text in fields.items() if not text)
        found = {code: text for code, text in found.items() if code not in ("PR01", "EX01")}
        found |= {"PR01": f"fields {', '.join(missing)} not documented"} if missing else {}
    return [f"{full}: {found[code]}" for code in REQUIRED if code in found]


def field_docs(value: Any) -> dict[str, str]:
    """Map the fields of a record (a named tuple or a dataclass) to their docstrings; empty for anything else.

    >>> field_docs(int)
    {}
    """
    names = getattr(value, "_fields", ()) or tuple(getattr(value, "__dataclass_fields__", ()))
    if not (inspect.isclass(value) and names):
        return {}
    below = ModuleAnalyzer.for_module(value.__module__).find_attr_docs()
    doc = NumpyDocString(inspect.getdoc(value) or "")
    inside = {part.name: " ".join(part.desc) for kind in ("Attributes", "Parameters") for part in doc[kind]}
    return {
        name: " ".join(below.get((value.__qualname__, name), ())).strip() or inside.get(name, "")
        for name in names
    }


def summary(module: str, name: str) -> str:
    """Return the first sentence of a public name's docstring, in reStructuredText."""
    value = getattr(importlib.import_module(module), name)
    if inspect.isroutine(value) or inspect.isclass(value):
        return " ".join(NumpyDocString(inspect.getdoc(value) or "")["Summary"])
    text = " ".join(data_docstring(module, name)).strip()
    return text.partition(". ")[0].rstrip(".") + "." if text else ""


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every public name whose docstring is incomplete or that no page documents."""
    package = env.config.api_package
    objects = env.domains["py"].objects  # type: ignore[attr-defined]
    for module in public_modules(package):
        if not public_names(module):
            logger.warning(f"{module} has no __all__", location=f"{_file(module)}:1", type="api")
        for name in public_names(module):
            full = documented(package)[f"{module}.{name}"]
            if full not in objects:
                logger.warning(
                    f"{module}.{name} is public but no page documents it: give {full.rpartition('.')[0]} "
                    "a page with the directive api-module",
                    location=f"{_file(module)}:1", type="api", subtype="missing",
                )  # fmt: skip
        for place, fault in _faults_of(env, module):
            logger.warning(fault, location=place, type="api", subtype="docstring")


def _faults_of(env: BuildEnvironment, module: str) -> list[tuple[str, str]]:
    """List place and fault of a module's docstrings; what was found is kept until a file changes."""
    loaded = importlib.import_module(module)
    homes = {name: _home(loaded, name) for name in own_names(env.config.api_package, module)}
    files = sorted({_file(module), *map(_file, homes.values())})
    state = [(str(file), file.stat().st_mtime_ns) for file in files]
    if not hasattr(env, "api_faults"):
        env.api_faults = {}  # type: ignore[attr-defined]
    known = env.api_faults.get(module)  # type: ignore[attr-defined]
    if known is None or known[0] != state:
        found = [
            (f"{_file(home)}:{getattr(_definition(home, name), 'lineno', 1)}", fault)
            for name, home in homes.items()
            for fault in faults(module, name)
        ]
        known = env.api_faults[module] = (state, found)  # type: ignore[attr-defined]
    return known[1]


# --- The pages ---


class uses(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """The pages that teach or use ``target``, filled in when every page has been read."""


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
        for file in {
            _file(module),
            *(_file(_home(importlib.import_module(module), n)) for n in public_names(module)),
        }:
            self.env.note_dependency(str(file))
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
    yield from _row(["Name", "What it does", "Derivative"][: 3 if paired else 2])
    for name in [name for name in names if name not in paired]:
        full = entries[f"{module}.{name}"]
        cells = [_reference(name, full), linked(summary(full.rpartition(".")[0], name), package)]
        if paired:
            derivative = f"{name}_derivative"
            cells.append(
                _reference(derivative, entries[f"{module}.{derivative}"]) if derivative in paired else "–"
            )
        yield from _row(cells)
    yield ""
    for name in own:
        value = _load(f"{module}.{name}")
        if inspect.isclass(value):
            yield from (f".. autoclass:: {module}.{name}", "")
        elif inspect.isroutine(value):
            yield from (f".. autofunction:: {module}.{name}", "")
        else:
            yield from (f".. autodata:: {module}.{name}", "   :no-value:", "")


def _reference(name: str, full: str) -> str:
    return f":py:{'func' if inspect.isroutine(_load(full)) else 'obj'}:`{name} <{full}>`"


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


def _enrich(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Put the printed formula under the summary, and the pages that use the name at the end."""
    if what == "module":
        return
    full = documented(app.config.api_package).get(name)
    if full is None:
        return
    lines[:] = [line if ">>>" in line else linked(line, app.config.api_package) for line in lines]
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    after = next((i for i, line in enumerate(lines) if i > start and not line.strip()), len(lines))
    printed = formulas_of(app.env).get(full, ())
    lines[after:after] = [line for formula in printed for line in ("", f".. formula:: {formula}", "")]
    value = _load(full)
    if what == "class" and not any(line.startswith((":Attributes:", ":Parameters:")) for line in lines):
        texts = [
            line
            for name, text in field_docs(value).items()
            for line in (f"    **{name}**", f"        {text}", "")
        ]
        lines += ["", ":Attributes:", "", *texts] if texts else []
    if isinstance(value, Mapping):
        lines += ["", *_mapping_table(value), ""]
    lines += ["", f".. api-uses:: {full}", ""]


def _mapping_table(mapping: Mapping[str, Any]) -> Iterator[str]:
    """Write a mapping from names to records as a table: one row a record, one column a field."""
    records = [value for value in mapping.values() if dataclasses.is_dataclass(value)]
    if len(records) != len(mapping) or not records:
        return
    columns = [field.name for field in dataclasses.fields(records[0]) if field.name != "name"]
    named = next(
        (c for c in columns if all(_is_named(getattr(r, c), name) for name, r in mapping.items())), None
    )
    columns = [column for column in columns if column != named]
    yield from (".. list-table::", "   :class: api-records", "   :header-rows: 1", "   :stub-columns: 1", "")
    yield from _row(["Name", *(column.replace("_", " ").capitalize() for column in columns)])
    for name, record in mapping.items():
        first = _cell(getattr(record, named)) if named else f"``{name}``"
        yield from _row([first, *(_cell(getattr(record, column)) for column in columns)])


def _is_named(value: Any, name: str) -> bool:
    return callable(value) and getattr(value, "__name__", None) == name


def _row(cells: list[str]) -> Iterator[str]:
    yield from (f"   {' ' if i else '*'} - {cell}" for i, cell in enumerate(cells))


def _cell(value: Any) -> str:
    """Write one value for a reader: a link for a function, a short number, an interval."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == ():
        return "–"
    if isinstance(value, float | int):
        return f"{value:.6g}".replace("-", "−").replace("inf", "∞")
    if isinstance(value, tuple):
        return _cell(value[0]) if len(value) == 1 else f"({', '.join(map(_cell, value))})"
    if callable(value):
        return f":py:func:`{value.__name__} <{value.__module__}.{value.__qualname__}>`"
    return str(value)


# --- Code printed in a chapter ---


def source_of(module: str, name: str) -> str:
    """Return the code of a public name as a learner reads it.

    Docstrings, technical decorators, type hints and the checks of the arguments are left out.

    >>> print(source_of("nnbook.neurons", "weighted_sum"))
    def weighted_sum(x, weight, bias):
        return x @ weight.T + bias
    """
    home = _home(importlib.import_module(module), name.partition(".")[0])
    found = _definition(home, name)
    if found is None:
        raise LookupError(f"{home} does not define {name}")
    lines = _file(home).read_text(encoding="utf-8").splitlines()
    dropped: set[int] = set()
    first = found.lineno
    for node in ast.walk(found):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            if _decorator_name(decorator) in KEPT_DECORATORS:
                first = min(first, decorator.lineno)
            else:
                dropped.update(range(decorator.lineno, (decorator.end_lineno or 0) + 1))
        text = node.body[0]
        if ast.get_docstring(node, clean=False) is not None and len(node.body) > 1:
            dropped.update(range(text.lineno, (text.end_lineno or 0) + 1))
            after = text.end_lineno or 0
            if after < len(lines) and not lines[after].strip():
                dropped.add(after + 1)
        if isinstance(node, ast.FunctionDef):
            heads = range(node.lineno, node.body[0].lineno)
            dropped.update(heads[1:])
            lines[heads[0] - 1] = " " * node.col_offset + _signature(node)
            for statement in filter(_is_check, node.body):
                dropped.update(range(statement.lineno, (statement.end_lineno or 0) + 1))
    kept = [lines[i - 1] for i in range(first, (found.end_lineno or 0) + 1) if i not in dropped]
    margin = len(kept[0]) - len(kept[0].lstrip())
    return "\n".join(line[margin:] for line in kept)


def _signature(function: ast.FunctionDef) -> str:
    """Write the first line of a function without type hints."""
    arguments = copy.deepcopy(function.args)
    for part in ast.walk(arguments):
        if isinstance(part, ast.arg):
            part.annotation = None
    return f"def {function.name}({ast.unparse(arguments)}):"


def _is_check(statement: ast.stmt) -> bool:
    """Tell whether a statement does nothing but check arguments."""
    call = statement.value if isinstance(statement, ast.Assign | ast.Expr) else None
    called = call.func if isinstance(call, ast.Call) else None
    return isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == CHECKS


def _decorator_name(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class Source(SphinxDirective):
    """Print a function's own code, linked to its reference entry and to its place in the module."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the listing and the line below it."""
        asked = self.arguments[0]
        full = documented(self.config.api_package).get(asked)
        module, _, name = (full or "").rpartition(".")
        if full is None or full == module or not name or full in public_modules(self.config.api_package):
            message = f"source: {asked!r} is not the name of a public function"
            logger.warning(message, location=self.get_location(), type="api", subtype="source")
            return []
        home = _home(importlib.import_module(module), name)
        self.env.note_dependency(str(_file(home)))
        code = source_of(module, name)
        block = nodes.literal_block(code, code, language="python", classes=["source-code"])
        link = addnodes.pending_xref(
            "", nodes.literal(full, full, classes=["xref", "py"]),
            refdomain="py", reftype="obj", reftarget=full, refdoc=self.env.docname,
            refexplicit=True, refwarn=True,
        )  # fmt: skip
        page = "_modules/" + home.replace(".", "/")
        anchor = viewcode_anchor("", reftarget=page, refid=name, refdoc=self.env.docname)
        said = nodes.inline("", "shown without type hints and argument checks", classes=["source-note"])
        caption = nodes.paragraph("", "", link, nodes.Text(" "), said, nodes.Text(" "), anchor)
        caption["classes"].append("source-caption")
        listing = nodes.container("", block, caption, classes=["source"], api_source=full)
        if "source-" + name not in self.state.document.ids:
            listing["ids"].append("source-" + name)
        self.set_source_info(listing)
        self.set_source_info(block)
        return [listing]


# --- Which pages use a name ---


class ApiUses(SphinxDirective):
    """Leave the place where the pages that use a name are listed."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [uses("", target=self.arguments[0])]


def names_in_code(code: str, package: str, imported: dict[str, str]) -> set[str]:
    """Collect the dotted names of the package that a cell uses, and remember what it imports.

    >>> sorted(names_in_code("import nnbook as nn; nn.plots.line(nn.step(0))", "nnbook", {}))
    ['nnbook', 'nnbook.plots', 'nnbook.plots.line', 'nnbook.step']
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a cell with a shell or magic line
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == package:
                    imported[alias.asname or package] = alias.name if alias.asname else package
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            imported.update(
                {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            )
    for node in ast.walk(tree):
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in imported:
            found.add(".".join([imported[node.id], *parts]))
    return found


class Uses(EnvironmentCollector):
    """Remember for each page which names it teaches (prints their formula or code) and uses (links or calls)."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        _store(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader found."""
        _store(env).update({name: found for name, found in _store(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Look through one page."""
        env = app.env
        entries = documented(env.config.api_package)
        places = {node["target"] for node in doctree.findall(uses)}
        if places:
            _store(env)[env.docname] = {"places": places}
            return
        taught = {}
        computed_by = {name: full for full, names in formulas_of(env).items() for name in names}
        for formula in doctree.findall(nodes.math_block):
            if (label := formula.get("label")) in computed_by:
                taught.setdefault(computed_by[label], nodes.make_id(f"equation-{label}"))
        for listing in doctree.findall(nodes.container):
            if "api_source" in listing and listing["ids"]:
                taught[listing["api_source"]] = listing["ids"][0]
        used = {
            entries[node["reftarget"]]
            for node in doctree.findall(addnodes.pending_xref)
            if node.get("refdomain") == "py" and node["reftarget"] in entries
        }
        imported: dict[str, str] = {}
        for block in doctree.findall(nodes.literal_block):
            if block.get("language") in ("ipython3", "python3", "ipython", "python") and not _inside_source(
                block
            ):
                found = names_in_code(block.astext(), env.config.api_package, imported)
                used |= {entries[name] for name in found if name in entries}
        if taught or used:
            _store(env)[env.docname] = {"taught": taught, "used": dict.fromkeys(used - taught.keys(), "")}


def _inside_source(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.container) and "api_source" in node.parent


def _store(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    if not hasattr(env, "api_uses"):
        env.api_uses = {}  # type: ignore[attr-defined]
    return env.api_uses  # type: ignore[attr-defined, no-any-return]


def pages_of(env: BuildEnvironment, full: str) -> list[tuple[str, str, str]]:
    """List page, ``"taught"`` or ``"used"``, and place on the page for one public name, in reading order."""
    store = _store(env)
    order = reading_order(env)
    return [
        (docname, how, store[docname][how][full])
        for how in ("taught", "used")
        for docname in order
        if full in store.get(docname, {}).get(how, ())
    ]


def _rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write an API page again when the pages that it must list have changed."""
    changed = []
    for docname, found in _store(env).items():
        if "places" in found:
            now = {
                full: [(*found, env.titles[found[0]].astext()) for found in pages_of(env, full)]
                for full in found["places"]
            }
            if found.get("written") != now:
                found["written"] = now
                changed.append(docname)
    return changed


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace each placeholder by “Taught in …. Used in ….”."""
    for node in list(doctree.findall(uses)):
        pages = pages_of(app.env, node["target"])
        sentence: list[nodes.Node] = []
        for how, words in (("taught", "Taught in "), ("used", "Used in ")):
            links = [_link(app, docname, page, place) for page, kind, place in pages if kind == how]
            if links:
                sentence += [nodes.Text((" " if sentence else "") + words), *series(links), nodes.Text(".")]
        if sentence:
            node.replace_self(nodes.paragraph("", "", *sentence, classes=["api-uses"]))
        else:
            node.parent.remove(node)


def _link(app: Sphinx, docname: str, page: str, place: str) -> nodes.Node:
    uri = app.builder.get_relative_uri(docname, page) + (f"#{place}" if place else "")
    return nodes.reference("", app.env.titles[page].astext(), internal=True, refuri=uri)


def _alias(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, text: nodes.Element
) -> nodes.Node | None:
    """Resolve a re-exported name (``nnbook.sigmoid``) to the entry that documents it."""
    target = node.get("reftarget", "")
    full = documented(env.config.api_package).get(target)
    if node.get("refdomain") != "py" or full is None or full == target:
        return None
    return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, "obj", full, node, text)


def _forget(app: Sphinx) -> None:
    for function in (_tree, documented):
        function.cache_clear()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives, the collector and the check."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.viewcode")
    app.setup_extension("numpydoc")
    app.add_config_value("api_package", "nnbook", "env")
    app.add_node(uses)
    app.add_directive("api-module", ApiModule)
    app.add_directive("api-uses", ApiUses)
    app.add_directive("source", Source)
    app.add_env_collector(Uses)
    app.connect("autodoc-process-docstring", _enrich, priority=900)
    app.connect("builder-inited", _forget)
    app.connect("env-updated", _rewrite)
    app.connect("doctree-resolved", _fill)
    app.connect("missing-reference", _alias)
    app.connect("env-updated", _check)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
