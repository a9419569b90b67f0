"""``import nnbook`` loads NumPy alone, and quickly."""

import subprocess
import sys

import numpy as np
import pytest
from jaxtyping import TypeCheckError

import nnbook
from nnbook import _typing

HEAVY = {
    "beartype",
    "jaxtyping",
    "matplotlib",
    "mpmath",
    "onnx",
    "onnxruntime",
    "scipy",
    "sklearn",
    "sphinx",
    "torch",
    "tqdm",
}


def python(code: str) -> str:
    """Return what a fresh interpreter prints."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_import_loads_numpy_alone():
    loaded = python("import sys, nnbook; print(*{name.partition('.')[0] for name in sys.modules})").split()
    assert "numpy" in loaded
    assert not HEAVY & set(loaded)


def test_scipy_comes_with_the_first_gelu_only():
    assert python(
        "import sys, nnbook\n"
        "for name in set(nnbook.ACTIVATIONS) - {'gelu'}:\n"
        "    nnbook.ACTIVATIONS[name].function(1.0), nnbook.ACTIVATIONS[name].derivative(1.0)\n"
        "print('scipy' in sys.modules)\n"
        "nnbook.gelu(1.0)\n"
        "print('scipy' in sys.modules)"
    ).split() == ["False", "True"]


@pytest.mark.parametrize(
    "module",
    [
        "nnbook.activations",
        "nnbook.backprop",
        "nnbook.batching",
        "nnbook.io",
        "nnbook.losses",
        "nnbook.metrics",
        "nnbook.neurons",
        "nnbook.regularization",
    ],
)
def test_public_names_come_from_the_package_itself(module):
    names = sys.modules[module].__all__
    assert names == sorted(names)
    for name in names:
        assert getattr(nnbook, name) is getattr(sys.modules[module], name)
        assert name in nnbook.__all__


def test_every_public_name_exists_and_is_documented():
    for name in set(nnbook.__all__) - {"ACTIVATIONS", "LOSSES"}:  # mappings have no docstring of their own
        assert (getattr(nnbook, name).__doc__ or "").strip() or name[0].isupper(), name


def test_shapes_are_checked_in_this_run_and_nowhere_else():
    from nnbook import losses, optimizers

    assert _typing.CHECKED
    logits, labels = np.zeros((2, 3)), np.zeros(2, int)
    losses._class_value_and_gradient(logits, labels)
    with pytest.raises(TypeCheckError):
        losses._class_value_and_gradient(logits[0], labels)
    with pytest.raises(TypeCheckError):
        optimizers.SGD(0.1).rule(np.zeros(3), np.zeros(4), {}, 1, 0.1)
    assert python("from nnbook._typing import CHECKED; print(CHECKED)").split() == ["False"]
