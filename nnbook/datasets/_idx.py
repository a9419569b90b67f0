"""IDX files, the format of MNIST, read without trusting them.

A file starts with two zeros, a code for the type and the number of axes; then comes the length of each axis as a
big-endian 32-bit number, and then the entries, big-endian too.  The lengths are compared with the size of the
file before anything of that size is allocated.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import DTypeLike

from nnbook import _checks
from nnbook._checks import Array
from nnbook.datasets._dataset import Dataset

__all__ = ["mnist", "read_idx"]

_TYPES: Mapping[int, str] = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP = b"\x1f\x8b"
_RATIO = 1032
"""No gzip file unpacks to more than this many times its own size."""
_CHUNK = 1 << 20


def read_idx(path: str | os.PathLike[str], *, limit: int = 2**31) -> Array:
    """Read an IDX file, plain or packed with gzip, whatever its name.

    Parameters
    ----------
    path : path
        The file.
    limit : int, default 2³¹
        The largest number of bytes that the entries may take: a small packed file can unpack to a huge one.

    Returns
    -------
    ndarray
        The entries in their own type, in the byte order of this machine.

    Raises
    ------
    OSError
        If the file cannot be opened, such as `FileNotFoundError`.
    TypeError
        If `limit` is not a whole number.
    ValueError
        If this is no IDX file, it is damaged, it is shorter or longer than its header says, it has no entries,
        or it is larger than `limit`.

    References
    ----------
    LeCun, Y., Cortes, C. and Burges, C. J. C. (1998). The MNIST database of handwritten digits.

    Examples
    --------
    >>> from nnbook.datasets import read_idx
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "labels")
    ...     _ = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    ...     read_idx(path)
    array([7, 2, 1], dtype=uint8)
    """
    limit = _checks.whole_number(limit, "read_idx", what="limit")
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(2) != _GZIP:
            file.seek(0)
            return _parse(file, path, size, limit)
        import gzip
        import zlib

        file.seek(0)
        try:
            with gzip.open(file) as unpacked:
                return _parse(cast(BinaryIO, unpacked), path, size * _RATIO, limit)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"read_idx cannot unpack {path}, which is damaged: {error}") from None


def _parse(file: BinaryIO, path: str | os.PathLike[str], available: int, limit: int) -> Array:
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES or not 1 <= magic[3] <= 32:
        raise ValueError(
            f"read_idx expected {path} to start like an IDX file, such as 00 00 08 03 for images, "
            f"got {magic.hex(' ') or 'an empty file'}"
        )
    dtype, axes = np.dtype(_TYPES[magic[2]]), magic[3]
    header = file.read(4 * axes)
    if len(header) < 4 * axes:
        raise ValueError(f"read_idx expected {path} to tell the lengths of {axes} axes, but it ends before")
    shape = tuple(map(int, np.frombuffer(header, ">u4")))
    expected = math.prod(shape) * dtype.itemsize
    if expected == 0:
        raise ValueError(f"read_idx expected entries in {path}, got the shape {shape}")
    if expected > limit:
        raise ValueError(
            f"read_idx expected at most {limit} bytes in {path}, got the shape {shape}, which takes {expected}"
        )
    content = bytearray()
    if expected <= available:
        while len(content) <= expected and (chunk := file.read(min(_CHUNK, expected + 1 - len(content)))):
            content += chunk
    if len(content) != expected:
        came = "more" if len(content) > expected else "fewer"
        raise ValueError(
            f"read_idx expected {expected} bytes after the header of {path}, for the shape {shape}, got {came}"
        )
    array = np.frombuffer(content, dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="), copy=False)


def mnist(folder: str | os.PathLike[str], *, dtype: DTypeLike = np.float32) -> tuple[Dataset, Dataset]:
    """Read the four files of MNIST, or of a set in its format such as Fashion-MNIST, from a folder.

    Nothing is downloaded.
    The files are named ``train-images-idx3-ubyte`` and so on, with a dot or a dash before ``idx``, and may end
    in ``.gz``.

    Parameters
    ----------
    folder : path
        Where the files are.
    dtype : dtype, default float32
        Either float32 or float64, which takes twice the memory.

    Returns
    -------
    tuple of Dataset
        Training and test samples: X with one image per row and grey values from 0 to 1, and the classes y.

    Raises
    ------
    FileNotFoundError
        If a file is missing; the message names what was looked for.
    TypeError
        If `dtype` is another type.
    ValueError
        If a file is damaged, holds something else, or there is not one label for each image.

    Examples
    --------
    >>> from nnbook.datasets import mnist
    >>> try:
    ...     train, test = mnist("no such folder")
    ... except FileNotFoundError as error:
    ...     print(str(error)[:59])
    mnist found no train-images-idx3-ubyte in no such folder; i
    """
    precision = np.dtype(dtype)
    if precision not in (np.float32, np.float64):
        raise TypeError(f"mnist expected np.float32 or np.float64 as dtype, got {dtype!r}")
    paths = [
        _find(Path(folder), f"{part}-{kind}")
        for part in ("train", "t10k")
        for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")
    ]
    return _images(paths[0], paths[1], precision), _images(paths[2], paths[3], precision)


def _find(folder: Path, name: str) -> Path:
    names = [spelled + end for spelled in (name, name.replace("-idx", ".idx")) for end in ("", ".gz")]
    for candidate in names:
        if (folder / candidate).is_file():
            return folder / candidate
    raise FileNotFoundError(f"mnist found no {name} in {folder}; it looked for {', '.join(names)}")


def _images(images_path: Path, labels_path: Path, dtype: np.dtype[Any]) -> Dataset:
    images, labels = read_idx(images_path), read_idx(labels_path)
    for array, path, axes, what in ((images, images_path, 3, "images"), (labels, labels_path, 1, "labels")):
        if array.dtype != np.uint8 or array.ndim != axes:
            raise ValueError(
                f"mnist expected {what} in {path}, unsigned bytes with {axes} axes, "
                f"got {array.dtype} of shape {array.shape}"
            )
    if len(images) != len(labels):
        raise ValueError(
            f"mnist expected one label for each image, got {len(images)} images in {images_path} "
            f"and {len(labels)} labels in {labels_path}"
        )
    n, height, width = images.shape
    X = images.reshape(n, -1).astype(dtype)
    X /= 255
    features = tuple(f"pixel_{i}_{j}" for i in range(height) for j in range(width))
    targets = tuple(str(k) for k in range(1 + int(labels.max())))
    return Dataset(
        X, labels.astype(np.int64), features, targets, "Images of MNIST's format.", (height, width)
    )
