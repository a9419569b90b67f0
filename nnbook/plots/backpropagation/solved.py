"""The share of networks that solve a task, against the epochs they were given."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.metrics import accuracy_interval
from nnbook.plots._arguments import finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_ends

_LOOKS = (("first", "-"), ("second", (0, (5, 2))), ("third", (0, (1.2, 1.4))))


def solved_over_epochs(
    epochs: Mapping[str, ArrayLike], solved: Mapping[str, ArrayLike], networks: int
) -> Figure:
    """Draw the share of a population that has solved its task, with Wilson's 95 % interval.

    Parameters
    ----------
    epochs
        Name to the epochs at which it was counted, positive.
    solved
        Name to the number of networks that had solved it by then.
    networks
        The size of each population.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with a logarithmic epoch axis.

    Examples
    --------
    >>> fig = solved_over_epochs({"small": [1, 10]}, {"small": [0, 90]}, 100)
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [0.0, 90.0]
    """
    if not epochs or list(epochs) != list(solved) or len(epochs) > len(_LOOKS):
        raise ValueError(f"expected the same one to {len(_LOOKS)} names in epochs and solved")
    with figure(height=3.4, width=WIDTH) as (fig, ax):
        ends, last = [], 1.0
        for (name, times), (color, dash) in zip(epochs.items(), _LOOKS, strict=False):
            x, count = finite(name, times, 1), finite(name, solved[name], 1)
            if x.shape != count.shape or count.max() > networks:
                raise ValueError(f"{name!r} must have one count up to {networks} for each epoch")
            low, high = accuracy_interval(count.astype(int), networks)
            ax.fill_between(x, 100 * low, 100 * high, color=COLORS[color], alpha=0.2, linewidth=0)
            ax.plot(x, 100 * count / networks, color=COLORS[color], linestyle=dash)
            ends.append((float(100 * count[-1] / networks), name, COLORS[color]))
            last = max(last, float(x[-1]))
        ax.set_xscale("log")
        ax.set_ylim(0, 104)
        ax.set_yticks([0, 25, 50, 75, 100])
        label_ends(ax, last, ends, fontsize=TEXT)
        ax.set_xlabel("epochs (log axis)")
        ax.set_ylabel("networks that solve it (%)")
    return fig
