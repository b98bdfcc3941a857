"""Functions of a module by the names that pytest gives to tests."""

import ast

import pytest

from gradbreak.engine.definitions import find_function, first_line, line_count

TEXT = """\
import pytest


@pytest.mark.parametrize("case", [1, 2])
@pytest.mark.slow
def test_one(case):
    assert case


def test_one_line(): pass


class TestIt(Base):
    async def test_two(self):
        assert two() == 2

    class TestInner:
        def test_three(self):
            # twice
            assert two() == 2
            assert three() == 3


def test_again():
    assert False


def test_again():
    assert (
        True
    )
"""


@pytest.mark.parametrize(
    ("name", "first", "lines"),
    [
        ("test_one[1]", 4, 4),
        ("test_one_line", 10, 1),
        ("TestIt::test_two", 14, 2),
        ("TestIt::TestInner::test_three", 18, 4),
        ("test_again", 28, 4),  # the later one is the one that Python keeps
    ],
)
def test_a_test_is_found_by_its_name_with_its_decorators(name: str, first: int, lines: int) -> None:
    function = find_function(ast.parse(TEXT).body, name)
    assert function is not None
    assert (first_line(function), line_count(function)) == (first, lines)


@pytest.mark.parametrize("name", ["TestIt::test_inherited", "TestIt", "test_gone", "pytest"])
def test_what_is_no_function_of_the_module_is_not_found(name: str) -> None:
    assert find_function(ast.parse(TEXT).body, name) is None
