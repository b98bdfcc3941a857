import os
import stat

import pytest

from gradbreak.results import write_whole


def test_the_content_replaces_what_was_there(tmp_path):
    path = tmp_path / "results.json"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_nothing_is_left_beside_the_file(tmp_path):
    write_whole(tmp_path / "results.json", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "results.json"
    path.write_bytes(b"old")

    def no_space_left(*_):
        raise OSError("no space left")

    monkeypatch.setattr(type(path), "replace", no_space_left)
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, b"new")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("results.json", b"old")]


def test_others_may_read_the_file_as_far_as_the_umask_lets_them(tmp_path):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "results.json", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "results.json").stat().st_mode) == 0o644
