import pytest

TABLE = """
          tests/forward/test_f.py::test_f  tests/diamond/test_d.py::test_d
    add.1                k                               k
    add.2                -                               k
    mul.1                k                               -
"""
F, D = "tests/forward/test_f.py::test_f", "tests/diamond/test_d.py::test_d"


@pytest.fixture
def judged(build):
    """A run in which mul.1 is judged equivalent, although a test kills it."""
    equivalent = build.mutant("mul.1", equivalent="No test can tell.")
    return build.results(TABLE, mutants=(build.mutant("add.1"), build.mutant("add.2"), equivalent))


def test_a_judged_equivalent_that_a_test_kills_is_in_no_count_of_kills(judged):
    assert (judged.summary.families["sign"].total, judged.summary.families["sign"].equivalent) == (3, 1)
    assert judged.summary.families["sign"].killed == 2
    assert {name: suite.killed["sign"] for name, suite in judged.summary.suites.items()} == {"forward": 1, "diamond": 2}


def test_a_judged_equivalent_makes_no_test_unique_or_needed(judged):
    assert [unique.test for unique in judged.redundancy.unique] == [D]
    assert judged.redundancy.smallest == (D,)


def test_a_judged_equivalent_neither_subsumes_nor_is_subsumed(judged):
    assert judged.subsumption.minimal == (("add.2",),)
    assert judged.subsumption.subsumed == {"add.1": "add.2"}


def test_a_mutant_that_is_not_judged_equivalent_counts(build):
    counted = build.results(TABLE)
    assert counted.summary.families["sign"].killed == 3
    assert set(counted.redundancy.smallest) == {F, D}
