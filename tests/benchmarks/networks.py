"""Time one layer written in four ways with one thread: an object per neuron, a dot product per neuron, a matrix.

``nox -s bench`` runs ``python tests/benchmarks/networks.py``, which writes ``book/_data/network-timings.json``.
All four ways of a width run in turns, and a ratio is the median over the rounds of ratios within one round:
what slows the machine down slows all sides.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import date

from timing import median_ratio, processor, record, seconds

# what comes first sets the number of threads
# isort: split
import numpy as np

WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
BATCH = 64
ROUNDS = 41
SECONDS = 2e-3  # the least time of one block, so that the clock's own steps do not matter


class Neuron:
    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias

    def forward(self, inputs):
        z = self.bias
        for w, x in zip(self.weights, inputs, strict=True):
            z += w * x
        return max(0.0, z)


def ways(width: int) -> dict[str, tuple[Callable[[], object], int]]:
    """Return the four ways to compute a square layer, each with the samples that one call computes."""
    rng = np.random.default_rng(width)
    W, b = rng.normal(size=(width, width)), rng.normal(size=width)
    X = rng.normal(size=(BATCH, width))
    x = X[0].copy()
    neurons = [Neuron(w, c) for w, c in zip(W.tolist(), b.tolist(), strict=True)]
    numbers, rows = x.tolist(), list(zip(W, b, strict=True))
    Wt = W.T
    return {
        "objects": (lambda: [neuron.forward(numbers) for neuron in neurons], 1),
        "dots": (lambda: [max(0.0, w @ x + c) for w, c in rows], 1),
        "matrix": (lambda: np.maximum(0, W @ x + b), 1),
        "batch": (lambda: np.maximum(0, X @ Wt + b), BATCH),
    }


def measure(width: int) -> dict[str, list[float]]:
    """Return the seconds per sample of each way in each round."""
    found = {}
    for name, (call, samples) in ways(width).items():
        call()
        once = min(seconds(call, 3) for _ in range(3))
        found[name] = (call, samples, max(1, round(SECONDS / once)))
    rounds: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, (call, samples, times) in found.items():
            rounds[name].append(seconds(call, times) / samples)
    return rounds


def recorded() -> dict[str, object]:
    """Return the times of all ways and widths, divided by those of one matrix product for one sample."""
    ratios: dict[str, list[float]] = {"objects": [], "dots": [], "batch": []}
    microseconds = []
    for width in WIDTHS:
        rounds = measure(width)
        microseconds.append(round(min(rounds["matrix"]) * 1e6, 2))
        for name, found in ratios.items():
            found.append(float(f"{median_ratio(rounds[name], rounds['matrix']):.3g}"))
    return {
        "date": date.today().isoformat(),
        "machine": processor(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "threads": 1,
        "widths": WIDTHS,
        "batch_size": BATCH,
        "matrix_microseconds": microseconds,
        "ratios": ratios,
    }


if __name__ == "__main__":
    record("network-timings.json", recorded())
