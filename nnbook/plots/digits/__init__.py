"""Figures of the chapter on digits: one message each, drawn from the numbers that it computes."""

# In the order of the chapter, which is also that of the API reference.
# isort: off
from nnbook.plots.digits.images import digit_images
from nnbook.plots.digits.intervals import reported_intervals
from nnbook.plots.digits.calibration import calibration_curves
from nnbook.plots.digits.hidden import favourite_images
from nnbook.plots.digits.confidence import confidence_shares
# isort: on

__all__ = [
    "calibration_curves",
    "confidence_shares",
    "digit_images",
    "favourite_images",
    "reported_intervals",
]
