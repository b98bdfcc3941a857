"""Looking for what a run might have left on the machine."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

SECONDS = 120.0
"""Longest wait for what is ending, on a busy machine; one that leaves nothing is not waited for."""

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="a server hides its environment from all but root")


def processes_with(seed: int) -> list[int]:
    """Those whose environment has this hash seed; a test takes one that no other has."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"PYTHONHASHSEED={seed}\0".encode() in file.read_bytes():
                found.append(int(file.parent.name))
        except OSError:
            continue
    return found


def processes_left(seed: int) -> list[int]:
    """The same, but for those that are about to end."""
    deadline = time.monotonic() + SECONDS
    while (found := processes_with(seed)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found
