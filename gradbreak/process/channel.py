"""Messages over a pipe, as lines of JSON; a line counts once its line break has arrived."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import msgspec


def send(descriptor: int, message: object) -> None:
    """Write one message, of any length. Paths are sent as text."""
    write_all(descriptor, msgspec.json.encode(message, enc_hook=str) + b"\n")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes; one call of ``os.write`` writes only as many as the pipe has room for."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class Outbox:
    """Collects messages for a moment and sends them in one write.

    Each write to a pipe wakes its reader. On a machine with two processors that takes longer than a short test.

    Args:
        descriptor: the pipe.
        hold: how many seconds a message may wait for others; 0 sends each at once.
    """

    def __init__(self, descriptor: int, hold: float) -> None:
        self.descriptor = descriptor
        self.hold = hold
        self._waiting: list[bytes] = []
        self._sent_at = time.monotonic()

    def put(self, message: object) -> None:
        """Send a message, now or together with later ones."""
        self._waiting.append(msgspec.json.encode(message))
        if time.monotonic() - self._sent_at >= self.hold:
            self.flush()

    def flush(self) -> None:
        """Send the messages that wait."""
        if self._waiting:
            write_all(self.descriptor, b"\n".join([*self._waiting, b""]))
            self._waiting.clear()
        self._sent_at = time.monotonic()


class LineReader:
    """Splits the bytes of a pipe into lines."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._rest = b""

    def read(self) -> tuple[list[bytes], bool]:
        """The lines that one read completes, and whether the pipe is still open."""
        chunk = os.read(self.descriptor, 1 << 16)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return lines, bool(chunk)


def lines_of(descriptor: int) -> Iterator[bytes]:
    """Every line until the pipe closes. Blocks until the next line arrives."""
    reader = LineReader(descriptor)
    is_open = True
    while is_open:
        lines, is_open = reader.read()
        yield from lines
