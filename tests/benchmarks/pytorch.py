"""Time a training step of nnbook against PyTorch as layers grow wider, and against a compiled PyTorch.

``nox -s bench`` runs ``python tests/benchmarks/pytorch.py``, which writes ``book/_data/pytorch-timings.json``.
One thread; all contenders of a width run in turns, and a ratio is the median over the rounds of ratios within
one round.  Where ``torch.compile`` does not work (it needs a C++ compiler), the record says so.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from typing import Any

from timing import median_ratio, processor, record
from training import Workload, in_turns, installed, nnbook_step, torch_step

# what comes first sets the number of threads
# isort: split
import numpy as np

WIDTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
COMPILED = (32, 256, 2048)
BATCH = 64
ROUNDS = 21
BLOCK = 0.05  # seconds that a contender has in a round, if one step is shorter


def work(width: int) -> Workload:
    """Return two hidden layers of that width between 64 inputs and 10 classes."""
    return Workload(f"64-{width}-{width}-10", (64, width, width, 10), BATCH, BATCH)


def product_ratio(width: int) -> float:
    """Return how long NumPy's product of a batch and a layer's weights takes, with PyTorch's as 1."""
    import torch

    rng = np.random.default_rng(0)
    X, W = (rng.normal(size=(n, width)).astype(np.float32) for n in (BATCH, width))
    tX, tW = torch.from_numpy(X), torch.from_numpy(W)
    times = in_turns({"numpy": lambda: X @ W.T, "torch": lambda: tX @ tW.T}, rounds=ROUNDS, block=BLOCK)
    return median_ratio(times["numpy"], times["torch"])


def at_width(width: int) -> dict[str, float]:
    """Return the seconds of a step of nnbook, and its ratios to PyTorch's."""
    steps = {"nnbook": nnbook_step(work(width)), "torch": torch_step(work(width))}
    steps["torch fused"] = torch_step(work(width), fused=True)
    times = in_turns(steps, rounds=ROUNDS, block=BLOCK)
    return {
        "milliseconds": min(times["nnbook"]) * 1e3,
        "torch": median_ratio(times["nnbook"], times["torch"]),
        "torch fused": median_ratio(times["nnbook"], times["torch fused"]),
        "product": product_ratio(width),
    }


def compiled(width: int) -> dict[str, float]:
    """Return how long compiling takes, and the time of a compiled step with the usual one as 1."""
    start = time.perf_counter()
    compiled_step = torch_step(work(width), compiled=True)
    compiled_step()
    seconds = time.perf_counter() - start
    times = in_turns(
        {"compiled": compiled_step, "usual": torch_step(work(width))}, rounds=ROUNDS, block=BLOCK
    )
    return {"seconds": seconds, "ratio": median_ratio(times["compiled"], times["usual"])}


def bend(z: Any) -> Any:
    """Return the tanh form of GELU, written out as a chain of elementwise operations."""
    return 0.5 * z * (1 + (0.7978845608 * (z + 0.044715 * z * z * z)).tanh())


def compiled_chain() -> float:
    """Return the time of a compiled chain of elementwise operations, with the usual one as 1."""
    import torch

    z, chain = torch.linspace(-5, 5, 1_000_000), torch.compile(bend)
    times = in_turns({"compiled": lambda: chain(z), "usual": lambda: bend(z)}, rounds=ROUNDS, block=BLOCK)
    return median_ratio(times["compiled"], times["usual"])


def compiled_elsewhere(width: int) -> tuple[float, float, float]:
    """Measure in a process of its own, with nothing compiled before."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, __file__, "--compiled", str(width)],
            capture_output=True, text=True, check=True, timeout=900,
            env={**os.environ, "TORCHINDUCTOR_CACHE_DIR": folder},
        )  # fmt: skip
    seconds, ratio, chain = map(float, run.stdout.split()[-3:])
    return seconds, ratio, chain


def compilation() -> dict[str, object]:
    """Return what compiling costs and gains, or why it does not work here."""
    try:
        rows = [compiled_elsewhere(width) for width in COMPILED]
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        lines = str(getattr(error, "stderr", "") or error).strip().splitlines()
        return {"works": False, "reason": lines[-1][:200]}
    return {
        "works": True,
        "widths": COMPILED,
        "seconds": [round(seconds, 1) for seconds, _, _ in rows],
        "ratios": [float(f"{ratio:.3g}") for _, ratio, _ in rows],
        "chain": float(f"{statistics.median(chain for _, _, chain in rows):.3g}"),
    }


def recorded() -> dict[str, object]:
    """Measure everything."""
    rows = []
    for width in WIDTHS:
        rows.append(at_width(width))
        print(width, rows[-1], flush=True)

    def column(name: str) -> list[float]:
        return [float(f"{row[name]:.3g}") for row in rows]

    return {
        "date": date.today().isoformat(),
        "machine": processor(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("numpy", "torch")},
        "threads": 1,
        "precision": "float32",
        "batch_size": BATCH,
        "widths": WIDTHS,
        "nnbook_milliseconds": column("milliseconds"),
        "ratios": {"torch": column("torch"), "torch fused": column("torch fused")},
        "product": column("product"),
        "compiled": compilation(),
    }


if __name__ == "__main__":
    if "--compiled" in sys.argv:
        found = compiled(int(sys.argv[-1]))
        print(found["seconds"], found["ratio"], compiled_chain())
    elif installed("torch"):
        record("pytorch-timings.json", recorded())
    else:
        print("PyTorch is missing: book/_data/pytorch-timings.json stays as it is")
