from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import RunLimits, SuiteConfig, load_config
from gradbreak.engine.edits import Edit
from gradbreak.errors import Busy
from gradbreak.model import Failure, FailureKind
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer, Journal, JournalRow, Keys, open_journal
from gradbreak.run.messages import FoundTest, Measured
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.small_project import ENGINE

FILE = "tiny/core.py"
FAILURE = Failure(
    kind=FailureKind.ASSERTION, exception="AssertionError", message="1 ≠ 2\n…", file="t.py", line=3, statement="assert"
)
ROWS = [
    JournalRow(
        "first", {"t.py::test_a": CellAnswer(Outcome.PASSED), "t.py::test_b": CellAnswer(Outcome.FAILED, FAILURE)}
    ),
    JournalRow("second", {"t.py::test_a": CellAnswer(Outcome.TIMEOUT)}),
    JournalRow("third", {"t.py::test_ä[\n]": CellAnswer(Outcome.CRASHED)}),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.jsonl"


def loaded(path) -> dict[str, JournalRow]:
    journal = Journal(path)
    journal.load()
    return journal.rows


def test_rows_come_back_as_they_were(path):
    journal = Journal(path)
    for row in ROWS:
        journal.append(row)
    assert loaded(path) == {row.key: row for row in ROWS} == journal.rows


def test_a_row_is_on_disk_as_soon_as_it_is_finished(path):
    Journal(path).append(ROWS[0])
    assert loaded(path) == {"first": ROWS[0]}


def test_a_journal_cut_off_anywhere_keeps_every_whole_row_and_takes_new_ones(path, tmp_path):
    for row in ROWS[:2]:
        Journal(path).append(row)
    whole = path.read_bytes()
    first_ends = whole.index(b"\n", 1)
    for length in range(len(whole)):
        cut = tmp_path / "cut.jsonl"
        cut.write_bytes(whole[:length])
        Journal(cut).append(ROWS[2])
        assert loaded(cut) == {row.key: row for row in ([ROWS[0]] if length >= first_ends else []) + [ROWS[2]]}


def test_a_later_row_replaces_an_earlier_one_of_the_same_key(path):
    newer = JournalRow("first", {"t.py::test_a": CellAnswer(Outcome.CRASHED)})
    for row in (ROWS[0], newer):
        Journal(path).append(row)
    assert loaded(path) == {"first": newer}


def test_a_small_journal_keeps_rows_that_were_not_used(path):
    journal = Journal(path)
    for row in ROWS:
        journal.append(row)
    journal.compact(["second"])
    assert len(loaded(path)) == 3


def test_a_large_journal_is_reduced_to_the_rows_that_were_used(path, monkeypatch):
    monkeypatch.setattr("gradbreak.run.journal.LARGEST", 10)
    journal = Journal(path)
    for row in ROWS:
        journal.append(row)
    journal.compact(["second", "third"])
    assert loaded(path) == {row.key: row for row in ROWS[1:]}
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_starting_over_forgets_what_is_on_disk(tmp_path):
    with open_journal(tmp_path, fresh=False) as journal:
        journal.append(ROWS[0])
    with open_journal(tmp_path, fresh=True) as journal:
        assert journal.rows == {}
    with open_journal(tmp_path, fresh=False) as journal:
        assert journal.rows == {}


def test_two_runs_at_once_are_refused_and_one_after_the_other_is_not(tmp_path):
    with (
        open_journal(tmp_path, fresh=False),
        pytest.raises(Busy, match="another run is going on in"),
        open_journal(tmp_path, fresh=True),
    ):
        pass
    with open_journal(tmp_path, fresh=False) as journal:
        assert journal.rows == {}


def test_a_run_that_is_refused_does_not_empty_the_journal_of_the_one_that_goes_on(tmp_path):
    with open_journal(tmp_path, fresh=False) as journal:
        journal.append(ROWS[0])
        with pytest.raises(Busy), open_journal(tmp_path, fresh=True):
            pass
        assert loaded(journal.path) == {"first": ROWS[0]}


def test_git_ignores_the_folder(tmp_path):
    with open_journal(tmp_path, fresh=False):
        assert (tmp_path / ".gradbreak/.gitignore").read_text().splitlines()[-1] == "*"


# -- keys -------------------------------------------------------------------------------------------


@pytest.fixture
def key(project):
    """Makes the key of a row of the small project after something in it was changed."""
    config = load_config(project.root)
    suite = SuiteConfig(name="diamond", short="dia", path="tests/diamond", teaches="")
    measured = Measured(lines={}, coverage={}, files=("tests/diamond/test_diamond.py", "pyproject.toml"))

    def make(
        *edits: Edit,
        mutant: str = "tiny.core.x__mutmut_1",
        source: str = ENGINE,
        tests: tuple[str, ...] = ("t.py::test_a",),
        files: tuple[str, ...] = measured.files,
        **settings: object,
    ) -> str:
        baseline = SuiteBaseline(
            suite=suite,
            tests=tuple(FoundTest(id=test, name=test, file="t.py", line=1) for test in tests),
            skipped=frozenset(),
            seconds={},
            alone={},
            measured=msgspec.structs.replace(measured, files=files),
        )
        keys = Keys(msgspec.structs.replace(config, **settings), {FILE: source}, [baseline])
        return keys.key(mutant, edits, "diamond")

    return make


def edit(old: str, new: str, source: str = ENGINE, number: int = 0) -> Edit:
    """The change of one occurrence of ``old``, counted from 0."""
    start = -1
    for _ in range(number + 1):
        start = source.index(old, start + 1)
    return Edit(file=FILE, start=start, end=start + len(old), replacement=new)


def test_the_same_row_has_the_same_key(key):
    assert key(edit("0.0", "1.0")) == key(edit("0.0", "1.0"))


def test_a_comment_and_blank_lines_further_up_leave_the_key_as_it_is(key):
    commented = ENGINE.replace("class Node:", "# A node,\n\n# no less.\nclass Node:  # é")
    assert key(edit("0.0", "1.0", commented), source=commented) == key(edit("0.0", "1.0"))


def test_one_name_for_two_places_makes_two_keys(key):
    # The 0.0 of __init__ and of clear: mutmut numbers them anew when one is taken out of mutation.
    assert key(edit("0.0", "1.0", number=0)) != key(edit("0.0", "1.0", number=1))


def test_the_end_of_a_change_is_part_of_the_key(key):
    assert key(edit("reversed", "x")) != key(edit("reversed(order)", "x"))


def test_every_change_of_a_break_is_part_of_the_key(key):
    first, second = edit("0.0", "1.0", number=0), edit("0.0", "1.0", number=1)
    assert len({key(first), key(first, second), key()}) == 3


def test_the_replacement_is_part_of_the_key(key):
    assert key(edit("0.0", "1.0")) != key(edit("0.0", "2.0"))


@pytest.mark.parametrize(
    "settings",
    [
        {"tests": ("t.py::test_a", "t.py::test_b")},
        {"files": ("tests/diamond/test_diamond.py",)},
        {"files": ("tests/straight/test_straight.py", "pyproject.toml")},
        {"limits": RunLimits(test_seconds=7.0)},
        {"source": ENGINE.replace("1.0", "2.0")},
        {"mutant": "tiny.core.x__mutmut_2"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_what_a_verdict_depends_on_is_part_of_the_key(key, settings):
    assert key(**settings) != key()


def test_what_is_recorded_of_the_engine_is_part_of_the_key_and_what_operations_are_called_is_not(key, project):
    engine = load_config(project.root).engine
    renamed = msgspec.structs.replace(engine, operations={"__add__": "plus"})
    elsewhere = msgspec.structs.replace(engine, gradient="held")
    assert key(engine=renamed) == key(engine=engine) != key(engine=elsewhere)


def test_what_gradbreak_itself_keeps_in_the_project_is_not_part_of_the_key(key, project):
    project.write({".gradbreak/hypothesis/constants": "a"})
    files = ("pyproject.toml", ".gradbreak/hypothesis/constants")
    assert key(files=files) == key(files=("pyproject.toml",))
