"""Honest tests in many styles: none is set aside, and each catches what plain pytest says it catches.

They are graded as one submission, a file or a folder for each style. ``make soak`` grades each by itself, many times on
a busy machine, and compares it with plain pytest on every broken engine.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from gradbreak.grading.engines import Engines
from gradbreak.grading.intake import read_submission
from gradbreak.grading.isolation import choose_isolation
from gradbreak.grading.model import GradedSubmission
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import unchecked_grader
from tests.gradbreak.grading.brute_force import outcomes

FOLDER = Path(__file__).parents[2] / "students" / "styles"
STYLES = sorted(path for path in FOLDER.iterdir() if path.suffix == ".py" or any(path.glob("**/*.py")))

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("isolation")]


@pytest.fixture(scope="module")
def graded(engines: Engines, grading) -> GradedSubmission:
    """On every correct engine and on the canonical break, which is enough to see what is set aside, and cheap."""
    assert engines.broken[0].id in engines.targets[0].ids
    few = structs.replace(engines, broken=engines.broken[:1], targets=engines.targets[:1])
    grader = unchecked_grader(few, grading.rubric, choose_isolation(None))
    return grade_one(grader, read_submission(FOLDER))


@pytest.fixture(scope="module")
def intact(engines: Engines) -> dict[str, bool]:
    return outcomes(engines.reference.text, STYLES)


@pytest.fixture(scope="module")
def broken(engines: Engines) -> dict[str, bool]:
    """On the engine in which every accumulating write replaces, as mutmut writes it."""
    return outcomes(next(target.plain for target in engines.targets if "canonical" in target.ids), STYLES)


def of_style(style: Path, tests: set[str]) -> set[str]:
    return {test for test in tests if test.partition("::")[0].partition("/")[0] == style.name}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_test_counts_that_plain_pytest_collects(style, graded, intact):
    collected = of_style(style, set(intact))
    assert collected
    assert all(intact.values())
    assert of_style(style, {row.test for row in graded.rows}) == collected, graded.grade.set_aside


def test_there_are_forty_honest_samples_with_those_that_have_a_grade_of_their_own():
    assert len(STYLES) + len([path for path in (FOLDER.parent / "honest").iterdir() if path.is_dir()]) >= 40


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_what_fails_on_the_break_in_plain_pytest_catches_it_in_the_grade(style, graded, broken):
    failing = of_style(style, {test for test, passes in broken.items() if not passes})
    assert of_style(style, {row.test for row in graded.rows if "canonical" in row.caught}) == failing
