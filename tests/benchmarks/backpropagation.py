"""Time the way back through networks of growing width, against the way forward and against differences.

``nox -s bench`` runs ``python tests/benchmarks/backpropagation.py``, which writes ratios into
``book/_data/backpropagation-timings.json``.  One thread; within a round all ways run in turns, and a ratio is the
median over the rounds of ratios within one round, so that what slows the machine down slows both sides.
"""

from __future__ import annotations

import statistics
from datetime import date
from importlib.metadata import version
from platform import python_version

from timing import median_ratio, processor, record, seconds

# what comes first sets the number of threads
# isort: split
import numpy as np

from nnbook import cross_entropy_value_and_gradient as loss
from nnbook import mlp, numerical_gradient

WIDTHS, HIDDEN, OUTPUTS, BATCH = (8, 16, 32, 64, 128, 256), 4, 10, 256
ROUNDS = 31
DIFFERENCES_UP_TO = 5_000  # parameters: beyond that central differences take minutes


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
    ratio = median_ratio(backward, forward)
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


if __name__ == "__main__":
    data = {
        "date": date.today().isoformat(),
        "machine": processor(),
        "versions": {"python": python_version(), "numpy": version("numpy")},
        "threads": 1,
        "batch": BATCH,
        "hidden_layers": HIDDEN,
        "outputs": OUTPUTS,
        "networks": [timed(width) for width in WIDTHS],
    }
    record("backpropagation-timings.json", data)
