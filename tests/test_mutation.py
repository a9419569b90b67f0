"""Classic mistakes, planted one by one: the checks must notice each, as the book's table says.

``python -m nox -s mutation`` records the table anew.
"""

import json
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from mutation import runner
from mutation.mistakes import MISTAKES, Mistake

COMMITTED = json.loads(runner.RECORD.read_text(encoding="utf-8"))


@pytest.fixture
def _torch():
    """Skip where PyTorch is missing, without importing it here: only the processes that check need it."""
    if find_spec("torch") is None:
        pytest.skip("PyTorch is missing; it comes with: pip install nnbook[torch]")


@pytest.mark.torch
@pytest.mark.usefixtures("_torch")
def test_the_source_as_it_is_passes_every_check():
    assert runner.noticed(None) == {}


@pytest.mark.torch
@pytest.mark.usefixtures("_torch")
@pytest.mark.parametrize("row", COMMITTED, ids=lambda row: row["key"])
def test_a_mistake_is_noticed_as_the_book_says(row):
    assert runner.record(MISTAKES[row["key"]]) == row
    assert row["noticed"]


def test_the_committed_table_holds_every_mistake():
    assert [row["key"] for row in COMMITTED] == list(MISTAKES)
    assert len(MISTAKES) >= 36
    assert len({mistake.sentence for mistake in MISTAKES.values()}) == len(MISTAKES)


def test_that_it_learns_says_little_and_the_other_kinds_need_each_other():
    noticed = Counter(kind for row in COMMITTED for kind in row["noticed"])
    alone = Counter(kind for row in COMMITTED if len(row["noticed"]) == 1 for kind in row["noticed"])
    assert noticed["learning"] < len(COMMITTED) / 4
    assert alone["learning"] == 0
    for kind in set(runner.KINDS) - {"learning"}:
        assert alone[kind]
        assert noticed[kind] > 2 * noticed["learning"]


@pytest.mark.parametrize("key", MISTAKES)
def test_a_mistake_changes_one_place_and_still_is_python(key):
    mistake = MISTAKES[key]
    source = (runner.ROOT / "nnbook" / mistake.file).read_text(encoding="utf-8")
    planted = mistake.planted_in(source)
    assert planted != source
    compile(planted, mistake.file, "exec")
    with pytest.raises(ValueError, match="up to date"):
        mistake.planted_in(planted + planted)


def test_a_mistake_whose_place_has_gone_or_doubled_is_refused():
    mistake = Mistake("key", "A sentence.", "file.py", (("a = 1", "a = 2"),))
    assert mistake.planted_in("a = 1\n") == "a = 2\n"
    for source in ("", "a = 1\na = 1\n"):
        with pytest.raises(ValueError, match="expected exactly one place"):
            mistake.planted_in(source)
