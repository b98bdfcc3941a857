"""Has a submission opened by a process of its own, so that whatever is in it costs nobody else's grade."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

import gradbreak
from gradbreak.grading.intake import reader
from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.limits import MIB, READER_ANSWER, READER_CPU_SECONDS, READER_MEMORY, READER_WALL_SECONDS
from gradbreak.grading.intake.read import submission_name, unreadable
from gradbreak.grading.model import Submission

TOO_LONG = f"it takes more than {READER_CPU_SECONDS} seconds to open"
TOO_MUCH = f"it needs more than {READER_MEMORY // MIB} MB of memory to open"

_ENDS: Mapping[int, str] = {signal.SIGXCPU: TOO_LONG, signal.SIGKILL: TOO_LONG}
"""Signal that ended the process → what it means."""


def read_submission(path: Path | HandIn, engine: Collection[str] = (), name: str | None = None) -> Submission:
    """Read what somebody handed in. Nothing is unpacked to a disk, and no link is followed.

    A process of its own opens it, with limits on its CPU time, wall time, memory and answer. Whatever goes wrong there
    is why the submission cannot be graded, and nothing else.

    Args:
        path: a test file, a folder, or a zip or tar archive; or several of one student.
        engine: the engine's files, relative to its root. A student's copies of them are left out.
        name: the name of the submission; None for the name of the file or folder.

    Returns:
        The submission. Its ``problem`` says why nothing can be graded, if that is so.
    """
    if isinstance(path, HandIn):
        hand_in = path
    else:
        hand_in = HandIn(name=submission_name(path) if name is None else name, paths=((path, ""),))
    question = reader.encode(hand_in, engine)
    folder = str(Path(gradbreak.__file__).parents[1])
    command = [sys.executable, "-P", "-s", "-c", f"import sys; sys.path.insert(0, {folder!r}); {reader.MAIN}"]
    # Not fork: other threads of the grader may hold locks that a copy of it would wait for.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    ) as process:
        try:
            answer, problem = _ask(process, question)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
    if problem:
        return unreadable(hand_in.name, problem)
    try:
        return msgspec.structs.replace(msgspec.msgpack.decode(answer, type=Submission), name=hand_in.name)
    except msgspec.MsgspecError:
        return unreadable(hand_in.name, _why_it_ended(process.returncode))


def _ask(process: subprocess.Popen[bytes], question: bytes) -> tuple[bytes, str]:
    """The answer of the process, or why there is none."""
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    deadline = time.monotonic() + READER_WALL_SECONDS
    with suppress(BrokenPipeError):
        process.stdin.write(question)
        process.stdin.close()
    descriptor, received = process.stdout.fileno(), 0
    parts: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return b"", f"it takes more than {READER_WALL_SECONDS:g} seconds to open"
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            process.wait()
            return b"".join(parts), ""
        received += len(chunk)
        if received > READER_ANSWER:
            return b"", "too much would have to be said about it"
        parts.append(chunk)


def _why_it_ended(returncode: int) -> str:
    if returncode == reader.NO_MEMORY:
        return TOO_MUCH
    return _ENDS.get(-returncode, "it cannot be opened")
