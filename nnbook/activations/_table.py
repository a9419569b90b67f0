"""Every elementwise activation by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nnbook._checks import OnNumbers
from nnbook.activations._gated import (
    gelu,
    gelu_derivative,
    gelu_tanh,
    gelu_tanh_derivative,
    mish,
    mish_derivative,
    silu,
    silu_derivative,
)
from nnbook.activations._hinges import (
    SELU_ALPHA,
    SELU_SCALE,
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    selu,
    selu_derivative,
)
from nnbook.activations._smooth import (
    log_sigmoid,
    log_sigmoid_derivative,
    sigmoid,
    sigmoid_derivative,
    softplus,
    softplus_derivative,
    softsign,
    softsign_derivative,
    tanh,
    tanh_derivative,
)
from nnbook.activations._steps import identity, identity_derivative, step_derivative
from nnbook.neurons import step

__all__ = ["ACTIVATIONS", "ActivationInfo"]


@dataclass(frozen=True)
class ActivationInfo:
    """What cannot be computed about an elementwise activation.

    Parameters
    ----------
    function : callable
        The activation.
    derivative : callable
        Its slope, as a function of the pre-activation z.
    range : tuple of float
        The lowest and the highest value, or the limits that are never reached.
    gain : float or None
        PyTorch's recommended gain for initial weights; None where it recommends none.
    kinks : tuple of float
        Where the slope (or the function) jumps.

    Examples
    --------
    >>> from nnbook import ACTIVATIONS
    >>> info = ACTIVATIONS["tanh"]
    >>> info.name, info.range, round(info.gain, 4)
    ('tanh', (-1.0, 1.0), 1.6667)
    """

    function: OnNumbers[...]
    derivative: OnNumbers[...]
    range: tuple[float, float]
    gain: float | None = None
    kinks: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__


ACTIVATIONS: Mapping[str, ActivationInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            ActivationInfo(identity, identity_derivative, (-math.inf, math.inf), gain=1.0),
            ActivationInfo(step, step_derivative, (0.0, 1.0), kinks=(0.0,)),
            ActivationInfo(sigmoid, sigmoid_derivative, (0.0, 1.0), gain=1.0),
            ActivationInfo(log_sigmoid, log_sigmoid_derivative, (-math.inf, 0.0)),
            ActivationInfo(tanh, tanh_derivative, (-1.0, 1.0), gain=5 / 3),
            ActivationInfo(softsign, softsign_derivative, (-1.0, 1.0)),
            ActivationInfo(relu, relu_derivative, (0.0, math.inf), gain=math.sqrt(2), kinks=(0.0,)),
            ActivationInfo(
                leaky_relu,
                leaky_relu_derivative,
                (-math.inf, math.inf),
                gain=math.sqrt(2 / (1 + 0.01**2)),
                kinks=(0.0,),
            ),
            ActivationInfo(elu, elu_derivative, (-1.0, math.inf)),
            ActivationInfo(
                selu, selu_derivative, (-SELU_SCALE * SELU_ALPHA, math.inf), gain=0.75, kinks=(0.0,)
            ),
            ActivationInfo(softplus, softplus_derivative, (0.0, math.inf)),
            ActivationInfo(silu, silu_derivative, (-0.2784645427610738, math.inf)),
            ActivationInfo(mish, mish_derivative, (-0.30884341301725043, math.inf)),
            ActivationInfo(gelu, gelu_derivative, (-0.16997120747990366, math.inf)),
            ActivationInfo(gelu_tanh, gelu_tanh_derivative, (-0.17004075057125406, math.inf)),
        )
    }
)
"""Every elementwise activation by name."""
