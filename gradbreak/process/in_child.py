"""Doing work in a forked child that answers once: for work that changes the engine for good."""

from __future__ import annotations

import functools
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from gradbreak import errors
from gradbreak.errors import GradbreakError
from gradbreak.process.channel import write_all
from gradbreak.process.child_process import start_child
from gradbreak.process.limits import TIMED_OUT, limit_memory, start_clock

T = TypeVar("T")

WALL_FACTOR = 10.0
"""How many times its CPU time a child may take on the clock."""


class Ended(Struct, frozen=True):
    """The child ended without an answer.

    Attributes:
        why: a reason for the user, ``it took longer than 5 s``.
    """

    why: str


class _Answer(Struct, Generic[T], frozen=True, tag=True):
    result: T


class _Refusal(Struct, frozen=True, tag=True):
    error: str
    problem: str
    next_step: str


def in_child(work: Callable[[], T], kind: type[T], *, seconds: float, memory_mib: int) -> T | Ended:
    """Do some work in a forked child and return what it returned.

    What the child prints goes to standard error, so that it cannot get between the lines of a result.

    Args:
        work: what to do; its result must be of types that msgspec encodes.
        kind: the type of the result.
        seconds: CPU time that it may take, or ten times that on the clock: a busy machine makes no child late.
        memory_mib: what it may allocate beyond what this process has, in MiB.

    Raises:
        GradbreakError: the work raised it.
    """
    return in_children([work], kind, seconds=seconds, memory_mib=memory_mib)[0]


def in_children(works: Sequence[Callable[[], T]], kind: type[T], *, seconds: float, memory_mib: int) -> list[T | Ended]:
    """Do several pieces of work side by side, each in a forked child as by ``in_child``, and return their results."""
    sys.stdout.flush()
    sys.stderr.flush()
    deadline = time.monotonic() + seconds * WALL_FACTOR
    children = [start_child(functools.partial(_answer, work, seconds=seconds, memory_mib=memory_mib)) for work in works]
    ended: list[tuple[bytes | None, int]] = []
    try:
        for child in children:
            content = child.read_all(deadline)
            ended.append((content, child.end()))  # it has answered, or is late
    finally:
        for child in children[len(ended) :]:
            child.end()
    return [_result(content, status, kind, seconds) for content, status in ended]


def _result(content: bytes | None, status: int, kind: type[T], seconds: float) -> T | Ended:
    if content is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == TIMED_OUT):
        return Ended(f"it took longer than {seconds:g} s")
    if not content:
        return Ended(f"its process ended with status {os.waitstatus_to_exitcode(status)}")
    answer = msgspec.msgpack.decode(content, type=_Answer[kind] | _Refusal)  # type: ignore[valid-type]  # built at run time
    if isinstance(answer, _Refusal):
        raise getattr(errors, answer.error)(answer.problem, answer.next_step)
    return answer.result  # type: ignore[no-any-return]  # of the type that was decoded


def _answer(work: Callable[[], T], writing: int, *, seconds: float, memory_mib: int) -> None:
    try:
        os.dup2(2, 1)
        limit_memory(memory_mib)
        start_clock(seconds)
        try:
            answer: _Answer[T] | _Refusal = _Answer(work())
        except GradbreakError as error:
            answer = _Refusal(type(error).__name__, error.problem, error.next_step)
        write_all(writing, msgspec.msgpack.encode(answer))
        os.close(writing)
    except BaseException:
        traceback.print_exc()  # nobody above this frame will
        raise
    finally:
        sys.stderr.flush()
