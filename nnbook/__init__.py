"""nnbook: the NumPy package that *Neural Networks You Can Check* is written with.

One module per idea, in the order in which the book teaches them.
Importing the package loads NumPy alone; figures (``nnbook.plots``) are imported on request.
"""

from nnbook import activations as activations
from nnbook import autograd as autograd
from nnbook import backprop as backprop
from nnbook import batching as batching
from nnbook import datasets as datasets
from nnbook import initializers as initializers
from nnbook import io as io
from nnbook import layers as layers
from nnbook import losses as losses
from nnbook import metrics as metrics
from nnbook import neurons as neurons
from nnbook import optimizers as optimizers
from nnbook import regularization as regularization
from nnbook import schedules as schedules
from nnbook import training as training
from nnbook.activations import *  # noqa: F403
from nnbook.activations import __all__ as _activations
from nnbook.autograd import Value as Value
from nnbook.backprop import *  # noqa: F403
from nnbook.backprop import __all__ as _backprop
from nnbook.batching import *  # noqa: F403
from nnbook.batching import __all__ as _batching
from nnbook.io import *  # noqa: F403
from nnbook.io import __all__ as _io
from nnbook.layers import *  # noqa: F403
from nnbook.layers import __all__ as _layers
from nnbook.losses import *  # noqa: F403
from nnbook.losses import __all__ as _losses
from nnbook.metrics import *  # noqa: F403
from nnbook.metrics import __all__ as _metrics
from nnbook.neurons import *  # noqa: F403
from nnbook.neurons import __all__ as _neurons
from nnbook.optimizers import *  # noqa: F403
from nnbook.optimizers import __all__ as _optimizers
from nnbook.regularization import *  # noqa: F403
from nnbook.regularization import __all__ as _regularization
from nnbook.training import *  # noqa: F403
from nnbook.training import __all__ as _training

__version__ = "0.1.0"
_modules = {
    "activations",
    "autograd",
    "backprop",
    "batching",
    "datasets",
    "initializers",
    "io",
    "layers",
    "losses",
    "metrics",
    "neurons",
    "optimizers",
    "regularization",
    "schedules",
    "training",
}
__all__ = sorted(
    {
        *_modules,
        "Value",
        *_activations,
        *_backprop,
        *_batching,
        *_io,
        *_layers,
        *_losses,
        *_metrics,
        *_neurons,
        *_optimizers,
        *_regularization,
        *_training,
    }
)
