"""The error of difference quotients against their step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

_LOOKS = (
    ("first", "-"),
    ("second", (0, (5, 2))),
    ("third", (0, (1.2, 1.4))),
)
_LABELS = (  # where a name finds room: how far on the way down, and the offset in points
    (0.5, 6, 11),
    (1.0, 24, -9),
    (1.0, 10, 12),
)


def difference_errors(steps: ArrayLike, errors: Mapping[str, ArrayLike]) -> Figure:
    """Draw the relative error of numerical derivatives against the step h, median and band over many functions.

    Parameters
    ----------
    steps
        Steps h, positive.
    errors
        Name of a scheme to its relative errors, shape (steps, functions).

    Returns
    -------
    matplotlib.figure.Figure
        One panel with logarithmic axes; the step shrinks to the right.

    Examples
    --------
    >>> fig = difference_errors([0.1, 0.01], {"forward": [[0.1, 0.2], [0.01, 0.02]]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['forward']
    """
    h = finite("steps", steps, 1)
    if h.min() <= 0:
        raise ValueError("steps must be positive: the axis is logarithmic")
    if not 1 <= len(errors) <= len(_LOOKS):
        raise ValueError(f"expected one to {len(_LOOKS)} schemes, got {len(errors)}")
    with figure(height=3.9, width=WIDTH) as (fig, ax):
        for (name, values), (color, dash), (share, dx, dy) in zip(
            errors.items(), _LOOKS, _LABELS, strict=False
        ):
            samples = finite(name, values, 2)
            if len(samples) != len(h):
                raise ValueError(f"the errors of {name!r} must have a row per step, got {len(samples)} rows")
            low, middle, high = np.maximum(np.quantile(samples, [0.1, 0.5, 0.9], axis=1), 1e-17)
            ax.fill_between(h, low, high, color=COLORS[color], alpha=0.2, linewidth=0)
            ax.plot(h, middle, color=COLORS[color], linestyle=dash)
            at = int(share * np.flatnonzero(middle <= 4 * middle.min())[0])
            label_line(ax, h[at], middle[at], name, COLORS[color], dx=dx, dy=dy, fontsize=TEXT)
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_xlim(h.max() * 1.3, h.min() / 1.3)
        ax.set_ylim(1e-18, 10)
        ax.set_yticks([1, 1e-4, 1e-8, 1e-12, 1e-16])
        ax.set_xlabel("step h, smaller to the right (log axis)")
        ax.set_ylabel("relative error (log axis)")
    return fig
