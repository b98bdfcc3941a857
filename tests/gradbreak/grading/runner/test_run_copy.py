"""The copy that a run works in is the same as the original, whatever another run did with its own."""

from __future__ import annotations

import shutil

import pytest

from gradbreak.grading.runner.run_copy import LARGEST_KEPT, RunCopy

FILES = {
    "test_a.py": b"import helper\n",
    "empty.txt": b"",
    "deep/er/data.bin": bytes(LARGEST_KEPT),
    "deep/large.bin": bytes(range(256)) * (LARGEST_KEPT // 256 + 1),
}


@pytest.fixture
def folders(tmp_path):
    original, place = tmp_path / "original", tmp_path / "copy"
    for name, content in FILES.items():
        (original / name).parent.mkdir(parents=True, exist_ok=True)
        (original / name).write_bytes(content)
    return original, place


def files_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_copied_whatever_its_size(folders):
    original, place = folders
    RunCopy(str(original), str(place)).make()
    assert files_below(place) == FILES


def test_a_second_copy_has_nothing_of_what_was_done_with_the_first(folders):
    original, place = folders
    copy = RunCopy(str(original), str(place))
    copy.make()
    (place / "test_a.py").write_text("changed")
    (place / "new.py").write_text("new")
    shutil.rmtree(place)
    copy.make()
    assert files_below(place) == FILES
