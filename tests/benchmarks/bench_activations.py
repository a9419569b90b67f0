"""Time every activation and its slope, and one layer's matrix product, with one thread.

``nox -s bench`` runs this and records the ratios; the usual test run does not collect it.
"""

import os

import numpy as np
import pytest

from nnbook import ACTIVATIONS

NUMBERS = 10_000  # the work hides the cost of the call, and the arrays stay in the cache
FAN_IN = 64

THREADS = os.environ["OPENBLAS_NUM_THREADS"]  # set by tests/conftest.py

CASES = [(name, kind) for name in ACTIVATIONS for kind in ("function", "derivative")]


@pytest.fixture(params=["float64", "float32"])
def z(request):
    return np.random.default_rng(0).normal(scale=2, size=NUMBERS).astype(request.param)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_activation(benchmark, z, name, kind):
    f = getattr(ACTIVATIONS[name], kind)
    f(z)  # SciPy is imported on first use
    benchmark.extra_info.update(
        name=name, kind=kind, precision=str(z.dtype), numbers=NUMBERS, threads=THREADS
    )
    assert benchmark(f, z).shape == z.shape


def test_layer(benchmark, z):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(NUMBERS // FAN_IN, FAN_IN)).astype(z.dtype)
    weight, bias = (rng.normal(size=shape).astype(z.dtype) for shape in ((FAN_IN, FAN_IN), FAN_IN))
    benchmark.extra_info.update(
        name="layer", kind="layer", precision=str(z.dtype), numbers=x.size, fan_in=FAN_IN, threads=THREADS
    )
    assert benchmark(lambda: x @ weight.T + bias).shape == x.shape
