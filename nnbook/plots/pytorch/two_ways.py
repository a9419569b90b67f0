"""A loss computed from probabilities and from logits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite
from nnbook.plots._look import DASHES, WIDTH
from nnbook.plots.style import COLORS, figure, label_line

__all__ = ["loss_two_ways"]

_COLORS = ("stable", "naive")


def loss_two_ways(z: ArrayLike, ways: Mapping[str, Sequence[ArrayLike]]) -> Figure:
    """Draw a loss and its slope over the logit, computed in two ways.

    Parameters
    ----------
    z
        Logits, rising, shape (n,).
    ways
        Name to (losses, slopes), each of shape (n,): first the way that holds, then the one that fails.

    Returns
    -------
    Figure
        Two panels, the loss above its slope, with one line for each way.

    Examples
    --------
    >>> fig = loss_two_ways([0, 1], {"logits": ([1, 2], [0, 1]), "probabilities": ([1, 9], [0, 0])})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['logits', 'probabilities']
    """
    x = finite("z", z, 1)
    check_curves("ways", ways)
    if len(ways) != len(_COLORS):
        raise ValueError(f"ways must hold the one that holds and the one that fails, got {len(ways)}")
    if (np.diff(x) <= 0).any():
        raise ValueError("z must rise")
    with figure(2, 1, height=4.0, width=WIDTH, sharex=True) as (fig, axes):
        for place, (name, both) in enumerate(ways.items()):
            color = COLORS[_COLORS[place]]
            for ax, values in zip(axes, both, strict=True):
                drawn = as_long_as(name, finite(name, values, 1), x)
                ax.plot(x, drawn, color=color, linestyle=DASHES[place])
            loss = np.asarray(both[0], dtype=float)
            at = len(x) * 7 // 10
            label_line(
                axes[0], x[at], loss[at], name, color, dx=6 if place == 0 else -6,
                dy=-10 if place == 0 else 10, ha="left" if place == 0 else "right", fontsize=10,
            )  # fmt: skip
        top = max(float(np.max(both[0])) for both in ways.values())
        axes[0].set_ylim(-0.04 * top, 1.2 * top)
        axes[0].set_ylabel("loss")
        axes[1].set_ylabel("slope")
        axes[1].set_xlabel("logit $z$ of a sample whose target is 0")
    return fig
