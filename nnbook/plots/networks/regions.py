"""What a network with two inputs says at every point of the plane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from nnbook.activations import sigmoid
from nnbook.layers import Layer, Parameters
from nnbook.plots._look import CYCLE, TEXT, WIDTH, name_classes
from nnbook.plots.networks._arguments import Array, as_labels, as_names, as_numbers
from nnbook.plots.networks._plane import draw_line, draw_mark, draw_tint
from nnbook.plots.style import COLORS, figure

__all__ = ["decision_regions"]

_WHO = "decision_regions"
_PAIR = [("class 0", COLORS["class0"], "s"), ("class 1", COLORS["class1"], "o")]
_MARKERS = ("o", "s", "^", "D", "v", "P")
_MANY = 500  # marks; more of them become pixels, as the regions are


def decision_regions(
    network: Layer,
    params: Parameters,
    X: ArrayLike,
    y: ArrayLike,
    *,
    transform: Callable[[Array], ArrayLike] | None = None,
    show: Literal["classes", "probability"] = "classes",
    outputs: Literal["logits", "probabilities"] = "logits",
    feature_names: Sequence[str] | None = None,
    target_names: Sequence[str] | None = None,
    resolution: int = 200,
) -> Figure:
    """Draw the regions that a network with two inputs assigns to each class, and the samples on them.

    Of a population, with two classes, the tint says which share of the networks decides for class 1.

    Parameters
    ----------
    network : Layer
        A network with two inputs, and one output or one per class (at most 6).
    params : mapping of str to ndarray
        Its parameters, or those of a population.
    X, y : array_like, shape (n, 2) and (n,)
        Samples in their own units, and their classes 0, …, K − 1.
    transform : callable, optional
        What the samples go through before the network sees them, such as a `Standardizer`.
    show : {"classes", "probability"}
        Tint by the class, or by the probability of class 1; two classes only.
    outputs : {"logits", "probabilities"}
        What the network puts out; the boundary of a single output is at 0 or ½.
    feature_names, target_names : sequence of str, optional
        Names of the axes and of the classes.
    resolution : int, default 200
        Points along each axis at which the network is asked.

    Returns
    -------
    matplotlib.figure.Figure
        The tinted plane, the boundary as a solid line, dashed lines where the probability or share is 10 % and
        90 %, and a marker and colour per class.

    Raises
    ------
    ValueError
        If shapes, classes or names do not fit, an option is unknown, an output is not finite, or probabilities or
        a population are asked for with more than two classes.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear
    >>> params = {"weight": np.array([[1.0, -1.0]]), "bias": np.zeros(1)}
    >>> fig = decision_regions(Linear(2, 1), params, [[0, 1], [1, 0]], [0, 1])
    >>> [text.get_text() for text in fig.axes[0].get_legend().get_texts()]
    ['class 0', 'class 1']
    """
    samples = as_numbers(_WHO, "X", X, 2)
    if samples.shape[1] != 2:
        raise ValueError(f"{_WHO} expected samples with two features, got {samples.shape[1]}")
    for name, value, known in (
        ("show", show, ("classes", "probability")),
        ("outputs", outputs, ("logits", "probabilities")),
    ):
        if value not in known:
            raise ValueError(f"{_WHO} expected {known[0]!r} or {known[1]!r} as {name}, got {value!r}")
    if resolution < 2:
        raise ValueError(f"{_WHO} expected a resolution of at least 2, got {resolution}")
    low, high = samples.min(axis=0), samples.max(axis=0)
    pad = np.where(high > low, 0.08 * (high - low), 0.5)
    x1, x2 = (np.linspace(a, b, resolution) for a, b in zip(low - pad, high + pad, strict=True))
    grid = np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)
    shape = (resolution, resolution)
    scores = _scores(network, params, grid, transform)
    classes = max(2, scores.shape[-1])
    labels = as_labels(_WHO, y, len(samples), classes)
    axes = as_names(_WHO, "names of features", feature_names, 2) or ["$x_1$", "$x_2$"]
    names = as_names(_WHO, "names of classes", target_names, classes)
    if classes > 2 and (show == "probability" or scores.ndim > 2):
        raise ValueError(f"{_WHO} shows probabilities and populations of two classes, got {classes} classes")
    if classes > len(_MARKERS):
        raise ValueError(f"{_WHO} draws at most {len(_MARKERS)} classes, got {classes}")
    looks = _looks(classes)
    with figure(height=4.2, width=WIDTH) as (fig, ax):
        if classes > 2:
            margins = _margins(scores)
            draw_tint(ax, x1, x2, [color for _, color, _ in looks], margins.argmax(axis=1).reshape(shape))
            for margin in margins[:, :-1].T:
                draw_line(ax, x1, x2, margin.reshape(shape), 0)
        else:
            score = _score_of_class_1(scores, outputs)  # above 0: class 1
            if score.ndim > 1:
                share = (score > 0).mean(axis=0).reshape(shape)
            elif show == "probability":
                share = (sigmoid(score) if outputs == "logits" else score + 0.5).reshape(shape)
            else:
                share = (score > 0).astype(float).reshape(shape)
            draw_tint(
                ax, x1, x2, [_PAIR[0][1], _PAIR[1][1]], (share > 0.5).astype(int), 2 * np.abs(share - 0.5)
            )
            if score.ndim > 1 or show == "probability":
                for level in (0.1, 0.9):
                    draw_line(ax, x1, x2, share, level, away_from=samples)
                draw_line(ax, x1, x2, share, 0.5)
            else:
                draw_line(ax, x1, x2, score.reshape(shape), 0)
        for k, (name, color, marker) in enumerate(looks):
            draw_mark(
                ax, samples[labels == k], names[k] if names else name, color, marker, len(samples) > _MANY
            )
        ax.set_xlim(x1[0], x1[-1])
        ax.set_ylim(x2[0], x2[-1])
        ax.set_xlabel(axes[0], fontsize=TEXT + 1)
        ax.set_ylabel(axes[1], fontsize=TEXT + 1)
        ax.grid(visible=False)
        name_classes(ax)
    return fig


def _looks(classes: int) -> list[tuple[str, str, str]]:
    """Return name, colour and marker of each class."""
    if classes == 2:
        return _PAIR
    return [(f"class {k}", COLORS[CYCLE[k]], _MARKERS[k]) for k in range(classes)]


def _scores(
    network: Layer, params: Parameters, grid: Array, transform: Callable[[Array], ArrayLike] | None
) -> Array:
    """Ask the network at every point, a part of them at a time: populations are large."""
    parts = []
    for part in np.array_split(grid, max(1, len(grid) // 2000)):
        inputs = part if transform is None else np.asarray(transform(part))
        if inputs.shape != part.shape:
            raise ValueError(f"{_WHO} expected a transform that keeps two features, got shape {inputs.shape}")
        parts.append(np.asarray(network(params, inputs), dtype=np.float64))
    scores = np.concatenate(parts, axis=-2)
    if not np.isfinite(scores).all():
        raise ValueError(f"{_WHO} expected finite outputs of the network, got NaN or infinity")
    return scores


def _score_of_class_1(scores: Array, outputs: str) -> Array:
    """Return what decides between two classes: above 0 for class 1."""
    if scores.shape[-1] == 2:
        difference = scores[..., 1] - scores[..., 0]
        return difference if outputs == "logits" else difference / 2
    return scores[..., 0] - (0 if outputs == "logits" else 0.5)


def _margins(scores: Array) -> Array:
    """Return by how much each class beats the best other one."""
    best = scores.argmax(axis=1)[:, None]
    others = scores.copy()
    np.put_along_axis(others, best, -np.inf, axis=1)
    rival = np.where(
        np.arange(scores.shape[1]) == best, others.max(axis=1)[:, None], scores.max(axis=1)[:, None]
    )
    return scores - rival
