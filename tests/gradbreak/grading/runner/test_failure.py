"""One line about an exception."""

from __future__ import annotations

import pytest

from gradbreak.grading.runner.events import LONGEST_MESSAGE
from gradbreak.grading.runner.failure import describe


def raised(function):
    try:
        function()
    except BaseException as error:  # noqa: BLE001  # any kind is what is tested
        return error
    raise AssertionError("nothing was raised")


def a_bare_assertion():
    assert 1 == 2


class RudeError(Exception):
    def __str__(self):
        raise ValueError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("first\nsecond"), "ValueError: first"),
        (ValueError("\n\n  late"), "ValueError: late"),
        (KeyError(), "KeyError"),
        (AssertionError(), "AssertionError"),
        (RudeError(), "RudeError: <its message raises ValueError>"),
    ],
)
def test_the_name_and_the_first_line_are_said(error, said):
    assert describe(error, "/nowhere") == said


def test_of_a_bare_assertion_the_line_is_said():
    assert describe(raised(a_bare_assertion), __file__) == "AssertionError: assert 1 == 2"


@pytest.mark.parametrize(
    ("packages", "have"),
    [(("pytest",), "pytest"), (("pytest", "hypothesis", "numpy"), "pytest, hypothesis and numpy")],
)
def test_who_misses_a_module_is_told_which_packages_there_are(packages, have):
    error = ModuleNotFoundError("No module named 'torch'")
    said = describe(error, "/nowhere", packages)
    assert said == f"ModuleNotFoundError: No module named 'torch'; of packages tests have {have}"


def test_a_long_message_is_cut():
    assert len(describe(ValueError("x" * 10_000), "/nowhere")) == LONGEST_MESSAGE
