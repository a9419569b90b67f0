"""A network as names and numbers, and back: what JSON can hold and nothing that could run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np

from nnbook import initializers
from nnbook.layers import (
    Activation,
    BatchNorm1d,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    Linear,
    Sequential,
)

__all__ = ["INITIALIZERS", "LAYERS", "build", "describe", "own_layer"]

LAYERS: Mapping[str, Any] = {
    layer.__name__: layer
    for layer in (Activation, BatchNorm1d, Dropout, Flatten, LayerNorm, Linear, Sequential)
}
INITIALIZERS: Mapping[str, Callable[..., Any]] = {
    name: getattr(initializers, name)
    for name in initializers.__all__
    if name not in ("fan_in_and_fan_out", "gain")  # these two return numbers, not weights
}
_JSON_TYPES: Mapping[str, tuple[type, ...]] = {"bool": (bool,), "float": (int, float), "int": (int,)}


def own_layer(layer: Layer, who: str) -> None:
    """Refuse a layer that is none of the package's: nobody else would know what it computes."""
    if type(layer) not in LAYERS.values():
        raise TypeError(f"{who} expected nnbook's own layers ({', '.join(LAYERS)}), got {layer!r}")


def describe(layer: Layer, who: str) -> dict[str, Any]:
    """Return a layer as a dictionary that JSON can hold."""
    own_layer(layer, who)
    kind = {"layer": type(layer).__name__}
    if isinstance(layer, Sequential):
        return kind | {"layers": [describe(inner, who) for inner in layer.layers]}
    if isinstance(layer, Activation):
        return kind | {"name": layer.name, "options": {name: _plain(v) for name, v in layer.options}}
    options = {field.name: getattr(layer, field.name) for field in fields(LAYERS[type(layer).__name__])}
    return kind | {
        name: _describe_initializer(v) if callable(v) else _plain(v) for name, v in options.items()
    }


def build(description: Any) -> Layer:
    """Return the layer of a description; a TypeError or ValueError says what is wrong with it."""
    if not isinstance(description, dict):
        raise ValueError(f"expected the description of a layer, found {_short(description)}")
    options = dict(description)
    kind = options.pop("layer", None)
    if not isinstance(kind, str) or kind not in LAYERS:
        raise ValueError(f"expected one of the layers {', '.join(LAYERS)}, found {_short(kind)}")
    if kind == "Sequential":
        (layers,) = _entries(options, kind, {"layers": list})
        return Sequential(*map(build, layers))
    if kind == "Activation":
        name, activation_options = _entries(options, kind, {"name": str, "options": dict})
        return Activation(name, **activation_options)
    types = {field.name: field.type for field in fields(LAYERS[kind])}
    _entries(options, kind, dict.fromkeys(types, object))
    for name, value in list(options.items()):
        if name.endswith("_initializer"):
            options[name] = _build_initializer(value)
            if value is None:
                del options[name]
        elif type(value) not in _JSON_TYPES[str(types[name])]:
            raise ValueError(f"expected {types[name]} as {name} of {kind}, found {_short(value)}")
    layer: Layer = LAYERS[kind](**options)
    return layer


def _entries(options: dict[str, Any], kind: str, types: Mapping[str, type]) -> list[Any]:
    """Return the values under these names, or say which of them is missing, extra or of another type."""
    if options.keys() != types.keys():
        raise ValueError(f"expected {', '.join(types) or 'nothing'} for {kind}, found {', '.join(options)}")
    for name, expected in types.items():
        if not isinstance(options[name], expected):
            raise ValueError(
                f"expected {expected.__name__} as {name} of {kind}, found {_short(options[name])}"
            )
    return [options[name] for name in types]


# Initializers


def _describe_initializer(initializer: Callable[..., Any]) -> dict[str, Any] | None:
    """Return the name and the keywords of an initializer of nnbook, None for any other function."""
    if not isinstance(initializer, partial):
        initializer = partial(initializer)
    function, keywords = initializer.func, initializer.keywords
    name = getattr(function, "__name__", "")
    if INITIALIZERS.get(name) is not function or initializer.args:
        return None
    values = {keyword: _plain(value) for keyword, value in keywords.items() if keyword != "dtype"}
    if not all(value is None or isinstance(value, bool | int | float | str) for value in values.values()):
        return None
    return {"name": name, "keywords": values}


def _build_initializer(description: Any) -> Callable[..., Any] | None:
    if description is None:
        return None
    if not isinstance(description, dict):
        raise ValueError(f"expected the description of an initializer, found {_short(description)}")
    name, keywords = _entries(description, "an initializer", {"name": str, "keywords": dict})
    if name not in INITIALIZERS:
        raise ValueError(f"expected one of the initializers {', '.join(INITIALIZERS)}, found {_short(name)}")
    initializer = INITIALIZERS[name]
    initializer(np.random.default_rng(0), (2, 2), **keywords)  # refuses unknown and unfit keywords now
    return partial(initializer, **keywords) if keywords else initializer


def _plain(value: Any) -> Any:
    """Return a NumPy number as a Python number, anything else unchanged."""
    return value.item() if isinstance(value, np.generic | np.ndarray) and value.ndim == 0 else value


def _short(value: Any) -> str:
    """Return what was found in a file, at a length that fits a sentence."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
