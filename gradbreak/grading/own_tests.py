"""Explains each of a submission's tests: its source, what its sweep wrote, and what it expected wrongly."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

import msgspec

from gradbreak.engine.definitions import find_function, first_line, line_count
from gradbreak.engine.lines import line_starts
from gradbreak.grading.engines.telling import TOLD
from gradbreak.grading.fingerprints import LARGEST_PARSED
from gradbreak.grading.model import Expectation, OwnTest, Sight, Submission, TestOutcome, TestRecord
from gradbreak.grading.rounds import Evidence
from gradbreak.process.parsing import parse

MOST_TESTS = 100
"""Tests that are explained. A suite of 500 must not make a page that nobody can read."""

MOST_LINES = 40
"""Lines of a test's source that are kept."""

_decoder = msgspec.json.Decoder(tuple[int, str, str, float, float])

_ASSERTED = re.compile(r"AssertionError: (assert .+), where (.+?)\)?\.?$")
_UNITTEST = re.compile(r"AssertionError: (\S+) != (\S+?)(?: within .*)?\)?\.?$")
_EQUAL = ("assertEqual", "assertAlmostEqual")


def own_tests(submission: Submission, evidence: Evidence, told: Sequence[TestRecord]) -> tuple[OwnTest, ...]:
    """The submission's tests in written order.

    Args:
        submission: the files.
        evidence: what its tests catch, and which do not count.
        told: the records of a run on the engine that tells what is written; empty where there was none.
    """
    records = {record.test: record for record in told}
    modules = {file: _module(submission.files.get(file, b"")) for file in _files(evidence.tests[:MOST_TESTS])}
    found = []
    for test in evidence.tests[:MOST_TESTS]:
        file, _, name = test.partition("::")
        line, source = definition(*modules[file], name)
        reason = evidence.set_aside.get(test)
        record = records.get(test)
        found.append(
            OwnTest(
                test=test,
                line=line,
                source=source,
                sight=sight(record) if record is not None and reason is None else None,
                expectation=expectation(reason, source) if reason is not None else None,
            )
        )
    return tuple(found)


def sight(record: TestRecord) -> Sight | None:
    """What a test's first sweep wrote, from its record on the telling engine; None where that cannot be said."""
    if record.outcome is TestOutcome.PASSED:
        return Sight(writes=0)
    kind, _, said = record.message.partition(": ")
    if kind != TOLD:
        return None
    try:
        writes, name, site, before, after = _decoder.decode(said)
    except msgspec.MsgspecError:
        return None  # a test caught the exception and raised one of its own
    return Sight(writes=writes, name=name, site=site, before=before, after=after)


def _files(tests: Sequence[str]) -> frozenset[str]:
    return frozenset(test.partition("::")[0] for test in tests)


def _module(content: bytes) -> tuple[str, Sequence[ast.stmt]]:
    """A module's text and its statements; none where it cannot be parsed, or is too large to be parsed here."""
    text = content.decode(errors="replace") if len(content) <= LARGEST_PARSED else ""
    try:
        return text, parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last is how the parser says "too deep"
        return text, ()


def definition(text: str, body: Sequence[ast.stmt], name: str) -> tuple[int, str]:
    """Where a test begins, counted from 1, and its source; 0 and an empty text where it is not in the module.

    Args:
        text: the module.
        body: its statements.
        name: as pytest writes it: ``TestClass::test_name[case]``.
    """
    found = find_function(body, name)
    if found is None:
        return 0, ""
    starts = line_starts(text)
    first = first_line(found)
    last = first + min(line_count(found), MOST_LINES) - 1
    lines = text[starts[first - 1] : starts[last]].rstrip().splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    return first, "".join(f"{line[indent:] if not line[:indent].strip() else line}\n" for line in lines)


def expectation(reason: str, source: str) -> Expectation | None:
    """What a test expected and what a correct engine gives, where its failure says both without doubt.

    Args:
        reason: why the test does not count.
        source: of the test, which says which side of a comparison was written down as a number.
    """
    if not reason.startswith("It fails on the correct engine"):
        return None
    if asserted := _ASSERTED.search(reason):
        return _of_assertion(asserted[1], asserted[2])
    if compared := _UNITTEST.search(reason):
        return _of_unittest(compared[1], compared[2], source)
    return None


def _of_assertion(statement: str, where: str) -> Expectation | None:
    test = _compared(statement)
    if test is None:
        return None
    values = dict(part.rsplit(" is ", 1) for part in where.split(" and ") if " is " in part)
    for actual, expected in (test, test[::-1]):
        shown, number = ast.unparse(actual), _written(expected)
        if number is not None and shown in values:
            return Expectation(expression=shown, expected=number, actual=values[shown])
    return None


def _compared(statement: str) -> tuple[ast.expr, ast.expr] | None:
    """Both sides of ``assert … == …``."""
    try:
        (parsed,) = parse(statement).body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(parsed, ast.Assert) or not isinstance(parsed.test, ast.Compare):
        return None
    if len(parsed.test.ops) != 1 or not isinstance(parsed.test.ops[0], ast.Eq):
        return None
    return parsed.test.left, parsed.test.comparators[0]


def _written(side: ast.expr) -> str | None:
    """The number that a test has written down, inside ``approx`` too; None for anything that is computed."""
    if isinstance(side, ast.Call) and side.args and ast.unparse(side.func).rpartition(".")[2] == "approx":
        side = side.args[0]
    try:
        value = ast.literal_eval(side)
    except (ValueError, TypeError, SyntaxError):
        return None
    return ast.unparse(side) if isinstance(value, (int, float)) else None


def _of_unittest(left: str, right: str, source: str) -> Expectation | None:
    try:
        calls = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return None
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in _EQUAL and len(call.args) >= 2:
            shown: Mapping[int, str] = {0: left, 1: right}
            for number, side in enumerate(call.args[:2]):
                other = call.args[1 - number]
                written = _written(side)
                if written is not None and _written(other) is None and _same(written, shown[number]):
                    return Expectation(expression=ast.unparse(other), expected=written, actual=shown[1 - number])
    return None


def _same(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return False
