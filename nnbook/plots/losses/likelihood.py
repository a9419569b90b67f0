"""From the noise in the data to the loss of an error."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.losses._look import look
from nnbook.plots.style import figure


def noise_and_loss(error: ArrayLike, densities: Mapping[str, ArrayLike]) -> Figure:
    """Draw how often errors of each size occur, and the loss that this gives: minus the logarithm.

    Parameters
    ----------
    error
        Errors, shape (m,).
    densities
        Name to density at each error, positive, shape (m,).

    Returns
    -------
    Figure
        Two panels: the densities, and minus their logarithms, moved so that the lowest is zero.

    Examples
    --------
    >>> fig = noise_and_loss([-1.0, 0.0, 1.0], {"Gaussian": [0.24, 0.40, 0.24]})
    >>> fig.axes[1].lines[0].get_ydata().min()
    np.float64(0.0)
    """
    check_curves("densities", densities)
    e = finite("error", error, 1)
    with figure(1, 2, height=3.0, width=WIDTH, sharex=True) as (fig, axes):
        for place, (name, values) in enumerate(densities.items()):
            density = as_long_as(name, positive(name, values, 1), e)
            color, dashes = look(name, place + 1)
            axes[0].plot(e, density, color=color, linestyle=dashes, label=name)
            loss = -np.log(density)
            axes[1].plot(e, loss - loss.min(), color=color, linestyle=dashes)
        axes[0].set_title("how often")
        axes[1].set_title("minus the logarithm")
        axes[0].set_ylim(0, None)
        for ax in axes:
            ax.set_xlabel("error")
        fig.legend(loc="outside upper center", ncols=2, fontsize=TEXT, handlelength=3)
    return fig
