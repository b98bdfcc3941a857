from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.model import SourceFingerprint, TestCatches
from gradbreak.grading.output.redacted_grade import RedactedGrade
from gradbreak.grading.pages.similar import Likeness, alike, kill_rows, likeness
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


# -- sources -------------------------------------------------------------------------------------


def file(exact: str, code: str = "", tests: str = "") -> tuple[SourceFingerprint, ...]:
    return (SourceFingerprint(exact=exact, code=code or exact, tests=tuple(tests)),)


def kinds(*sources: tuple[SourceFingerprint, ...]) -> list[tuple[tuple[int, ...], Likeness]]:
    grades = [suite(str(number)) for number in range(len(sources))]
    return [(group.members, group.kind) for group in alike(grades, sources)]


def test_a_file_that_two_share_is_found_whatever_else_they_have():
    assert kinds(file("e") + file("f"), file("x"), file("g") + file("e")) == [((0, 2), Likeness.SAME_FILE)]


def test_code_without_names_comes_after_bytes():
    assert kinds(file("a", "c"), file("b", "c"), file("d"), file("d")) == [
        ((2, 3), Likeness.SAME_FILE),
        ((0, 1), Likeness.SAME_CODE),
    ]


def test_a_group_with_stronger_evidence_is_not_shown_again():
    assert kinds(file("e", "c", "1234"), file("e", "c", "1234")) == [((0, 1), Likeness.SAME_FILE)]


def test_a_larger_group_with_weaker_evidence_is_shown():
    assert kinds(file("e", "c"), file("e", "c"), file("f", "c")) == [
        ((0, 1), Likeness.SAME_FILE),
        ((0, 1, 2), Likeness.SAME_CODE),
    ]


def test_most_tests_in_common_are_enough_and_few_tests_are_not():
    assert kinds(file("a", tests="123456789"), file("b", tests="1234567890")) == [((0, 1), Likeness.SAME_TESTS)]
    assert kinds(file("a", tests="123"), file("b", tests="123")) == []


def test_two_hundred_copies_are_one_group():
    assert kinds(*[file("e")] * 200) == [(tuple(range(200)), Likeness.SAME_FILE)]
