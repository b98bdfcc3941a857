from __future__ import annotations

import pytest

from gradbreak.grading.fingerprints import LARGEST_PARSED
from gradbreak.grading.model import Expectation, Sight, Submission, TestOutcome, TestRecord
from gradbreak.grading.own_tests import MOST_LINES, MOST_TESTS, expectation, own_tests, sight
from gradbreak.grading.rounds import Evidence

TEXT = '''\
import pytest


@pytest.mark.parametrize("x", [1, 2])
def test_one(x):
    assert x


class TestIt:
    def test_two(self):
        text = """
left
"""
        assert text
'''


def definition(text: str, name: str) -> tuple[int, str]:
    """Where a test begins and its source, as the author of a submission with this module gets them."""
    files = {"test_it.py": text.encode()}
    submission = Submission(name="s", files=files, left_out=(), problem="", sha256="")
    (own,) = own_tests(submission, Evidence(tests=(f"test_it.py::{name}",)), [])
    return own.line, own.source


def record(message: str, outcome: TestOutcome = TestOutcome.FAILED) -> TestRecord:
    return TestRecord(test="test_it.py::test_one", outcome=outcome, message=message)


# -- the source ----------------------------------------------------------------------------------


def test_a_test_s_source_begins_with_its_decorators():
    assert definition(TEXT, "test_one[1]") == (
        4,
        '@pytest.mark.parametrize("x", [1, 2])\ndef test_one(x):\n    assert x\n',
    )


def test_a_method_s_source_is_moved_to_the_left_and_its_texts_are_kept():
    assert definition(TEXT, "TestIt::test_two") == (
        10,
        'def test_two(self):\n    text = """\nleft\n"""\n    assert text\n',
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TEXT, "test_three"),
        ("def broken(:", "broken"),
        (TEXT, "TestIt"),
        ("x = " + "[" * 10_000, "test_it"),
        (f"def test_it():\n    pass\n{'#' * LARGEST_PARSED}", "test_it"),
    ],
)
def test_what_is_no_function_of_the_module_has_no_source(text, name):
    assert definition(text, name) == (0, "")


def test_a_long_test_is_cut():
    text = "def test_long():\n" + "    x = 1\n" * 500
    assert definition(text, "test_long")[1].count("\n") == MOST_LINES


# -- what a sweep wrote --------------------------------------------------------------------------


def test_the_writes_of_the_telling_engine_are_read():
    said = record('_Told: [4, "a", "mul.self", 3.0, 6.0]')
    assert sight(said) == Sight(writes=4, name="a", site="mul.self", before=3.0, after=6.0)


def test_a_test_that_passes_there_has_not_swept():
    assert sight(record("", TestOutcome.PASSED)) == Sight(writes=0)


@pytest.mark.parametrize(
    "message",
    ["ValueError: no", "_Told: nonsense", "_Told: [NaN]", '_Told: [1, "a", "s", "x", 1]', "_Told: [1, 2, 3, 4, 5]", ""],
)
def test_whatever_else_a_test_says_is_not_believed(message):
    assert sight(record(message)) is None


# -- what was expected ---------------------------------------------------------------------------

FAILS = "It fails on the correct engine (AssertionError: "


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("assert a.grad == 9, where a.grad is 6.0).", ("a.grad", "9", "6.0")),
        ("assert 9 == a.grad, where a.grad is 6.0).", ("a.grad", "9", "6.0")),
        ("assert a.grad == pytest.approx(-9), where a.grad is 6.0).", ("a.grad", "-9", "6.0")),
        ("assert a.grad == b.grad, where a.grad is 6.0 and b.grad is 9.0).", None),
        ("assert a.grad != 9, where a.grad is 9).", None),
        ("assert a.grad == 9).", None),
        ("assert f(a) == 9, where a is 1).", None),
    ],
)
def test_what_an_assertion_expected_is_the_number_that_it_has_written_down(said, found):
    read = expectation(FAILS + said, "")
    assert read == (found and Expectation(expression=found[0], expected=found[1], actual=found[2]))


@pytest.mark.parametrize("call", ["self.assertEqual(a.grad, 9)", "self.assertAlmostEqual(a.grad, 9, places=3)"])
def test_what_a_unittest_expected_is_found_by_its_call(call):
    read = expectation(f"{FAILS}6.0 != 9).", f"def test(self):\n    {call}\n")
    assert read == Expectation(expression="a.grad", expected="9", actual="6.0")


def test_a_unittest_may_write_the_number_first():
    read = expectation(f"{FAILS}9 != 6.0).", "def test(self):\n    self.assertEqual(9, a.grad)\n")
    assert read == Expectation(expression="a.grad", expected="9", actual="6.0")


@pytest.mark.parametrize(
    "call", ["self.assertEqual(a.grad, b.grad)", "self.assertEqual(a.grad, 8)", "self.assertTrue(a.grad)", "broken("]
)
def test_where_it_is_not_certain_which_side_was_expected_nothing_is_said(call):
    assert expectation(f"{FAILS}6.0 != 9).", f"def test(self):\n    {call}\n") is None


def test_a_test_that_only_depends_on_something_has_expected_nothing_wrong():
    reason = "It is over-specified: it depends on x (AssertionError: assert a.grad == 9, where a.grad is 6.0)."
    assert expectation(reason, "") is None


# -- all together --------------------------------------------------------------------------------


def test_each_test_is_explained_by_what_is_known_of_it():
    submission = Submission(name="s", files={"test_it.py": TEXT.encode()}, left_out=(), problem="", sha256="")
    one, two = "test_it.py::test_one", "test_it.py::TestIt::test_two"
    evidence = Evidence(tests=(one, two), set_aside={two: f"{FAILS}assert a.g == 2, where a.g is 1)."})
    first, second = own_tests(submission, evidence, [record("", TestOutcome.PASSED)])
    assert (first.line, first.sight, first.expectation) == (4, Sight(writes=0), None)
    assert (second.sight, second.expectation) == (None, Expectation(expression="a.g", expected="2", actual="1"))


def test_only_so_many_tests_are_explained():
    evidence = Evidence(tests=tuple(f"test_it.py::test_{number}" for number in range(MOST_TESTS + 1)))
    submission = Submission(name="s", files={}, left_out=(), problem="", sha256="")
    assert len(own_tests(submission, evidence, [])) == MOST_TESTS
