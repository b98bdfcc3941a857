"""Start a process that inspects an engine, and say in plain words why it found none."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from gradbreak.engine.confirming import CheckedSite, Standing
from gradbreak.engine.inspecting import IMPORT_SECONDS, Inspection, NotInspected, decoded
from gradbreak.engine.locating import Located
from gradbreak.errors import BadEngine, NoMutants

SECONDS = IMPORT_SECONDS + 40.0
"""Wall time that an inspection may take: the import of one candidate, and the probes of a large engine."""


def inspect_in_process(candidates: Sequence[Located], seconds: float = SECONDS) -> Inspection:
    """Inspect an engine in a process of its own.

    Args:
        candidates: the files that may hold it, the likeliest first.
        seconds: wall time; the process is killed after it.

    Raises:
        BadEngine: no candidate is an engine, several are, or the process did not answer.
    """
    text = answer_of_process("gradbreak.engine.inspecting", candidates, seconds)
    try:
        answer = decoded(text)
    except (ValueError, KeyError):
        raise no_answer(candidates) from None
    if isinstance(answer, NotInspected):
        raise not_an_engine(answer)
    if answer.others:
        raise several_engines(answer)
    return answer


def answer_of_process(module: str, candidates: Sequence[Located], seconds: float) -> str:
    """What a module writes that is run in a process of its own with candidates on its standard input.

    Args:
        module: a module of gradbreak that reads the candidates as JSON.
        candidates: the files.
        seconds: wall time; the process is killed after it.

    Raises:
        BadEngine: the time is over.
    """
    process = subprocess.Popen(
        # -B: no bytecode beside somebody's engine. -P: no json.py of the folder one stands in.
        [sys.executable, "-B", "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        encoding="utf-8",
        start_new_session=True,  # so that its own processes can be killed with it
    )
    request = json.dumps([dataclasses.asdict(each) for each in candidates])
    try:
        return process.communicate(request, timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        raise BadEngine(
            f"{candidates[0].file} took more than {seconds:g} s to import and try",
            "Put what trains or waits under `if __name__ == '__main__':`",
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def require_sites(inspection: Inspection) -> None:
    """Refuse an engine in which no statement was shown to accumulate a gradient.

    Raises:
        NoMutants: there is no site; the message says what was looked for.
    """
    if inspection.confirmed:
        return
    found = inspection.recognition
    slot = f"`{found.gradient}`" if found.gradient else "the gradients that the sweep returns"
    never = [each for each in inspection.sites if each.standing is Standing.NEVER_SECOND]
    skipped = [each for each in inspection.sites if each.standing is Standing.SKIPPED]
    rest = []
    if never:
        rest.append(f"{_lines(never)} only ever adds to 0")
    if skipped:
        rest.append(f"{_lines(skipped)} is skipped ({skipped[0].reason})")
    looked = f"looked in {', '.join(inspection.files)} for statements that add to {slot} or subtract from it"
    raise NoMutants(
        f"no site found: {looked}" + (f"; {'; '.join(rest)}" if rest else ", and there is none"),
        f"Run `gradbreak check {inspection.located.file}`: an engine that never adds gradients up is wrong",
    )


def _lines(sites: Sequence[CheckedSite]) -> str:
    numbers = ", ".join(str(each.site.line) for each in sites)
    return f"line {numbers}" if len(sites) == 1 else f"each of lines {numbers}"


def not_an_engine(answer: NotInspected) -> BadEngine:
    """The error that says why no candidate is an engine."""
    if not answer.reasons:
        return BadEngine("no file was given", "Name the engine's file or its folder")
    file, reason = answer.reasons[0]
    more = f" (and {len(answer.reasons) - 1} more files hold none)" if len(answer.reasons) > 1 else ""
    return BadEngine(f"{file} is no engine that can be used: {reason}{more}", next_step(reason))


def next_step(reason: str) -> str:
    """What to do about a reason that an inspection gave."""
    if reason.startswith("it is not UTF-8"):
        return "Save it as UTF-8"
    if reason.startswith("it is not Python"):
        return "Port it with `2to3` if it is Python 2" if "print" in reason or "exec" in reason else "Correct that line"
    if "ModuleNotFoundError" in reason:
        return "Install what it imports into the environment that gradbreak runs in"
    if reason.startswith("importing it takes"):
        return "Put what trains or waits under `if __name__ == '__main__':`"
    if reason.startswith("importing it"):
        return "Correct the file until Python imports it, then run this again"
    if "instead" in reason:
        return "Rename the file, or leave the other one out of the path"
    return "Name the file whose class makes nodes, adds and multiplies them and runs a backward sweep"


def several_engines(inspection: Inspection) -> BadEngine:
    """The error that names every file that defines the engine's class."""
    # As they can be named from the folder that one stands in.
    paths = [Path(inspection.located.root) / file for file in (inspection.located.file, *inspection.others)]
    names = [os.path.relpath(path) for path in paths]
    return BadEngine(
        f"several files define an engine {inspection.recognition.node_class}: {', '.join(names)}", "Name one of them"
    )


def no_answer(candidates: Sequence[Located]) -> BadEngine:
    """The error that a process ended without an answer."""
    return BadEngine(
        f"the process that imported {candidates[0].file} ended without an answer",
        "Look for what ends Python there: `os._exit`, or a recursion that overflows the stack",
    )
