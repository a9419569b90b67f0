"""Networks of different shapes on the same tasks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, check_curves
from nnbook.plots._look import CYCLE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

__all__ = ["shape_errors"]


def shape_errors(errors: Mapping[str, Mapping[str, ArrayLike]]) -> Figure:
    """Draw what networks of several shapes miss on several tasks: every network as a dot, their median as a bar.

    Parameters
    ----------
    errors
        Task → shape → errors of many networks, positive, shape (S,).

    Returns
    -------
    Figure
        A panel per task with a row per shape, on one logarithmic axis.

    Examples
    --------
    >>> fig = shape_errors({"line": {"wide": [0.1, 0.2], "deep": [0.3, 0.1]}})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['wide', 'deep']
    """
    if not errors:
        raise ValueError("errors is empty; name at least one task")
    rows = max(len(shapes) for shapes in errors.values())
    marks = sum(np.size(found) for shapes in errors.values() for found in shapes.values())
    with figure(
        len(errors),
        1,
        height=0.65 + len(errors) * (0.4 + 0.42 * rows),
        width=WIDTH,
        sharex=True,
        squeeze=False,
    ) as (fig, axes):
        for ax, (task, shapes) in zip(axes[:, 0], errors.items(), strict=True):
            check_curves(f"errors of {task!r}", shapes)
            for row, (shape, found) in enumerate(shapes.items()):
                values = np.sort(as_array(shape, found, 1))
                if values[0] <= 0:
                    raise ValueError(f"{shape!r} must hold positive errors: the axis is logarithmic")
                jitter = 0.26 * np.sin(2.4 * np.arange(len(values)))
                color = COLORS[CYCLE[row]]
                ax.plot(
                    values,
                    row + jitter,
                    "os^D"[row % 4],
                    color=color,
                    markersize=3.6,
                    alpha=0.55,
                    rasterized=marks > 500,
                )
                ax.vlines(
                    np.median(values), row - 0.38, row + 0.38, color=COLORS["ink"], linewidth=2.6, zorder=4
                )
            ax.set_xscale("log")
            ax.set_yticks(range(len(shapes)), list(shapes))
            ax.set_ylim(len(shapes) - 0.45, -0.55)
            ax.set_title(task)
            ax.tick_params(labelsize=TEXT)
            ax.tick_params(axis="y", length=0)
            ax.grid(visible=False, axis="y")
        axes[-1, 0].set_xlabel("error, root mean square (log axis); bar: median", fontsize=TEXT)
    return fig
