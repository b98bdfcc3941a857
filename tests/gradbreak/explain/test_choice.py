from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import ExitCode, NoSuchTest
from gradbreak.explain.choice import find_test, suites_of_test

TESTS = [
    "tests/a/test_sums.py::test_sum",
    "tests/a/test_sums.py::test_many[2]",
    "tests/a/test_sums.py::test_many[3]",
    "tests/b/test_sums.py::TestSums::test_sum",
    "tests/b/test_sums.py::test_one[2]",
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("tests/a/test_sums.py::test_sum", 0),
        ("test_sum", 0),
        ("TestSums::test_sum", 3),
        ("test_many[3]", 2),
        ("test_one", 4),
        ("tests/b/test_sums.py::test_one", 4),
    ],
)
def test_a_test_is_found_by_its_id_or_the_end_of_it(wanted, found):
    assert find_test(TESTS, wanted) == TESTS[found]


def test_a_name_of_several_tests_is_refused_with_their_ids():
    with pytest.raises(NoSuchTest, match=r"'test_many' fits 2 tests. Say which: .*test_many\[2\], .*test_many\[3\]$"):
        find_test(TESTS, "test_many")


def test_a_misspelt_name_gets_the_nearest_one():
    with pytest.raises(NoSuchTest, match=r"no test is called 'test_smu'. Did you mean .*::test_sum\?") as refused:
        find_test(TESTS, "test_smu")
    assert refused.value.exit_code == ExitCode.NO_SUCH_TEST


def test_a_file_tells_the_suite(project):
    config = load_config(project.root)
    assert suites_of_test(config, "tests/diamond/test_diamond.py::test_x") == ("diamond",)


def test_a_name_alone_may_be_in_any_suite(project):
    assert suites_of_test(load_config(project.root), "test_x") == ("straight", "diamond")


def test_a_file_of_no_suite_is_refused(project):
    with pytest.raises(NoSuchTest, match=r"tests/shared.py is in no suite. Name a test below tests/straight, tests/d"):
        suites_of_test(load_config(project.root), "tests/shared.py::test_x")
