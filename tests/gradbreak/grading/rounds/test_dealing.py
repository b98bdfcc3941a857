from __future__ import annotations

import random
from collections import Counter

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.examination_types import Run
from gradbreak.grading.rounds.dealing import dealt
from gradbreak.grading.rounds.types import Trial
from tests.gradbreak.grading.pretended import ENGINES

BROKEN = [Trial(engine=text, run=Run(engine=text.plain)) for text in ENGINES.texts]
CORRECT = [Trial(engine=engine, run=Run(engine=engine.text)) for engine in ENGINES.correct]


def hands(count: int = 200) -> list[list[Trial]]:
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
        assert set(Counter(type(hand[place].engine).__name__ for hand in hands())) == {"BrokenText", "CorrectEngine"}
