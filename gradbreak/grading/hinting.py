"""Adds the hints that a student asks for to their grade."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import structs

from gradbreak.engine.shape import EngineShape
from gradbreak.grading.model import GradeVerdict, Levels, NextTest
from gradbreak.grading.output.redacted_grade import RedactedGrade, ShownHint
from gradbreak.hints import HintStep, hints
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts


def with_hints(
    redacted: RedactedGrade,
    levels: Levels,
    shape: EngineShape,
    *,
    step: int,
    most: int,
    language: str,
    suite: Sequence[NextTest] | None = None,
) -> RedactedGrade:
    """A grade with hints, and with the step that can be asked for next.

    Args:
        redacted: the grade as its author may see it.
        levels: what it catches and misses, names included.
        shape: what the engine's parts are called.
        step: how far the author asked to be helped, 1 to 3; 0 for no hint.
        most: the last step that the rubric allows.
        language: one of ``gradbreak.texts.LANGUAGES``.
        suite: tests of a suite that was made of the engine, the most useful first. They are written as this engine is
            used, whatever its shape, so they stand in the place of those that hints write. None where there are none.
    """
    if redacted.grade.verdict is GradeVerdict.NOT_GRADABLE:
        return redacted
    words = load(HintTexts, language)
    found = hints({name: level.missed for name, level in levels.named()}, shape, words)
    if suite is not None:
        ideas = {hint.name: hint.idea for hint in found}
        all_shown = [_of_suite(test, ideas, words, step) for test in suite]
    else:
        all_shown = [
            ShownHint(name=hint.name, idea=hint.idea, source=hint.shown(HintStep(step)) if step else "")
            for hint in found
        ]
    return structs.replace(
        redacted,
        hints=tuple(all_shown) if step else (),
        next_step=step + 1 if all_shown and step < most else None,
    )


def _of_suite(test: NextTest, ideas: Mapping[str, str], words: HintTexts, step: int) -> ShownHint:
    name = next((each for each in test.catches if each in ideas), test.catches[0])
    sources: dict[int, str] = {HintStep.SKELETON: skeleton_of(test.source), HintStep.TEST: test.source}
    return ShownHint(name=name, idea=ideas.get(name, words.whole), source=sources.get(step, ""))


def skeleton_of(source: str) -> str:
    """A test of a made suite without its expression and its numbers."""
    without_expression = re.sub(r"^(    out = ).*$", r"\1...", source, flags=re.MULTILINE)
    return re.sub(r"^(    assert .*?)== .*$", r"\1== ...", without_expression, flags=re.MULTILINE)
