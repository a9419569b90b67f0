"""Networks as files: a zip of arrays that `numpy.load` opens, with the architecture as text among them."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from typing import Any, BinaryIO, NoReturn

import numpy as np

from nnbook._checks import Array
from nnbook.io._description import build, describe
from nnbook.io._shared import arrays_of, counts, path_of, refusing, replacing
from nnbook.layers import Layer, Parameters

__all__ = ["load", "save"]

_VERSION = 1
_READ_HEADER = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def save(path: str | os.PathLike[str], network: Layer, params: Parameters) -> None:
    """Write a network and its parameters to one file.

    The file is NumPy's npz format.  Its entry ``description`` holds the architecture as JSON text, every other
    entry is a parameter under its own name.  The same network gives the same bytes.  The file is written beside
    the old one and takes its place at the end, so an interrupted save leaves the old file.

    Initializers are kept by name where they are nnbook's, with the keywords of `functools.partial`; any other
    function is not written, and the layer has its default initializer when it is loaded.

    Parameters
    ----------
    path : str or path-like
        Where to write, exactly as told: no ``.npz`` is added.
    network : Layer
        The network, of nnbook's own layers.
    params : mapping of str to ndarray
        Its parameters, in float32 or float64, of one network or of a population.  They may hold NaN.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If the folder does not exist, or the path is one.
    TypeError
        If the network has layers that nnbook does not know, or a parameter has another type.
    ValueError
        If the parameters are not those of the network.

    See Also
    --------
    load : the way back.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> import nnbook
    >>> network = nnbook.mlp([2, 3, 1])
    >>> params = network.init(np.random.default_rng(0))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nnbook.save(Path(folder) / "xor.npz", network, params)
    ...     again, weights = nnbook.load(Path(folder) / "xor.npz")
    >>> again == network, bool((weights["0.weight"] == params["0.weight"]).all())
    (True, True)
    """
    import json  # here and below: `import nnbook` stays quick
    from zipfile import ZipFile, ZipInfo

    population, arrays = arrays_of(network, params, "save")
    description = {
        "format": "nnbook",
        "version": _VERSION,
        "network": describe(network, "save"),
        "population": population,
        "types": {name: array.dtype.name for name, array in arrays.items()},
    }
    text = np.array(json.dumps(description, allow_nan=False))
    with replacing(path, "save") as file, ZipFile(file, "w") as archive:
        for name, array in {"description": text, **arrays}.items():
            little_endian = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
            with archive.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, little_endian, allow_pickle=False)


def load(path: str | os.PathLike[str]) -> tuple[Layer, dict[str, Array]]:
    """Read a network and its parameters from a file that `save` wrote.

    The file need not be trusted: it can only name nnbook's layers, activations and initializers, nothing in it is
    executed, and no array is read before its shape and type are known to be those of the network.

    Parameters
    ----------
    path : str or path-like
        The file.

    Returns
    -------
    network : Layer
        The architecture.
    params : dict of ndarray
        Its parameters, bit for bit as they were saved.

    Raises
    ------
    OSError
        If the file cannot be opened.
    TypeError
        If `path` is no path.
    ValueError
        If the file is damaged, was written by something else, or by a later format of nnbook.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import nnbook
    >>> with tempfile.TemporaryDirectory() as folder:                         # doctest: +ELLIPSIS
    ...     path = Path(folder) / "notes.npz"
    ...     _ = path.write_text("weights")
    ...     nnbook.load(path)
    Traceback (most recent call last):
        ...
    ValueError: load expected a file written by nnbook.save, got ...notes.npz: File is not a zip file
    """
    with open(path_of(path, "load"), "rb") as file, refusing(path, "load", "save"):
        return _read(file)


def _read(file: BinaryIO) -> tuple[Layer, dict[str, Array]]:
    from zipfile import ZipFile

    with ZipFile(file) as archive:
        entries = _entries(archive, os.fstat(file.fileno()).st_size)
        network, population, types = _description(archive, entries.pop("description"))
        expected = {**network.shapes, **network.buffer_shapes}
        _same("arrays", entries, expected)
        _same("types", types, expected)
        axis = () if population is None else (population,)
        params = {}
        for name, entry in entries.items():
            allowed = ("int64",) if counts(name) else ("float32", "float64")
            if types[name] not in allowed:
                raise ValueError(f"expected {' or '.join(allowed)} as type of {name}, found {types[name]!r}")
            params[name] = _array(archive, entry, (*axis, *expected[name]), np.dtype(types[name]))
    return network, params


def _entries(archive: Any, size: int) -> dict[str, Any]:
    """Return the entries of the zip by name, or say why `save` did not write them."""
    from zipfile import ZIP_STORED

    entries = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    if "description" not in entries or len(entries) < len(archive.infolist()):
        raise ValueError("it has no description of a network" if entries else "it is empty")
    for name, info in entries.items():
        if info.filename != f"{name}.npy" or info.compress_type != ZIP_STORED:
            raise ValueError(f"its entry {info.filename!r} is no plain array")
        if info.file_size != info.compress_size:
            raise ValueError(f"its entry {name} declares more or less than it holds")
    if sum(info.file_size for info in entries.values()) > size:  # a zip bomb: entries that share their bytes
        raise ValueError(f"its entries declare more than the {size} bytes of the file")
    return entries


def _description(archive: Any, entry: Any) -> tuple[Layer, int | None, dict[str, Any]]:
    """Return the network, the size of the population, and the type of each array."""
    import json

    text = str(_array(archive, entry, (), None))
    description = json.loads(text, parse_constant=_refuse_constant)
    if not isinstance(description, dict) or description.get("format") != "nnbook":
        raise ValueError("its description is not nnbook's")
    version = description.get("version")
    if version != _VERSION or type(version) is not int:
        raise ValueError(
            f"it has version {version!r} of the format, and this nnbook reads version {_VERSION}"
        )
    _same("description", description, ("format", "version", "network", "population", "types"))
    population, types = description["population"], description["types"]
    if population is not None and (type(population) is not int or population < 1):
        raise ValueError(f"expected null or a whole number as population, found {population!r}")
    if not isinstance(types, dict):
        raise ValueError("expected the type of each array")
    return build(description["network"]), population, types


def _array(archive: Any, entry: Any, shape: tuple[int, ...], dtype: np.dtype[Any] | None) -> Array:
    """Return an array of this shape and type (None: text); the header must say so before a number is read."""
    name = entry.filename.removesuffix(".npy")
    with archive.open(entry) as member:
        version = np.lib.format.read_magic(member)
        if version not in _READ_HEADER:
            raise ValueError(f"its array {name} has an unknown header")
        found_shape, _, found = _READ_HEADER[version](member)
        held = entry.file_size - member.tell()
    if found_shape != shape or (found.kind != "U" if dtype is None else found.newbyteorder("=") != dtype):
        expected = f"{dtype or 'text'} of shape {shape}"
        raise ValueError(f"expected {name} as {expected}, found {found} of shape {found_shape}")
    if held != math.prod(shape) * found.itemsize:
        raise ValueError(f"its array {name} holds {held} bytes, not {math.prod(shape) * found.itemsize}")
    with archive.open(entry) as member:
        array: Array = np.lib.format.read_array(member, allow_pickle=False)
    return array.astype(found.newbyteorder("="), copy=False)


def _same(what: str, found: Iterable[str], expected: Iterable[str]) -> None:
    """Refuse names that are missing or too many."""
    missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    if missing or extra:
        words = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has also {', '.join(extra)}"] * bool(
            extra
        )
        raise ValueError(f"among its {what} it {' and '.join(words)}")


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"expected finite numbers, found {constant}")
