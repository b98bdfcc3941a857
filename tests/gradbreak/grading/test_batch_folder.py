from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import msgspec
import pytest

from gradbreak.grading.batch_folder import write_batch
from gradbreak.grading.model import FeedbackPolicy, GradedSubmission
from gradbreak.grading.output.written_files import LIST
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, WEAK, graded, redacted

BATCH = (STRONG, MIDDLING, WEAK, BROKEN)


@pytest.fixture
def write(tmp_path):
    def write(submissions=BATCH, policy=FeedbackPolicy.EVERYTHING):
        names = [each.grade.submission for each in submissions]
        return tmp_path, list(write_batch(tmp_path, names, submissions, partial(redacted, policy=policy), redacted))

    return write


def test_every_submission_has_a_page_and_a_json_file_and_the_class_a_page_and_a_table(write):
    folder, _ = write()
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    each = [f"submissions/{name}.{suffix}" for name in ("anna", "bo", "cem", "dana") for suffix in ("html", "json")]
    assert files == [LIST, "grades.csv", "index.html", *each]


def test_the_json_file_is_what_the_command_prints(write):
    folder, grades = write()
    assert json.loads((folder / "submissions/anna.json").read_text())["score"] == grades[1].grade.score


def test_what_authors_get_keeps_to_the_policy_and_what_the_teacher_gets_does_not(write):
    folder, _ = write(policy=FeedbackPolicy.VERDICT)
    assert "tanh" not in (folder / "submissions/anna.html").read_text()
    assert "tanh" not in (folder / "submissions/anna.json").read_text()
    assert "tanh.self" in (folder / "index.html").read_text()


def test_a_name_like_a_path_stays_in_the_folder(write):
    folder, _ = write((graded("../../evil"), graded("..%2fevil")))
    assert {path.parent for path in folder.rglob("*.json")} == {folder / "submissions"}
    assert not (folder.parent / "evil.html").exists()


def test_each_submission_s_files_are_there_as_soon_as_it_is_graded(tmp_path):
    seen = []

    def grades() -> Iterator[GradedSubmission]:
        for submission in BATCH:
            seen.append(len(list(tmp_path.rglob("*.html"))))
            yield submission

    names = [each.grade.submission for each in BATCH]
    list(write_batch(tmp_path, names, grades(), redacted, redacted))
    assert seen == [0, 1, 2, 3]


def test_the_same_grades_give_the_same_bytes(write):
    folder, _ = write()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_submission_that_is_called_otherwise_now_leaves_no_page_under_its_old_name(write):
    folder, _ = write((STRONG, WEAK))
    (folder / "submissions/remarks.html").write_text("the teacher's")
    old = {path.name for path in (folder / "submissions").iterdir()}
    write((msgspec.structs.replace(STRONG, grade=msgspec.structs.replace(STRONG.grade, submission="renamed")), WEAK))
    new = {path.name for path in (folder / "submissions").iterdir()}
    name = STRONG.grade.submission
    assert (old - new, new - old) == (
        {f"{name}.html", f"{name}.json"},
        {"renamed.html", "renamed.json"},
    )


def test_no_half_written_file_is_left(write):
    folder, _ = write()
    assert list(folder.rglob("*.part")) == []
