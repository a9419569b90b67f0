"""From scores to probabilities: softmax, its logarithm, its Jacobian."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array
from nnbook.plots._look import DASHES, PALE, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def scores_to_probabilities(scores: ArrayLike, probabilities: ArrayLike) -> Figure:
    """Draw scores as bars, and beside them the probabilities that softmax makes of them.

    Parameters
    ----------
    scores, probabilities
        One value per class, shape (K,).

    Returns
    -------
    Figure
        Two panels of bars.

    Examples
    --------
    >>> fig = scores_to_probabilities([2.0, 1.0], [0.73, 0.27])
    >>> [float(bar.get_height()) for bar in fig.axes[1].patches]
    [0.73, 0.27]
    """
    scores, probabilities = as_array("scores", scores, 1), as_array("probabilities", probabilities, 1)
    if scores.size != probabilities.size:
        raise ValueError(f"expected one probability per score: {scores.size}, got {probabilities.size}")
    classes = np.arange(1, scores.size + 1)
    panels = (("scores $z_i$", scores, "data"), ("softmax", probabilities, "prediction"))
    with figure(1, 2, height=2.6, width=WIDTH) as (fig, axes):
        for ax, (title, values, color) in zip(axes, panels, strict=True):
            bars = ax.bar(classes, values, color=COLORS[color], width=0.6)
            ax.bar_label(bars, [f"{round(value, 3):g}" for value in values], padding=3, fontsize=TEXT)
            ax.set_title(title)
            ax.set_xlabel("class $i$")
            ax.set_xticks(classes)
            ax.grid(visible=False, axis="x")
            ax.margins(y=0.18)
    return fig


def log_probabilities(scores: ArrayLike, log_sum_exp: float) -> Figure:
    """Draw scores as bars under the line of their log-sum-exp; the gaps are the logarithms of softmax.

    Parameters
    ----------
    scores
        One value per class, shape (K,).
    log_sum_exp
        The height of the line, above the largest score.

    Returns
    -------
    Figure
        One panel: bars, the line, and the gaps with their sizes.

    Examples
    --------
    >>> fig = log_probabilities([1.0, 1.0], 1.0 + np.log(2))
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_text()]
    ['−0.69', '−0.69', 'log-sum-exp']
    """
    scores = as_array("scores", scores, 1)
    if not log_sum_exp >= scores.max():
        raise ValueError(
            f"log-sum-exp is never below the largest score: got {log_sum_exp} and {scores.max()}"
        )
    classes = np.arange(1, scores.size + 1)
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        ax.bar(classes, scores, color=COLORS["data"], width=0.6)
        ax.axhline(log_sum_exp, color=COLORS["prediction"], linestyle=DASHES[1])
        for place, score in zip(classes, scores, strict=True):
            ax.annotate(
                "",
                (place, score),
                xytext=(place, log_sum_exp),
                arrowprops={"arrowstyle": "->", "color": COLORS["prediction"], "shrinkA": 0, "shrinkB": 0},
            )
            text = f"{score - log_sum_exp:.2f}".replace("-", "−")
            middle = (score + log_sum_exp) / 2
            label_line(ax, float(place), middle, text, COLORS["prediction"], dx=6, fontsize=TEXT)
        label_line(
            ax,
            scores.size + 0.5,
            log_sum_exp,
            "log-sum-exp",
            COLORS["prediction"],
            dx=0,
            dy=8,
            ha="right",
            fontsize=TEXT,
        )
        ax.set_xticks(classes)
        ax.set_xlim(0.4, scores.size + 0.7)
        ax.set_ylim(
            min(0, float(scores.min())), log_sum_exp + 0.12 * (log_sum_exp - min(0, float(scores.min())))
        )
        ax.set_xlabel("class $i$")
        ax.set_ylabel("score $z_i$")
        ax.grid(visible=False, axis="x")
    return fig


def jacobian_tiles(jacobian: ArrayLike) -> Figure:
    """Draw a Jacobian as a table of tiles: blue with a plus where raising a score helps, orange where it harms.

    Parameters
    ----------
    jacobian
        Entry (i, j) says how output i moves with input j; shape (K, K).

    Returns
    -------
    Figure
        One panel of K by K tiles with their values.

    Examples
    --------
    >>> fig = jacobian_tiles([[0.2, -0.2], [-0.2, 0.2]])
    >>> [text.get_text() for text in fig.axes[0].texts[:2]]
    ['+0.200', '−0.200']
    """
    jacobian = as_array("jacobian", jacobian, 2)
    rows, columns = jacobian.shape
    if rows != columns:
        raise ValueError(f"a softmax Jacobian is square, got shape {jacobian.shape}")
    with figure(height=3.1, width=WIDTH) as (fig, ax):
        for i in range(rows):
            for j in range(columns):
                value = jacobian[i, j]
                fill = PALE["good" if value > 0 else "bad"]
                ax.add_patch(Rectangle((j + 0.53, i + 0.53), 0.94, 0.94, color=fill, linewidth=0))
                text = f"{value:+.3f}".replace("-", "−")
                ax.text(j + 1, i + 1, text, ha="center", va="center", fontsize=10.5)
        ax.set(xlim=(0.5, columns + 0.5), ylim=(rows + 0.5, 0.5), aspect="equal")
        ax.set_xticks(range(1, columns + 1))
        ax.set_yticks(range(1, rows + 1))
        ax.set_xlabel("score $j$ that is raised")
        ax.set_ylabel("probability $i$ that moves")
        ax.grid(visible=False)
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
    return fig
