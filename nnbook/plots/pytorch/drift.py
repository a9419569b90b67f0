"""How two runs of the same training part, step by step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import check_curves, finite
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots.style import COLORS, figure, label_ends

__all__ = ["drift"]

_FLOOR = 1e-17  # where equality is drawn


def drift(differences: Mapping[str, ArrayLike]) -> Figure:
    """Draw the largest difference between the weights of two runs, over the steps of training.

    Parameters
    ----------
    differences
        Name of a pair of runs to its differences after each step, shape (steps, networks), none negative.

    Returns
    -------
    Figure
        Medians with 10 to 90 % bands on logarithmic axes; equal weights stand at the lower edge.

    Examples
    --------
    >>> fig = drift({"two programs": [[1e-16, 1e-16], [1e-15, 3e-15]]})
    >>> fig.axes[0].get_yscale()
    'log'
    """
    check_curves("differences", differences)
    ends = []
    with figure(height=3.6, width=WIDTH) as (fig, ax):
        for place, (name, values) in enumerate(differences.items()):
            samples = finite(name, values, 2)
            if samples.min() < 0:
                raise ValueError(f"{name!r} must hold differences that are not negative")
            steps = np.arange(1.0, len(samples) + 1)
            color = COLORS[CYCLE[place]]
            middle = draw_median(ax, steps, np.maximum(samples, _FLOOR), color, DASHES[place])
            ends.append((float(middle[-1]), name, color))
        ax.set_xscale("log")
        ax.set_yscale("log")
        ax.set_xlim(1, len(samples))
        powers = [tick for tick in (1, 10, 100, 1000, 10000) if tick <= len(samples)]
        ax.set_xticks(powers, [f"{tick:,}" for tick in powers])
        ax.set_yticks(
            [10.0**k for k in (-16, -12, -8, -4)],
            [rf"$\mathdefault{{10^{{{k}}}}}$" for k in (-16, -12, -8, -4)],
        )
        ax.set_ylim(_FLOOR, 1)
        ax.minorticks_off()
        ax.tick_params(labelsize=TEXT)
        ax.set_xlabel("steps of training (log axis)")
        ax.set_ylabel("largest difference of a weight (log axis)")
        label_ends(ax, len(samples), ends, fontsize=TEXT)
    return fig
