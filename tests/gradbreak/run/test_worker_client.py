from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

from gradbreak.config import load_config
from gradbreak.process.forked import ForkServer, WorkerEndedError
from gradbreak.run import worker_client as driver
from gradbreak.run.messages import Collected, MutantJob, Task
from gradbreak.run.worker_client import WORKER, WorkerClient
from gradbreak.run.worker_pool import WorkerPool
from tests.gradbreak.small_project import Project

ASLEEP = "import time\n\ntime.sleep(3600)\n\n\ndef test_nothing():\n    pass\n"


@pytest.fixture
def server(project) -> Iterator[ForkServer]:
    with ForkServer(project.root, WORKER) as running:
        yield running


def task(project: Project, path: str = "tests/straight", **settings: object) -> Task:
    return Task(config=load_config(project.root), paths=(path,), **settings)


def is_alive(worker: WorkerClient) -> bool:
    return Path(f"/proc/{worker.process.pid}").exists()


def test_a_worker_says_what_it_collected_and_ends_with_the_block(project, server):
    with WorkerClient(task(project), server) as worker, closing(worker.events()) as events:
        collected = worker.collected(events)
        assert is_alive(worker)
    assert isinstance(collected, Collected)
    assert [test.name for test in collected.tests] == ["test_sum", "test_product", "test_clear"]
    assert not is_alive(worker)


def test_a_worker_ends_with_the_block_even_where_something_is_raised(project, server):
    with pytest.raises(RuntimeError), WorkerClient(task(project), server) as worker:
        raise RuntimeError
    assert not is_alive(worker)


def test_a_worker_that_ended_cannot_be_given_work(project, server):
    with WorkerClient(task(project), server) as worker, closing(worker.events()) as events:
        worker.collected(events)
        worker.end()
        job = MutantJob(id="u", edits=(), tests=("tests/straight/test_straight.py::test_sum",), seconds=(1.0,))
        with pytest.raises(WorkerEndedError, match="ended early with exit code"):
            list(worker.run([job], events))


def test_a_worker_that_says_nothing_is_given_up(project, server, monkeypatch):
    monkeypatch.setattr(driver, "SILENCE_SECONDS", 0.5)
    project.write({"tests/straight/test_asleep.py": ASLEEP})
    with WorkerClient(task(project), server) as worker, closing(worker.events()) as events:
        with pytest.raises(WorkerEndedError, match=r"said nothing for 0.5 s\. Look for a test module that waits"):
            worker.collected(events)
        assert worker.ran_out
    assert not is_alive(worker)


def test_tests_see_neither_what_the_driver_says_nor_its_answers(project, server):
    project.write(
        {
            "tests/straight/test_streams.py": """\
            import os
            import sys

            assert sys.stdin.read() == ""
            print("to nobody")
            os.write(1, b"to nobody")
            print("to nobody", file=sys.stderr)


            def test_nothing():
                pass
            """
        }
    )
    with WorkerClient(task(project), server) as worker, closing(worker.events()) as events:
        collected = worker.collected(events)
    assert (len(collected.tests), collected.problems) == (4, ())


def test_after_an_error_no_worker_is_waited_for(project, server):
    project.write({"tests/straight/test_asleep.py": ASLEEP})
    started: list[WorkerClient] = []

    def listen(workers: WorkerPool) -> None:
        with workers.start(task(project)) as worker, closing(worker.events()) as events:
            started.append(worker)
            worker.collected(events)

    def interrupted() -> tuple[Future[None], Future[None]]:
        with contextlib.suppress(KeyboardInterrupt), WorkerPool(server, 1) as workers:
            both = workers.submit(listen, workers), workers.submit(listen, workers)
            while not started:
                os.sched_yield()
            raise KeyboardInterrupt
        return both

    first, second = interrupted()
    assert isinstance(first.exception(), WorkerEndedError)
    assert second.cancelled()
    assert [is_alive(worker) for worker in started] == [False]


def test_a_worker_that_is_started_after_an_error_ends_at_once(project, server):
    with pytest.raises(KeyboardInterrupt), WorkerPool(server, 1) as workers:
        raise KeyboardInterrupt
    with workers.start(task(project)) as worker:
        assert worker.process.wait(0) is not None
