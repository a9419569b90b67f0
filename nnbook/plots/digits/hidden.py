"""What hidden units look for: their weights as images, beside the images that they answer most."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as
from nnbook.plots._look import TEXT
from nnbook.plots.digits._tiles import as_images, draw_rows, grey, signed


def favourite_images(weights: ArrayLike, favourites: ArrayLike) -> Figure:
    """Draw the weights of hidden units as images, each above the images that excite the unit most.

    Parameters
    ----------
    weights
        Weights of the units, shape (units, side²).
    favourites
        For each unit its images, pixels from 0 to 1, shape (units, images, side²).

    Returns
    -------
    matplotlib.figure.Figure
        A column for each unit; above its weights, blue where ink raises the unit, orange where it lowers it, all on one
        scale; below its images, the strongest first.

    Examples
    --------
    >>> fig = favourite_images([[1.0, -1.0, 0.0, 2.0]], [[[1, 0, 0, 1], [0, 0, 0, 1]]])
    >>> len(fig.axes[0].images), fig.axes[0].texts[1].get_text()
    (3, 'images that excite it most')
    """
    units = as_images("weights", weights)
    chosen = np.asarray(favourites, dtype=float)
    if chosen.ndim != 3 or chosen.shape[1] == 0:
        raise ValueError(f"favourites must have 3 axes (units, images, pixels), got shape {chosen.shape}")
    as_long_as("favourites", chosen, units)
    largest = float(np.abs(units).max()) or 1.0
    rows = [[signed(unit, largest) for unit in units]]
    rows += [[grey(image) for image in as_images("favourites", images)] for images in chosen.swapaxes(0, 1)]
    words = ("weights: ink raises (blue) or lowers (orange) the unit", "images that excite it most")
    with draw_rows(rows, len(units), [1, 1] + [0] * (len(rows) - 2)) as (fig, ax, frames):
        for row, line in enumerate(words):
            frame = frames[row * len(units)]
            ax.text(frame.get_x(), frame.get_y() - 3, line, fontsize=TEXT, va="bottom")
    return fig
