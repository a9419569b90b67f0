"""What three forgotten lines do: gradients that pile up, answers that change, memory that is never freed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends, label_line

__all__ = ["answers_by_batch", "gradients_left", "memory_held"]

_TWO = ("stable", "naive")


def _refuse_unless_two(name: str, curves: Mapping[str, object]) -> None:
    check_curves(name, curves)
    if len(curves) != len(_TWO):
        raise ValueError(f"{name} must hold the fix and the misuse, got {len(curves)} curves")


def gradients_left(losses: Mapping[str, ArrayLike]) -> Figure:
    """Draw the training losses of populations, with gradients set back and without.

    Parameters
    ----------
    losses
        Name to array of shape (epochs, networks), above zero: the fix first, then the misuse.

    Returns
    -------
    Figure
        Medians with 10 to 90 % bands on a logarithmic axis.

    Examples
    --------
    >>> fig = gradients_left({"set back": [[1, 1], [0.1, 0.1]], "left": [[1, 1], [2, 3]]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['set back', 'left']
    """
    _refuse_unless_two("losses", losses)
    ends = []
    with figure(height=3.0, width=WIDTH) as (fig, ax):
        for key, dashes, (name, values) in zip(_TWO, DASHES, losses.items(), strict=False):
            samples = positive(name, values, 2)
            middle = draw_median(ax, np.arange(1.0, len(samples) + 1), samples, COLORS[key], dashes)
            ends.append((float(middle[-1]), name, COLORS[key]))
        ax.set_yscale("log")
        low, high = ax.get_ylim()
        ticks = [tick for tick in (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30) if low <= tick <= high]
        ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.yaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("epoch")
        ax.set_ylabel("training loss (log axis)")
        label_ends(ax, len(samples), ends, fontsize=TEXT)
    return fig


def answers_by_batch(accuracies: Mapping[int, ArrayLike], fixed: float) -> Figure:
    """Draw the accuracies that one trained network reads in training mode, by the size of the batch.

    Parameters
    ----------
    accuracies
        Batch size to the accuracies of repeated readings of the same samples, shape (readings,).
    fixed
        The accuracy in evaluation mode, always the same.

    Returns
    -------
    Figure
        A column of dots for each batch size, and a line for evaluation mode.

    Examples
    --------
    >>> fig = answers_by_batch({2: [0.7, 0.8], 200: [0.85, 0.9]}, 0.9)
    >>> [label.get_text() for label in fig.axes[0].get_xticklabels()]
    ['2', '200']
    """
    if not accuracies:
        raise ValueError("accuracies is empty; name at least one batch size")
    line = float(finite("fixed", fixed, 0))
    rng = np.random.default_rng(0)
    last = len(accuracies) - 1
    with figure(height=3.0, width=WIDTH) as (fig, ax):
        ax.plot([-0.5, last + 0.5], [line, line], color=COLORS["stable"])
        label_line(ax, -0.45, line, "evaluation mode", COLORS["stable"], dx=0, dy=9, fontsize=TEXT)
        for place, (size, values) in enumerate(accuracies.items()):
            seen = finite(f"the accuracies of batch size {size}", values, 1)
            across = place + rng.uniform(-0.16, 0.16, len(seen))
            ax.plot(across, seen, "o", color=COLORS["naive"], markersize=3.4, alpha=0.5)
        lowest = np.min(np.asarray(next(iter(accuracies.values())), dtype=float))
        label_line(ax, 0.3, lowest, "training mode", COLORS["naive"], dx=0, dy=0, fontsize=TEXT)
        ax.set_xticks(range(last + 1), [f"{size:g}" for size in accuracies])
        ax.grid(visible=False, axis="x")
        ax.set_ylim(top=max(ax.get_ylim()[1], line + 0.06))
        ax.set_xlabel("samples in a batch")
        ax.set_ylabel("accuracy on the same test samples")
    return fig


def memory_held(kilobytes: Mapping[str, ArrayLike]) -> Figure:
    """Draw the memory that the record of the computation occupies, batch after batch.

    Parameters
    ----------
    kilobytes
        Name to memory after each batch, shape (batches,): the fix first, then the misuse.

    Returns
    -------
    Figure
        Two lines with their names at the end.

    Examples
    --------
    >>> fig = memory_held({"numbers": [0, 0], "tensors": [10, 20]})
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [10.0, 20.0]
    """
    _refuse_unless_two("kilobytes", kilobytes)
    ends, x = [], None
    with figure(height=2.6, width=WIDTH) as (fig, ax):
        for key, dashes, (name, values) in zip(_TWO, DASHES, kilobytes.items(), strict=False):
            held = finite(name, values, 1)
            x = np.arange(1.0, len(held) + 1) if x is None else x
            ax.plot(x, as_long_as(name, held, x), color=COLORS[key], linestyle=dashes)
            ends.append((float(held[-1]), name, COLORS[key]))
        ax.set_xlabel("batches read")
        ax.set_ylabel("kilobytes held")
        label_ends(ax, float(x[-1]) if x is not None else 1, ends, fontsize=TEXT)
    return fig
