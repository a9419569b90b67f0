"""Time the way back through networks of growing width, against the way forward and against differences.

``nox -s bench`` runs ``python tests/benchmarks/backpropagation.py``, which writes ratios into
``book/_data/backpropagation-timings.json``.  One thread; within a round all ways run in turns, and a ratio is the
median over the rounds of ratios within one round, so that what slows the machine down slows both sides.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from platform import processor, python_version

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))

import numpy as np  # noqa: E402 (the number of threads comes first)

from nnbook import cross_entropy_value_and_gradient as loss  # noqa: E402
from nnbook import mlp, numerical_gradient  # noqa: E402

TARGET = Path(__file__).parents[2] / "book" / "_data" / "backpropagation-timings.json"
WIDTHS, HIDDEN, OUTPUTS, BATCH = (8, 16, 32, 64, 128, 256), 4, 10, 256
ROUNDS = 31
DIFFERENCES_UP_TO = 5_000  # parameters: beyond that central differences take minutes


def seconds(action: Callable[[], object], repeat: int = 1) -> float:
    """Return how long an action takes, the mean of a few runs."""
    begin = time.perf_counter()
    for _ in range(repeat):
        action()
    return (time.perf_counter() - begin) / repeat


def timed(width: int) -> dict[str, float]:
    """Return the ratios for one network, four hidden layers as wide as its input."""
    rng = np.random.default_rng(0)
    network = mlp([width] * (1 + HIDDEN) + [OUTPUTS])
    params, x = network.init(rng), rng.normal(size=(BATCH, width))
    y = rng.integers(0, OUTPUTS, BATCH)

    def value(theta: dict[str, np.ndarray]) -> np.floating:
        return loss(network.forward(theta, x).value, y)[0]

    prediction, pullback = network.forward(params, x)
    dy = loss(prediction, y)[1]
    repeat = max(1, 2_000 // width)
    forward, backward = [], []
    for _ in range(ROUNDS):
        forward.append(seconds(lambda: network.forward(params, x), repeat))
        backward.append(seconds(lambda: pullback(dy, wrt_input=False), repeat))
    ratio = statistics.median(b / f for b, f in zip(backward, forward, strict=True))
    found = {"width": width, "parameters": network.parameter_count, "backward": round(ratio, 2)}
    if network.parameter_count <= DIFFERENCES_UP_TO:
        rounds = [
            seconds(lambda: numerical_gradient(value, params))
            / seconds(
                lambda: value(params), 2 * network.parameter_count
            )  # about as long, so as much disturbed
            for _ in range(5)
        ]
        found["differences"] = round(statistics.median(rounds))
    return found


def machine() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return processor() or "unknown"


if __name__ == "__main__":
    data = {
        "date": date.today().isoformat(),
        "machine": machine(),
        "versions": {"python": python_version(), "numpy": version("numpy")},
        "threads": 1,
        "batch": BATCH,
        "hidden_layers": HIDDEN,
        "outputs": OUTPUTS,
        "networks": [timed(width) for width in WIDTHS],
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(f"recorded in {TARGET.relative_to(TARGET.parents[2])}")
