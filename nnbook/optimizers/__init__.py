"""Optimizers: how far to step, given the gradient.

The chapter *Gradient descent* teaches them.  An optimizer is an immutable rule with two pure functions,
``init(params) -> state`` and ``update(params, grads, state) -> (params, state)``; nothing is mutated, unless
an update in place is asked for.  Every rule is defined exactly as PyTorch defines it.

Behind the scenes all parameters are views of one flat vector θ, so that a step of a small network costs a few
vector operations.  A learning rate of shape (S,) gives every network of a population its own.  Parameters keep
their precision, and NaN gradients give NaN parameters.
"""

# in the order of the reference
# isort: off
from nnbook.optimizers._base import Optimizer, OptimizerState
from nnbook.optimizers._sgd import SGD
from nnbook.optimizers._adaptive import AdaGrad, Adam, AdamW, RMSprop
from nnbook.optimizers._clipping import clip_by_global_norm
# isort: on

__all__ = ["SGD", "AdaGrad", "Adam", "AdamW", "Optimizer", "OptimizerState", "RMSprop", "clip_by_global_norm"]
