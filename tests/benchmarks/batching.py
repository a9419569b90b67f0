"""Time one epoch of training with batches of growing size, on a small network and on a larger one.

``nox -s bench`` runs ``python tests/benchmarks/batching.py``, which writes seconds into
``book/_data/batching-timings.json``.  One thread; within a round all batch sizes run in turns, so that what slows
the machine down slows all of them, and the record holds the shortest time of each, the least disturbed one.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from platform import python_version

from timing import processor, record, seconds

# what comes first sets the number of threads
# isort: split
import numpy as np

from nnbook import SGD, Standardizer, fit, mlp
from nnbook.datasets import digits, moons

ROUNDS = 15


def timed(sizes: list[int], X: np.ndarray, y: np.ndarray, loss: str, batches: list[int]) -> dict[str, object]:
    """Return the seconds of an epoch for each batch size."""
    network, X = mlp(sizes, activation="tanh"), X.astype(np.float32)
    params = network.init(np.random.default_rng(0), dtype=np.float32)

    def train(batch: int, epochs: int) -> None:
        rng = np.random.default_rng(1)
        fit(
            network, params, X, y, loss=loss, optimizer=SGD(0.01), batch_size=batch, epochs=epochs, rng=rng,
            progress=False,
        )  # fmt: skip

    rounds: list[list[float]] = []
    for _ in range(ROUNDS):
        row = []
        for batch in batches:
            epochs = max(1, batch // 8)  # those of large batches are short
            row.append(seconds(lambda size=batch, epochs=epochs: train(size, epochs)) / epochs)
        rounds.append(row)
    shortest = [min(column) for column in zip(*rounds, strict=True)]
    return {
        "network": sizes,
        "samples": len(X),
        "batch_sizes": batches,
        "seconds_per_epoch": [float(f"{time:.3g}") for time in shortest],
    }


if __name__ == "__main__":
    moon, half = moons(256, np.random.default_rng(0), noise=0.15)
    image, digit = digits()
    image = Standardizer.fit(image)(image)
    data = {
        "date": date.today().isoformat(),
        "machine": processor(),
        "versions": {"python": python_version(), "numpy": version("numpy")},
        "threads": 1,
        "moons": timed([2, 16, 1], moon, half, "binary_cross_entropy_with_logits", [1, 4, 16, 64, 256]),
        "digits": timed(
            [64, 128, 10], image[:1024], digit[:1024], "cross_entropy", [2**k for k in range(11)]
        ),
    }
    record("batching-timings.json", data)
