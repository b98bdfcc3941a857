from __future__ import annotations

import os
import time

import pytest

from gradbreak.errors import Conflict
from gradbreak.workcopy.files import beside_path, keep_beside, real_path, replace_file


@pytest.mark.parametrize("ago", [0.0, 3600.0, -3600.0])
def test_new_content_is_at_least_a_second_younger_and_not_older_than_now(tmp_path, ago):
    path = tmp_path / "core.py"
    path.write_text("old")
    modified = time.time() - ago
    os.utime(path, (modified, modified))
    began = time.time_ns()
    replace_file(path, b"new")
    assert int(path.stat().st_mtime) > int(modified)
    assert path.stat().st_mtime_ns >= began


def test_a_file_that_cannot_be_replaced_is_as_it_was_and_nothing_is_left_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "core.py"
    path.write_text("old")

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])


def test_what_an_interruption_left_beside_a_file_is_overwritten(tmp_path):
    path = tmp_path / "core.py"
    path.write_text("old")
    beside_path(path).write_text("half")
    replace_file(path, b"new")
    assert (path.read_text(), list(tmp_path.iterdir())) == ("new", [path])


def test_a_copy_beside_a_file_never_takes_the_place_of_another(tmp_path):
    path = tmp_path / "core.py"
    names = [keep_beside(path, "before-break", content).name for content in (b"one", b"two", b"one", b"three")]
    assert names == ["core.py.before-break", "core.py.before-break.2", "core.py.before-break", "core.py.before-break.3"]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"one", b"two", b"one", b"three"]


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "core.py").mkdir()
    with pytest.raises(Conflict, match=r"core\.py is no regular file"):
        real_path(tmp_path, "core.py")


def test_a_path_that_climbs_out_of_the_project_is_refused(tmp_path):
    with pytest.raises(Conflict, match="leads out of the project"):
        real_path(tmp_path / "project", "../core.py")
