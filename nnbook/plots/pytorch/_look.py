"""Sizes that the figures of the chapter share."""

WIDTH = 5.6  # a little narrower than the column: letters stay large enough on a phone
TEXT = 10.5  # as large as a phone needs
