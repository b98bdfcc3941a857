"""``--format text``: the verdict, then the levels and reasons, for a terminal or a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.syntax import Syntax
from rich.text import Text

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.output.wording import MOST_LISTED, Wording
from gradbreak.texts import say

WIDTH = 80
"""Columns of wrapped text. Names and source code are never wrapped."""

MOST_IDLE = 10
"""Tests that catch nothing and are explained."""

_STYLES = {
    GradeVerdict.CATCHES: "bold blue",
    GradeVerdict.MISSES: "bold yellow",
    GradeVerdict.RIGHT: "bold blue",
    GradeVerdict.WRONG: "bold yellow",
    GradeVerdict.NOT_GRADABLE: "bold red",
}


def text_lines(redacted: RedactedGrade, wording: Wording) -> Iterator[Text]:
    """One grade. Colour only repeats what the words say."""
    grade = redacted.grade
    yield Text(wording.verdict(grade.verdict), style=_STYLES[grade.verdict])
    said = filter(None, [wording.score_line(redacted), wording.tests_line(redacted)])
    yield Text(f"{grade.submission}: {', '.join(said)}")
    yield from map(Text, _wrapped(wording.changes(redacted), "", ""))
    if grade.levels is not None and grade.verdict is not GradeVerdict.NOT_GRADABLE:
        yield Text()
        yield from _levels(redacted, wording)
    if grade.set_aside:
        yield Text()
        yield from _set_aside(redacted, wording)
    if report := wording.report(redacted):
        yield Text()
        yield from map(Text, report)
    idle = [
        (each.test, why)
        for each in redacted.own
        if each.caught == 0 and not each.caught_others and (why := wording.about_test(each))
    ]
    if idle:
        yield Text()
        yield Text(wording.texts.idle, "bold")
        for test, why in idle[:MOST_IDLE]:
            yield Text(f"  {test}")
            yield from map(Text, _wrapped(why, "    ", "    "))
        if len(idle) > MOST_IDLE:
            yield Text(f"  {say(wording.texts.more, count=len(idle) - MOST_IDLE)}")
    if grade.next_tests:
        yield Text()
        yield from _next_tests(redacted, wording)
    if redacted.hints:
        yield Text()
        yield from _hints(redacted, wording)
    if redacted.next_step is not None:
        yield Text()
        yield Text(say(wording.texts.ask_hint, step=redacted.next_step))
    yield Text()
    yield Text(say(wording.texts.isolation, isolation=wording.isolation(grade.isolation)), style="dim")


def plain_text(redacted: RedactedGrade, wording: Wording) -> str:
    """The same text as one string without colour."""
    return "\n".join(line.plain.rstrip() for line in text_lines(redacted, wording)) + "\n"


def table_lines(grades: Sequence[RedactedGrade], wording: Wording) -> Iterator[Text]:
    """Several grades as a table, one line for each."""
    if not grades:
        return
    levels = grades[0].grade.levels
    texts = wording.texts
    names = [name for name, _ in levels.named()] if levels is not None else []
    titles = [texts.submission, texts.verdict, texts.points, *names, texts.tests]
    rows = [_row(redacted, wording) for redacted in grades]
    widths = [max(len(row[index]) for row in (titles, *rows)) for index in range(len(rows[0]))]
    yield _aligned(titles, widths, "dim")
    for redacted, row in zip(grades, rows, strict=True):
        line = _aligned(row, widths, "")
        start = widths[0] + 2
        line.stylize(_STYLES[redacted.grade.verdict], start, start + len(row[1]))
        yield line


def _row(redacted: RedactedGrade, wording: Wording) -> list[str]:
    grade = redacted.grade
    levels = grade.levels.named() if grade.levels is not None else ()
    tests = [f"{grade.tests.valid}/{grade.tests.total}"] if grade.tests is not None else []
    score = f"{wording.points(grade.score)}/{wording.points(grade.max_score)}"
    counts = [f"{level.caught}/{level.total}" for _, level in levels]
    return [grade.submission, wording.short_verdict(grade.verdict), score, *counts, *tests]


def _aligned(row: Sequence[str], widths: Sequence[int], style: str) -> Text:
    return Text("  ".join(each.ljust(width) for each, width in zip(row, widths, strict=False)).rstrip(), style=style)


def _levels(redacted: RedactedGrade, wording: Wording) -> Iterator[Text]:
    levels = {points.level: getattr(redacted.grade.levels, points.level) for points in redacted.points}
    counts = {name: say(wording.texts.of, part=level.caught, whole=level.total) for name, level in levels.items()}
    titles = {name: wording.level(name) for name in levels}
    widest = [max(map(len, column.values())) for column in (titles, counts)]
    for name, level in levels.items():
        line = f"  {titles[name]:<{widest[0]}}  {counts[name]:<{widest[1]}}  "
        if not level.missed:
            yield Text(line.rstrip())
            continue
        if not level.caught and level.total > 1:
            yield Text(f"{line}{wording.texts.missed_all}")
            continue
        indent = " " * len(line)
        yield from map(Text, _wrapped(wording.missed(level.missed), line, indent))


def _set_aside(redacted: RedactedGrade, wording: Wording) -> Iterator[Text]:
    aside = redacted.grade.set_aside or ()
    is_graded = redacted.grade.verdict is not GradeVerdict.NOT_GRADABLE
    wrong = {each.test: wording.about_test(each) for each in redacted.own if each.expectation is not None}
    yield Text(wording.texts.set_aside if is_graded else wording.texts.why, "bold")
    for each in aside[:MOST_LISTED]:
        yield Text(f"  {each.test}")
        yield from map(Text, _wrapped(wrong.get(each.test, each.reason), "    ", "    "))
    if len(aside) > MOST_LISTED:
        yield Text(f"  {say(wording.texts.more, count=len(aside) - MOST_LISTED)}")


def _next_tests(redacted: RedactedGrade, wording: Wording) -> Iterator[Text]:
    yield Text(wording.texts.next, style="bold")
    for number, test in enumerate(redacted.grade.next_tests or (), start=1):
        yield Text()
        yield from map(Text, _wrapped(test.title, f"{number}. ", "   "))
        yield from map(Text, _wrapped(say(wording.texts.catches, names=wording.listed(test.catches)), "   ", "   "))
        yield Text()
        yield from _code(test.source)


def _hints(redacted: RedactedGrade, wording: Wording) -> Iterator[Text]:
    yield Text(wording.texts.hints, style="bold")
    for number, hint in enumerate(redacted.hints, start=1):
        yield Text()
        yield from map(Text, _wrapped(f"{hint.name}: {hint.idea}", f"{number}. ", "   "))
        if hint.source:
            yield Text()
            yield from _code(hint.source)


def _code(source: str) -> Iterator[Text]:
    highlighted = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(source)
    highlighted.rstrip()
    for line in highlighted.split("\n", allow_blank=True):
        yield Text("    ") + line if line.plain else Text()


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
