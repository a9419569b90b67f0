"""The script of the section *More than one machine*: it is right, it is quick to say what is wrong, it never hangs."""

from __future__ import annotations

import json
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

if find_spec("torch") is None:
    pytest.skip("PyTorch is missing; it comes with: pip install nnbook[torch]", allow_module_level=True)
pytestmark = pytest.mark.torch

SCRIPT = Path(__file__).parents[1] / "book" / "scripts" / "data_parallel.py"
LIMIT = 120  # seconds that no test may reach; the script's own limits are far below
MINE = {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT", "GLOO_SOCKET_IFNAME", "LOCAL_RANK"}


def surroundings(**more: str) -> dict[str, str]:
    """Return a clean environment, in which warnings are errors as in the book's kernels."""
    clean = {key: value for key, value in os.environ.items() if key not in MINE}
    strict = "error::RuntimeWarning,error::FutureWarning,error::UserWarning"
    return clean | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": strict} | more


def start(*arguments: str, launcher: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *launcher, str(SCRIPT), *arguments],
        env=surroundings(**environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process and return its code and what it wrote; a hang is a failure."""
    with process:
        try:
            out, err = process.communicate(timeout=LIMIT)
        finally:
            process.kill()
    return process.returncode, out, err


@pytest.fixture
def taken():
    """A port on the loopback interface that another program listens at, and does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def check(found: dict, processes: int) -> None:
    """Compare the result with what one process computes from all samples, here."""
    import torch

    tools = runpy.run_path(str(SCRIPT))
    X, y = tools["samples"]()
    model = tools["network"]()
    loss = torch.nn.BCEWithLogitsLoss()(model(X), y)
    loss.backward()
    full = np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])
    shards = [way["shards"] for way in found["ways"].values()]
    assert all(sum(sizes) == len(X) == found["samples"] for sizes in shards)
    assert {len(sizes) for sizes in shards} == {processes} == {found["processes"]}
    gaps = {name: np.abs(way["gradient"] - full).max() for name, way in found["ways"].items()}
    losses = {name: abs(way["loss"] - found["loss"]) for name, way in found["ways"].items()}
    np.testing.assert_allclose(found["gradient"], full, rtol=0, atol=1e-12)
    assert gaps["even"] < 1e-12
    assert gaps["uneven, weighted"] < 1e-12
    assert losses["even"] < 1e-9
    assert losses["uneven, weighted"] < 1e-9
    if processes > 1:
        assert gaps["uneven"] > 1e-3
        assert losses["uneven"] > 1e-3
    assert found["loss"] < 0.5 * loss.item()  # it has learned


def test_two_processes_started_by_torchrun_agree_with_one(tmp_path):
    # a file as the meeting place of the launchers: nothing then listens beyond the loopback interface
    meeting = ("--rdzv-backend", "c10d", "--rdzv-conf", "store_type=file", "--local-addr", "127.0.0.1")
    launcher = ("-m", "torch.distributed.run", "--nproc-per-node", "2", *meeting)
    place = ("--rdzv-endpoint", str(tmp_path / "meeting"))
    run = start("--json", launcher=(*launcher, *place), TORCH_DISABLE_SHARE_RDZV_TCP_STORE="1")
    code, out, err = end(run)
    assert code == 0, err
    check(json.loads(out), processes=2)


@pytest.fixture
def at_the_command_line(monkeypatch, capfd, torch):
    """Return a function that runs the script here, with arguments and environment: code or last words, and output."""
    clean = surroundings()

    def here(*arguments: str, **environment: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *arguments])
        code: object = 0
        with mock.patch.dict(os.environ, clean | environment, clear=True):
            try:
                runpy.run_path(str(SCRIPT), run_name="__main__")
            except SystemExit as ended:
                code = ended.code
        return code, *capfd.readouterr()

    return here


def test_one_process_needs_nobody_and_writes_for_a_person(at_the_command_line):
    code, out, err = at_the_command_line()
    assert (code, err) == (0, "")
    assert out.startswith("processes: 1, samples: 800\neven (800)\n")
    assert "uneven, weighted (800)" in out


def test_when_a_process_leaves_the_run_ends_and_everybody_says_why():
    before = time.monotonic()
    code, out, err = end(start("--processes", "2", "--leave", "1", "--timeout", "20"))
    assert code == 1
    assert out == ""
    assert "process 0 of 2 lost the others" in err
    # closed or reset: it depends on what was under way when the other one left
    assert re.search(r"start all of them again \(PyTorch: .*(by peer|Broken pipe)", err)
    assert "process 1 of 2 ended with code 3, and all were stopped. Look above" in err
    assert "Traceback" not in err
    assert time.monotonic() - before < 60


def test_a_port_in_use_is_noticed_at_once(taken):
    before = time.monotonic()
    code, out, err = end(start("--processes", "2", "--port", str(taken)))
    assert (code, out) == (1, "")
    assert err.startswith(f"data_parallel.py: port {taken} cannot be opened")
    assert "another program uses it" in err
    assert "choose another port" in err
    assert time.monotonic() - before < 20


def test_whoever_meets_a_stranger_or_nobody_gives_up_in_time(taken):
    """Rank 0 waits in vain; rank 1 finds a program at the port that is none of ours, and never answers."""
    lonely = start("--timeout", "1", WORLD_SIZE="2", RANK="0", MASTER_PORT=str(free_port()))
    misled = start("--timeout", "1", WORLD_SIZE="2", RANK="1", MASTER_PORT=str(taken))
    for rank, process in enumerate((lonely, misled)):
        code, out, err = end(process)
        assert (code, out) == (1, "")
        assert f"process {rank} of 2 did not meet the others within 1 seconds. Start all 2 processes" in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (["--processes", "0"], {}, "expected at least 1 process"),
        (["--port", "70000"], {}, "a port from 0 to 65535"),
        ([], {"RANK": "two"}, "expected a whole number in the environment variable RANK, found 'two'"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, environment, sentence, at_the_command_line):
    code, out, err = at_the_command_line(*arguments, **environment)
    assert code != 0
    assert out == ""
    assert sentence in f"{code}{err}"


@pytest.mark.parametrize("processes", range(1, 9))
@pytest.mark.parametrize("share", [None, 0.75])
def test_no_sample_is_lost_or_doubled(processes, share):
    import torch

    tools = runpy.run_path(str(SCRIPT))
    sizes = tools["cut"](100, processes, share)
    rows = [tools["shard"](torch.arange(100), sizes, rank) for rank in range(processes)]
    assert torch.cat(rows).tolist() == list(range(100))
    assert [len(part) for part in rows] == sizes
    rest = sizes if share is None or processes == 1 else sizes[1:]
    assert max(rest) - min(rest) <= 1


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def lazy():
    time.sleep(60)


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a process starts anew and would have to find these"
)
def test_a_killed_worker_and_a_time_limit_are_named():
    tools = runpy.run_path(str(SCRIPT))
    with pytest.raises(tools["MeetingError"], match=r"process [01] of 2 ended by signal 9, and all were"):
        tools["start_all"](killed, 2, 0, limit=20)
    before = time.monotonic()
    with pytest.raises(tools["MeetingError"], match=r"not finished within 0\.3 seconds"):
        tools["start_all"](lazy, 2, 0, limit=0.3)
    assert time.monotonic() - before < 10
