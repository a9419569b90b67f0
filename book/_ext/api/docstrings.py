"""What a docstring must hold, and what it says."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from typing import Any

from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate
from sphinx.pycode import ModuleAnalyzer

from .public import home_of

REQUIRED = ("GL08", "SS01", "SS03", "PR01", "PR02", "RT01", "YD01", "EX01")
"""What numpydoc's validator must not report of a public name."""


def data_docstring(module: str, name: str) -> list[str]:
    """Read the docstring below (or the ``#:`` comment above) a public constant."""
    home = home_of(importlib.import_module(module), name)
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
    if not inspect.isclass(value):
        return {}
    names = getattr(value, "_fields", ())
    if dataclasses.is_dataclass(value):
        names = tuple(field.name for field in dataclasses.fields(value))
    if not names:
        return {}
    below = ModuleAnalyzer.for_module(value.__module__).find_attr_docs()
    doc = NumpyDocString(inspect.getdoc(value) or "")
    inside = {
        name.lstrip("*"): " ".join(part.desc)
        for kind in ("Attributes", "Parameters")
        for part in doc[kind]
        for name in part.name.split(", ")
    }
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
