"""The memory of a whole process tree while it runs."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

INTERVAL = 0.05
"""Seconds between two looks."""


def peak_of_tree(process: subprocess.Popen[bytes]) -> float:
    """The largest proportional set size of a process and all below it, in MiB, until it ends.

    Proportional: a page that n processes share counts 1/n for each, so that forked children do not
    count their parent's memory once more each. Linux only; 0 elsewhere.
    """
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(proportional(pid) for pid in _tree(process.pid)))
        time.sleep(INTERVAL)
    return peak / 1024


def _tree(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def proportional(pid: int) -> int:
    """The proportional set size of one process, in KiB; 0 where there is none any more, or where it may not be read."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
