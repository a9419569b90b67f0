"""Time training with one thread against PyTorch, scikit-learn and, where it is installed, JAX.

``nox -s bench`` runs ``python tests/benchmarks/training.py``, which writes the table that the book shows as JSON
and as Markdown into ``book/_data``.  All contenders of a workload run in turns, a block of steps each, and a ratio
is the median over the rounds of ratios within one round: what slows the machine down slows both sides.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from timing import DATA, median_ratio, processor, record, seconds

# what comes first sets the number of threads
# isort: split
import numpy as np

from nnbook import LOSSES, SGD, Activation, Adam, Linear, Sequential, fit, mlp

os.environ["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"  # JAX comes later
)
LEARNING_RATE = 1e-3

Step = Callable[[], object]


@dataclass(frozen=True)
class Workload:
    """A network, its data, and how much of the contenders' time it may take."""

    name: str
    sizes: tuple[int, ...]
    batch: int
    n: int
    activation: str = "relu"
    torch_target: float = 1.0
    scikit_learn_target: float = 1.0

    @property
    def loss(self) -> str:
        return "cross_entropy" if self.sizes[-1] > 1 else "binary_cross_entropy_with_logits"

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Return float32 samples and labels; how well they can be learned takes no time off."""
        rng = np.random.default_rng(0)
        X = rng.normal(size=(self.n, self.sizes[0])).astype(np.float32)
        return X, rng.integers(0, max(self.sizes[-1], 2), self.n)

    def first_batch(self) -> tuple[np.ndarray, np.ndarray]:
        X, y = (array[: self.batch] for array in self.data())
        return (X, y) if self.sizes[-1] > 1 else (X, y[:, None].astype(np.float32))


WORKLOADS = (
    Workload("XOR 2-4-1", (2, 4, 1), 4, 4, "tanh", 0.15, 0.40),
    Workload("iris 4-8-3, batch 16", (4, 8, 3), 16, 160, "relu", 0.13, 0.25),
    Workload("20-32-1, batch 32", (20, 32, 1), 32, 960, "relu", 0.14, 0.25),
    Workload("20-32-1, full batch of 1000", (20, 32, 1), 1000, 1000, "relu", 0.40, 0.40),
    Workload("digits 64-128-10, batch 32", (64, 128, 10), 32, 1792, "relu", 0.23, 0.35),
    Workload("784-256-128-10, batch 128", (784, 256, 128, 10), 128, 2048, "relu", 0.72, 0.82),
)


# One step of each contender


def nnbook_step(work: Workload) -> Step:
    network, optimizer = mlp(work.sizes, activation=work.activation), Adam(LEARNING_RATE)
    loss = LOSSES[work.loss].value_and_gradient
    params = network.init(np.random.default_rng(0), dtype=np.float32)
    state = optimizer.init(params)
    X, y = work.first_batch()

    def step() -> object:
        nonlocal params, state
        prediction, pullback = network.forward(params, X, train=True)
        value, gradient = loss(prediction, y)
        _, grads = pullback(gradient, wrt_input=False)
        params, state = optimizer.update(params, grads, state, in_place=True)
        return value

    return step


def torch_step(work: Workload, *, fused: bool = False, compiled: bool = False) -> Step:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    activation = {"relu": nn.ReLU, "tanh": nn.Tanh}[work.activation]
    layers: list[nn.Module] = []
    for in_features, out_features in zip(work.sizes, work.sizes[1:], strict=False):
        layers += [activation()] * bool(layers) + [nn.Linear(in_features, out_features)]
    model = nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, **({"fused": True} if fused else {}))
    loss = nn.CrossEntropyLoss() if work.loss == "cross_entropy" else nn.BCEWithLogitsLoss()
    run = torch.compile(model) if compiled else model
    X, y = map(torch.from_numpy, work.first_batch())

    def step() -> object:
        optimizer.zero_grad()
        value = loss(run(X), y)
        value.backward()
        optimizer.step()
        return value

    return step


def jax_step(work: Workload) -> Step:
    import jax
    import jax.numpy as jnp

    init = mlp(work.sizes).init(np.random.default_rng(0), dtype=np.float32)
    weights = [(jnp.asarray(w), jnp.asarray(b)) for w, b in zip(*[iter(init.values())] * 2, strict=True)]
    phi = {"relu": jax.nn.relu, "tanh": jnp.tanh}[work.activation]
    X, y = work.first_batch()

    def loss(weights: list) -> object:
        a = X
        for w, b in weights[:-1]:
            a = phi(a @ w.T + b)
        z = a @ weights[-1][0].T + weights[-1][1]
        if work.loss == "cross_entropy":
            return -jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], axis=1).mean()
        return (jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-abs(z)))).mean()

    @jax.jit
    def update(weights: list, m: list, v: list, t: object) -> tuple:
        g = jax.grad(loss)(weights)
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)

        def moved(w: object, m: object, v: object) -> object:
            return w - LEARNING_RATE * m / (1 - 0.9**t) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8)

        return jax.tree.map(moved, weights, m, v), m, v

    zeros = jax.tree.map(jnp.zeros_like, weights)
    held = (weights, zeros, zeros)
    t = 0.0

    def step() -> object:
        nonlocal held, t
        t += 1
        held = update(*held, t)
        return jax.block_until_ready(held)

    return step


# Whole trainings


def nnbook_fit(work: Workload, epochs: int) -> Step:
    X, y = work.data()
    network = mlp(work.sizes, activation=work.activation)
    options = {"loss": work.loss, "batch_size": work.batch, "epochs": epochs, "progress": False}
    return lambda: fit(network, np.random.default_rng(0), X, y, optimizer=Adam(LEARNING_RATE), **options)


def scikit_learn_fit(work: Workload, epochs: int) -> Step:
    from sklearn.neural_network import MLPClassifier

    X, y = work.data()
    model = MLPClassifier(
        work.sizes[1:-1], activation=work.activation, alpha=0, batch_size=work.batch, max_iter=epochs,
        learning_rate_init=LEARNING_RATE, n_iter_no_change=epochs + 1, tol=0, random_state=0,
    )  # fmt: skip
    return lambda: model.fit(X, y)


def xor_population() -> float:
    """Return the seconds that 200 XOR networks (2-4-1, sigmoid) take for 10,000 epochs of the full batch."""
    network = Sequential(Linear(2, 4), Activation("sigmoid"), Linear(4, 1), Activation("sigmoid"))
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    options = {"loss": "mean_squared_error", "optimizer": SGD(2.0), "batch_size": None, "epochs": 10_000}
    start = time.perf_counter()
    fit(network, np.random.default_rng(0), X, y, population=200, progress=False, **options)
    return time.perf_counter() - start


def digits_population() -> float:
    """Return the seconds that 100 digits networks (64-32-10) take for one epoch of batches of 32."""
    work = Workload("digits", (64, 32, 10), 32, 1437)
    X, y = work.data()
    start = time.perf_counter()
    fit(
        mlp(work.sizes),
        np.random.default_rng(0),
        X,
        y,
        loss=work.loss,
        epochs=1,
        population=100,
        progress=False,
    )
    return time.perf_counter() - start


# Measuring


def in_turns(contenders: Mapping[str, Step], *, rounds: int, block: float) -> dict[str, list[float]]:
    """Return the seconds of a step for each round; a block of steps takes about `block` seconds."""
    for step in contenders.values():
        seconds(step, 3)  # everything is loaded and compiled
    repeats = {name: max(1, round(block / seconds(step, 3))) for name, step in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    for _ in range(rounds):
        for name in order:
            times[name].append(seconds(contenders[name], repeats[name]))
        order = order[1:] + order[:1]
    return times


def installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def measured(work: Workload, *, rounds: int, block: float) -> dict[str, object]:
    """Return the ratios of one workload."""
    steps: dict[str, Step] = {"nnbook": nnbook_step(work)}
    if installed("torch"):
        steps |= {"torch": torch_step(work), "torch fused": torch_step(work, fused=True)}
    if installed("jax"):
        steps["jax.jit"] = jax_step(work)
    times = in_turns(steps, rounds=rounds, block=block)
    ratio = {name: round(median_ratio(times["nnbook"], values), 3) for name, values in times.items()}
    del ratio["nnbook"]
    row: dict[str, object] = {
        "workload": work.name,
        "microseconds": {name: round(min(values) * 1e6, 1) for name, values in times.items()},
        "ratio": ratio,
        "target": {"torch": work.torch_target, "scikit-learn": work.scikit_learn_target},
    }
    epochs = max(1, round(block / times["nnbook"][0] / (work.n / work.batch)))
    trainings = {"nnbook": nnbook_fit(work, epochs), "scikit-learn": scikit_learn_fit(work, epochs)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's, that so few epochs do not converge
        fits = in_turns(trainings, rounds=max(5, rounds // 2), block=0)
    ratio["scikit-learn"] = round(median_ratio(fits["nnbook"], fits["scikit-learn"]), 3)
    return row


def share_of_peak(work: Workload, *, rounds: int) -> float:
    """Return which part of the machine's matrix-product speed the arithmetic of a step reaches."""
    a = np.ones((1024, 1024), np.float32)
    times = in_turns({"step": nnbook_step(work), "product": partial(np.dot, a, a)}, rounds=rounds, block=0.1)
    pairs = list(zip(work.sizes, work.sizes[1:], strict=False))
    products = 3 * sum(i * o for i, o in pairs) - pairs[0][0] * pairs[0][1]  # no gradient of the data
    return round(
        statistics.median(
            (2 * work.batch * products / step) / (2 * 1024**3 / product)
            for step, product in zip(times["step"], times["product"], strict=True)
        ),
        3,
    )


def import_ratio(*, rounds: int) -> float:
    """Return how much longer ``import nnbook`` takes than ``import numpy``, in processes of their own."""
    code = "import time; s = time.perf_counter(); import {}; print(time.perf_counter() - s)"

    def importing(module: str) -> float:
        run = subprocess.run(
            [sys.executable, "-c", code.format(module)], capture_output=True, check=True, text=True
        )
        return float(run.stdout)

    return round(statistics.median(importing("nnbook") / importing("numpy") for _ in range(rounds)), 3)


def everything(*, rounds: int, block: float) -> dict[str, object]:
    """Measure everything."""
    rows = []
    for work in WORKLOADS:
        rows.append(measured(work, rounds=rounds, block=block))
        print(rows[-1]["workload"], rows[-1]["ratio"], flush=True)
    return {
        "date": date.today().isoformat(),
        "machine": processor(),
        "core_type": os.environ.get("OPENBLAS_CORETYPE", "detected by OpenBLAS"),
        "threads": 1,
        "precision": "float32",
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("numpy", "torch", "scikit-learn", "jax") if installed(name)},
        "workloads": rows,
        "populations": {
            "200 XOR networks, 10,000 epochs": {"seconds": round(min(xor_population() for _ in range(3)), 2)},
            "100 networks 64-32-10, an epoch of digits": {
                "seconds": round(min(digits_population() for _ in range(3)), 2)
            },
        },
        "share_of_matrix_product_peak": share_of_peak(WORKLOADS[-1], rounds=rounds),
        "import_ratio": import_ratio(rounds=rounds),
    }


def as_markdown(data: Mapping[str, object]) -> str:
    """Return the table for people."""
    others = ["torch", "torch fused", "scikit-learn", "jax.jit"]
    others = [name for name in others if any(name in row["ratio"] for row in data["workloads"])]
    lines = [
        f"Recorded {data['date']} on {data['machine']}, one thread, {data['precision']}, "
        + ", ".join(f"{name} {number}" for name, number in data["versions"].items())
        + ".",
        "A ratio below 1 means that nnbook is faster; the target is in brackets.",
        "",
        "| workload | µs a step | " + " | ".join(f"against {name}" for name in others) + " |",
        "|---|---|" + "---|" * len(others),
    ]
    for row in data["workloads"]:
        cells = []
        for name in others:
            goal = row["target"].get(name)
            cells.append(f"{row['ratio'].get(name, '')}" + (f" ({goal})" if goal else ""))
        lines.append(f"| {row['workload']} | {row['microseconds']['nnbook']} | " + " | ".join(cells) + " |")
    lines += ["", *(f"- {name}: {held['seconds']} s" for name, held in data["populations"].items())]
    lines.append(
        f"- share of the matrix-product peak on the largest net: {data['share_of_matrix_product_peak']}"
    )
    lines.append(f"- `import nnbook` takes {data['import_ratio']} times as long as `import numpy`")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    quick = "--quick" in sys.argv
    table = everything(rounds=7 if quick else 41, block=0.02 if quick else 0.04)
    print(as_markdown(table))
    if not quick:
        record("training-timings.json", table)
        (DATA / "training-timings.md").write_text(as_markdown(table))
