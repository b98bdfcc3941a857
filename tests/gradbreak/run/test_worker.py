"""What a worker says in its two kinds of work, each in a process of its own, without a fork server."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from gradbreak.config import load_config
from gradbreak.engine.edits import Edit
from gradbreak.run.messages import (
    Batch,
    BatchDone,
    Collected,
    Event,
    IsolatedResult,
    JobDone,
    Measured,
    MutantJob,
    Task,
    Verdict,
)
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.small_project import ENGINE

PROGRAM = "import sys; from gradbreak.run.worker import serve; serve(int(sys.argv[1]), int(sys.argv[2]))"
TESTS = [f"tests/straight/test_straight.py::test_{name}" for name in ("sum", "product", "clear")]


@pytest.fixture
def said(project):
    """The events of a worker on a suite of the small project."""

    def events(*batches: Batch, path: str = "tests/straight", measure: bool = False) -> list[Event]:
        task = Task(config=load_config(project.root), paths=(path,), measure=measure)
        told = b"".join(msgspec.json.encode(line, enc_hook=str) + b"\n" for line in (task, *batches))
        commands, answers = project.root.parent / "commands", project.root.parent / "answers"
        commands.write_bytes(told)
        with commands.open("rb") as reading, answers.open("wb") as writing:
            subprocess.run(
                [sys.executable, "-B", "-c", PROGRAM, str(reading.fileno()), str(writing.fileno())],
                cwd=project.root,
                pass_fds=[reading.fileno(), writing.fileno()],
                check=True,
            )
        return [msgspec.json.decode(line, type=Event) for line in answers.read_bytes().splitlines()]

    return events


def job(*tests: str, edits: tuple[Edit, ...] = ()) -> MutantJob:
    return MutantJob(id="m", edits=edits, tests=tests, seconds=(5.0,) * len(tests))


def test_a_measuring_worker_runs_each_test_by_itself_then_all_in_order_and_says_what_ran(said):
    collected, *rest = said(measure=True)
    assert [test.id for test in collected.tests] == TESTS
    assert [type(event) for event in rest] == [IsolatedResult] * 3 + [Verdict] * 3 + [Measured]
    assert [event.test for event in rest[:-1]] == TESTS * 2
    assert {event.outcome for event in rest[:-1]} == {Outcome.PASSED}
    assert all(event.lines["tiny/core.py"] for event in rest[:3])


def test_a_serving_worker_runs_the_tests_of_each_job_and_says_when_a_batch_is_done(said):
    events = said(Batch(mutant_jobs=(job(TESTS[1]),)), Batch(mutant_jobs=()))
    assert [type(event) for event in events] == [Collected, Verdict, JobDone, BatchDone, BatchDone]
    assert (events[1].test, events[1].outcome) == (TESTS[1], Outcome.PASSED)


def test_a_job_runs_on_its_mutant_and_the_next_one_on_its_own(said):
    start = ENGINE.index("0.0", ENGINE.index("def clear"))
    mutant = Edit(file="tiny/core.py", start=start, end=start + 3, replacement="1.0")
    verdicts = said(Batch(mutant_jobs=(job(TESTS[2], edits=(mutant,)),)), Batch(mutant_jobs=(job(TESTS[2]),)))
    assert [event.outcome for event in verdicts if isinstance(event, Verdict)] == [Outcome.FAILED, Outcome.PASSED]


def test_an_engine_that_cannot_be_imported_is_a_problem_without_a_file(said, project):
    project.write({"tiny/core.py": "1 / 0\n"})
    (collected,) = said()
    assert [(problem.file, "ZeroDivisionError" in problem.message) for problem in collected.problems] == [("", True)]


def test_a_test_file_that_cannot_be_collected_is_a_problem_of_its_own_and_nothing_runs(said, project):
    project.write({"tests/straight/test_bad.py": "1 / 0\n"})
    (collected,) = said(measure=True)
    assert [problem.file for problem in collected.problems] == ["tests/straight/test_bad.py"]
