from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.junit import junit
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, WEAK, graded, redacted

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def suites(*grades) -> list[ET.Element]:
    root = ET.fromstring(junit(grades, WHEN, "host"))
    assert root.tag == "testsuites"
    return list(root)


@pytest.mark.parametrize("submission", [STRONG, MIDDLING, WEAK, BROKEN])
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_counts_are_those_of_the_elements(submission, policy):
    (suite,) = suites(redacted(submission, policy))
    found = {kind: len(suite.findall(f"testcase/{kind}")) for kind in ("failure", "error", "skipped")}
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == tuple(map(str, found.values()))
    assert suite.get("tests") == str(len(suite.findall("testcase")))


def test_only_what_pytest_writes_too_is_written():
    seen = {}
    for suite in suites(redacted(), redacted(BROKEN)):
        for element in suite.iter():
            seen.setdefault(element.tag, set()).update(element.keys())
    assert seen == {
        "testsuite": {"name", "errors", "failures", "skipped", "tests", "time", "timestamp", "hostname"},
        "testcase": {"classname", "name", "time"},
        "failure": {"message"},
        "error": {"message"},
        "skipped": {"type", "message"},
    }


def test_each_broken_engine_is_a_case():
    (suite,) = suites(redacted())
    failing = [
        (case.get("classname"), case.get("name"))
        for case in suite.findall("testcase")
        if case.find("failure") is not None
    ]
    assert failing == [
        ("each operation's break", "tanh"),
        ("each single site", "tanh.self"),
        ("each site under either order", "tanh.self"),
    ]


def test_a_submission_is_a_suite():
    assert [suite.get("name") for suite in suites(redacted(WEAK), redacted(STRONG))] == ["cem", "bo"]


def test_control_characters_do_not_break_the_document():
    hostile = IgnoredTest(test="\x00\x1b]]>&<", reason="\ud800\ufffe")
    (suite,) = suites(redacted(graded("\x0b", set_aside=(hostile,))))
    assert suite.findall("testcase")[-1].get("name") == "\\x00\\x1b]]>&<"


def test_why_nothing_could_be_graded_is_the_error_s_text():
    (suite,) = suites(redacted(BROKEN, FeedbackPolicy.VERDICT))
    assert suite.find("testcase/error").text == "test_d.py: SyntaxError: invalid syntax (line 3)"
