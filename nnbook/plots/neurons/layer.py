"""A layer of neurons as tables of numbers."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import WIDTH
from nnbook.plots.neurons._marks import YES_FILL, hide_axes, signed
from nnbook.plots.style import COLORS, figure


def layer_matrices(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Figure:
    """Draw ``Z = X Wᵀ + b`` as tables of numbers, with one row, one column and their result marked.

    Parameters
    ----------
    X
        Samples, one per row, shape (n, d).
    W
        Weights, one neuron per row, shape (out, d).
    b
        Biases, shape (out,).

    Returns
    -------
    matplotlib.figure.Figure
        The tables of X, Wᵀ, b and Z with their shapes.

    Examples
    --------
    >>> fig = layer_matrices([[1, 2], [3, 4]], [[1, 0], [0, 1], [1, 1]], [0, 0, 10])
    >>> "17" in [text.get_text() for text in fig.axes[0].texts]
    True
    """
    samples, weights, biases = finite("X", X, 2), finite("W", W, 2), finite("b", b, 1)
    if samples.shape[1] != weights.shape[1] or len(weights) != len(biases):
        raise ValueError(
            f"X (n, d), W (out, d) and b (out,) must fit together, got {samples.shape}, {weights.shape}, {biases.shape}"
        )
    n, d = samples.shape
    out = len(weights)
    Z = samples @ weights.T + biases
    tall = max(n, d)
    with figure(height=0.37 * tall + 0.75, width=WIDTH) as (fig, ax):
        hide_axes(ax)

        def table(
            values: Array, left: float, name: str, rows: int | None, columns: int | None, shape: str = ""
        ) -> float:
            height, width = values.shape
            top = tall / 2 + height / 2
            for i in range(height):
                for j in range(width):
                    marked = (rows is None or i == rows) and (columns is None or j == columns)
                    ax.add_patch(
                        Rectangle(
                            (left + 1.3 * j, top - 1 - i),
                            1.3,
                            1,
                            linewidth=0.8,
                            edgecolor=COLORS["muted"],
                            facecolor=YES_FILL if marked else "#ffffff",
                        )
                    )
                    ax.text(
                        left + 1.3 * (j + 0.5),
                        top - 0.5 - i,
                        signed(values[i, j], ".3g"),
                        ha="center",
                        va="center",
                        fontweight="bold" if marked else "normal",
                    )
            ax.text(left + 0.65 * width, top + 0.18, name, ha="center", va="bottom", fontsize=11)
            ax.text(
                left + 0.65 * width,
                top - height - 0.18,
                shape or f"{height} × {width}",
                ha="center",
                va="top",
                color=COLORS["muted"],
            )
            return left + 1.3 * width

        x = table(samples, 0, "$X$", n - 1, None)
        x = table(weights.T, x + 0.5, r"$W^\top$", None, out - 1)
        ax.text(x + 0.4, tall / 2, "+", ha="center", va="center", fontsize=13)
        x = table(biases[None], x + 0.8, "$b$", None, out - 1, shape=f"{out}")
        ax.text(x + 0.4, tall / 2, "=", ha="center", va="center", fontsize=13)
        x = table(Z, x + 0.8, "$Z$", n - 1, out - 1)
        ax.set_xlim(-0.1, x + 0.1)
        ax.set_ylim(-0.9, tall + 0.9)
    return fig
