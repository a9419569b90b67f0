"""Classic mistakes, planted one by one into copies of nnbook, and four kinds of checks that should notice them.

``mistakes`` is the table; ``learning``, ``gradients``, ``parity`` and ``properties`` are the kinds, each a short
version of what the tests of the package do; ``runner`` plants one mistake and runs the four in a fresh process.
"""
