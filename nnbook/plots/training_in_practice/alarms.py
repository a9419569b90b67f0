"""How often sanity checks ring, for healthy networks and for planted bugs."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.style import COLORS, figure, label_line


def alarms(counts: Mapping[str, tuple[int, int]], runs: Mapping[str, tuple[int, int]]) -> Figure:
    """Draw the share of alarms of each check, without and with the bug that was planted for it.

    Parameters
    ----------
    counts
        What each check looks at, to its alarms: among healthy networks, and among those with the bug.
    runs
        The same names to how many networks of each kind were checked.

    Returns
    -------
    matplotlib.figure.Figure
        One row per check: a circle for the healthy, a diamond for the broken, with Wilson's intervals.

    Examples
    --------
    >>> fig = alarms({"first loss": (0, 98)}, {"first loss": (100, 100)})
    >>> fig.axes[0].lines[1].get_xdata().tolist(), fig.axes[0].lines[3].get_xdata().tolist()
    ([0.0], [98.0])
    """
    from nnbook.metrics import accuracy_interval

    if not counts or list(counts) != list(runs):
        raise ValueError("counts and runs must hold the same checks, at least one")
    looks = ((COLORS["stable"], "o"), (COLORS["naive"], "D"))
    with figure(height=1.0 + 0.36 * len(counts), width=WIDTH) as (fig, ax):
        for row, (name, rung) in enumerate(counts.items()):
            for alarm, total, (color, mark) in zip(rung, runs[name], looks, strict=True):
                low, high = accuracy_interval(alarm, total)
                ax.plot([100 * low, 100 * high], [-row] * 2, color=color, linewidth=2.5, alpha=0.45)
                ax.plot([100 * alarm / total], [-row], mark, color=color, markersize=6.5)
        for x, text, (color, _) in zip((0, 100), ("● healthy", "◆ with the bug"), looks, strict=True):
            label_line(ax, x, 0.75, text, color, dx=0, ha="left" if x == 0 else "right", fontsize=TEXT)
        ax.set(
            xlim=(-4, 104), ylim=(-len(counts) + 0.4, 1.2), xlabel="share of networks that ring the alarm, %"
        )
        ax.set_yticks([-row for row in range(len(counts))], list(counts), fontsize=TEXT)
        ax.grid(visible=False, axis="y")
    return fig
