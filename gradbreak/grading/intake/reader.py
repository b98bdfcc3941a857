"""The process that opens one submission: it sets limits on itself, reads a question, and writes the submission."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Collection
from pathlib import Path

import msgspec
from msgspec import Struct

from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.limits import READER_CPU_SECONDS, READER_MEMORY
from gradbreak.grading.intake.read import open_submission, unreadable

MAIN = "from gradbreak.grading.intake.reader import main; main()"
"""What the process runs."""

NO_MEMORY = 77
"""How the process ends where memory was too little even to say so."""


class _Question(Struct, frozen=True, kw_only=True):
    """What to open; see ``HandIn``. Paths are bytes, because a name need not be UTF-8."""

    name: str
    paths: tuple[tuple[bytes, str], ...]
    replaced: tuple[str, ...]
    engine: tuple[str, ...]
    is_engine: bool


def encode(hand_in: HandIn, engine: Collection[str]) -> bytes:
    """The question for a process.

    Args:
        hand_in: what to open.
        engine: the engine's files, relative to its root.
    """
    paths = tuple((os.fsencode(path.absolute()), file) for path, file in hand_in.paths)
    return msgspec.msgpack.encode(
        _Question(
            name=hand_in.name,
            paths=paths,
            replaced=hand_in.replaced,
            engine=tuple(engine),
            is_engine=hand_in.is_engine,
        )
    )


def main() -> None:
    """Read the question from standard input, and write the submission to standard output."""
    for what, most in (
        (resource.RLIMIT_AS, READER_MEMORY),
        (resource.RLIMIT_CPU, READER_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # The hard limit is one higher: SIGXCPU comes first, and SIGKILL if that is ignored.
        resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Question)
    paths = tuple((Path(os.fsdecode(path)), file) for path, file in question.paths)
    hand_in = HandIn(name=question.name, paths=paths, replaced=question.replaced, is_engine=question.is_engine)
    try:
        answer = msgspec.msgpack.encode(open_submission(hand_in, question.engine))
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as error:  # noqa: BLE001  # whatever a submission raises is its own problem
        answer = msgspec.msgpack.encode(unreadable(question.name, f"it cannot be opened ({type(error).__name__})"))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
