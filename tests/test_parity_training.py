"""The same training as PyTorch: passes, fifty steps of every optimizer, the equations, and the chapter's misuses."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import nnbook
from nnbook import backward_by_equations, from_torch, mlp
from nnbook import binary_cross_entropy_with_logits_value_and_gradient as bce
from nnbook.datasets import classification

torch = pytest.importorskip("torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]")
F, nn = torch.nn.functional, torch.nn
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("torch")]

RULES = {
    "SGD": {},
    "SGD with momentum": {"momentum": 0.9},
    "AdaGrad": {},
    "RMSprop": {},
    "Adam": {},
    "AdamW": {},
}
SHAPES = {"20-32-1": (20, 32, 1), "20-32-16-1": (20, 32, 16, 1)}
ACTIVATIONS = {"relu": nn.ReLU, "leaky_relu": nn.LeakyReLU, "tanh": nn.Tanh}


@pytest.fixture(scope="module")
def data():
    X, y = classification(400)
    return (X - X.mean(axis=0)) / X.std(axis=0), y[:, None].astype(float)


def module(sizes, activation=nn.ReLU, seed=0):
    """Return a network of PyTorch in float64."""
    torch.manual_seed(seed)
    layers = []
    for d, m in pairwise(sizes):
        layers += [activation()] * bool(layers) + [nn.Linear(d, m)]
    return nn.Sequential(*layers).double()


def torch_pass(net, X, y):
    logits = net(torch.tensor(X))
    loss = F.binary_cross_entropy_with_logits(logits, torch.tensor(y))
    net.zero_grad()
    loss.backward()
    grads = {name: p.grad.numpy().copy() for name, p in net.named_parameters()}
    return logits.detach().numpy(), loss.item(), grads


def nnbook_pass(network, params, X, y):
    logits, pullback = network.forward(params, X, train=True)
    loss, slope = bce(logits, y)
    return logits, loss, pullback(slope)[1]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("seed", range(5))
def test_one_pass(data, shape, activation, seed):
    net = module(SHAPES[shape], ACTIVATIONS[activation], seed)
    network, params = from_torch(net)
    (logits, loss, grads), theirs = nnbook_pass(network, params, *data), torch_pass(net, *data)
    assert_allclose(logits, theirs[0], rtol=1e-12, atol=1e-14)
    assert_allclose(loss, theirs[1], rtol=1e-13)
    assert list(grads) == list(theirs[2])
    for name, gradient in grads.items():
        assert_allclose(gradient, theirs[2][name], rtol=1e-11, atol=1e-15, err_msg=name)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rule", RULES)
def test_fifty_steps_each_with_its_own_gradients(data, rule, shape):
    X, y = data
    net, name = module(SHAPES[shape]), rule.split()[0]
    network, params = from_torch(net)
    other = getattr(torch.optim, name.replace("AdaGrad", "Adagrad"))(net.parameters(), lr=0.01, **RULES[rule])
    optimizer = getattr(nnbook, name)(0.01, **RULES[rule])
    state = optimizer.init(params)
    for step in range(50):
        rows = slice(80 * (step % 5), 80 * (step % 5 + 1))
        torch_pass(net, X[rows], y[rows])
        other.step()
        grads = nnbook_pass(network, params, X[rows], y[rows])[-1]
        params, state = optimizer.update(params, grads, state)
        for key, parameter in net.named_parameters():
            assert_allclose(
                params[key], parameter.detach().numpy(), rtol=0, atol=1e-12, err_msg=f"{key}, {step}"
            )
    assert not np.allclose(params["0.weight"], from_torch(module(SHAPES[shape]))[1]["0.weight"], atol=1e-3)


@pytest.mark.parametrize("seed", range(10))
def test_autograd_and_the_four_equations(data, seed):
    X, y = data
    rng = np.random.default_rng(seed)
    params = mlp([20, *rng.integers(2, 40, 2), 1], activation="tanh").init(rng)
    run = backward_by_equations(params, X, y, activations=["tanh", "tanh", "identity"], loss=bce)
    leaves = {name: torch.tensor(p, requires_grad=True) for name, p in params.items()}
    a, sums = torch.tensor(X), []
    for layer in range(3):
        sums.append(a @ leaves[f"{2 * layer}.weight"].T + leaves[f"{2 * layer}.bias"])
        sums[-1].retain_grad()
        a = torch.tanh(sums[-1])
    F.binary_cross_entropy_with_logits(sums[-1], torch.tensor(y)).backward()
    for error, z in zip(run.errors, sums, strict=True):
        scale = abs(z.grad.numpy()).max()
        assert_allclose(error, z.grad.numpy(), rtol=0, atol=1e-12 * scale)
    for name, leaf in leaves.items():
        scale = abs(leaf.grad.numpy()).max()
        assert_allclose(run.grads[name], leaf.grad.numpy(), rtol=0, atol=1e-12 * scale, err_msg=name)


def test_gradients_pile_up_without_zero_grad(data):
    net = module(SHAPES["20-32-1"])
    once = torch_pass(net, *data)[-1]
    net.zero_grad()
    for _ in range(3):
        X, y = map(torch.tensor, data)
        F.binary_cross_entropy_with_logits(net(X), y).backward()
    for name, parameter in net.named_parameters():
        assert_allclose(parameter.grad.numpy(), 3 * once[name], rtol=1e-12)


def test_momentum_that_never_forgets_is_sgd_without_zero_grad():
    aim = np.arange(4.0)
    weight = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    plain, ball = torch.optim.SGD([weight], lr=0.1), nnbook.SGD(0.1, momentum=1.0)
    params, state = {"w": np.zeros(4)}, ball.init({"w": np.zeros(4)})
    for _ in range(20):
        ((weight - torch.tensor(aim)) ** 2).sum().backward()
        plain.step()
        params, state = ball.update(params, {"w": 2 * (params["w"] - aim)}, state)
    assert_allclose(params["w"], weight.detach().numpy(), rtol=1e-11)


@pytest.mark.parametrize(("dtype", "teaches", "does_not"), [("float32", 15.6, 17.6), ("float64", 25, 38)])
def test_bce_from_probabilities_stops_teaching_at_an_edge(dtype, teaches, does_not):
    kind = getattr(torch, dtype)
    z = torch.tensor([teaches, does_not], dtype=kind, requires_grad=True)
    losses = F.binary_cross_entropy(torch.sigmoid(z), torch.zeros(2, dtype=kind), reduction="none")
    losses.sum().backward()
    assert losses[1] == 100
    assert z.grad[1] == 0
    assert z.grad[0] > 0.5
    _, slope = bce(z.detach().numpy(), np.zeros(2, z.detach().numpy().dtype))
    assert_allclose(2 * slope, [1, 1], rtol=1e-5)


def test_training_mode_moves_the_statistics_even_without_gradients():
    torch.manual_seed(0)
    net, x = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5)), torch.randn(20, 3)
    before = net[1].running_mean.clone()
    with torch.no_grad():
        net.eval()
        assert_array_equal(net(x).numpy(), net(x).numpy())
        assert torch.equal(net[1].running_mean, before)
        net.train()
        assert not torch.equal(net(x), net(x))
    assert not torch.equal(net[1].running_mean, before)
