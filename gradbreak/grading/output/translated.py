"""Puts the reasons of a redacted grade into a language. They are made and kept in English."""

from __future__ import annotations

from msgspec import structs

from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.texts.reasons import reason


def in_language(redacted: RedactedGrade, language: str) -> RedactedGrade:
    """A grade whose reasons are in a language.

    Args:
        redacted: as its author may see it.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    aside, engine = redacted.grade.set_aside, redacted.engine
    if aside is not None:
        aside = tuple(structs.replace(each, reason=reason(each.reason, language)) for each in aside)
    if engine is not None:
        engine = structs.replace(engine, problem=reason(engine.problem, language))
    return structs.replace(
        redacted,
        grade=structs.replace(redacted.grade, set_aside=aside),
        own=tuple(structs.replace(each, reason=reason(each.reason, language)) for each in redacted.own),
        engine=engine,
    )
