"""The choice of the sandbox, and the bubblewrap command: a read-only system that holds Python and nothing else."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation.interpreter import (
    LOADER_FILES,
    executable,
    installed_package_folders,
    library_folders,
)
from gradbreak.grading.isolation.staging import Layout
from gradbreak.grading.model import IsolationKind

PROBE_SECONDS = 120.0
"""Wall time for a first try of the sandbox, long enough for a busy machine: without a sandbox grades differ."""

INSIDE = Layout(Path("/examination"))
"""Where the parts of a submission are inside the sandbox."""

SHARED_MEMORY = "/dev/shm"  # where the C library has it, and a mount of the sandbox's own
"""Where processes share memory and locks."""

NEW_NAMESPACES = (
    "--unshare-pid",
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--die-with-parent",
    "--new-session",
    "--as-pid-1",
    "--hostname",
    "sandbox",
    "--cap-drop",
    "ALL",
)
"""The server is process 1 inside, so no other process can end it, and all others end with it."""


@functools.cache
def why_no_sandbox() -> str:
    """Why bubblewrap does not work on this machine; empty where it works. Tried once for each process."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    command = [*sandboxed(None, {}, scratch_mib=1), str(executable()), "-S", "-c", "import json"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PROBE_SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return "bubblewrap does not start"
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return f"bubblewrap does not work here: {said[-1] if said else done.returncode}"
    return ""


def choose_isolation(wanted: IsolationKind | None, *, require_sandbox: bool = False) -> IsolationKind:
    """Where tests run on this machine.

    Args:
        wanted: what the caller asks for; None for the best that works.
        require_sandbox: whether anything less than bubblewrap is refused.

    Raises:
        CouldNotGrade: bubblewrap is wanted or required and does not work.
    """
    if wanted == IsolationKind.SUBPROCESS and not require_sandbox:
        return wanted
    reason = why_no_sandbox()
    if not reason:
        return IsolationKind.BUBBLEWRAP
    if require_sandbox or wanted == IsolationKind.BUBBLEWRAP:
        raise CouldNotGrade(f"no sandbox: {reason}", "Install bubblewrap, or leave out --require-sandbox")
    return IsolationKind.SUBPROCESS


def sandboxed(layout: Layout | None, packages: Mapping[str, Path], scratch_mib: int) -> list[str]:
    """The command line that goes in front of a command to run it in a sandbox.

    Args:
        layout: the submission; None for a sandbox without any.
        packages: name → where it is installed.
        scratch_mib: MiB of temporary files.
    """
    return [
        shutil.which("bwrap") or "bwrap",
        *NEW_NAMESPACES,
        *_identity(),
        *_python(),
        *(_submission(layout, packages) if layout is not None else ()),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
        # The locks of multiprocessing are files here.
        *("--perms", "1777", "--size", str(scratch_mib << 20), "--tmpfs", SHARED_MEMORY),
        *("--perms", "1777", "--size", str(scratch_mib << 20), "--tmpfs", "/tmp"),  # its own
        *("--remount-ro", "/"),
        *("--chdir", "/", "--"),
    ]


def _identity() -> tuple[str, ...]:
    if os.getuid() == 0:
        # The server turns into a user of its own before it runs anything. As root in a user namespace it
        # would stay root outside of it, for whom the limit on processes does not hold.
        return ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    return ("--unshare-user", "--uid", "1000", "--gid", "1000")


def _python() -> Iterator[str]:
    folders = list(library_folders())
    for folder in folders:
        if folder.is_symlink():
            yield from ("--symlink", str(folder.readlink()), str(folder))
        else:
            yield from _shown(folder, folder)
    for folder in installed_package_folders(folders):
        yield from ("--tmpfs", str(folder), "--remount-ro", str(folder))
    for file in LOADER_FILES:
        yield from ("--ro-bind-try", file, file)
    yield from _shown(executable(), executable())


def _submission(layout: Layout, packages: Mapping[str, Path]) -> Iterator[str]:
    yield from _shown(layout.submission, INSIDE.submission)
    yield from _shown(layout.engine, INSIDE.engine)
    yield from _shown(layout.program, INSIDE.program)
    for name, path in packages.items():
        yield from _shown(path, INSIDE.packages / name)


def _shown(outside: Path, inside: Path) -> Iterator[str]:
    """Mount a file or folder read-only. The folders above it are made first: bubblewrap's own are for root only."""
    for parent in reversed(inside.parents[:-1]):
        yield from ("--dir", str(parent))
    yield from ("--ro-bind", str(outside), str(inside))
