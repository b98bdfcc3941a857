"""Lines of JSON over a pipe, read without blocking and never trusted to be whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import msgspec


def send(descriptor: int, message: object) -> None:
    """Write one message, however long; a pipe takes it in pieces. Paths travel as text."""
    write_all(descriptor, msgspec.json.encode(message, enc_hook=str) + b"\n")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it; a pipe takes what it has room for."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class Outbox:
    """Messages on their way, held back for a moment so that many go out in one write.

    A write to a pipe wakes its reader, and on a machine with two processors that is one of the
    dearest things that a test of a tenth of a millisecond can do.

    Args:
        descriptor: where they go.
        hold: how many seconds a message may wait for others; nothing waits where it is 0.
    """

    def __init__(self, descriptor: int, hold: float) -> None:
        self.descriptor = descriptor
        self.hold = hold
        self._waiting: list[bytes] = []
        self._sent_at = time.monotonic()

    def put(self, message: object) -> None:
        """Send a message now or with the next ones."""
        self._waiting.append(msgspec.json.encode(message))
        if time.monotonic() - self._sent_at >= self.hold:
            self.flush()

    def flush(self) -> None:
        """Send whatever waits."""
        if self._waiting:
            write_all(self.descriptor, b"\n".join([*self._waiting, b""]))
            self._waiting.clear()
        self._sent_at = time.monotonic()


class LineReader:
    """Collects what a pipe delivers and hands it out line by line."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._rest = b""

    def read(self) -> tuple[list[bytes], bool]:
        """The lines completed by one read, and whether the pipe is still open."""
        chunk = os.read(self.descriptor, 1 << 16)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return lines, bool(chunk)


def lines_of(descriptor: int) -> Iterator[bytes]:
    """Every line until the pipe closes; waits for each."""
    reader = LineReader(descriptor)
    is_open = True
    while is_open:
        lines, is_open = reader.read()
        yield from lines
