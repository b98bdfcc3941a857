"""The words for grades of engines, and the choice between them and those for suites."""

from __future__ import annotations

from msgspec import structs

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import Points, RedactedGrade
from gradbreak.grading.output.untrusted import printable
from gradbreak.grading.output.wording import Wording
from gradbreak.results.check_text import check_lines
from gradbreak.texts.catalogue import load
from gradbreak.texts.engine_grading import EngineGradingTexts

_SHARED = (
    "grading",
    "tests_count",
    "caught",
    "missed",
    "missed_all",
    "not_noticed",
    "set_aside",
    "tests",
    "summary_levels",
    "summary_set_aside",
)
"""Sentences that stand in the place of a suite's."""

_OF_THE_PAGE_ALONE = ("report", "report_intro")


class EngineWording(Wording):
    """A grade of an engine in the words of one language.

    Args:
        language: one of ``gradbreak.texts.LANGUAGES``.
    """

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._language = language
        self.engine_texts = load(EngineGradingTexts, language)
        own = self.engine_texts
        page = {name: text for name, text in structs.asdict(own.page).items() if name not in _OF_THE_PAGE_ALONE}
        self.texts = structs.replace(
            self.texts,
            **{name: getattr(own, name) for name in _SHARED},
            page=structs.replace(self.texts.page, **page),
            class_=structs.replace(self.texts.class_, **structs.asdict(own.class_)),
        )

    @property
    def verdicts(self) -> tuple[GradeVerdict, ...]:
        """Those that there are."""
        return GradeVerdict.RIGHT, GradeVerdict.WRONG, GradeVerdict.NOT_GRADABLE

    def verdict(self, verdict: GradeVerdict) -> str:
        """``is right``."""
        return str(getattr(self.engine_texts.verdicts, verdict.value))

    def short_verdict(self, verdict: GradeVerdict) -> str:
        """``right``."""
        return str(getattr(self.engine_texts.short, verdict.value))

    def level(self, name: str) -> str:
        """What a part is called."""
        return str(getattr(self.engine_texts.levels, name))

    def meaning(self, name: str) -> str:
        """What is asked of a part."""
        return str(getattr(self.engine_texts.meanings, name)) if name != "verdict" else ""

    def case(self, name: str) -> str:
        """What an item is called for people; an operation goes by its name."""
        return str(getattr(self.engine_texts.cases, name, name))

    def missed(self, names: tuple[str, ...]) -> str:  # type: ignore[override]  # a tuple is what there is
        """``wrong: mul``."""
        return super().missed([self.case(name) for name in names])

    def report(self, redacted: RedactedGrade) -> list[str]:
        """The check of the engine, line by line, as ``gradbreak check`` prints it."""
        check = redacted.engine.check if redacted.engine is not None else None
        return [printable(line) for line in check_lines(check, self._language)] if check is not None else []

    def said_of(self, redacted: RedactedGrade, points: Points) -> str:
        """One line about a part."""
        if redacted.engine is not None and redacted.engine.problem:
            return redacted.engine.problem
        return super().said_of(redacted, points)

    def feedback(self, redacted: RedactedGrade) -> str:
        """What a student reads beside the mark in a learning platform."""
        if redacted.engine is not None and redacted.engine.problem:
            return f"{self.verdict(redacted.grade.verdict)}: {redacted.engine.problem}."
        # Nothing shows line breaks there.
        lines = [self.score_line(redacted), *(line.strip().rstrip(".:") for line in self.report(redacted))]
        return f"{'. '.join(lines)}."


def wording_of(redacted: RedactedGrade, language: str) -> Wording:
    """The words for a grade.

    Args:
        redacted: of a suite, or of an engine.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    return EngineWording(language) if redacted.engine is not None else Wording(language)
