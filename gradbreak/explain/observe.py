"""Runs a program in this process and records what it shows. A program that never ends is stopped."""

from __future__ import annotations

import functools
import linecache
import math
import types
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from gradbreak.engine.attempts import time_limit
from gradbreak.explain.programs import LookContent, Program
from gradbreak.run.failures import ADDRESS

SECONDS = 0.25
"""Seconds of CPU time for a program. On a working engine the slowest takes a hundredth of it."""


LARGEST = 2**63
"""Integers from here on are not recorded, because smaller ones show as much."""


class Seen(Struct, frozen=True, tag=True):
    """The values of the looks, in order."""

    values: tuple[LookContent, ...]


class Raised(Struct, frozen=True, tag=True):
    """An exception that ended the program.

    Attributes:
        module: where its class is defined.
        name: the class.
        message: what it said.
        on_purpose: a ``raise`` or ``assert`` of the engine made it; otherwise it happened to the engine.
    """

    module: str
    name: str
    message: str
    on_purpose: bool


class Hung(Struct, frozen=True, tag=True):
    """It did not end in time."""


class Strange(Struct, frozen=True, tag=True):
    """It showed something that cannot be written into a test.

    Attributes:
        what: for people, ``an instance of Node``.
    """

    what: str


Observation = Seen | Raised | Hung | Strange


class TooLong(BaseException):
    """Raised inside a program when its time is over. It is no Exception, so that no engine catches it by accident."""


def observe(program: Program, engine_files: Sequence[str]) -> Observation:
    """Run a program and record what it shows.

    Args:
        program: what to run.
        engine_files: absolute paths; a ``raise`` or ``assert`` in one of them is on purpose.
    """
    namespace: dict[str, object] = {}
    try:
        in_time(lambda: exec(compiled(program), namespace))  # our own text, from program_list
        values = namespace["seen"]
        assert isinstance(values, tuple)
        return Seen(tuple(content_of(value) for value in values))
    except TooLong:
        return Hung()
    except _StrangeError as strange:
        return Strange(str(strange))
    except Exception as error:  # noqa: BLE001  # whatever it raises is what there is to see
        return raised(error, engine_files)


def in_time(work: Callable[[], object]) -> None:
    """Do some work, and raise ``TooLong`` in it when its time is over."""
    with time_limit(SECONDS, TooLong):
        work()


def compiled(program: Program) -> types.CodeType:
    """The program's code. It is compiled before children are forked, so that they share it."""
    looks = "".join(f"{look.text}, " for look in program.looks)
    return _compiled("\n".join([*program.imports, *program.lines, f"seen = ({looks})"]))


@functools.cache
def _compiled(text: str) -> types.CodeType:
    return compile(text, "<program>", "exec")


class _StrangeError(Exception):
    """A value that is no ``LookContent``."""


def content_of(value: object) -> LookContent:
    """A value in a form that can be sent between processes and written into a test."""
    if value is None or isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) < LARGEST):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, (list, tuple)):
        return [content_of(each) for each in value]
    raise _StrangeError(f"{value}" if isinstance(value, float) else f"an instance of {type(value).__name__}")


def raised(error: Exception, engine_files: Sequence[str]) -> Raised:
    """An exception in a form that can be sent between processes."""
    frames = list(_frames(error.__traceback__))
    path, line = frames[-1] if frames else ("", 0)
    statement = linecache.getline(path, line).strip()
    return Raised(
        module=type(error).__module__,
        name=type(error).__qualname__,
        message=ADDRESS.sub("0x…", str(error)),
        on_purpose=path in engine_files and statement.startswith(("raise", "assert")),
    )


def _frames(traceback: types.TracebackType | None) -> Iterable[tuple[str, int]]:
    while traceback is not None:
        yield traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
