from gradbreak.analysis.redundancy import find_redundancy
from gradbreak.model import UniqueKills

TABLE = """
          t1  t2  t3  t4
    m1    k   s   k   -
    m2    -   -   k   -
    m3    s   e   s   -
    m4    s   s   t   -
    alive s   s   s   -
"""


def test_a_kill_is_unique_where_one_test_alone_detects_the_mutant(build):
    assert find_redundancy(build.matrix(TABLE)).unique == (
        UniqueKills(test="t2", mutants=("m3",)),
        UniqueKills(test="t3", mutants=("m2", "m4")),
    )


def test_a_test_that_kills_nothing_is_idle(build):
    assert find_redundancy(build.matrix(TABLE)).idle == ("t4",)


def test_the_smallest_set_kills_all_that_the_whole_suite_kills(build):
    matrix = build.matrix(TABLE)
    smallest = find_redundancy(matrix).smallest
    assert smallest == ("t2", "t3")
    assert {mutant for test in smallest for mutant in matrix.kills_of(test)} == set(matrix.killed)


def test_a_set_that_was_searched_to_the_end_is_proven(build):
    assert find_redundancy(build.matrix(TABLE)).smallest_is_proven


def test_a_search_that_was_cut_short_is_not_called_proven(build):
    ring = """
            t1 t2 t3
        m1  k  k  s
        m2  s  k  k
        m3  k  s  k
    """
    assert not find_redundancy(build.matrix(ring), budget=0).smallest_is_proven
    assert find_redundancy(build.matrix(ring)).smallest_is_proven


def test_where_nothing_is_killed_no_test_is_needed(build):
    redundancy = find_redundancy(build.matrix("t1 t2\nm1 s -"))
    assert (redundancy.unique, redundancy.idle, redundancy.smallest) == ((), ("t1", "t2"), ())
