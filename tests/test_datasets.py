"""Data sets: shapes and names, generators against the geometry they promise, IDX files that lie."""

import gzip
import inspect
import math
import struct
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from nnbook import datasets
from nnbook.datasets import Dataset, mnist, read_idx

TOYS = {
    "consecutive": ((4, 3), 2),
    "line": ((4, 1), None),
    "logical_and": ((4, 2), 2),
    "logical_or": ((4, 2), 2),
    "student": ((1, 3), None),
    "xor": ((4, 2), 2),
}
PLANE = {"blobs": 3, "circles": 2, "moons": 2, "spirals": 2}
CURVES = {"polynomial": "x", "sine": "x"}
BUNDLED = {
    "breast_cancer": ((569, 30), 2),
    "diabetes": ((442, 10), None),
    "digits": ((1797, 64), 10),
    "iris": ((150, 4), 3),
    "wine": ((178, 13), 3),
}
GENERATORS = (*PLANE, *CURVES)


def generator(seed=0):
    return np.random.default_rng(seed)


def made(name, seed=0, n=60, **options):
    function = getattr(datasets, name)
    if name in GENERATORS or name == "classification":
        return function(n, generator(seed), **options)
    return function()


def test_the_tables_name_every_data_set():
    listed = [*TOYS, *GENERATORS, *BUNDLED, "classification", "Dataset", "mnist", "read_idx"]
    assert sorted(listed) == datasets.__all__


@pytest.mark.parametrize("name", [*TOYS, *GENERATORS, *BUNDLED, "classification"])
def test_a_data_set_is_new_named_and_unpacks(name):
    data = made(name)
    X, y = data
    assert X is data.X
    assert y is data.y
    assert X.dtype == np.float64
    assert np.isfinite(X).all()
    assert y.dtype == (np.int64 if len(data.target_names) > 1 else np.float64)
    assert y.shape == X.shape[:1]
    assert len(data.feature_names) == X.shape[1] == len(set(data.feature_names))
    assert all(type(text) is str for text in (*data.feature_names, *data.target_names, data.description))
    assert data.description.endswith(".")
    assert name in TOYS or len(y) > 50
    if y.dtype == np.int64 and name != "student":
        assert_array_equal(np.unique(y), np.arange(len(data.target_names)))
    if data.image_shape:
        assert math.prod(data.image_shape) == X.shape[1]
    assert str(X.shape[0]) in repr(data)
    assert data.target_names[0] in repr(data)
    wanted = X.copy(), y.copy()
    X += 1
    y += 1
    for again, before in zip(made(name), wanted, strict=True):
        assert_array_equal(again, before)
    with pytest.raises(AttributeError):
        data.X = y


def test_a_data_set_has_one_target_for_each_sample():
    for X, y in ((np.ones((3, 2)), np.ones(2)), (np.ones(3), np.ones(3)), (np.ones((3, 2)), np.ones((3, 1)))):
        with pytest.raises(ValueError, match=r"Dataset expected X of shape \(n, d\) and y of shape \(n,\)"):
            Dataset(X, y, ("a", "b"), ("y",), "A test.")


# Toys


@pytest.mark.parametrize("name", TOYS)
def test_shapes_of_the_toys(name):
    shape, classes = TOYS[name]
    data = made(name)
    assert data.X.shape == shape
    assert classes is None or len(np.unique(data.y)) == classes


def test_toys_hold_what_they_say():
    for name, truth in (
        ("logical_and", np.logical_and),
        ("logical_or", np.logical_or),
        ("xor", np.logical_xor),
    ):
        X, y = made(name)
        assert_array_equal(y, truth(*X.T))
        assert_array_equal(X @ [2, 1], range(4))
    assert_array_equal(datasets.student().X, [[8, 75, 80]])
    assert datasets.student().target_names[datasets.student().y[0]] == "passes"
    X, y = datasets.line()
    assert_array_equal(X[:, 0], [1, 2, 3, 4])
    assert_array_equal(y, 2 * X[:, 0] + 1)
    X, y = datasets.consecutive()
    assert_array_equal(X, np.arange(1, 5)[:, None] + range(3))
    assert_array_equal(y, [0, 0, 1, 1])


# Generators


@pytest.mark.parametrize("name", GENERATORS)
@settings(max_examples=20)
@given(n=st.integers(1, 50), seed=st.integers(0, 2**32))
def test_generators_repeat_with_their_seed_only(name, n, seed):
    one, same, other = made(name, seed, n), made(name, seed, n), made(name, seed + 1, n)
    assert len(one.X) == n
    assert_array_equal(one.X, same.X)
    assert_array_equal(one.y, same.y)
    assert not np.array_equal(one.X, other.X)
    rng = generator(seed)
    assert not np.array_equal(getattr(datasets, name)(n, rng).X, getattr(datasets, name)(n, rng).X)


@pytest.mark.parametrize("name", PLANE)
def test_classes_are_balanced_and_shuffled(name):
    for n in (60, 61, 7):
        y = made(name, n=n).y
        counts = np.bincount(y, minlength=PLANE[name])
        assert len(counts) == PLANE[name]
        assert np.ptp(counts) <= 1
        assert 0 < np.abs(np.diff(y)).sum() != PLANE[name] - 1


@pytest.mark.parametrize("name", GENERATORS)
def test_noise_is_gaussian_and_moves_samples_along_the_same_lines(name):
    n = 20_000
    exact, little, much = (made(name, n=n, noise=noise) for noise in (0, 0.1, 0.4))
    where = "y" if name in CURVES else "X"
    residual = getattr(little, where) - getattr(exact, where)
    assert_allclose(getattr(much, where) - getattr(exact, where), 4 * residual, atol=1e-12)
    assert_allclose(residual.std(axis=0), 0.1, rtol=0.03)
    assert_allclose(residual.mean(axis=0), 0, atol=0.003)
    assert_allclose((residual**4).mean(axis=0) / residual.var(axis=0) ** 2, 3, atol=0.25)
    if name in CURVES:
        assert_array_equal(little.X, exact.X)
    else:
        assert_array_equal(little.y, exact.y)


def test_moons_are_half_circles():
    X, y = made("moons", n=4000, noise=0)
    upper, lower = X[y == 0], X[y == 1] - [1, 0.5]
    for half, sign in ((upper, 1), (lower, -1)):
        assert_allclose(np.hypot(*half.T), 1, rtol=1e-12)
        assert (sign * half[:, 1] >= 0).all()
        angle = np.arctan2(sign * half[:, 1], half[:, 0]) / np.pi
        assert_allclose(np.histogram(angle, 4, (0, 1))[0], 500, atol=90)  # uniform along the arc
    assert (X[y == 1, 1] <= 0.5).all()
    assert X[y == 1, 0].min() > -1e-12 < X[y == 0, 0].max() - X[y == 1, 0].min()  # they overlap


@pytest.mark.parametrize("inner", [0.2, 0.5, 0.9])
def test_circles_have_their_radii(inner):
    X, y = made("circles", n=4000, noise=0, inner=inner)
    assert_allclose(np.hypot(*X.T), np.where(y == 1, inner, 1), rtol=1e-12)
    quadrants = np.histogram(np.arctan2(X[:, 1], X[:, 0]), 4, (-np.pi, np.pi))[0]
    assert_allclose(quadrants, 1000, atol=130)


@pytest.mark.parametrize(("classes", "turns"), [(1, 1), (2, 1), (3, 0.5), (4, 2.5)])
def test_spirals_turn_in_proportion_to_their_radius(classes, turns):
    X, y = made("spirals", n=3000, noise=0, classes=classes, turns=turns)
    radius, angle = np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])
    assert radius.max() <= 1
    assert_allclose(np.histogram(radius, 4, (0, 1))[0], 750, atol=110)
    wanted = 2 * np.pi * (turns * radius + y / classes)
    assert_allclose(np.exp(1j * angle), np.exp(1j * wanted), atol=1e-9)
    assert_array_equal(np.unique(y), np.arange(classes))


def test_blobs_have_their_centres_and_width():
    centers = np.array([[0, 0, 5], [1, -4, 2], [7, 7, 7], [-9, 0, 0]])
    X, y = made("blobs", n=8000, noise=0.5, centers=centers)
    for k, center in enumerate(centers):
        assert_allclose(X[y == k].mean(axis=0), center, atol=0.05)
        assert_allclose(np.cov(X[y == k].T), 0.25 * np.eye(3), atol=0.03)
    assert made("blobs", centers=centers).feature_names == ("x1", "x2", "x3")
    assert_array_equal(
        made("blobs", noise=0, n=9).X, np.array([[-3, 0], [3, 0], [0, 4]])[made("blobs", n=9).y]
    )
    assert made("blobs", n=2, centers=centers).target_names == ("0", "1", "2", "3")


def test_curves_are_what_they_are_called():
    X, y = made("polynomial", noise=0, n=500, coefficients=[1, -2, 0, 4])
    x = X[:, 0]
    assert_allclose(y, 1 - 2 * x + 4 * x**3, rtol=1e-12, atol=1e-12)
    assert x.min() < -0.97 <= 0.97 < x.max() < 1
    X, y = made("sine", noise=0, n=500)
    assert_allclose(y, np.sin(2 * np.pi * X[:, 0]), atol=1e-14)
    assert 0 <= X.min() < 0.02 <= 0.98 < X.max() < 1
    assert np.ptp(y) > 1.99


# scikit-learn's


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_sets_are_those_of_scikit_learn(name):
    theirs = getattr(pytest.importorskip("sklearn.datasets"), f"load_{name}")()
    data, (shape, classes) = made(name), BUNDLED[name]
    assert data.X.shape == shape
    assert_array_equal(data.X, theirs.data / (16 if name == "digits" else 1))
    assert_array_equal(data.y, theirs.target)
    assert data.feature_names == tuple(theirs.feature_names)
    if classes:
        assert data.target_names == tuple(map(str, theirs.target_names))
        assert len(data.target_names) == classes
    assert data.image_shape == ((8, 8) if name == "digits" else None)
    if name == "digits":
        assert (data.X.min(), data.X.max()) == (0, 1)
        assert_array_equal(data.X[5].reshape(data.image_shape) * 16, theirs.images[5])


@pytest.mark.parametrize("seed", [0, 42])
def test_classification_is_scikit_learns(seed):
    theirs = pytest.importorskip("sklearn.datasets").make_classification(1000, 20, random_state=seed)
    for ours, wanted in zip(datasets.classification(rng=seed), theirs, strict=True):
        assert_array_equal(ours, wanted)
    one, other = (datasets.classification(50, generator(seed), features=6, classes=3) for _ in range(2))
    assert one.X.shape == (50, 6)
    assert_array_equal(one.X, other.X)
    rng = generator(seed)
    assert not np.array_equal(datasets.classification(50, rng).X, datasets.classification(50, rng).X)


def test_without_scikit_learn_a_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    for name in (*BUNDLED, "classification"):
        with pytest.raises(ImportError, match=rf"^{name} comes with .* pip install 'nnbook\[data\]'"):
            getattr(datasets, name)()


def test_no_module_is_loaded_before_it_is_needed():
    code = "import sys, nnbook.datasets as d; d.xor(); print({'sklearn', 'gzip', 'scipy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "set()"


# IDX files

CODES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def packed(array, code):
    """Return the bytes of an IDX file, written by another road than the reader's."""
    lengths = b"".join(struct.pack(">I", length) for length in array.shape)
    return struct.pack(">HBB", 0, code, array.ndim) + lengths + array.astype(CODES[code]).tobytes()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("shape", [(1,), (7,), (3, 4), (5, 2, 3), (2, 1, 3, 2)])
def test_idx_files_of_every_type_come_back(tmp_path, code, shape):
    dtype = np.dtype(CODES[code])
    if dtype.kind == "f":
        array = generator().normal(0, 1e3, shape).astype(dtype)
    else:
        info = np.iinfo(dtype)
        array = generator().integers(info.min, info.max, shape, dtype.newbyteorder("="), endpoint=True)
    plain, gz = tmp_path / "any name", tmp_path / "another"
    plain.write_bytes(packed(array, code))
    gz.write_bytes(gzip.compress(packed(array, code)))
    for path in (plain, gz, str(plain)):
        found = read_idx(path)
        assert found.dtype == dtype.newbyteorder("=")
        assert found.dtype.isnative
        assert_array_equal(found, array)
        found += 1  # it belongs to the caller


GOOD = packed(np.arange(24, dtype=np.uint8).reshape(2, 3, 4), 0x08)
SQUEEZED = gzip.compress(GOOD)


def header(code, *lengths):
    return struct.pack(f">HBB{len(lengths)}I", 0, code, len(lengths), *lengths)


DAMAGE = {
    "empty": (b"", "start like an IDX file, such as 00 00 08 03 for images, got an empty file"),
    "short magic": (b"\0\0\x08", "got 00 00 08"),
    "text": (b"train,test\n1,2\n", "got 74 72 61 69"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), "got 89 50 4e 47"),
    "unknown type": (b"\0\0\x0a" + GOOD[3:], "got 00 00 0a 03"),
    "no axes": (b"\0\0\x08\0" + bytes(8), "got 00 00 08 00"),
    "too many axes": (b"\0\0\x08\xff" + bytes(2000), "got 00 00 08 ff"),
    "short header": (GOOD[:9], "to tell the lengths of 3 axes, but it ends before"),
    "only a header": (GOOD[:16], "expected 24 bytes after the header of"),
    "truncated": (GOOD[:-1], "for the shape (2, 3, 4), got fewer"),
    "too long": (GOOD + b"\0", "for the shape (2, 3, 4), got more"),
    "no samples": (header(0x08, 0, 28, 28), "expected entries in"),
    "overflowing axes": (header(0x08, 0, 2**32 - 1, 2**32 - 1, 2**32 - 1), "expected entries in"),
    "bomb": (header(0x08, 2**31 - 1) + b"x", "got fewer"),
    "large bomb": (header(0x0E, *[2**32 - 1] * 32) + b"x", "expected at most 2147483648 bytes in"),
    "little-endian": (GOOD[:4] + GOOD[4:16][::-1] + GOOD[16:], "bytes"),
    "gzip, truncated": (SQUEEZED[:-9], "cannot unpack"),
    "gzip, no trailer": (SQUEEZED[:-8], "cannot unpack"),
    "gzip, wrong sum": (SQUEEZED[:-8] + bytes(4) + SQUEEZED[-4:], "cannot unpack"),
    "gzip, wrong length": (SQUEEZED[:-4] + bytes(4), "cannot unpack"),
    "gzip, nonsense": (SQUEEZED[:10] + b"\xff" * 40, "cannot unpack"),
    "gzip, two bytes": (SQUEEZED[:2], "cannot unpack"),
    "gzip, unknown method": (SQUEEZED[:2] + b"\x07" + SQUEEZED[3:], "cannot unpack"),
    "gzip, garbage behind": (SQUEEZED + b"garbage", "cannot unpack"),
    "gzip, of nothing": (gzip.compress(b""), "got an empty file"),
    "gzip, of text": (gzip.compress(b"hello world"), "got 68 65 6c 6c"),
    "gzip, of a short file": (gzip.compress(GOOD[:-1]), "got fewer"),
    "gzip, of a long file": (gzip.compress(GOOD + b"\0"), "got more"),
    "gzip, twice": (gzip.compress(SQUEEZED), "got 1f 8b 08 00"),
    "gzip, small header and much behind": (gzip.compress(header(0x08, 10) + bytes(2**26)), "got more"),
    "gzip, bomb": (gzip.compress(header(0x08, 2**31 - 1) + b"x"), "got fewer"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damaged_files_get_a_sentence_and_no_memory(tmp_path, case):
    content, sentence = DAMAGE[case]
    path = tmp_path / "file"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"^read_idx (expected|cannot)") as caught:
            read_idx(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None  # no traceback of zlib's
    assert peak < 4e6


@pytest.mark.parametrize("content", [GOOD, SQUEEZED], ids=["plain", "gzip"])
def test_every_cut_is_noticed(tmp_path, content):
    path = tmp_path / "file"
    for end in range(len(content)):
        path.write_bytes(content[:end])
        with pytest.raises(ValueError, match=r"^read_idx"):
            read_idx(path)


@given(position=st.integers(0, len(SQUEEZED) - 1), value=st.integers(0, 255))
def test_a_changed_byte_gives_the_entries_or_a_sentence(tmp_path_factory, position, value):
    path = tmp_path_factory.getbasetemp() / "changed"
    path.write_bytes(SQUEEZED[:position] + bytes([value]) + SQUEEZED[position + 1 :])
    try:
        found = read_idx(path)
    except ValueError as error:
        found = error
    if isinstance(found, ValueError):
        assert str(found).startswith("read_idx")
    else:
        assert_array_equal(found, np.arange(24).reshape(2, 3, 4))  # gzip's time stamp and the like


def test_a_packed_file_may_not_unpack_to_more_than_the_limit(tmp_path):
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(header(0x08, 30_000_000) + bytes(30_000_000)))
    assert path.stat().st_size < 40_000
    tracemalloc.start()
    with pytest.raises(ValueError, match="expected at most 1000000 bytes"):
        read_idx(path, limit=10**6)
    assert tracemalloc.get_traced_memory()[1] < 1e6
    tracemalloc.stop()
    assert read_idx(path, limit=30_000_000).shape == (30_000_000,)  # packed as far as gzip can
    path.write_bytes(GOOD)
    assert read_idx(path, limit=24).size == 24
    with pytest.raises(ValueError, match="at most 23 bytes"):
        read_idx(path, limit=23)
    with pytest.raises(TypeError, match="read_idx expected a whole number of limit"):
        read_idx(path, limit="1 GB")


def test_missing_files_stay_missing_files(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_idx(tmp_path / "nowhere")


# MNIST

PARTS = {
    "train-images-idx3-ubyte": generator().integers(0, 256, (12, 5, 4), np.uint8),
    "train-labels-idx1-ubyte": np.append(np.arange(10), [3, 1]).astype(np.uint8),
    "t10k-images-idx3-ubyte": generator(1).integers(0, 256, (6, 5, 4), np.uint8),
    "t10k-labels-idx1-ubyte": np.array([9, 8, 0, 1, 2, 2], np.uint8),
}


def write(folder, *, dotted=False, squeezed=False, **changed):
    for name, array in PARTS.items():
        content = packed(changed.get(name[:7].strip("-").replace("-", "_"), array), 0x08)
        path = folder / ((name.replace("-idx", ".idx") if dotted else name) + ".gz" * squeezed)
        path.write_bytes(gzip.compress(content) if squeezed else content)


@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("squeezed", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_mnist_under_each_of_its_names(tmp_path, dotted, squeezed, dtype):
    write(tmp_path, dotted=dotted, squeezed=squeezed)
    for data, part in zip(mnist(str(tmp_path), dtype=dtype), ("train", "t10k"), strict=True):
        images, labels = PARTS[f"{part}-images-idx3-ubyte"], PARTS[f"{part}-labels-idx1-ubyte"]
        assert data.X.dtype == dtype
        assert_array_equal(data.X, (images.reshape(len(images), 20) / dtype(255)).astype(dtype))
        assert 0 <= data.X.min() < data.X.max() <= 1
        assert_array_equal(data.y, labels)
        assert data.y.dtype == np.int64
        assert data.image_shape == (5, 4)
        assert data.feature_names[7] == "pixel_1_3"
        assert data.target_names == tuple("0123456789")


def test_missing_mnist_files_are_named(tmp_path):
    write(tmp_path, dotted=True, squeezed=True)
    (tmp_path / "t10k-labels.idx1-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError) as caught:
        mnist(tmp_path)
    for name in ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"):
        assert f"{name}, " in str(caught.value)
        assert f"{name}.gz" in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "train" not in str(caught.value).replace(str(tmp_path), "")
    (tmp_path / "t10k-labels-idx1-ubyte").mkdir()
    with pytest.raises(FileNotFoundError):
        mnist(tmp_path)


@pytest.mark.parametrize(
    ("squeezed", "sentence"), [(False, "got fewer"), (True, "cannot unpack")], ids=["plain", "gzip"]
)
def test_damaged_mnist_files_are_named(tmp_path, squeezed, sentence):
    write(tmp_path, squeezed=squeezed)
    path = next(tmp_path.glob("t10k-images*"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError, match=sentence) as caught:
        mnist(tmp_path)
    assert str(path) in str(caught.value)


def test_files_that_are_not_mnist(tmp_path):
    images, labels = tmp_path / "train-images-idx3-ubyte", tmp_path / "train-labels-idx1-ubyte"
    write(tmp_path)
    labels.write_bytes(packed(np.arange(11), 0x08))
    with pytest.raises(ValueError, match=r"one label for each image, got 12 images in .* and 11 labels in"):
        mnist(tmp_path)
    labels.write_bytes(images.read_bytes())
    with pytest.raises(ValueError, match=r"expected labels in .*, unsigned bytes with 1 axes, got uint8 of"):
        mnist(tmp_path)
    images.write_bytes(packed(np.ones((2, 3, 3)), 0x0D))
    with pytest.raises(ValueError, match=r"expected images in .*, unsigned bytes with 3 axes, got float32"):
        mnist(tmp_path)
    with pytest.raises(TypeError, match=r"np.float32 or np.float64 as dtype, got .*int"):
        mnist(tmp_path, dtype=int)


# Errors

ERRORS = {
    "inner": (lambda: datasets.circles(4, generator(), inner=1), ValueError, "between 0 and 1, got 1"),
    "turns": (lambda: datasets.spirals(4, generator(), turns=0), ValueError, "expected a positive turns"),
    "classes": (lambda: datasets.spirals(4, generator(), classes=0), ValueError, "at least 1 as classes"),
    "centers": (lambda: datasets.blobs(4, generator(), centers=[1, 2]), ValueError, "(K, d), one per row"),
    "no centers": (lambda: datasets.blobs(4, generator(), centers=np.ones((0, 2))), ValueError, "(0, 2)"),
    "coefficients": (lambda: datasets.polynomial(4, generator(), coefficients=3), ValueError, "a list of"),
    "words": (
        lambda: datasets.polynomial(4, generator(), coefficients="x"),
        TypeError,
        "expected real numbers as coef",
    ),
    "seed": (lambda: datasets.classification(4, -1), ValueError, "a seed from 0 to 4294967295, got -1"),
    "features": (lambda: datasets.classification(features=3), ValueError, "at least 4 features"),
    "five": (lambda: datasets.classification(classes=5), ValueError, "2 to 4 classes, got 20 and 5"),
    "rng": (lambda: datasets.classification(4, "seed"), TypeError, "expected a NumPy Generator as rng"),
    "true": (lambda: datasets.classification(4, True), TypeError, "expected a NumPy Generator as rng"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_bad_options_get_a_sentence(case):
    call, kind, sentence = ERRORS[case]
    with pytest.raises(kind) as caught:
        call()
    assert sentence in str(caught.value)


@pytest.mark.parametrize("name", GENERATORS)
def test_bad_arguments_of_generators_get_a_sentence(name):
    function = getattr(datasets, name)
    assert list(inspect.signature(function).parameters)[:3] == ["n", "rng", "noise"]
    for arguments, noise, kind, sentence in (
        ((0, generator()), 0.1, ValueError, "at least 1 as n, got 0"),
        ((2.5, generator()), 0.1, TypeError, "a whole number of n"),
        ((3, 42), 0.1, TypeError, "pass np.random.default_rng(42)"),
        ((3, generator()), -0.1, ValueError, "a noise of at least 0, got -0.1"),
        ((3, generator()), np.nan, ValueError, "finite numbers as noise"),
        ((3, generator()), "some", TypeError, "expected real numbers as noise"),
    ):
        with pytest.raises(kind) as caught:
            function(*arguments, noise=noise)
        assert str(caught.value).startswith(f"{name} expected")
        assert sentence in str(caught.value)
