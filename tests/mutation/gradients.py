"""Is every gradient the derivative of its function?  Complex steps say so to nearly the last digit."""

from functools import partial

import numpy as np
from numpy.testing import assert_allclose

import nnbook
from nnbook import ACTIVATIONS, losses, numerical_gradient

EXACT = {"rtol": 1e-10, "atol": 1e-12}


def _rng(seed=0):
    return np.random.default_rng(seed)


def slopes_of_activations():
    z = _rng().normal(0, 3, 12)
    for info in ACTIVATIONS.values():
        if info.name != "step":
            h = 1e-100
            assert_allclose(info.derivative(z), info.function(z + 1j * h).imag / h, **EXACT)


def gradients_of_losses():
    prediction, target = _rng(1).normal(0, 2, (4, 3)), _rng(2).uniform(0, 1, (4, 3))
    shares, labels = target / target.sum(axis=1, keepdims=True), [0, 2, 1, 2]
    for name, info in losses.LOSSES.items():
        at = 1 / (1 + np.exp(-prediction)) if name == "binary_cross_entropy" else prediction
        for y in [labels, shares] if name == "cross_entropy" else [target]:
            for reduction in ("mean", "sum"):
                options = {"target": y, "reduction": reduction}
                wanted = numerical_gradient(partial(info.function, **options), at, method="complex")
                assert_allclose(info.gradient(at, **options), wanted, **EXACT)
                assert_allclose(info.value_and_gradient(at, **options)[1], wanted, **EXACT)


def _check(network, *, modes=(False,), seed=3, **options):
    generator = _rng(seed)
    params = network.init(generator)
    for name, array in params.items():
        if name.endswith("running_var"):
            params[name] = generator.uniform(0.5, 2, array.shape)
        elif not name.endswith("num_batches_tracked"):
            params[name] = generator.normal(0, 1, array.shape)
    x = generator.normal(0, 1.5, (4, 3))
    for train in modes:
        check = nnbook.gradient_check(
            network, params, x, method="complex", train=train, rng=_rng(seed), **options
        )
        assert check, check


def gradients_of_layers():
    _check(nnbook.Linear(3, 2))
    _check(nnbook.Linear(3, 3, bias=False))
    for name in ACTIVATIONS:
        if name != "step":
            _check(nnbook.Activation(name))
    _check(nnbook.LayerNorm(3))
    _check(nnbook.BatchNorm1d(3), modes=(False, True))
    _check(nnbook.Dropout(0.4), modes=(True,))


def gradients_of_networks():
    loss = {"target": [0, 1, 1, 0], "loss": nnbook.cross_entropy_value_and_gradient}
    _check(nnbook.mlp([3, 4, 4, 2], activation="tanh", dropout=0.3), modes=(True,), **loss)
    _check(nnbook.mlp([3, 4, 2], activation="relu"), **loss)


def gradients_of_penalties():
    params = {"weight": _rng(4).normal(size=(2, 3)), "bias": _rng(5).normal(size=2)}
    for kind in ("l1", "l2"):
        value, gradient = (getattr(nnbook, f"{kind}_penalty{end}") for end in ("", "_gradient"))
        wanted = numerical_gradient(lambda p, f=value: f(p, 0.3), params, method="complex")
        for name, found in gradient(params, 0.3).items():
            assert_allclose(found, wanted[name], **EXACT)


def gradients_of_scalars():
    def f(a):
        b = a + a
        c = b * b
        return b + c.tanh() * a + c.sigmoid() / (b + 1)

    a = nnbook.Value(0.3)
    y = f(a)
    y.backward()
    h = 1e-5
    assert_allclose(
        a.grad, (f(nnbook.Value(0.3 + h)).data - f(nnbook.Value(0.3 - h)).data) / (2 * h), rtol=1e-7
    )


CHECKS = (
    slopes_of_activations,
    gradients_of_losses,
    gradients_of_layers,
    gradients_of_networks,
    gradients_of_penalties,
    gradients_of_scalars,
)
