import io
import re

import msgspec
import pytest
from rich.console import Console

from gradbreak.analysis import analyse
from gradbreak.analysis.findings import Shape, find
from gradbreak.cli.summary_table import print_summary
from gradbreak.model import BreakKind, FamilySummary, Results, Status, SuiteSummary
from gradbreak.report import render_page


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
    family = find(msgspec.structs.replace(results, breaks=(canonical,))).family
    assert family is not None
    assert family.id == "sign"


def test_a_run_with_other_breaks_only_has_no_family_of_the_break(results: Results) -> None:
    breaks = tuple(broken for broken in results.breaks if broken.kind != BreakKind.CANONICAL)
    assert find(msgspec.structs.replace(results, breaks=breaks)).family is None


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


def judged_equivalent(results: Results, status: Status) -> Results:
    """The run with its first accumulation mutant judged equivalent and every test on it in one state."""
    first = next(mutant for mutant in results.mutants if mutant.family == "accumulation")
    parts = {
        "mutants": tuple(
            msgspec.structs.replace(mutant, equivalent="No test can tell.") if mutant is first else mutant
            for mutant in results.mutants
        ),
        "cells": tuple(
            msgspec.structs.replace(cell, status=status, failure=None) if cell.mutant == first.id else cell
            for cell in results.cells
        ),
    }
    parts |= {name: getattr(results, name) for name in ("families", "breaks", "suites", "tests", "break_cells")}
    analysis = analyse(**parts)
    derived = {name: getattr(analysis, name) for name in ("summary", "redundancy", "subsumption")}
    return msgspec.structs.replace(results, **parts, **derived)


@pytest.mark.parametrize("status", [Status.SURVIVED, Status.KILLED])
def test_a_judged_equivalent_is_neither_among_the_kills_nor_in_the_total(results: Results, status: Status) -> None:
    total = find(results).total
    found = find(judged_equivalent(results, status))
    assert (found.total, found.equivalent) == (total - 1, find(results).equivalent + 1)
    assert {suite.suite: suite.killed for suite in found.suites}["diamond"] == total - 1
    assert "diamond" in found.complete
    assert max(suite.killed for suite in found.suites) <= found.total


@pytest.mark.parametrize("status", [Status.SURVIVED, Status.KILLED])
def test_page_and_terminal_say_the_same_of_a_run_with_a_judged_equivalent(results: Results, status: Status) -> None:
    run = judged_equivalent(results, status)
    total = find(results).total - 1
    out = io.StringIO()
    print_summary(run, Console(file=out, width=200))
    text = re.sub(r"<[^>]*>", "", render_page(run))
    assert f"{total} of {total}" in out.getvalue()
    assert f"diamond kills all {total}." in out.getvalue()
    assert f"{total} of {total}" in text
    assert f"of {total + 1} " not in out.getvalue() + text


def test_the_findings_are_a_json_object_with_the_counts_of_the_terminal(results: Results) -> None:
    found = msgspec.json.decode(msgspec.json.encode(find(results)))
    counts = results.summary.families["accumulation"]
    assert (found["shape"], found["total"]) == ("blind", counts.total - counts.equivalent)
    assert found["blind"]["killed"] == min(suite.killed["accumulation"] for suite in results.summary.suites.values())


def test_a_canonical_break_without_members_says_of_no_family_that_it_accumulates(results: Results) -> None:
    breaks = tuple(
        msgspec.structs.replace(each, members=()) if each.kind is BreakKind.CANONICAL else each
        for each in results.breaks
    )
    assert find(results).family is not None
    assert find(msgspec.structs.replace(results, breaks=breaks)).family is None
