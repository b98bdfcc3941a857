"""Has one engine checked in isolation.

The sandbox runs tests on an engine, so here gradbreak's own check stands for the engine, the student's files for the
submission, and a test file that asks the check comes with them. The document comes out in pieces, each the message of a
test, because a message has 300 characters. Limits, the end of processes and what is left behind are thus dealt with
as for any student's tests.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec import Struct, structs

import gradbreak
from gradbreak.check.behaviour import Depth
from gradbreak.check.checking import EngineCheck, decoded
from gradbreak.check.facts import OperationFacts, from_pieces
from gradbreak.grading.engines.disguise import compiled_files
from gradbreak.grading.isolation import IsolationLimits, open_examiner
from gradbreak.grading.model import IsolationKind, RunRequest, Submission, TestOutcome, TestRecord

DRIVER = "test_engine_check.py"

MOST_PIECES = 150
"""A check of a wrong engine with many operations has thirty."""

LIMITS = IsolationLimits(cpu_seconds=30.0, wall_seconds=120.0, run_seconds=240.0, restarts=2)
"""A check takes about a second of processor time."""

_DRIVER = f"""
import json
from pathlib import Path

import pytest

from gradbreak.check.facts import FactFinder, in_pieces


class Told(Exception):
    pass


found = {{}}


@pytest.mark.parametrize("number", range({MOST_PIECES}))
def test_piece(number):
    if number == 0:
        found["engine"] = FactFinder(Path.cwd())
        found["pieces"] = in_pieces(found["engine"].document())
    pieces = found.get("pieces", [])
    raise Told(pieces[number] if number < len(pieces) else "")


def test_depth():
    raise Told(json.dumps([list(each.values()) for each in found["engine"].depths()]))
"""

_TOLD = re.compile(r"Told: (.*)")

_PIECES = tuple(f"{DRIVER}::test_piece[{number}]" for number in range(MOST_PIECES))
_DEPTH = f"{DRIVER}::test_depth"


class EngineFacts(Struct, frozen=True, kw_only=True):
    """What was found out about an engine.

    Attributes:
        check: everything about its numbers.
        operations: what is right of each operation.
        orders: whether it is right under each of two orders of sets.
    """

    check: EngineCheck
    operations: tuple[OperationFacts, ...]
    orders: tuple[bool, bool]


class NotCheckedError(Exception):
    """The engine could not be checked. The message says why, as a sentence without a full stop."""


@functools.cache
def _checker() -> Mapping[str, str]:
    """The files of gradbreak that check an engine; they need the standard library alone."""
    root = Path(gradbreak.__file__).parent
    paths = [root / "__init__.py", root / "errors.py", *(root / "engine").glob("*.py"), *(root / "check").glob("*.py")]
    return {path.relative_to(root.parent).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


def facts_of(submission: Submission, isolation: IsolationKind, packages: tuple[str, ...] = ()) -> EngineFacts:
    """Check a submission's engine in isolation.

    Args:
        submission: the student's files.
        isolation: where to run it.
        packages: installed packages that it may import.

    Raises:
        NotCheckedError: there is no engine in it, or its process ended, or it took too long.
        CouldNotGrade: nothing can be isolated on this machine.
    """
    # Fixtures are for tests. One that needs what is not installed would take the check along.
    files = {name: content for name, content in submission.files.items() if PurePosixPath(name).name != "conftest.py"}
    staged = structs.replace(submission, files={**files, DRIVER: _DRIVER.encode()})
    opening = open_examiner(staged, _checker(), hash_seed=0, limits=LIMITS, more_packages=packages, isolation=isolation)
    with opening as examiner:
        result = examiner.run(RunRequest(engine=compiled_files(_checker()), tests=(*_PIECES, _DEPTH)))
    if result.damage:
        raise NotCheckedError(result.damage)
    records = {record.test: record for record in result.tests}
    document = _document(records)
    if "check" not in document:
        raise NotCheckedError(_no_engine(document))
    try:
        check = decoded(document["check"])
        depths = _depths(records.get(_DEPTH))
        return EngineFacts(
            check=_with_depths(check, depths, ended=not check.wrong and depths is None),
            operations=msgspec.convert(document["operations"], tuple[OperationFacts, ...]),
            orders=msgspec.convert(document["orders"], tuple[bool, bool]),
        )
    except (KeyError, TypeError, ValueError, msgspec.ValidationError):
        raise NotCheckedError("what its check says cannot be read") from None


def _with_depths(check: EngineCheck, depths: tuple[Depth, ...] | None, *, ended: bool) -> EngineCheck:
    """A check with how deep a graph may be, and validated: it comes from a process that ran a student's code."""
    whole = msgspec.to_builtins(check)
    whole["depths"] = msgspec.to_builtins(depths or ())
    whole["ended_at_depth"] = ended
    return msgspec.convert(whole, EngineCheck)


def _document(records: Mapping[str, TestRecord]) -> dict[str, Any]:
    first = records.get(_PIECES[0])
    if first is None or first.outcome is not TestOutcome.FAILED or not _TOLD.match(first.message):
        said = first.message if first is not None else "it was not run"
        raise NotCheckedError(f"its check was ended: {said}")
    pieces = [found[1] for test in _PIECES if test in records and (found := _TOLD.match(records[test].message))]
    try:
        document = from_pieces(pieces)
    except (ValueError, RecursionError):
        raise NotCheckedError("what its check says cannot be read") from None
    return document if isinstance(document, dict) else {}


def _no_engine(document: Mapping[str, Any]) -> str:
    reasons = document.get("reasons")
    if not isinstance(reasons, list) or not reasons:
        return "no engine was found in it"
    file, reason = (str(part) for part in (*reasons[0], "", "")[:2])
    more = f"; {len(reasons) - 1} more files hold none" if len(reasons) > 1 else ""
    if "ModuleNotFoundError" in reason:
        reason += "; an engine may import the packages that the rubric names"
    return f"{reason} ({file}{more})" if file else reason


def _depths(record: TestRecord | None) -> tuple[Depth, ...] | None:
    """None where the process ended while it swept deep graphs."""
    found = _TOLD.match(record.message) if record is not None else None
    if found is None:
        return None
    return tuple(
        Depth(shape=shape, nodes=nodes, outcome=outcome, ends_at=ends_at)
        for shape, nodes, outcome, ends_at in json.loads(found[1])
    )
