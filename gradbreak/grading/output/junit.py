"""``--format junit``: XML in pytest's dialect, a test case for each broken engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.engine_wording import wording_of
from gradbreak.grading.output.redacted_grade import EngineCase, RedactedGrade
from gradbreak.grading.output.wording import Wording


def junit(grades: Sequence[RedactedGrade], when: datetime, hostname: str) -> str:
    """One suite for each submission.

    A broken engine is a case that passes if it is caught. A test that is set aside is a skipped case.

    Args:
        grades: what may be shown of each.
        when: when the grading began, with a time zone.
        hostname: the name of the machine, which viewers expect.
    """
    root = ET.Element("testsuites", name="gradbreak")
    for redacted in grades:
        root.append(_suite(redacted, when, hostname))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(redacted: RedactedGrade, when: datetime, hostname: str) -> ET.Element:
    grade = redacted.grade
    gradable = grade.verdict is not GradeVerdict.NOT_GRADABLE
    # Under a stricter policy a suite that could not be graded still says why, in its one error.
    aside = grade.set_aside or ()
    # Programs group cases by these names, so that they are the same in every language.
    wording = wording_of(redacted, "en")
    cases = [_case(case, wording) for case in redacted.cases] if gradable else [_error(redacted, wording)]
    skipped = [_skipped(each.test, each.reason) for each in aside] if gradable else []
    suite = ET.Element(
        "testsuite",
        name=grade.submission,
        errors=str(0 if gradable else 1),
        failures=str(sum(not case.is_caught for case in redacted.cases) if gradable else 0),
        skipped=str(len(skipped)),
        tests=str(len(cases) + len(skipped)),
        time="0.000",
        timestamp=when.isoformat(),
        hostname=hostname,
    )
    suite.extend([*cases, *skipped])
    return suite


def _case(case: EngineCase, wording: Wording) -> ET.Element:
    element = _named(wording.level(case.level), wording.case(case.name))
    if not case.is_caught:
        ET.SubElement(element, "failure", message=wording.texts.not_noticed).text = case.diff
    return element


def _error(redacted: RedactedGrade, wording: Wording) -> ET.Element:
    element = _named("gradbreak", "grade")
    reasons = [f"{each.test}: {each.reason}" for each in redacted.grade.set_aside or ()]
    ET.SubElement(element, "error", message=wording.verdict(redacted.grade.verdict)).text = "\n".join(reasons)
    return element


def _skipped(test: str, reason: str) -> ET.Element:
    element = _named("set aside", test)
    ET.SubElement(element, "skipped", type="gradbreak.set_aside", message=reason)
    return element


def _named(classname: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=classname, name=name, time="0.000")
