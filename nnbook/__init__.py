"""nnbook: the NumPy package that *Neural Networks You Can Check* is written with.

One module per idea, in the order in which the book teaches them.
A module is imported when one of its names is first used, so ``import nnbook`` costs next to nothing; figures
(``nnbook.plots``) and scikit-learn's estimators (``nnbook.estimator``) are imported on request.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from nnbook.autograd import Value as Value
    from nnbook.backprop import *  # noqa: F403
    from nnbook.batching import *  # noqa: F403
    from nnbook.io import *  # noqa: F403
    from nnbook.layers import *  # noqa: F403
    from nnbook.losses import *  # noqa: F403
    from nnbook.metrics import *  # noqa: F403
    from nnbook.neurons import *  # noqa: F403
    from nnbook.optimizers import *  # noqa: F403
    from nnbook.regularization import *  # noqa: F403
    from nnbook.training import *  # noqa: F403

__version__ = "0.1.0"

_HANDED_ON = (  # whose names are those of the package too, in the book's order
    "neurons",
    "activations",
    "losses",
    "layers",
    "backprop",
    "autograd",
    "optimizers",
    "batching",
    "regularization",
    "metrics",
    "training",
    "io",
)
_APART = ("datasets", "initializers", "schedules")  # whose names are short, and stay with them


def _names(module: str) -> list[str]:
    """Return the names of a module that the package hands on."""
    return ["Value"] if module == "autograd" else import_module(f"nnbook.{module}").__all__


def __getattr__(name: str) -> Any:
    """Import the module that holds a name."""
    if name == "__all__":
        return sorted({*_HANDED_ON, *_APART, *(name for module in _HANDED_ON for name in _names(module))})
    if name in _HANDED_ON or name in _APART:
        return import_module(f"nnbook.{name}")
    if not name.startswith("_"):
        for module in _HANDED_ON:
            if name in _names(module):
                globals()[name] = value = getattr(import_module(f"nnbook.{module}"), name)
                return value
    raise AttributeError(f"module 'nnbook' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]
