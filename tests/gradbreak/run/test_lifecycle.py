"""The main job on the small project, end to end."""

from __future__ import annotations

import os
import sys
import types

import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import apply_edits
from gradbreak.errors import BadEngine, ConfigError, GradbreakError, NoSuchSuite
from gradbreak.model import DETECTED, Count, Status
from gradbreak.mutation import make_mutants
from gradbreak.run.lifecycle import RunLifecycle, available_cores, run
from gradbreak.run.options import Options, choose_suites
from tests.gradbreak.small_project import Silent, statuses
from tests.gradbreak.untimed import without_timing


def verdict_by_hand(root, monkeypatch, mutated: str, test_id: str) -> Status:
    """Run one test function on a module made from the mutated text: no pytest, no fork, no swapped code."""
    file, _, name = test_id.partition("::")
    name, _, parameter = name.rstrip("]").partition("[")
    for module_name, text in (
        ("tiny.core", mutated),
        ("tests.shared", (root / "tests/shared.py").read_text()),
        ("the_test", (root / file).read_text()),
    ):
        module = types.ModuleType(module_name)
        monkeypatch.setitem(sys.modules, module_name, module)
        exec(text, vars(module))
    try:
        vars(module)[name](*([int(parameter)] if parameter else []))
    except AssertionError:
        return Status.KILLED
    except Exception:  # noqa: BLE001  # a mutant may raise anything
        return Status.ERROR
    return Status.SURVIVED


def test_every_verdict_is_that_of_calling_the_test_on_a_module_made_from_the_mutated_text(finished, monkeypatch):
    root, results = finished.project.root, finished.results
    mutants = make_mutants(load_config(root))
    source = mutants.sources["tiny/core.py"]
    found = {(cell.mutant, cell.test): cell.status for cell in (*results.cells, *results.break_cells)}
    for change in (*results.mutants, *results.breaks):
        for test in results.tests:
            by_hand = verdict_by_hand(root, monkeypatch, apply_edits(source, mutants.edits(change.id)), test.id)
            # A test without a cell does not reach the mutant, so it cannot notice it.
            assert found.get((change.id, test.id), Status.SURVIVED) == by_hand, (change.id, test.id)


COMPARES_LISTS = """\
from tests.shared import leaf


def test_lists():
    a = leaf(2.0)
    assert [(a * leaf(n)).held for n in range(9)] == [2.0 * n for n in range(9)]
"""


def test_on_a_build_server_the_results_are_the_same(project, monkeypatch):
    project.write({"tests/diamond/test_lists.py": COMPARES_LISTS})
    monkeypatch.delenv("CI", raising=False)
    at_home = project.run("diamond", fresh=True)
    monkeypatch.setenv("CI", "true")
    there = project.run("diamond", fresh=True)
    assert [cell for cell in there.cells if cell not in at_home.cells] == []


def test_a_test_that_never_runs_the_mutated_lines_is_not_reached(finished):
    assert statuses(finished.results, "clear 0.0 → 1.0") == {
        "test_sum": Status.NOT_REACHED,
        "test_product": Status.NOT_REACHED,
        "test_clear": Status.KILLED,
        "test_a_node_used_twice[2]": Status.NOT_REACHED,
        "test_a_node_used_twice[3]": Status.NOT_REACHED,
        "test_a_product_with_itself": Status.NOT_REACHED,
    }


def test_a_break_combines_its_members_where_one_alone_lives(finished):
    of_the_break = statuses(finished.results, "canonical")
    of_one = statuses(finished.results, "mul.self += → =")
    assert (of_the_break["test_a_node_used_twice[2]"], of_one["test_a_node_used_twice[2]"]) == (
        Status.KILLED,
        Status.SURVIVED,
    )


def test_only_the_diamond_suite_notices_the_breaks(finished):
    breaks = finished.results.summary.breaks
    assert {id_: each.killed_by for id_, each in breaks.items()} == {
        "canonical": ("diamond",),
        "op:add": ("diamond",),
        "op:mul": ("diamond",),
    }


def test_the_summary_counts_what_the_cells_say(finished):
    results = finished.results
    suite_of = {test.id: test.suite for test in results.tests}
    killed = {(suite_of[cell.test], cell.mutant) for cell in results.cells if cell.status in DETECTED}
    for suite, summary in results.summary.suites.items():
        assert summary.killed == {
            family.id: sum(mutant.family == family.id and (suite, mutant.id) in killed for mutant in results.mutants)
            for family in results.families
        }
    assert results.summary.suites["straight"].killed["accumulation"] == 0
    assert results.summary.suites["diamond"].killed["accumulation"] == 4
    assert results.summary.families["accumulation"].total == 4


def test_coverage_is_that_of_the_suite_alone_and_of_every_line_counted_once(finished):
    coverage = {suite.name: suite.coverage[0] for suite in finished.results.suites}
    # Counted by hand: 35 statements, of which diamond leaves out the one in `clear`; a node that was
    # visited before is the only branch that straight does not take.
    assert coverage["straight"].lines == Count(35, 35)
    assert coverage["diamond"].lines == Count(34, 35)
    assert (coverage["straight"].branches, coverage["diamond"].branches) == (Count(5, 6), Count(6, 6))


def test_a_failing_cell_carries_the_assertion_with_its_values_and_its_place(finished):
    mutant = next(m for m in finished.results.mutants if m.title == "add.self  += → =")
    cell = next(
        c for c in finished.results.cells if c.mutant == mutant.id and c.test.endswith("test_a_node_used_twice[2]")
    )
    failure = cell.failure
    assert (failure.exception, failure.file, failure.line) == ("AssertionError", "tests/diamond/test_diamond.py", 11)
    assert failure.statement == "assert a.slope == 4.0 * times"
    assert failure.message.startswith("assert 4.0 == (4.0 * 2)")


def test_the_examples_are_traced_on_an_engine_with_other_names(finished):
    (example,) = finished.results.examples
    assert (example.intact.gradients, example.broken.gradients) == ({"a": 7.0, "b": 2.0}, {"a": 2.0, "b": 2.0})


def test_examples_that_do_not_fit_the_engine_are_refused_before_any_mutant_is_run(project):
    project.edit("mutation_config/engine.toml", '"pull"', '"pool"')
    with pytest.raises(BadEngine, match="Node has no method pool"):
        project.run()
    assert not (project.root / ".gradbreak/journal.jsonl").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[example]]", '[[example]]\nbreak_id = "op:div"', "there is no break 'op:div'"),
        ("(a + b)*a", "(a + b)*", "an operand is missing"),
        ("(a + b)*a", "(a + c)*a", "c has no value"),
    ],
    ids=["its break", "its expression", "its inputs"],
)
def test_an_example_that_is_wrong_by_itself_is_refused_before_any_mutant_is_run(project, old, new, said):
    project.edit("mutation_config/examples.toml", old, new)
    with pytest.raises(ConfigError, match=said):
        project.run()
    assert not (project.root / ".gradbreak/journal.jsonl").exists()


def test_who_wants_no_results_for_a_report_needs_no_examples(project):
    project.edit("mutation_config/examples.toml", "(a + b)*a", "(a + b)*")
    config = load_config(project.root)
    with RunLifecycle.open(config, Silent(), Options(suites=("straight",))) as lifecycle:
        _, found = lifecycle.run(["op:mul"])
    assert found.answers["op:mul"]


def test_a_second_run_keeps_every_row_and_gives_the_same_results(finished, journalled):
    again = journalled.run()
    assert (again.timing.rows_run, again.timing.rows_kept) == (0, finished.results.timing.rows_run)
    assert without_timing(again) == without_timing(finished.results)


def test_fresh_runs_on_one_and_two_processes_give_the_same_results(finished, journalled):
    assert finished.results.timing.jobs == 2
    alone = journalled.run(jobs=1, fresh=True)
    assert alone.timing.rows_kept == 0
    assert without_timing(alone) == without_timing(finished.results)


def test_one_suite_can_be_run_alone_with_the_same_verdicts(finished, project):
    alone = project.run("diamond")
    assert {test.suite for test in alone.tests} == {"diamond"}
    ids = {test.id for test in alone.tests}
    assert alone.cells == tuple(cell for cell in finished.results.cells if cell.test in ids)


def test_suites_come_in_configured_order_however_they_are_asked_for(finished):
    config = load_config(finished.project.root)
    assert [suite.name for suite in choose_suites(config, ["diamond", "straight"])] == ["straight", "diamond"]


def test_a_suite_that_does_not_exist_is_refused_with_the_ones_that_do(finished):
    with pytest.raises(
        NoSuchSuite, match=r"there is no suite 'diamnd'. Did you mean 'diamond'\? Choose among: straight, diamond"
    ):
        choose_suites(load_config(finished.project.root), ["diamnd"])


def test_only_processors_that_this_process_may_use_count_as_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {2, 5, 7}, raising=False)
    assert available_cores() == 3


def test_where_the_system_does_not_tell_which_processors_may_be_used_all_of_them_count(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert available_cores() == 6


class Counting(Silent):
    """Counts the steps of the phase that is going on."""

    def __init__(self):
        self.steps = 0

    def begin(self, phase, total):
        self.steps = 0

    def advance(self):
        self.steps += 1


def test_accumulation_mutants_and_breaks_are_judged_before_any_other_and_then_told(project):
    progress, told = Counting(), []
    results = run(
        load_config(project.root), progress, Options(jobs=2), lambda finding: told.append((progress.steps, finding))
    )
    ((steps, finding),) = told
    # Two jobs that prove the run are no steps; 4 sites and 3 breaks are.
    assert steps == finding.total + finding.breaks == 7
    assert finding.left == len(results.mutants) - 4 - len(not_run(results))
    assert [(each.suite, each.killed, each.breaks) for each in finding.suites] == [
        ("straight", 0, 0),
        ("diamond", 4, 3),
    ]
    assert finding.seconds_left > 0


def not_run(results) -> set[str]:
    """The mutants that no test reaches."""
    reached = {cell.mutant for cell in results.cells}
    return {mutant.id for mutant in results.mutants} - reached


def test_where_nothing_is_left_to_run_nothing_is_told_early(journalled):
    told = []
    run(load_config(journalled.root), Silent(), Options(), told.append)
    assert told == []


def test_one_family_can_be_run_alone_with_the_same_verdicts(finished, project):
    alone = run(load_config(project.root), Silent(), Options(only=("accumulation",)))
    assert alone.source == "gradbreak run --only accumulation"
    assert [family.id for family in alone.families] == ["accumulation"]
    assert {mutant.family for mutant in alone.mutants} == {"accumulation"}
    assert alone.breaks == finished.results.breaks
    ids = {mutant.id for mutant in alone.mutants}
    assert alone.cells == tuple(cell for cell in finished.results.cells if cell.mutant in ids)


def test_a_family_without_the_break_of_the_examples_is_run_without_them(project):
    alone = run(load_config(project.root), Silent(), Options(suites=("straight",), only=("rest",)))
    assert (alone.breaks, alone.examples) == ((), ())
    assert alone.mutants


def test_a_family_that_is_not_declared_is_refused(project):
    with pytest.raises(GradbreakError, match="there is no family 'acumulation'"):
        run(load_config(project.root), Silent(), Options(only=("acumulation",)))
