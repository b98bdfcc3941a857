"""The private folder of a submission."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from importlib.util import cache_from_source
from pathlib import Path, PurePosixPath

import pytest

from gradbreak.grading.isolation.staging import NEW_SECONDS, PREFIX, PROGRAM, program_files, remove_abandoned, staged


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def grow_old(folder):
    old = time.time() - NEW_SECONDS - 1
    os.utime(folder, (old, old))


def test_files_lie_in_it_closed_to_other_users_and_are_gone_afterwards(place):
    with staged({"part/test_a.py": b"x"}, {"tally/count.py": "y"}) as layout:
        assert (layout.submission / "part/test_a.py").read_bytes() == b"x"
        assert (layout.engine / "tally/count.py").read_text() == "y"
        assert stat.S_IMODE(layout.root.stat().st_mode) == 0o700
    assert list(place.iterdir()) == []


def test_it_is_removed_after_an_error_too(place):
    with pytest.raises(RuntimeError), staged({}, {}):
        raise RuntimeError
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("name", ["../out.py", "/out.py"])
def test_no_file_is_written_outside(place, name):
    with pytest.raises(ValueError, match="not inside"), staged({name: b""}, {}):
        pass


def test_what_a_killed_grader_left_is_removed_by_the_next(place):
    abandoned = place / f"{PREFIX}abandoned"
    (abandoned / "scratch/folder").mkdir(parents=True)
    grow_old(abandoned)
    remove_abandoned()
    assert not abandoned.exists()


def test_what_a_living_grader_uses_is_kept():
    with staged({}, {}) as layout:
        grow_old(layout.root)
        remove_abandoned()
        assert layout.submission.is_dir()


def test_what_is_new_is_kept(place):
    (place / f"{PREFIX}new").mkdir()
    remove_abandoned()
    assert (place / f"{PREFIX}new").exists()


def test_the_copied_runner_starts_where_the_grader_cannot_be_imported():
    program = (
        "import sys; sys.modules['gradbreak'] = None; sys.path.insert(0, sys.argv[1])\n"
        f"import {PROGRAM}.server as it; print(it.__file__)"
    )
    with staged({}, {}) as layout:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", program, str(layout.program)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert Path(done.stdout.strip()).is_relative_to(layout.program)


def test_every_module_of_the_program_comes_compiled():
    files = program_files()
    tag = sys.implementation.cache_tag
    modules = [PurePosixPath(name) for name in files if name.endswith(".py")]
    assert PurePosixPath("examination/sandbox/runner/server.py") in modules
    assert {str(path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc") for path in modules} <= files.keys()


def test_python_takes_the_compiled_program_as_it_is_laid_out():
    with staged({}, {}) as layout:
        for path in layout.program.rglob("*.py"):
            compiled = Path(cache_from_source(str(path))).read_bytes()
            flags, modified, size = (int.from_bytes(compiled[at : at + 4], "little") for at in (4, 8, 12))
            found = path.stat()
            assert (flags, modified, size) == (0, int(found.st_mtime), found.st_size)
