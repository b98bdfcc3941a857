from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.set_cover import smallest_cover

# Few columns and short rows: a brute force can judge them, and the rules alone do not solve them all.
small_problems = st.lists(st.integers(0, 2**9 - 1), max_size=16)
irreducible_looking = st.lists(
    st.sets(st.integers(0, 9), min_size=2, max_size=3).map(lambda columns: sum(1 << c for c in columns)), max_size=20
)


def fewest_by_brute_force(rows: list[int]) -> int:
    rows = [row for row in rows if row]
    bits = [1 << number for number in range(max(rows, default=0).bit_length())]
    sizes = (
        size
        for size in range(len(bits) + 1)
        for chosen in combinations(bits, size)
        if all(row & sum(chosen) for row in rows)
    )
    return next(sizes)


def odd_cycle(length: int, offset: int = 0) -> list[int]:
    """Rows that overlap in a ring: no rule applies to it, and the fewest is half of it, rounded up."""
    return [1 << offset + number | 1 << offset + (number + 1) % length for number in range(length)]


def triples(bits: int) -> list[int]:
    """The Steiner triples over 2**bits - 1 columns, where the bounds are far from the truth."""
    numbers = range(1, 2**bits)
    return sorted({1 << a - 1 | 1 << b - 1 | 1 << (a ^ b) - 1 for a, b in combinations(numbers, 2)})


@given(st.one_of(small_problems, irreducible_looking))
def test_no_cover_is_smaller(rows):
    cover = smallest_cover(rows)
    assert cover.is_proven
    assert cover.columns.bit_count() == fewest_by_brute_force(rows)


@given(st.one_of(small_problems, irreducible_looking))
def test_every_row_with_a_column_is_met(rows):
    columns = smallest_cover(rows).columns
    assert all(row & columns for row in rows if row)


@given(irreducible_looking, st.integers(-1, 300))
def test_a_cover_found_on_a_small_budget_still_meets_every_row(rows, budget):
    columns = smallest_cover(rows, budget).columns
    assert all(row & columns for row in rows)


@given(irreducible_looking, st.integers(0, 300))
def test_what_is_called_proven_is_smallest_on_any_budget(rows, budget):
    cover = smallest_cover(rows, budget)
    assert not cover.is_proven or cover.columns.bit_count() == fewest_by_brute_force(rows)


@given(rows=irreducible_looking, data=st.data())
def test_the_choice_depends_on_neither_the_order_nor_the_number_of_equal_rows(rows, data):
    shuffled = data.draw(st.permutations(rows + rows[:3]))
    assert smallest_cover(shuffled) == smallest_cover(rows)


def test_of_two_columns_that_meet_the_same_the_first_is_chosen():
    assert smallest_cover([0b0110, 0b1110]).columns == 0b0010


def test_nothing_to_meet_needs_nothing():
    assert smallest_cover([]) == smallest_cover([0]) == smallest_cover([0], budget=0)
    assert smallest_cover([]).columns == 0


def test_a_search_that_runs_out_of_budget_says_that_its_answer_is_not_proven():
    assert not smallest_cover(triples(4), budget=100).is_proven
    assert smallest_cover(triples(4)).is_proven


def test_the_search_improves_on_a_greedy_answer_that_is_too_large():
    # No rule applies here; every column meets two rows, and the first, number 2, leaves two that share none.
    rows = [0b0110000, 0b1001000, 0b0011100, 0b1100100]
    assert smallest_cover(rows, budget=0).columns.bit_count() == 3
    assert smallest_cover(rows).columns.bit_count() == 2


def test_parts_without_a_common_column_are_solved_one_by_one():
    # Twenty rings of five: as one problem the search would try 3**20 combinations.
    rings = [row for part in range(20) for row in odd_cycle(5, offset=5 * part)]
    cover = smallest_cover(rings)
    assert (cover.columns.bit_count(), cover.is_proven) == (60, True)


@pytest.mark.parametrize(("bits", "fewest"), [(3, 3), (4, 7), (5, 15)])
def test_the_known_answer_for_steiner_triples_is_found(bits, fewest):
    # A smallest set of points that meets all lines of a projective space is a hyperplane (Bose & Burton, 1966).
    cover = smallest_cover(triples(bits))
    assert (cover.columns.bit_count(), cover.is_proven) == (fewest, True)
