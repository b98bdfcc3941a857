from __future__ import annotations

import pytest

from gradbreak.errors import Busy
from gradbreak.model import Failure, FailureKind
from gradbreak.run.journal import CellAnswer, Journal, JournalRow, open_journal
from gradbreak.testing.outcome import Outcome

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
    whole = path.read_bytes().rstrip(b"\n")
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
