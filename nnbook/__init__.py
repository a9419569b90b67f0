"""nnbook: the NumPy package that *Neural Networks You Can Check* is written with.

One module per idea, in the order in which the book teaches them.
Importing the package loads NumPy alone; figures (``nnbook.plots``) are imported on request.
"""

__version__ = "0.1.0"
