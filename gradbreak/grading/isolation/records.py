"""The records that a server sends. They are validated, because the server runs beside the student's code."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Name = Annotated[str, Meta(max_length=1000)]
Message = Annotated[str, Meta(max_length=300)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]


class ServerReady(Struct, frozen=True, array_like=True, tag="ready", forbid_unknown_fields=True):
    """The server awaits requests."""


class TestFound(Struct, frozen=True, array_like=True, tag="found", forbid_unknown_fields=True):
    """A test was collected."""

    test: Name


class FileProblemFound(Struct, frozen=True, array_like=True, tag="problem", forbid_unknown_fields=True):
    """A file could not be imported, or not all of it counts."""

    file: Name
    message: Message


class TestStarted(Struct, frozen=True, array_like=True, tag="start", forbid_unknown_fields=True):
    """A test begins."""

    test: Name


class TestEnded(Struct, frozen=True, array_like=True, tag="end", forbid_unknown_fields=True):
    """A test has its outcome."""

    test: Name
    outcome: Literal["passed", "failed", "skipped", "timeout", "ended"]
    message: Message
    seconds: Seconds


class RunDamaged(Struct, frozen=True, array_like=True, tag="damage", forbid_unknown_fields=True):
    """The run has no usable result."""

    message: Message


class RunOver(Struct, frozen=True, array_like=True, tag="over", forbid_unknown_fields=True):
    """The last event of a run, with the wall time that it would have taken on an idle machine."""

    seconds: Annotated[float, Meta(ge=0)]


Record = ServerReady | TestFound | FileProblemFound | TestStarted | TestEnded | RunDamaged | RunOver

_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)  # holds no state


def read(line: bytes) -> Record:
    """Decode one line.

    Raises:
        msgspec.MsgspecError: the line is not a valid record.
    """
    return _decoder.decode(line)
