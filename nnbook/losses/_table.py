"""Every loss by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnbook._checks import Array
from nnbook.losses._binary import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_value_and_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    binary_cross_entropy_with_logits_value_and_gradient,
)
from nnbook.losses._classes import cross_entropy, cross_entropy_gradient, cross_entropy_value_and_gradient
from nnbook.losses._regression import (
    huber,
    huber_gradient,
    huber_value_and_gradient,
    mean_absolute_error,
    mean_absolute_error_gradient,
    mean_absolute_error_value_and_gradient,
    mean_squared_error,
    mean_squared_error_gradient,
    mean_squared_error_value_and_gradient,
)

__all__ = ["LOSSES", "LossInfo"]


@dataclass(frozen=True)
class LossInfo:
    """What `LOSSES` holds for each loss.

    Parameters
    ----------
    function : callable
        The loss itself.
    gradient : callable
        Its gradient with respect to the prediction.
    value_and_gradient : callable
        Both.

    Examples
    --------
    >>> from nnbook import LOSSES
    >>> LOSSES["huber"].name, LOSSES["huber"].gradient.__name__
    ('huber', 'huber_gradient')
    """

    function: Callable[..., Array]
    gradient: Callable[..., Array]
    value_and_gradient: Callable[..., tuple[Array, Array]]

    @property
    def name(self) -> str:
        """The name of the loss."""
        return self.function.__name__


LOSSES: Mapping[str, LossInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            LossInfo(mean_squared_error, mean_squared_error_gradient, mean_squared_error_value_and_gradient),
            LossInfo(
                mean_absolute_error, mean_absolute_error_gradient, mean_absolute_error_value_and_gradient
            ),
            LossInfo(huber, huber_gradient, huber_value_and_gradient),
            LossInfo(
                binary_cross_entropy, binary_cross_entropy_gradient, binary_cross_entropy_value_and_gradient
            ),
            LossInfo(
                binary_cross_entropy_with_logits,
                binary_cross_entropy_with_logits_gradient,
                binary_cross_entropy_with_logits_value_and_gradient,
            ),
            LossInfo(cross_entropy, cross_entropy_gradient, cross_entropy_value_and_gradient),
        )
    }
)
"""Every loss by name."""
