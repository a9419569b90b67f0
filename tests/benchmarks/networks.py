"""Time one layer written in four ways with one thread: an object per neuron, a dot product per neuron, a matrix.

``nox -s bench`` runs ``python tests/benchmarks/networks.py``, which writes ``book/_data/network-timings.json``.
All four ways of a width run in turns, and a ratio is the median over the rounds of ratios within one round:
what slows the machine down slows all sides.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))

import numpy as np  # noqa: E402 (the number of threads comes first)

TARGET = Path(__file__).parents[2] / "book" / "_data" / "network-timings.json"
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


def block(call: Callable[[], object], times: int) -> float:
    """Return the seconds of so many calls."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return time.perf_counter() - start


def measure(width: int) -> dict[str, list[float]]:
    """Return the seconds per sample of each way in each round."""
    found = {}
    for name, (call, samples) in ways(width).items():
        call()
        once = min(block(call, 3) / 3 for _ in range(3))
        found[name] = (call, samples, max(1, round(SECONDS / once)))
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, (call, samples, times) in found.items():
            seconds[name].append(block(call, times) / times / samples)
    return seconds


def recorded() -> dict[str, object]:
    """Return the times of all ways and widths, divided by those of one matrix product for one sample."""
    ratios: dict[str, list[float]] = {"objects": [], "dots": [], "batch": []}
    microseconds = []
    for width in WIDTHS:
        seconds = measure(width)
        microseconds.append(round(min(seconds["matrix"]) * 1e6, 2))
        for name, found in ratios.items():
            pairs = zip(seconds[name], seconds["matrix"], strict=True)
            found.append(float(f"{statistics.median(a / b for a, b in pairs):.3g}"))
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


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    TARGET.write_text(json.dumps(recorded(), indent=1) + "\n")
    print(f"recorded in {TARGET.relative_to(TARGET.parents[2])}")
