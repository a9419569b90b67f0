"""A trained network as JSON, for programs in other languages: what it computes, and examples to check them by."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.activations import softmax
from nnbook.batching import Standardizer
from nnbook.io._description import build, describe
from nnbook.io._shared import counts, one_network, path_of, refusing, replacing
from nnbook.layers import Layer, Parameters

__all__ = ["JsonNetwork", "load_json", "save_json"]

_FORMAT, _VERSION = "nnbook-json", 1
_KEYS = ("format", "version", "network", "scaler", "classes", "parameters", "examples")


@dataclass(frozen=True, eq=False)
class JsonNetwork:
    """A network as `load_json` reads it: called with raw inputs, it scales them and returns the outputs.

    It computes as the format says: with the weights rounded to float32, and in float64.
    """

    network: Layer
    """The architecture."""
    params: dict[str, Array]
    """Its parameters, in float32."""
    scaler: Standardizer
    """What is done to raw inputs first: (x − mean) / scale."""
    classes: tuple[str, ...] | None
    """What the outputs are called; None where they are not the scores of classes."""
    inputs: Array
    """Raw inputs of the examples, (n, d)."""
    outputs: Array
    """The outputs that belong to them, (n, K)."""

    def __call__(self, X: ArrayLike) -> Array:
        """Return the outputs for raw inputs (n, d)."""
        return _compute(self.network, self.params, self.scaler, X)

    def probabilities(self, X: ArrayLike) -> Array:
        """Return the softmax of the outputs for raw inputs (n, d)."""
        return softmax(self(X))


def save_json(
    path: str | os.PathLike[str],
    network: Layer,
    params: Parameters,
    *,
    scaler: Standardizer | tuple[ArrayLike, ArrayLike] = (0.0, 1.0),
    classes: Sequence[str] | None = None,
    inputs: ArrayLike | None = None,
) -> None:
    """Write a network as JSON text, with examples by which a program in any language can check itself.

    The file is one object with the entries

    - ``format``, ``version``: ``"nnbook-json"`` and 1;
    - ``network``: the architecture, layer by layer, as `save` describes it;
    - ``scaler``: ``mean`` and ``scale``, d numbers each;
    - ``classes``: the names of the K outputs, or null;
    - ``parameters``: by name, nested lists of numbers that are exact in float32;
    - ``examples``: ``inputs`` (n, d), ``outputs`` (n, K), and their softmax as ``probabilities`` where there
      are classes, else null.

    A reader rounds the parameters to float32 (in JavaScript by ``Math.fround``), computes
    (x − mean) / scale and then the network in float64, and compares its outputs with the examples.
    The same network gives the same bytes.

    Parameters
    ----------
    path : str or path-like
        Where to write, exactly as told.  An old file stays until the new one is complete.
    network : Layer
        The network, of nnbook's own layers.
    params : mapping of str to ndarray
        The finite parameters of one network; float64 is rounded to float32.
    scaler : Standardizer or tuple of (mean, scale), default (0, 1)
        What training did to the inputs; single numbers hold for all d.
    classes : sequence of str, optional
        A name for each output, if the outputs are the scores of classes.
    inputs : array_like, shape (n, d), optional
        Raw inputs of the examples; none unless given.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If the folder does not exist, or the path is one.
    TypeError
        If the network has layers that nnbook does not know, or an argument has another type.
    ValueError
        If the parameters are not those of the network, are those of a population or not finite in float32, or
        scaler, classes or inputs do not fit the network.

    See Also
    --------
    load_json : the way back.
    save : all the bits, for nnbook itself.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> import nnbook
    >>> network = nnbook.mlp([2, 3, 2])
    >>> params = network.init(np.random.default_rng(0))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "net.json"
    ...     nnbook.save_json(path, network, params, scaler=(5, 2), classes=["no", "yes"], inputs=[[4, 7]])
    ...     again = nnbook.load_json(path)
    >>> again.classes, bool((again([[4, 7]]) == again.outputs).all())
    (('no', 'yes'), True)
    """
    import json  # `import nnbook` stays quick

    who = "save_json"
    found = one_network(network, params, who)
    with np.errstate(over="ignore"):
        arrays = {k: a if counts(k) else a.astype(np.float32) for k, a in found.items()}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{who} expected finite numbers in float32, got others in {name}")
    d = network.width[0]
    if d is None:
        raise ValueError(f"{who} expected a network that has weights, got {network!r}")
    standardize = _scaler(scaler, d)
    raw = np.empty((0, d)) if inputs is None else _checks.finite(inputs, who, what="inputs").astype(float)
    if raw.ndim != 2 or raw.shape[1] != d:
        raise ValueError(f"{who} expected inputs of shape (n, {d}), got shape {raw.shape}")
    outputs = _compute(network, arrays, standardize, raw)
    names = None if classes is None else _names(classes, outputs.shape[1], f"{who} ")
    text = {
        "format": _FORMAT,
        "version": _VERSION,
        "network": describe(network, who),
        "scaler": {"mean": standardize.mean.tolist(), "scale": standardize.scale.tolist()},
        "classes": names,
        "parameters": {name: _shortest(array) for name, array in arrays.items()},
        "examples": {
            "inputs": raw.tolist(),
            "outputs": outputs.tolist(),
            "probabilities": None if names is None else softmax(outputs).tolist(),
        },
    }
    written = json.dumps(text, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    with replacing(path, who) as file:
        file.write(written.encode("utf-8") + b"\n")


def load_json(path: str | os.PathLike[str]) -> JsonNetwork:
    """Read a network from a file that `save_json` wrote, and check that its examples come out.

    The file need not be trusted: nothing in it is executed.

    Parameters
    ----------
    path : str or path-like
        The file.

    Returns
    -------
    JsonNetwork
        Network, parameters, scaler, classes and examples.

    Raises
    ------
    OSError
        If the file cannot be opened.
    TypeError
        If `path` is no path.
    ValueError
        If the file is damaged, was written by something else or by a later format, or its network does not
        give the outputs of its examples.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import nnbook
    >>> with tempfile.TemporaryDirectory() as folder:                         # doctest: +ELLIPSIS
    ...     path = Path(folder) / "net.json"
    ...     _ = path.write_text("{}")
    ...     nnbook.load_json(path)
    Traceback (most recent call last):
        ...
    ValueError: load_json expected a file written by nnbook.save_json, got ...net.json: its format is None
    """
    with open(path_of(path, "load_json"), "rb") as file:
        content = file.read()
    with refusing(path, "load_json", "save_json"):
        return _read(content)


def _read(content: bytes) -> JsonNetwork:
    import json

    text = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
    if not isinstance(text, dict) or text.get("format") != _FORMAT:
        raise ValueError(f"its format is {text.get('format') if isinstance(text, dict) else text!r:.40}")
    if type(text.get("version")) is not int or text["version"] != _VERSION:
        raise ValueError(f"it has version {text.get('version')!r}, and this nnbook reads version {_VERSION}")
    _same("entries", text, _KEYS)
    network = build(text["network"])
    d = network.width[0]
    if d is None:
        raise ValueError("its network has no weights")
    shapes = {**network.shapes, **network.buffer_shapes}
    _same("parameters", text["parameters"], shapes)
    params = {}
    for name, shape in shapes.items():
        numbers = _numbers(name, text["parameters"][name], shape)
        with np.errstate(over="ignore"):
            params[name] = numbers.astype(np.int64 if counts(name) else np.float32)
        if not np.isfinite(params[name]).all() or (counts(name) and (params[name] != numbers).any()):
            raise ValueError(f"{name} does not fit into {params[name].dtype}")
    _same("scaler", text["scaler"], ("mean", "scale"))
    scaler = Standardizer(*(_numbers(key, text["scaler"][key], (d,)) for key in ("mean", "scale")))
    examples, classes = text["examples"], text["classes"]
    _same("examples", examples, ("inputs", "outputs", "probabilities"))
    if not isinstance(examples["inputs"], list):
        raise ValueError("expected the inputs of its examples as a list")
    inputs = _numbers("inputs", examples["inputs"], (len(examples["inputs"]), d))
    expected = _compute(network, params, scaler, inputs)
    outputs = _numbers("outputs", examples["outputs"], expected.shape)
    _agree("outputs", outputs, expected)
    if classes is not None:
        classes = tuple(_names(classes, expected.shape[1]))
        _agree(
            "probabilities",
            _numbers("probabilities", examples["probabilities"], expected.shape),
            softmax(expected),
        )
    elif examples["probabilities"] is not None:
        raise ValueError("it has probabilities and no classes")
    return JsonNetwork(network, params, scaler, classes, inputs, outputs)


def _compute(network: Layer, params: Parameters, scaler: Standardizer, X: ArrayLike) -> Array:
    """Return the outputs of the network on scaled inputs, in float64."""
    exact = {name: a if counts(name) else a.astype(np.float64) for name, a in params.items()}
    scaled = scaler(np.asarray(X, dtype=np.float64))
    if len(scaled):
        return network(exact, scaled)
    one = network(exact, np.zeros((1, scaled.shape[1])))
    return one[:0]


def _scaler(scaler: Any, d: int) -> Standardizer:
    if not isinstance(scaler, Standardizer):
        if not isinstance(scaler, tuple) or len(scaler) != 2:
            raise TypeError(f"save_json expected a Standardizer or (mean, scale) as scaler, got {scaler!r}")
        numbers = [_checks.finite(part, "save_json", what="scaler") for part in scaler]
        if any(part.shape not in ((), (d,)) for part in numbers):
            raise ValueError(f"save_json expected a scaler of {d} features, got shapes {numbers[0].shape}, "
                             f"{numbers[1].shape}")  # fmt: skip
        scaler = Standardizer(*(np.broadcast_to(part, (d,)) for part in numbers))
    if scaler.mean.shape != (d,):
        raise ValueError(f"save_json expected a scaler of {d} features, got one of {len(scaler.mean)}")
    return scaler


def _names(classes: Any, outputs: int, who: str = "") -> list[str]:
    if isinstance(classes, str) or not all(isinstance(name, str) for name in classes):
        raise TypeError(f"{who}expected a list of names as classes, got {classes!r}")
    if len(classes) != outputs or outputs < 2:
        raise ValueError(
            f"expected one class for each of at least 2 outputs, got {len(classes)} for {outputs}"
        )
    return list(classes)


def _shortest(array: Array) -> Any:
    """Return nested lists with the fewest digits that give each float32 back."""
    if array.ndim:
        return [_shortest(row) for row in array]
    return int(array) if array.dtype.kind == "i" else float(str(np.float32(array)))


def _numbers(name: str, value: Any, shape: tuple[int, ...]) -> Array:
    """Return nested lists as an array of this shape; nothing is allocated that the file does not hold."""
    flat = [value]
    for size in shape:
        if not all(isinstance(row, list) and len(row) == size for row in flat):
            raise ValueError(f"expected {name} of shape {shape}")
        flat = [entry for row in flat for entry in row]
    if not all(type(entry) in (int, float) and math.isfinite(entry) for entry in flat):
        raise ValueError(f"expected finite numbers in {name}")
    return np.array(flat, dtype=np.float64).reshape(shape)


def _agree(what: str, found: Array, expected: Array) -> None:
    """Refuse examples that do not come out, up to the rounding of another machine."""
    if not np.allclose(found, expected, rtol=1e-9, atol=1e-9):
        raise ValueError(f"the {what} of its examples are not those that its network gives")


def _same(what: str, found: Any, expected: Any) -> None:
    if not isinstance(found, dict) or set(found) != set(expected):
        held = ", ".join(found) if isinstance(found, dict) else repr(found)
        raise ValueError(f"among its {what} expected {', '.join(expected)}, found {held:.200}")


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"expected finite numbers, found {constant}")
