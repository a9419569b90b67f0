"""What a search can expect of its best try."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, check_curves, finite, positive
from nnbook.plots._look import CYCLE, DASHES, TEXT, WIDTH
from nnbook.plots.gradient_descent._look import MARKS
from nnbook.plots.style import COLORS, figure, label_ends


def best_of_tries(
    tries: ArrayLike, expected: Mapping[str, ArrayLike], drawn: Mapping[str, ArrayLike]
) -> Figure:
    """Draw the best score that searches can expect after so many tries.

    Parameters
    ----------
    tries
        The numbers of tries, shape (k,), positive.
    expected
        Name of each search to the expected best score, shape (k,): lines.
    drawn
        The same names to the mean best score of searches that were really drawn, shape (k,): marks.

    Returns
    -------
    matplotlib.figure.Figure
        One line with marks on it per search, over a logarithmic axis.

    Examples
    --------
    >>> fig = best_of_tries([1, 2], {"wide": [0.3, 0.5]}, {"wide": [0.3, 0.51]})
    >>> fig.axes[0].lines[0].get_ydata().tolist()
    [0.3, 0.5]
    """
    n = positive("tries", tries, 1)
    check_curves("expected", expected)
    if list(expected) != list(drawn):
        raise ValueError("drawn must hold the same searches as expected")
    ends = []
    with figure(height=2.9, width=WIDTH) as (fig, ax):
        for place, (search, line) in enumerate(expected.items()):
            color = COLORS[CYCLE[place]]
            best = as_long_as(f"expected[{search!r}]", finite(f"expected[{search!r}]", line, 1), n)
            marks = as_long_as(f"drawn[{search!r}]", finite(f"drawn[{search!r}]", drawn[search], 1), n)
            ax.plot(n, best, color=color, linestyle=DASHES[place])
            ax.plot(n, marks, MARKS[place], color=color)
            ends.append((float(best[-1]), search, color))
        ax.set_xscale("log", base=2)
        ax.set_xticks(n, [f"{value:g}" for value in n])
        ax.set_xlim(n.min() * 0.9, n.max() * (n.max() / n.min()) ** 0.04)
        ax.minorticks_off()
        ax.margins(y=0.1)  # room for the lower name above the axis
        ax.set_xlabel("number of tries (log axis)")
        ax.set_ylabel("expected lowest loss")
        label_ends(ax, n.max(), ends, fontsize=TEXT, dx=8)
    return fig
