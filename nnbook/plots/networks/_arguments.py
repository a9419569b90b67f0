"""Checks of what the figures of networks are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook.layers import Layer, Linear, Sequential

Array = NDArray[Any]


def as_numbers(who: str, name: str, value: ArrayLike, ndim: int) -> Array:
    """Return finite floats with this many axes, or say what came instead."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{who} expected numbers as {name}, got {array.dtype}")
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{who} expected {name} with {ndim} axes, and not empty, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{who} expected finite numbers as {name}")
    return array.astype(np.float64)


def as_labels(who: str, y: ArrayLike, n: int, classes: int) -> NDArray[np.intp]:
    """Return one class for each of n samples, or say which value is none."""
    labels = as_numbers(who, "y", np.reshape(y, -1), 1)
    if len(labels) != n:
        raise ValueError(f"{who} expected one class for each of {n} samples, got {len(labels)}")
    strange = labels[~np.isin(labels, range(classes))]
    if strange.size:
        raise ValueError(f"{who} expected the classes 0 to {classes - 1} as y, got {strange[0]:g}")
    return labels.astype(np.intp)


def as_names(who: str, what: str, names: Sequence[str] | None, count: int) -> list[str] | None:
    """Return one name for each of so many things, or None where none are given."""
    if names is None:
        return None
    if isinstance(names, str) or len(names) != count:
        raise ValueError(f"{who} expected {count} {what}, got {names!r}")
    return [str(name) for name in names]


def layers_of(network: Layer, prefix: str = "") -> Iterator[tuple[str, Layer]]:
    """Yield every layer, those of a Sequential inside another one too, with what stands before its names."""
    if isinstance(network, Sequential):
        for i, layer in enumerate(network.layers):
            yield from layers_of(layer, f"{prefix}{i}.")
    else:
        yield prefix, network


def weight_of(who: str, params: Mapping[str, Array], prefix: str, layer: Linear) -> Array:
    """Return the weight of a layer of a single network, or say what is wrong."""
    name = f"{prefix}weight"
    if name not in params:
        raise ValueError(
            f"{who} expected a parameter named {name!r}, got {', '.join(sorted(params)) or 'none'}"
        )
    weight, shape = np.asarray(params[name]), layer.shapes["weight"]
    if weight.shape[1:] == shape:
        raise ValueError(
            f"{who} draws one network, got a population of {len(weight)}; choose one by nnbook.member"
        )
    if weight.shape != shape:
        raise ValueError(f"{who} expected {name} of shape {shape}, got shape {weight.shape}")
    return as_numbers(who, name, weight, 2)
