"""The graph of a scalar computation, with values, gradients and the order of the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from matplotlib.figure import Figure

from nnbook.autograd import Value, topological_order
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import BACK, FORWARD, RISE_FILL, draw_arrow, draw_unit
from nnbook.plots.neurons._marks import signed
from nnbook.plots.style import COLORS, figure

_RADIUS, _STEP = 0.4, 2.1


def computation_graph(output: Value, names: Mapping[str, Value]) -> Figure:
    """Draw the values that an output was computed from, in a row, with an arrow for every use.

    Parameters
    ----------
    output
        The last value; ``backward()`` is called on it.
    names
        Name to value, for every value of the graph.

    Returns
    -------
    matplotlib.figure.Figure
        The values with their numbers; below each its gradient and its place on the way back.

    Examples
    --------
    >>> a = Value(1)
    >>> b = a + a
    >>> fig = computation_graph(b, {"a": a, "b": b})
    >>> [text.get_text() for text in fig.axes[0].texts if "gradient" in text.get_text()]
    ['gradient 2', 'gradient 1']
    """
    order = topological_order(output)
    named = {node: name for name, node in names.items()}
    if set(named) != set(order):
        raise ValueError(
            f"expected a name for each of the {len(order)} values of the graph, got {len(named)}"
        )
    output.backward()
    row = order[::-1]
    with figure(height=1.75, width=WIDTH) as (fig, ax):
        ax.set_axis_off()
        ax.set_aspect("equal")
        ax.set_xlim(-0.9, _STEP * (len(row) - 1) + 0.9)
        ax.set_ylim(-1.35, 0.5)
        for place, node in enumerate(row):
            x = _STEP * place
            draw_unit(ax, x, 0, _RADIUS, RISE_FILL)
            ax.text(
                x, 0, f"${named[node]}$ = {signed(node.data)}", ha="center", va="center", color=FORWARD,
                fontsize=TEXT, zorder=3,
            )  # fmt: skip
            ax.text(
                x, -0.62, f"gradient {signed(node.grad)}", ha="center", va="top", color=BACK,
                fontsize=TEXT, fontweight="bold",
            )  # fmt: skip
            ax.text(
                x, -1.0, f"visit {order.index(node) + 1}", ha="center", va="top", color=COLORS["muted"],
                fontsize=TEXT,
            )  # fmt: skip
            uses = Counter(parent for parent, _ in node.parents)
            for parent, count in uses.items():
                from_x = _STEP * row.index(parent)
                far = row.index(parent) < place - 1
                for use in range(count):
                    lift = 0.24 * (use - (count - 1) / 2)
                    bend = -0.9 * lift - 0.25 * far
                    start, end = (from_x + _RADIUS * 0.93, -lift * 0.6), (x - _RADIUS * 0.93, -lift * 0.6)
                    draw_arrow(ax, start, end, FORWARD, bend=-bend)
    return fig
