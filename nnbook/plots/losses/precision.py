"""What several ways of computing one loss report, and how far they are from the truth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array, as_long_as, check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

SMALLEST = 1e-17  # the lower edge
NO_NUMBER = 1e3  # where infinity and NaN are drawn
FULL = np.finfo(float).tiny  # smaller numbers are written with fewer digits


def loss_errors(z: ArrayLike, truth: ArrayLike, reported: Mapping[str, ArrayLike]) -> Figure:
    """Draw the losses that several programs report over the logit, and their relative errors.

    Parameters
    ----------
    z
        Logits, increasing, shape (m,).
    truth
        The true losses, not negative, shape (m,).
    reported
        Name to the losses that a program reports, shape (m,); the first one is the one that holds.  Infinity
        and NaN leave a gap above, and are drawn at "no number" below.

    Returns
    -------
    Figure
        Two panels: the losses, and their relative errors on a logarithmic axis.

    Examples
    --------
    >>> fig = loss_errors([-1.0, 0.0, 1.0], [1.3, 0.7, 0.3], {"naive": [1.3, 0.7, np.inf]})
    >>> fig.axes[1].get_yscale()
    'log'
    """
    check_curves("reported", reported)
    z = finite("z", z, 1)
    if (np.diff(z) <= 0).any():
        raise ValueError("z must increase from left to right")
    true = as_long_as("truth", finite("truth", truth, 1), z)
    if true.min() < 0:
        raise ValueError("truth holds a negative loss; a cross-entropy has none")
    with figure(2, 1, height=5.4, width=WIDTH, sharex=True) as (fig, (above, below)):
        for place, (name, values) in enumerate(reported.items()):
            loss = as_long_as(name, as_array(name, values, 1), z)
            known = np.isfinite(loss)
            with np.errstate(invalid="ignore", over="ignore"):
                error = np.clip(np.abs(loss - true) / np.maximum(true, FULL), SMALLEST, 1)
            error = np.where(known, error, NO_NUMBER)
            color = COLORS["stable"] if place == 0 else COLORS[CYCLE[place]]
            above.plot(z, np.where(known, loss, np.nan), color=color, linestyle=DASHES[place], label=name)
            below.plot(z, error, color=color, linestyle=DASHES[place], linewidth=1.6)
        above.set_title("loss that is reported")
        above.legend(loc="upper right", fontsize=TEXT, handlelength=3.2)
        below.set_title("its relative error (log axis), up to 1")
        below.set_yscale("log")
        below.set_ylim(SMALLEST / 2, 1e4)
        below.set_yticks([1e-16, 1e-8, 1, NO_NUMBER], ["$10^{-16}$", "$10^{-8}$", "1", "no number"])
        below.minorticks_off()
        below.set_xlabel("score $z$ of the true class")
    return fig
