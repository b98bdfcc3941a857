"""Records one test twice: on the intact engine and on the mutant."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from gradbreak.config import Config
from gradbreak.engine.edits import Edit
from gradbreak.model import Order
from gradbreak.process.forked import ForkServer, WorkerEndedError
from gradbreak.run.messages import FullRecording, MutantJob, RecordingMode, Task
from gradbreak.run.recording import RecordedTest, decoded
from gradbreak.run.worker_client import WORKER
from gradbreak.run.worker_pool import WorkerPool


class Recordings(Struct, frozen=True, kw_only=True):
    """What a test wrote; None where its process ended before it could say so.

    Attributes:
        intact: on the engine as it is.
        mutated: on the mutant.
    """

    intact: RecordedTest | None
    mutated: RecordedTest | None


def record_both(
    server: ForkServer,
    config: Config,
    test: str,
    edits: Sequence[Edit],
    *,
    order: Order | None,
    seconds: float,
    jobs: int,
) -> Recordings:
    """Run a test in two processes of its own, and record what it writes.

    The mutant is in place before the test's file is imported, so that a graph which is built there is
    recorded with it.

    Args:
        server: the run's.
        config: the project.
        test: its node id.
        edits: the mutant.
        order: that of the engine's sweeps; None where it is the same in every process. One that cannot be forced need
            not come again.
        seconds: the CPU time that the test may take.
        jobs: processes side by side.
    """
    with contextlib.ExitStack() as held:
        if order is not None and not order.is_forced:
            server = held.enter_context(ForkServer(config.root, WORKER, config.cache_root, order.seed))
        workers = held.enter_context(WorkerPool(server, jobs))
        task = Task(config=config, paths=(test.partition("::")[0],), order=order)
        intact = workers.submit(_record, task, test, seconds, workers)
        mutated = workers.submit(_record, replace(task, activate=tuple(edits)), test, seconds, workers)
        return Recordings(intact=intact.result(), mutated=mutated.result())


def _record(task: Task, test: str, seconds: float, workers: WorkerPool) -> RecordedTest | None:
    job = MutantJob(id=test, edits=(), tests=(test,), seconds=(seconds,), recording=RecordingMode.FULL)
    with workers.start(task) as worker, contextlib.closing(worker.events()) as events:
        try:
            if test not in {each.id for each in worker.collected(events).tests}:
                return None
            found = [event for event in worker.run([job], events) if isinstance(event, FullRecording)]
        except WorkerEndedError:
            return None
    return decoded(found[0]) if found else None
