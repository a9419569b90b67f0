"""`fit`: the loop, and what stands around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.layers import Layer, Parameters, Randomness
from nnbook.optimizers import Adam, Optimizer
from nnbook.regularization import EarlyStopping
from nnbook.schedules import Schedule
from nnbook.training._history import DivergenceError, Fit, History
from nnbook.training._inputs import Data, Objective, population_of, start
from nnbook.training._loop import Best, Loop, Params

__all__ = ["fit"]

Loss: TypeAlias = Callable[..., Any]


def fit(
    network: Layer,
    params_or_rng: Parameters | Generator,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: str | Loss,
    optimizer: Optimizer = Adam(),  # noqa: B008 (it is immutable)
    schedule: Schedule | None = None,
    schedule_per: Literal["epoch", "batch"] = "epoch",
    batch_size: int | None = 32,
    epochs: int = 100,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    early_stopping: EarlyStopping | None = None,
    metrics: Mapping[str, Loss] | Iterable[Loss] = (),
    callbacks: Iterable[Callable[[int, Params, History], object]] = (),
    penalty: Callable[[Parameters], tuple[Any, Parameters]] | None = None,
    max_norm: float | None = None,
    progress: bool | None = None,
    population: int | None = None,
    rng: Randomness = None,
) -> Fit:
    """Train a network, or a population of them: forward, loss, backward, update, repeat.

    Parameters
    ----------
    network : Layer
        What to train.
    params_or_rng : mapping of str to ndarray, or numpy.random.Generator
        The parameters to start from, or a generator that first draws them and then the order of the batches.
    X : array_like, shape (n, d)
        One sample per row; finite.  A population may have data of its own for each network, shape (S, n, d).
    y : array_like, shape (n,) or (n, K)
        Targets as the loss expects them.  For a network with a single output, (n,) is read as (n, 1).
    loss : str or callable
        A loss of nnbook by name or function, or `functools.partial` of one with its options, or a function
        ``(prediction, target) -> (value, gradient)`` of your own, a mean over the samples.
    optimizer : Optimizer, default Adam()
        The rule of the steps.  Several learning rates train as many networks.
    schedule : callable, optional
        The factor of the learning rate as a function of the epoch or batch, counted from 0.
    schedule_per : {"epoch", "batch"}
        What the schedule counts.
    batch_size : int or None, default 32
        Samples in a batch; None takes all of them, which are then not shuffled.
    epochs : int, default 100
        How often to go through the data.
    validation : tuple of array_like, optional
        X and y to evaluate on after each epoch.
    early_stopping : EarlyStopping, optional
        When to stop; the parameters of the best epoch are returned.
    metrics : mapping of str to callable, or iterable of callable
        Functions ``(prediction, target) -> value``, evaluated after each epoch on all training and validation
        data; prediction is the output of the network.
    callbacks : iterable of callable
        Functions ``(epoch, params, history) -> stop`` called after each epoch; one that returns True ends the
        training.  The parameters are copies, which may be kept.
    penalty : callable, optional
        A function of the parameters that returns value and gradients, which are added to those of the loss;
        the loss in the history does not contain it.
    max_norm : float, optional
        The longest gradient; longer ones are shortened by `clip_by_global_norm`.
    progress : bool, optional
        Whether to show a progress bar; if not given, only where standard error is a terminal.
    population : int, optional
        How many networks to draw and train at once.  Member i draws its weights and the order of its batches
        from ``rng.spawn(population)[i]`` and becomes what it becomes in a `fit` of its own with that generator.
    rng : numpy.random.Generator, or a sequence of one per network, optional
        The order of the batches, and dropout, where the first argument is parameters.

    Returns
    -------
    Fit
        Unpacks as ``params, history``.  The history has the columns "epoch", "learning_rate" (its factor
        included), "loss" (the mean over the samples of the epoch, whatever the size of the batches; for a loss
        with ``reduction="sum"`` their sum), the metrics, and the same with ``validation_`` before them.
        A network of a population that diverges keeps the parameters of its last finite loss, is marked in
        ``diverged``, and learns no more; as one that stops early its columns are NaN from there on.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, X or y is empty or not finite, or an option is out of its range.
    DivergenceError
        If the loss becomes infinite or NaN, in a population that of every network.  It carries what was learned
        until then.

    Notes
    -----
    Ctrl-C ends the training; what was learned until then is returned, with ``interrupted`` set.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Adam, fit, mlp
    >>> X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    >>> network = mlp([2, 8, 1], activation="tanh")
    >>> loss = "binary_cross_entropy_with_logits"
    >>> params, history = fit(network, np.random.default_rng(0), X, y, loss=loss, optimizer=Adam(0.05))
    >>> (network(params, X)[:, 0] > 0).astype(int)
    array([0, 1, 1, 0])

    A hundred networks at once:

    >>> params, history = fit(
    ...     network, np.random.default_rng(0), X, y, loss=loss, optimizer=Adam(0.05), population=100
    ... )
    >>> solved = ((network(params, X)[..., 0] > 0) == y).all(axis=1)
    >>> history["loss"].shape, int(solved.sum())
    ((100, 100), 100)
    """
    epochs = _checks.whole_number(epochs, "fit", what="epochs")
    if batch_size is not None:
        batch_size = _checks.whole_number(batch_size, "fit", what="batch_size")
    if schedule_per not in ("epoch", "batch"):
        raise ValueError(f"fit expected 'epoch' or 'batch' as schedule_per, got {schedule_per!r}")
    if early_stopping and early_stopping.monitor.startswith("validation") and validation is None:
        raise ValueError(f"fit expected validation data to watch {early_stopping.monitor}, got none")
    if population is None and isinstance(optimizer.learning_rate, tuple):
        population = len(optimizer.learning_rate)
    objective = Objective.of(loss)
    measures, watchers = _by_name(metrics), list(callbacks)
    params, rng = start(network, params_or_rng, population, rng, _precision(X))
    data = Data.of(X, y, network, params, objective, "")
    held_out = Data.of(*validation, network, params, objective, "validation ") if validation else None

    size = population_of(network, params)
    loop = Loop(
        network=network,
        objective=objective,
        optimizer=optimizer,
        batch_size=batch_size,
        schedule=schedule,
        per_batch=schedule_per == "batch",
        penalty=penalty,
        max_norm=max_norm,
        rng=rng,
        params=params,
        learning=np.ones(() if size is None else size, bool),
    )
    best = Best(early_stopping, params) if early_stopping else None
    rows: list[dict[str, Any]] = []

    def result(*, interrupted: bool = False) -> Fit:
        history = History({name: [row[name] for row in rows] for name in rows[0]} if rows else {})
        return Fit(
            params=best.params if best else loop.params,
            history=history,
            best_epoch=best.epoch if best else None,
            diverged=loop.diverged if size else bool(loop.diverged),
            interrupted=interrupted,
        )

    try:
        with _bar(epochs, progress) as bar, np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            for epoch in range(1, epochs + 1):
                rate = np.multiply(optimizer.learning_rate, loop.factor)
                row = {"epoch": epoch, "learning_rate": rate, "loss": loop.epoch(data)}
                if not loop.learning.any():
                    raise DivergenceError(_what_to_try(loop, epoch, rate), result())
                row |= _measured(loop, measures, data, "")
                if held_out:
                    row |= _measured(loop, {"loss": objective.value, **measures}, held_out, "validation_")
                rows.append(row)
                stop: list[object] = []
                if watchers:
                    seen, history = loop.copy(), result().history
                    stop = [watcher(epoch, seen, history) for watcher in watchers]
                if best:
                    loop.stop(best.see(epoch, _watched(row, best), loop.params))
                if bar is not None:
                    bar.set_postfix(loss=f"{np.nanmedian(row['loss']):.4g}", refresh=False)
                    bar.update()
                if any(stop) or not loop.learning.any():
                    break
    except KeyboardInterrupt:
        return result(interrupted=True)
    return result()


def _by_name(metrics: Mapping[str, Loss] | Iterable[Loss]) -> dict[str, Loss]:
    """Return metrics by the names of their columns."""
    if not isinstance(metrics, Mapping):
        metrics = {getattr(metric, "__name__", repr(metric)): metric for metric in metrics}
    for name, metric in metrics.items():
        _checks.function(metric, "fit", what=f"the metric {name}")
    return dict(metrics)


def _precision(X: ArrayLike) -> Any:
    """Return the precision of parameters that are drawn for this data."""
    return np.float32 if np.asarray(X).dtype == np.float32 else np.float64


def _measured(loop: Loop, measures: Mapping[str, Loss], data: Data, prefix: str) -> dict[str, Any]:
    """Evaluate every network that still learns."""
    if not measures:
        return {}
    prediction = loop.network(loop.params, data.X)
    return {
        prefix + name: np.where(loop.learning, measure(prediction, data.y), np.nan)
        for name, measure in measures.items()
    }


def _watched(row: Mapping[str, Any], best: Best) -> Any:
    """Return the value that early stopping watches."""
    if best.rule.monitor not in row:
        raise ValueError(
            f"fit expected a column to watch, one of {', '.join(row)}, got {best.rule.monitor!r}"
        )
    return row[best.rule.monitor]


def _bar(epochs: int, progress: bool | None) -> Any:
    """Return a progress bar, or None where nobody would see it."""
    if not (sys.stderr is not None and sys.stderr.isatty() if progress is None else progress):
        return nullcontext()
    from tqdm import tqdm

    return tqdm(total=epochs, unit="epoch", desc="fit")


def _what_to_try(loop: Loop, epoch: int, rate: Array) -> str:
    """Say when the loss was lost, and what helps."""
    whose = (
        "the loss" if loop.learning.ndim == 0 else f"the loss of each of the {loop.learning.size} networks"
    )
    rates = f"{rate:g}" if rate.ndim == 0 else f"{rate.min():g} to {rate.max():g}"
    return (
        f"fit stopped in epoch {epoch}: {whose} became infinite or NaN by update {loop.state.step}.  Try a smaller "
        f"learning rate (it was {rates}), standardised inputs, or max_norm=1.0 to shorten long gradients"
    )
