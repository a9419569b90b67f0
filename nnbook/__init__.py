"""nnbook: the NumPy package that *Neural Networks You Can Check* is written with.

One module per idea, in the order in which the book teaches them.
Importing the package loads NumPy alone; figures (``nnbook.plots``) are imported on request.
"""

from nnbook import activations as activations
from nnbook import neurons as neurons
from nnbook.activations import *  # noqa: F403
from nnbook.activations import __all__ as _activations
from nnbook.neurons import *  # noqa: F403
from nnbook.neurons import __all__ as _neurons

__version__ = "0.1.0"
__all__ = sorted({"activations", "neurons", *_activations, *_neurons})
