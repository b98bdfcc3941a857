"""Compiles a student's files once, in a process of its own, and not in every run.

The compiler may take all memory or end the process where a file is made for that, so the server does not run it.
Where that happens, nothing is kept, and every run compiles what it imports.
"""

from __future__ import annotations

import marshal
import os
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

from .confine import cut_off, limit
from .processes import end_child, heed_signals
from .requests import Setup

MOST_BYTES = 8 << 20
"""Of compiled files together. It is many times what a suite of tests needs."""


@dataclass(frozen=True)
class Compiled:
    """One file.

    Attributes:
        source: its bytes.
        code: compiled from them.
    """

    source: bytes
    code: CodeType


def compile_ahead(setup: Setup, closing: tuple[int, ...]) -> dict[str, Compiled]:
    """The student's files that can be compiled: path of the copy that runs import → compiled.

    Args:
        setup: what holds for every run.
        closing: the server's descriptors.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Nothing may return from here: above this frame is the server's own work.
        try:
            heed_signals()
            cut_off(writing, (reading, *closing))
            limit(setup.limits, 0)
            _write(marshal.dumps(_all_compiled(setup)), writing)
        finally:
            os._exit(0)
    os.close(writing)
    try:
        found = _read(reading, time.monotonic() + setup.limits.wall_seconds)
    finally:
        os.close(reading)
        end_child(pid)
    # No code of the student's has run in that process, so this is what the compiler gave.
    return {path: Compiled(source, code) for path, (source, code) in (marshal.loads(found) if found else {}).items()}


def _all_compiled(setup: Setup) -> dict[str, tuple[bytes, CodeType]]:
    found = {}
    for file in sorted(Path(setup.original).rglob("*.py")):
        path = str(Path(setup.submission, file.relative_to(setup.original)))
        source = file.read_bytes()
        try:
            found[path] = source, compile(source, path, "exec", dont_inherit=True)
        except Exception:  # noqa: BLE001  # whatever is wrong with it is said where a run imports it
            continue
    return found


def _write(data: bytes, descriptor: int) -> None:
    view = memoryview(len(data).to_bytes(8, "big") + data)
    while view:
        view = view[os.write(descriptor, view) :]


def _read(descriptor: int, deadline: float) -> bytes:
    """What was written; nothing if it is not whole by the deadline, or too much."""
    found = b""
    while len(found) <= MOST_BYTES:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            break
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return found[8:] if len(found) - 8 == int.from_bytes(found[:8], "big") else b""
        found += chunk
    return b""


class CompiledLoader(SourceFileLoader):
    """Loads a file as Python does, without compiling it again where it is still as it was.

    Args:
        name: of the module.
        path: of the file.
        compiled: path → compiled.
    """

    def __init__(self, name: str, path: str, compiled: Mapping[str, Compiled]) -> None:
        super().__init__(name, path)
        self._compiled = compiled.get(path)

    def get_code(self, fullname: str) -> CodeType | None:
        """The module's code."""
        if self._compiled is not None and self.get_data(self.get_filename(fullname)) == self._compiled.source:
            return self._compiled.code
        return super().get_code(fullname)
