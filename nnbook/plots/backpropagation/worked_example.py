"""The smallest network with a hidden neuron, with every number of a pass forward and back."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnbook.autograd import Value
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import BACK, FORWARD, RISE_FILL, draw_arrow, draw_unit
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure

_RADIUS = 0.36


def worked_example(x: float, w: float, v: float, target: float) -> Figure:
    """Draw the network out = v ReLU(w x) with its loss (out - target)², its values and its gradients.

    Parameters
    ----------
    x
        The input.
    w, v
        The two weights.
    target
        What the output should be.

    Returns
    -------
    matplotlib.figure.Figure
        Values run to the right in circles; below each stands the gradient of the loss, which runs to the left.

    Examples
    --------
    >>> fig = worked_example(2, 3, 0.5, 5)
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_text() == "−24"]
    ['−24']
    """
    W, V, X = Value(w), Value(v), Value(x)
    z = W * X
    h = z.relu()
    out = V * h
    loss = (out - target) ** 2
    loss.backward()
    chain = [("x", X), ("z", z), ("h", h), ("out", out), ("L", loss)]
    with figure(height=2.7, width=WIDTH) as (fig, ax):
        ax.set_axis_off()
        ax.set_aspect("equal")
        ax.set_xlim(-0.75, 6.75)
        ax.set_ylim(-1.5, 2.15)
        places = [1.5 * i for i in range(len(chain))]
        for place, (name, node) in zip(places, chain, strict=True):
            draw_unit(ax, place, 0, _RADIUS, RISE_FILL)
            ax.text(place, 0, signed(node.data), ha="center", va="center", color=FORWARD, fontsize=TEXT + 1)
            ax.text(place, 0.45, _italic(name), ha="center", va="bottom", fontsize=TEXT + 2)
            if name != "x":
                _gradient(ax, place, -0.95, name, node.grad)
        for left, right in pairwise(places):
            draw_arrow(ax, (left + _RADIUS, 0.08), (right - _RADIUS, 0.08), FORWARD)
        for left, right in pairwise(places[1:]):
            draw_arrow(ax, (right - _RADIUS, -0.14), (left + _RADIUS, -0.14), BACK)
        for place, name, node in ((0.75, "w", W), (3.75, "v", V)):
            draw_arrow(ax, (place, 0.95), (place, 0.16), FORWARD)
            ax.text(
                place,
                1.0,
                f"{_italic(name)} = {signed(node.data)}",
                ha="center",
                va="bottom",
                color=FORWARD,
                fontsize=TEXT + 1,
            )
            _gradient(ax, place, 1.72, name, node.grad)
        for place, text in ((0.75, "×"), (2.25, "ReLU"), (3.75, "×"), (5.25, "(out − 5)²")):
            shown = text.replace("5", signed(target))
            ax.text(place, -0.3, shown, ha="center", va="top", color=COLORS["muted"], fontsize=TEXT - 0.5)
    return fig


def _italic(name: str) -> str:
    return "out" if name == "out" else f"${name}$"


def _gradient(ax: Axes, place: float, height: float, name: str, gradient: float) -> None:
    """Write a gradient, its name above its value."""
    below = r"\mathrm{out}" if name == "out" else name
    ax.text(
        place,
        height,
        rf"$\partial L/\partial {below}$",
        ha="center",
        va="bottom",
        color=BACK,
        fontsize=TEXT + 2,
    )
    ax.text(
        place,
        height - 0.05,
        signed(gradient),
        ha="center",
        va="top",
        color=BACK,
        fontsize=TEXT + 1,
        fontweight="bold",
    )
