"""Weights before the first step: random numbers of the right size, so that signals neither fade nor explode.

Each initializer is called ``(rng, shape)`` and returns new weights; the shape is PyTorch's, ``(out, in)`` or
``(out, in, ...)``.  They differ in one number, the spread, and most take it from the fans of the weight.
Every draw is made in float64 and rounded once, so the float32 weights of a seed are its float64 weights.
"""

# in the order of the reference
# isort: off
from nnbook.initializers._base import Initializer as Initializer
from nnbook.initializers._plain import constant, normal, uniform, zeros
from nnbook.initializers._fans import fan_in_and_fan_out, gain
from nnbook.initializers._xavier import xavier_normal, xavier_uniform
from nnbook.initializers._he import he_normal, he_uniform
from nnbook.initializers._lecun import lecun_normal, linear_default
from nnbook.initializers._orthogonal import orthogonal
# isort: on

__all__ = [
    "constant",
    "fan_in_and_fan_out",
    "gain",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "linear_default",
    "normal",
    "orthogonal",
    "uniform",
    "xavier_normal",
    "xavier_uniform",
    "zeros",
]
