import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.level_points import score_levels
from gradbreak.grading.model import Level

WORTH = {"easy": 40.0, "hard": 20.0}


def scored(worth=WORTH, **counts: tuple[int, int]):
    return score_levels(
        [(name, Level(caught=caught, total=total, missed=())) for name, (caught, total) in counts.items()], worth
    )


def test_a_part_of_a_level_earns_that_part_of_its_points():
    assert [(each.score, each.max_score) for each in scored(easy=(1, 1), hard=(1, 4)).levels] == [(40, 40), (5, 20)]


def test_a_level_with_nothing_to_catch_has_no_points_and_no_row():
    scores = scored(easy=(1, 2), hard=(0, 0))
    assert ([each.level for each in scores.levels], scores.score, scores.max_score) == (["easy"], 20, 40)


@pytest.mark.parametrize(("caught", "full"), [(2, False), (3, True)])
def test_a_level_is_full_when_all_of_it_is_caught(caught, full):
    assert scored(easy=(caught, 3)).levels[0].is_full is full


def test_the_total_is_not_the_sum_of_rounded_levels():
    scores = scored({"easy": 1.0, "hard": 1.0}, easy=(1, 3), hard=(1, 3))
    assert sum(each.score for each in scores.levels) == 0.66
    assert scores.score == 0.67


@pytest.mark.parametrize(("step", "score"), [(0.01, 6.67), (0.5, 6.5), (1, 7), (5, 5)])
def test_the_total_is_rounded_to_the_step(step, score):
    assert score_levels([("easy", Level(caught=2, total=3, missed=()))], {"easy": 10.0}, step).score == score


def test_half_a_step_is_rounded_up_and_no_further_than_the_most_that_can_be_earned():
    half = Level(caught=1, total=2, missed=())
    assert score_levels([("easy", half)], {"easy": 5.0}, 1).score == 3
    assert score_levels([("easy", half), ("hard", half)], {"easy": 0.6, "hard": 0.6}, 1).score == 1
    assert score_levels([("easy", Level(caught=1, total=1, missed=()))], {"easy": 2.5}, 1).score == 2.5


@given(st.integers(1, 9).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_no_score_is_above_the_most_that_can_be_earned(count):
    scores = scored(easy=count, hard=(0, 0))
    assert 0 <= scores.score <= scores.max_score == sum(each.max_score for each in scores.levels)
