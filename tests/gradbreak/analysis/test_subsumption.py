from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.matrix import KillMatrix
from gradbreak.analysis.subsumption import find_subsumption
from gradbreak.model import Cell, Status

TABLE = """
           t1  t2  t3
    wide   k   k   k
    left   k   k   s
    twin   e   t   -
    tight  k   s   s
    right  s   s   k
    alive  s   -   s
"""


@st.composite
def matrices(draw):
    tests = [f"t{number}" for number in range(draw(st.integers(1, 5)))]
    mutants = [f"m{number}" for number in range(draw(st.integers(0, 9)))]
    statuses = st.sampled_from([Status.KILLED, Status.SURVIVED])
    cells = [Cell(mutant=mutant, test=test, status=draw(statuses)) for mutant in mutants for test in tests]
    return KillMatrix.build(mutants, tests, cells)


def killers(matrix):
    """The tests that detect each killed mutant, as plain sets: the rival representation."""
    return {mutant: frozenset(matrix.killers_of(mutant)) for mutant in matrix.killed}


def test_minimal_mutants_are_those_whose_row_contains_no_other(build):
    assert find_subsumption(build.matrix(TABLE)).minimal == (("tight",), ("right",))


def test_each_other_killed_mutant_is_mapped_to_a_minimal_one(build):
    assert find_subsumption(build.matrix(TABLE)).subsumed == {"wide": "tight", "left": "tight", "twin": "tight"}


def test_mutants_with_the_same_row_form_one_group(build):
    assert find_subsumption(build.matrix("t1 t2\na k s\nb k k\nc e -")).minimal == (("a", "c"),)


def test_distinct_counts_the_different_rows_of_killed_mutants(build):
    assert find_subsumption(build.matrix(TABLE)).distinct == 4


def test_a_mutant_that_lives_appears_nowhere(build):
    subsumption = find_subsumption(build.matrix("t1\nalive s\ndead k"))
    assert (subsumption.minimal, subsumption.subsumed) == ((("dead",),), {})


@given(matrices())
def test_every_killed_mutant_is_either_minimal_or_subsumed(matrix):
    subsumption = find_subsumption(matrix)
    minimal = [mutant for group in subsumption.minimal for mutant in group]
    assert sorted([*minimal, *subsumption.subsumed]) == sorted(matrix.killed)


@given(matrices(), st.data())
def test_tests_that_kill_one_of_each_minimal_group_kill_every_killed_mutant(matrix, data):
    rows = killers(matrix)
    chosen = {
        data.draw(st.sampled_from(sorted(rows[data.draw(st.sampled_from(group))])))
        for group in find_subsumption(matrix).minimal
    }
    assert all(chosen & row for row in rows.values())


@given(matrices())
def test_no_minimal_group_can_be_spared(matrix):
    """Some set of tests kills one of each other group and misses this one: the groups are really the fewest."""
    rows = killers(matrix)
    groups = find_subsumption(matrix).minimal
    for spared in groups:
        without = set(matrix.tests) - rows[spared[0]]
        assert all(without & rows[group[0]] for group in groups if group != spared)


@given(matrices())
def test_a_brute_force_finds_the_same_minimal_mutants(matrix):
    rows = killers(matrix)
    expected = {mutant for mutant, row in rows.items() if not any(other < row for other in rows.values())}
    assert {mutant for group in find_subsumption(matrix).minimal for mutant in group} == expected


@given(matrices())
def test_every_test_that_kills_the_subsuming_mutant_kills_the_subsumed_one(matrix):
    rows = killers(matrix)
    subsumption = find_subsumption(matrix)
    representatives = {group[0] for group in subsumption.minimal}
    for subsumed, by in subsumption.subsumed.items():
        assert by in representatives
        assert rows[by] < rows[subsumed]


@given(matrices())
def test_one_step_leads_to_a_mutant_that_nothing_subsumes(matrix):
    subsumption = find_subsumption(matrix)
    assert not set(subsumption.subsumed.values()) & set(subsumption.subsumed)
