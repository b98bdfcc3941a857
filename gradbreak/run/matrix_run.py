"""Running the planned rows, and storing each in the journal as soon as its last verdict is in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from types import TracebackType
from typing import TypeAlias

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.model import Failure, FailureKind, Order, Proof, SetAside
from gradbreak.mutation import MutantSet
from gradbreak.process.forked import ForkServer, WorkerEndedError
from gradbreak.run.baseline import SuiteBaseline, refuse_problems
from gradbreak.run.journal import CellAnswer, Journal, JournalRow
from gradbreak.run.messages import Event, JobDone, MutantJob, Recorded, Task, Verdict
from gradbreak.run.plan import Plan, PlannedRow, cold_jobs, warm_jobs
from gradbreak.run.proofs import PROVING, cold_proof_jobs, proof_jobs, prove
from gradbreak.run.worker_client import WorkerClient
from gradbreak.run.worker_pool import WorkerPool
from gradbreak.testing.outcome import Outcome

Answers: TypeAlias = Mapping[str, Mapping[str, CellAnswer]]
"""Mutant id → test id → answer."""


class MatrixRun(Struct, frozen=True, kw_only=True):
    """The result of the planned rows.

    Attributes:
        answers: mutant id → test id → answer, cached ones included.
        intact: test id → what it writes on the engine as it is.
        proofs: what was shown before any verdict.
        set_aside: tests that turned out not to count; they have no answers.
    """

    answers: dict[str, dict[str, CellAnswer]]
    intact: dict[str, Recorded]
    proofs: tuple[Proof, ...]
    set_aside: tuple[SetAside, ...]


class _Collector:
    """Collects workers' messages, and stores each row in the journal once its mutant is done."""

    def __init__(self, plan: Plan, journal: Journal, job_done: Callable[[], None]) -> None:
        self.journal = journal
        self.job_done = job_done
        self.answers = {id_: dict(answers) for id_, answers in plan.known.items()}
        self._unrecorded = set[tuple[str, str]]()  # tests that passed and are not recorded yet
        self._left_out = frozenset[str]()
        self._open: dict[str, list[PlannedRow]] = {}
        for row in plan.rows:
            self._open.setdefault(row.mutant, []).append(row)

    def leave_out(self, tests: Iterable[str]) -> None:
        """Forget what is known of these tests, and keep nothing of them from now on."""
        self._left_out = frozenset(tests)
        for answers in self.answers.values():
            for test in self._left_out:
                answers.pop(test, None)

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, (Verdict, Recorded)) and event.test in self._left_out:
                continue
            if isinstance(event, Verdict):
                answers = self.answers.setdefault(event.job, {})
                # The first counts: a test may run again only to be recorded afterwards.
                if event.test not in answers:
                    answers[event.test] = CellAnswer(event.outcome, event.failure)
                    if event.outcome == Outcome.PASSED:
                        self._unrecorded.add((event.job, event.test))
            elif isinstance(event, Recorded):
                answers = self.answers[event.job]
                answers[event.test] = CellAnswer(answers[event.test].outcome, None, event.digest)
                self._unrecorded.discard((event.job, event.test))
            elif isinstance(event, JobDone):
                self._close(event.job)
                self.job_done()

    def _close(self, mutant: str) -> None:
        """Store the mutant's rows that have an answer for every test; the others wait for their second job."""
        answers = self.answers.get(mutant, {})
        waiting = []
        for row in self._open.get(mutant, []):
            # Without the others the row is incomplete, so the next run tries them again.
            tests = [test for test in (*row.warm, *row.cold) if test not in self._left_out]
            if all(test in answers for test in tests):
                is_cut = any((mutant, test) in self._unrecorded for test in tests)
                tries = row.tries + 1 if is_cut else 0
                self.journal.append(JournalRow(row.key, {test: answers[test] for test in tests}, tries))
            else:
                waiting.append(row)
        self._open[mutant] = waiting


class SharedWorker:
    """The worker that runs most rows. Start it early, so that it collects the tests while other work is done.

    Attributes:
        server: starts further workers.
    """

    def __init__(self, server: ForkServer, task: Task) -> None:
        self.server = server
        self._worker = WorkerClient(task, server)
        self._events = self._worker.events()
        self._is_ready = False

    def __enter__(self) -> SharedWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._worker.__exit__(kind, error, traceback)

    def run(self, mutant_jobs: Sequence[MutantJob]) -> Iterator[Event]:
        """Run jobs, and yield what comes back.

        Raises:
            BadEngine: the engine cannot be imported.
            BadTestFile: a test file cannot be collected.
            WorkerEndedError: the worker ended early.
        """
        if not self._is_ready:
            refuse_problems(self._worker.collected(self._events).problems)
            self._is_ready = True
        return self._worker.run(mutant_jobs, self._events)


def run_matrix(
    shared_worker: SharedWorker,
    config: Config,
    mutants: MutantSet,
    baselines: Sequence[SuiteBaseline],
    plan: Plan,
    journal: Journal,
    seconds: dict[str, float],
    jobs: int,
    job_done: Callable[[], None],
    first: Collection[str] = (),
    first_done: Callable[[Answers], None] = lambda _: None,
    order: Order | None = None,
) -> MatrixRun:
    """Prove the run, then run every planned row.

    Args:
        shared_worker: the worker on all suites.
        config: the project.
        mutants: what to change.
        baselines: the suites, unmutated.
        plan: which rows.
        journal: where finished rows go.
        seconds: test id → CPU seconds it may take.
        jobs: how many processes side by side.
        job_done: is called as each mutant is finished.
        first: the ids of mutants and breaks to finish before any other begins.
        first_done: is called with all answers once these are finished.
        order: that of the shared worker.

    Raises:
        RunNotProven: a check failed, or the tests' process ended early.
    """
    collector = _Collector(plan, journal, job_done)
    early = [row for row in plan.rows if row.mutant in first]
    late = [row for row in plan.rows if row.mutant not in first]

    def run_cold(rows: Iterable[PlannedRow]) -> None:
        cold = cold_jobs(rows, mutants, seconds)
        for future in [workers.submit(_run_cold, config, job, order, workers) for job in cold]:
            collector.take(future.result())

    with WorkerPool(shared_worker.server, jobs) as workers:
        cold_proofs = [
            workers.submit(_run_cold, config, job, order, workers)
            for job in cold_proof_jobs(mutants, baselines, seconds)
        ]
        said, held = list[Event](), list[Event]()
        proving = proof_jobs(mutants, baselines, seconds)
        still_proving = len(proving)
        mutant_jobs = [*proving, *warm_jobs(early, mutants, seconds)]
        for event in shared_worker.run(mutant_jobs):
            if isinstance(event, (Verdict, Recorded, JobDone)) and event.job in PROVING:
                said.append(event)
                still_proving -= isinstance(event, JobDone)
                if not still_proving:
                    said += [one for future in cold_proofs for one in future.result()]
                    proven = prove([one for one in said if isinstance(one, Verdict)], baselines, mutants.sources)
                    collector.leave_out(each.test for each in proven.set_aside)
                    collector.take(held)
                    held.clear()
            elif still_proving:
                # No verdict counts before the run has proven itself.
                held.append(event)
            else:
                collector.take([event])
        run_cold(early)
        if first:
            first_done(collector.answers)
        for event in shared_worker.run(warm_jobs(late, mutants, seconds)):
            collector.take([event])
        run_cold(late)
    intact = {event.test: event for event in said if isinstance(event, Recorded)}
    return MatrixRun(answers=collector.answers, intact=intact, proofs=proven.proofs, set_aside=proven.set_aside)


def _run_cold(config: Config, job: MutantJob, order: Order | None, workers: WorkerPool) -> list[Event]:
    """Run tests in a process that changes the engine before it imports the test files."""
    files = tuple(dict.fromkeys(test.partition("::")[0] for test in job.tests))
    task = Task(config=config, paths=files, activate=job.edits, order=order)
    said: list[Event] = []
    with workers.start(task) as worker, closing(worker.events()) as events:
        try:
            collected = worker.collected(events)
        except WorkerEndedError:
            outcome = Outcome.TIMEOUT if worker.ran_out else Outcome.CRASHED
            said += [Verdict(job=job.id, test=test, outcome=outcome) for test in job.tests]
            return [*said, JobDone(job.id)]
        there = {test.id for test in collected.tests}
        why = collected.problems[0].message if collected.problems else "the mutant changes which tests there are"
        for test in job.tests:
            if test not in there:
                failure = Failure(
                    kind=FailureKind.EXCEPTION, exception="CollectError", message=why, file="", line=0, statement=""
                )
                said.append(Verdict(job=job.id, test=test, outcome=Outcome.FAILED, failure=failure))
        pairs = [(t, s) for t, s in zip(job.tests, job.seconds, strict=True) if t in there]
        if not pairs:
            return [*said, JobDone(job.id)]
        remaining = MutantJob(
            id=job.id,
            edits=(),
            tests=tuple(t for t, _ in pairs),
            seconds=tuple(s for _, s in pairs),
            recording=job.recording,
        )
        return [*said, *worker.run([remaining], events)]
