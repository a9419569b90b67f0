"""Files and other libraries: nothing is lost on the way, and nothing in a file is executed or believed."""

import io
import json
import os
import re
import stat
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import nnbook
from nnbook import (
    ACTIVATIONS,
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    Sequential,
    initializers,
    load,
    member,
    mlp,
    save,
)
from nnbook.io._description import INITIALIZERS, LAYERS

OPTIONS = {"leaky_relu": {"negative_slope": 0.2}, "elu": {"alpha": 0.7}}
NETWORKS = {
    **{name: Sequential(Linear(3, 5), Activation(name), Linear(5, 2)) for name in ACTIVATIONS},
    **{
        f"{name} with options": Sequential(Linear(3, 5), Activation(name, **o)) for name, o in OPTIONS.items()
    },
    "one layer": Linear(3, 2),
    "no bias": Sequential(Linear(3, 4, bias=False), Activation("tanh"), Linear(4, 2)),
    "dropout": mlp([3, 4, 2], dropout=0.3),
    "layer norm": Sequential(Linear(3, 4), LayerNorm(4, eps=0.003), Linear(4, 2)),
    "batch norm": Sequential(BatchNorm1d(3), Linear(3, 4), BatchNorm1d(4, eps=0.003, momentum=0.3)),
    "flatten": Sequential(Flatten(), Linear(3, 2)),
    "nested": Sequential(Sequential(Linear(3, 4), BatchNorm1d(4)), Sequential(Sequential(Linear(4, 2)))),
}
DTYPES = (np.float32, np.float64)


def example(name, *, dtype=np.float64, population=None, n=20):
    """Return a network of the table, its parameters and inputs, with running statistics of its own."""
    network, rng = NETWORKS[name], np.random.default_rng(7)
    params = network.init(rng, dtype=dtype, population=population)
    for key in params:
        if key.endswith("running_var"):
            params[key] = rng.uniform(0.1, 2, params[key].shape).astype(dtype)
        elif not key.endswith("tracked"):
            params[key] = rng.normal(0, 1.5, params[key].shape).astype(dtype)
        else:
            params[key] = np.asarray(params[key] + 5)
    return network, params, rng.normal(0, 3, (n, 3)).astype(dtype)


def assert_same_bits(found, expected):
    assert list(found) == list(expected)
    for name, array in expected.items():
        assert isinstance(found[name], np.ndarray)
        assert found[name].dtype == np.asarray(array).dtype
        assert found[name].shape == np.shape(array)
        assert found[name].tobytes() == np.asarray(array).tobytes()


def without(monkeypatch, package):
    """Make `package` look as if it were not installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)


def test_the_table_has_every_layer_and_every_activation():
    def kinds(layer):
        inner = layer.layers if isinstance(layer, Sequential) else ()
        return {type(layer)}.union(*map(kinds, inner))

    assert set().union(*map(kinds, NETWORKS.values())) == set(LAYERS.values())
    ours = {value for value in vars(nnbook).values() if isinstance(value, type) and issubclass(value, Layer)}
    assert ours - {Layer} == set(LAYERS.values())
    assert set(ACTIVATIONS) <= set(NETWORKS)
    assert nnbook.io.__all__ == [
        "JsonNetwork", "export_onnx", "from_torch", "load", "load_json", "save", "save_json", "to_torch",
    ]  # fmt: skip


# Saving and loading


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("population", [None, 3])
def test_round_trip_keeps_every_bit(tmp_path, name, dtype, population):
    network, params, x = example(name, dtype=dtype, population=population)
    save(tmp_path / "net.npz", network, params)
    again, weights = load(tmp_path / "net.npz")
    assert again == network
    assert repr(again) == repr(network)
    assert_same_bits(weights, params)
    if population is None:
        assert_array_equal(again(weights, x), network(params, x))
    for array in weights.values():
        array[...] = 0  # the arrays are the caller's own


def test_round_trip_of_what_training_returns(tmp_path):
    network, params, x = example("batch norm")
    params |= network.forward(params, x, train=True).buffers
    assert params["0.num_batches_tracked"] == 6
    save(tmp_path / "net.npz", network, params)
    assert_same_bits(load(tmp_path / "net.npz")[1], params)


def test_unusual_numbers_and_layouts(tmp_path):
    bits = np.array(
        [0x7FF8000000000123, 0x8000000000000000, 0x0000000000000001, 0xFFF0000000000000], np.uint64
    )
    weight = np.asfortranarray(np.stack([bits, bits[::-1], bits]).view(np.float64))
    bias = np.repeat(np.arange(3.0), 2)[::2]
    bias.flags.writeable = False
    save(tmp_path / "net.npz", Linear(4, 3), {"bias": bias, "weight": weight})
    assert_same_bits(load(tmp_path / "net.npz")[1], {"bias": bias, "weight": weight})


@given(sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5), seed=st.integers(0, 2**32 - 1))
def test_any_perceptron_round_trips(sizes, seed):
    network = mlp(sizes, activation="elu", dropout=seed % 3 / 4)
    params = network.init(np.random.default_rng(seed), population=seed % 4 or None)
    with tempfile.TemporaryDirectory() as folder:
        save(Path(folder) / "any", network, params)
        again, weights = load(Path(folder) / "any")
    assert again == network
    assert_same_bits(weights, params)


def test_the_file_is_a_plain_npz_and_the_same_every_time(tmp_path):
    network, params, _ = example("batch norm", dtype=np.float32)
    for name in ("a", "b"):
        save(tmp_path / name, network, params)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with np.load(tmp_path / "a", allow_pickle=False) as arrays:
        description = json.loads(str(arrays["description"]))
        assert_same_bits({name: arrays[name] for name in params}, params)
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert description["format"] == "nnbook"
    assert description["version"] == 1
    assert description["network"]["layers"][2] == {
        "layer": "BatchNorm1d",
        "features": 4,
        "eps": 0.003,
        "momentum": 0.3,
    }


def test_numpy_numbers_as_options(tmp_path):
    network = Sequential(
        Linear(np.int64(3), np.int32(2), bias=np.bool_(False)),
        LayerNorm(np.int64(2), eps=np.float32(0.1)),
        Activation("elu", alpha=np.float64(0.3)),
        Dropout(np.array(0.25)),
    )
    save(tmp_path / "net", network, network.init(np.random.default_rng(0)))
    assert load(tmp_path / "net")[0] == network


KEYWORDS = {
    "constant": {"value": 0.5},
    "he_uniform": {"mode": "fan_out", "gain": 1.2},
    "he_normal": {"mode": "fan_in"},
    "linear_default": {"fan_in": 7},
    "normal": {"mean": 1, "std": np.float64(0.25)},
    "orthogonal": {"gain": 2},
    "uniform": {"low": -2, "high": np.float32(0.5)},
    "xavier_normal": {"gain": 1.5},
    "xavier_uniform": {"gain": 1.5},
}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_initializers_by_name_and_keywords(tmp_path, name):
    assert set(INITIALIZERS) == set(initializers.__all__) - {"fan_in_and_fan_out", "gain"}
    f = getattr(initializers, name)
    choices = [] if name == "constant" else [f]
    if name in KEYWORDS:
        choices += [partial(f, **KEYWORDS[name]), partial(partial(f), **KEYWORDS[name])]
    for choice in choices:
        network = Linear(4, 3, weight_initializer=choice, bias_initializer=initializers.zeros)
        params = network.init(np.random.default_rng(1))
        save(tmp_path / "net", network, params)
        again, _ = load(tmp_path / "net")
        assert_same_bits(again.init(np.random.default_rng(1)), params)


def test_keywords_cover_the_initializers_that_have_some():
    assert set(KEYWORDS) | {"zeros", "lecun_normal"} == set(INITIALIZERS)


@pytest.mark.parametrize(
    "initializer",
    [
        lambda rng, shape, *, dtype: np.ones(shape, dtype),
        partial(np.random.Generator.normal),
        partial(initializers.normal, np.random.default_rng(0)),
        partial(initializers.normal, std=np.ones(2)),
    ],
)
def test_other_initializers_are_left_at_the_default(tmp_path, initializer):
    network = Linear(2, 2, weight_initializer=initializer, bias_initializer=initializers.zeros)
    save(tmp_path / "net", network, {"weight": np.eye(2), "bias": np.zeros(2)})
    assert load(tmp_path / "net")[0] == Linear(2, 2, bias_initializer=initializers.zeros)


# Where a file goes


@pytest.mark.parametrize("name", ["net", "net.npz", "net.npz.old", "网络 1.bin"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_taken_as_told(tmp_path, monkeypatch, name, kind):
    monkeypatch.chdir(tmp_path)
    network, params, _ = example("one layer")
    save(kind(name), network, params)
    assert os.listdir(tmp_path) == [name]
    assert load(kind(name))[0] == network


@pytest.mark.skipif(os.name != "posix", reason="links and modes of POSIX")
def test_links_and_modes_stay(tmp_path):
    network, params, _ = example("one layer")
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "net")
    before = os.umask(0o027)
    try:
        save(tmp_path / "link", network, params)
    finally:
        os.umask(before)
    target = tmp_path / "there" / "net"
    assert (tmp_path / "link").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o604)
    save(tmp_path / "link", network, params)
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
    assert load(target)[0] == network


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("moment", ["write", "rename"])
def test_an_interrupted_save_leaves_the_old_file(tmp_path, monkeypatch, error, moment):
    network, params, _ = example("nested")
    save(tmp_path / "net", network, params)
    before = (tmp_path / "net").read_bytes()
    write, calls = np.lib.format.write_array, []

    def interrupted(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3 or moment == "rename":
            raise error("full")
        write(*args, **kwargs)

    if moment == "write":
        monkeypatch.setattr(np.lib.format, "write_array", interrupted)
    else:
        monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(error):
        save(tmp_path / "net", network, {name: array + 1 for name, array in params.items()})
    assert calls
    assert os.listdir(tmp_path) == ["net"]
    assert (tmp_path / "net").read_bytes() == before


def test_paths_that_cannot_be(tmp_path):
    network, params, _ = example("one layer")
    with pytest.raises(FileNotFoundError, match=r"save expected an existing folder, got .*nowhere"):
        save(tmp_path / "nowhere" / "net", network, params)
    with pytest.raises(IsADirectoryError, match="save expected the path of a file, got the folder"):
        save(tmp_path, network, params)
    with pytest.raises(TypeError, match=re.escape("save expected a path, such as 'digits.npz', got 3")):
        save(3, network, params)
    with pytest.raises(TypeError, match="load expected a path"):
        load(None)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing")
    assert os.listdir(tmp_path) == []


class Foreign(Linear):
    """A layer that nobody else knows."""


GOOD = {"weight": np.ones((2, 3)), "bias": np.ones(2)}
UNFIT = {
    "no network": ("mlp", GOOD, TypeError, "expected a network such as nnbook.mlp([64, 32, 10]), got 'mlp'"),
    "no dictionary": (Linear(3, 2), [1], TypeError, "expected a dictionary of parameters, got list"),
    "foreign layer": (Foreign(3, 2), GOOD, TypeError, "expected nnbook's own layers"),
    "missing": (Linear(3, 2), {"weight": np.ones((2, 3))}, ValueError, "got bias missing"),
    "extra": (Linear(3, 2, bias=False), GOOD, ValueError, "got bias extra"),
    "shape": (Linear(2, 2), GOOD, ValueError, "expected weight of shape (2, 2), got shape (2, 3)"),
    "integers": (
        Linear(3, 2),
        GOOD | {"bias": [1, 2]},
        TypeError,
        "expected bias in float32 or float64, got int64",
    ),
    "half": (Linear(3, 2), GOOD | {"bias": np.ones(2, np.float16)}, TypeError, "got float16"),
    "complex": (Linear(3, 2), GOOD | {"bias": np.ones(2, complex)}, TypeError, "got complex128"),
    "objects": (Linear(3, 2), GOOD | {"bias": np.array([1, None])}, TypeError, "got object"),
    "float count": (
        BatchNorm1d(2),
        BatchNorm1d(2).init(np.random.default_rng(0)) | {"num_batches_tracked": np.array(0.0)},
        TypeError,
        "expected num_batches_tracked in int64, got float64",
    ),
    "sizes": (Linear(3, 2), GOOD | {"bias": np.ones((4, 2))}, ValueError, "one network or one population"),
    "populations": (
        Linear(3, 2),
        {"weight": np.ones((5, 2, 3)), "bias": np.ones((4, 2))},
        ValueError,
        "one network or one population",
    ),
}


@pytest.mark.parametrize("case", UNFIT)
@pytest.mark.parametrize("who", ["save", "to_torch", "export_onnx"])
def test_unfit_parameters_get_a_sentence(tmp_path, case, who):
    network, params, error, sentence = UNFIT[case]
    if who == "save":
        call = partial(save, tmp_path / "net")
    elif who == "to_torch":
        pytest.importorskip("torch", reason="PyTorch is missing")
        call = nnbook.to_torch
    else:
        pytest.importorskip("onnx", reason="onnx is missing")
        call = partial(nnbook.export_onnx, path=tmp_path / "net")
    with pytest.raises(error, match=re.escape(sentence)) as caught:
        call(network, params)
    assert str(caught.value).startswith(f"{who} ")
    assert os.listdir(tmp_path) == []


# Files that `save` did not write


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return the network, parameters and entries of a good file."""
    path = tmp_path_factory.mktemp("saved") / "net"
    network = Sequential(
        Linear(2, 3, weight_initializer=initializers.he_normal), BatchNorm1d(3), Activation("relu")
    )
    params = network.init(np.random.default_rng(0))
    save(path, network, params)
    with np.load(path) as arrays:
        return network, params, dict(arrays), path.read_bytes()


def forge(path, entries, **description):
    """Write entries as NumPy does, with some of the description replaced."""
    new = json.loads(str(entries["description"])) | description
    np.savez(path, **entries | {"description": np.array(json.dumps(new))})


def refused(path):
    """Return the sentence with which a file is refused."""
    with pytest.raises(ValueError, match=r"load expected a file written by nnbook\.save, got ") as caught:
        load(path)
    return str(caught.value).partition(": ")[2]


def test_a_forged_copy_is_read(saved, tmp_path):
    network, params, entries, _ = saved
    forge(tmp_path / "net.npz", entries)
    again, weights = load(tmp_path / "net.npz")
    assert again == network
    assert_same_bits({name: weights[name] for name in params}, params)


def test_every_truncation_is_refused(saved, tmp_path):
    *_, data = saved
    for length in (*range(0, len(data), 37), *range(len(data) - 30, len(data))):
        (tmp_path / "net").write_bytes(data[:length])
        assert refused(tmp_path / "net")


def test_every_damaged_byte_is_refused_or_harmless(tmp_path):
    path, network, params = tmp_path / "net", Linear(2, 1, bias=False), {"weight": np.array([[1.5, -2]])}
    save(path, network, params)
    data = path.read_bytes()
    text = range(data.index(b"\0\0\0", 200), data.rindex(b"}\0\0\0"))  # long, and all bytes are alike there
    harmless = 0
    for position in sorted({*range(len(data))} - {*text} | {*text[::29]}):
        damaged = bytearray(data)
        damaged[position] ^= 0xFF
        path.write_bytes(damaged)
        again = error = None
        try:
            again, weights = load(path)
        except ValueError as refusal:
            error = str(refusal)
        if again is None:
            assert error.startswith("load expected a file written by nnbook.save")
        else:  # dates and modes, which nobody reads
            harmless += 1
            assert again == network
            assert_same_bits(weights, params)
    assert 0 < harmless < 150


class Malicious:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.write_text, (self.path, "executed")


@pytest.mark.parametrize("place", ["0.weight", "0.bias", "1.num_batches_tracked", "description", "extra"])
def test_nothing_is_executed(saved, tmp_path, place):
    *_, entries, _ = saved
    trap, path = tmp_path / "trap", tmp_path / "net.npz"
    shape = entries[place].shape if place in entries else ()
    objects = np.full(shape, Malicious(trap), object)
    np.savez(path, allow_pickle=True, **entries | {place: objects})
    assert refused(path)
    assert not trap.exists()
    with np.load(path, allow_pickle=True) as arrays:  # the trap works
        assert arrays[place].dtype == object
    assert trap.read_text() == "executed"
    trap.unlink()
    (tmp_path / "pickle").write_bytes(objects.dumps())
    assert refused(tmp_path / "pickle") == "File is not a zip file"
    assert not trap.exists()


def layer(**options):
    return {"network": {"layer": "Linear", "in_features": 2, "out_features": 3, "bias": True} | options}


NO_INITIALIZERS = {"weight_initializer": None, "bias_initializer": None}
DESCRIPTIONS = {
    "format": ({"format": "other"}, "its description is not nnbook's"),
    "version": ({"version": 2}, "it has version 2 of the format, and this nnbook reads version 1"),
    "version true": ({"version": True}, "it has version True"),
    "extra key": ({"code": "print()"}, "among its description it has also code"),
    "population": ({"population": 0}, "whole number as population, found 0"),
    "population true": ({"population": True}, "found True"),
    "population of another size": ({"population": 4}, "of shape (4, 3"),
    "types": ({"types": []}, "expected the type of each array"),
    "no types": ({"types": {}}, "among its types it lacks 0.bias"),
    "class": (layer(layer="Exec"), "expected one of the layers Activation, "),
    "class as list": (layer(layer=["Linear"]), "found ['Linear']"),
    "no class": ({"network": {}}, "expected one of the layers"),
    "no layer": ({"network": 3}, "expected the description of a layer, found 3"),
    "missing option": (
        layer(),
        "expected in_features, out_features, bias, weight_initializer, bias_initializer for",
    ),
    "float size": (
        layer(in_features=2.0, **NO_INITIALIZERS),
        "expected int as in_features of Linear, found 2.0",
    ),
    "bool size": (layer(in_features=True, **NO_INITIALIZERS), "expected int as in_features"),
    "number as bias": (layer(bias=1, **NO_INITIALIZERS), "expected bool as bias of Linear, found 1"),
    "negative size": (layer(in_features=-2, **NO_INITIALIZERS), "expected at least 1 as in_features, got -2"),
    "initializer": (
        layer(weight_initializer={"name": "gain", "keywords": {}}, bias_initializer=None),
        "expected one of the initializers constant, ",
    ),
    "initializer as text": (layer(weight_initializer="zeros", bias_initializer=None), "found 'zeros'"),
    "unknown keyword": (
        layer(weight_initializer={"name": "zeros", "keywords": {"file": "x"}}, bias_initializer=None),
        "unexpected keyword argument 'file'",
    ),
    "keyword shape": (
        layer(weight_initializer={"name": "zeros", "keywords": {"shape": [9]}}, bias_initializer=None),
        "multiple values for argument 'shape'",
    ),
    "unfit keyword": (
        layer(weight_initializer={"name": "normal", "keywords": {"std": -1}}, bias_initializer=None),
        "positive std",
    ),
    "activation": (
        {"network": {"layer": "Activation", "name": "exec", "options": {}}},
        "Activation expected one of",
    ),
    "activation as list": (
        {"network": {"layer": "Activation", "name": ["elu"], "options": {}}},
        "expected str as name of Activation, found ['elu']",
    ),
    "activation option": (
        {"network": {"layer": "Activation", "name": "relu", "options": {"alpha": 1}}},
        "expected no option for relu",
    ),
    "activation option name": (
        {"network": {"layer": "Activation", "name": "relu", "options": {"name": "elu"}}},
        "multiple values for argument 'name'",
    ),
    "activation value": (
        {"network": {"layer": "Activation", "name": "elu", "options": {"alpha": "x"}}},
        "expected",
    ),
    "no layers": ({"network": {"layer": "Sequential", "layers": []}}, "at least one layer"),
    "layers": (
        {"network": {"layer": "Sequential", "layers": "abc"}},
        "expected list as layers of Sequential",
    ),
    "other network": ({"network": {"layer": "Flatten"}}, "among its arrays it has also 0.bias"),
    "dropout": ({"network": {"layer": "Dropout", "p": 1.5}}, "probability p"),
    "flatten with options": (
        {"network": {"layer": "Flatten", "x": 1}},
        "expected nothing for Flatten, found x",
    ),
}


@pytest.mark.parametrize("case", DESCRIPTIONS)
def test_wrong_descriptions_get_a_sentence(saved, tmp_path, case):
    replaced, sentence = DESCRIPTIONS[case]
    forge(tmp_path / "net.npz", saved[2], **replaced)
    assert sentence in refused(tmp_path / "net.npz")


TEXTS = {
    "no JSON": ("network", "Expecting value"),
    "a list": ("[]", "its description is not nnbook's"),
    "deep": ("[" * 100_000, "recursion"),
    "NaN": ('{"format": NaN}', "expected finite numbers, found NaN"),
    "huge number": ('{"format": 1' + "0" * 5000 + "}", "digits"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_wrong_texts_get_a_sentence(saved, tmp_path, case):
    text, sentence = TEXTS[case]
    np.savez(tmp_path / "net.npz", **saved[2] | {"description": np.array(text)})
    assert sentence in refused(tmp_path / "net.npz")


def test_deeply_nested_networks_are_refused(saved, tmp_path):
    network = {"layer": "Flatten"}
    for _ in range(400):
        network = {"layer": "Sequential", "layers": [network]}
    text = json.loads(str(saved[2]["description"])) | {"network": network}
    before = sys.getrecursionlimit()
    np.savez(tmp_path / "net.npz", **saved[2] | {"description": np.array(json.dumps(text))})
    try:
        sys.setrecursionlimit(600)
        assert refused(tmp_path / "net.npz")
    finally:
        sys.setrecursionlimit(before)


W, B = np.ones((3, 2)), np.ones(3)
ARRAYS = {
    "shape": (
        {"0.weight": W.T},
        "expected 0.weight as float64 of shape (3, 2), found float64 of shape (2, 3)",
    ),
    "type": ({"0.weight": W.astype(np.float32)}, "found float32 of shape (3, 2)"),
    "integers": ({"0.bias": B.astype(int)}, "expected 0.bias as float64 of shape (3,), found int64"),
    "text": ({"0.bias": np.array(["a", "b", "c"])}, "found <U1"),
    "count": ({"1.num_batches_tracked": np.array(0.0)}, "expected 1.num_batches_tracked as int64"),
    "missing": ({"0.bias": None}, "among its arrays it lacks 0.bias"),
    "extra": ({"5.bias": B}, "among its arrays it has also 5.bias"),
    "renamed": ({"0.bias": None, "0.Bias": B}, "it lacks 0.bias and has also 0.Bias"),
    "description as bytes": ({"description": np.array(b"{}")}, "expected description as text of shape ()"),
    "descriptions": ({"description": np.array(["{}"])}, "expected description as text of shape ()"),
    "no description": ({"description": None}, "it has no description of a network"),
}


@pytest.mark.parametrize("case", ARRAYS)
def test_wrong_arrays_get_a_sentence(saved, tmp_path, case):
    replaced, sentence = ARRAYS[case]
    entries = {name: array for name, array in (saved[2] | replaced).items() if array is not None}
    np.savez(tmp_path / "net.npz", **entries)
    assert sentence in refused(tmp_path / "net.npz")


@pytest.mark.parametrize("found", ["int64", "float16", "object", "O", ["float64"], None])
def test_types_that_save_never_writes_are_refused(saved, tmp_path, found):
    types = json.loads(str(saved[2]["description"]))["types"]
    forge(tmp_path / "net.npz", saved[2], types=types | {"0.weight": found})
    assert "expected float32 or float64 as type of 0.weight, found" in refused(tmp_path / "net.npz")


def test_big_endian_files_are_read(saved, tmp_path):
    network, params, entries, _ = saved
    swapped = {name: array.astype(array.dtype.newbyteorder(">")) for name, array in entries.items()}
    np.savez(tmp_path / "net.npz", **swapped)
    again, weights = load(tmp_path / "net.npz")
    assert again == network
    assert_same_bits({name: weights[name] for name in params}, params)


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "net"
    for content, sentence in ((b"", "File is not a zip file"), (b"PK\3\4 weights", "File is not a zip file")):
        path.write_bytes(content)
        assert refused(path) == sentence
    with zipfile.ZipFile(path, "w"):
        pass
    assert refused(path) == "it is empty"
    np.save(tmp_path / "net.npy", W)
    assert refused(tmp_path / "net.npy") == "File is not a zip file"
    np.savez(tmp_path / "net.npz", W)
    assert refused(tmp_path / "net.npz") == "it has no description of a network"


def raw(path, entries, *, compression=zipfile.ZIP_STORED):
    """Write the bytes of entries as they are."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, compression)


def npy(array, **header):
    """Return an array as bytes, with another header than its own."""
    file = io.BytesIO()
    declared = {"descr": array.dtype.str, "fortran_order": False, "shape": array.shape} | header
    np.lib.format.write_array_header_1_0(file, declared)
    return file.getvalue() + array.tobytes()


def members(entries):
    return [(f"{name}.npy", npy(array)) for name, array in entries.items()]


def test_declared_sizes_are_not_believed(saved, tmp_path):
    path, entries = tmp_path / "net", saved[2]
    description = json.loads(str(entries["description"]))
    types = {"weight": "float64"}
    for features in (10**6, 10**30):
        network = layer(in_features=features, out_features=features, bias=False, **NO_INITIALIZERS)["network"]
        text = np.array(json.dumps(description | {"network": network, "types": types}))
        shape = (features, features)
        raw(path, [("description.npy", npy(text)), ("weight.npy", npy(np.ones(5), shape=shape))])
        assert f"its array weight holds 40 bytes, not {features**2 * 8}" in refused(path)
        raw(path, [("description.npy", npy(text)), ("weight.npy", npy(np.ones(5)))])
        assert f"of shape ({features}, {features}), found float64 of shape (5,)" in refused(path)
    raw(path, [("description.npy", npy(np.array("{}"), descr="<U100000000"))])
    assert "its array description holds 8 bytes, not 400000000" in refused(path)


def test_compressed_files_are_refused_before_they_grow(saved, tmp_path):
    path = tmp_path / "net"
    raw(path, members(saved[2]), compression=zipfile.ZIP_DEFLATED)
    assert refused(path) == "its entry 'description.npy' is no plain array"
    raw(path, members(saved[2]))
    load(path)


def test_entries_that_share_their_bytes_are_refused(saved, tmp_path, monkeypatch):
    path = tmp_path / "net"
    raw(path, members(saved[2]))
    real = zipfile.ZipFile.infolist

    def shared(self):
        infos = real(self)
        for info in infos:
            info.file_size = info.compress_size = path.stat().st_size // 2
        return infos

    monkeypatch.setattr(zipfile.ZipFile, "infolist", shared)
    assert "bytes of the file" in refused(path)


def test_entries_that_declare_other_sizes_are_refused(saved, tmp_path):
    path = tmp_path / "net"
    raw(path, members(saved[2]))
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\1\2")  # of the last entry: signature, …, compressed size at 20, size at 24
    data[central + 24 : central + 28] = (2**31).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path).endswith("declares more or less than it holds")


def test_strange_entries_are_refused(saved, tmp_path):
    path = tmp_path / "net"
    good = members(saved[2])
    with pytest.warns(UserWarning, match="Duplicate name"):
        raw(path, [*good, good[0]])
    assert refused(path) == "it has no description of a network"
    raw(path, [*good[:-1], (good[-1][0].removesuffix(".npy"), good[-1][1])])
    assert "is no plain array" in refused(path)
    for replaced in (
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x09\x00" + good[1][1][8:],
        good[1][1][:-8],
        good[1][1] + b"0",
    ):
        raw(path, [good[0], (good[1][0], replaced), *good[2:]])
        assert refused(path)
    header = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little")
    for text in (b"__import__('os').abort()", b"(" * 118, b"{'descr': 'O'}", b"\xff" * 118):
        raw(path, [good[0], (good[1][0], header + text.ljust(118)), *good[2:]])
        assert refused(path)


# PyTorch


def torch_or_skip():
    torch = pytest.importorskip(
        "torch", reason="PyTorch is missing; it comes with: pip install nnbook[torch]"
    )
    torch.set_num_threads(1)
    return torch


IN_TORCH = [name for name in NETWORKS if name != "step"]


@pytest.mark.torch
@pytest.mark.parametrize("name", IN_TORCH)
@pytest.mark.parametrize("dtype", DTYPES)
def test_to_torch_computes_the_same(name, dtype):
    torch = torch_or_skip()
    network, params, x = example(name, dtype=dtype)
    x[0] = 25, -25, 40  # beyond the threshold of PyTorch's softplus
    before = torch.random.get_rng_state()
    module = nnbook.to_torch(network, params)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert not any(inner.training for inner in module.modules())
    assert list(module.state_dict()) == list(params)
    for key, tensor in module.state_dict().items():
        assert tensor.numpy().dtype == params[key].dtype
        assert_array_equal(tensor.numpy(), params[key])
    assert all(parameter.requires_grad for parameter in module.parameters())
    with torch.no_grad():
        found = module(torch.from_numpy(x)).numpy()
    tolerance = 1e-12 if dtype == np.float64 else 2e-6
    assert found.dtype == dtype
    assert_allclose(
        found, network(params, x), rtol=tolerance, atol=10 * tolerance if dtype != np.float64 else 1e-12
    )


@pytest.mark.torch
@pytest.mark.parametrize("name", IN_TORCH)
def test_from_torch_brings_the_same_network_back(name):
    torch = torch_or_skip()
    network, params, _ = example(name)
    module = nnbook.to_torch(network, params)
    again, weights = nnbook.from_torch(module)
    assert again == network
    assert_same_bits(weights, params)
    for key, tensor in module.state_dict().items():
        tensor += 1
        assert not np.array_equal(weights[key], tensor.numpy())  # a copy, both ways
        assert not np.array_equal(params[key], tensor.numpy())
    other = {key: torch.from_numpy(array.copy()) for key, array in params.items()}
    module.load_state_dict(other)
    assert_same_bits(nnbook.from_torch(module)[1], params)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["batch norm", "nested", "layer norm"])
def test_training_steps_are_the_same(name):
    torch = torch_or_skip()
    network, params, _ = example(name)
    module = nnbook.to_torch(network, params).train()
    for seed in range(3):
        x = np.random.default_rng(seed).normal(2, 3, (10, 3))
        step = network.forward(params, x, train=True)
        assert_allclose(module(torch.from_numpy(x)).detach().numpy(), step.value, rtol=1e-12, atol=1e-12)
        params = params | step.buffers
        for key, tensor in module.state_dict().items():
            assert_allclose(params[key], tensor.numpy(), rtol=1e-12, atol=1e-12)
    again, weights = nnbook.from_torch(module)
    assert again == network
    assert list(weights) == list(params)


@pytest.mark.torch
def test_options_go_along():
    torch_or_skip()
    network = Sequential(
        Linear(3, 4, bias=False),
        BatchNorm1d(4, eps=0.01, momentum=0.7),
        LayerNorm(4, eps=0.02),
        Dropout(0.125),
        Activation("leaky_relu", negative_slope=0.3),
        Activation("elu", alpha=0.4),
        Activation("gelu_tanh"),
        Activation("gelu"),
    )
    module = nnbook.to_torch(network, network.init(np.random.default_rng(0)))
    linear, batch_norm, layer_norm, dropout, leaky, elu, gelu_tanh, gelu = module
    assert linear.bias is None
    assert (batch_norm.eps, batch_norm.momentum, layer_norm.eps, dropout.p) == (0.01, 0.7, 0.02, 0.125)
    assert (leaky.negative_slope, elu.alpha) == (0.3, 0.4)
    assert (gelu_tanh.approximate, gelu.approximate) == ("tanh", "none")
    assert nnbook.from_torch(module)[0] == network


@pytest.mark.torch
def test_precisions_meet_in_the_larger_one():
    torch = torch_or_skip()
    params = {"weight": np.ones((2, 3), np.float32), "bias": np.ones(2)}
    assert nnbook.to_torch(Linear(3, 2), params).weight.dtype == torch.float64
    assert nnbook.to_torch(Activation("relu"), {})(torch.ones(2, 3)).sum() == 6


@pytest.mark.torch
@pytest.mark.parametrize("name", ["step", "nested step"])
def test_to_torch_refuses_step(name):
    torch_or_skip()
    network = Sequential(Linear(3, 2), Activation("step"))
    network = Sequential(network) if name == "nested step" else network
    with pytest.raises(
        ValueError, match="to_torch expected activations that PyTorch has as modules, got 'step'"
    ):
        nnbook.to_torch(network, network.init(np.random.default_rng(0)))


POPULATION = re.escape("got a population of 4; pick one with nnbook.member(params, i)")


@pytest.mark.torch
def test_to_torch_refuses_populations_with_the_way_out():
    torch_or_skip()
    network, params, _ = example("relu", population=4)
    with pytest.raises(ValueError, match=f"to_torch .*{POPULATION}"):
        nnbook.to_torch(network, params)
    assert_same_bits(nnbook.from_torch(nnbook.to_torch(network, member(params, 3)))[1], member(params, 3))


def torch_modules():
    """Return modules that nnbook takes and what they become."""
    nn = torch_or_skip().nn
    return [
        (nn.Sequential(nn.Linear(3, 2), nn.ReLU(inplace=True)), Sequential(Linear(3, 2), Activation("relu"))),
        (nn.ELU(), Activation("elu")),
        (nn.LeakyReLU(), Activation("leaky_relu")),
        (nn.Softplus(), Activation("softplus")),
        (nn.Dropout(0.25, inplace=True), Dropout(0.25)),
        (nn.Flatten(1, -1), Flatten()),
        (nn.Linear(3, 2, bias=False), Linear(3, 2, bias=False)),
    ]


@pytest.mark.torch
def test_from_torch_takes():
    for module, network in torch_modules():
        assert nnbook.from_torch(module)[0] == network


@pytest.mark.torch
def test_from_torch_numbers_what_has_names_and_copies_what_is_shared():
    torch = torch_or_skip()
    nn = torch.nn
    module = nn.Sequential()
    module.add_module("first", nn.Linear(3, 3))
    module.add_module("act", nn.Tanh())
    module.add_module("again", module.first)
    module = module.double().requires_grad_(False)
    network, params = nnbook.from_torch(module)
    assert list(params) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert not np.shares_memory(params["0.weight"], params["2.weight"])
    x = np.random.default_rng(0).normal(size=(5, 3))
    assert_allclose(network(params, x), module(torch.from_numpy(x)).numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.torch
def test_from_torch_takes_weights_in_training():
    torch = torch_or_skip()
    module = torch.nn.Linear(3, 2)
    module(torch.ones(1, 3)).sum().backward()
    weight = module.weight * 1  # not a leaf: needs detach
    assert weight.requires_grad
    _, params = nnbook.from_torch(module.train())
    assert params["weight"].dtype == np.float32
    assert_array_equal(params["weight"], module.weight.detach().numpy())
    if torch.cuda.is_available():
        assert_same_bits(nnbook.from_torch(module.cuda())[1], params)


def refused_modules():
    """Return modules that nnbook has not, and what the sentence says of them."""
    torch = torch_or_skip()
    nn = torch.nn
    from torch.nn.utils import prune

    class Own(nn.Linear):
        pass

    class ReLU(nn.Module):
        pass

    scaled = nn.Sequential(nn.Tanh())
    scaled[0].scale = nn.Parameter(torch.ones(1))
    inside = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.Tanh(), nn.PReLU()))
    return [
        (nn.Conv2d(1, 2, 3), "does not know the module Conv2d"),
        (inside, "does not know the module PReLU(num_parameters=1) at '1.1'"),
        (
            nn.Sequential(nn.Softmax(dim=1)),
            "at '0'; leave it out: nnbook.cross_entropy takes logits",
        ),
        (nn.Sequential(nn.ModuleList([inside])), "does not know the module ModuleList at '0'"),
        (Own(3, 2), "does not know the module Own"),
        (ReLU(), "does not know the module ReLU"),
        (nn.LazyLinear(2), "does not know the module LazyLinear"),
        (nn.ModuleList([nn.Linear(3, 2)]), "does not know the module ModuleList"),
        (nn.Flatten(0), "nnbook has it with start_dim=1 and end_dim=-1 only"),
        (nn.LayerNorm((3, 2)), "with one axis only"),
        (nn.LayerNorm(3, elementwise_affine=False), "with weight and bias only"),
        (nn.LayerNorm(3, bias=False), "with weight and bias only"),
        (nn.BatchNorm1d(3, affine=False), "with affine=True only"),
        (
            nn.BatchNorm1d(3, track_running_stats=False),
            "track_running_stats=True only",
        ),
        (nn.BatchNorm1d(3, momentum=None), "with a number as momentum only"),
        (nn.Softplus(beta=2), "with beta=1 only"),
        (nn.Softplus(threshold=3), "with a threshold of at least 20 only"),
        (nn.Sequential(nn.Dropout(1.0)), "at '0': Dropout expected a probability"),
        (
            nn.Sequential(nn.Sequential()),
            "module Sequential() at '0': Sequential expected at least one layer",
        ),
        (
            prune.l1_unstructured(nn.Linear(3, 2), "weight", 0.5),
            "expected the usual weights of Linear",
        ),
        (
            nn.utils.parametrizations.weight_norm(nn.Linear(3, 2)),
            "does not know the module Parametr",
        ),
        (scaled, "expected the usual weights of Tanh() at '0', got scale"),
        (nn.Linear(3, 2, device="meta"), "lies on the meta device, which holds none"),
    ]


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's own, about lazy modules
def test_from_torch_refuses_with_a_sentence():
    for module, sentence in refused_modules():
        with pytest.raises(ValueError, match=re.escape(sentence)):
            nnbook.from_torch(module)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["float16", "bfloat16", "complex64"])
def test_from_torch_refuses_other_precisions(name):
    torch = torch_or_skip()
    module = torch.nn.Sequential(torch.nn.Tanh(), torch.nn.Linear(3, 2, dtype=getattr(torch, name)))
    with pytest.raises(TypeError, match=f"got weight of Linear.* at '1' in torch.{name}; call module.float"):
        nnbook.from_torch(module)


@pytest.mark.torch
def test_from_torch_refuses_what_is_no_module():
    torch_or_skip()
    with pytest.raises(TypeError, match=r"from_torch expected a torch\.nn\.Module, got 3"):
        nnbook.from_torch(3)


def test_without_torch_there_is_a_sentence(monkeypatch):
    without(monkeypatch, "torch")
    for call in (lambda: nnbook.to_torch(Linear(3, 2), GOOD), lambda: nnbook.from_torch(None)):
        with pytest.raises(
            ImportError, match=r"_torch needs the package torch; .*pip install 'nnbook\[torch\]'"
        ):
            call()


# ONNX


def onnx_or_skip():
    return pytest.importorskip("onnx", reason="onnx is missing; it comes with: pip install nnbook[onnx]")


def run_onnx(path, x):
    """Return what onnx's reference evaluator and onnxruntime compute."""
    onnx = onnx_or_skip()
    import onnxruntime
    from onnx.reference import ReferenceEvaluator

    onnx.checker.check_model(onnx.load(path), full_check=True)
    reference = ReferenceEvaluator(onnx.load(path)).run(None, {"input": x})[0]
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return reference, session.run(["output"], {"input": x})[0]


TOLERANCE = {np.float32: {"rtol": 1e-6, "atol": 1e-6}, np.float64: {"rtol": 1e-12, "atol": 1e-12}}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_onnx_computes_the_same(tmp_path, name, dtype):
    onnx_or_skip()
    network, params, x = example(name, dtype=dtype)
    path = tmp_path / "net.onnx"
    nnbook.export_onnx(network, params, path)
    for batch in (x, x[:1]):
        for found in run_onnx(path, batch):
            assert found.dtype == dtype
            assert_allclose(found, network(params, batch), **TOLERANCE[dtype])


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # exp(-z²/2) underflows in the reference evaluator
def test_activations_in_onnx_over_a_grid(tmp_path, name, dtype):
    onnx_or_skip()
    nnbook.export_onnx(Activation(name), {}, tmp_path / "f64.onnx")
    network = Sequential(Linear(1, 1, bias=False), Activation(name))
    nnbook.export_onnx(network, {"0.weight": np.ones((1, 1), np.float32)}, tmp_path / "f32.onnx")
    z = np.concatenate([np.linspace(-45, 45, 2001), [0, 1e-30, -1e-30, 300, -300, 1e8, -1e8]])[
        :, None
    ].astype(dtype)
    with np.errstate(all="ignore"):
        for found in run_onnx(tmp_path / f"f{8 * z.itemsize}.onnx", z):
            assert_allclose(found, ACTIVATIONS[name].function(z), **TOLERANCE[dtype])


def test_gelu_in_onnx_keeps_its_digits_on_the_left(tmp_path):
    onnx_or_skip()
    nnbook.export_onnx(Activation("gelu"), {}, tmp_path / "net.onnx")
    z = -np.linspace(0.01, 30, 500)[:, None]
    for found in run_onnx(tmp_path / "net.onnx", z):
        assert_allclose(found, nnbook.gelu(z), rtol=2e-13)


def test_the_graph_says_what_it_is(tmp_path):
    onnx = onnx_or_skip()
    network, params, _ = example("nested", dtype=np.float32)
    for name in ("a", "b"):
        nnbook.export_onnx(network, params, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]
    model = onnx.load(tmp_path / "a")
    (x,), (y,) = model.graph.input, model.graph.output
    assert (x.name, y.name) == ("input", "output")
    for value, features in ((x, 3), (y, 2)):
        batch, width = value.type.tensor_type.shape.dim
        assert (batch.dim_param, width.dim_value) == ("batch", features)
        assert value.type.tensor_type.elem_type == onnx.TensorProto.FLOAT
    weights = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for name, array in params.items():
        if not name.endswith("tracked"):
            assert_array_equal(weights[name], array)
    assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 13)]
    assert model.ir_version == 7


def test_images_in_onnx(tmp_path):
    onnx_or_skip()
    network = Sequential(Flatten(), Linear(12, 2), Activation("relu"))
    params = network.init(np.random.default_rng(0))
    nnbook.export_onnx(network, params, tmp_path / "images", sample_shape=(3, 4))
    nnbook.export_onnx(network, params, tmp_path / "rows")
    x = np.random.default_rng(1).normal(size=(5, 3, 4))
    for found in (*run_onnx(tmp_path / "images", x), *run_onnx(tmp_path / "rows", x.reshape(5, 12))):
        assert_allclose(found, network(params, x), rtol=1e-12, atol=1e-12)


def test_dropout_alone_is_the_identity_in_onnx(tmp_path):
    onnx_or_skip()
    nnbook.export_onnx(Dropout(0.5), {}, tmp_path / "net")
    x = np.random.default_rng(1).normal(size=(5, 3))
    for found in run_onnx(tmp_path / "net", x):
        assert_array_equal(found, x)


def test_a_trained_classifier_in_onnx(tmp_path):
    onnx_or_skip()
    network = Sequential(
        BatchNorm1d(3), Linear(3, 8), Activation("silu"), Dropout(0.2), LayerNorm(8), Linear(8, 4)
    )
    rng = np.random.default_rng(0)
    params = network.init(rng)
    for _ in range(5):
        params |= network.forward(params, rng.normal(3, 2, (32, 3)), train=True, rng=rng).buffers
    nnbook.export_onnx(network, params, tmp_path / "net")
    x = rng.normal(3, 2, (40, 3))
    for found in run_onnx(tmp_path / "net", x):
        assert_allclose(found, network(params, x), rtol=1e-12, atol=1e-12)


def test_export_onnx_refuses_populations_with_the_way_out(tmp_path):
    onnx_or_skip()
    network, params, x = example("batch norm", population=4)
    with pytest.raises(ValueError, match=f"export_onnx .*{POPULATION}"):
        nnbook.export_onnx(network, params, tmp_path / "net")
    nnbook.export_onnx(network, member(params, 3), tmp_path / "net")
    for found in run_onnx(tmp_path / "net", x):
        assert_allclose(found, network(params, x)[3], rtol=1e-12, atol=1e-12)


def test_onnx_errors_are_sentences(tmp_path, monkeypatch):
    onnx_or_skip()
    network, params, _ = example("flatten")
    path = tmp_path / "net"
    export = partial(nnbook.export_onnx, network, params, path)
    with pytest.raises(
        ValueError, match=re.escape("Linear expected 3 features, got an array of shape (1, 4)")
    ):
        export(sample_shape=(2, 2))
    with pytest.raises(ValueError, match="sizes of at least 1"):
        export(sample_shape=())
    with pytest.raises(ValueError, match="sizes of at least 1"):
        export(sample_shape=(0, 3))
    for wrong in (3, "ab", (1.5, 2)):
        with pytest.raises(TypeError, match="export_onnx expected whole numbers as sample_shape"):
            export(sample_shape=wrong)
    huge = Linear(2**15, 2**14)
    weights = {"weight": np.broadcast_to(0.0, (2**14, 2**15)), "bias": np.zeros(2**14)}
    with pytest.raises(
        ValueError, match="parameters below 2 GiB, the limit of the format, got 4295098368 bytes"
    ):
        nnbook.export_onnx(huge, weights, path)
    with pytest.raises(FileNotFoundError, match="export_onnx expected an existing folder"):
        nnbook.export_onnx(network, params, tmp_path / "nowhere" / "net")
    assert os.listdir(tmp_path) == []
    without(monkeypatch, "onnx")
    with pytest.raises(
        ImportError, match=r"export_onnx needs the package onnx; .*pip install 'nnbook\[onnx\]'"
    ):
        export()
