import os
import stat

import pytest

from gradbreak.errors import Busy
from gradbreak.process.files import append_line, locked, read_lines, replacing, write_whole


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


@pytest.fixture
def path(tmp_path):
    return tmp_path / "lines"


def values(path) -> list[list[str]]:
    return [value for _, value in read_lines(path, list[str])]


def test_lines_come_back_as_they_were_appended(path):
    for value in (["a\n"], [], ["ä", "b"]):
        append_line(path, value)
    assert values(path) == [["a\n"], [], ["ä", "b"]]


def test_a_line_stands_where_it_was_said_to_be(path):
    places = [append_line(path, [text]) for text in ("one", "two")]
    assert [place for place, _ in read_lines(path, list[str])] == places
    with path.open("rb") as file:
        file.seek(places[1])
        assert file.readline() == b'["two"]\n'


def test_a_file_cut_off_anywhere_keeps_every_whole_line_and_takes_new_ones(path, tmp_path):
    ends = []
    for text in ("one", "two"):
        append_line(path, [text])
        ends.append(path.stat().st_size - 1)  # a line is whole without its line break
    whole = path.read_bytes()
    for length in range(len(whole)):
        cut = tmp_path / "cut"
        cut.write_bytes(whole[:length])
        append_line(cut, ["new"])
        kept = [[text] for text, end in zip(("one", "two"), ends, strict=True) if length >= end]
        assert values(cut) == [*kept, ["new"]]


def test_a_line_of_another_kind_is_left_out(path):
    append_line(path, {"from": "another version"})
    append_line(path, ["kept"])
    assert values(path) == [["kept"]]


def test_without_a_file_there_are_no_lines(path):
    assert values(path) == []


def test_a_lock_is_for_one_at_a_time_and_free_again_afterwards(path):
    with locked(path, ""), pytest.raises(Busy, match="somebody is here"), locked(path, "somebody is here"):
        pass
    with locked(path, ""):
        pass


def test_a_body_that_raises_leaves_the_old_file_and_nothing_beside_it(tmp_path, path):
    path.write_bytes(b"old")

    def replace_in_vain() -> None:
        with replacing(path, tmp_path / "beside") as beside:
            beside.write_bytes(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_in_vain()
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("lines", b"old")]
