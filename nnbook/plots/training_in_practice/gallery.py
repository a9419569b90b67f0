"""Loss curves of things that were broken, each beside its cure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, as_array
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

LOOKS = {
    "cured": (COLORS["muted"], (0, (1.2, 1.4))),
    "train": (COLORS["train"], "-"),
    "validation": (COLORS["validation"], (0, (5, 2))),
}


def loss_gallery(panels: Mapping[str, Mapping[str, ArrayLike]], *, chance: float) -> Figure:
    """Draw loss curves of populations of networks, one panel per fault.

    Parameters
    ----------
    panels
        Title of each panel to its curves: "train" and "validation" of the broken networks and the validation loss
        of the "cured" ones, shape (epochs, networks).  A loss that is NaN or infinite is left out.
    chance
        The loss of a guesser, drawn as a thin line.

    Returns
    -------
    matplotlib.figure.Figure
        Panels in two columns with medians and 10 to 90 % bands over the networks, on logarithmic axes.

    Examples
    --------
    >>> fig = loss_gallery({"healthy": {"train": [[2, 2], [1, 1]], "validation": [[2, 2], [1.5, 1.5]]}}, chance=2.3)
    >>> fig.axes[0].get_title(loc="left")
    'healthy'
    """
    if not panels:
        raise ValueError("panels must hold at least one fault, got none")
    if not chance > 0:
        raise ValueError(f"chance must be positive: the axis is logarithmic, got {chance}")
    rows = -(-len(panels) // 2)
    with figure(rows, 2, height=0.75 + 1.55 * rows, width=WIDTH, squeeze=False) as (fig, axes):
        for ax, (title, curves) in zip(axes.flat, panels.items(), strict=False):
            _panel(ax, title, curves)
            ax.axhline(chance, color=COLORS["ink"], linewidth=0.7)
            ax.set_title(title, fontsize=10)
        for ax in axes.flat[len(panels) :]:
            ax.set_visible(False)
        for ax in axes[-1]:
            ax.set_xlabel("epoch")
        fig.supylabel("loss (log axis)", fontsize=TEXT)
        handles, labels = max(
            (ax.get_legend_handles_labels() for ax in axes.flat), key=lambda pair: len(pair[0])
        )
        fig.legend(handles, labels, loc="outside upper center", ncols=3, fontsize=TEXT, handlelength=2.4)
    return fig


def _panel(ax: Axes, title: str, curves: Mapping[str, ArrayLike]) -> None:
    """Draw the curves of one fault."""
    if not curves or set(curves) - set(LOOKS):
        raise ValueError(
            f"panels[{title!r}] must hold curves named {', '.join(LOOKS)}, got {', '.join(curves)}"
        )
    for name, (color, dashes) in LOOKS.items():
        if name not in curves:
            continue
        losses = as_array(f"panels[{title!r}][{name!r}]", curves[name], 2)
        epochs = np.arange(1.0, len(losses) + 1)
        seen = np.isfinite(losses).any(axis=1)
        if not seen.any() or np.nanmin(losses) <= 0:
            raise ValueError(f"panels[{title!r}][{name!r}] must hold finite, positive losses")
        low, middle, high = _quantiles(losses[seen])
        ax.fill_between(epochs[seen], low, high, color=color, alpha=0.2, linewidth=0)
        label = "validation, cured" if name == "cured" else name
        ax.plot(epochs[seen], middle, color=color, linestyle=dashes, label=label)
    ax.set_yscale("log")
    low_end, high_end = ax.get_ylim()
    low_end, high_end = min(low_end, 0.25), max(high_end, 4.0)
    marks = [0.01, 0.1, 1.0, 10.0] if low_end < 0.05 else [0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
    marks = [mark for mark in marks if low_end <= mark <= high_end]
    ax.set_yticks(marks, [f"{mark:g}" for mark in marks])
    ax.minorticks_off()
    ax.set_ylim(low_end, high_end)
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))


def _quantiles(losses: Array) -> Array:
    """Return the 10th, 50th and 90th percentile of the finite losses of every epoch."""
    return np.nanquantile(np.where(np.isfinite(losses), losses, np.nan), [0.1, 0.5, 0.9], axis=1)
