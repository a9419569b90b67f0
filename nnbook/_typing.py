"""Shapes in annotations: ``Inexact[Array, "*S n K"]`` is an array of floating-point or complex numbers, and its sizes.

One name stands for one size in one call, and ``*S`` for any number of axes: none for a single network, one for a
population.  People and type checkers read them; the tests check them at every call.  A running program does not,
and loads neither of the libraries that do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["CHECKED", "Inexact", "Integer", "shaped"]

CHECKED = "NNBOOK_CHECK_SHAPES" in os.environ
F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING or CHECKED:
    from jaxtyping import Inexact, Integer
else:

    class Inexact:
        """Floating-point or complex numbers of a shape."""

        def __class_getitem__(cls, item: tuple[Any, str]) -> Any:
            return item[0]

    class Integer(Inexact):
        """Whole numbers of a shape."""


def shaped(f: F) -> F:
    """Check the shapes in the annotations of `f` at every call, under the tests."""
    if not CHECKED:
        return f
    from beartype import beartype
    from jaxtyping import jaxtyped

    checked: Any = jaxtyped(f, typechecker=beartype)
    return checked
