"""Layers: functions of parameters and input that know how to take gradients back.

The chapter *Networks* builds them, *Backpropagation* reads their backward lines.  One idea carries all of them:
``value, pullback = layer.forward(params, x)``, and ``pullback(dL/dvalue)`` returns the gradients of the input and
of the parameters.  Nothing is stored on the layer.

Parameters are one flat dictionary with PyTorch's names and shapes.  With a leading axis they are those of a
population: one call computes S independent networks, on one shared batch (n, d) or on a batch for each (S, n, d).
Inputs keep their precision (integers become float64), NaN in gives NaN out, and nothing is modified.  As in
PyTorch an empty batch has an empty output and gradients of 0; only `BatchNorm1d` needs samples to train on.
"""

# in the order of the reference
# isort: off
from nnbook.layers._base import Forward, Layer, member, stack
from nnbook.layers._base import Parameters as Parameters
from nnbook.layers._base import Pullback as Pullback
from nnbook.layers._base import Randomness as Randomness
from nnbook.layers._linear import Linear
from nnbook.layers._activation import Activation
from nnbook.layers._sequential import Sequential, mlp
from nnbook.layers._dropout import Dropout
from nnbook.layers._normalization import BatchNorm1d, LayerNorm
from nnbook.layers._flatten import Flatten
# isort: on

__all__ = [
    "Activation",
    "BatchNorm1d",
    "Dropout",
    "Flatten",
    "Forward",
    "Layer",
    "LayerNorm",
    "Linear",
    "Sequential",
    "member",
    "mlp",
    "stack",
]
