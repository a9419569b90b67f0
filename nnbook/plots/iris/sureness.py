"""How sure a network is, where it has seen samples and where it has never been."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.activations import softmax
from nnbook.layers import Layer, Parameters
from nnbook.plots._arguments import Array, finite
from nnbook.plots._look import DASHES, TEXT, WIDTH
from nnbook.plots.iris._looks import LOOKS, draw_class, samples_of
from nnbook.plots.networks._plane import draw_tint
from nnbook.plots.style import COLORS, figure

_RESOLUTION = 160


def sureness_maps(
    network: Layer,
    params: Parameters,
    X: ArrayLike,
    y: ArrayLike,
    windows: Mapping[str, Sequence[float]],
    feature_names: Sequence[str],
    target_names: Sequence[str],
    *,
    transform: Callable[[Array], ArrayLike] | None = None,
    level: float = 0.99,
) -> Figure:
    """Draw the class that a network names at every point of a plane, the stronger the surer it is.

    Parameters
    ----------
    network : Layer
        A network with two inputs and one logit per class.
    params : mapping of str to ndarray
        Its parameters.
    X, y : array_like, shape (n, 2) and (n,)
        Samples in their own units, and their classes 0, …, K − 1, at most three.
    windows : mapping of str to (float, float)
        Title of a panel to where its two axes end; both begin at 0.
    feature_names, target_names : sequence of str
        Names of the axes and of the classes.
    transform : callable, optional
        What the samples go through before the network sees them, such as a `Standardizer`.
    level : float, default 0.99
        The probability at which a line is drawn.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each window: a colour per class, stronger where its probability is larger; a dashed line where
        the largest probability passes the level; the samples.

    Raises
    ------
    TypeError
        If X does not hold numbers.
    ValueError
        If shapes, classes, windows or names do not fit, or the level is not between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear
    >>> params = {"weight": np.array([[1.0, -1.0], [-1.0, 1.0]]), "bias": np.zeros(2)}
    >>> windows = {"near": (2, 2), "far": (20, 20)}
    >>> fig = sureness_maps(Linear(2, 2), params, [[0, 1], [1, 0]], [1, 0], windows, ["a", "b"], ["c", "d"])
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['near', 'far']
    """
    samples, labels = samples_of(X, y, target_names, 2)
    if not windows:
        raise ValueError("windows is empty; name at least one panel")
    ends = {title: finite(f"windows[{title!r}]", end, 1) for title, end in windows.items()}
    for title, end in ends.items():
        if len(end) != 2 or end.min() <= 0:
            raise ValueError(f"windows[{title!r}] must hold two lengths above 0, got {end.tolist()}")
    if len(feature_names) != 2:
        raise ValueError(f"feature_names must name 2 features, got {len(feature_names)}")
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level:g}")
    shape = (_RESOLUTION, _RESOLUTION)
    with figure(1, len(ends), height=3.3, width=WIDTH, squeeze=False) as (fig, axes):
        for ax, (title, end) in zip(axes[0], ends.items(), strict=True):
            x1, x2 = (np.linspace(0, length, _RESOLUTION) for length in end)
            grid = np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)
            shares = softmax(
                np.asarray(network(params, grid if transform is None else transform(grid)), float)
            )
            if shares.shape[1:] != (len(target_names),):
                raise ValueError(f"network must have {len(target_names)} outputs, got shape {shares.shape}")
            largest = shares.max(axis=1).reshape(shape)
            strength = (largest - 1 / shares.shape[1]) / (1 - 1 / shares.shape[1])
            colors = [color for color, _, _ in LOOKS[: len(target_names)]]
            draw_tint(ax, x1, x2, colors, shares.argmax(axis=1).reshape(shape), strength)
            if largest.min() < level < largest.max():
                ax.contour(
                    x1,
                    x2,
                    largest,
                    levels=[level],
                    colors=COLORS["ink"],
                    linewidths=1.0,
                    linestyles=[DASHES[1]],
                )
            for k, name in enumerate(target_names):
                draw_class(ax, samples[labels == k], k, name, size=14, edges=(1.0, 0.3))
            ax.set_xlim(0, x1[-1])
            ax.set_ylim(0, x2[-1])
            ax.set_title(title, fontsize=TEXT)
            ax.set_xlabel(feature_names[0], fontsize=TEXT)
            ax.grid(visible=False)
            ax.locator_params(nbins=5)
        axes[0, 0].set_ylabel(feature_names[1], fontsize=TEXT)
        handles, names = axes[0, 0].get_legend_handles_labels()
        fig.legend(handles, names, loc="outside upper left", ncols=3, fontsize=TEXT + 0.5, handletextpad=0.2)
    return fig
