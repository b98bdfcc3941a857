"""What a run must show before it says anything about the tests."""

from __future__ import annotations

import pytest

from gradbreak.config import SuiteConfig, load_config
from gradbreak.engine.edits import apply_edits
from gradbreak.errors import RunNotProven
from gradbreak.model import Status
from gradbreak.mutation import make_mutants
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.messages import FoundTest, Measured, Verdict
from gradbreak.run.proofs import LETHAL, NO_OP, NO_OP_AGAIN, lethal_edits, no_op_edits, prove
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.small_project import ENGINE, statuses

NODE_TEST = "from tiny.core import Node\n\n\ndef test_value():\n    assert Node(2.0).held == 2.0\n"


def test_a_run_shows_what_it_rests_on(finished):
    assert [(proof.name, proof.detail) for proof in finished.results.proofs] == [
        ("every suite passes on the engine as it is", "6 tests"),
        ("every test passes in a process of its own", "6 tests"),
        ("a mutant that changes nothing survives every test", "6 tests"),
        ("a mutant in which every mutated function raises is killed by every suite", "straight 3 of 3, diamond 3 of 3"),
        (
            "the imported engine is the mutated file, unchanged from start to end",
            f"sha256 {finished.results.engine.sha256}",
        ),
    ]


def test_the_no_op_gives_back_the_same_text(finished):
    mutants = make_mutants(load_config(finished.project.root))
    assert apply_edits(ENGINE, no_op_edits(mutants)) == ENGINE


def test_the_lethal_mutant_raises_in_every_mutated_function_and_keeps_the_others(finished):
    mutants = make_mutants(load_config(finished.project.root))
    namespace: dict[str, object] = {}
    exec(apply_edits(ENGINE, lethal_edits(mutants)), namespace)
    node = namespace["Node"]
    for method, arguments in (("__init__", (1.0,)), ("__add__", (1,)), ("__mul__", (1,)), ("pull", ()), ("clear", ())):
        with pytest.raises(RuntimeError, match="a lethal mutant"):
            getattr(node, method)(object.__new__(node), *arguments)
    # mutmut finds nothing to change in it.
    assert namespace["_nothing"]() is None


def test_a_test_that_another_suite_disturbs_is_set_aside_and_the_others_go_on(project):
    project.write(
        {
            "tests/state.py": "SEEN = []\n",
            "tests/straight/test_first.py": "from tests.state import SEEN\n\n\ndef test_leaves():\n    SEEN.append(1)",
            "tests/diamond/test_second.py": "from tests.state import SEEN\n\n\ndef test_clean():\n    assert not SEEN",
        }
    )
    results = project.run()
    (aside,) = results.set_aside
    assert (aside.test, aside.suite, aside.why) == ("tests/diamond/test_second.py::test_clean", "diamond", "flickers")
    assert aside.reason.startswith("passes with its suite and ends as failed beside the other suites")
    assert "test_clean" not in {test.name for test in results.tests}
    assert results.proofs[0].detail == "7 tests"


def test_a_test_that_needs_another_before_it_is_set_aside(project):
    project.write(
        {
            "tests/straight/test_order.py": (
                "SEEN = []\n\n\ndef test_leaves():\n    SEEN.append(1)\n\n\ndef test_needs():\n    assert SEEN == [1]\n"
            )
        }
    )
    (aside,) = project.run().set_aside
    assert aside.test.endswith("::test_needs")
    assert aside.reason.startswith("it is passed with its suite and failed by itself: AssertionError")


def verdict(job: str, test: str, outcome: Outcome = Outcome.PASSED) -> Verdict:
    return Verdict(job=job, test=test, outcome=outcome)


@pytest.fixture
def pair() -> SuiteBaseline:
    """A suite of the tests a and b."""
    return SuiteBaseline(
        suite=SuiteConfig(name="s", short="s", path="t", teaches=""),
        tests=tuple(FoundTest(id=name, name=name, file="t.py", line=1) for name in "ab"),
        skipped=frozenset(),
        seconds={},
        isolated={},
        measured=Measured(lines={}, coverage={}, files=()),
    )


@pytest.mark.parametrize("job", [NO_OP, NO_OP_AGAIN])
def test_a_test_that_fails_once_where_nothing_was_changed_is_set_aside(pair, job):
    said = [verdict(each, test) for each in (NO_OP, NO_OP_AGAIN) for test in "ab"]
    said += [verdict(job, "a", Outcome.FAILED), verdict(LETHAL, "a"), verdict(LETHAL, "b", Outcome.FAILED)]
    proven = prove(said, [pair], {})
    assert [each.test for each in proven.set_aside] == ["a"]
    assert proven.proofs[3].detail == "s 1 of 1"


def test_where_every_test_fails_although_nothing_was_changed_the_run_is_refused(pair):
    said = [verdict(job, test, Outcome.FAILED) for job in (NO_OP, NO_OP_AGAIN, LETHAL) for test in "ab"]
    with pytest.raises(RunNotProven, match="a passes with its suite and ends as failed"):
        prove(said, [pair], {})


def test_a_suite_that_tests_something_else_is_named(project):
    project.write({"tests/straight/test_straight.py": "def test_arithmetic():\n    assert 1 + 1 == 2\n"})
    with pytest.raises(RunNotProven, match=r"suite 'straight' passes although every mutated function .* raises"):
        project.run()


def test_a_skipped_test_need_not_notice_anything(project):
    project.write(
        {"tests/straight/test_later.py": "import pytest\n\n\n@pytest.mark.skip\ndef test_later():\n    assert False\n"}
    )
    assert "straight 3 of 3" in project.run().proofs[3].detail


def test_an_engine_with_functions_that_mutmut_leaves_alone_can_be_run(project):
    project.edit(
        "tiny/core.py",
        "    def clear(self):",
        "    @property\n    def twice(self):\n        return 2 * self.held\n\n    def clear(self):",
    )
    found = project.run("straight")
    assert {mutant.function for mutant in found.mutants}.isdisjoint({"Node.twice"})
    assert statuses(found, "clear 0.0 → 1.0")["test_clear"] == Status.KILLED


@pytest.mark.parametrize(
    ("file", "named"), [("tiny/core.py", "the engine"), ("tests/straight/test_straight.py", "suite 'straight'")]
)
def test_what_is_edited_during_the_run_spoils_it_and_none_of_its_rows_are_kept(project, file, named):
    original = (project.root / file).read_text()
    project.write(
        {
            "tests/straight/test_editing.py": f"""\
            from tiny.core import Node


            def test_edits_on_a_mutant():
                if Node(2.0).held is None:
                    with open("{file}", "a") as file:
                        file.write("# edited\\n")
            """
        }
    )
    with pytest.raises(RunNotProven, match=f"{named} was edited while the run was going on. Run again"):
        project.run("straight")
    (project.root / file).write_text(original)
    assert project.root.joinpath(".gradbreak/journal.jsonl").read_bytes() == b""
