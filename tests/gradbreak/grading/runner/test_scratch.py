"""Emptying a folder whatever is in it."""

from __future__ import annotations

import os

import pytest

from gradbreak.grading.runner.scratch import empty


def test_a_folder_is_emptied_of_files_links_pipes_and_folders(tmp_path):
    (tmp_path / "folder/inner").mkdir(parents=True)
    (tmp_path / "folder/inner/file").write_text("x")
    (tmp_path / "moved-0").mkdir()
    (tmp_path / "link").symlink_to("/")
    os.mkfifo(tmp_path / "pipe")
    assert empty(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_folder_is_removed_and_not_followed(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/file").write_text("x")
    (tmp_path / "emptied").mkdir()
    (tmp_path / "emptied/link").symlink_to(tmp_path / "kept")
    assert empty(str(tmp_path / "emptied"))
    assert (tmp_path / "kept/file").read_text() == "x"


def test_closed_folders_are_opened(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/b").chmod(0)
    (tmp_path / "a").chmod(0)
    assert empty(str(tmp_path))


def test_folders_deeper_than_any_path_are_removed(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("deeper", dir_fd=here)
        inner = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    assert empty(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_long_is_given_up(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}/inner").mkdir(parents=True)
    assert not empty(str(tmp_path), seconds=0)


@pytest.mark.parametrize("name", ["gone"])
def test_a_folder_that_is_not_there_cannot_be_emptied(tmp_path, name):
    assert not empty(str(tmp_path / name))
