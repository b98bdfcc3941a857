"""From `mutmut run` on the small project to results; one real run of mutmut, and copies of what it left."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.errors import NoMutmutRows
from gradbreak.model import DETECTED, Results, Status
from gradbreak.mutation.mutmut_verdicts import verdicts_of_mutmut
from gradbreak.run.from_mutmut import run_from_mutmut
from gradbreak.run.mutmut_plugin import RecordedRow
from gradbreak.run.options import Options
from tests.gradbreak.small_project import FILES, Finished, Project, Silent, statuses
from tests.gradbreak.untimed import without_timing

pytestmark = pytest.mark.slow

CORE, LOOPS = "tiny/core.py", "tiny/loops.py"
ROWS = "mutants/gradbreak-rows.jsonl"


def mutmut_run(project: Project) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run"], cwd=project.root, env=environment, check=True, capture_output=True
    )


def from_mutmut(project: Project) -> Results:
    return run_from_mutmut(load_config(project.root), Silent(), Options(jobs=2))


def verdicts(results: Results) -> dict[tuple[str, str], Status]:
    return {(cell.mutant, cell.test): cell.status for cell in results.cells}


@pytest.fixture(scope="module")
def tested(tmp_path_factory) -> Finished:
    """The small project with a loop that a mutant makes endless, after both ways of testing it."""
    project = Project(tmp_path_factory.mktemp("tested") / "project").write(FILES)
    project.write(
        {
            LOOPS: """\
            class Scale:
                def weigh(self, factor, number):
                    return factor * number


            def count(limit):
                number = 0
                while number < limit:
                    number += 1
                return number


            def weighted(factor, number):
                return Scale().weigh(factor, number)


            def weighted_twice(number):
                return weighted(2, number)
            """,
            "tests/straight/test_count.py": """\
            from tiny.loops import count, weighted_twice


            def test_weight():
                assert weighted_twice(3) == 6


            def test_three():
                assert count(3) == 3


            def test_none():
                assert count(0) == 0
            """,
        }
    )
    project.edit("mutation_config/engine.toml", "node_class", f'also_mutate = ["{LOOPS}"]\nnode_class')
    project.edit("pyproject.toml", 'only_mutate = ["tiny/core.py"]', f'only_mutate = ["{CORE}", "{LOOPS}"]')
    project.edit("pyproject.toml", "--timeout=2", "--timeout=1")
    mutmut_run(project)
    return Finished(project, project.run())


@pytest.fixture(scope="module")
def recorded(tested) -> Results:
    return from_mutmut(tested.project)


@pytest.fixture
def copy(tested, tmp_path) -> Project:
    return tested.project.copy_to(tmp_path / "copy")


def test_the_verdicts_are_those_of_our_own_run(tested, recorded):
    assert recorded.source == "mutmut run"
    assert verdicts(recorded) == verdicts(tested.results)


def test_the_cells_are_those_of_our_own_run_with_the_failing_assertions(tested, recorded):
    assert recorded.cells == tested.results.cells
    assert recorded.break_cells == tested.results.break_cells


def test_a_message_has_the_engine_s_names_and_not_mutmut_s(recorded):
    messages = {cell.failure.message for cell in recorded.cells if cell.failure is not None}
    # A mutant drops an argument, and Python names the function that misses it.
    assert "weighted() missing 1 required positional argument: 'number'" in messages
    assert "Scale.weigh() missing 1 required positional argument: 'number'" in messages


def test_a_mutant_lives_for_mutmut_if_and_only_if_it_lives_for_us(tested):
    detected = {cell.mutant for cell in tested.results.cells if cell.status in DETECTED}
    of_mutmut = verdicts_of_mutmut(tested.project.root, [CORE, LOOPS])
    assert of_mutmut.keys() == {mutant.id for mutant in tested.results.mutants}
    assert {id_ for id_, verdict in of_mutmut.items() if verdict in ("killed", "timeout", "segfault")} == detected


def test_a_hang_under_mutmut_is_a_timeout_of_its_test_alone(recorded):
    found = statuses(recorded, "count += → =")
    assert {test for test, status in found.items() if status == Status.TIMEOUT} == {"test_three"}
    assert statuses(recorded, "count 0 → 1")["test_none"] == Status.KILLED


def test_that_both_ways_agree_is_one_of_the_proofs(recorded):
    agreement = recorded.proofs[-1]
    assert agreement.name == "gradbreak's own verdicts agree with those of mutmut run"
    part, _, whole, *_ = agreement.detail.split()
    assert int(part) == int(whole) > 100


def test_a_cached_rerun_of_mutmut_loses_nothing(copy, recorded):
    mutmut_run(copy)
    assert without_timing(from_mutmut(copy)) == without_timing(recorded)


def test_an_engine_that_was_edited_afterwards_is_refused(copy):
    copy.edit(CORE, "self.slope = 1.0", "self.slope = 2.0 / 2.0")
    with pytest.raises(NoMutmutRows, match=r"tiny/core.py: .*pull.* was changed after `mutmut run`"):
        from_mutmut(copy)


def test_a_test_that_was_edited_afterwards_is_refused_even_after_a_cached_rerun_of_mutmut(copy):
    copy.edit("tests/straight/test_count.py", "count(3) == 3", "count(3)")
    for _ in range(2):
        with pytest.raises(NoMutmutRows, match=r"^tests/straight/test_count\.py was changed after `mutmut run`"):
            from_mutmut(copy)
        mutmut_run(copy)


def test_a_file_that_the_tests_import_and_that_was_edited_afterwards_is_refused(copy):
    copy.edit("tests/shared.py", "float(value)", "float(value) + 0")
    with pytest.raises(NoMutmutRows, match=r"^tests/shared\.py was changed after `mutmut run`"):
        from_mutmut(copy)


def test_a_run_of_mutmut_that_was_interrupted_is_refused_with_how_many_are_missing(copy):
    path = copy.root / f"mutants/{CORE}.meta"
    meta = json.loads(path.read_text())
    ids = sorted(meta["exit_code_by_key"])[:2]
    meta["exit_code_by_key"].update(dict.fromkeys(ids))
    path.write_text(json.dumps(meta))
    with pytest.raises(NoMutmutRows, match=rf"has not tested 2 mutants yet, {ids[0]} among them"):
        from_mutmut(copy)


def test_a_test_that_mutmut_never_ran_is_named(copy):
    copy.write({"tests/straight/test_new.py": "from tiny.core import Node\n\n\ndef test_new():\n    Node(1).clear()\n"})
    with pytest.raises(NoMutmutRows, match=r"recorded no row for tests/straight/test_new.py::test_new on tiny\.core"):
        from_mutmut(copy)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mutants/gradbreak-rows.jsonl is empty"),
        (b'{"mutant": "a", "test": "b"}\n{"mutant"', "line 2 of mutants/gradbreak-rows.jsonl cannot be read: "),
        (b'{"mutant": "a", "test": "b", "outcome": "maybe"}', "line 1 of mutants/gradbreak-rows.jsonl cannot be read"),
    ],
)
def test_rows_that_cannot_be_used_are_refused(copy, content, said):
    (copy.root / ROWS).write_bytes(content)
    with pytest.raises(NoMutmutRows, match=said):
        from_mutmut(copy)


@pytest.mark.parametrize(
    ("exit_code", "expected"),
    [(36, Status.TIMEOUT), (-24, Status.TIMEOUT), (-11, Status.CRASHED), (1, Status.CRASHED)],
)
def test_where_the_process_ended_in_a_test_it_and_those_still_to_come_have_mutmut_s_verdict(
    copy, recorded, exit_code, expected
):
    mutant = next(mutant.id for mutant in recorded.mutants if mutant.title == "pull  1.0 → 2.0")
    path = copy.root / ROWS
    lines = path.read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=RecordedRow) for line in lines]
    begun = RecordedRow(mutant, next(row.test for row in rows if row.mutant == mutant))
    others = [line for line, row in zip(lines, rows, strict=True) if row.mutant != mutant]
    path.write_bytes(b"\n".join([*others, msgspec.json.encode(begun)]))
    meta_path = copy.root / f"mutants/{CORE}.meta"
    meta = json.loads(meta_path.read_text())
    meta["exit_code_by_key"][mutant] = exit_code
    meta_path.write_text(json.dumps(meta))
    before, after = statuses(recorded, mutant), statuses(from_mutmut(copy), mutant)
    assert expected not in before.values()
    reached = {test for test, status in before.items() if status != Status.NOT_REACHED}
    assert {test for test, status in after.items() if status == expected} == reached
