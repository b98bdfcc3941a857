"""``gradbreak example``."""

from __future__ import annotations

from gradbreak.errors import ExitCode
from tests.gradbreak.cli.ending import gradbreak


def test_it_says_where_the_project_is_and_what_to_do_next(tmp_path):
    ending = gradbreak("example", tmp_path / "try")
    assert ending.code == ExitCode.DONE
    assert ending.out == f"Written: {tmp_path}/try\nNext: cd {tmp_path}/try, then gradbreak run\n"


def test_a_full_folder_is_refused(tmp_path):
    (tmp_path / "mine.txt").touch()
    ending = gradbreak("example", tmp_path)
    assert ending.code == ExitCode.USAGE
    assert ending.error == f"{tmp_path} is not empty. Name a folder that does not exist yet"
