from __future__ import annotations

import pytest

from gradbreak.config import MutantLimits, SuiteConfig
from gradbreak.engine.edits import Edit
from gradbreak.mutation import MutantSet
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer, JournalRow
from gradbreak.run.messages import FoundTest, Measured
from gradbreak.run.plan import MOST_TRIES, PlannedRow, cold_tests, make_plan, time_limits, warm_jobs
from gradbreak.testing.outcome import Outcome

FILE = "e.py"


class PlainKeys:
    """Keys that can be read."""

    def key(self, mutant: str, edits: tuple[Edit, ...], suite: str) -> str:
        return f"{mutant} {suite}"


def suite(name: str, lines: dict[str, tuple[int, ...]], skipped: tuple[str, ...] = ()) -> SuiteBaseline:
    """A suite with a test for each entry that is no context; its name says which lines it runs."""
    tests = [test for test in (*lines, *skipped) if "::" in test]
    return SuiteBaseline(
        suite=SuiteConfig(name=name, short="s", path=name, teaches=""),
        tests=tuple(FoundTest(id=test, name=test, file="t.py", line=1) for test in tests),
        skipped=frozenset(skipped),
        seconds=dict.fromkeys(tests, 0.1),
        isolated={},
        measured=Measured(
            lines={context: {FILE: numbers} for context, numbers in lines.items()},
            coverage={},
            files=(),
        ),
    )


SUITES = [
    suite("one", {"t.py::test_a": (1, 2), "t.py::test_b": (2,)}, skipped=("t.py::test_skipped",)),
    suite("two", {"u.py::test_c": (3,), "collect:u.py": (4,)}),
]


@pytest.fixture
def mutants() -> MutantSet:
    """A mutant on each of five lines, and a break of two of them."""
    edits = {f"m{line}": (Edit(file=FILE, start=line, end=line + 1, replacement="x"),) for line in range(1, 6)}
    lines = {f"m{line}": ((FILE, line, line),) for line in range(1, 6)}
    edits["break"], lines["break"] = (*edits["m1"], *edits["m3"]), (*lines["m1"], *lines["m3"])
    return MutantSet(sources={FILE: ""}, mutants=(), breaks=(), edits_by_id=edits, lines_by_id=lines, accumulating="")


def plan_of(mutants: MutantSet, *ids: str, journal: dict[str, JournalRow] | None = None):
    return make_plan(ids, mutants, SUITES, journal or {}, PlainKeys())


def test_a_row_has_the_tests_that_reach_the_mutant(mutants):
    assert plan_of(mutants, "m2").rows == (
        PlannedRow(key="m2 one", mutant="m2", warm=("t.py::test_a", "t.py::test_b"), cold=()),
    )


def test_a_test_whose_file_reaches_it_at_import_is_kept_apart(mutants):
    assert plan_of(mutants, "m4").rows == (PlannedRow(key="m4 two", mutant="m4", warm=(), cold=("u.py::test_c",)),)


def test_a_mutant_that_nothing_reaches_has_no_row_and_no_key(mutants):
    plan = plan_of(mutants, "m5")
    assert (plan.rows, plan.keys, plan.kept) == ((), (), 0)


def test_a_skipped_test_is_in_no_row(mutants):
    rows = plan_of(mutants, "m1", "m2", "m3", "m4", "break").rows
    assert "t.py::test_skipped" not in {test for row in rows for test in (*row.warm, *row.cold)}


def test_a_break_has_a_row_in_each_suite_that_reaches_one_of_its_members(mutants):
    assert [(row.key, row.warm) for row in plan_of(mutants, "break").rows] == [
        ("break one", ("t.py::test_a",)),
        ("break two", ("u.py::test_c",)),
    ]


def test_a_row_of_the_journal_is_taken_over(mutants):
    answers = {"t.py::test_a": CellAnswer(Outcome.PASSED), "t.py::test_b": CellAnswer(Outcome.CRASHED)}
    plan = plan_of(mutants, "m2", "m3", journal={"m2 one": JournalRow("m2 one", answers)})
    assert plan.known == {"m2": answers}
    assert ([row.mutant for row in plan.rows], plan.kept, plan.keys) == (["m3"], 1, ("m2 one", "m3 two"))


def test_a_row_of_the_journal_with_other_tests_is_run_again(mutants):
    plan = plan_of(
        mutants, "m2", journal={"m2 one": JournalRow("m2 one", {"t.py::test_a": CellAnswer(Outcome.PASSED)})}
    )
    assert (plan.known, plan.kept, len(plan.rows)) == ({}, 0, 1)


@pytest.mark.parametrize(("tries", "kept"), [(0, 1), (1, 0), (MOST_TRIES, 1)])
def test_a_row_whose_writes_were_not_recorded_is_run_again_and_not_for_ever(mutants, tries, kept):
    row = JournalRow("m3 two", {"u.py::test_c": CellAnswer(Outcome.PASSED)}, tries)
    plan = plan_of(mutants, "m3", journal={"m3 two": row})
    assert (plan.kept, [planned.tries for planned in plan.rows]) == (kept, [] if kept else [tries])


def test_all_rows_of_a_mutant_are_one_unit(mutants):
    (job,) = warm_jobs(plan_of(mutants, "break").rows, mutants, {"t.py::test_a": 1.0, "u.py::test_c": 2.0})
    assert (job.id, job.tests, job.seconds) == ("break", ("t.py::test_a", "u.py::test_c"), (1.0, 2.0))
    assert job.edits == mutants.edits("break")


def test_a_mutant_without_warm_tests_has_no_unit(mutants):
    rows = plan_of(mutants, "m4").rows
    assert warm_jobs(rows, mutants, {}) == []
    assert cold_tests(rows) == {"m4": ("u.py::test_c",)}


def test_a_test_may_take_a_multiple_of_its_own_time_and_never_less_than_the_floor():
    baseline = suite("one", {"t.py::test_quick": (), "t.py::test_slow": ()})
    baseline.seconds.update({"t.py::test_quick": 0.01, "t.py::test_slow": 0.5})
    limits = MutantLimits(test_seconds=1.0, test_factor=20.0)
    assert time_limits([baseline], limits) == {"t.py::test_quick": 1.0, "t.py::test_slow": 10.0}
