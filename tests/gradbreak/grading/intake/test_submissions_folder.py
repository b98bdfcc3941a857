"""Finding the submissions of a batch."""

from __future__ import annotations

from gradbreak.grading.intake import passed_over, read_submission, read_submissions, submission_names


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


def test_a_link_within_the_batch_is_a_submission(tmp_path):
    (tmp_path / "alice.py").write_text("def test_a(): pass")
    (tmp_path / "bob.py").symlink_to("alice.py")
    alice, bob = (read_submission(path) for path in read_submissions(tmp_path))
    assert (bob.name, bob.problem) == ("bob", "")
    assert list(bob.files.values()) == list(alice.files.values())


def test_a_link_to_itself_is_no_submission_and_no_error(tmp_path):
    (tmp_path / "alice.py").write_text("")
    (tmp_path / "loop.py").symlink_to("loop.py")
    (tmp_path / "nowhere.py").symlink_to("missing.py")
    assert [path.name for path in read_submissions(tmp_path)] == ["alice.py"]


def test_what_is_not_read_is_passed_over_by_name_and_junk_is_not_named(tmp_path):
    for name in ("alice.py", "bob.rar", "carol.ipynb", "DORA.PY", ".DS_Store", "conftest.py"):
        (tmp_path / name).write_text("")
    (tmp_path / "evil").symlink_to("/etc")
    assert [path.name for path in passed_over(tmp_path)] == ["DORA.PY", "bob.rar", "carol.ipynb", "evil"]


def test_names_lose_their_suffix_unless_another_has_the_same(tmp_path):
    paths = [tmp_path / name for name in ("alice.py", "alice.zip", "bob.tar.xz")]
    for path in paths:
        path.write_text("")
    assert list(submission_names(paths).values()) == ["alice.py", "alice.zip", "bob"]
