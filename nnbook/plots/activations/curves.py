"""The activations and their derivatives as curves, drawn from `nnbook.ACTIVATIONS`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from nnbook.plots._arguments import Array, check_curves
from nnbook.plots._look import DASHES, TEXT, WIDTH, look, pretty
from nnbook.plots.activations._arguments import around_zero, look_up
from nnbook.plots.style import COLORS, figure


def activation_family(names: Sequence[str], *, limits: tuple[float, float] = (-5.0, 5.0)) -> Figure:
    """Draw some activations above and their derivatives below, over the same inputs.

    Parameters
    ----------
    names
        Keys of `nnbook.ACTIVATIONS`.
    limits
        Smallest and largest pre-activation.

    Returns
    -------
    Figure
        Two panels: the functions, and their derivatives.

    Examples
    --------
    >>> fig = activation_family(["sigmoid", "tanh"])
    >>> len(fig.axes[1].lines)
    3
    """
    infos = look_up(names)
    check_curves("names", dict.fromkeys(names))
    z = around_zero(limits)
    with figure(2, 1, height=5.0, width=WIDTH, sharex=True) as (fig, axes):
        for ax, kind in zip(axes, ("function", "derivative"), strict=True):
            ax.axhline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
            for place, info in enumerate(infos):
                color, dashes = look(info.name, place)
                y = np.asarray(getattr(info, kind)(z), dtype=float)
                ax.plot(z, broken(y), color=color, linestyle=dashes, label=pretty(info.name))
        axes[0].legend(loc="upper left", fontsize=TEXT, handlelength=3)
        axes[0].set_title(r"the function $\varphi(z)$")
        axes[1].set_title(r"its derivative $\varphi'(z)$")
        axes[1].set_xlabel("pre-activation $z$")
    return fig


def broken(y: Array) -> Array:
    """Leave a gap where a curve jumps, so that no vertical stroke suggests a slope."""
    y = y.astype(float)
    y[1:][np.abs(np.diff(y)) > 0.3] = np.nan
    return y


def activation_gallery(names: Sequence[str], *, limits: tuple[float, float] = (-4.0, 4.0)) -> Figure:
    """Draw many activations as small panels, each with its derivative, on the same axes.

    Parameters
    ----------
    names
        Keys of `nnbook.ACTIVATIONS`, drawn in this order.
    limits
        Smallest and largest pre-activation.

    Returns
    -------
    Figure
        Three panels a row, with the function solid and its derivative dashed.

    Examples
    --------
    >>> fig = activation_gallery(["sigmoid", "relu", "silu"])
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['sigmoid', 'ReLU', 'SiLU']
    """
    infos = look_up(names)
    z = around_zero(limits)
    rows = -(-len(infos) // 3)
    with figure(rows, 3, height=0.5 + 1.45 * rows, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, info in zip(axes.flat, infos, strict=False):
            ax.axhline(0, color=COLORS["muted"], linewidth=0.8, zorder=0)
            ax.plot(z, broken(np.asarray(info.function(z))), color=COLORS["prediction"])
            ax.plot(z, broken(np.asarray(info.derivative(z))), color=COLORS["gradient"], linestyle=DASHES[1])
            ax.set_title(pretty(info.name))
        for ax in axes.flat[len(infos) :]:
            ax.remove()
        axes[0, 0].set_ylim(-1.9, 2.6)
        axes[0, 0].set_xticks([-4, 0, 4])
        fig.supxlabel("pre-activation $z$", fontsize=TEXT, color=COLORS["ink"])
    return fig
