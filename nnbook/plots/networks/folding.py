"""What layers do to a line when each folds what the one before has left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_array
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

__all__ = ["folded_layers"]


def folded_layers(x: ArrayLike, outputs: Sequence[ArrayLike]) -> Figure:
    """Draw a function of one input after each of several layers, and count its straight pieces.

    Parameters
    ----------
    x
        Inputs, rising, shape (k,).
    outputs
        What has become of them after each layer, arrays of shape (k,).

    Returns
    -------
    Figure
        A panel per layer, with the number of pieces in its title.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(0, 1, 9)
    >>> fig = folded_layers(x, [np.minimum(x, 1 - x)])
    >>> fig.axes[0].get_title(loc="left")
    'layer 1: 2 pieces'
    """
    inputs = as_array("x", x, 1)
    if len(outputs) == 0:
        raise ValueError("outputs is empty; there is nothing to draw")
    if (np.diff(inputs) <= 0).any():
        raise ValueError("x must rise")
    with figure(1, len(outputs), height=2.2, width=WIDTH, sharey=True, squeeze=False) as (fig, axes):
        for number, (ax, output) in enumerate(zip(axes[0], outputs, strict=True), start=1):
            values = as_array("outputs", output, 1)
            if len(values) != len(inputs):
                raise ValueError(f"every output needs one value per x: {len(inputs)}, got {len(values)}")
            slopes = np.diff(values) / np.diff(inputs)
            pieces = 1 + int((np.abs(np.diff(slopes)) > 1e-6 * max(1.0, float(np.abs(slopes).max()))).sum())
            ax.plot(inputs, values, color=COLORS["prediction"])
            ax.set_title(f"layer {number}: {pieces} pieces", fontsize=TEXT + 0.5)
            ax.set_xticks([inputs[0], inputs[-1]], [f"{inputs[0]:g}", f"{inputs[-1]:g}"])
            ax.set_yticks([0, 1])
            ax.tick_params(labelsize=TEXT)
            ax.set_xlabel("$x$", fontsize=TEXT + 1, labelpad=-6)
    return fig
