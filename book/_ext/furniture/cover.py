"""``{cover}``: the picture on the title page, a network of four neurons that is computed while the book is built.

Three sigmoid neurons cut the plane in two each; a fourth fires where all three do, which is inside a triangle.
Blue is where a neuron says 1, orange where it says 0, as in every figure of the book.
"""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from contourpy import contour_generator
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nnbook.activations import sigmoid
from nnbook.neurons import neuron
from nnbook.plots.style import COLORS

REACH = 2.0
"""Inputs run from minus this to plus this."""

LEVELS = (0.5, 0.6, 0.71, 0.81, 0.9, 0.96, 0.99)
"""Outputs at which the colour gets stronger, for class 1; mirrored for class 0."""


class art(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """The picture; ``alt`` says what is seen."""


class Network(NamedTuple):
    """Two inputs, three neurons, one neuron on top."""

    weight: np.ndarray
    bias: np.ndarray
    top_weight: np.ndarray
    top_bias: float

    def hidden(self, x: np.ndarray, i: int) -> np.ndarray:
        """Return what neuron i of the first layer says about each row of x."""
        return neuron(x, self.weight[i], self.bias[i], activation=sigmoid)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Return what the neuron on top says about each row of x."""
        said = np.column_stack([self.hidden(x, i) for i in range(len(self.weight))])
        return neuron(said, self.top_weight, self.top_bias, activation=sigmoid)


def triangle(*, turn: float = 0.35, distance: float = 0.7, sharpness: float = 4.0) -> Network:
    """Build a network that fires inside a triangle around the origin.

    >>> network = triangle()
    >>> network.output(np.array([[0.0, 0.0], [1.9, 1.9]])).round(1).tolist()
    [1.0, 0.0]
    """
    angles = turn + np.pi / 2 + np.arange(3) * 2 * np.pi / 3
    weight = -sharpness * np.column_stack([np.cos(angles), np.sin(angles)])
    return Network(weight, np.full(3, sharpness * distance), np.full(3, 12.0), -28.0)


def points(network: Network, n: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Draw inputs that keep apart and on which the network is sure, a third of them inside, and what it says."""
    x = np.random.default_rng(4).uniform(-0.9 * REACH, 0.9 * REACH, (100 * n, 2))
    said = network.output(x)
    room = {True: n // 3, False: n - n // 3}
    kept: list[int] = []
    for i in np.flatnonzero(np.abs(said - 0.5) > 0.4):
        inside = bool(said[i] > 0.5)
        if room[inside] and all(math.dist(x[i], x[j]) > 0.34 for j in kept):
            kept.append(int(i))
            room[inside] -= 1
    return x[kept], said[kept] > 0.5


def _path(line: np.ndarray, corner: tuple[float, float], size: float, *, closed: bool = True) -> str:
    """Write a polygon in input coordinates as an SVG path, without the corners that lie on a line."""
    scaled = np.column_stack([line[:, 0] + REACH, REACH - line[:, 1]]) * size / (2 * REACH) + corner
    ahead, behind = np.diff(scaled, axis=0)[1:], np.diff(scaled, axis=0)[:-1]
    turned = np.abs(ahead[:, 0] * behind[:, 1] - ahead[:, 1] * behind[:, 0])
    bends = turned > 0.02 * np.hypot(*ahead.T) * np.hypot(*behind.T)
    kept = scaled[np.concatenate([[True], bends, [True]])]
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)
    return f"M{drawn}" + ("Z" if closed else "")


def _tile(said: np.ndarray, grid: np.ndarray, corner: tuple[float, float], size: float, name: str) -> str:
    """Draw what one neuron says over the plane of inputs."""
    contours = contour_generator(grid, grid, said, fill_type="OuterOffset", line_type="Separate")
    regions = []
    for kind, color, low in (("pos", COLORS["class1"], True), ("neg", COLORS["class0"], False)):
        for level in LEVELS:
            bounds = (level, 2.0) if low else (-1.0, 1 - level)
            polygons, offsets = contours.filled(*bounds)
            path = "".join(
                _path(polygon[start:end], corner, size)
                for polygon, offset in zip(polygons, offsets, strict=True)
                for start, end in pairwise(offset)
            )
            if path:
                regions.append(f'<path class="{kind}" fill="{color}" fill-rule="evenodd" d="{path}"/>')
    edge = "".join(_path(line, corner, size, closed=False) for line in contours.lines(0.5))
    x, y = corner
    frame = f'x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" rx="9"'
    return (
        f'<clipPath id="{name}"><rect {frame}/></clipPath>'
        f'<g clip-path="url(#{name})"><g fill-opacity=".13">{"".join(regions)}</g>'
        f'<path class="edge" fill="none" stroke="{COLORS["ink"]}" stroke-width="1.6" d="{edge}"/></g>'
        f'<rect class="frame" fill="none" stroke="{COLORS["muted"]}" {frame}/>'
    )


def _wire(start: tuple[float, float], end: tuple[float, float], weight: float, largest: float) -> str:
    """Draw a connection: blue for a positive weight, orange for a negative one, thicker for a larger one."""
    kind, color = ("pos", COLORS["class1"]) if weight > 0 else ("neg", COLORS["class0"])
    (x, y), (u, v) = start, end
    middle = (x + u) / 2
    return (
        f'<path class="wire-{kind}" fill="none" stroke="{color}" stroke-width="{0.8 + 3.4 * abs(weight) / largest:.2f}"'
        f' stroke-linecap="round" d="M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {v:g} {u:g} {v:g}"/>'
    )


def draw(alt: str) -> str:
    """Draw the network as one SVG element.

    >>> draw("A network").startswith('<svg class="cover-art" role="img" aria-label="A network"')
    True
    """
    network = triangle()
    grid = np.linspace(-REACH, REACH, 49)
    plane = np.column_stack([axis.ravel() for axis in np.meshgrid(grid, grid)])
    inputs = [(30.0, 150.0), (30.0, 290.0)]
    small, large = 108.0, 214.0
    corners = [(150.0, 12.0 + i * 154) for i in range(3)]
    top = (346.0, 220.0 - large / 2)
    parts = [
        _wire((x + 19, y), (corner[0], corner[1] + small / 2), weight, 4.0)
        for corner, row in zip(corners, network.weight, strict=True)
        for (x, y), weight in zip(inputs, row, strict=True)
    ]
    parts += [
        _wire((corner[0] + small, corner[1] + small / 2), (top[0], 220.0 + 34 * (i - 1)), weight, 12.0)
        for i, (corner, weight) in enumerate(zip(corners, network.top_weight, strict=True))
    ]
    shape = (len(grid), len(grid))
    parts += [
        _tile(network.hidden(plane, i).reshape(shape), grid, corner, small, f"cover-{i}")
        for i, corner in enumerate(corners)
    ]
    parts.append(_tile(network.output(plane).reshape(shape), grid, top, large, "cover-top"))
    x, fires = points(network)
    places = np.column_stack([x[:, 0] + REACH, REACH - x[:, 1]]) * large / (2 * REACH) + top
    for (u, v), inside in zip(places, fires, strict=True):
        parts.append(
            f'<circle class="dot-pos" fill="{COLORS["class1"]}" stroke="#fff" cx="{u:.1f}" cy="{v:.1f}" r="4.6"/>'
            if inside
            else f'<rect class="dot-neg" fill="{COLORS["class0"]}" stroke="#fff" x="{u - 4:.1f}" y="{v - 4:.1f}"'
            ' width="8" height="8"/>'
        )
    for (u, v), index in zip(inputs, "12", strict=True):
        parts.append(
            f'<circle class="input" fill="#fff" stroke="{COLORS["muted"]}" cx="{u:g}" cy="{v:g}" r="19"/>'
            f'<text class="input-name" x="{u:g}" y="{v + 5:g}" text-anchor="middle" font-size="17" font-style="italic">'
            f'x<tspan font-size="11" font-style="normal" dy="4">{index}</tspan></text>'
        )
    return (
        f'<svg class="cover-art" role="img" aria-label="{escape(alt)}" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 572 440" width="572" height="440">{"".join(parts)}</svg>'
    )


class Cover(SphinxDirective):
    """The picture; the argument says what is seen, for those who cannot see it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave the picture's node."""
        return [art("", alt=self.arguments[0])]


def _visit(self: Any, node: art) -> None:
    self.body.append(f'<div class="cover">{draw(node["alt"])}</div>\n')
    raise nodes.SkipNode


def _skip(self: Any, node: art) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(art, html=(_visit, None), latex=(_skip, None), text=(_skip, None))
    app.add_directive("cover", Cover)
