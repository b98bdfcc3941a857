"""Hypothesis under mutants: the same examples each time, and no memory from one mutant to the next."""

from __future__ import annotations

import pytest

from gradbreak.model import Status
from tests.gradbreak.small_project import FILES, Finished, Project, cells_of, statuses
from tests.gradbreak.untimed import without_timing

ENGINE = """\
class Node:
    pass


def raised(number):
    more = number + 5
    if number >= 7 * 143:
        return more
    return number
"""

TESTS = """\
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tiny.core import raised

NUMBERS = st.integers(0, 10**6)


def is_right(number):
    return raised(number) == number + (5 if number >= 1001 else 0)


@given(NUMBERS)
def test_everywhere(number):
    assert is_right(number)


@settings(max_examples=20, deadline=1)
@given(NUMBERS)
def test_with_settings_of_its_own(number):
    assert is_right(number)


@example(1001)
@given(NUMBERS)
def test_with_an_example(number):
    assert is_right(number)


class Machine(RuleBasedStateMachine):
    @rule(number=NUMBERS)
    def step(self, number):
        assert is_right(number)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=30, stateful_step_count=5)
"""

EVERYWHERE = "raised + → -"
"""Fails from 1001 on; Hypothesis would shrink that to 1001, and keep it."""
AT_ONE_NUMBER = "raised >= → >"
"""Fails at 1001 alone, which nobody meets among a million by chance."""


@pytest.fixture(scope="module")
def properties(tmp_path_factory) -> Finished:
    project = Project(tmp_path_factory.mktemp("properties") / "project").write(FILES)
    project.write(
        {
            "tiny/core.py": ENGINE,
            "tests/properties/test_properties.py": TESTS,
            "mutation_config/examples.toml": "",
            "mutation_config/limits.toml": "test_seconds = 20\n",
            "mutation_config/suites.toml": (
                '[[suite]]\nname = "properties"\nshort = "pro"\npath = "tests/properties"\nteaches = ""\n'
            ),
        }
    )
    return Finished(project, project.run(jobs=1))


def test_a_property_that_fails_often_is_killed(properties):
    assert set(statuses(properties.results, EVERYWHERE).values()) == {Status.KILLED}


def test_what_one_mutant_failed_on_is_not_tried_on_the_next(properties):
    found = statuses(properties.results, AT_ONE_NUMBER)
    with_the_example = found.pop("test_with_an_example")
    assert (set(found.values()), with_the_example) == ({Status.SURVIVED}, Status.KILLED)


def test_the_failing_example_is_part_of_the_message(properties):
    failure = cells_of(properties.results, AT_ONE_NUMBER)["test_with_an_example"].failure
    assert "number=1001" in failure.message


def test_two_fresh_runs_try_the_same_examples(properties, tmp_path):
    # The messages name the failing examples, so equal files mean equal examples.
    again = properties.project.copy_to(tmp_path / "copy").run(jobs=2, fresh=True)
    assert without_timing(again) == without_timing(properties.results)


def test_nothing_of_hypothesis_is_left_in_the_project(properties):
    left = {path.split("/")[0] for path in properties.project.listing()}
    assert left == {"pyproject.toml", "tiny", "tests", "mutation_config"}
