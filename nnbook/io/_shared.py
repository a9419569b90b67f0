"""What every way out of the package needs: parameters that fit, optional packages, and a safe way to write."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from nnbook._checks import Array
from nnbook.layers import Layer, Parameters

__all__ = [
    "arrays_of",
    "counts",
    "import_extra",
    "one_network",
    "path_of",
    "precision",
    "refusing",
    "replacing",
]

_FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


# Parameters


def arrays_of(network: Layer, params: Parameters, who: str) -> tuple[int | None, dict[str, Array]]:
    """Return the size of the population, if it is one, and the arrays of the network, or say what does not fit."""
    if not isinstance(network, Layer):
        raise TypeError(f"{who} expected a network such as nnbook.mlp([64, 32, 10]), got {network!r}")
    if not isinstance(params, Mapping):
        raise TypeError(f"{who} expected a dictionary of parameters, got {type(params).__name__}")
    shapes = {**network.shapes, **network.buffer_shapes}
    if params.keys() != shapes.keys():
        missing, extra = sorted(shapes.keys() - params.keys()), sorted(params.keys() - shapes.keys())
        wrong = [
            f"{', '.join(names)} {end}" for names, end in ((missing, "missing"), (extra, "extra")) if names
        ]
        raise ValueError(f"{who} expected the parameters of this network, got {' and '.join(wrong)}")
    arrays = {name: np.asarray(array) for name, array in params.items()}
    populations: set[int | None] = set()
    for name, array in arrays.items():
        if array.dtype not in ((np.dtype(np.int64),) if counts(name) else _FLOATS):
            expected = "int64" if counts(name) else "float32 or float64"
            raise TypeError(f"{who} expected {name} in {expected}, got {array.dtype}")
        if array.shape != shapes[name] and array.shape[1:] != shapes[name]:
            raise ValueError(f"{who} expected {name} of shape {shapes[name]}, got shape {array.shape}")
        populations.add(len(array) if array.ndim > len(shapes[name]) else None)
    if len(populations) > 1:
        raise ValueError(f"{who} expected one network or one population, got parameters of several sizes")
    return (populations or {None}).pop(), arrays


def one_network(network: Layer, params: Parameters, who: str) -> dict[str, Array]:
    """Return the arrays of one network; refuse a population."""
    population, arrays = arrays_of(network, params, who)
    if population is not None:
        raise ValueError(
            f"{who} expected the parameters of one network, got a population of {population}; "
            "pick one with nnbook.member(params, i)"
        )
    return arrays


def counts(name: str) -> bool:
    """Tell whether this entry is a whole number: the batches that `BatchNorm1d` has seen."""
    return name.rpartition(".")[2] == "num_batches_tracked"


def precision(arrays: Parameters) -> np.dtype[Any]:
    """Return the type that holds all the parameters exactly: float32 where all are, else float64."""
    types = {array.dtype for name, array in arrays.items() if not counts(name)}
    return np.result_type(*types) if types else np.dtype(np.float64)


# Packages that are not always there


def import_extra(module: str, extra: str, who: str) -> Any:
    """Import an optional package, or say how to get it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{who} needs the package {module}; install it with: pip install 'nnbook[{extra}]'", name=module
        ) from error


# Files


@contextmanager
def refusing(path: object, who: str, writer: str) -> Iterator[None]:
    """Say of whatever zipfile, json or numpy raise that this is no file of the writer's."""
    try:
        yield
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise ValueError(f"{who} expected a file written by nnbook.{writer}, got {path}: {reason}") from error


def path_of(path: str | os.PathLike[str], who: str) -> Path:
    """Return a path, or say what came instead."""
    try:
        return Path(path)
    except TypeError:
        raise TypeError(f"{who} expected a path, such as 'digits.npz', got {path!r}") from None


@contextmanager
def replacing(path: str | os.PathLike[str], who: str) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of `path` when all is written; until then the old one stays."""
    target = Path(os.path.realpath(path_of(path, who)))  # a link keeps pointing where it points
    if not target.parent.is_dir():
        raise FileNotFoundError(f"{who} expected an existing folder, got {target.parent}")
    if target.is_dir():
        raise IsADirectoryError(f"{who} expected the path of a file, got the folder {target}")
    temporary = (
        target.parent / f".nnbook-{secrets.token_hex(8)}.tmp"
    )  # in the same folder: renaming is one step
    try:
        with open(temporary, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        os.replace(temporary, target)
    except BaseException:  # Ctrl-C too
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
