from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from gradbreak.cli.summary_table import print_summary
from gradbreak.model import (
    BreakKind,
    Count,
    FileCoverage,
    InvalidMutant,
    Location,
    Position,
    Results,
    SetAside,
    WhySetAside,
)

ALL_CAUGHT = """
              tests/forward/test_f.py::test_f  tests/diamond/test_d.py::test_d
    add.self              s                               k
    mul.self              -                               k
"""
ONE_LIVES = """
              tests/forward/test_f.py::test_f  tests/diamond/test_d.py::test_d
    add.self              s                               k
    mul.self              s                               s
"""
NONE_CAUGHT = """
              tests/forward/test_f.py::test_f  tests/diamond/test_d.py::test_d
    add.self              s                               s
    mul.self              s                               s
"""


@pytest.fixture
def printed(build):
    def printed(table: str, width: int = 200, **fields: object) -> list[str]:
        accumulating = [build.mutant(name, family="accumulation") for name in ("add.self", "mul.self")]
        parts = {
            "mutants": tuple(accumulating),
            "breaks": (build.break_("canonical", members=("add.self", "mul.self")),),
            **fields,
        }
        results: Results = build.results(table, **parts)
        out = io.StringIO()
        print_summary(results, Console(file=out, width=width))
        return [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]

    return printed


def test_a_suite_is_a_line_with_its_coverage_beside_its_kills(printed):
    lines = [line.split() for line in printed(ALL_CAUGHT)]
    assert lines[0] == ["suite", "tests", "lines", "branches", "Accumulation", "other", "mutants", "breaks"]
    assert lines[2] == ["forward", "1", "90%", "25%", "0", "of", "2", "0", "of", "0", "1", "of", "1"]
    assert lines[3] == ["diamond", "1", "90%", "25%", "2", "of", "2", "0", "of", "0", "1", "of", "1"]


def test_the_finding_names_the_blind_suite_that_covers_most_and_the_one_that_catches_all(printed, build):
    coverage = (FileCoverage(file="engine/core.py", lines=Count(10, 10), branches=Count(1, 4)),)
    lines = printed(ALL_CAUGHT, suites=(build.suite("forward", coverage=coverage), build.suite("diamond")))
    assert lines[-3:] == [
        "forward covers 100% of the lines and kills none of the 2 mutants that replace a gradient instead of "
        "adding to it.",
        "diamond kills all 2.",
        "Each of the 2 mutants is killed by some suite.",
    ]


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (66, ["suite", "tests", "lines", "Accumulation", "other", "mutants", "breaks"]),
        (40, ["suite", "lines", "Accumulation"]),
    ],
)
def test_a_narrow_terminal_goes_without_columns_and_never_cuts_a_figure(printed, width, columns):
    lines = printed(ALL_CAUGHT, width=width)
    assert lines[0].split() == columns
    assert [line.split()[0] for line in lines[2:4]] == ["forward", "diamond"]
    assert not any("…" in line for line in lines)
    assert "2 of 2" in lines[3]


def test_what_lives_is_counted_and_the_first_is_named(printed):
    assert printed(ONE_LIVES)[-1] == "1 mutant survived every suite: mul.self  + → -"
    assert printed(NONE_CAUGHT)[-1] == "2 mutants survived every suite, the first: add.self  + → -"


def test_a_title_in_brackets_is_shown_as_it_is(printed, build):
    mutants = tuple(build.mutant(name, title=f"{name}  [node] → None") for name in ("add.self", "mul.self"))
    assert printed(ONE_LIVES, mutants=mutants)[-1].endswith(": mul.self  [node] → None")


def test_an_equivalent_mutant_is_not_missed(printed, build):
    mutants = (
        build.mutant("add.self", family="accumulation"),
        build.mutant("mul.self", family="accumulation", equivalent="No test can tell."),
    )
    lines = printed(ONE_LIVES, mutants=mutants)
    assert "1 of 1" in lines[3]
    assert lines[-2:] == [
        "diamond kills all 1.",
        "Each of the 2 mutants is killed by some suite or is listed as equivalent (1).",
    ]


def test_a_suite_that_catches_only_part_is_named_as_on_the_page(printed, build):
    table = "tests/diamond/test_d.py::test_d\nadd.self k\nmul.self s"
    lines = printed(table, suites=(build.suite("diamond"),))
    assert lines[-2].startswith("diamond covers 90% of the lines and kills only 1 of the 2 mutants")


def test_an_engine_without_a_canonical_break_has_no_column_for_it(printed, build):
    breaks = (msgspec.structs.replace(build.break_("half", members=("add.self",)), kind=BreakKind.PARTIAL),)
    table = "\n".join(ALL_CAUGHT.replace("add.self", "half").splitlines()[:3])
    lines = printed(ALL_CAUGHT, breaks=breaks, break_table=table)
    assert lines[0].split() == ["suite", "tests", "lines", "branches", "other", "mutants", "breaks"]
    assert lines[-1] == "Each of the 2 mutants is killed by some suite."


def test_an_engine_whose_runs_can_differ_is_named_as_such(printed, build):
    example = msgspec.structs.replace(build.example(), unordered=True)
    assert printed(ALL_CAUGHT, examples=(example,))[-1] == (
        "Two runs can differ: a Node keeps its operands in a set, and a set has no order. Keep them in a tuple."
    )
    assert not any("Two runs can differ" in line for line in printed(ALL_CAUGHT))


def aside(test: str, reason: str = "AssertionError") -> SetAside:
    return SetAside(test=test, suite="forward", why=WhySetAside.FAILS, reason=reason)


def test_tests_that_are_set_aside_are_named_with_the_reason_under_the_table(printed):
    lines = printed(ALL_CAUGHT, set_aside=(aside("t.py::test_a"), aside("t.py::test_b", "")))
    assert lines[4:7] == [
        "2 tests are set aside, because they cannot tell a mutant from the engine:",
        "  t.py::test_a  fails: AssertionError",
        "  t.py::test_b  fails",
    ]


def test_of_many_tests_that_are_set_aside_the_rest_is_counted(printed):
    lines = printed(ALL_CAUGHT, set_aside=tuple(aside(f"t.py::test_{number}") for number in range(9)))
    assert lines[11] == "  and 3 more, in results.json under set_aside"


def test_skipped_tests_are_counted_apart(printed, build):
    tests = tuple(msgspec.structs.replace(test, skipped=True) for test in build.results(ALL_CAUGHT).tests)
    assert printed(ALL_CAUGHT, tests=tests)[4] == "2 tests are skipped here, so they say nothing about any mutant."


def test_mutants_that_are_no_python_are_named_and_count_nowhere(printed):
    place = Location(file="e.py", start=Position(5, 1), end=Position(5, 3))
    mutant = InvalidMutant(id="m", function="f", location=place, original="-2", replacement="+2", reason="bad")
    lines = printed(ALL_CAUGHT, invalid=(mutant,))
    assert lines[4] == "1 mutant is no Python and counts nowhere: f, line 5: -2 → +2"


def test_the_first_survivor_named_is_of_the_family_that_a_report_shows_first(printed, build):
    mutants = (build.mutant("add.self", family="sign"), build.mutant("mul.self", family="accumulation"))
    lines = printed(NONE_CAUGHT, mutants=mutants)
    assert lines[-1] == "2 mutants survived every suite, the first: mul.self  + → -"
