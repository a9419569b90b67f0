"""What the recordings of timings share: one thread, actions that run in turns, ratios within a round, the machine.

Importing this module sets the number of threads, so it comes before NumPy.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))

DATA = Path(__file__).parents[2] / "book" / "_data"


def seconds(action: Callable[[], object], repeat: int = 1) -> float:
    """Return how long an action takes, the mean of some runs."""
    start = time.perf_counter()
    for _ in range(repeat):
        action()
    return (time.perf_counter() - start) / repeat


def median_ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median over the rounds of ratios within one round: what slows a round down slows both sides."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def record(name: str, data: Mapping[str, object]) -> None:
    """Write a data file that the book reads."""
    (DATA / name).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(f"recorded in book/_data/{name}")
