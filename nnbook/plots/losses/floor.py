"""How low a loss can go when some labels are wrong."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import as_long_as, positive
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots._population import draw_median
from nnbook.plots._ticks import plain_log
from nnbook.plots.style import COLORS, figure, label_ends, label_line


def noise_floor(panels: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike]], floor: float) -> Figure:
    """Draw training loss and expected loss against epochs, over the floor that noise in the labels sets.

    Parameters
    ----------
    panels
        Title to the epochs, shape (m,), and to the training losses and the expected losses, shape (m, networks).
    floor
        The entropy of the labels, drawn as a thin line.

    Returns
    -------
    Figure
        One panel for each entry, with medians and 10 to 90 % bands, over logarithmic axes.

    Examples
    --------
    >>> fig = noise_floor({"30 samples": ([1, 10], [[1, 1], [0.1, 0.2]], [[1, 1], [2, 3]])}, 0.64)
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['training', 'expected', 'floor']
    """
    if not panels:
        raise ValueError("panels is empty; name at least one")
    if not 0 < floor < float("inf"):
        raise ValueError(f"floor must be positive and finite, got {floor}")
    with figure(len(panels), 1, height=0.5 + 2.4 * len(panels), width=WIDTH, squeeze=False) as (fig, axes):
        for ax, (title, (epochs, training, expected)) in zip(axes[:, 0], panels.items(), strict=True):
            at = positive("epochs", epochs, 1)
            ends = []
            for name, values, color, dashes in (
                ("training", training, COLORS["train"], DASHES[0]),
                ("expected", expected, COLORS["test"], DASHES[1]),
            ):
                samples = as_long_as(f"{title}, {name}", positive(f"{title}, {name}", values, 2), at)
                ends.append((float(draw_median(ax, at, samples, color, dashes)[-1]), name, color))
            ax.plot(at[[0, -1]], [floor, floor], color=COLORS["ink"], linewidth=1.1, linestyle=DASHES[2])
            ax.set_xscale("log")
            plain_log(ax, "y")
            ax.set_xticks([1, 10, 100][: 2 if at[-1] < 100 else 3])
            ax.xaxis.set_major_formatter("{x:g}")
            ax.xaxis.minorticks_off()
            label_ends(ax, at[-1], ends, fontsize=TEXT)
            label_line(ax, at[0], floor, "floor", COLORS["ink"], dx=2, dy=-7, fontsize=TEXT)
            ax.set_title(title)
        axes[-1, 0].set_xlabel("epoch (log axis)")
        fig.supylabel("cross-entropy (log axis)", fontsize=TEXT, color=COLORS["ink"])
    return fig
