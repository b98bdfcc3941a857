"""The small project's breaks, and the write on which each shows; worked by hand."""

from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.engine.recording import RecordedWrite, Recording, WritePlace
from gradbreak.model import Cell, Reason, Status
from gradbreak.mutation import make_mutants
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.first_differences import find_first_differences
from gradbreak.run.messages import FoundTest, FullRecording, Measured
from gradbreak.run.recording import MadeNode, RecordedTest
from tests.gradbreak.small_project import Project

pytestmark = pytest.mark.slow


def shown(results, title: str) -> dict[str, tuple[str, str, float, float, float]]:
    """The first differences of a mutant or break: test → site, node, before, intact, mutated."""
    (change,) = [
        each.id for each in (*results.mutants, *results.breaks) if title in (each.id, " ".join(each.title.split()))
    ]
    return {
        write.test.partition("::")[2]: (write.site, write.node, write.before, write.intact, write.mutated)
        for write in results.first_differences
        if write.mutant == change
    }


def test_the_write_that_replaced_something_is_the_first_gradient_that_differs(finished):
    # (a + a) * a at 2: the product's second operand gives a 4; the sum then adds 2 twice.
    diamond = shown(finished.results, "add.self += → =")["test_a_node_used_twice[2]"]
    assert diamond == ("add.self", "a", 4.0, 6.0, 2.0)


def test_where_nothing_differs_it_is_a_write_that_had_nothing_to_replace(finished):
    assert shown(finished.results, "mul.other += → =")["test_product"] == ("mul.other", "b", 0.0, 3.0, 3.0)


def test_each_suite_that_reaches_a_change_has_one(finished):
    assert set(shown(finished.results, "add.other += → =")) == {"test_sum", "test_a_node_used_twice[2]"}


def test_a_break_has_one_like_a_mutant(finished):
    # Of the tests that it fails the shortest: (a * a + a) at 3, where the sum gives a 1 and the product adds 3 twice.
    diamond = shown(finished.results, "canonical")["test_a_product_with_itself"]
    assert diamond == ("mul.self", "a", 1.0, 4.0, 3.0)


@pytest.fixture(scope="module")
def careless(finished, tmp_path_factory):
    """A run in which a test looks at nothing."""
    project = finished.project.copy_to(tmp_path_factory.mktemp("careless") / "project")
    project.edit("tests/straight/test_straight.py", "    assert product.held == 15.0\n", "")
    project.edit("tests/straight/test_straight.py", "    assert (a.slope, b.slope) == (5.0, 3.0)\n", "")
    return project.run("straight")


def test_other_mutants_have_one_where_nobody_notices_what_differs(careless):
    breaking = {mutant.id for mutant in careless.mutants if mutant.family == "accumulation"}
    breaking |= {each.id for each in careless.breaks}
    unnoticed = {(cell.mutant, cell.test) for cell in careless.cells if cell.reason is Reason.UNNOTICED}
    others = {(write.mutant, write.test) for write in careless.first_differences if write.mutant not in breaking}
    assert others
    assert others <= unnoticed


def test_a_value_that_differs_is_written_where_nothing_was(careless):
    (write,) = [write for write in careless.first_differences if write.attribute == "held" and write.mutated == 0.6]
    assert (write.test.partition("::")[2], write.node, write.before, write.intact) == (
        "test_product",
        "product",
        None,
        15.0,
    )


def test_a_node_without_a_name_gives_way_to_one_with_a_name(project):
    project.write(
        {
            "tests/straight/test_straight.py": """\
            from tiny.core import Node


            def test_sum_of_sums():
                a, b, c = Node(3.0), Node(5.0), Node(7.0)
                ((a + b) + c).pull()
                assert (a.slope, b.slope, c.slope) == (1.0, 1.0, 1.0)
            """
        }
    )
    results = project.run("straight")
    # The outer sum writes to the inner one first, which no variable holds.
    assert shown(results, "add.self += → =") == {"test_sum_of_sums": ("add.self", "a", 0.0, 1.0, 1.0)}


def test_a_gradient_that_is_no_finite_number_is_not_shown(project):
    project.write(
        {
            "tests/straight/test_straight.py": """\
            from tiny.core import Node


            def test_endless():
                a, b = Node(3.0), Node(1e999)
                (a * b).pull()
                assert a.slope == 1e999
            """
        }
    )
    results = project.run("straight")
    assert shown(results, "mul.self += → =") == {}
    assert shown(results, "mul.other += → =") == {"test_endless": ("mul.other", "b", 0.0, 3.0, 3.0)}


def test_a_graph_that_is_built_at_import_has_none(project: Project):
    project.write(
        {
            "tests/straight/test_straight.py": """\
            from tiny.core import Node

            a = Node(3.0)
            total = a + a
            total.pull()


            def test_sum():
                assert a.slope == 2.0
            """
        }
    )
    results = project.run("straight")
    assert [cell.status.value for cell in results.cells if "add" in cell.mutant and cell.failure]
    assert results.first_differences == ()


def test_a_graph_that_is_built_at_import_hides_the_test_s_own(project: Project):
    # A process that is forked after the import sees the change in the second graph and not in the first.
    project.write(
        {
            "tests/straight/test_straight.py": """\
            from tiny.core import Node

            early = Node(3.0)
            (early + Node(1.0)).pull()


            def test_sum():
                a, b = Node(3.0), Node(5.0)
                (a + b).pull()
                assert (a.slope, b.slope, early.slope) == (1.0, 1.0, 1.0)
            """
        }
    )
    assert project.run("straight").first_differences == ()


def differences_of(finished, cell: Cell, run) -> int:
    """How many first differences a cell of `add.self` and the test `t` has."""
    config = load_config(finished.project.root)
    mutants = make_mutants(config)
    change = mutants.find("add.self")
    (file, line, _), *_ = mutants.lines_by_id[change.id]
    test = FoundTest(id="t", name="t", file="t.py", line=1)
    baseline = SuiteBaseline(
        suite=config.suites[0],
        tests=(test,),
        skipped=frozenset(),
        seconds={"t": 0.1},
        isolated={},
        measured=Measured(lines={"t": {file: (line,)}}, coverage={}, files=()),
    )
    cells = [msgspec.structs.replace(cell, mutant=change.id)]
    return len(find_first_differences(run, config.engine.shape, mutants, [baseline], [], cells, {"t": 1.0}))


@pytest.mark.parametrize(("reason", "count"), [(Reason.UNCHANGED, 1), (None, 0)])
def test_only_where_nothing_was_measured_to_differ_is_a_write_said_to_be_the_same(finished, reason, count):
    # Two recordings that agree as far as they go, of a cell whose reason was not measured to the end, prove nothing.
    place = WritePlace(function="__add__", op="add", operand="self", line=1, contributes=True)
    write = RecordedWrite(sweep=1, node=0, is_gradient=True, before=0.0, after=1.0, place=place, source=None)
    recorded = RecordedTest(
        recording=Recording(writes=(write,), sweeps=1, complete=False),
        nodes=(MadeNode(variable="a", op="", parents=(), value=1.0),),
        ran_out=False,
    )
    content = msgspec.msgpack.encode(recorded)
    found = differences_of(
        finished,
        Cell(mutant="", test="t", status=Status.SURVIVED, reason=reason),
        lambda jobs: [FullRecording(job=job.id, test="t", content=content) for job in jobs],
    )
    assert found == count


@pytest.mark.parametrize(("status", "jobs"), [(Status.KILLED, 2), (Status.TIMEOUT, 0)])
def test_a_test_that_hangs_is_not_recorded_because_it_would_hang_again(finished, status, jobs):
    asked = []
    differences_of(finished, Cell(mutant="", test="t", status=status), lambda jobs: asked.extend(jobs) or ())
    assert len(asked) == jobs


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_runs_find_the_same(finished, tmp_path, jobs):
    again = finished.project.copy_to(tmp_path / "again").run(jobs=jobs)
    assert again.first_differences == finished.results.first_differences
