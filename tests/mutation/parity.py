"""Are the numbers those of PyTorch, in float64?"""

import math

import numpy as np
from numpy.testing import assert_allclose

import nnbook
from nnbook import ACTIVATIONS, initializers, losses, optimizers, schedules

EXACT = {"rtol": 1e-11, "atol": 1e-13}


def _torch():
    import torch  # not at the top: this module is also imported where PyTorch is missing

    torch.set_num_threads(1)
    return torch


def _rng(seed=0):
    return np.random.default_rng(seed)


def activations():
    torch = _torch()
    F = torch.nn.functional
    special = {"log_sigmoid": F.logsigmoid, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
    special |= {"identity": lambda z: 1 * z, "gelu_tanh": lambda z: F.gelu(z, approximate="tanh")}
    grid = np.concatenate([np.linspace(-15, 15, 121), [-30.0, 30.0]])  # 0 is among them
    for name, info in ACTIVATIONS.items():
        if name == "step":
            continue
        z = torch.tensor(grid, requires_grad=True)
        y = (special.get(name) or getattr(F, name))(z)
        y.sum().backward()
        exact = EXACT | {"atol": 2.1e-9} if name == "softplus" else EXACT  # PyTorch has a threshold at 20
        assert_allclose(info.function(grid), y.detach().numpy(), **exact)
        assert_allclose(info.derivative(grid), z.grad.numpy(), **exact)
    logits = _rng().normal(0, 3, (5, 4))
    assert_allclose(nnbook.softmax(logits), torch.softmax(torch.tensor(logits), -1).numpy(), **EXACT)
    assert_allclose(nnbook.log_softmax(logits), torch.log_softmax(torch.tensor(logits), -1).numpy(), **EXACT)


def losses_and_their_gradients():
    torch = _torch()
    F = torch.nn.functional
    theirs = {"mean_squared_error": F.mse_loss, "mean_absolute_error": F.l1_loss, "huber": F.huber_loss}
    z, target = _rng(1).normal(0, 2, (6, 4)), _rng(2).uniform(0, 1, (6, 4))
    p = np.concatenate([_rng(3).uniform(0, 1, (4, 4)), [[0, 1, 0, 1], [1, 0, 0.5, 1]]])
    sure = np.concatenate([target[:4], [[0, 1, 1, 0], [1, 0, 0.5, 0]]])
    for name, info in losses.LOSSES.items():
        at, targets = z, [target]
        if name == "binary_cross_entropy":
            at, targets = p, [sure]
        if name == "cross_entropy":
            targets = [_rng(4).integers(0, 4, 6), target / target.sum(axis=1, keepdims=True)]
        for y in targets:
            for reduction in ("mean", "sum"):
                options = [{"delta": 0.7}, {}] if name == "huber" else [{}]
                for more in options:
                    t = torch.tensor(at, requires_grad=True)
                    value = (theirs.get(name) or getattr(F, name))(
                        t, torch.tensor(y), reduction=reduction, **more
                    )
                    value.backward()
                    ours, gradient = info.value_and_gradient(at, y, reduction=reduction, **more)
                    assert_allclose(ours, value.item(), **EXACT)
                    # PyTorch's 1e-12, which keeps the gradient of a certain answer finite, is a float32
                    rounded = {"rtol": 1e-8} if name == "binary_cross_entropy" else EXACT
                    assert_allclose(gradient, t.grad.numpy(), **rounded)


def layers_and_their_gradients():
    torch = _torch()
    networks = [
        nnbook.Linear(3, 2),
        nnbook.Linear(3, 3),
        nnbook.LayerNorm(3),
        nnbook.BatchNorm1d(3),
        nnbook.mlp([3, 5, 4, 2], activation="sigmoid"),
        nnbook.mlp([3, 5, 2], activation="relu"),
        nnbook.Sequential(nnbook.Linear(3, 6), nnbook.BatchNorm1d(6), nnbook.Activation("leaky_relu")),
    ]
    x = _rng(5).normal(0, 1.5, (8, 3))
    for network in networks:
        params = network.init(_rng(6))
        params |= {n: params[n] + 0.1 for n in network.shapes}
        module = nnbook.to_torch(network, params)
        for train in (True, False):
            t = torch.tensor(x, requires_grad=True)
            module.train(train).zero_grad()
            y = module(t)
            step = network.forward(params, x, train=train)
            dy = _rng(7).normal(size=y.shape)
            y.backward(torch.tensor(dy))
            dx, grads = step.pullback(dy)
            assert_allclose(step.value, y.detach().numpy(), **EXACT)
            assert_allclose(dx, t.grad.numpy(), **EXACT)
            for name, parameter in module.named_parameters():
                assert_allclose(grads[name], parameter.grad.numpy(), **EXACT)
            params |= step.buffers
            for name, buffer in module.named_buffers():
                assert_allclose(params[name], buffer.numpy(), **EXACT)
        assert_allclose(network(params, x), module(t).detach().numpy(), **EXACT)


def dropout_with_the_same_mask():
    torch = _torch()
    x, p = _rng(8).normal(size=(20, 5)), 0.3
    value, pullback = nnbook.Dropout(p).forward({}, x, train=True, rng=_rng(9))
    kept = torch.tensor((value != 0).astype(float))
    t = torch.tensor(x, requires_grad=True)
    y = t * kept / (1 - p)
    y.backward(torch.tensor(x))
    assert_allclose(value, y.detach().numpy(), **EXACT)
    assert_allclose(pullback(x)[0], t.grad.numpy(), **EXACT)
    ones = nnbook.Dropout(p).forward({}, np.ones((100, 100)), train=True, rng=_rng(9)).value
    theirs = torch.nn.functional.dropout(torch.ones(100, 100, dtype=torch.float64), p)
    assert_allclose(np.unique(ones), theirs.unique().numpy(), rtol=1e-15)
    assert abs((ones == 0).mean() - p) < 0.02


OPTIONS = {
    "SGD": [
        {"weight_decay": 0.1},
        {"momentum": 0.8, "dampening": 0.3},
        {"momentum": 0.9, "nesterov": True},
    ],
    "AdaGrad": [{"lr_decay": 0.1}],
    "RMSprop": [{}, {"momentum": 0.5, "centered": True}],
    "Adam": [{}, {"betas": (0.8, 0.95), "weight_decay": 0.05}],
    "AdamW": [{"weight_decay": 0.3}],
}


def steps_of_optimizers():
    torch = _torch()
    start, noise = _rng(10).normal(size=(3, 2)), _rng(11).normal(0, 0.3, (8, 3, 2))
    schedule = schedules.chain(schedules.linear_warmup(3), schedules.step_decay(2, 0.5), at=4)
    for name, rows in OPTIONS.items():
        for options in rows:
            tensor = torch.tensor(start, requires_grad=True)
            other = getattr(torch.optim, {"AdaGrad": "Adagrad"}.get(name, name))([tensor], lr=0.05, **options)
            ours, params = getattr(optimizers, name)(0.05, **options), {"w": start}
            state = ours.init(params)
            for t, more in enumerate(noise):
                for group in other.param_groups:
                    group["lr"] = 0.05 * schedule(t)
                g = 1e-3 * (params["w"] - 0.5 + more)
                tensor.grad = torch.tensor(1e-3 * (tensor.detach().numpy() - 0.5 + more))
                other.step()
                params, state = ours.update(params, {"w": g}, state, factor=schedule(t))
            assert_allclose(params["w"], tensor.detach().numpy(), **EXACT)


def clipping():
    torch = _torch()
    grads = {"w": _rng(12).normal(size=(3, 2)), "b": _rng(13).normal(size=3)}
    for max_norm in (0.5, 100.0):
        tensors = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in grads.values()]
        for tensor, g in zip(tensors, grads.values(), strict=True):
            tensor.grad = torch.tensor(g)
        norm = torch.nn.utils.clip_grad_norm_(tensors, max_norm).item()
        clipped, ours = nnbook.clip_by_global_norm(grads, max_norm)
        assert_allclose(ours, norm, **EXACT)
        for tensor, g in zip(tensors, clipped.values(), strict=True):
            assert_allclose(g, tensor.grad.numpy(), rtol=1e-5)  # PyTorch divides by the norm + 1e-6


def spread_of_first_weights():
    torch = _torch()
    nn = torch.nn.init
    rules = {
        "xavier_uniform": nn.xavier_uniform_,
        "xavier_normal": nn.xavier_normal_,
        "he_uniform": lambda w: nn.kaiming_uniform_(w, nonlinearity="relu"),
        "he_normal": lambda w: nn.kaiming_normal_(w, nonlinearity="relu"),
        "lecun_normal": lambda w: nn.kaiming_normal_(w, nonlinearity="linear"),
        "linear_default": lambda w: nn.kaiming_uniform_(w, a=math.sqrt(5)),
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        for name, rule in rules.items():
            ours = getattr(initializers, name)(_rng(14), (60, 200))
            theirs = rule(torch.empty(60, 200, dtype=torch.float64)).numpy()
            assert_allclose(ours.std(), theirs.std(), rtol=0.05)
            assert abs(ours.mean()) < 0.05 * ours.std()
    for slope in (0.2, 1.0):
        gain = initializers.gain("leaky_relu", negative_slope=slope)
        assert_allclose(gain, nn.calculate_gain("leaky_relu", slope), rtol=1e-15)


CHECKS = (
    activations,
    losses_and_their_gradients,
    layers_and_their_gradients,
    dropout_with_the_same_mask,
    steps_of_optimizers,
    clipping,
    spread_of_first_weights,
)
