"""Figures of the chapter *Backpropagation*: blame on its way back, the checks that watch it, and what it costs.

The functions draw what the chapter's cells have computed; `worked_example` and `computation_graph` compute with the
package itself, so that a picture cannot show other numbers than the code gives.
"""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.backpropagation.worked_example import worked_example
from nnbook.plots.backpropagation.step_length import loss_along_step
from nnbook.plots.backpropagation.ways import ways_to_raise
from nnbook.plots.backpropagation.blame import blame_map
from nnbook.plots.backpropagation.nudges import nudges
from nnbook.plots.backpropagation.graph import computation_graph
from nnbook.plots.backpropagation.agreement import agreement
from nnbook.plots.backpropagation.differences import difference_errors
from nnbook.plots.backpropagation.mistakes import noticed_mistakes
from nnbook.plots.backpropagation.solved import solved_over_epochs
from nnbook.plots.backpropagation.hidden import hidden_corners
from nnbook.plots.backpropagation.cost import gradient_cost
# isort: on

__all__ = [
    "agreement",
    "blame_map",
    "computation_graph",
    "difference_errors",
    "gradient_cost",
    "hidden_corners",
    "loss_along_step",
    "noticed_mistakes",
    "nudges",
    "solved_over_epochs",
    "ways_to_raise",
    "worked_example",
]
