"""Images in rows, with a line of words under each."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots.digits._tiles import as_images, draw_rows, grey
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
        The images, each with its caption above; those of mistakes in orange.

    Examples
    --------
    >>> fig = digit_images([[0, 1, 1, 0], [1, 0, 0, 1]], ["2 or 5?", "a 1"], wrong=[True, False])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['2 or 5?', 'a 1']
    """
    tiles = as_images("images", images)
    for name, given in (("captions", captions), ("wrong", wrong)):
        if len(given) not in (0, len(tiles)):
            raise ValueError(f"{name} needs one entry for each of the {len(tiles)} images, got {len(given)}")
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    lines = 1 + max((caption.count("\n") for caption in captions), default=-1)
    colored = [grey(tile) for tile in tiles]
    rows = [colored[i : i + columns] for i in range(0, len(colored), columns)]
    with draw_rows(rows, columns, [lines] * len(rows)) as (fig, ax, frames):
        for i, caption in enumerate(captions):
            frame = frames[i]
            color = COLORS["target" if len(wrong) and wrong[i] else "ink"]
            middle = frame.get_x() + frame.get_width() / 2
            ax.text(middle, frame.get_y() - 3, caption, fontsize=9.5, ha="center", va="bottom", color=color)
    return fig
