"""The page for one submission's author: the verdict, what is caught by which test, and what to write next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from gradbreak.grading.model import GradeVerdict, NextTest
from gradbreak.grading.output.engine_wording import EngineWording, wording_of
from gradbreak.grading.output.redacted_grade import EngineCase, RedactedGrade, ShownLevels, ShownTest
from gradbreak.grading.output.wording import Wording
from gradbreak.grading.pages.rendering import render
from gradbreak.web.diff_lines import DiffLine, diff_lines
from gradbreak.web.highlighting import highlighted
from gradbreak.web.wording import rich

MOST_COLUMNS = 30
"""How many tests get a column. A wider table cannot be read, so the tests that catch most are kept."""


class LevelRow(Struct, frozen=True, kw_only=True):
    """One level in the first table.

    Attributes:
        name: of the level.
        caught: of how many broken engines; None where counts are withheld.
        total: None likewise.
        score: points.
        max_score: points.
        is_full: everything is caught.
    """

    name: str
    caught: int | None
    total: int | None
    score: float
    max_score: float
    is_full: bool


class TestColumn(Struct, frozen=True):
    """A test in the matrix: its number in ``RedactedGrade.tests``, its name, and how many engines it catches."""

    index: int
    test: str
    caught: int


class LevelGroup(Struct, frozen=True):
    """The broken engines of one level."""

    level: str
    cases: tuple[EngineCase, ...]


class MissedDiff(Struct, frozen=True):
    """What a missed engine changes; ``names`` are those of all levels that it is missed on."""

    names: tuple[str, ...]
    lines: tuple[DiffLine, ...]


class SuggestedTest(Struct, frozen=True):
    """A test to write, with its source line by line."""

    test: NextTest
    lines: tuple[Markup, ...]


class PageTest(Struct, frozen=True):
    """One of the author's own tests: with a sentence, empty where there is none, and its source line by line."""

    test: ShownTest
    said: Markup | str
    lines: tuple[Markup, ...]


class MissedSite(Struct, frozen=True):
    """A write that is missed; ``in_other_order`` where it is caught under one order of the operands."""

    name: str
    in_other_order: bool


class MissedOperation(Struct, frozen=True):
    """The writes of one operation that are missed."""

    name: str
    sites: tuple[MissedSite, ...]


class PageHint(Struct, frozen=True):
    """A hint, with its source line by line; no lines for an idea alone."""

    name: str
    idea: str
    lines: tuple[Markup, ...]


def submission_page(redacted: RedactedGrade, language: str = "en") -> str:
    """The page, with no more on it than the redacted grade holds.

    Args:
        redacted: the grade.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    wording = wording_of(redacted, language)
    grade = redacted.grade
    gradable = grade.verdict is not GradeVerdict.NOT_GRADABLE
    columns = _columns(redacted)
    wrong = [each for each in redacted.own if each.caught is None and each.source] if gradable else []
    shown_above = {each.test for each in wrong}
    return render(
        "submission.html.j2",
        wording,
        redacted=redacted,
        grade=grade,
        gradable=gradable,
        headline=wording.verdict(grade.verdict),
        changes=wording.changes(redacted),
        lede=[part for part in (wording.score_line(redacted), wording.tests_line(redacted)) if part],
        levels=tuple(_levels(redacted)) if gradable else (),
        groups=tuple(_groups(redacted.cases)) if gradable and grade.set_aside is not None else (),
        columns=columns,
        left_out=len(redacted.tests) - len(columns),
        diffs=tuple(_diffs(redacted.cases)) if gradable else (),
        next_tests=tuple(SuggestedTest(test, tuple(highlighted(test.source))) for test in grade.next_tests or ()),
        wrong=[_page_test(each, wording) for each in wrong],
        owns=[_page_test(each, wording) for each in redacted.own if each.caught is not None] if gradable else [],
        others=[each for each in grade.set_aside or () if each.test not in shown_above],
        by_operation=tuple(_by_operation(redacted)) if gradable else (),
        hints=tuple(
            PageHint(hint.name, hint.idea, tuple(highlighted(hint.source)) if hint.source else ())
            for hint in redacted.hints
        ),
        isolation=wording.isolation(grade.isolation),
        is_engine=redacted.engine is not None,
        report=wording.report(redacted),
        report_texts=wording.engine_texts.page if isinstance(wording, EngineWording) else None,
    )


def _page_test(test: ShownTest, wording: Wording) -> PageTest:
    said = wording.about_test(test)
    lines = tuple(highlighted(test.source)) if test.source else ()
    return PageTest(test, rich("{said}", said=rich(said)) if said else test.reason, lines)


def _by_operation(redacted: RedactedGrade) -> Iterator[MissedOperation]:
    """What is missed, folded under operations; nothing where names are withheld, or where diffs say it all."""
    levels = redacted.grade.levels
    if not isinstance(levels, ShownLevels) or levels.sites.missed is None or any(case.diff for case in redacted.cases):
        return
    turned = [name for name in levels.order_proof.missed or () if name not in levels.sites.missed]
    sites = [MissedSite(name, in_other_order=False) for name in levels.sites.missed]
    sites += [MissedSite(name, in_other_order=True) for name in turned]
    operations = dict.fromkeys(site.name.partition(".")[0] for site in sites)
    for operation in operations:
        yield MissedOperation(operation, tuple(each for each in sites if each.name.partition(".")[0] == operation))


def _levels(redacted: RedactedGrade) -> Iterator[LevelRow]:
    for points in redacted.points:
        level = getattr(redacted.grade.levels, points.level) if redacted.grade.levels is not None else None
        yield LevelRow(
            name=points.level,
            caught=level.caught if level is not None else None,
            total=level.total if level is not None else None,
            score=points.score,
            max_score=points.max_score,
            is_full=points.is_full,
        )


def _columns(redacted: RedactedGrade) -> tuple[TestColumn, ...]:
    """The tests in the order of the submission. If there are too many, those that catch most."""
    counts = [sum(index in case.caught_by for case in redacted.cases) for index in range(len(redacted.tests))]
    kept = sorted(range(len(counts)), key=lambda index: (-counts[index], index))[:MOST_COLUMNS]
    return tuple(TestColumn(index, redacted.tests[index], counts[index]) for index in sorted(kept))


def _groups(cases: Sequence[EngineCase]) -> Iterator[LevelGroup]:
    for level, of_level in groupby(cases, key=lambda case: case.level):
        yield LevelGroup(level, tuple(of_level))


def _diffs(cases: Sequence[EngineCase]) -> Iterator[MissedDiff]:
    """Each missed change once, because a site's change is the same on both levels that it counts for."""
    names: dict[str, list[str]] = {}
    for case in cases:
        if not case.is_caught and case.diff and case.name not in names.setdefault(case.diff, []):
            names[case.diff].append(case.name)
    for diff, of_diff in names.items():
        yield MissedDiff(tuple(of_diff), diff_lines(diff))
