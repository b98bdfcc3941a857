"""Finding the submissions of a batch."""

from __future__ import annotations

import os

import pytest

from gradbreak.grading.intake import (
    hand_ins,
    looks_like_a_class,
    passed_over,
    read_submission,
    read_submissions,
    submission_names,
)


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
    assert [path.name for path in passed_over(tmp_path)] == ["bob.rar", "evil"]


def test_names_lose_their_suffix_unless_another_has_the_same(tmp_path):
    paths = [tmp_path / name for name in ("alice.py", "alice.zip", "bob.tar.xz")]
    for path in paths:
        path.write_text("")
    assert list(submission_names(paths).values()) == ["alice.py", "alice.zip", "bob"]


def files(folder, *names):
    for name in names:
        (folder / name).write_text("def test_a():\n    assert 1 + 1 == 2\n")
    return [folder / name for name in sorted(names)]


def grouped(paths):
    return {each.name: [name for _, name in each.paths] for each in hand_ins(paths, by_student=True)}


def test_files_that_canvas_names_after_one_student_are_one_submission(tmp_path):
    paths = files(tmp_path, "doejane_101_9001_test_a.py", "doejane_LATE_101_9002_helpers.py", "muster_102_9003_x.py")
    assert grouped(paths) == {"doejane_101": ["test_a.py", "helpers.py"], "muster_102_9003_x": ["x.py"]}


def test_of_two_uploads_of_one_name_the_newest_counts(tmp_path):
    names = ["d_1_10_test_a.py", "d_1_11_test_a-1.py", "d_1_12_test_a-2.py", "d_1_13_helpers.py"]
    (only,) = hand_ins(files(tmp_path, *names), by_student=True)
    assert [(path.name, name) for path, name in only.paths] == [
        ("d_1_12_test_a-2.py", "test_a.py"),
        ("d_1_13_helpers.py", "helpers.py"),
    ]
    assert set(only.replaced) == {"d_1_10_test_a.py", "d_1_11_test_a-1.py"}


def test_two_files_that_a_student_numbered_are_both_kept(tmp_path):
    (only,) = hand_ins(files(tmp_path, "d_1_10_part-1.py", "d_1_11_part-2.py"), by_student=True)
    assert len(only.paths) == 2
    assert only.replaced == ()


def test_two_folders_that_moodle_names_after_one_student_are_one_submission(tmp_path):
    for kind in ("file_", "onlinetext"):
        (tmp_path / f"Jane Doe_4711_assignsubmission_{kind}").mkdir()
    assert list(grouped(sorted(tmp_path.iterdir()))) == ["Jane Doe_4711"]


def test_files_are_not_grouped_where_each_is_named_by_itself(tmp_path):
    assert len(hand_ins(files(tmp_path, "d_1_2_a.py", "d_1_3_b.py"))) == 2


def test_names_that_read_alike_stay_apart(tmp_path):
    paths = [tmp_path / os.fsdecode(name) for name in (b"M\xfcller.py", "Müller.py".encode())]
    assert sorted(submission_names(paths).values()) == sorted({*submission_names(paths).values()})
    assert len(set(submission_names(paths).values())) == 2


@pytest.mark.parametrize(
    ("names", "is_class"),
    [
        (["Jane_1_assignsubmission_file_a.py", "Jo_2_assignsubmission_file_a.py"], True),
        (["ann.zip", "bob.zip"], True),
        (["test_a.py", "data.zip", "more.zip"], False),
        (["test_a.py", "test_b.py"], False),
    ],
)
def test_a_folder_of_submissions_is_recognised_where_each_was_forgotten(tmp_path, names, is_class):
    files(tmp_path, *names)
    assert looks_like_a_class(tmp_path) is is_class
