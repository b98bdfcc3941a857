"""Processes and files that a server left are removed, and nobody else's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

import pytest

from gradbreak.grading.isolation.cleanup import end_processes, remove_files_of

USER = 1_234_567

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root acts for other users")
SLEEP = [sys.executable, "-S", "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder like /tmp, and nowhere else to look."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def give(*paths):
    for path in paths:
        os.chown(path, USER, USER, follow_symlinks=False)


def sweep(since=0.0, **options):
    remove_files_of(USER, since, folders=(), **options)


@needs_root
def test_files_links_pipes_and_folders_are_removed(place):
    (place / "folder/inner").mkdir(parents=True)
    (place / "folder/inner/file").write_text("x")
    (place / "link").symlink_to("/")
    (place / "file").write_text("x")
    os.mkfifo(place / "pipe")
    give(*place.rglob("*"))
    (place / "folder").chmod(0)
    sweep()
    assert list(place.iterdir()) == []


@needs_root
def test_what_another_user_has_is_kept(place):
    (place / "theirs").write_text("x")
    (place / "folder/theirs").mkdir(parents=True)
    (place / "folder/ours").write_text("x")
    give(place / "folder", place / "folder/ours")
    sweep()
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*")) == [
        "folder",
        "folder/theirs",
        "theirs",
    ]


@needs_root
def test_a_link_is_removed_and_what_it_leads_to_is_kept(place, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/file").write_text("x")
    (place / "folder").mkdir()
    (place / "link").symlink_to(tmp_path / "elsewhere")
    (place / "folder/link").symlink_to(tmp_path / "elsewhere")
    give(*place.rglob("*"), tmp_path / "elsewhere", tmp_path / "elsewhere/file")
    sweep()
    assert list(place.iterdir()) == []
    assert (tmp_path / "elsewhere/file").read_text() == "x"


@needs_root
def test_what_is_older_than_the_user_s_processes_is_kept(place):
    (place / "file").write_text("x")
    (place / "folder").mkdir()
    give(*place.iterdir())
    sweep(since=time.time() + 60)
    assert len(list(place.iterdir())) == 2


@needs_root
def test_a_file_that_says_it_is_older_is_removed(place):
    since = time.time()
    (place / "file").write_text("x")
    give(place / "file")
    os.utime(place / "file", (0, 0))
    sweep(since=since)
    assert list(place.iterdir()) == []


@needs_root
def test_folders_of_others_are_looked_into_where_everybody_may_write(place):
    for name, mode in (("shared", 0o777), ("closed", 0o755)):
        (place / name).mkdir()
        (place / name).chmod(mode)
        (place / name / "file").write_text("x")
        give(place / name / "file")
    sweep()
    assert list((place / "shared").iterdir()) == []
    assert (place / "closed/file").exists()


@needs_root
def test_folders_deeper_than_any_path_are_removed(place):
    here = os.open(place, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("deeper", dir_fd=here)
        os.chown("deeper", USER, USER, dir_fd=here)
        inner = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    sweep()
    assert list(place.iterdir()) == []


@needs_root
def test_names_that_the_sweep_would_give_may_be_taken(place):
    (place / "a/b/c").mkdir(parents=True)
    (place / "a/moved-0").write_text("x")
    (place / "a/moved-1/inner").mkdir(parents=True)
    give(*place.rglob("*"))
    sweep()
    assert list(place.iterdir()) == []


@needs_root
def test_what_takes_too_long_is_given_up(place):
    (place / "file").write_text("x")
    give(place / "file")
    sweep(seconds=-1)
    assert (place / "file").exists()


@pytest.fixture
def left_process(tmp_path):
    with subprocess.Popen(
        SLEEP, stdout=subprocess.PIPE, env={"HOME": str(tmp_path)}, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_process_with_the_mark_is_ended(left_process, tmp_path):
    end_processes(str(tmp_path), None)
    assert left_process.wait(60) == -9


def test_a_process_without_the_mark_is_left_alone(left_process, tmp_path):
    end_processes(str(tmp_path / "other"), None)
    assert left_process.poll() is None


@needs_root
def test_a_process_of_the_user_is_ended(tmp_path):
    # A change of user after the start, as a server does it.
    program = "import os; os.setresuid(*[1234567] * 3); " + SLEEP[-1]
    with subprocess.Popen([*SLEEP[:-1], program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end_processes("no mark", 1234567)
        assert process.wait(60) == -9
