"""Tables of the reference: rows, cells, and a mapping from names to records."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any


def mapping_table(mapping: Mapping[str, Any]) -> Iterator[str]:
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
    yield from row(["Name", *(column.replace("_", " ").capitalize() for column in columns)])
    for name, record in mapping.items():
        first = cell(getattr(record, named)) if named else f"``{name}``"
        yield from row([first, *(cell(getattr(record, column)) for column in columns)])


def _is_named(value: Any, name: str) -> bool:
    return callable(value) and getattr(value, "__name__", None) == name


def row(cells: list[str]) -> Iterator[str]:
    """Write one row of a list-table."""
    yield from (f"   {' ' if i else '*'} - {cell}" for i, cell in enumerate(cells))


def cell(value: Any) -> str:
    """Write one value for a reader: a link for a function, a short number, an interval."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == ():
        return "–"
    if isinstance(value, float | int):
        return f"{value:.6g}".replace("-", "−").replace("inf", "∞")
    if isinstance(value, tuple):
        return cell(value[0]) if len(value) == 1 else f"({', '.join(map(cell, value))})"
    if callable(value):
        return f":py:func:`{value.__name__} <{value.__module__}.{value.__qualname__}>`"
    return str(value)
