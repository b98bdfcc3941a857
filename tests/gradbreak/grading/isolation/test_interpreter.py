"""Which files Python and a few packages need."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation.interpreter import (
    executable,
    installed_package_folders,
    library_folders,
    package_files,
)


def test_a_package_comes_with_what_it_requires_and_nothing_else():
    names = set(package_files(["pytest"]))
    assert {"pytest", "_pytest", "pluggy", "iniconfig"} <= names
    assert not names & {"gradbreak", "hypothesis", "msgspec", "..", "__pycache__"}


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(CouldNotGrade, match="no-such-package"):
        package_files(["no-such-package"])


def test_the_executable_is_outside_any_virtual_environment():
    assert not executable().is_symlink()
    assert executable().is_file()


def test_the_standard_library_is_among_the_folders_or_below_one():
    stdlib = Path(sysconfig.get_path("stdlib"))
    assert any(folder == stdlib or folder in stdlib.parents for folder in library_folders())


def test_no_folder_is_below_another():
    folders = [folder for folder in library_folders() if not folder.is_symlink()]
    assert not [1 for one in folders for other in folders if other in one.parents]


def test_installed_packages_are_found_to_be_hidden(tmp_path):
    (tmp_path / "python3.11/site-packages").mkdir(parents=True)
    (tmp_path / "python3/dist-packages").mkdir(parents=True)
    found = {path.relative_to(tmp_path).as_posix() for path in installed_package_folders([tmp_path])}
    assert found == {"python3.11/site-packages", "python3/dist-packages"}
