"""How hard two losses push a logit that is wrong."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from nnbook.activations import sigmoid, sigmoid_derivative
from nnbook.losses import LOSSES
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.losses._look import look
from nnbook.plots.style import COLORS, figure, label_ends


def pushes_by_logit(*, limit: float = 10.0) -> Figure:
    """Draw the slopes of cross-entropy and of squared error over the logit, for a sample with the answer 0.

    Parameters
    ----------
    limit
        The largest logit, on both sides of zero.

    Returns
    -------
    Figure
        Two panels: the same slopes on a linear and on a logarithmic axis.

    Examples
    --------
    >>> fig = pushes_by_logit()
    >>> round(float(fig.axes[0].lines[0].get_ydata()[-1]), 3)
    1.0
    """
    if not 0 < limit < 700:
        raise ValueError(f"limit must lie between 0 and 700, got {limit}")
    z = np.linspace(-limit, limit, 401)
    zeros, p = np.zeros_like(z), sigmoid(z)
    slopes = {
        "cross-entropy": LOSSES["binary_cross_entropy_with_logits"].gradient(z, zeros, reduction="none"),
        "squared": LOSSES["mean_squared_error"].gradient(p, zeros, reduction="none") * sigmoid_derivative(z),
    }
    with figure(2, 1, height=4.8, width=WIDTH, sharex=True) as (fig, axes):
        for ax, scale in zip(axes, ("linear", "log"), strict=True):
            for place, (name, slope) in enumerate(slopes.items()):
                color, dashes = look(name, place)
                ax.plot(z, slope, color=color, linestyle=dashes)
            ax.set_yscale(scale)
            ax.axvline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
            ends = [(float(slope[-1]), name, look(name, 0)[0]) for name, slope in slopes.items()]
            label_ends(ax, limit, ends, fontsize=TEXT)
        axes[0].set_title("push on the logit")
        axes[1].set_title("the same on a logarithmic axis")
        axes[1].set_yticks([1e-8, 1e-4, 1])
        axes[1].minorticks_off()
        axes[1].set_xticks(np.linspace(-limit, limit, 5))
        axes[1].set_xlabel(r"right $\leftarrow$  logit $z$ of a sample with $y = 0$  $\rightarrow$ wrong")
    return fig
