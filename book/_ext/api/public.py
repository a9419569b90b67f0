"""What is public: the modules and names of the package, where each is defined, and where it is documented."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import pkgutil
from functools import cache, cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from sphinx.application import Sphinx


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


def methods(value: type) -> list[str]:
    """List the methods and properties that a class itself defines and documents, in the order of its source.

    >>> methods(inspect.Signature)[:3]
    ['from_callable', 'replace', 'bind']
    """
    kinds = (FunctionType, classmethod, staticmethod, property, cached_property)
    fields = getattr(value, "__dataclass_fields__", {})  # a default can be a function
    return [
        name
        for name, member in vars(value).items()
        if isinstance(member, kinds) and member.__doc__ and not name.startswith("_") and name not in fields
    ]


def _position(module: ModuleType, name: str) -> tuple[int, ...]:
    """Say where a name stands: the lines that hand it on (if any), and the line that defines it."""
    lines = [line for _, line in route(module, name)]
    return (1, *lines) if len(lines) == 1 else (0, *lines)


def route(module: ModuleType, name: str) -> list[tuple[str, int]]:
    """List the modules that hand a name on, each with the line of its import, and last its home with its line.

    >>> import nnbook.plots
    >>> [module for module, _ in route(nnbook.plots, "residuals")]
    ['nnbook.plots', 'nnbook.plots.neurons', 'nnbook.plots.neurons.least_squares']
    """
    home = home_of(module, name)
    if home != module.__name__ and (found := _brought(module, name)):
        source, original, line = found
        if source.partition(".")[0] != module.__name__.partition(".")[0]:  # another package: no further
            return [(module.__name__, line), (home, 0)]
        return [(module.__name__, line), *route(importlib.import_module(source), original)]
    line = getattr(definition_of(home, name), "lineno", 0)
    return [(home, line)] if home == module.__name__ else [(module.__name__, 0), (home, line)]


def _brought(module: ModuleType, name: str) -> tuple[str, str, int] | None:
    """Find the import that brings a name: from which module, under which name there, on which line."""
    for statement in _tree(module.__name__).body:
        if isinstance(statement, ast.ImportFrom):
            path = "." * statement.level + (statement.module or "")
            source = importlib.util.resolve_name(path, _package(module))
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    return source, alias.name, statement.lineno
                if alias.name == "*" and hasattr(importlib.import_module(source), name):
                    return source, name, statement.lineno
    return None


def home_of(module: ModuleType, name: str) -> str:
    """Name the module that defines what ``module`` exports under this name."""
    value = getattr(module, name)
    home = getattr(value, "__module__", None)
    if isinstance(home, str) and (inspect.isroutine(value) or inspect.isclass(value)):
        return home
    found = None if definition_of(module.__name__, name) else _brought(module, name)
    return found[0] if found else module.__name__  # data: the import that brought it


def _package(module: ModuleType) -> str:
    return module.__name__ if hasattr(module, "__path__") else module.__name__.rpartition(".")[0]


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(file_of(module).read_text(encoding="utf-8"))


def file_of(module: str) -> Path:
    """Return the file of a module."""
    return Path(inspect.getfile(importlib.import_module(module)))


def definition_of(module: str, name: str) -> ast.stmt | None:
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
    >>> documented("nnbook")["nnbook.activations.step"]
    'nnbook.neurons.step'
    """
    entries: dict[str, str] = {}
    modules = public_modules(package)
    for module in modules:
        loaded = importlib.import_module(module)
        for name in public_names(module):
            home = home_of(loaded, name)
            full = f"{_entry_module(home, name, modules) or module}.{name}"
            entries = {f"{place}.{name}": full for place, _ in route(loaded, name)} | entries
            entries[f"{module}.{name}"] = full
    top = vars(importlib.import_module(package))
    short = {f"{package}.{full.rpartition('.')[2]}": full for full in entries.values()}
    entries |= {name: full for name, full in short.items() if name.rpartition(".")[2] in top}
    return {module: module for module in modules} | entries


def _entry_module(home: str, name: str, modules: list[str]) -> str | None:
    """Name the public module that defines a name, itself or in one of its private files."""
    for module in modules:
        promised = getattr(importlib.import_module(module), "__all__", ())
        if f"{home}.".startswith(f"{module}.") and name in promised:
            return module
    return None


def own_names(package: str, module: str) -> list[str]:
    """List the names that the page of a module documents itself."""
    entries = documented(package)
    return [name for name in public_names(module) if entries[f"{module}.{name}"] == f"{module}.{name}"]


def load(full: str) -> Any:
    """Return what a dotted name stands for."""
    module, _, name = full.rpartition(".")
    return getattr(importlib.import_module(module), name)


def forget(app: Sphinx) -> None:
    """Read the package anew in the next build of this process."""
    for function in (_tree, documented):
        function.cache_clear()
