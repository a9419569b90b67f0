"""Final loss against learning rate, optimizer by optimizer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def rate_sweep(
    learning_rates: ArrayLike, losses: Mapping[str, ArrayLike], *, before: float, top: float = 10.0
) -> Figure:
    """Draw the final loss of many networks against the learning rate, one panel per optimizer.

    Parameters
    ----------
    learning_rates
        The rates, shape (k,), positive and rising.
    losses
        Name of each optimizer to the final losses, shape (k, networks); NaN and infinity count as `top`.
    before
        The loss before training, drawn as a thin line.
    top
        Where the axis ends; larger losses are drawn there.

    Returns
    -------
    matplotlib.figure.Figure
        Panels in two columns with common axes: median, 10 to 90 % band, and a diamond at the best median.

    Examples
    --------
    >>> fig = rate_sweep([0.1, 1], {"SGD": [[0.5, 0.5], [0.1, 0.2]]}, before=0.7)
    >>> fig.axes[0].lines[-1].get_xdata().tolist()
    [1.0]
    """
    rates = finite("learning_rates", learning_rates, 1)
    if rates.min() <= 0 or (np.diff(rates) <= 0).any():
        raise ValueError("learning_rates must be positive and rising: the axis is logarithmic")
    if not losses:
        raise ValueError("losses must hold at least one optimizer, got none")
    final: dict[str, Array] = {}
    for name, loss in losses.items():
        array = np.nan_to_num(np.asarray(loss, dtype=float), nan=top, posinf=top)
        if array.ndim != 2 or len(array) != len(rates) or array.size == 0 or array.min() <= 0:
            raise ValueError(
                f"losses[{name!r}] must be positive, with one row per rate ({len(rates)}), got shape {array.shape}"
            )
        final[name] = np.minimum(array, top)
    rows = -(-len(final) // 2)
    with figure(rows, 2, height=1.45 * rows + 0.5, width=WIDTH, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, (name, loss) in zip(axes.flat, final.items(), strict=False):
            low, middle, high = np.quantile(loss, [0.1, 0.5, 0.9], axis=1)
            ax.fill_between(rates, low, high, color=COLORS["train"], alpha=0.2, linewidth=0)
            ax.plot(rates, middle, color=COLORS["train"])
            ax.axhline(before, color=COLORS["muted"], linewidth=1, linestyle=(0, (1.2, 1.4)))
            best = int(middle.argmin())
            best_rate = f"best η = {rates[best]:.2g}"
            label_line(ax, 0.03, 0.24, name, COLORS["ink"], dx=0, fontsize=TEXT, xycoords="axes fraction")
            label_line(
                ax, 0.03, 0.09, best_rate, COLORS["target"], dx=0, fontsize=TEXT, xycoords="axes fraction",
                fontweight="normal",
            )  # fmt: skip
            ax.plot([rates[best]], [middle[best]], "D", color=COLORS["target"])
        for ax in axes.flat[len(final) :]:
            ax.set_visible(False)
        axes[0, 0].set_xscale("log")
        axes[0, 0].set_yscale("log")
        axes[0, 0].set_ylim(top=1.3 * top)
        axes[0, 0].minorticks_off()
        axes.flat[len(final) - 2].tick_params(labelbottom=True)  # above the empty place, if there is one
        fig.supxlabel("learning rate η (log axis)", fontsize=9.5)
        fig.supylabel("final loss (log axis)", fontsize=9.5)
    return fig
