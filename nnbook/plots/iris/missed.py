"""Which samples are missed again and again: the plane of two features, with a ring around what is missed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, as_long_as, finite
from nnbook.plots._look import TEXT, WIDTH, name_classes
from nnbook.plots.iris._looks import draw_class, samples_of
from nnbook.plots.style import COLORS, figure


def missed_flowers(
    X: ArrayLike,
    y: ArrayLike,
    share: ArrayLike,
    feature_names: Sequence[str],
    target_names: Sequence[str],
    *,
    named: float = 0.5,
) -> Figure:
    """Draw samples, and around each a ring that grows with how often it is missed.

    Parameters
    ----------
    X, y : array_like, shape (n, 2) and (n,)
        Two features of the samples, and their classes 0, …, K − 1, at most three.
    share : array_like, shape (n,)
        How often each sample is missed, from 0 to 1.
    feature_names, target_names : sequence of str
        Names of the axes and of the classes.
    named : float, default 0.5
        From which share on the row of the sample stands beside it.

    Returns
    -------
    matplotlib.figure.Figure
        A marker and colour per class, and rings; their area is in proportion to the share.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If shapes, classes or names do not fit, or a share is not from 0 to 1.

    Examples
    --------
    >>> fig = missed_flowers([[1, 1], [2, 2]], [0, 1], [0, 0.9], ["a", "b"], ["small", "large"])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['1']
    """
    samples, labels = samples_of(X, y, target_names, 2)
    shares = as_long_as("share", finite("share", share, 1), samples)
    if shares.min() < 0 or shares.max() > 1:
        raise ValueError(f"share must be from 0 to 1, got {shares.min():g} to {shares.max():g}")
    if len(feature_names) != 2:
        raise ValueError(f"feature_names must name 2 features, got {len(feature_names)}")
    with figure(height=3.9, width=WIDTH) as (fig, ax):
        for k, title in enumerate(target_names):
            draw_class(ax, samples[labels == k], k, title, size=22, edges=(1.2, 0.4))
        rings = np.flatnonzero(shares > 0)
        ax.scatter(
            *samples[rings].T,
            s=30 + 260 * shares[rings],
            facecolors="none",
            edgecolors=COLORS["target"],
            linewidths=1.5,
        )
        places = np.flatnonzero(shares >= named)
        for place, turn in zip(places.tolist(), _directions(samples[places]), strict=True):
            ax.annotate(
                str(place),
                samples[place],
                xytext=(36 * np.cos(turn), 36 * np.sin(turn)),
                textcoords="offset points",
                ha="center",
                va="center",
                color=COLORS["target"],
                fontsize=TEXT,
                fontweight="bold",
                arrowprops={"arrowstyle": "-", "color": COLORS["target"], "linewidth": 0.8, "shrinkB": 8},
            )
        ax.set_xlabel(feature_names[0], fontsize=TEXT + 1)
        ax.set_ylabel(feature_names[1], fontsize=TEXT + 1)
        name_classes(ax)
    return fig


def _directions(points: Array) -> list[float]:
    """Return a direction for each name, all of them apart, as near as may be to where its point lies."""
    if not len(points):
        return []
    offset = (points - points.mean(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9)
    angles = np.arctan2(offset[:, 1], offset[:, 0])
    rank = angles.argsort(kind="stable").argsort(kind="stable")
    even = 2 * np.pi * rank / len(points)
    return list(even + np.angle(np.exp(1j * (angles - even)).sum()))
