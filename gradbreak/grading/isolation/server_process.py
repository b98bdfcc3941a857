"""A server process: starts it, talks to it with deadlines, and ends it with everything it started."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from gradbreak.grading.isolation import records
from gradbreak.grading.isolation.cleanup import end_processes, remove_files_of
from gradbreak.grading.isolation.records import Record
from gradbreak.grading.isolation.staging import Layout
from gradbreak.grading.runner.requests import Request, Setup, frame

START_SECONDS = 120.0
"""Enough for a busy machine. Normally a server starts in a third of a second, and none of the student's code has run
by then."""

MOST_BYTES = 16 << 20
"""Bytes of one answer: twice what a student's processes may write, to leave room for the server's own events."""

LONGEST_LINE = 1 << 18
"""Bytes of one line."""

FIRST_USER = 1_000_000
"""Each server has the uid of this number plus its process's: no other process has it, so what one uid may
have of processes is not shared with other sandboxes. Systems number no users this high on their own."""


class ServerEndedError(Exception):
    """The server ended or broke the protocol.

    Args:
        why: one line.
        was_late: whether it was ended because its time ran out.
    """

    def __init__(self, why: str, was_late: bool = False) -> None:
        super().__init__(why)
        self.was_late = was_late


class ServerProcess:
    """A server and the two pipes to it.

    Start, use and close it in one thread, because the sandbox ends with the thread that started it.

    Args:
        command: what to run.
        environment: its environment variables.
        folder: its working directory.
        setup: what holds for every run; the user is set here.
        as_user: whether it changes to a user of its own.
        bare: the layout of a server without a sandbox; None for a server in a sandbox.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        setup: Setup,
        as_user: bool,
        bare: Layout | None,
    ) -> None:
        self._since = time.time()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
            bufsize=0,
            start_new_session=True,
        )
        assert self._process.stdin is not None  # all three are pipes
        assert self._process.stdout is not None
        self._requests = self._process.stdin.fileno()
        self._answers = self._process.stdout.fileno()
        os.set_blocking(self._requests, False)
        self._rest = b""
        self._received = 0
        user = FIRST_USER + self._process.pid if as_user else None
        self._bare, self._user = bare, user
        if bare is not None and user is not None:
            bare.hand_over(user)
        try:
            header = msgspec.json.encode(dataclasses.replace(setup, user=user))
            self._send(frame(header), time.monotonic() + START_SECONDS)
            first = next(self._listen(time.monotonic() + START_SECONDS))
            if not isinstance(first, records.ServerReady):
                raise ServerEndedError(
                    first.message if isinstance(first, records.RunDamaged) else "its first message was not a greeting"
                )
        except ServerEndedError as error:
            said = self._last_words()
            self.end()
            raise ServerEndedError(said or str(error)) from None

    def ask(self, request: Request, seconds: float) -> Iterator[Record]:
        """Send a request and yield the answer. Its last record is that the run is over.

        Args:
            request: the run.
            seconds: how long it may take.

        Raises:
            ServerEndedError: there is no whole answer, and never will be.
        """
        deadline = time.monotonic() + seconds
        self._received = 0
        header = msgspec.json.encode(dataclasses.replace(request, engine=bytearray()))
        self._send(frame(header, request.engine), deadline)
        for record in self._listen(deadline):
            yield record
            if isinstance(record, records.RunOver):
                return

    def end(self) -> None:
        """End the server. In a sandbox everything inside ends with it."""
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            # Its input is closed, so it ends by itself. Without a namespace it also ends its own processes.
            self._process.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._bare is not None:
            if self._process.returncode:
                end_processes(str(self._bare.scratch), self._user)
            if self._user is not None:
                remove_files_of(self._user, self._since)

    def _send(self, message: bytes, deadline: float) -> None:
        view = memoryview(message)
        while view:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._requests], [], left)[1]:
                raise ServerEndedError("the server does not accept requests", was_late=True)
            try:
                view = view[os.write(self._requests, view) :]
            except BrokenPipeError:
                raise ServerEndedError("the server has ended") from None

    def _listen(self, deadline: float) -> Iterator[Record]:
        while True:
            *lines, self._rest = self._rest.split(b"\n")
            for position, line in enumerate(lines):
                try:
                    record = records.read(line)
                except msgspec.MsgspecError:
                    raise ServerEndedError("the server sent an invalid message") from None
                if isinstance(record, records.RunOver):
                    self._rest = b"\n".join([*lines[position + 1 :], self._rest])
                yield record
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise ServerEndedError("the server did not answer in time", was_late=True)
            chunk = os.read(self._answers, 1 << 16)
            self._received += len(chunk)
            if not chunk:
                raise ServerEndedError("the server has ended")
            if self._received > MOST_BYTES or len(self._rest) > LONGEST_LINE:
                raise ServerEndedError("the server sent too much")
            self._rest += chunk

    def _last_words(self) -> str:
        assert self._process.stderr is not None  # it is a pipe
        descriptor = self._process.stderr.fileno()
        os.set_blocking(descriptor, False)
        with contextlib.suppress(BlockingIOError):
            lines = os.read(descriptor, 1 << 16).decode(errors="replace").strip().splitlines()
            return lines[-1] if lines else ""
        return ""
