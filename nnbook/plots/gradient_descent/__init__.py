"""Figures of the chapter on gradient descent: one message each, drawn from the numbers that the chapter computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.gradient_descent.step import descent_step, nudge_effects
from nnbook.plots.gradient_descent.paths import descent_paths
from nnbook.plots.gradient_descent.stability import stability_sweep
from nnbook.plots.gradient_descent.valleys import basins
from nnbook.plots.gradient_descent.condition import condition_sweep
from nnbook.plots.gradient_descent.rotation import aligned_and_rotated
from nnbook.plots.gradient_descent.bias_correction import bias_correction
from nnbook.plots.gradient_descent.decay import decay_compared
from nnbook.plots.gradient_descent.schedules import schedule_curves
from nnbook.plots.gradient_descent.sweep import rate_sweep
# isort: on

__all__ = [
    "aligned_and_rotated",
    "basins",
    "bias_correction",
    "condition_sweep",
    "decay_compared",
    "descent_paths",
    "descent_step",
    "nudge_effects",
    "rate_sweep",
    "schedule_curves",
    "stability_sweep",
]
