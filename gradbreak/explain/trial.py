"""Tries programs on a mutant in this process until a test made from one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from msgspec import Struct

from gradbreak.explain.observe import Hung, Observation, Raised, Seen, TooLong, in_time, observe
from gradbreak.explain.programs import LookContent
from gradbreak.explain.rendering import SettledProgram, agrees, source_of
from gradbreak.texts import say
from gradbreak.texts.explain import OutcomeWords

MOST_HANGS = 3
"""After so many programs that never end on a mutant, the first of them becomes the killing test."""


class KillingProgram(Struct, frozen=True):
    """A program whose test fails on the mutant.

    Attributes:
        index: which, in the order in which they were tried.
        outcome: what happens on the mutant, in words.
    """

    index: int
    outcome: str


def first_find(
    programs: Sequence[SettledProgram],
    engine_files: Sequence[str],
    texts: OutcomeWords,
    under_each_order: Callable[[], Iterable[object]] = lambda: [None],
) -> list[KillingProgram]:
    """The first program that shows something else on a mutant, and whose test fails there; empty without one.

    Args:
        programs: in the order in which to try them; the mutant is active in this process.
        engine_files: absolute paths.
        texts: the language of the outcome.
        under_each_order: lets each order of the engine's sets hold in turn. A test must fail under all of them: where
            it depends on the order, it is no kill.
    """
    hanging: list[int] = []
    for index, settled in enumerate(programs):
        seen = observe(settled.program, engine_files)
        if isinstance(seen, Hung):
            hanging.append(index)
            if len(hanging) == MOST_HANGS:
                break
        elif not _same(settled, seen) and fails_under_all(source_of(settled), settled.name, under_each_order()):
            return [KillingProgram(index, _difference(settled, seen, texts))]
    return [KillingProgram(hanging[0], texts.endless)] if hanging else []


def fails_under_all(source: str, name: str, orders: Iterable[object]) -> bool:
    """Whether a generated test fails in this process under each order of the engine's sets.

    Args:
        source: its text.
        name: its function.
        orders: lets one order hold after the other.
    """
    return {failure_of(source, name) is not None for _ in orders} == {True}


def _same(settled: SettledProgram, seen: Observation) -> bool:
    if isinstance(settled.shows, Seen) and isinstance(seen, Seen):
        return all(map(agrees, settled.shows.values, seen.values))
    if isinstance(settled.shows, Raised) and isinstance(seen, Raised):
        return (settled.shows.name, settled.shows.message) == (seen.name, seen.message)
    return False


def failure_of(source: str, name: str) -> BaseException | None:
    """Run a generated test in this process and return what made it fail, or None where it passed."""
    namespace: dict[str, object] = {}
    exec(compile(source, "<test>", "exec"), namespace)  # our own text
    function = namespace[name]
    assert callable(function)
    try:
        in_time(function)
    except (Exception, TooLong, pytest.fail.Exception) as error:  # noqa: BLE001  # whatever the engine raises
        return error
    return None


def _difference(settled: SettledProgram, seen: Observation, texts: OutcomeWords) -> str:
    if isinstance(settled.shows, Raised) or not isinstance(seen, Seen):
        return in_words(seen, texts)
    for look, expected, value in zip(settled.program.looks, settled.shows.values, seen.values, strict=True):
        if not agrees(expected, value):
            return say(texts.differs, expression=look.text, value=_short(value), expected=_short(expected))
    raise AssertionError(settled)


def in_words(seen: Observation, texts: OutcomeWords) -> str:
    """What a program did, for people: ``it raises ValueError: …``."""
    match seen:
        case Raised(name=name, message=message):
            return say(texts.raises, error=f"{name}: {message}".rstrip(": "))
        case Hung():
            return texts.endless
        case Seen(values):
            return say(texts.shows, values=", ".join(map(_short, values))) if values else texts.nothing
    return say(texts.strange, what=seen.what)


def _short(value: LookContent) -> str:
    return f"{value:.6g}" if isinstance(value, float) else repr(value)
