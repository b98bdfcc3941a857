import msgspec
import pytest

from gradbreak.analysis.findings import Shape, break_family, find
from gradbreak.model import BreakKind, FamilySummary, Results, SuiteSummary


def with_suites(results: Results, killed: dict[str, tuple[float | None, int]], total: int = 16) -> Results:
    """The run with other suites: name → line coverage and accumulation mutants killed."""
    families = {"accumulation": FamilySummary(total=total, equivalent=0, killed=total)}
    suites = {
        name: SuiteSummary(line_coverage=lines, branch_coverage=None, tests=1, killed={"accumulation": count})
        for name, (lines, count) in killed.items()
    }
    declared = tuple(msgspec.structs.replace(results.suites[0], name=name) for name in killed)
    summary = msgspec.structs.replace(results.summary, families=families, suites=suites)
    return msgspec.structs.replace(results, suites=declared, summary=summary)


def test_the_finding_is_about_the_best_covering_suite_that_kills_nothing(results: Results) -> None:
    found = find(with_suites(results, {"low": (60.0, 0), "high": (99.0, 0), "best": (100.0, 16)}))
    assert found.blind is not None
    assert (found.blind.suite, found.shape) == ("high", Shape.BLIND)


def test_without_a_blind_suite_the_finding_is_about_one_that_kills_fewest(results: Results) -> None:
    found = find(with_suites(results, {"some": (90.0, 3), "most": (95.0, 12)}))
    assert found.blind is not None
    assert (found.blind.suite, found.blind.killed, found.shape) == ("some", 3, Shape.BLIND)


def test_a_run_in_which_every_suite_kills_all_has_no_blind_headline(results: Results) -> None:
    assert find(with_suites(results, {"one": (90.0, 16), "two": (80.0, 16)})).shape is Shape.ALL_KILLED


def test_a_suite_without_coverage_is_not_said_to_cover_anything(results: Results) -> None:
    assert find(with_suites(results, {"one": (None, 0)})).shape is Shape.BLIND_UNCOVERED


def test_a_run_without_accumulation_mutants_has_no_break(results: Results) -> None:
    assert find(with_suites(results, {"one": (90.0, 0)}, total=0)).shape is Shape.NO_BREAK


def test_equivalent_mutants_are_not_asked_of_a_suite(results: Results) -> None:
    families = {"accumulation": FamilySummary(total=16, equivalent=2, killed=14)}
    run = with_suites(results, {"one": (90.0, 14)})
    run = msgspec.structs.replace(run, summary=msgspec.structs.replace(run.summary, families=families))
    found = find(run)
    assert (found.total, found.shape, found.complete) == (14, Shape.ALL_KILLED, ("one",))


def test_the_family_is_that_of_the_canonical_breaks_members_whatever_it_is_called(results: Results) -> None:
    sign = tuple(mutant.id for mutant in results.mutants if mutant.family == "sign")
    canonical = msgspec.structs.replace(results.breaks[0], members=sign)
    family = break_family(msgspec.structs.replace(results, breaks=(canonical,)))
    assert family is not None
    assert family.id == "sign"


def test_a_run_with_other_breaks_only_has_no_family_of_the_break(results: Results) -> None:
    breaks = tuple(broken for broken in results.breaks if broken.kind != BreakKind.CANONICAL)
    assert break_family(msgspec.structs.replace(results, breaks=breaks)) is None


@pytest.mark.parametrize("killed_by", [(), ("diamond",)])
def test_who_notices_the_break_is_read_off_the_summary(results: Results, killed_by: tuple[str, ...]) -> None:
    breaks = results.summary.breaks | {
        "canonical": msgspec.structs.replace(results.summary.breaks["canonical"], killed_by=killed_by)
    }
    run = msgspec.structs.replace(results, summary=msgspec.structs.replace(results.summary, breaks=breaks))
    assert find(run).noticed_by == killed_by


def test_suites_are_ranked_by_coverage(results: Results) -> None:
    lines = [rank.lines or 0.0 for rank in find(results).ranks]
    assert lines == sorted(lines, reverse=True)
