from __future__ import annotations

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.grading.assignment import write_assignment
from gradbreak.grading.assignment.practice_files import PRACTICE_HINTS, practice_rubric
from gradbreak.grading.declarations import LevelPoints, Rubric, load_grading
from tests.gradbreak.cli.ending import gradbreak


@pytest.fixture(scope="module")
def student(config, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("handout") / "homework"
    write_assignment(config, folder)
    return folder / "student"


def test_the_declarations_load_and_name_no_suite_of_the_teacher_s(student):
    config = load_config(student)
    assert [suite.path for suite in config.suites] == ["tests"]
    assert (config.lesson, config.examples) == (None, ())
    rubric = load_grading(config).rubric
    assert (rubric.reference, rubric.must_miss) == (None, None)


def test_points_and_limits_are_the_teacher_s(student, config):
    there, here = (load_grading(each).rubric for each in (load_config(student), config))
    assert (there.points, there.limits, there.packages) == (here.points, here.limits, here.packages)


def test_a_rubric_survives_being_written_as_toml():
    rubric = Rubric(
        points=LevelPoints(canonical=1.5, ops=0.0, sites=2.0, order_proof=0.0),
        language="es",
        packages=("numpy", "click"),
        round_to=0.25,
    )
    assert msgspec.convert(tomllib.loads(practice_rubric(rubric)), Rubric) == msgspec.structs.replace(
        rubric, hints=PRACTICE_HINTS
    )


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_a_student_can_grade_their_tests_and_gets_ideas_and_skeletons_but_no_test(student):
    ending = gradbreak("grade", student / "tests", "--root", student, "--hint", 2)
    assert "does not catch the break" in ending.out
    assert "Use one variable twice" in ending.out
    assert "out = ..." in ending.out
    refused = gradbreak("grade", student / "tests", "--root", student, "--hint", 3)
    assert "the rubric gives no hint of step 3" in refused.error


@pytest.mark.usefixtures("isolation")
@pytest.mark.slow
def test_everything_shows_no_test_of_the_teacher_s(student):
    ending = gradbreak("grade", student / "tests", "--root", student, "--feedback", "everything", "--format", "json")
    assert json.loads(ending.out)["next_tests"] == []
