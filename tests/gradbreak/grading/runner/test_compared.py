"""The values of a failed comparison."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gradbreak.grading.runner.compared import LONGEST, values_in

NODE = SimpleNamespace(grad=6.0, text="x" * (LONGEST + 1), many=[1.5], other=object())
calls: list[int] = []


def called():
    calls.append(1)
    return 1


def failing(statement: str, here: str = __file__) -> str:
    a, big, f = NODE, 9, called  # the statement names them
    try:
        exec(compile("raise AssertionError", here, "exec"), globals(), dict(locals()))
    except AssertionError as error:
        return values_in(statement, error.__traceback__, here)
    raise AssertionError


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("assert a.grad == 9", ", where a.grad is 6.0"),
        ("assert 9 == a.grad", ", where a.grad is 6.0"),
        ("assert a.grad == pytest.approx(9)", ", where a.grad is 6.0"),
        ("assert a.grad == big", ", where a.grad is 6.0 and big is 9"),
        ("assert a.many[0] == -1", ", where a.many[0] is 1.5"),
        ("assert a.text == 'y'", ""),
        ("assert a.other == 1", ""),
        ("assert a.missing == 1", ""),
        ("assert a", ""),
        ("assert (a.grad ==", ""),
        ("a.grad == 9", ""),
    ],
)
def test_each_side_that_can_be_looked_at_is_shown_with_its_value(statement, said):
    assert failing(statement) == said


def test_nothing_is_called_a_second_time():
    assert failing("assert f() == 2") == ""
    assert calls == []


def test_a_failure_outside_the_submission_shows_nothing():
    assert values_in("assert a == 1", None, __file__) == ""
