"""Units in the last place: the same count as by stepping from float to float."""

from __future__ import annotations

import doctest
import importlib
import math
import pkgutil

import ledger
import mpmath
import numpy as np
import pytest
from ledger import ulp

LARGEST = np.finfo(float).max
CONTEXT = mpmath.MPContext()
CONTEXT.dps = 400


@pytest.mark.parametrize(
    "x", [1.0, -3.7, 0.1, 1e-300, 5e-324, 2.2250738585072014e-308, 1e-310, 1e300, 2**52 + 1.0]
)
@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_neighbouring_floats_are_one_ulp_apart(x, steps):
    moved = x
    for _ in range(steps):
        moved = np.nextafter(moved, math.inf if x > 0 else -math.inf)
    assert ulp.error(float(moved), CONTEXT.mpf(x)) == steps


def test_half_a_step_is_half_a_unit():
    assert ulp.error(1.0, CONTEXT.mpf(1) + CONTEXT.mpf(2) ** -53) == 0.5
    assert ulp.error(0.0, CONTEXT.mpf(2) ** -1075) == 0.5
    assert ulp.error(0.1, CONTEXT.mpf("0.1")) < 0.5


def test_the_unit_is_that_of_the_true_value():
    below_one = CONTEXT.mpf(np.nextafter(1.0, 0.0))
    assert ulp.error(1.0, below_one) == 1
    assert ulp.error(float(below_one), CONTEXT.mpf(1)) == 0.5


def test_zero_and_subnormals_are_measured_in_the_smallest_float():
    assert ulp.error(0.0, CONTEXT.mpf(0)) == 0
    assert ulp.error(-0.0, CONTEXT.mpf(0)) == 0
    assert ulp.error(1e-323, CONTEXT.mpf(0)) == 2
    assert ulp.error(0.0, CONTEXT.mpf(10) ** -400) < 1e-10


def test_infinity_is_the_power_of_two_beyond_the_largest_float():
    assert ulp.error(math.inf, CONTEXT.mpf(10) ** 400) == 0
    assert ulp.error(-math.inf, -(CONTEXT.mpf(10) ** 400)) == 0
    assert ulp.error(LARGEST, CONTEXT.mpf(10) ** 400) == 1
    assert ulp.error(math.inf, CONTEXT.mpf(LARGEST)) == 1
    assert ulp.error(math.inf, CONTEXT.mpf(1)) == math.inf
    assert ulp.error(-math.inf, CONTEXT.mpf(10) ** 400) > 1e15


def test_nan_is_always_wrong():
    assert ulp.error(math.nan, CONTEXT.mpf(0)) == math.inf
    assert ulp.error(math.nan, CONTEXT.mpf(10) ** 400) == math.inf


def test_a_magnitude_makes_the_unit_larger_but_never_smaller():
    assert ulp.error(1.0 + 2**-52, CONTEXT.mpf(1), 1024.0) == 2**-10
    assert ulp.error(1.0 + 2**-52, CONTEXT.mpf(1), 1e-9) == 1


@pytest.mark.parametrize("module", [m.name for m in pkgutil.walk_packages(ledger.__path__, "ledger.")])
def test_the_examples_in_the_docstrings_hold(module):
    if module != "ledger.__main__":
        assert doctest.testmod(importlib.import_module(module)).failed == 0
