from __future__ import annotations

import pytest

from gradbreak.grading.model import TestCatches
from gradbreak.grading.next_tests import next_tests, source_of, title
from tests.gradbreak.grading.pretended import CANONICAL, ENGINES, OP, OTHER, SELF

MODULE = '''\
"""A suite."""

import math
import os.path as where
from collections.abc import Callable

import pytest

TWO = 2
CASES = {
    "one": TWO,
}


def double(number):
    return number * TWO


@pytest.mark.parametrize("case", CASES)
def test_cases(case):
    assert double(1) == CASES[case]


def test_alone():
    assert math.pi > 3


class TestThings:
    def test_one(self):
        assert where


@pytest.fixture
def given():
    return 1


def test_with_a_fixture(given):
    assert given
'''

ROWS = (
    TestCatches(test="t.py::test_alone", caught=(OP,)),
    TestCatches(test="t.py::test_cases[one]", caught=(CANONICAL, OP, SELF, f"{SELF}:reversed")),
    TestCatches(test="t.py::TestThings::test_one", caught=(OTHER,)),
    TestCatches(test="t.py::test_with_a_fixture", caught=(f"{OTHER}:reversed",)),
)
FILES = {"t.py": MODULE.encode()}


def titles(caught: set[str]) -> list[str]:
    return [each.title for each in next_tests(ENGINES.broken, frozenset(caught), ROWS, FILES)]


# -- which ---------------------------------------------------------------------------------------


def test_the_test_that_catches_most_of_what_is_missed_comes_first():
    assert titles(set()) == ["cases [one]", "one", "with a fixture"]


def test_a_test_whose_catch_is_caught_already_is_left_out():
    assert titles({CANONICAL, OP, SELF, f"{SELF}:reversed"}) == ["one", "with a fixture"]


def test_of_equally_useful_tests_the_first_one_is_named():
    assert titles({CANONICAL, SELF, f"{SELF}:reversed", OTHER, f"{OTHER}:reversed"}) == ["alone"]


def test_a_submission_that_misses_nothing_is_told_nothing():
    assert titles({engine.id for engine in ENGINES.broken}) == []


def test_what_a_test_would_catch_is_named_once_and_without_what_is_caught():
    first, *_ = next_tests(ENGINES.broken, frozenset({CANONICAL}), ROWS, FILES)
    assert first.catches == ("add", "add.self")


def test_without_rows_nothing_is_told():
    assert next_tests(ENGINES.broken, frozenset(), (), {}) == ()


# -- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_a_sum_adds", "a sum adds"),
        ("TestSums::test_a_sum_adds", "a sum adds"),
        ("test_sites[mul.self]", "sites [mul.self]"),
        ("testCamel", "Camel"),
        ("test_", "test_"),
    ],
)
def test_a_title_is_the_name_as_a_sentence(name, expected):
    assert title(name) == expected


# -- sources -------------------------------------------------------------------------------------


def test_a_test_comes_with_the_imports_it_uses_and_no_others():
    assert source_of(MODULE, "test_alone") == "import math\n\n\ndef test_alone():\n    assert math.pi > 3\n"


def test_a_test_comes_with_everything_that_what_it_uses_uses():
    source = source_of(MODULE, "test_cases[one]")
    assert source.startswith("import pytest\n\n\nTWO = 2\n\n\nCASES = {")
    assert "def double" in source
    assert "test_alone" not in source


def test_a_test_comes_with_its_decorators_and_fixtures():
    assert "@pytest.mark.parametrize" in source_of(MODULE, "test_cases")
    assert "@pytest.fixture\ndef given" in source_of(MODULE, "test_with_a_fixture")


def test_a_test_in_a_class_comes_with_its_class():
    assert source_of(MODULE, "TestThings::test_one").startswith("import os.path as where\n\n\nclass TestThings:")


@pytest.mark.parametrize("name", ["test_alone", "test_cases", "TestThings", "test_with_a_fixture"])
def test_a_source_runs_by_itself(name):
    names: dict = {}
    exec(source_of(MODULE, name), names)
    assert name in names
