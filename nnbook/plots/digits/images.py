"""Images in rows, with a line of words under each."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots.digits._tiles import as_images, draw_image, panels
from nnbook.plots.style import COLORS


def digit_images(
    images: ArrayLike, captions: Sequence[str] = (), *, columns: int = 5, wrong: Sequence[bool] = ()
) -> Figure:
    """Draw images in rows, dark ink on white.

    Parameters
    ----------
    images
        Rows of pixels from 0 to 1, shape (n, side²), or images (n, side, side).
    captions
        A line for each image; none unless given.
    columns
        How many images stand side by side.
    wrong
        For each image whether its caption is that of a mistake; none are unless given.

    Returns
    -------
    matplotlib.figure.Figure
        One small panel per image, with its caption above; those of mistakes in orange.

    Examples
    --------
    >>> fig = digit_images([[0, 1, 1, 0], [1, 0, 0, 1]], ["2 or 5?", "a 1"], wrong=[True, False])
    >>> [ax.get_title() for ax in fig.axes[:2]]
    ['2 or 5?', 'a 1']
    """
    tiles = as_images("images", images)
    for name, given in (("captions", captions), ("wrong", wrong)):
        if len(given) not in (0, len(tiles)):
            raise ValueError(f"{name} needs one entry for each of the {len(tiles)} images, got {len(given)}")
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    rows = -(-len(tiles) // columns)
    lines = 1 + max((caption.count("\n") for caption in captions), default=-1)
    with panels([0.05 + 0.165 * lines] * rows, columns) as (fig, axes):
        for i, ax in enumerate(axes.flat):
            if i >= len(tiles):
                ax.set_axis_off()
                continue
            draw_image(ax, tiles[i])
            if captions:
                color = COLORS["target" if len(wrong) and wrong[i] else "ink"]
                ax.set_title(captions[i], fontsize=9.5, loc="center", color=color, pad=3)
    return fig
