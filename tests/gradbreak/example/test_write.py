"""Writing the example project."""

from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import GradbreakError
from gradbreak.example import example_files, write_example


def test_what_is_written_is_a_project_that_can_be_read(tmp_path):
    write_example(tmp_path / "new")
    assert load_config(tmp_path / "new").engine.file in example_files()


def test_an_empty_folder_is_used(tmp_path):
    write_example(tmp_path)
    assert (tmp_path / "minigrad/scalar.py").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(GradbreakError, match="is not empty"):
        write_example(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GradbreakError, match="cannot be written"):
        write_example(tmp_path / "file/below")
