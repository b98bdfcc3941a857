from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.model import TestCatches
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.pages.similar import alike, kill_rows, likeness
from tests.gradbreak.grading.sample_grades import ENGINES, graded, redacted

IDS = [engine.id for engine in ENGINES]


def suite(name: str, *rows: tuple[int, ...]) -> RedactedGrade:
    """A submission with a test for each row; a row has the numbers of the engines that the test catches."""
    tests = tuple(
        TestCatches(test=f"{name}::{index}", caught=tuple(IDS[each] for each in row)) for index, row in enumerate(rows)
    )
    return redacted(msgspec.structs.replace(graded(name, ()), rows=tests))


FOUR = ((1,), (2,), (3,), (1, 2))

multisets = st.lists(st.frozensets(st.integers(0, 4), min_size=1), max_size=6).map(Counter)


def test_a_test_that_catches_nothing_has_no_row():
    assert kill_rows(suite("a", (1, 2), (), (1, 2))) == Counter({frozenset({1, 2}): 2})


@given(multisets, multisets)
def test_likeness_is_the_same_both_ways_and_a_share(first, second):
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


@given(multisets.filter(len))
def test_a_suite_is_like_itself(rows):
    assert likeness(rows, rows) == 1


def test_two_suites_without_rows_are_not_alike():
    assert likeness(Counter(), Counter()) == 0


def test_half_of_the_rows_in_common_is_a_third_of_all():
    first, second = ({frozenset({1}): 1, frozenset({2}): 1}, {frozenset({1}): 1, frozenset({3}): 1})
    assert likeness(Counter(first), Counter(second)) == pytest.approx(1 / 3)


def test_a_copy_is_found_whatever_its_tests_are_called_and_in_whatever_order():
    (group,) = alike([suite("a", *FOUR), suite("x", (5,)), suite("b", *reversed(FOUR))])
    assert (group.members, group.likeness) == ((0, 2), 1.0)


def test_small_suites_are_left_alone_because_they_coincide_by_chance():
    assert alike([suite("a", (1,), (2,)), suite("b", (1,), (2,))]) == ()


def test_full_marks_alone_do_not_make_two_suites_alike():
    everything = tuple(range(len(IDS)))
    assert alike([suite("a", everything, *FOUR), suite("b", everything, (4,), (5,), (6,), (7,))]) == ()


def test_one_group_has_all_that_are_tied_together_however_far():
    base = tuple((each,) for each in range(1, 11))
    chain = [suite("a", *base), suite("b", *base, (11,)), suite("c", *base, (11,), (12,))]
    (group,) = alike(chain)
    assert group.members == (0, 1, 2)
    assert group.likeness == pytest.approx(10 / 11)
