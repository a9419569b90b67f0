"""Where two hidden units put the samples, and the line that the output draws there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import TEXT, WIDTH
from nnbook.plots.backpropagation._look import DASHED, FALL, RISE
from nnbook.plots.style import COLORS, figure

_SAME = 0.05  # points closer than this share a label
_RANGE = (-0.15, 1.25)
_POINT = 1 / 95  # a typographic point in units of the axes, in a panel of our size
_PLACES = ((8, 10), (8, -10), (8, 0), (0, 15), (0, 20), (0, -15))  # of a label, in points from its sample


def hidden_corners(
    networks: Mapping[str, tuple[ArrayLike, ArrayLike, float]], targets: ArrayLike, names: Sequence[str]
) -> Figure:
    """Draw the outputs of two hidden units for every sample, one panel per network.

    Parameters
    ----------
    networks
        Title to the hidden activations, shape (samples, 2), and the weight, shape (2,), and bias of the output.
    targets
        0 or 1 for each sample.
    names
        What each sample is called.

    Returns
    -------
    matplotlib.figure.Figure
        Panels with the samples of target 1 as circles and of target 0 as squares; the dashed line is where the
        output says one half.

    Examples
    --------
    >>> fig = hidden_corners({"solved": ([[0, 0], [1, 1]], [1, 1], -1)}, [0, 1], ["00", "01"])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['00', '01']
    """
    y = finite("targets", targets, 1)
    if not networks or len(names) != len(y):
        raise ValueError(
            f"expected a network and a name for each sample, got {len(names)} names for {len(y)}"
        )
    wide = len(networks)
    with figure(1, wide, height=2.5, width=WIDTH + 0.5, sharey=True, squeeze=False) as (fig, axes):
        for ax, (title, (points, weight, bias)) in zip(axes[0], networks.items(), strict=True):
            h, w = finite(title, points, 2), finite(title, weight, 1)
            if h.shape != (len(y), 2) or w.shape != (2,):
                raise ValueError(
                    f"{title!r} must have two hidden units, got points {h.shape}, weights {w.shape}"
                )
            _draw_boundary(ax, w, float(bias))
            for value, marker, color in ((1, "o", RISE), (0, "s", FALL)):
                ax.plot(
                    *h[y == value].T, marker, color=color, markersize=9 if marker == "o" else 6.5,
                    linestyle="none", zorder=3 + (marker == "s"), clip_on=False,
                )  # fmt: skip
            for sample, group in _together(h):
                name = ", ".join(names[i] for i in group)
                left = bool(h[sample, 0] > 0.5)
                ax.annotate(
                    name,
                    h[sample],
                    xytext=_clear_of_the_line(h[sample], name, -1 if left else 1, w, float(bias)),
                    textcoords="offset points",
                    ha="right" if left else "left",
                    va="center",
                    fontsize=TEXT,
                )
            ax.set_title(title)
            ax.set_xlim(*_RANGE)
            ax.set_ylim(*_RANGE)
            ax.set_xticks([0, 1])
            ax.set_yticks([0, 1])
            ax.tick_params(labelsize=TEXT)
            ax.set_aspect("equal")
            ax.set_xlabel("hidden unit 1")
        axes[0][0].set_ylabel("hidden unit 2")
    return fig


def _together(h: Array) -> list[tuple[int, list[int]]]:
    """Group samples that lie on one spot."""
    groups: list[tuple[int, list[int]]] = []
    for i, point in enumerate(h):
        for first, members in groups:
            if np.abs(h[first] - point).max() < _SAME:
                members.append(i)
                break
        else:
            groups.append((i, [i]))
    return groups


def _clear_of_the_line(point: Array, name: str, side: int, w: Array, b: float) -> tuple[float, float]:
    """Return the first place of a label that is well clear of the boundary, or else the clearest."""
    size = float(np.linalg.norm(w)) or 1.0

    def room(place: tuple[float, float]) -> float:
        x, y = point + _POINT * np.array(place)
        ends = x, x + side * _POINT * 0.6 * TEXT * len(name)
        corners = [(end, y + _POINT * half * TEXT / 2) for end in ends for half in (-1, 1)]
        distances = (np.array(corners) @ w + b) / size
        if distances.min() < 0 < distances.max() or not _RANGE[0] + 0.05 < y < _RANGE[1] - 0.05:
            return 0.0
        return min(0.04, float(np.abs(distances).min()))

    return max(((side * dx, float(dy)) for dx, dy in _PLACES), key=room)


def _draw_boundary(ax: Axes, w: Array, b: float) -> None:
    """Draw the points at which w · h + b is 0."""
    if not w.any():
        return
    foot = -b * w / (w @ w)
    along = np.array([-w[1], w[0]]) / np.linalg.norm(w)
    ends = foot + np.array([[-3.0], [3.0]]) * along
    ax.plot(*ends.T, color=COLORS["muted"], linestyle=DASHED, linewidth=1.3)
