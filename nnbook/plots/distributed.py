"""Figures of the section *More than one machine*: averaged gradients, and what travels around a ring.

Both draw numbers that the section's cells have found; nothing here needs PyTorch.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends, label_line

__all__ = ["shard_gradients", "traffic"]

_EDGE = 1e-20  # where an axis in powers of ten shows zero
_MARKS = ("o", "s", "D", "^", "v", "P")


def shard_gradients(gradient: ArrayLike, averages: Mapping[str, ArrayLike]) -> Figure:
    """Draw how far each entry of averaged gradients is from the full gradient, one row per way to average.

    Parameters
    ----------
    gradient
        The gradient of all samples, shape (parameters,).
    averages
        Name of each way to average, to what it gives, shape (parameters,).

    Returns
    -------
    matplotlib.figure.Figure
        One dot per entry on a logarithmic axis, entries without a difference on the left edge, and a line at the
        largest entry of the gradient.

    Examples
    --------
    >>> fig = shard_gradients([0.5, 0.1], {"even": [0.5, 0.1], "uneven": [0.4, 0.1]})
    >>> [label.get_text() for label in fig.axes[0].get_yticklabels()]
    ['even', 'uneven']
    """
    full = finite("gradient", gradient, 1)
    check_curves("averages", averages)
    rows = np.arange(len(averages))
    with figure(height=1.2 + 0.75 * len(rows), width=WIDTH) as (fig, ax):
        largest = float(np.abs(full).max())
        ax.axvline(largest, color=COLORS["muted"], linewidth=1.2, linestyle=DASHES[1])
        scatter = np.random.default_rng(0).uniform(-0.27, 0.27, full.size)  # dots stay apart
        for row, (name, values) in enumerate(averages.items()):
            gaps = np.abs(as_long_as(name, finite(name, values, 1), full) - full)
            ax.plot(
                np.maximum(gaps, _EDGE), row + scatter, _MARKS[row], color=COLORS[CYCLE[row]], markersize=2.6,
                markeredgewidth=0, alpha=0.6, rasterized=True, clip_on=False,
            )  # fmt: skip
        label_line(
            ax, largest, -0.62, "largest entry of the gradient", COLORS["muted"], dx=-5, ha="right",
            fontsize=TEXT, fontweight="normal",
        )  # fmt: skip
        ax.set_xscale("log")
        ax.set_xlim(_EDGE, 1.0)
        ax.set_ylim(len(rows) - 0.5, -0.85)
        ax.set_yticks(rows, list(averages))
        ax.set_xticks([_EDGE, 1e-15, 1e-10, 1e-5, 1], ["none", "$10^{-15}$", "$10^{-10}$", "$10^{-5}$", "1"])
        ax.minorticks_off()
        ax.set_xlabel("difference of an entry from the full gradient (log axis)", fontsize=TEXT)
        ax.grid(visible=False, axis="y")
        ax.tick_params(labelsize=TEXT)
        ax.tick_params(axis="y", length=0, pad=8)
    return fig


def traffic(
    processes: ArrayLike, sent: Mapping[str, ArrayLike], *, theory: Mapping[str, ArrayLike] | None = None
) -> Figure:
    """Draw what the busiest process sends in one step against the number of processes.

    Parameters
    ----------
    processes
        How many processes there are, rising, shape (k,).
    sent
        Name of each scheme to what its busiest process sends, in gradients, shape (k,).
    theory
        Name of a scheme to what a formula says, shape (k,); such a scheme is drawn as marks, the formula as a line.

    Returns
    -------
    matplotlib.figure.Figure
        One curve per scheme, axes logarithmic.

    Examples
    --------
    >>> fig = traffic([2, 4, 8], {"ring": [1, 1.5, 1.75], "one for all": [1, 3, 7]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['ring', 'one for all']
    """
    x = positive("processes", processes, 1)
    if (np.diff(x) <= 0).any():
        raise ValueError("processes must rise")
    check_curves("sent", sent)
    theory = theory or {}
    with figure(height=3.0, width=WIDTH) as (fig, ax):
        ends = []
        for row, (name, values) in enumerate(sent.items()):
            y = as_long_as(name, positive(name, values, 1), x)
            color, line = COLORS[CYCLE[row]], DASHES[row]
            if name in theory:
                expected = as_long_as(f"theory[{name!r}]", positive(f"theory[{name!r}]", theory[name], 1), x)
                ax.plot(x, expected, color=color, linestyle=line, linewidth=1.4)
                line = "none"
            ax.plot(x, y, marker=_MARKS[row], color=color, linestyle=line, markersize=5)
            ends.append((float(y[-1]), name, color))
        ax.set_xscale("log", base=2)
        ax.set_yscale("log", base=2)
        shown = x[:: max(1, -(-len(x) // 6))]
        ax.set_xticks(shown, [f"{value:g}" for value in shown])
        ax.yaxis.set_major_formatter("{x:g}")
        ax.minorticks_off()
        ax.set_xlabel("processes (axes logarithmic)", fontsize=TEXT)
        ax.set_ylabel("sent by the busiest, in gradients", fontsize=TEXT)
        ax.tick_params(labelsize=TEXT)
        label_ends(ax, float(x[-1]), ends, fontsize=TEXT, dx=7)
    return fig
