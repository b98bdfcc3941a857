from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from gradbreak import __version__
from gradbreak.errors import Busy, ConfigError
from gradbreak.grading.journal import FILE, KEY_FILE, open_grade_journal, open_journal
from gradbreak.grading.judge import judge
from gradbreak.grading.model import GradedSubmission, IsolationKind, TestCatches
from gradbreak.grading.model.engine_grade import EngineGrade
from gradbreak.grading.rounds import Evidence
from tests.gradbreak.grading.engine_grades import NOT_GRADABLE, RIGHT, WRONG
from tests.gradbreak.grading.pretended import ENGINES, pretended


def graded(name: str) -> GradedSubmission:
    return judge(pretended(name, {}), Evidence(obstacle=name), ENGINES, (), IsolationKind.SUBPROCESS)


def test_a_grade_is_found_by_its_key_in_a_later_batch(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
        journal.append("l", graded("two"))
        assert journal.read("k") == graded("one")
    with open_grade_journal(tmp_path) as journal:
        assert ("k" in journal, "m" in journal) == (True, False)
        assert (journal.read("k"), journal.read("l")) == (graded("one"), graded("two"))


def test_a_line_that_was_cut_off_is_forgotten_and_harms_no_other(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
        journal.append("l", graded("two"))
    whole = (tmp_path / FILE).read_bytes()
    for length in range(len(whole)):
        (tmp_path / FILE).write_bytes(whole[:length])
        with open_grade_journal(tmp_path) as journal:
            kept = [key for key in ("k", "l") if key in journal]
            journal.append("m", graded("three"))
        with open_grade_journal(tmp_path) as journal:
            assert [key for key in ("k", "l", "m") if key in journal] == [*kept, "m"]
            assert journal.read("m") == graded("three")
            assert all(journal.read(key) == graded({"k": "one", "l": "two"}[key]) for key in kept)


def test_a_line_that_is_json_and_no_grade_is_forgotten(tmp_path):
    (tmp_path / FILE).write_bytes(msgspec.json.encode({"key": "k", "graded": {"grade": 1}}) + b"\n")
    with open_grade_journal(tmp_path) as journal:
        assert "k" not in journal


def test_a_fresh_batch_forgets_what_is_there(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
    with open_grade_journal(tmp_path, fresh=True) as journal:
        assert "k" not in journal


def test_two_batches_cannot_hold_one_journal(tmp_path):
    with open_grade_journal(tmp_path), pytest.raises(Busy), open_grade_journal(tmp_path):
        pass


def test_a_new_folder_asks_git_to_ignore_it_and_an_existing_one_keeps_what_it_says(tmp_path):
    with open_grade_journal(tmp_path / "new"):
        assert (tmp_path / "new" / ".gitignore").read_text().endswith("\n*\n")
    (tmp_path / "new" / ".gitignore").write_text("mine")
    with open_grade_journal(tmp_path / "new"):
        assert (tmp_path / "new" / ".gitignore").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="file cannot be used"), open_grade_journal(tmp_path / "file"):
        pass


def changed(folder, old: bytes, new: bytes):
    content = (folder / FILE).read_bytes()
    assert old in content
    (folder / FILE).write_bytes(content.replace(old, new))


def test_a_grade_that_somebody_rewrote_is_refused_and_counted(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
        journal.append("l", graded("two"))
    changed(tmp_path, b'"submission":"one"', b'"submission":"eno"')
    with open_grade_journal(tmp_path) as journal:
        assert ("k" in journal, "l" in journal, journal.refused) == (False, True, 1)


def test_a_grade_that_was_moved_to_another_submission_is_refused(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
    changed(tmp_path, b'"key":"k"', b'"key":"l"')
    with open_grade_journal(tmp_path) as journal:
        assert "l" not in journal


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\xff\n"])
def test_a_journal_that_is_changed_while_it_is_open_has_no_such_grade(tmp_path, content):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
        (tmp_path / FILE).write_bytes(content)
        with pytest.raises(KeyError):
            journal.read("k")
        assert "k" not in journal


def test_only_the_owner_may_read_the_key_and_another_key_signs_nothing(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / KEY_FILE).write_bytes(bytes(32))
    with open_grade_journal(tmp_path) as journal:
        assert ("k" in journal, journal.refused) == (False, 1)


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_is_replaced(tmp_path, content):
    (tmp_path / KEY_FILE).write_bytes(content)
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", graded("one"))
        assert journal.read("k") == graded("one")


# -- other versions ------------------------------------------------------------------------------


def of_version(version: str) -> GradedSubmission:
    one = graded("one")
    return replace(one, grade=replace(one.grade, gradbreak_version=version))


def test_a_grade_of_another_version_is_not_used_and_its_version_named(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", of_version("0.0.9"))
        journal.append("l", graded("two"))
    with open_grade_journal(tmp_path) as journal:
        assert ("k" in journal, "l" in journal) == (False, True)
        assert (journal.of_other_versions, journal.unsigned, journal.refused) == ({"0.0.9": 1}, 0, 0)
        assert journal.previous(graded("one")) is None


def test_a_grade_that_this_version_cannot_read_is_one_of_another_version(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        record = msgspec.Raw(msgspec.json.encode({"grade": {"gradbreak_version": "9.9"}}))
        (tmp_path / FILE).write_bytes(
            msgspec.json.encode({"key": "k", "graded": record, "signature": journal._signature("k", record)}) + b"\n"
        )
    with open_grade_journal(tmp_path) as journal:
        assert journal.of_other_versions == {"9.9": 1}


FIRST_FORMAT = {
    "key": "k",
    "graded": {
        "grade": {
            "submission": "one",
            "verdict": "catches",
            "score": 40.0,
            "max_score": 100.0,
            "gradbreak_version": "0.1.0",
        },
        "rows": [],
    },
}
"""A line as gradbreak wrote it before it signed grades; it took one failure for a kill."""


def test_a_grade_without_a_signature_is_not_used_and_counted(tmp_path):
    (tmp_path / FILE).write_bytes(msgspec.json.encode(FIRST_FORMAT) + b"\n")
    with open_grade_journal(tmp_path) as journal:
        assert ("k" in journal, journal.unsigned, journal.refused) == (False, 1, 0)


# -- attempts ------------------------------------------------------------------------------------


def attempt(name: str, number: int) -> GradedSubmission:
    return msgspec.structs.replace(graded(name), rows=(TestCatches(test=f"test_{number}", caught=()),))


def test_the_previous_grade_of_a_name_is_the_one_before(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        for number in range(3):
            journal.append(f"k{number}", attempt("anna", number))
            journal.append(f"l{number}", attempt("bo", number))
    with open_grade_journal(tmp_path) as journal:
        assert journal.previous(attempt("anna", 2)) == attempt("anna", 1)


def test_a_first_grade_has_no_previous_one_and_the_same_again_has_none_either(tmp_path):
    with open_grade_journal(tmp_path) as journal:
        journal.append("k", attempt("anna", 0))
        journal.append("l", attempt("bo", 1))
        assert journal.previous(attempt("anna", 0)) is None
        assert journal.previous(attempt("cem", 0)) is None


def test_grades_of_engines_are_kept_in_a_journal_of_their_own(tmp_path):
    grades = [replace(each, gradbreak_version=__version__) for each in (RIGHT, WRONG, NOT_GRADABLE)]
    with open_journal(tmp_path, "engines.jsonl", EngineGrade) as journal:
        for each in grades:
            journal.append(each.submission, each)
    with open_journal(tmp_path, "engines.jsonl", EngineGrade) as journal, open_grade_journal(tmp_path) as suites:
        assert [journal.read(each.submission) for each in grades] == grades
        assert "anna" not in suites
