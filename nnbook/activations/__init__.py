"""Activation functions, each with its derivative as a function of the pre-activation ``z``.

The chapter *Activations* teaches them.  Each is one or two lines of mathematics, in a form that neither
overflows nor loses digits; a comment says what goes wrong with the form that most tutorials print.

All of them take an array of any shape, nested lists or one number, and return new values of the same shape.
Integers and booleans become float64; float32 and float16 stay what they are; NaN gives NaN; ±∞ gives the
limit.  Functions without a jump take complex numbers too and branch on the real part, so that a complex
step gives their derivative to the last digit.
"""

# in the order of the reference
# isort: off
from nnbook.neurons import step
from nnbook.activations._steps import identity, identity_derivative, step_derivative
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
from nnbook.activations._hinges import SELU_ALPHA as SELU_ALPHA
from nnbook.activations._hinges import SELU_SCALE as SELU_SCALE
from nnbook.activations._hinges import (
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    selu,
    selu_derivative,
)
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
from nnbook.activations._softmax import log_softmax, log_sum_exp, softmax, softmax_jacobian
from nnbook.activations._table import ACTIVATIONS, ActivationInfo
# isort: on

__all__ = [
    "ACTIVATIONS",
    "ActivationInfo",
    "elu",
    "elu_derivative",
    "gelu",
    "gelu_derivative",
    "gelu_tanh",
    "gelu_tanh_derivative",
    "identity",
    "identity_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "log_sigmoid",
    "log_sigmoid_derivative",
    "log_softmax",
    "log_sum_exp",
    "mish",
    "mish_derivative",
    "relu",
    "relu_derivative",
    "selu",
    "selu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "silu",
    "silu_derivative",
    "softmax",
    "softmax_jacobian",
    "softplus",
    "softplus_derivative",
    "softsign",
    "softsign_derivative",
    "step",
    "step_derivative",
    "tanh",
    "tanh_derivative",
]
