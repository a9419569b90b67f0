"""What the README says and shows is true."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

from nnbook import Adam, accuracy, fit, mlp, random_split
from nnbook.datasets import digits

README = Path(__file__).parent.parent / "README.md"


def test_the_examples_run(tmp_path, monkeypatch):
    pytest.importorskip("onnx")
    monkeypatch.chdir(tmp_path)
    results = doctest.testfile(str(README), module_relative=False)
    assert results.attempted >= 10
    assert results.failed == 0
    assert {path.name for path in tmp_path.iterdir()} == {"digits.npz", "digits.onnx"}


def test_the_mean_over_splits_is_what_it_says():
    X, y = digits()
    X = X.astype(np.float32)  # half the time
    splits = [random_split(len(X), [0.8, 0.2], np.random.default_rng(seed)) for seed in range(20)]
    train, test = (np.stack(rows) for rows in zip(*splits, strict=True))
    network = mlp([64, 128, 10])
    params, _ = fit(
        network, np.random.default_rng(0), X[train], y[train], loss="cross_entropy", optimizer=Adam(3e-3),
        epochs=30, population=20,
    )  # fmt: skip
    mean = accuracy(network(params, X[test]), y[test]).mean()
    printed = re.search(r"over 20 random splits the mean is ([\d.]+) %", README.read_text(encoding="utf-8"))
    assert mean >= 0.97
    assert f"{100 * mean:.1f}" == printed.group(1)
