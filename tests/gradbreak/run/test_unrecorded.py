"""Tests whose process ends as their writes are recorded, or before: what it costs other tests, and later runs."""

from __future__ import annotations

import pytest

from gradbreak.model import Reason, Results, Status
from tests.gradbreak.small_project import FILES, Project, cells_of, statuses

TESTS = """\
import os
import signal

from tiny.core import Node


def is_mutated():
    return (Node(2.0) * Node(3.0)).held == 2.0 / 3.0


def is_recorded():
    return Node.__setattr__ is not object.__setattr__


def test_first():
    assert is_mutated() in (False, True)

"""

ENDING = """
def test_exits():
    if is_mutated():
        os._exit(0)


def test_computes_for_ever_as_it_is_recorded():
    while is_mutated() and is_recorded():
        pass


def test_exits_as_it_is_recorded():
    if is_mutated() and is_recorded():
        os._exit(0)


def test_exits_as_it_is_recorded_on_any_engine():
    assert is_mutated() in (False, True)
    if is_recorded():
        os._exit(0)


def test_last():
    assert is_mutated() in (False, True)


def test_exits_at_the_end():
    if is_mutated():
        os._exit(0)
"""

MUTANT = "mul * → /"
SUITE = '[[suite]]\nname = "odd"\nshort = "odd"\npath = "tests/odd"\nteaches = ""\n'


def odd(project: Project, tests: str) -> Project:
    return project.write({"tests/odd/test_odd.py": TESTS + tests, "mutation_config/suites.toml": SUITE})


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[Results]:
    """Three runs, one after another, of tests that end their process in one way or another."""
    project = odd(Project(tmp_path_factory.mktemp("odd") / "project").write(FILES), ENDING)
    return [project.run() for _ in range(3)]


def unrecorded(results: Results) -> set[str]:
    """Mutants and breaks that lived through a test nobody knows why."""
    cells = (*results.cells, *results.break_cells)
    return {cell.mutant for cell in cells if cell.status == Status.SURVIVED and cell.reason is None}


def test_a_test_that_ends_its_process_as_it_is_recorded_has_its_verdict_and_no_reason(runs):
    cells = cells_of(runs[0], MUTANT)
    assert {name: (cells[name].status, cells[name].reason) for name in cells if "as_it_is_recorded" in name} == {
        "test_computes_for_ever_as_it_is_recorded": (Status.SURVIVED, None),
        "test_exits_as_it_is_recorded": (Status.SURVIVED, None),
        "test_exits_as_it_is_recorded_on_any_engine": (Status.SURVIVED, None),
    }


@pytest.mark.parametrize("test", ["test_first", "test_last"])
def test_other_tests_have_their_reason_whatever_ended_the_process_before_and_after_them(runs, test):
    assert cells_of(runs[0], MUTANT)[test].reason == Reason.UNNOTICED


def test_a_test_that_exits_is_a_crash_though_others_are_watched_after_it(runs):
    verdicts = statuses(runs[0], MUTANT)
    assert {verdicts["test_exits"], verdicts["test_exits_at_the_end"]} == {Status.CRASHED}


def test_what_was_not_recorded_is_tried_once_more_by_the_next_run_and_by_no_other(runs):
    first, second, third = runs
    assert second.timing.rows_run == len(unrecorded(first)) > 0
    assert (third.timing.rows_run, third.timing.rows_kept) == (0, first.timing.rows_run)
    assert first.cells == second.cells == third.cells


def test_a_row_that_was_cut_short_by_chance_gets_its_reasons_from_the_next_run(project, tmp_path):
    bad_luck = tmp_path / "bad_luck"
    bad_luck.touch()
    odd(
        project,
        f"""
def test_is_killed_by_chance():
    if is_mutated() and is_recorded() and os.path.exists({str(bad_luck)!r}):
        os.kill(os.getpid(), signal.SIGKILL)
""",
    )
    reasons, rows = [], []
    for _ in range(3):
        results = project.run()
        reasons.append(cells_of(results, MUTANT)["test_is_killed_by_chance"].reason)
        rows.append(results.timing.rows_run)
        bad_luck.unlink(missing_ok=True)
    assert reasons == [None, Reason.UNNOTICED, Reason.UNNOTICED]
    assert rows[1:] == [1, 0]


def test_what_cannot_be_recorded_without_any_mutant_is_not_recorded_with_one(project, tmp_path):
    log = tmp_path / "log"
    odd(
        project,
        f"""
def test_exits_as_it_is_recorded():
    assert is_mutated() in (False, True)
    if is_recorded():
        with open({str(log)!r}, "a") as file:
            file.write("x")
        os._exit(0)
""",
    )
    results = project.run(jobs=1)
    assert len(unrecorded(results)) > 2
    assert log.read_text() == "xx"  # once among others, and once more to know that it was this one


def test_running_again_to_be_recorded_changes_no_verdict(project, tmp_path):
    before = tmp_path / "before"
    odd(
        project,
        f"""
def test_exits_as_it_is_recorded():
    if is_mutated() and is_recorded():
        os._exit(0)


def test_passes_only_the_first_time():
    if is_mutated():
        assert not os.path.exists({str(before)!r})
        open({str(before)!r}, "w").close()
""",
    )
    assert statuses(project.run(), MUTANT)["test_passes_only_the_first_time"] == Status.SURVIVED


def test_what_a_test_says_that_goes_on_in_several_processes_hides_nothing(project):
    odd(
        project,
        """
def test_goes_on_in_eight_processes_as_it_is_recorded():
    if is_mutated() and is_recorded():
        os.fork(), os.fork(), os.fork()


def test_exits_as_it_is_recorded():
    if is_mutated() and is_recorded():
        os._exit(0)


"""
        + "".join(f"def test_{number}():\n    assert is_mutated() in (False, True)\n\n\n" for number in range(6)),
    )
    cells = cells_of(project.run(), MUTANT)
    reasons = {name: cell.reason for name, cell in cells.items()}
    assert reasons.pop("test_exits_as_it_is_recorded") is None
    assert set(reasons.values()) == {Reason.UNNOTICED}
    assert len(reasons) == 8
