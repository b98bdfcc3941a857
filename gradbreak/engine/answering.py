"""The other end of ``asking``: a process that imports somebody's engine, answers one request and ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from gradbreak.engine.locating import Located


def answer_request(work: Callable[[Sequence[Located], Callable[[str], None]], None]) -> NoReturn:
    """Answer the request on standard input, a JSON list of candidates, and end the process.

    Nothing that the engine prints reaches the answer, and its threads and exit handlers are not waited for.

    Args:
        work: is given the candidates, the likeliest first, and a function that writes one line of the answer.
    """
    candidates = [Located(**each) for each in json.load(sys.stdin)]
    sys.dont_write_bytecode = True
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)

    def write(line: str) -> None:
        answers.write(line + "\n")
        answers.flush()

    with contextlib.redirect_stdout(io.StringIO()):
        work(candidates, write)
    os._exit(0)
