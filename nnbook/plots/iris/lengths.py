"""A table of samples before anything is learned from it: one small histogram for each feature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.iris._looks import LOOKS, samples_of
from nnbook.plots.style import COLORS, figure


def flower_lengths(
    X: ArrayLike, y: ArrayLike, feature_names: Sequence[str], target_names: Sequence[str]
) -> Figure:
    """Draw how each of four features is spread within the classes.

    Parameters
    ----------
    X, y : array_like, shape (n, 4) and (n,)
        Samples, and their classes 0, …, K − 1, at most three.
    feature_names, target_names : sequence of str
        Names of the axes and of the classes.

    Returns
    -------
    matplotlib.figure.Figure
        Four panels, each with one outlined histogram per class over the same bins.

    Raises
    ------
    TypeError
        If X does not hold numbers.
    ValueError
        If shapes, classes or names do not fit, or X is not finite.

    Examples
    --------
    >>> fig = flower_lengths([[1, 1, 1, 1], [2, 2, 2, 2]], [0, 1], list("abcd"), ["small", "large"])
    >>> [ax.get_xlabel() for ax in fig.axes]
    ['a', 'b', 'c', 'd']
    """
    samples, labels = samples_of(X, y, target_names, 4)
    if len(feature_names) != 4:
        raise ValueError(f"feature_names must name 4 features, got {len(feature_names)}")
    with figure(2, 2, height=4.4, width=WIDTH, sharey=True) as (fig, axes):
        for ax, values, name in zip(axes.flat, samples.T, feature_names, strict=True):
            bins = np.linspace(values.min(), values.max(), 19)
            for k, title in enumerate(target_names):
                color, _, dashes = LOOKS[k]
                counts, _ = np.histogram(values[labels == k], bins)
                ax.stairs(counts, bins, fill=True, color=color, alpha=0.2)
                ax.stairs(counts, bins, color=color, linestyle=dashes, linewidth=1.6, label=title)
            ax.set_xlabel(name, fontsize=TEXT)
            ax.grid(visible=False, axis="x")
            ax.locator_params(axis="both", nbins=5)
        for ax in axes[:, 0]:
            ax.set_ylabel("samples", fontsize=TEXT)
        handles, names = axes[0, 0].get_legend_handles_labels()
        fig.legend(
            handles,
            names,
            loc="outside upper left",
            ncols=3,
            fontsize=TEXT + 0.5,
            labelcolor=COLORS["ink"],
            handlelength=2.2,
        )
    return fig
