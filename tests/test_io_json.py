"""Networks as JSON: the way there and back, another language that reads them, and damage that is noticed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import (
    BatchNorm1d,
    Linear,
    Sequential,
    Standardizer,
    load_json,
    mlp,
    save_json,
    softmax,
)

RAW = np.random.default_rng(1).integers(0, 17, (5, 6)).astype(float)
NETWORK = mlp([6, 4, 3])
PARAMS = NETWORK.init(np.random.default_rng(0), dtype=np.float32)


@pytest.fixture
def path(tmp_path):
    save_json(tmp_path / "net.json", NETWORK, PARAMS, scaler=(5, 6), classes=["a", "b", "ß"], inputs=RAW)
    return tmp_path / "net.json"


def test_round_trip_keeps_every_bit_of_the_weights(path):
    again = load_json(path)
    assert again.network == NETWORK
    assert again.classes == ("a", "b", "ß")
    for name, array in PARAMS.items():
        assert again.params[name].dtype == np.float32
        assert_array_equal(again.params[name], array)
    assert_array_equal(again.inputs, RAW)
    assert_array_equal(again.scaler.mean, np.full(6, 5.0))
    exact = {name: array.astype(float) for name, array in PARAMS.items()}
    expected = NETWORK(exact, (RAW - 5) / 6)
    assert_allclose(again(RAW), expected, rtol=1e-12)
    assert_allclose(again.outputs, expected, rtol=1e-12)
    assert_allclose(again.probabilities(RAW), softmax(expected), rtol=1e-12)


def test_unusual_weights_come_back(tmp_path):
    odd = np.array([[1e-45, -0.0, 3.4028235e38], [0.1, 1 / 3, 16777217.0]], np.float32)
    save_json(tmp_path / "net.json", Linear(3, 2), {"weight": odd, "bias": np.zeros(2, np.float32)})
    assert load_json(tmp_path / "net.json").params["weight"].tobytes() == odd.tobytes()


@pytest.mark.parametrize(
    "network",
    [mlp([3, 2], activation="tanh"), mlp([3, 4, 2], activation="gelu", dropout=0.3),
     Sequential(BatchNorm1d(3), Linear(3, 4), BatchNorm1d(4, eps=0.01))],
)  # fmt: skip
def test_other_networks_in_float64_without_classes(tmp_path, network):
    params, x = network.init(np.random.default_rng(2)), np.random.default_rng(3).normal(size=(4, 3))
    scaler = Standardizer(np.arange(3.0), np.array([1.0, 2.0, 4.0]))
    save_json(tmp_path / "net.json", network, params, scaler=scaler, inputs=x)
    again = load_json(tmp_path / "net.json")
    assert again.network == network
    assert again.classes is None
    assert json.loads((tmp_path / "net.json").read_text())["examples"]["probabilities"] is None
    assert_allclose(again(x), network(params, scaler(x)), atol=1e-5)


def test_without_examples(tmp_path):
    save_json(tmp_path / "net.json", NETWORK, PARAMS)
    assert load_json(tmp_path / "net.json").outputs.shape == (0, 3)


def test_the_format_is_stable_and_its_bytes_too(path, tmp_path):
    text = json.loads(path.read_text(encoding="utf-8"))
    assert list(text) == ["format", "version", "network", "scaler", "classes", "parameters", "examples"]
    assert (text["format"], text["version"]) == ("nnbook-json", 1)
    assert list(text["examples"]) == ["inputs", "outputs", "probabilities"]
    assert [layer["layer"] for layer in text["network"]["layers"]] == ["Linear", "Activation", "Linear"]
    assert text["scaler"] == {"mean": [5.0] * 6, "scale": [6.0] * 6}
    assert np.shape(text["parameters"]["0.weight"]) == (4, 6)
    first = path.read_bytes()
    again = load_json(path)
    save_json(
        path, again.network, again.params, scaler=again.scaler, classes=again.classes, inputs=again.inputs
    )
    assert path.read_bytes() == first


def test_a_program_in_javascript_gives_the_examples(path):
    mini_racer = pytest.importorskip("py_mini_racer")
    program = """
    (text) => {
      const file = JSON.parse(text), {mean, scale} = file.scaler, weights = file.parameters
      const layer = (x, name) => weights[name + ".weight"].map((row, i) =>
        row.reduce((sum, w, j) => sum + Math.fround(w) * x[j], Math.fround(weights[name + ".bias"][i])))
      return JSON.stringify(file.examples.inputs.map(raw => {
        let x = raw.map((value, j) => (value - mean[j]) / scale[j])
        file.network.layers.forEach((one, i) => {
          if (one.layer == "Linear") x = layer(x, String(i))
          else if (one.name == "relu") x = x.map(z => Math.max(0, z))
          else throw new Error("unknown layer")
        })
        return x
      }))
    }"""
    engine = mini_racer.MiniRacer()
    outputs = json.loads(engine.eval(f"({program})({json.dumps(path.read_text(encoding='utf-8'))})"))
    assert_allclose(outputs, load_json(path).outputs, rtol=1e-12, atol=1e-12)


def change(*keys, to):
    """Return a function that puts another value into a file's object."""

    def apply(text):
        place = text
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to
        return text

    return apply


DAMAGE = {
    "another format": (change("format", to="onnx"), "its format is 'onnx'"),
    "a later version": (change("version", to=2), "version 2"),
    "a version that is no number": (change("version", to=True), "version True"),
    "no list": (lambda text: [text], "its format is"),
    "one entry less": (lambda text: {k: text[k] for k in text if k != "scaler"}, "entries"),
    "an unknown layer": (change("network", "layers", 0, "layer", to="Exec"), "found 'Exec'"),
    "a smaller layer": (change("network", "layers", 0, "out_features", to=3), "features"),
    "a weight that is text": (change("parameters", "0.weight", 1, 2, to="0.5"), "finite numbers in 0.weight"),
    "a weight that is true": (change("parameters", "0.weight", 1, 2, to=True), "finite numbers in 0.weight"),
    "a weight beyond float32": (change("parameters", "2.bias", 0, to=1e39), "2.bias does not fit"),
    "a short row": (change("parameters", "0.weight", 1, to=[0.5]), r"0.weight of shape \(4, 6\)"),
    "a lost parameter": (change("parameters", to={}), "among its parameters"),
    "another weight": (change("parameters", "2.bias", 0, to=7.0), "the outputs of its examples are not"),
    "another scaler": (change("scaler", "scale", 3, to=6.5), "the outputs of its examples are not"),
    "a scale of zero": (change("scaler", "scale", 3, to=0), "scale"),
    "another input": (change("examples", "inputs", 0, 0, to=99), "the outputs of its examples are not"),
    "another probability": (
        change("examples", "probabilities", 0, 0, to=0.9), "the probabilities of its examples are not"
    ),
    "a class too many": (change("classes", to=["a", "b", "c", "d"]), "got 4 for 3"),
    "classes without names": (change("classes", to=[0, 1, 2]), "list of names"),
    "no classes": (change("classes", to=None), "probabilities and no classes"),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_gets_a_sentence(path, case):
    damage, message = DAMAGE[case]
    path.write_text(json.dumps(damage(json.loads(path.read_text(encoding="utf-8")))))
    with pytest.raises(ValueError, match=f"load_json expected a file.*{message}"):
        load_json(path)


def test_every_truncation_and_what_is_no_json_is_refused(path):
    content = path.read_bytes()
    for end in [*range(0, len(content) - 2, 97), len(content) - 2]:
        path.write_bytes(content[:end])
        with pytest.raises(ValueError, match="load_json expected a file"):
            load_json(path)
    for other in (b"", b"weights", b"\xff\xfe", b"null", b"[" * 100_000, content.replace(b"5.0", b"NaN", 1)):
        path.write_bytes(other)
        with pytest.raises(ValueError, match="load_json expected a file"):
            load_json(path)


def test_what_save_json_refuses(tmp_path):
    path = tmp_path / "net.json"
    crowd = NETWORK.init(np.random.default_rng(0), population=2)
    with pytest.raises(ValueError, match=r"population of 2; pick one with nnbook\.member"):
        save_json(path, NETWORK, crowd)
    for wrong, message in (
        ({"inputs": [1.0, 2.0]}, r"inputs of shape \(n, 6\)"),
        ({"inputs": [[np.nan] * 6]}, "inputs"),
        ({"classes": ["a", "b"]}, "got 2 for 3"),
        ({"scaler": (np.zeros(4), 1)}, "scaler of 6 features"),
        ({"scaler": Standardizer(np.zeros(4), np.ones(4))}, "scaler of 6 features"),
        ({"scaler": (0, 0)}, "scale"),
    ):
        with pytest.raises(ValueError, match=message):
            save_json(path, NETWORK, PARAMS, **wrong)
    for wrong in ({"classes": "abc"}, {"scaler": 5}, {"classes": [1, 2, 3]}):
        with pytest.raises(TypeError, match="expected"):
            save_json(path, NETWORK, PARAMS, **wrong)
    for bad in (np.nan, 1e39):
        with pytest.raises(ValueError, match=r"finite numbers in float32, got others in 2\.bias"):
            save_json(path, NETWORK, PARAMS | {"2.bias": np.full(3, bad)})
    with pytest.raises(FileNotFoundError):
        save_json(tmp_path / "no" / "net.json", NETWORK, PARAMS)
    with pytest.raises(TypeError, match="path"):
        load_json(3)
    assert not path.exists()
