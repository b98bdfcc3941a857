from __future__ import annotations

import msgspec

from gradbreak.analysis.verdict_changes import VerdictChanges, changes_between

F, D, E = "tests/forward/test_f.py::test_f", "tests/diamond/test_d.py::test_d", "tests/diamond/test_d.py::test_e"


def test_what_a_suite_kills_now_and_what_it_does_not_kill_any_more(build):
    before = build.results(f"{F} {D} {E}\nadd.1 s k s\nadd.2 k s -\nmul.1 - s k")
    after = build.results(f"{F} {D} {E}\nadd.1 s s k\nadd.2 k t s\nmul.1 - - s")
    assert changes_between(before, after) == (
        VerdictChanges(suite="diamond", killed_now=("add.2 + → -",), survived_now=("mul.1 + → -",)),
    )


def test_a_break_is_told_beside_the_mutants(build):
    table = f"{F} {D}\nadd.1 s s"
    before = build.results(table, break_table=f"{F} {D}\ncanonical s s")
    (change,) = changes_between(before, build.results(table, break_table=f"{F} {D}\ncanonical k s"))
    assert (change.suite, change.killed_now, change.survived_now) == ("forward", ("canonical",), ())


def test_two_equal_runs_have_no_change(build):
    assert changes_between(build.results(), build.results()) == ()


def test_a_mutant_is_known_by_its_label_and_one_that_is_new_or_gone_is_left_out(build):
    before = build.results(f"{F}\nadd.1 k\ngone.1 k")
    renumbered = (build.mutant("add.7", title="add.1  + → -"), build.mutant("new.1"))
    after = build.results(f"{F}\nadd.7 k\nnew.1 k", mutants=renumbered)
    assert changes_between(before, after) == ()


def test_a_suite_that_one_run_alone_has_is_left_out(build):
    before = build.results(f"{F}\nadd.1 s")
    fewer = msgspec.structs.replace(before, suites=before.suites[:1])
    assert [each.suite for each in changes_between(fewer, build.results(f"{F} {D}\nadd.1 k k"))] == ["forward"]
