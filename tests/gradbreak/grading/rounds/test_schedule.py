from __future__ import annotations

import random
from collections import Counter

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.model import RunRequest
from gradbreak.grading.rounds.schedule import dealt
from gradbreak.grading.rounds.types import PlannedRun
from tests.gradbreak.grading.pretended import ENGINES

BROKEN = [PlannedRun(engine=text, run=RunRequest(engine=text.plain)) for text in ENGINES.targets]
CORRECT = [PlannedRun(engine=engine, run=RunRequest(engine=engine.text)) for engine in ENGINES.correct]


def hands(count: int = 200) -> list[list[PlannedRun]]:
    return [dealt(BROKEN, CORRECT, random.Random(number)) for number in range(count)]


def test_every_run_is_dealt_once():
    for hand in hands(20):
        assert sorted(map(id, hand)) == sorted(map(id, [*BROKEN, *CORRECT]))


def test_the_last_run_is_on_a_correct_engine():
    assert all(isinstance(hand[-1].engine, CorrectEngine) for hand in hands())


def test_every_correct_engine_comes_last_now_and_then():
    assert {hand[-1].engine.name for hand in hands()} == {engine.name for engine in ENGINES.correct}


def test_no_other_place_belongs_to_either_kind():
    for place in range(len(BROKEN) + len(CORRECT) - 1):
        assert set(Counter(type(hand[place].engine).__name__ for hand in hands())) == {"Target", "CorrectEngine"}
