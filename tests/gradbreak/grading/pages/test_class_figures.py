from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.pages.class_figures import distribution, most_missed, totals
from tests.gradbreak.grading.sample_grades import ALL, BROKEN, MIDDLING, STRONG, WEAK, graded, redacted

CLASS = [redacted(each) for each in (STRONG, MIDDLING, WEAK, BROKEN)]


def test_the_totals_are_those_of_the_class():
    found = totals(CLASS)
    assert (found.submissions, found.catching, found.ungradable, found.max_score) == (4, 2, 1, 100)


def test_what_could_not_be_graded_does_not_move_the_median():
    assert totals(CLASS).median == 84


def test_an_empty_class_has_no_median():
    assert totals([]).median is None


def test_a_full_score_is_in_the_best_bin_and_no_points_in_the_worst():
    counts = [each.count for each in distribution(CLASS)]
    assert counts == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]


@given(st.lists(st.sets(st.sampled_from(ALL))))
def test_every_graded_submission_is_in_one_bin(missed):
    grades = [redacted(graded(str(number), tuple(each))) for number, each in enumerate(missed)]
    assert sum(each.count for each in distribution(grades)) == len(grades)


def test_only_sites_that_somebody_misses_are_listed_the_most_missed_first():
    assert [(each.name, each.count) for each in most_missed(CLASS)] == [
        ("tanh.self", 2),
        ("add.self", 1),
        ("add.other", 1),
        ("mul.self", 1),
        ("mul.other", 1),
    ]
