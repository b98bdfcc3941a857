from __future__ import annotations

import pytest

from gradbreak.errors import Busy
from gradbreak.process.cache import CACHE, cached, locked_cache


def test_git_ignores_the_folder(tmp_path):
    with locked_cache(tmp_path) as folder:
        assert folder == tmp_path / CACHE
        assert (folder / ".gitignore").read_text().splitlines()[-1] == "*"


def test_the_folder_is_for_one_at_a_time_and_free_again_afterwards(tmp_path):
    with locked_cache(tmp_path), pytest.raises(Busy, match="another run is going on"), locked_cache(tmp_path):
        pass
    with locked_cache(tmp_path):
        pass


class Maker:
    """Makes a value and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[int]:
        self.made += 1
        return [self.made]


def test_a_value_is_made_once_for_each_digest(tmp_path):
    make = Maker()
    values = [cached(tmp_path / "kept", digest, list[int], make) for digest in ("a", "a", "b", "b")]
    assert values == [[1], [1], [2], [2]]


@pytest.mark.parametrize("content", [b"", b'{"digest": "a"', b'{"digest": "a", "value": ["text"]}', b"\xff"])
def test_a_file_that_cannot_be_read_is_made_again(tmp_path, content):
    (tmp_path / "kept").write_bytes(content)
    make = Maker()
    assert [cached(tmp_path / "kept", "a", list[int], make) for _ in range(2)] == [[1], [1]]


def test_without_a_file_the_value_is_made_each_time():
    make = Maker()
    assert [cached(None, "a", list[int], make) for _ in range(2)] == [[1], [2]]


def test_what_could_not_be_made_is_not_kept(tmp_path):
    def fails() -> list[int]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cached(tmp_path / "kept", "a", list[int], fails)
    assert list(tmp_path.iterdir()) == []
