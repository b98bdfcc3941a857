"""Adds the hints that a student asks for to their grade."""

from __future__ import annotations

from msgspec import structs

from gradbreak.engine.shape import EngineShape
from gradbreak.grading.model import GradeVerdict, Levels
from gradbreak.grading.output.redacted_grade import RedactedGrade, ShownHint
from gradbreak.hints import HintStep, hints
from gradbreak.texts.catalogue import load
from gradbreak.texts.hints import HintTexts


def with_hints(
    redacted: RedactedGrade, levels: Levels, shape: EngineShape, *, step: int, most: int, language: str
) -> RedactedGrade:
    """A grade with hints, and with the step that can be asked for next.

    Args:
        redacted: the grade as its author may see it.
        levels: what it catches and misses, names included.
        shape: what the engine's parts are called.
        step: how far the author asked to be helped, 1 to 3; 0 for no hint.
        most: the last step that the rubric allows.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    if redacted.grade.verdict is GradeVerdict.NOT_GRADABLE:
        return redacted
    found = hints({name: level.missed for name, level in levels.named()}, shape, load(HintTexts, language))
    shown = tuple(
        ShownHint(name=hint.name, idea=hint.idea, source=hint.shown(HintStep(step))) for hint in found if step
    )
    return structs.replace(redacted, hints=shown, next_step=step + 1 if found and step < most else None)
