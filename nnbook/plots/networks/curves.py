"""How a training went: loss and metrics, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnbook.plots._look import CYCLE, DASHES, LOOKS, TEXT, WIDTH, pretty
from nnbook.plots.networks._arguments import Array
from nnbook.plots.networks._curve import WHO, Curve, Table, read_curve
from nnbook.plots.style import COLORS, figure, label_ends, label_line

__all__ = ["learning_curves"]

Log: TypeAlias = Literal["", "x", "y", "xy"]


def learning_curves(
    history: Table | Mapping[str, Table],
    *,
    metrics: Iterable[str] = (),
    best_epoch: ArrayLike | Literal["lowest"] | None = "lowest",
    log: Log = "",
) -> Figure:
    """Draw the loss of a training against the epoch, and under it metrics; of several trainings, each by name.

    For a population the line is the median over its networks, and the band runs from the 10th to the 90th
    percentile.  A network that has stopped is left out of both from there on.

    Parameters
    ----------
    history : History, or mapping of str to History
        The table that `fit` returns, or any mapping with a column "loss", (epochs,) or (epochs, S).  Where there is
        a "validation_loss" it stands beside it.  Several tables by name are compared: one panel for the loss on
        the training data, one for that on the validation data if all have it.
    metrics : iterable of str
        Columns that get panels of their own, together with the columns of the validation data.
    best_epoch : int, array_like of int, "lowest" or None
        What is marked: the epoch of `Fit`, one per network (their median is marked), the one with the lowest
        validation loss, or none.  Of compared trainings, the lowest validation losses.
    log : {"", "x", "y", "xy"}
        Which axes are logarithmic; "y" means those of the losses.

    Returns
    -------
    matplotlib.figure.Figure
        Panels one under the other, with the epoch as common axis.

    Raises
    ------
    TypeError
        If `history` is no mapping.
    ValueError
        If a column is missing, empty or infinite, a logarithmic axis gets values that are not positive, more
        curves are compared than can be told apart, or `best_epoch` does not occur.

    Examples
    --------
    >>> from nnbook import History
    >>> history = History({"epoch": [1, 2, 3], "loss": [0.9, 0.5, 0.3], "validation_loss": [1.0, 0.7, 0.8]})
    >>> [text.get_text() for text in learning_curves(history).axes[0].texts]
    ['train', 'validation', 'best epoch 2']
    """
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f"{WHO} expected '', 'x', 'y' or 'xy' as log, got {log!r}")
    if isinstance(metrics, str):
        metrics = (metrics,)
    if not isinstance(history, Mapping):
        raise TypeError(f"{WHO} expected a History, or several by name, got {type(history).__name__}")
    tables: Any = history
    single = bool(tables) and not all(isinstance(table, Mapping) for table in tables.values())
    if single:
        panels = _both_sides(tables, ["loss", *metrics])
    else:
        if not (best_epoch is None or isinstance(best_epoch, str)):
            raise ValueError(
                f"{WHO} marks a best_epoch in a single history; compared ones take 'lowest' or None"
            )
        panels = _side_by_side(tables, ["loss", *metrics])
    with figure(
        len(panels), 1, height=0.7 + 2.6 * len(panels) ** 0.85, width=WIDTH, sharex=True, squeeze=False
    ) as (fig, axes):
        for ax, (column, curves) in zip(axes.flat, panels.items(), strict=True):
            is_loss = column in ("loss", "validation_loss")
            _draw_panel(ax, column, curves, "y" in log and is_loss)
        if "x" in log:
            axes[-1, 0].set_xscale("log")
        else:
            axes[-1, 0].xaxis.set_major_locator(
                MaxNLocator(7, integer=True, steps=[1, 2, 5, 10], min_n_ticks=1)
            )
        axes[-1, 0].set_xlabel("epoch" + " (log axis)" * ("x" in log), fontsize=TEXT)
        fig.align_ylabels()
        fig.draw_without_rendering()  # so that the panels have their sizes
        for ax, curves in zip(axes.flat, panels.values(), strict=True):
            _name_curves(ax, curves)
        if single:
            _mark_best(axes[:, 0], panels, best_epoch)
        elif best_epoch is not None and "validation_loss" in panels:
            _mark_lowest(axes[list(panels).index("validation_loss"), 0], panels["validation_loss"])
    return fig


def _both_sides(table: Table, columns: Iterable[str]) -> dict[str, list[Curve]]:
    """Return a panel per column, with training and validation in it."""
    panels = {}
    for column in columns:
        panels[column] = [read_curve(table, column, "train", COLORS["train"], "-")]
        if f"validation_{column}" in table:
            panels[column].append(
                read_curve(table, f"validation_{column}", "validation", COLORS["validation"], DASHES[1])
            )
    return panels


def _side_by_side(tables: Mapping[str, Table], columns: Iterable[str]) -> dict[str, list[Curve]]:
    """Return a panel per column, with every table in it."""
    if not 1 <= len(tables) <= len(CYCLE):
        raise ValueError(f"{WHO} compares 1 to {len(CYCLE)} histories, got {len(tables)}")
    known = [LOOKS.get(name, -1) for name in tables]  # activations keep their looks
    places = known if -1 not in known and len(set(known)) == len(known) else range(len(tables))
    panels: dict[str, list[Curve]] = {}
    for column in columns:
        validated = all(f"validation_{column}" in table for table in tables.values())
        for side in (column, f"validation_{column}")[: 1 + validated]:
            panels[side] = [
                read_curve(table, side, pretty(name), COLORS[CYCLE[place]], DASHES[place])
                for (name, table), place in zip(tables.items(), places, strict=True)
            ]
    return panels


def _draw_panel(ax: Axes, column: str, curves: Iterable[Curve], log: bool) -> None:
    for curve in curves:
        lowest = (curve.band[0] if curve.band else curve.middle).min()
        if log and lowest <= 0:
            raise ValueError(
                f"{WHO} expected positive values of {column} for a logarithmic axis, got {lowest:g}"
            )
        curve.draw(ax)
    if log:
        ax.set_yscale("log")
    ax.set_ylabel(column.replace("_", " ") + " (log axis)" * log, fontsize=TEXT)


def _name_curves(ax: Axes, curves: list[Curve]) -> None:
    """Name each curve at its end; those that end with the axis are moved apart."""
    end = max(curve.epochs[-1] for curve in curves)
    ends = [curve for curve in curves if curve.epochs[-1] == end]
    label_ends(ax, end, [(float(c.middle[-1]), c.name, c.color) for c in ends], fontsize=TEXT, dx=6)
    for curve in curves:
        if curve.epochs[-1] < end:
            ax.plot(curve.epochs[-1], curve.middle[-1], "|", color=curve.color, markersize=9)
            label_line(
                ax,
                curve.epochs[-1],
                float(curve.middle[-1]),
                curve.name,
                curve.color,
                dx=6,
                dy=6,
                fontsize=TEXT,
            )


def _mark_best(axes: Array, panels: Mapping[str, list[Curve]], best_epoch: Any) -> None:
    """Draw a line through all panels at the best epoch, and a dot where it meets the validation loss."""
    losses = panels["loss"]
    if best_epoch is None or (isinstance(best_epoch, str) and len(losses) < 2):
        return
    if isinstance(best_epoch, str):
        if best_epoch != "lowest":
            raise ValueError(f"{WHO} expected an epoch, 'lowest' or None as best_epoch, got {best_epoch!r}")
        epoch = losses[1].lowest
    else:
        epoch = float(np.median(np.asarray(best_epoch, dtype=np.float64)))
        first, last = losses[0].epochs[[0, -1]]
        if not first <= epoch <= last:
            raise ValueError(f"{WHO} expected a best_epoch from {first:g} to {last:g}, got {epoch:g}")
    for ax in axes:
        ax.axvline(epoch, color=COLORS["muted"], linestyle=DASHES[2], linewidth=1.2, zorder=1)
    axes[0].plot(*losses[-1].at(epoch), "o", color=losses[-1].color, zorder=3)
    low, high = (
        axes[0].transAxes.inverted().transform(axes[0].transData.transform([(epoch, 1), (epoch, 1)]))[:, 0]
    )
    axes[0].annotate(
        f"{'median ' * bool(np.size(best_epoch) > 1)}best epoch {epoch:g}",
        (epoch, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="left" if low < 0.2 else "right" if high > 0.8 else "center",
        va="bottom",
        color=COLORS["muted"],
        fontsize=TEXT,
    )


def _mark_lowest(ax: Axes, curves: Iterable[Curve]) -> None:
    for curve in curves:
        ax.plot(*curve.at(curve.lowest), "o", color=curve.color, zorder=3)
    ax.set_title("the dot marks the lowest", fontsize=TEXT, color=COLORS["muted"], loc="right")
