"""Engines in the formats that grades of suites have, in their own words."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from gradbreak.grading.output.canvas import canvas
from gradbreak.grading.output.engine_wording import EngineWording, wording_of
from gradbreak.grading.output.github import github
from gradbreak.grading.output.grades_csv import grades_csv
from gradbreak.grading.output.gradescope import gradescope
from gradbreak.grading.output.junit import junit
from gradbreak.grading.output.moodle import moodle
from gradbreak.grading.output.prairielearn import prairielearn
from gradbreak.grading.output.text import plain_text, table_lines
from gradbreak.texts import LANGUAGES
from tests.gradbreak.grading.engine_grades import NOT_GRADABLE, RIGHT, WRONG, redacted

ALL = [redacted(each) for each in (RIGHT, WRONG, NOT_GRADABLE)]
ENGLISH = EngineWording("en")
SHOWN = "a*a  at a = 2: a.grad should be 4 and is 2"
LIKE = "as if `mul` assigned to the gradient of its left operand and did not add to it, e.py:7"


def test_a_wrong_engine_is_told_the_expression_with_its_numbers_and_the_break_it_behaves_like():
    text = plain_text(redacted(WRONG), ENGLISH)
    assert text.startswith("is wrong\nben: 86.67 of 100 points")
    assert SHOWN in text
    assert LIKE in text
    assert "+ self.g += other.d * out.g" in text


def test_an_engine_that_could_not_be_graded_is_told_why():
    text = plain_text(redacted(NOT_GRADABLE), ENGLISH)
    assert text.startswith("could not be graded\n")
    assert "Importing it raises ValueError." in text


def test_a_class_is_a_table_of_verdicts():
    lines = [line.plain for line in table_lines(ALL, ENGLISH)]
    assert [line.split()[1] for line in lines[1:]] == ["right", "wrong", "not"]


@pytest.mark.parametrize("make", [gradescope, prairielearn])
def test_an_autograder_gets_a_test_for_each_part_and_the_whole_text(make):
    results = json.loads(make(redacted(WRONG), ENGLISH))
    assert [each["name"] for each in results["tests"]][2] == "gradients, a variable used again"
    assert SHOWN in results["output"]


def test_github_gets_the_verdict_and_the_report():
    step = github(redacted(WRONG), "token", ENGLISH)
    assert step.log.startswith("::error title=ben::is wrong; 86.67 of 100 points")
    assert SHOWN in step.summary
    assert github(redacted(RIGHT), "token", ENGLISH).log.startswith("::notice title=anna::is right")


def test_junit_has_a_case_for_each_thing_that_was_tried():
    root = ET.fromstring(junit(ALL, datetime.now(UTC), "here"))  # our own
    failing = [case.get("name") for case in root[1] if case.find("failure") is not None]
    assert failing == ["mul"]
    assert root[2].get("errors") == "1"


def test_a_gradebook_has_no_mark_for_what_could_not_be_graded():
    rows = list(csv.reader(io.StringIO(canvas(ALL, "hw", None))))
    assert [row[-1] for row in rows[2:]] == ["100", "86.67", ""]


def test_moodle_gets_feedback_in_one_line():
    rows = list(csv.reader(io.StringIO(moodle(ALL, None, ENGLISH))))
    assert SHOWN in rows[2][2]
    assert rows[3][2] == "could not be graded: importing it raises ValueError."


def test_the_table_for_the_teacher_has_the_parts_of_an_engine():
    rows = list(csv.DictReader(io.StringIO(grades_csv([each.grade for each in ALL]))))
    assert [row["diamonds_caught"] + "/" + row["diamonds_total"] for row in rows] == ["3/3", "2/3", "0/3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_and_item_has_words_in_every_language(language):
    wording = wording_of(redacted(WRONG), language)
    for case in redacted(WRONG).cases:
        assert wording.level(case.level)
        assert wording.meaning(case.level)
        assert wording.case(case.name)
    assert {wording.verdict(verdict) for verdict in wording.verdicts} - {""}
