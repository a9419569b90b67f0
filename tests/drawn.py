"""What a figure shows: its texts, the points of its lines, and its SVG as a page gets it."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D


def texts(fig: Figure) -> list[str]:
    """List what is written inside the axes."""
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def points(line: Line2D) -> np.ndarray:
    """Return the points of a line, one a row."""
    return np.column_stack(line.get_data())


def svg_of(fig: Figure) -> str:
    """Return a figure as SVG, without the date."""
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
