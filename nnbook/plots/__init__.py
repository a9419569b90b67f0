"""Figures of the book: one style, one meaning per colour, every function tested.

Every function returns a finished `matplotlib.figure.Figure` that is already closed for pyplot,
so that a notebook shows it once and a script can call ``savefig`` on it.
"""
