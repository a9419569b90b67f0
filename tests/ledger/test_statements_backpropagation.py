"""Proofs of the statements that the chapter *Backpropagation* prints without a function behind them."""

from __future__ import annotations

import numpy as np
import pytest

from nnbook import ACTIVATIONS, backward_by_equations, mean_squared_error_value_and_gradient, mlp

SMOOTH = [name for name in ACTIVATIONS if name not in ("step", "relu", "leaky_relu")]


@pytest.mark.parametrize("outer", SMOOTH)
@pytest.mark.parametrize("inner", ["sigmoid", "tanh", "silu", "softplus"])
def test_slopes_of_nested_functions_multiply(outer, inner):
    f, g = ACTIVATIONS[outer], ACTIVATIONS[inner]
    x, h = np.linspace(-3, 3, 60), 1e-6
    difference = (f.function(g.function(x + h)) - f.function(g.function(x - h))) / (2 * h)
    product = f.derivative(g.function(x)) * g.derivative(x)
    kink = np.abs(g.function(x)) < 1e-4  # where ELU and SELU bend
    np.testing.assert_allclose(product[~kink], difference[~kink], rtol=1e-7, atol=1e-8)


def test_the_gradient_of_a_weight_is_the_product_along_its_path():
    rng = np.random.default_rng(0)
    for _ in range(100):
        x, w, b, y = rng.normal(size=4)
        z = w * x + b
        dL_da, da_dz, dz_dw = 2 * (np.tanh(z) - y), 1 - np.tanh(z) ** 2, x
        params = {"0.weight": np.array([[w]]), "0.bias": np.array([b])}
        found = backward_by_equations(
            params, [[x]], [[y]], activations=["tanh"], loss=mean_squared_error_value_and_gradient
        )
        np.testing.assert_allclose(found.grads["0.weight"].item(), dL_da * da_dz * dz_dw, rtol=1e-12)


def test_the_loss_along_the_step_is_the_printed_polynomial():
    params = {"0.weight": np.array([[3.0]]), "0.bias": np.zeros(1)}
    params |= {"1.weight": np.array([[0.5]]), "1.bias": np.zeros(1)}

    def run(theta):
        return backward_by_equations(
            theta,
            [[2.0]],
            [[5.0]],
            activations=["relu", "identity"],
            loss=mean_squared_error_value_and_gradient,
        )

    grads = run(params).grads
    for eta in np.linspace(0, 0.5, 101):
        weights = {
            name: array - eta * grads[name] if name.endswith("weight") else array
            for name, array in params.items()
        }
        np.testing.assert_allclose(run(weights).value, (192 * eta**2 + 148 * eta - 2) ** 2, atol=1e-9)


def test_small_changes_raise_an_activation_as_printed():
    rng = np.random.default_rng(0)
    for _ in range(200):
        d = rng.integers(1, 6)
        w, a, b = rng.normal(size=d), rng.normal(size=d), rng.normal()
        dw, da, db = rng.normal(size=d), rng.normal(size=d), rng.normal()
        promised = (1 - np.tanh(w @ a + b) ** 2) * (db + a @ dw + w @ da)
        t = 1e-5
        moved = np.tanh((w + t * dw) @ (a + t * da) + b + t * db)
        back = np.tanh((w - t * dw) @ (a - t * da) + b - t * db)
        np.testing.assert_allclose((moved - back) / (2 * t), promised, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_the_batch_gradient_is_the_mean_of_the_samples_gradients(n):
    rng = np.random.default_rng(n)
    network = mlp([3, 5, 2], activation="tanh")
    params, X, Y = network.init(rng), rng.normal(size=(n, 3)), rng.normal(size=(n, 2))

    def grads(x, y):
        return backward_by_equations(
            params,
            x,
            y,
            activations=["tanh", "identity"],
            loss=mean_squared_error_value_and_gradient,
        ).grads

    batch = grads(X, Y)
    for name in params:
        single = [grads(X[i : i + 1], Y[i : i + 1])[name] for i in range(n)]
        np.testing.assert_allclose(batch[name], np.mean(single, axis=0), rtol=1e-12, atol=1e-15)
