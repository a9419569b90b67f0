"""The pullback of any layer or network, compared with differences."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array, Parameters
from nnbook.backprop._differences import Method, check_method, numerical_gradient
from nnbook.backprop._equations import Loss

__all__ = ["GradientCheck", "GradientError", "gradient_check"]

_TOLERANCES = {"central": 1e-6, "forward": 1e-4, "complex": 1e-10}


class GradientError(NamedTuple):
    """How far the gradient of one parameter is off, and where most.

    Parameters
    ----------
    absolute : float
        The largest distance of the two gradients.
    relative : float
        The largest distance beside the larger of the two, but at least beside a thousandth of the loss (and of
        1): below that, differences are only rounding.
    worst : tuple of int
        Where the relative error is largest.
    pullback : float
        The gradient that the network computes there.
    differences : float
        The gradient by differences there.
    shape : tuple of int
        The shape of the parameter.
    """

    absolute: float
    relative: float
    worst: tuple[int, ...]
    pullback: float
    differences: float
    shape: tuple[int, ...]


@dataclass(frozen=True)
class GradientCheck:
    """What `gradient_check` found; true if it passed, and a table when printed.

    Parameters
    ----------
    errors : mapping of str to GradientError
        One for each parameter, and one for the "input".
    tolerance : float
        The largest relative error that passes.
    method : str
        The kind of difference.
    """

    errors: Mapping[str, GradientError]
    tolerance: float
    method: Method

    @property
    def passed(self) -> bool:
        """Whether every error is within the tolerance."""
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the parameters whose gradient is wrong."""
        # NaN is not within the tolerance, but not beyond it either.
        return tuple(name for name, e in self.errors.items() if not e.relative <= self.tolerance)

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        rows = [["gradient of", "shape", "largest error", "relative", "at", "pullback", "differences", ""]]
        for name, e in self.errors.items():
            numbers = [f"{e.absolute:.1e}", f"{e.relative:.1e}", str(e.worst), f"{e.pullback:.6g}"]
            verdict = "wrong" if name in self.failed else "ok"
            rows.append([name, str(e.shape), *numbers, f"{e.differences:.6g}", verdict])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        how = "complex step" if self.method == "complex" else f"{self.method} differences"
        result = f"passed: {len(self.errors)} gradients" if self else f"failed: {', '.join(self.failed)}"
        return "\n".join([*table, f"{result} ({how}, tolerance {self.tolerance:g})"])


def gradient_check(
    network: Any,
    params: Parameters,
    x: ArrayLike,
    target: Any = None,
    *,
    loss: Loss | None = None,
    method: Method = "central",
    tolerance: float | None = None,
    train: bool = False,
    rng: Any = None,
) -> GradientCheck:
    """Compare the gradients that a layer or network computes with differences.

    All learned parameters are checked, and the gradient of the input where the pullback gives it.  A difference
    across a kink is no derivative: where a ReLU's input lies within the step of 0, move x or the parameters.

    Parameters
    ----------
    network : Layer
        Anything with ``forward(params, x) -> (value, pullback)``, your own layers too.
    params : mapping of str to ndarray
        Its parameters; a population's networks are checked together.  float32 is checked in float64.
    x : array_like
        A batch.
    target : array_like, optional
        What the loss expects.
    loss : callable, optional
        ``loss(prediction, target) -> (value, gradient)``, such as `cross_entropy_value_and_gradient`.  Without
        one, the outputs are added up with random weights, always the same, so that no output hides another.
    method : {"central", "forward", "complex"}, default "central"
        As in `numerical_gradient`; "complex" finds the smallest errors where every function is analytic.
    tolerance : float, optional
        The largest relative error that passes: 1e-6 for central, 1e-4 for forward differences and 1e-10 for the
        complex step unless given.
    train : bool, default False
        Whether to check the forward pass of training.
    rng : numpy.random.Generator or sequence of them, optional
        What dropout draws from in training; every pass draws the same.

    Returns
    -------
    GradientCheck
        The errors; ``passed`` or the result itself says whether all is right, and printing it shows a table.

    Raises
    ------
    TypeError
        If there is a target without a loss, or the loss does not return value and gradient.
    ValueError
        If a gradient is missing or has another shape than its parameter, or the loss is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Linear, gradient_check
    >>> layer, rng = Linear(3, 2), np.random.default_rng(0)
    >>> check = gradient_check(layer, layer.init(rng), rng.normal(size=(5, 3)))
    >>> check.passed
    True

    A layer that forgets to add up the batch:

    >>> class Shift:
    ...     def forward(self, params, x):
    ...         return x + params["bias"], lambda dy: (dy, {"bias": dy[0]})
    >>> gradient_check(Shift(), {"bias": np.zeros(2)}, [[1.0, 2.0], [3.0, 4.0]]).failed
    ('bias',)
    """
    check_method(method, "gradient_check")
    allowed = _TOLERANCES[method] if tolerance is None else tolerance
    allowed = _checks.positive(allowed, "gradient_check", what="tolerance")
    theta = {name: _float64(array, name) for name, array in params.items()}
    learned = [name for name in theta if name not in getattr(network, "buffer_shapes", {})]
    inputs, reduce = _float64(x, "x"), _reduction(loss, target)

    def run(theta: Parameters, x: Array) -> tuple[Any, Any, Any]:
        options = {"train": True, "rng": copy.deepcopy(rng)} if train else {}
        value, pullback = network.forward(theta, x, **options)
        total, dy = reduce(value)
        if not np.isfinite(total):
            raise ValueError(
                f"gradient_check expected a finite loss, got {total}: there is nothing to compare"
            )
        return total, dy, pullback

    total, dy, pullback = run(theta, inputs)
    dx, grads = pullback(dy)
    found = _in_shape(grads, theta, learned)
    differences = numerical_gradient(
        lambda moved: run({**theta, **moved}, inputs)[0],
        {name: theta[name] for name in learned},
        method=method,
    )
    if dx is not None:
        found["input"] = _of_input(np.asarray(dx), inputs)
        differences["input"] = numerical_gradient(lambda moved: run(theta, moved)[0], inputs, method=method)
    floor = 1e-3 * max(1.0, abs(float(total)))
    errors = {name: _compare(found[name], differences[name], floor) for name in found if found[name].size}
    return GradientCheck(errors, allowed, method)


# What the comparison is made of


def _float64(array: ArrayLike, what: str) -> Array:
    return _checks.numbers(array, "gradient_check", what=what, real=True).astype(np.float64)


def _reduction(loss: Loss | None, target: Any) -> Callable[[Array], tuple[Any, Array]]:
    """Return what makes one number of the outputs, together with its gradient."""
    if loss is None and target is not None:
        raise TypeError(
            "gradient_check expected a loss with the target, such as nnbook.mean_squared_error_value_and_gradient"
        )

    def random_weights(value: Array) -> tuple[Any, Array]:
        weights = np.random.default_rng(0).standard_normal(np.shape(value))
        return (weights * value).sum(), weights

    def with_loss(value: Array) -> tuple[Any, Array]:
        assert loss is not None
        both = loss(value, target)
        if not isinstance(both, tuple) or len(both) != 2:
            raise TypeError(
                "gradient_check expected a loss that returns its value and its gradient, such as "
                f"nnbook.mean_squared_error_value_and_gradient, got {loss!r}"
            )
        return np.sum(both[0]), both[1]  # the networks of a population do not touch each other

    return random_weights if loss is None else with_loss


def _in_shape(grads: Parameters, theta: Parameters, learned: list[str]) -> dict[str, Array]:
    """Return the gradients in the order of the parameters, or say which one does not fit."""
    if sorted(grads) != sorted(learned):
        raise ValueError(
            f"gradient_check expected gradients of {', '.join(sorted(learned)) or 'no parameter'}, "
            f"got those of {', '.join(sorted(grads)) or 'none'}"
        )
    for name in learned:
        if np.shape(grads[name]) != theta[name].shape:
            raise ValueError(
                f"gradient_check expected a gradient of {name} in its shape {theta[name].shape}, "
                f"got shape {np.shape(grads[name])}"
            )
    return {name: np.asarray(grads[name]) for name in learned}


def _of_input(dx: Array, x: Array) -> Array:
    """Return the gradient of the input, added up over the networks that share it."""
    if dx.ndim == x.ndim + 1:
        dx = dx.sum(axis=0)
    if dx.shape != x.shape:
        raise ValueError(
            f"gradient_check expected a gradient of the input in its shape {x.shape}, got shape {dx.shape}"
        )
    return dx


def _compare(found: Array, differences: Array, floor: float) -> GradientError:
    """Return the largest errors of one gradient, and where the relative one is."""
    with np.errstate(invalid="ignore"):  # ∞ - ∞ is NaN, which fails
        absolute = np.abs(found - differences)
        relative = absolute / np.maximum(np.maximum(np.abs(found), np.abs(differences)), floor)
    where = np.unravel_index(relative.argmax(), relative.shape)
    return GradientError(
        float(absolute.max()),
        float(relative.max()),
        tuple(map(int, where)),
        float(found[where]),
        float(differences[where]),
        found.shape,
    )
