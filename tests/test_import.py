"""``import nnbook`` loads nothing, its names no more than their modules and NumPy."""

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


LOADED = "print(*{name.partition('.')[0] for name in sys.modules})"


def test_import_loads_nothing_and_the_names_load_numpy_alone():
    loaded = python(f"import sys, nnbook; {LOADED}").split()
    assert not {*HEAVY, "numpy"} & set(loaded)
    loaded = python(f"import sys; from nnbook import *; mlp, fit, Adam, save, Value; {LOADED}").split()
    assert "numpy" in loaded
    assert not HEAVY & set(loaded)


def test_a_name_loads_the_modules_before_its_own():
    code = "import sys, nnbook; nnbook.mlp; print(*(m for m in sys.modules if m.count('.') == 1 and 'nnbook' in m))"
    loaded = set(python(code).split())
    assert {"nnbook.layers", "nnbook.activations"} <= loaded
    assert not {"nnbook.training", "nnbook.io", "nnbook.datasets"} & loaded


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'nnbook' has no attribute 'mlps'"):
        _ = nnbook.mlps
    assert {"mlp", "datasets", "__version__"} <= set(dir(nnbook))


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
    "module", sorted({f"nnbook.{name}" for name in nnbook._HANDED_ON} - {"nnbook.autograd"})
)
def test_public_names_come_from_the_package_itself(module):
    names = sys.modules[module].__all__
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(nnbook, name) is getattr(sys.modules[module], name)
        assert name in nnbook.__all__


def test_every_public_name_exists_and_is_documented():
    for name in set(nnbook.__all__) - {"ACTIVATIONS", "LOSSES"}:  # mappings have no docstring of their own
        assert (getattr(nnbook, name).__doc__ or "").strip() or name[0].isupper(), name


def test_shapes_are_checked_in_this_run_and_nowhere_else():
    from nnbook import optimizers
    from nnbook.losses import _classes

    assert _typing.CHECKED
    logits, labels = np.zeros((2, 3)), np.zeros(2, int)
    _classes._class_value_and_gradient(logits, labels, 2)
    with pytest.raises(TypeCheckError):
        _classes._class_value_and_gradient(logits[0], labels, 2)
    with pytest.raises(TypeCheckError):
        optimizers.SGD(0.1).rule(np.zeros(3), np.zeros(4), {}, 1, 0.1)
    assert python("from nnbook._typing import CHECKED; print(CHECKED)").split() == ["False"]
