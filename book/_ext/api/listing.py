"""A function's own code as a learner reads it."""

from __future__ import annotations

import ast
import copy
import importlib

from .public import definition_of, file_of, home_of

CHECKS = "_checks"
"""The module whose calls check arguments."""

KEPT_DECORATORS = {"dataclass", "property", "staticmethod", "classmethod"}
"""Decorators that belong to the idea; ``{source}`` leaves all others out."""


def source_of(module: str, name: str) -> str:
    """Return the code of a public name as a learner reads it.

    Docstrings, technical decorators, type hints and the checks of the arguments are left out.

    >>> print(source_of("nnbook.neurons", "weighted_sum"))
    def weighted_sum(x, weight, bias):
        return x @ weight.T + bias
    """
    home = home_of(importlib.import_module(module), name.partition(".")[0])
    found = definition_of(home, name)
    if found is None:
        raise LookupError(f"{home} does not define {name}")
    lines = file_of(home).read_text(encoding="utf-8").splitlines()
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
