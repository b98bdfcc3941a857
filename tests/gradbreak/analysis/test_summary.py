import pytest

from gradbreak.model import BreakSummary, Count, FamilySummary, FileCoverage

F, D, E = "tests/forward/test_f.py::test_f", "tests/diamond/test_d.py::test_d", "tests/diamond/test_d.py::test_e"


@pytest.fixture(scope="module")
def summary(build):
    table = f"""
                {F} {D} {E}
        same     s   s   s
        add      s   k   e
        sign     k   s   s
        unseen   -   -   -
    """
    mutants = (
        build.mutant("same", family="accumulation", equivalent="adding to zero is setting"),
        build.mutant("add", family="accumulation"),
        build.mutant("sign", family="sign"),
        build.mutant("unseen", family="sign"),
    )
    breaks = f"""
                     {F} {D} {E}
        canonical     s   s   k
        op:add        t   k   s
        op:mul        s   s   -
    """
    families = tuple(build.family(name) for name in ("accumulation", "sign", "cosmetic"))
    return build.results(table, breaks, mutants=mutants, families=families).summary


def test_an_equivalent_mutant_counts_in_the_total_and_not_among_the_killed(summary):
    assert summary.families["accumulation"] == FamilySummary(total=2, equivalent=1, killed=1)


def test_a_family_without_mutants_is_listed_with_zeros(summary):
    assert summary.families["cosmetic"] == FamilySummary(total=0, equivalent=0, killed=0)


def test_families_keep_their_order(summary):
    assert list(summary.families) == ["accumulation", "sign", "cosmetic"]


def test_a_suite_is_credited_with_every_mutant_that_one_of_its_tests_detects(summary):
    assert summary.suites["diamond"].killed == {"accumulation": 1, "sign": 0, "cosmetic": 0}
    assert summary.suites["forward"].killed == {"accumulation": 0, "sign": 1, "cosmetic": 0}


def test_a_suite_counts_its_own_tests(summary):
    assert (summary.suites["forward"].tests, summary.suites["diamond"].tests) == (1, 2)


def test_a_break_names_the_suites_that_notice_it_in_configured_order(summary):
    assert summary.breaks == {
        "canonical": BreakSummary(killed_by=("diamond",)),
        "op:add": BreakSummary(killed_by=("forward", "diamond")),
        "op:mul": BreakSummary(killed_by=()),
    }


def test_coverage_is_that_of_the_first_file_rounded_down(build):
    main = FileCoverage(file="engine/core.py", lines=Count(2, 3), branches=Count(99_999, 100_000))
    other = FileCoverage(file="engine/more.py", lines=Count(1, 1), branches=Count(1, 1))
    suites = (build.suite("forward", coverage=(main, other)), build.suite("diamond"))
    forward = build.results(suites=suites).summary.suites["forward"]
    assert (forward.line_coverage, forward.branch_coverage) == (66.66, 99.99)


def test_coverage_of_nothing_is_unknown_and_not_zero(build):
    main = FileCoverage(file="engine/core.py", lines=Count(3, 3), branches=Count(0, 0))
    suites = (build.suite("forward", coverage=(main,)), build.suite("diamond", coverage=()))
    summary = build.results(suites=suites).summary.suites
    assert (summary["forward"].line_coverage, summary["forward"].branch_coverage) == (100.0, None)
    assert (summary["diamond"].line_coverage, summary["diamond"].branch_coverage) == (None, None)


def test_a_mutant_of_an_unknown_family_is_refused_by_name(build):
    with pytest.raises(ValueError, match=r"'add\.1' belongs to an unknown family 'magic'"):
        build.results("t1\nadd.1 k", mutants=(build.mutant("add.1", family="magic"),))
