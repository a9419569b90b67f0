"""Which kind of check notices which planted mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matplotlib.figure import Figure

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure

_CYCLE = ("second", "first", "third", "fourth", "fifth", "sixth")


def noticed_mistakes(noticed: Sequence[Collection[str]], kinds: Mapping[str, str]) -> Figure:
    """Draw a stroke for every mistake that a kind of check notices, one row for each kind.

    Parameters
    ----------
    noticed
        For each mistake the kinds of checks that notice it.
    kinds
        Kind to its title in the figure, from the top.

    Returns
    -------
    matplotlib.figure.Figure
        Rows of strokes; a mistake has the same place in every row.

    Examples
    --------
    >>> fig = noticed_mistakes([{"loss"}, {"loss", "tests"}], {"loss": "the loss falls", "tests": "tests"})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['the loss falls: 2 of 2', 'tests: 1 of 2']
    """
    if not noticed or not kinds:
        raise ValueError("expected at least one mistake and one kind of check")
    if len(kinds) > len(_CYCLE):
        raise ValueError(f"expected at most {len(_CYCLE)} kinds of checks, got {len(kinds)}")
    if unknown := set().union(*noticed) - set(kinds):
        raise ValueError(f"expected titles for {', '.join(sorted(unknown))}, got {', '.join(kinds)}")
    order = sorted(noticed, key=lambda found: [kind not in found for kind in kinds])
    with figure(height=0.7 + 0.72 * len(kinds), width=WIDTH) as (fig, ax):
        for row, (kind, title) in enumerate(kinds.items()):
            places = [place for place, found in enumerate(order) if kind in found]
            ax.plot(
                [0.5, len(order) + 0.5], [row, row], color=COLORS["grid"], linewidth=13, solid_capstyle="butt"
            )
            ax.vlines(
                [place + 1 for place in places],
                row - 0.22,
                row + 0.22,
                color=COLORS[_CYCLE[row]],
                linewidth=2.6,
            )
            ax.text(
                0.5,
                row - 0.3,
                f"{title}: {len(places)} of {len(order)}",
                ha="left",
                va="bottom",
                fontsize=TEXT + 0.5,
                fontweight="bold",
                color=COLORS[_CYCLE[row]],
            )
        ax.set_ylim(len(kinds) - 0.6, -0.8)
        ax.set_xlim(0, len(order) + 1)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.grid(visible=False)
        ax.set_xlabel("planted mistakes, each with its own place")
    return fig
