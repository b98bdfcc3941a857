from __future__ import annotations

from pathlib import Path

from gradbreak.errors import ExitCode
from tests.gradbreak.cli.ending import gradbreak

ROOT = Path(__file__).parents[3]


def test_what_was_written_is_said(tmp_path):
    ending = gradbreak("assignment", tmp_path / "homework", "--root", ROOT)
    assert (ending.code, ending.out.splitlines()[0]) == (ExitCode.DONE, f"Written: {tmp_path}/homework")
    assert {path.name for path in (tmp_path / "homework").iterdir()} == {"README.md", "autograder", "student"}


def test_a_folder_that_is_not_empty_is_refused(tmp_path):
    (tmp_path / "mine").write_text("")
    ending = gradbreak("assignment", tmp_path, "--root", ROOT)
    assert (ending.code, ending.error) == (
        ExitCode.USAGE,
        f"{tmp_path} is not empty. Name a folder that does not exist yet",
    )
