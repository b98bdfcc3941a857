"""Finding the submissions of a batch."""

from __future__ import annotations

from gradbreak.grading.intake import read_submissions, submission_names


def test_folders_test_files_and_archives_are_submissions_and_nothing_else(tmp_path):
    for name in ("bob", "__MACOSX", ".hidden", "__pycache__"):
        (tmp_path / name).mkdir()
    for name in ("alice.py", "carol.zip", "dan.tar.gz", "notes.txt", ".DS_Store", "conftest.py", "grades.csv"):
        (tmp_path / name).write_text("")
    assert [path.name for path in read_submissions(tmp_path)] == ["alice.py", "bob", "carol.zip", "dan.tar.gz"]


def test_a_link_out_of_the_batch_is_no_submission(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "batch").mkdir()
    (tmp_path / "batch/alice").symlink_to(tmp_path / "other")
    assert read_submissions(tmp_path / "batch") == []


def test_names_lose_their_suffix_unless_another_has_the_same(tmp_path):
    paths = [tmp_path / name for name in ("alice.py", "alice.zip", "bob.tar.xz")]
    for path in paths:
        path.write_text("")
    assert list(submission_names(paths).values()) == ["alice.py", "alice.zip", "bob"]
