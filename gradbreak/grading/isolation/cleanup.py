"""Cleaning up after a server without a sandbox: ending its processes and removing its user's files."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LONGEST_KILL_SECONDS = 30.0
"""How long to look for processes that are left, on a busy machine too; one that forks all the time could keep this busy
for ever."""

FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")  # looked through, not written to
"""Where every user may write on any Linux."""

LONGEST_SEARCH_SECONDS = 5.0
"""CPU time for looking through those folders: a busy machine must leave no more there than an idle one."""

DEEPEST = 8
"""How deep to search folders that belong to others and that everybody may write to."""


def end_processes(mark: str, user: int | None) -> None:
    """Kill every process of a user, or, without one, every process that was started with a mark.

    Args:
        mark: the value of an environment variable that no other process has.
        user: a uid that no other process has.
    """
    deadline = time.monotonic() + LONGEST_KILL_SECONDS
    while time.monotonic() < deadline:
        found = list(_of_user(user) if user is not None else _marked(mark.encode()))
        if not found:
            return
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def _of_user(user: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "status").read_text(encoding="utf-8", errors="replace")
            fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            if str(user) in fields["Uid"].split() and fields["State"].split()[0] != "Z":
                yield int(folder.name)


def _marked(mark: bytes) -> Iterator[int]:
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if any(entry.partition(b"=")[2] == mark for entry in file.read_bytes().split(b"\0")):
                yield int(file.parent.name)


def remove_files_of(
    user: int, since: float, folders: Sequence[str] = FOLDERS, seconds: float = LONGEST_SEARCH_SECONDS
) -> None:
    """Remove what a user made below folders that everybody may write to. What cannot be removed stays.

    Links are not followed. Every entry is reached through the open folder that it was found in, so a name that was
    swapped in the meantime does no harm. Entries of other users stay, and so do entries that are older than the user's
    processes, because somebody else may have had the same uid before.

    Args:
        user: a uid that no other process has and whose own processes have all ended.
        since: when the first of those processes was started, as ``time.time()``.
        folders: where to look, besides the folder of temporary files of this process.
        seconds: the longest time to spend, in CPU time of this thread.
    """
    sweep = _Sweep(user, since, time.thread_time() + seconds)
    for folder in dict.fromkeys(os.path.realpath(folder) for folder in (tempfile.gettempdir(), *folders)):
        with contextlib.suppress(OSError), _opened(folder) as descriptor:
            sweep.search(descriptor, DEEPEST)


class _Sweep:
    def __init__(self, user: int, since: float, deadline: float) -> None:
        self._user = user
        # File times come from a clock that lags some milliseconds behind.
        self._since = since - 1.0
        self._deadline = deadline

    def search(self, folder: int, depth: int) -> None:
        """Remove the user's entries from a folder of somebody else."""
        for entry in self._entries(folder):
            with contextlib.suppress(OSError):  # gone already, or not to be removed
                status = entry.stat(follow_symlinks=False)
                if self._is_left(status):
                    self._remove(entry, folder)
                elif depth and stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_IWOTH:
                    with _opened(entry.name, folder) as inner:
                        self.search(inner, depth - 1)

    def _entries(self, folder: int) -> Iterator[os.DirEntry[str]]:
        """The entries of a folder, until the time runs out."""
        with os.scandir(folder) as entries:
            for entry in entries:
                if time.thread_time() > self._deadline:
                    return
                yield entry

    def _is_left(self, status: os.stat_result) -> bool:
        # Unlike the other times of an entry, its owner cannot set ctime.
        return status.st_uid == self._user and status.st_ctime >= self._since

    def _remove(self, entry: os.DirEntry[str], folder: int) -> None:
        if not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.name, dir_fd=folder)
            return
        with _opened(entry.name, folder) as inner:
            if not self._is_left(os.fstat(inner)):
                return
            self._empty(inner)
        os.rmdir(entry.name, dir_fd=folder)

    def _empty(self, top: int) -> None:
        """Remove the user's entries from a folder of the user.

        Nested folders are moved up before they are removed, because they may be too deep for recursion.
        """
        names = itertools.count()
        found = True
        while found:
            found = False
            for entry in self._entries(top):
                with contextlib.suppress(OSError):
                    if not self._is_left(entry.stat(follow_symlinks=False)):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        with _opened(entry.name, top) as inner:
                            self._move_up(inner, top, names)
                        os.rmdir(entry.name, dir_fd=top)
                    else:
                        os.unlink(entry.name, dir_fd=top)
                    found = True

    def _move_up(self, folder: int, top: int, names: Iterator[int]) -> None:
        """Remove the files in a folder of the user and move its folders to the top."""
        for entry in self._entries(folder):
            with contextlib.suppress(OSError):
                if not self._is_left(entry.stat(follow_symlinks=False)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    os.rename(entry.name, _unused(top, names), src_dir_fd=folder, dst_dir_fd=top)
                else:
                    os.unlink(entry.name, dir_fd=folder)


@contextmanager
def _opened(folder: str, above: int | None = None) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=above)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _unused(folder: int, names: Iterator[int]) -> str:
    """A name that is free in a folder. The user may have taken the first ones on purpose."""
    for number in names:
        name = f"moved-{number}"
        try:
            os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return name
    raise AssertionError  # numbers do not end
