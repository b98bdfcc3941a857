"""Several worker processes at once. After an error or Ctrl-C all of them are ended and none is waited for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

from gradbreak.process.forked import ForkServer
from gradbreak.run.messages import Task
from gradbreak.run.worker_client import WorkerClient

P = ParamSpec("P")
T = TypeVar("T")


class WorkerPool:
    """Runs functions in threads, and starts workers for them; for use in a ``with`` statement."""

    def __init__(self, server: ForkServer, jobs: int) -> None:
        """Prepare to run ``jobs`` functions side by side, with workers from ``server``."""
        self._server = server
        self._pool = ThreadPoolExecutor(jobs)
        self._started: list[WorkerClient] = []
        self._is_over = False

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            # A thread can't be ended, but the worker that it waits for can.
            self._is_over = True
            self._pool.shutdown(wait=False, cancel_futures=True)
            for worker in self._started:
                worker.end()
        self._pool.shutdown()

    def start(self, task: Task) -> WorkerClient:
        """A new worker on ``task``."""
        worker = WorkerClient(task, self._server)
        self._started.append(worker)
        if self._is_over:
            worker.end()
        return worker

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call ``function`` in a thread as soon as one is free."""
        return self._pool.submit(function, *args, **kwargs)
