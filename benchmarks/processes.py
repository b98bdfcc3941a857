"""Where the processor time of a fresh run goes, by process: ``python -m benchmarks.processes PROJECT``.

Processor time tells more than a clock where the machine has other work, too. What is kept between runs counts: remove
the project's ``.gradbreak`` for a first run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

POLL_SECONDS = 0.04

SHOWN = 0.1
"""Processes that took less, in seconds, are not shown."""


class Taken(NamedTuple):
    """What a process took, in seconds of processor time.

    Attributes:
        depth: 0 is the command, 1 a process that it started.
        own: its own.
        children: its children's that have ended.
    """

    depth: int
    own: float
    children: float


def look(root: int, seen: dict[int, Taken]) -> None:
    """Note what the processes below and at ``root`` have taken so far."""
    fields: dict[int, list[str]] = {}
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended
            fields[int(folder.name)] = found
            below.setdefault(int(found[1]), []).append(int(folder.name))
    waiting = [(root, 0)] if root in fields else []
    ticks = os.sysconf("SC_CLK_TCK")
    while waiting:
        pid, depth = waiting.pop()
        user, system, childrens_user, childrens_system = map(int, fields[pid][11:15])
        seen[pid] = Taken(depth, (user + system) / ticks, (childrens_user + childrens_system) / ticks)
        waiting += [(child, depth + 1) for child in below.get(pid, [])]


def main() -> None:
    """Run the project that is named on the command line, and print what each process took."""
    command = [sys.executable, "-m", "gradbreak", "run", "--fresh"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=sys.argv[1], stdout=quiet, stderr=quiet)
    seen: dict[int, Taken] = {}
    while process.poll() is None:
        look(process.pid, seen)
        time.sleep(POLL_SECONDS)
    for taken in seen.values():
        if taken.depth <= 2 and taken.own + taken.children >= SHOWN:
            print(f"{'  ' * taken.depth}{taken.own:.2f} s, children {taken.children:.2f} s")  # noqa: T201  # its output


if __name__ == "__main__":
    main()
