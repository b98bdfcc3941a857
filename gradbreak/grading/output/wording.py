"""The words for verdicts, levels and points that all formats share."""

from __future__ import annotations

from collections.abc import Sequence

from gradbreak.grading.model import GradeVerdict, IsolationKind
from gradbreak.grading.output.redacted_grade import Points, RedactedGrade, ShownTest
from gradbreak.texts import say
from gradbreak.texts.catalogue import Section, load
from gradbreak.texts.grading import GradingTexts

MOST_LISTED = 50
"""How many entries of a list are shown. A suite of 5,000 tests must not make a page of 5,000 lines."""


def points(value: float) -> str:
    """A number of points without needless zeros, for programs: ``7``, ``7.5``, ``6.67``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Wording:
    """A grade in the words of one language.

    Args:
        language: one of ``gradbreak.texts.LANGUAGES``.
    """

    def __init__(self, language: str = "en") -> None:
        self.texts = load(GradingTexts, language)

    @property
    def verdicts(self) -> tuple[GradeVerdict, ...]:
        """Those that there are."""
        return GradeVerdict.CATCHES, GradeVerdict.MISSES, GradeVerdict.NOT_GRADABLE

    def verdict(self, verdict: GradeVerdict) -> str:
        """``catches the break``."""
        return _named(self.texts.verdicts, verdict.value)

    def short_verdict(self, verdict: GradeVerdict) -> str:
        """``catches``."""
        return _named(self.texts.short, verdict.value)

    def level(self, name: str) -> str:
        """What a level asks of a suite: ``each single site``."""
        return _named(self.texts.levels, name)

    def meaning(self, name: str) -> str:
        """What is broken on a level; empty for the verdict, which is none."""
        return _named(self.texts.meanings, name) if name != "verdict" else ""

    def case(self, name: str) -> str:
        """What a case is called for people."""
        return name

    def report(self, redacted: RedactedGrade) -> list[str]:  # noqa: ARG002  # for engines alone
        """What else is said of a submission, line by line."""
        return []

    def likeness(self, kind: int) -> str:
        """What the submissions of a group have in common; see ``gradbreak.grading.pages.similar.Likeness``."""
        texts = self.texts.likenesses
        return (texts.same_file, texts.same_code, texts.same_tests, texts.same_rows)[kind - 1]

    def isolation(self, kind: IsolationKind) -> str:
        """How students' code was kept in."""
        texts = self.texts.isolations
        return {IsolationKind.BUBBLEWRAP: texts.bubblewrap, IsolationKind.SUBPROCESS: texts.subprocess}[kind]

    def points(self, value: float) -> str:
        """A number of points for people: ``7.5``, in Spanish ``7,5``."""
        return points(value).replace(".", self.texts.decimal)

    def score_line(self, redacted: RedactedGrade) -> str:
        """``6.5 of 10 points``."""
        grade = redacted.grade
        return say(self.texts.score, score=self.points(grade.score), most=self.points(grade.max_score))

    def changes(self, redacted: RedactedGrade) -> str:
        """What has changed since the author's last grade; empty where nothing has, or where that is not known."""
        changes, texts = redacted.changes, self.texts
        if changes is None:
            return ""
        gained = say(texts.gained, names=self.listed(changes.gained)) if changes.gained else ""
        lost = say(texts.lost, names=self.listed(changes.lost)) if changes.lost else ""
        return " ".join(filter(None, (gained, lost)))

    def tests_line(self, redacted: RedactedGrade) -> str:
        """How many tests count; empty where the policy withholds it."""
        tests = redacted.grade.tests
        return say(self.texts.tests_count, valid=tests.valid, total=tests.total) if tests is not None else ""

    def listed(self, names: Sequence[str], most: int = MOST_LISTED) -> str:
        """Names with commas; beyond ``most`` they are counted only."""
        more = f" {say(self.texts.more, count=len(names) - most)}" if len(names) > most else ""
        return ", ".join(names[:most]) + more

    def missed(self, names: Sequence[str]) -> str:
        """``missed: mul.self, mul.other``."""
        return say(self.texts.missed, names=self.listed(names))

    def about_test(self, test: ShownTest) -> str:
        """One sentence about one of the author's tests, with backticks around code; empty where there is none."""
        own = self.texts.own
        if test.expectation is not None:
            found = test.expectation
            return say(own.expected, expression=found.expression, expected=found.expected, actual=found.actual)
        sight = test.sight
        if sight is None:
            return ""
        if not sight.writes:
            return own.no_sweep
        numbers = {
            name: self._number(value)
            for name, value in (
                ("before", sight.before),
                ("after", sight.after),
                ("added", sight.after - sight.before),
            )
        }
        if sight.before:
            name = f"`{sight.name}`" if sight.name else own.a_step
            sentence = say(own.twice if test.caught else own.unnoticed, name=name, site=sight.site, **numbers)
            return sentence[:1].upper() + sentence[1:]
        if test.caught:
            return ""  # a later sweep does what the first does not
        return say(own.once, name=sight.name, **numbers) if sight.name else say(own.once_unnamed, **numbers)

    def plain_about_test(self, test: ShownTest) -> str:
        """The same without backticks, where nothing shows code."""
        return self.about_test(test).replace("`", "")

    def _number(self, value: float) -> str:
        return f"{value:.6g}".replace(".", self.texts.decimal)

    def said_of(self, redacted: RedactedGrade, points: Points) -> str:
        """One line about a level."""
        grade = redacted.grade
        if grade.levels is None:
            return self.verdict(grade.verdict)
        level = getattr(grade.levels, points.level)
        missed = f"; {self.missed(level.missed)}" if level.missed else ""
        return say(self.texts.caught, caught=level.caught, total=level.total) + missed


def _named(section: Section, name: str) -> str:
    """The sentence of a section by its name."""
    found = getattr(section, name)
    assert isinstance(found, str)
    return found
