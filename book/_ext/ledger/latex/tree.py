"""What a formula says, as a tree: the meeting point of the parser and the evaluator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """A part of a formula; `position` is the character where it starts."""

    position: int


@dataclass(frozen=True)
class Number(Node):
    """A decimal number, kept as printed."""

    text: str


@dataclass(frozen=True)
class Name(Node):
    r"""A symbol with its decorations, such as `z`, `\hat{y}`, `W^{(l)}`."""

    text: str


@dataclass(frozen=True)
class Group(Node):
    """An expression in brackets."""

    inner: Node


@dataclass(frozen=True)
class Index(Node):
    """A component `w_i` or `w_{ij}`."""

    base: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True)
class Call(Node):
    """A function applied to arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Power(Node):
    """`base^exponent`."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Transpose(Node):
    r"""`base^\top`."""

    base: Node


@dataclass(frozen=True)
class Binary(Node):
    r"""`left op right`; op is one of `+ - / \cdot \times \odot`, or empty where nothing stands between."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True)
class Root(Node):
    """The square root, or the root of another degree."""

    operand: Node
    degree: int


@dataclass(frozen=True)
class Big(Node):
    r"""A sum, product, maximum or minimum over an index that runs from `lower` to `upper`."""

    kind: str
    index: str
    lower: Node
    upper: Node
    body: Node


@dataclass(frozen=True)
class Condition(Node):
    """A chain of comparisons `a < b <= c`."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Cases(Node):
    """Values with conditions of which exactly one holds; None stands for `otherwise`, in the last row only."""

    rows: tuple[tuple[Node, Condition | None], ...]
