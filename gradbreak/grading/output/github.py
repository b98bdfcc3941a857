"""``--format github``: a result for GitHub Classroom, a step summary, and annotations."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.redacted_grade import EngineCase, RedactedGrade
from gradbreak.grading.output.text import plain_text
from gradbreak.grading.output.untrusted import in_markdown
from gradbreak.grading.output.wording import MOST_LISTED, Wording
from gradbreak.texts import say

MOST_ANNOTATIONS = 10
"""Of one kind that GitHub shows for a step; the rest would vanish without a word."""


class GithubStep(Struct, frozen=True, kw_only=True):
    """What a step leaves behind.

    Attributes:
        log: for standard output: annotations, then the grade as text.
        output: a line for the file that ``GITHUB_OUTPUT`` names.
        summary: Markdown for the file that ``GITHUB_STEP_SUMMARY`` names.
    """

    log: str
    output: str
    summary: str


class _ClassroomTest(Struct, frozen=True, kw_only=True):
    name: str
    status: str
    score: int
    message: str
    test_code: str = ""
    filename: str = ""
    line_no: int = 0
    duration: float = 0.0


class _ClassroomResult(Struct, frozen=True, kw_only=True):
    version: int = 1
    status: str
    max_score: int
    tests: tuple[_ClassroomTest, ...]


def github(redacted: RedactedGrade, token: str, wording: Wording) -> GithubStep:
    """A step's output, summary and log.

    Args:
        redacted: what may be shown.
        token: ends the part of the log in which nothing is a command; random, as a student must not know it.
        wording: the language.
    """
    return GithubStep(
        log="".join(f"{line}\n" for line in _annotations(redacted, wording))
        + quoted(plain_text(redacted, wording), token),
        output=f"result={base64.b64encode(classroom_result(redacted, wording)).decode()}\n",
        summary=_summary(redacted, wording),
    )


def classroom_result(redacted: RedactedGrade, wording: Wording) -> bytes:
    """The result that Classroom's reporter reads, as JSON.

    Every broken engine is a test of one point. The reporter's table multiplies the share of passed tests
    by the maximum and its notice adds up scores: only equal weights make the two agree, so Classroom's
    number is a count of engines, and the rubric's points stand in the summary.
    """
    gradable = redacted.grade.verdict is not GradeVerdict.NOT_GRADABLE
    tests = tuple(_test(case, gradable, wording) for case in redacted.cases)
    all_pass = all(test.status == "pass" for test in tests)
    status = "error" if not gradable else "pass" if all_pass else "fail"
    return msgspec.json.encode(_ClassroomResult(status=status, max_score=len(tests), tests=tests))


def _test(case: EngineCase, gradable: bool, wording: Wording) -> _ClassroomTest:
    passed = case.is_caught and gradable
    return _ClassroomTest(
        name=_name_of(case, wording),
        status="pass" if passed else "fail" if gradable else "error",
        score=int(passed),
        message="" if passed else wording.texts.not_noticed if gradable else wording.texts.verdicts.not_gradable,
    )


def _name_of(case: EngineCase, wording: Wording) -> str:
    return f"{wording.level(case.level)}: {wording.case(case.name)}"


def _annotations(redacted: RedactedGrade, wording: Wording) -> Iterator[str]:
    grade = redacted.grade
    verdict = f"{wording.verdict(grade.verdict)}; {wording.score_line(redacted)}"
    kind = "notice" if grade.verdict.is_success else "error"
    yield annotation(kind, verdict, title=grade.submission)
    missed = [case for case in redacted.cases if not case.is_caught] if grade.set_aside is not None else []
    if grade.verdict is not GradeVerdict.NOT_GRADABLE and missed:
        yield from _kept(
            "error", [annotation("error", _name_of(case, wording), title="missed") for case in missed], wording
        )
    aside = [
        annotation("warning", f"{each.test}: {each.reason}", file=each.test.partition("::")[0], title="set aside")
        for each in grade.set_aside or ()
    ]
    yield from _kept("warning", aside, wording)


def _kept(kind: str, lines: list[str], wording: Wording) -> Iterator[str]:
    """As many as are shown, with the number of the others; one place is kept for the verdict."""
    most = MOST_ANNOTATIONS - 1
    if len(lines) <= most:
        yield from lines
    else:
        yield from lines[: most - 1]
        yield annotation(kind, say(wording.texts.annotations_more, count=len(lines) - most + 1))


def _summary(redacted: RedactedGrade, wording: Wording) -> str:
    grade = redacted.grade
    parts = [
        f"## {in_markdown(grade.submission)}: {wording.verdict(grade.verdict)}",
        ", ".join(filter(None, [wording.score_line(redacted), wording.tests_line(redacted)])),
    ]
    if grade.levels is not None:
        rows = [wording.texts.summary_levels, "| --- | --- | --- | --- |"]
        for each in redacted.points:
            level = getattr(grade.levels, each.level)
            earned = say(wording.texts.of, part=wording.points(each.score), whole=wording.points(each.max_score))
            missed = ", ".join(f"<code>{in_markdown(wording.case(name))}</code>" for name in level.missed or ())
            caught = say(wording.texts.of, part=level.caught, whole=level.total)
            rows.append(f"| {wording.level(each.level)} | {caught} | {earned} | {missed} |")
        parts.append("\n".join(rows))
    if grade.set_aside:
        parts.append(f"### {wording.texts.summary_set_aside}")
        shown = grade.set_aside[:MOST_LISTED]
        lines = [f"- <code>{in_markdown(each.test)}</code>: {in_markdown(each.reason)}" for each in shown]
        if len(grade.set_aside) > MOST_LISTED:
            lines.append(f"- {say(wording.texts.more, count=len(grade.set_aside) - MOST_LISTED)}")
        parts.append("\n".join(lines))
    if report := wording.report(redacted):
        parts.append("\n".join(f"    {line}" for line in report))
    for number, test in enumerate(grade.next_tests or (), start=1):
        parts.append(f"### {say(wording.texts.summary_next, number=number, title=in_markdown(test.title))}")
        parts.append(f"```python\n{test.source.rstrip()}\n```")
    parts.append(f"{say(wording.texts.isolation, isolation=grade.isolation.value)}.")
    return "\n\n".join(parts) + "\n"


def annotation(kind: str, message: str, **properties: str) -> str:
    """``::error file=…,title=…::message`` with every character escaped that would end a part of it.

    Args:
        kind: error, warning or notice.
        message: of several lines too.
        properties: ``file``, ``line`` and ``title``; an empty one is left out.
    """
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind}{' ' if given else ''}{given}::{_data(message)}"


def quoted(text: str, token: str) -> str:
    """Text that is printed as it is, commands in it included.

    Args:
        text: what to print.
        token: what ends it; nobody who wrote any of the text may know it.
    """
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
