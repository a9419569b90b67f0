"""Whether a network is as often right as it says."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnbook.metrics import accuracy_interval, expected_calibration_error
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.networks._arguments import as_labels, as_numbers
from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["reliability_diagram"]


def reliability_diagram(probabilities: ArrayLike, y: ArrayLike, *, bins: int = 10) -> Figure:
    """Draw how often a network is right against how sure it is, in bins of samples with like confidence.

    The confidence is the probability of the predicted class.  The bins are those of
    `expected_calibration_error`: of equal width, and closed above.

    Parameters
    ----------
    probabilities : array_like, shape (n, K), (n, 1) or (n,)
        Probabilities of the classes, or of class 1, by one network.
    y : array_like, shape (n,)
        True classes.
    bins : int, default 10
        The number of bins from 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        Above, accuracy against mean confidence, with Wilson's 95 % interval of each bin, the line on which both are
        equal, and the expected calibration error; below, the number of samples in each bin.

    Raises
    ------
    TypeError
        If an argument does not hold numbers.
    ValueError
        If these are no probabilities of one network, or shapes or classes do not fit.

    Examples
    --------
    Always 90 % sure, and right in three of four cases:

    >>> fig = reliability_diagram([0.9, 0.9, 0.9, 0.1], [1, 1, 0, 0])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['as sure as right', 'expected calibration error 0.15']
    """
    who = "reliability_diagram"
    p = np.asarray(probabilities)
    if p.ndim == 1:
        p = p[:, None]
    p = as_numbers(who, "probabilities", p, 2)
    target = as_labels(who, y, len(p), max(2, p.shape[1]))
    error = float(expected_calibration_error(p, target, bins=bins))  # checks the probabilities and bins
    if p.shape[1] == 1:
        p = np.hstack([1 - p, p])
        right = (p[:, 1] > 0.5) == target
    else:
        right = p.argmax(axis=1) == target
    confidence = p.max(axis=1)
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    filled = counts > 0
    n, k = counts[filled], np.bincount(place, weights=right, minlength=bins)[filled]
    mean = np.bincount(place, weights=confidence, minlength=bins)[filled] / n
    low, high = accuracy_interval(k, n)
    first = place.min() / bins  # no confidence is below 1/K
    with figure(2, 1, height=4.6, width=WIDTH, sharex=True, gridspec_kw={"height_ratios": [3, 1]}) as (
        fig,
        (above, below),
    ):
        above.plot([0, 1], [0, 1], color=COLORS["muted"], linestyle=DASHES[1], linewidth=1.2)
        above.vlines(mean, low, high, color=COLORS["prediction"], linewidth=1.6)
        above.plot(mean, k / n, "o", color=COLORS["prediction"], markersize=7)
        above.set_ylim(-0.03, 1.03)
        above.set_ylabel("accuracy", fontsize=TEXT)
        label_line(above, 1, 1, "as sure as right", COLORS["muted"], dx=0, dy=11, ha="right", fontsize=TEXT)
        above.text(
            0.99,
            0.04,
            f"expected calibration error {error:.2g}",
            transform=above.transAxes,
            ha="right",
            fontsize=TEXT,
        )
        below.bar((np.arange(bins) + 0.5) / bins, counts, width=0.9 / bins, color=COLORS["data"], alpha=0.55)
        below.set_xlim(first - 0.01, 1.01)
        below.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        below.set_ylabel("samples", fontsize=TEXT)
        below.set_xlabel("confidence: probability of the predicted class", fontsize=TEXT)
        fig.align_ylabels()
    return fig
