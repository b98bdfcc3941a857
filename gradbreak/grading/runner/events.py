"""Events of a run: sent by the process that runs the tests to the server, and by the server to the grader.

An event is a JSON array that begins with its kind. A student's process may send anything, so its output is read
with limits, and whatever does not have one of the forms below is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

LONGEST_LINE = 1 << 16
"""In bytes, the line's end included."""

MOST_BYTES = 8 << 20
"""From all processes of one run together."""

LONGEST_MESSAGE = 300
"""In characters."""

LONGEST_NAME = 1000
"""In characters, of a test's id."""

LONGEST_SECONDS = 3600.0

FORMS: dict[str, tuple[type, ...]] = {
    "file": (str,),  # this file is being imported; the empty name is the engine's
    "found": (str,),  # a test's id
    "direct": (str, str, float),  # a test's id, its function, and the number of its case; see ``direct``
    "problem": (str, str),  # a file and why it could not be imported
    "uncollected": (str, str),  # a class or test of a file, and why it could not be collected
    "start": (str,),  # a test's id
    "end": (str, str, str, float),  # a test's id, outcome, message, and wall time in seconds; see ``idle_clock``
    "done": (),  # the process has run all that it was to run
    "damage": (str,),  # of the server only: why the run says nothing
    "ready": (),  # of the server only: it awaits requests
    "over": (float,),  # of the server only: the last event of a run, and the wall time of it all in seconds
}

Event = tuple[str | float, ...]


class TooMuchError(Exception):
    """A process wrote more than any honest test does."""


def encode(*event: str | float) -> bytes:
    """One event as one line. Half of a surrogate pair is a legal Python string and no legal JSON."""
    legal = [value if isinstance(value, float) else value.encode(errors="replace").decode() for value in event]
    return json.dumps(legal).encode() + b"\n"


def decode(line: bytes) -> Event | None:
    """One event, or None where it has no known form."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, list) or not event or not isinstance(event[0], str):
        return None
    form = FORMS.get(event[0])
    if form is None or [type(value) for value in event[1:]] != list(form):
        return None
    return tuple(event) if all(_is_sane(value) for value in event) else None


def _is_sane(value: str | float) -> bool:
    """Whether the grader accepts the value. It discards the whole run for one that it does not accept."""
    if isinstance(value, float):
        return 0 <= value <= LONGEST_SECONDS
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return len(value) <= LONGEST_NAME


class EventReader:
    """Takes events out of the bytes that a student's process wrote.

    Args:
        secret: how each line of the recorder begins. It keeps out what is written to every open
            descriptor; it does not keep out who looks for it in memory, which is why no single run
            is believed.
        allowance: how many bytes may come.
    """

    def __init__(self, secret: bytes, allowance: int) -> None:
        self.secret = secret
        self._rest = b""
        self.allowance = allowance

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that a chunk completes.

        Raises:
            TooMuchError: a line or all of them together are too long.
        """
        self.allowance -= len(chunk)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if self.allowance < 0 or len(self._rest) >= LONGEST_LINE:
            raise TooMuchError
        for line in lines:
            if line.startswith(self.secret) and len(line) < LONGEST_LINE:
                event = decode(line[len(self.secret) :])
                if event is not None:
                    yield event
