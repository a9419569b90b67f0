"""Which classes are taken for which: the confusion matrix as a table of tiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.networks._arguments import as_names, as_numbers
from nnbook.plots.style import COLORS, figure

__all__ = ["confusion_matrix_display"]

_MOST = 16  # classes; more numbers could not be read


def confusion_matrix_display(
    counts: ArrayLike, labels: Sequence[str] | None = None, *, normalize: bool = False
) -> Figure:
    """Draw a confusion matrix: a tile per pair of true and predicted class, with its count.

    Parameters
    ----------
    counts : array_like, shape (K, K)
        What `confusion_matrix` returns: row i, column j counts the samples of class i predicted as class j.
    labels : sequence of str, optional
        The names of the classes; 0, …, K − 1 unless given.
    normalize : bool, default False
        Write the share of the true class in per cent instead of the count.

    Returns
    -------
    matplotlib.figure.Figure
        Right answers in blue on the diagonal, mistakes in orange beside it; the larger the share of its true
        class, the stronger the tint.

    Raises
    ------
    TypeError
        If the counts are not numbers.
    ValueError
        If they are not square, negative or not finite, there are more than 16 classes, or not one label per class.

    Examples
    --------
    >>> fig = confusion_matrix_display([[9, 1], [0, 5]], ["cat", "dog"])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['9', '1', '0', '5']
    """
    who = "confusion_matrix_display"
    table = as_numbers(who, "counts", counts, 2)
    classes = len(table)
    if table.shape != (classes, classes) or not 2 <= classes <= _MOST:
        raise ValueError(f"{who} expected a square of 2 to {_MOST} classes, got shape {table.shape}")
    if (table < 0).any():
        raise ValueError(f"{who} expected counts of at least 0, got {table.min():g}")
    names = as_names(who, "labels", labels, classes) or [str(k) for k in range(classes)]
    totals = table.sum(axis=1, keepdims=True)
    shares = table / np.where(totals == 0, 1, totals)
    side = 4.3 if classes > 4 else 3.4
    with figure(height=side, width=WIDTH if classes > 4 else 4.6) as (fig, ax):
        for (true, predicted), share in np.ndenumerate(shares):
            color = COLORS["stable" if true == predicted else "naive"]
            ax.add_patch(
                Rectangle(
                    (predicted - 0.5, true - 0.5),
                    1,
                    1,
                    facecolor=color,
                    alpha=_tint(share, right=true == predicted),
                    linewidth=0,
                )
            )
            count = table[true, predicted]
            ax.text(
                predicted,
                true,
                f"{100 * share:.0f} %" if normalize else f"{count:.4g}" if count < 1e4 else f"{count:.0f}",
                ha="center",
                va="center",
                fontsize=TEXT + 1.5 if classes <= 10 and not (normalize and classes > 6) else 9,
                fontweight="bold" if true == predicted else "normal",
                color=COLORS["ink" if count else "muted"],
            )
        ax.set_xticks(range(classes), names, fontsize=TEXT)
        ax.set_yticks(range(classes), names, fontsize=TEXT)
        if sum(map(len, names)) > 38 or max(map(len, names)) * classes > 48:
            ax.tick_params(axis="x", labelrotation=40)
            for label in ax.get_xticklabels():
                label.set(ha="right", rotation_mode="anchor")
        ax.tick_params(length=0)
        ax.set_xlim(-0.5, classes - 0.5)
        ax.set_ylim(classes - 0.5, -0.5)
        ax.set_xticks(np.arange(classes - 1) + 0.5, minor=True)
        ax.set_yticks(np.arange(classes - 1) + 0.5, minor=True)
        ax.tick_params(which="minor", length=0)
        ax.grid(visible=False)
        ax.grid(visible=True, which="minor")
        ax.spines[["top", "right"]].set_visible(True)
        ax.set_xlabel("predicted class", fontsize=TEXT + 0.5)
        ax.set_ylabel("true class", fontsize=TEXT + 0.5)
    return fig


def _tint(share: float, *, right: bool) -> float:
    """Let even a few mistakes be seen, and keep the number readable on the strongest tint."""
    return float(0.45 * np.sqrt(share) if right else 0.12 * (share > 0) + 0.36 * np.sqrt(share))
