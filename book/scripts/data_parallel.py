"""Train one network in several processes, and compare with one process that sees every sample.

Any of these lines starts it, and PyTorch is all that it needs:

    python data_parallel.py                          one process
    python data_parallel.py --processes 2            two, which talk over the loopback interface alone
    torchrun --nproc-per-node 2 data_parallel.py     two, started by PyTorch's own launcher

With ``--json`` the result is printed for a program to read.  With ``--leave 1`` process 1 leaves in the middle:
see how the others take it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

HERE = "127.0.0.1"
LEFT = 3  # the exit code of a process that was told to leave
FORKS = sys.platform == "linux"  # a process can be made there as a copy of this one, with PyTorch loaded


# --- What is trained: 800 samples of 20 features, a network 20-32-1 ---


def samples() -> tuple[Tensor, Tensor]:
    """Draw the same samples in every process: X (800, 20) and classes y (800, 1)."""
    import torch

    rng = torch.Generator().manual_seed(0)
    X = torch.randn(800, 20, generator=rng, dtype=torch.float64)
    noise = torch.randn(800, generator=rng, dtype=torch.float64)
    y = (X[:, 0] * X[:, 1] + X[:, 2] + 0.3 * noise > 0).double()
    return X, y[:, None]


def network() -> nn.Sequential:
    """Make the same network in every process."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 1)).double()


def cut(n: int, processes: int, share: float | None = None) -> list[int]:
    """Say how many of n samples each process gets: evenly, or `share` of them for the first."""
    if share is None or processes == 1:
        first, rest = 0, processes
    else:
        first, rest = round(share * n), processes - 1
    evenly = [(n - first) // rest + (k < (n - first) % rest) for k in range(rest)]
    return [first, *evenly] if first else evenly


def shard(data: Tensor, sizes: list[int], rank: int) -> Tensor:
    """Return the rows of process `rank`."""
    return data[sum(sizes[:rank]) :][: sizes[rank]]


# --- The two things to compare ---


def gradient(model: nn.Module, X: Tensor, y: Tensor) -> Tensor:
    """Return the gradient of the mean loss over X, all parameters in one row."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    loss = bce(model(X), y)
    return torch.cat([g.flatten() for g in torch.autograd.grad(loss, tuple(model.parameters()))])


def averaged_gradient(X: Tensor, y: Tensor, sizes: list[int], weights: list[float]) -> Tensor:
    """Compute the gradient of the own shard, and add up those of all processes with their weights."""
    import torch.distributed as dist

    rank = dist.get_rank()
    total = weights[rank] * gradient(network(), shard(X, sizes, rank), shard(y, sizes, rank))
    dist.all_reduce(total)  # the sum over all processes, in every process
    return total


def train(model: nn.Module, X: Tensor, y: Tensor, *, weight: float = 1.0, steps: int = 60) -> None:
    """Take full-batch steps with Adam on the samples given."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = weight * bce(model(X), y)
        loss.backward()  # in several processes, this is where gradients are averaged
        optimizer.step()


def final_loss(model: nn.Module, X: Tensor, y: Tensor) -> float:
    """Return the loss over all samples."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    with torch.no_grad():
        return float(bce(model(X), y))


def trained_loss(X: Tensor, y: Tensor, sizes: list[int], weights: list[float]) -> float:
    """Train on the own shard with DistributedDataParallel; return the loss over all samples."""
    import torch.distributed as dist
    from torch.nn.parallel import DistributedDataParallel

    rank, processes = dist.get_rank(), dist.get_world_size()
    model = DistributedDataParallel(network())
    # it takes the plain mean over processes: times their number, a weight counts as it should
    weight = weights[rank] * processes
    train(model, shard(X, sizes, rank), shard(y, sizes, rank), weight=weight)
    return final_loss(model, X, y)


def compare(leave: int | None = None) -> dict[str, Any]:
    """Compare averaged gradients and trained losses with those of a single process."""
    import torch.distributed as dist

    X, y = samples()
    n, processes = len(X), dist.get_world_size()
    even, uneven = cut(n, processes), cut(n, processes, share=0.75)
    plain = [1 / processes] * processes
    ways = {
        "even": (even, plain),
        "uneven": (uneven, plain),
        "uneven, weighted": (uneven, [size / n for size in uneven]),
    }
    alone = network()
    full = gradient(alone, X, y)
    train(alone, X, y)
    found: dict[str, Any] = {
        "processes": processes,
        "samples": n,
        "gradient": full.tolist(),
        "loss": final_loss(alone, X, y),
        "ways": {},
    }
    if leave == dist.get_rank():
        os._exit(LEFT)  # as a machine does whose power fails
    for name, (sizes, weights) in ways.items():
        found["ways"][name] = {
            "shards": sizes,
            "gradient": averaged_gradient(X, y, sizes, weights).tolist(),
            "loss": trained_loss(X, y, sizes, weights),
        }
    return found


def report(found: dict[str, Any]) -> str:
    """Write the result for a person."""
    lines = [f"processes: {found['processes']}, samples: {found['samples']}"]
    for name, way in found["ways"].items():
        gap = max(abs(a - b) for a, b in zip(way["gradient"], found["gradient"], strict=True))
        lines += [
            f"{name} ({' + '.join(map(str, way['shards']))})",
            f"  largest difference from the full gradient: {gap:.1e}",
            f"  loss after training: {way['loss']:.12f}, one process: {found['loss']:.12f}",
        ]
    return "\n".join(lines)


# --- Processes that find each other, and part ---


class MeetingError(Exception):
    """What went wrong, as a sentence that says what to do."""


def whole_number(name: str, default: int) -> int:
    """Read a whole number from the environment."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal():
        raise MeetingError(f"expected a whole number in the environment variable {name}, found {text!r}")
    return int(text)


def listening(port: int) -> socket.socket:
    """Open the port where the processes meet, on the loopback interface alone."""
    door = socket.socket()
    if os.name == "posix":
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HERE, port))
        door.listen()
    except OSError as error:
        door.close()
        raise MeetingError(
            f"port {port} cannot be opened ({error.strerror}): another program uses it, perhaps an earlier run. "
            "End that program, or choose another port (--port 0 takes a free one)"
        ) from error
    return door


@contextmanager
def time_limit(seconds: float, message: str) -> Iterator[None]:
    """End the process with a message when something takes longer, even where PyTorch itself waits for ever."""

    def end() -> None:
        print(f"data_parallel.py: {message}.", file=sys.stderr, flush=True)
        os._exit(1)

    watch = threading.Timer(seconds, end)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def join(rank: int, processes: int, timeout: float) -> None:
    """Meet the other processes; keep to the loopback interface where all of them are on this machine."""
    import torch.distributed as dist

    port, wait = whole_number("MASTER_PORT", 29500), timedelta(seconds=timeout)
    at_home = os.environ.setdefault("MASTER_ADDR", HERE) in (HERE, "localhost")
    names = [name for _, name in socket.if_nameindex() if name.startswith("lo")]
    if at_home and names:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", names[0])  # gloo then listens nowhere else
    if processes == 1:
        dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1, timeout=wait)
    elif at_home and os.environ.get("TORCHELASTIC_USE_AGENT_STORE") != "True":
        door = listening(port).detach() if rank == 0 else None
        store = dist.TCPStore(HERE, port, processes, rank == 0, wait, master_listen_fd=door)
        dist.init_process_group("gloo", store=store, rank=rank, world_size=processes, timeout=wait)
    else:  # torchrun has opened the port, or the processes meet on another machine
        dist.init_process_group("gloo", timeout=wait)


@contextmanager
def group(timeout: float) -> Iterator[None]:
    """Join the other processes; leave them at the end, whatever happens between."""
    import torch.distributed as dist

    rank, processes = whole_number("RANK", 0), whole_number("WORLD_SIZE", 1)
    if rank >= processes:
        raise MeetingError(f"expected RANK below WORLD_SIZE, found {rank} and {processes}")
    who = f"process {rank} of {processes}"
    alone = (
        f"{who} did not meet the others within {timeout:g} seconds. Start all {processes} processes, with "
        "the same MASTER_ADDR, and with a MASTER_PORT that no other program uses"
    )
    try:
        with time_limit(timeout + 2, alone):
            join(rank, processes, timeout)
    except RuntimeError as error:
        raise MeetingError(f"{alone} {told(error)}") from error
    try:
        yield
    except RuntimeError as error:
        if not (isinstance(error, dist.DistError) or "gloo" in str(error)):
            raise  # not about the others
        raise MeetingError(
            f"{who} lost the others. Another process has ended or stands still: its own message says why. "
            f"Training cannot go on without it; start all of them again {told(error)}"
        ) from error
    finally:
        dist.destroy_process_group()


def told(error: Exception) -> str:
    """Return what PyTorch said in brackets, without the places in its own code."""
    text = re.sub(r"^\[[^]]*\] ", "", (str(error) or repr(error)).strip())
    return f"(PyTorch: {text.splitlines()[0].partition('. ')[0].strip('. ')})"


# --- Starting them ---


def start_all(work: Callable[[], None], processes: int, port: int, limit: float) -> None:
    """Let `work` run in several processes, wait for all, and stop the rest when one of them fails."""
    with listening(port) as door:  # before anything slow: is the port free, and which is it?
        port = door.getsockname()[1]
    if FORKS:
        import torch._dynamo  # noqa: F401  (slow: loaded once here, and copied into each process)
    context: Any = get_context("fork" if FORKS else "spawn")
    started, end = [], time.monotonic() + limit
    try:
        for rank in range(processes):
            place = {"RANK": rank, "WORLD_SIZE": processes, "MASTER_ADDR": HERE, "MASTER_PORT": port}
            started.append(context.Process(target=placed, args=(work, place)))
            started[-1].start()
        while None in (codes := [process.exitcode for process in started]) and not any(codes):
            if time.monotonic() > end:
                raise MeetingError(
                    f"not finished within {limit:g} seconds (raise --limit if that is too short)"
                )
            time.sleep(0.05)
        if any(codes):
            until = time.monotonic() + 10  # time for the others to notice, and to say so
            while any(process.is_alive() for process in started) and time.monotonic() < until:
                time.sleep(0.05)
            codes = [process.exitcode for process in started]
            failed = [rank for rank, code in enumerate(codes) if code]
            first = min(failed, key=lambda rank: codes[rank] == 1)  # 1: it lost the others, and said so
            raise MeetingError(
                f"process {first} of {processes} ended {how(codes[first])}, and all were stopped. "
                "Look above for its own message, mend the cause, and start again"
            )
    finally:
        for process in started:
            if process.pid is not None:
                process.kill()
                process.join()


def placed(work: Callable[[], None], place: dict[str, object]) -> None:
    """Tell a new process its place, as torchrun does, and let it work."""
    os.environ.update({name: str(value) for name, value in place.items()})
    work()


def how(code: int | None) -> str:
    """Say how a process ended."""
    return f"by signal {-code}" if code is not None and code < 0 else f"with code {code}"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, default=1, help="how many to start from here (1)")
    parser.add_argument("--port", type=int, default=0, help="where they meet; 0, the default: a free one")
    parser.add_argument("--timeout", type=float, default=30, help="seconds to wait for another process (30)")
    parser.add_argument("--limit", type=float, default=120, help="seconds for everything (120)")
    parser.add_argument("--json", action="store_true", help="print the result for a program")
    parser.add_argument("--leave", type=int, help="the process that leaves in the middle")
    options = parser.parse_args()
    if options.processes < 1 or not 0 <= options.port < 2**16 or min(options.timeout, options.limit) <= 0:
        parser.error("expected at least 1 process, a port from 0 to 65535, and times above 0")
    work = partial(run, options)
    if "RANK" in os.environ or options.processes == 1:
        work()
    else:
        with messages():
            start_all(work, options.processes, options.port, options.limit)


def run(options: argparse.Namespace) -> None:
    """Do the work of one process; the first one prints the result."""
    with messages():
        import torch

        torch.set_num_threads(1)  # as many threads as processes would get in each other's way
        with group(options.timeout):
            found = compare(options.leave)
        if whole_number("RANK", 0) == 0:
            print(json.dumps(found) if options.json else report(found), flush=True)


@contextmanager
def messages() -> Iterator[None]:
    """End with a sentence where something went wrong that has one."""
    try:
        yield
    except MeetingError as error:
        sys.exit(f"data_parallel.py: {error}.")
    except KeyboardInterrupt:
        sys.exit("data_parallel.py: stopped.")


if __name__ == "__main__":
    main()
