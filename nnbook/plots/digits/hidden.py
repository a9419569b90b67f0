"""What hidden units look for: their weights as images, beside the images that they answer most."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as
from nnbook.plots._look import TEXT
from nnbook.plots.digits._tiles import as_images, draw_image, panels


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
    >>> len(fig.axes), fig.axes[0].images[0].get_clim()
    (3, (-2.0, 2.0))
    """
    units = as_images("weights", weights)
    chosen = np.asarray(favourites, dtype=float)
    if chosen.ndim != 3 or chosen.shape[1] == 0:
        raise ValueError(f"favourites must have 3 axes (units, images, pixels), got shape {chosen.shape}")
    as_long_as("favourites", chosen, units)
    largest = float(np.abs(units).max()) or 1.0
    heads = [0.24, 0.24] + [0.0] * (chosen.shape[1] - 1)
    with panels(heads, len(units)) as (fig, axes):
        for column, (weight, images) in enumerate(zip(units, chosen, strict=True)):
            draw_image(axes[0, column], weight, signed=largest)
            for row, image in enumerate(as_images("favourites", images)):
                draw_image(axes[row + 1, column], image)
        axes[0, 0].set_title("weights: ink raises (blue) or lowers (orange) the unit", fontsize=TEXT, pad=3)
        axes[1, 0].set_title("images that excite it most", fontsize=TEXT, pad=3)
    return fig
